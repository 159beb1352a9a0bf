"""Example files: what each mistake in one is told, and how changes are put into the base."""

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

import logic.__main__ as command_line
from logic.bench.changes import base_of, changed
from logic.bench.examples import ExampleCase, read_examples, read_folder
from logic.bench.running import run
from logic.bench.testing import passed, report, run_editions
from logic.case import Outcome
from logic.loading import ROOT, Library
from logic.policy import PolicySet
from logic.policy_loading import load_sets
from logic.problems import ProblemsError
from logic.yaml_source import read_bytes

BAD = sorted((Path(__file__).parent / "bad_examples").glob("*.yaml"))
BASE = """title: Tried
base:
  request: {day: 2026-11-16}
  stages:
    - lines: [{code: "22612", levels: L4-S1}, {code: "22840"}]
  levels: {L4-L5: {slip_mm: 4}, L5-S1: {slip_mm: 1}}
examples:
"""
SET = "set: tried\ntitle: Tried\npayer: Nobody\nabout: A set for tests.\neditions:\n  - {id: one, from: 2026-01-01}\n"
RULES = """policy: rules
title: Rules
rules:
  - id: fusion
    title: Fusion
    covers: {codes: ["22612"]}
    cite: bulletin 1
    criteria: {fact: slip_mm, min: 4}
"""
GOOD = BASE + """  - {name: at and below, expect: {"1:22612": {L4-L5: meets, L5-S1: not_met}}}
  - {name: above, change: {levels.L4-L5.slip_mm: 5}, expect: {"1:22612": not_met}}
  - {name: open, change: {levels.L4-L5.slip_mm: null, levels.L5-S1.slip_mm: 4}, expect: {"1:22612": needs_documentation}}
"""


def told(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("# expect ") for line in lines if line.startswith("# expect ")]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_each_mistake_gets_the_message_its_file_expects(path: Path, library: Library) -> None:
    edition = library.sets["general"].editions[0]
    try:
        read = read_examples(read_bytes(path.read_bytes(), path.name), path.stem, library, edition)
        problems = ProblemsError(read.problems)
    except ProblemsError as error:
        problems = error
    assert told(path)
    assert str(problems).splitlines() == told(path)


def case_data(change: str) -> dict[str, object]:
    source = read_bytes((BASE + f"  - name: tried\n    change: {change}\n    expect: {{}}\n").encode(), "tried.yaml")
    work = changed(base_of(source, "tried"), source, 0)
    assert work.problems == ()
    data = work.source.data
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize(("change", "place", "expected"), [
    ("{patient.age_years: 60}", "patient", {"age_years": 60}),
    ("{levels.L4-L5.slip_mm: 7}", "levels", {"L4-L5": {"slip_mm": 7}, "L5-S1": {"slip_mm": 1}}),
    ("{levels.L4-L5.slip_mm: null}", "levels", {"L4-L5": {}, "L5-S1": {"slip_mm": 1}}),
    ("{levels.L4-L5: null}", "levels", {"L5-S1": {"slip_mm": 1}}),
    ("{levels: {C5-C6: {slip_mm: 2}}}", "levels", {"C5-C6": {"slip_mm": 2}}),
    ("{stages.1.approach: [posterior]}", "stages",
     [{"lines": [{"code": "22612", "levels": "L4-S1"}, {"code": "22840"}], "approach": ["posterior"]}]),
    ("{stages.1.lines.1: null}", "stages", [{"lines": [{"code": "22840"}]}]),
    ("{stages.1.lines.1: null, stages.1.lines.2: null}", "stages", [{"lines": []}]),
    ("{stages.1.lines.3: {code: BMP}}", "stages",
     [{"lines": [{"code": "22612", "levels": "L4-S1"}, {"code": "22840"}, {"code": "BMP"}]}]),
    ("{treatments: none}", "treatments", "none"),
    ("{treatments.1.modality: nsaid}", "treatments", [{"modality": "nsaid"}]),
])
def test_a_change_is_put_in_at_its_path(change: str, place: str, expected: object) -> None:
    assert case_data(change)[place] == expected


def test_the_base_stays_as_it_is() -> None:
    source = read_bytes((BASE + "  - {name: a, change: {levels.L4-L5.slip_mm: 9}, expect: {}}\n").encode(), "tried.yaml")
    base = base_of(source, "tried")
    changed(base, source, 0)
    assert isinstance(base.source.data, dict)
    assert base.source.data["levels"]["L4-L5"] == {"slip_mm": 4}


# -- a set with examples --------------------------------------------------------------------------------------------

@pytest.fixture
def build(tmp_path: Path, library: Library) -> Callable[[str], tuple[Library, Path]]:
    """A library with one set of one rule and its examples."""

    def building(examples: str | None) -> tuple[Library, Path]:
        sets = tmp_path / "policies" / "sets"
        (sets / "tried" / "one").mkdir(parents=True)
        (sets / "tried" / "set.yaml").write_text(SET, encoding="utf-8")
        (sets / "tried" / "one" / "rules.yaml").write_text(RULES, encoding="utf-8")
        if examples is not None:
            (sets / "tried" / "one" / "examples").mkdir()
            (sets / "tried" / "one" / "examples" / "fusion.yaml").write_text(examples, encoding="utf-8")
        loaded = load_sets(sets, library.vocabulary, library.catalogue)
        return Library(library.vocabulary, library.catalogue, {one.id: one for one in loaded}), sets

    return building


def test_examples_that_pass_and_see_everything(build: Callable[..., tuple[Library, Path]]) -> None:
    found = run_editions(*build(GOOD))
    assert passed(found)
    assert list(report(found)) == [
        "tried one: 3 examples, all as expected", "  coverage: 3 of 3 truths of 1 criteria (100.0 %)"]


def test_a_failure_tells_what_was_expected_and_what_came(build: Callable[..., tuple[Library, Path]]) -> None:
    found = run_editions(*build(GOOD.replace("L5-S1: not_met", "L5-S1: meets")))
    assert not passed(found)
    assert list(report(found))[:2] == ["tried one: 3 examples, 1 not as expected", (
        "  policies/sets/tried/one/examples/fusion.yaml:8: at and below\n"
        "      1:22612 at L5-S1: expected meets (Meets criteria), got not_met (Does not meet)\n"
        "      L5-S1: Not met: slip in millimetres: at least 4 mm (1 mm).")]


def test_a_truth_that_no_example_sees_is_told_by_id(build: Callable[..., tuple[Library, Path]]) -> None:
    found = run_editions(*build(GOOD[:GOOD.index("  - {name: open")]))
    assert not passed(found)
    assert list(report(found))[1:] == [
        "  coverage: 2 of 3 truths of 1 criteria (66.7 %)", "  never not documented: fusion"]


def test_an_edition_without_examples_is_told(build: Callable[..., tuple[Library, Path]]) -> None:
    found = run_editions(*build(None))
    assert not passed(found)
    assert list(report(found)) == ["without a folder of examples: tried one"]


def test_a_file_with_problems_fails(build: Callable[..., tuple[Library, Path]]) -> None:
    found = run_editions(*build(GOOD + "  - {name: wrong, change: {patient.age: 4}, expect: {\"1:22612\": not_met}}\n"))
    assert not passed(found)
    assert list(report(found))[1] == (
        "  policies/sets/tried/one/examples/fusion.yaml:11: examples[3].change.patient.age\n"
        "      found the fact age; expected a fact of the patient from the vocabulary")


def test_a_day_outside_the_edition_is_a_problem(build: Callable[..., tuple[Library, Path]]) -> None:
    found = run_editions(*build(GOOD.replace("2026-11-16", "2025-12-31")))
    assert [str(problem) for problem in found[0].problems] == [
        "policies/sets/tried/one/examples/fusion.yaml:3: base.request.day\n"
        "    found the day 2025-12-31; expected a day of the edition one (from 2026-01-01)"]


@pytest.fixture
def shipped(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "load_library", lambda _folder: library)


@pytest.mark.usefixtures("shipped")
def test_the_command_runs_the_examples_of_one_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["policies", "--test", "--set", "general"]) == 0
    assert "examples, all as expected" in capsys.readouterr().out


@pytest.mark.usefixtures("shipped")
def test_an_unknown_set_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["policies", "--test", "--set", "generale"]) == 2
    assert "nearest: general" in capsys.readouterr().err


def test_results_do_not_depend_on_the_order_of_examples(library: Library, build: Callable[..., tuple[Library, Path]]) -> None:
    own, sets = build(GOOD)
    policy_set: PolicySet = own.sets["tried"]
    cases: tuple[ExampleCase, ...] = read_folder(sets / "tried" / "one" / "examples", own, policy_set.editions[0]).cases
    outcomes = [[one.results[0].outcome for one in run(order, own, policy_set, policy_set.editions[0])]
                for order in (cases, tuple(reversed(cases)))]
    assert outcomes[0] == list(reversed(outcomes[1]))
    assert outcomes[0][2] is Outcome.NEEDS_DOCUMENTATION


def test_the_examples_of_the_readme_pass(tmp_path: Path, library: Library) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    files = re.findall(r"`policies/sets/(\S+?\.yaml)`\n\n\s*```yaml\n(.*?)```", readme, flags=re.DOTALL)
    files += [(f"example_health/2026/{name}", text)
              for name, text in re.findall(r"`(examples/\S+\.yaml)`:\n\n\s*```yaml\n(.*?)```", readme, flags=re.DOTALL)]
    assert len(files) == 3
    for name, text in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(textwrap.dedent(text), encoding="utf-8")
    loaded = load_sets(tmp_path, library.vocabulary, library.catalogue)
    own = Library(library.vocabulary, library.catalogue, {one.id: one for one in loaded})
    run_found = run_editions(own, tmp_path)[0]
    assert [str(failure) for failure in run_found.failures] == []
    assert run_found.problems == ()
    assert len(run_found.runs) == 4
