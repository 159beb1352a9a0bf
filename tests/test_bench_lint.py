"""What the lint remarks, one tiny set a kind, with the exact words."""

import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import logic.__main__ as command_line
from logic.bench.lint import lint, lint_lines, uncovered
from logic.loading import POLICIES, Library
from logic.policy_loading import load_sets

SET = "set: tried\ntitle: Tried\npayer: Nobody\nabout: A set for tests.\neditions:\n  - {id: one, to: 2026-06-30}\n"
HEAD = """policy: rules
title: Rules
rules:
  - id: fusion
    title: Fusion
    covers: {codes: ["22612"]}
    cite: bulletin 1
"""
Lint = Callable[..., list[str]]


@pytest.fixture
def remarks(tmp_path: Path, library: Library) -> Lint:
    """The remarks on one rule's criteria (line 8 on) and the named criteria after them, without their places."""

    def of(criteria: str, named: str = "", on: date | None = None) -> list[str]:
        sets = tmp_path / "policies" / "sets"
        (sets / "tried" / "one").mkdir(parents=True)
        (sets / "tried" / "set.yaml").write_text(SET, encoding="utf-8")
        text = HEAD + textwrap.indent(f"criteria:\n{textwrap.indent(criteria, '  ')}\n", "    ")
        text += f"criteria:\n{textwrap.indent(named, '  ')}\n" if named else ""
        (sets / "tried" / "one" / "rules.yaml").write_text(text, encoding="utf-8")
        loaded = load_sets(sets, library.vocabulary, library.catalogue)
        own = Library(library.vocabulary, library.catalogue, {one.id: one for one in loaded})
        return [str(remark).removeprefix("policies/sets/tried/") for remark in lint(own, sets, None, on)]

    return of


GOOD = "any:\n  - {fact: slip_mm, min: 4}\n  - {fact: dynamic_angulation_deg, more_than: 10}"


def test_a_sound_set_gives_no_remark(remarks: Lint) -> None:
    assert remarks(GOOD) == []


@pytest.mark.parametrize(("criteria", "line", "path", "says"), [
    ("any:\n  - {fact: slip_mm, min: 4}\n  - {fact: slip_mm, min: 4}", 11, "any[1]",
     "never decides: slip_mm min 4 a second time; it decides nothing that the first does not"),
    ("all:\n  - {fact: slip_mm, min: 4, says: One}\n  - {fact: slip_mm, min: 4, says: Another}", 11, "all[1]",
     "never decides: slip_mm min 4 a second time; it decides nothing that the first does not"),
    ("at_least: 2\nof:\n  - {fact: slip_mm, min: 4}\n  - {fact: slip_mm, min: 4}\n  - {fact: myelopathy, is: yes}", 12, "of[1]",
     "never decides: slip_mm min 4 a second time; it counts twice"),
    ("any:\n  - {fact: slip_mm, min: 4}\n  - {fact: slip_mm, min: 6}", 11, "any[1]",
     "never decides: slip_mm min 6 beside slip_mm min 4; the other is met whenever it is"),
    ("all:\n  - {fact: slip_mm, min: 4}\n  - {fact: slip_mm, min: 6}", 10, "all[0]",
     "never decides: slip_mm min 4 beside slip_mm min 6; it is met whenever the other is"),
    ("any:\n  - {fact: central_stenosis, min: moderate}\n  - {fact: central_stenosis, is: severe}", 11, "any[1]",
     "never decides: central_stenosis is severe beside central_stenosis min moderate; the other is met whenever it is"),
    ("any:\n  - {fact: slip_mm, min: 4}\n  - {id: both, all: [{fact: slip_mm, min: 5}, {fact: myelopathy, is: yes}]}", 11, "any[1]",
     "never decides: both beside slip_mm min 4; the other is met whenever it is"),
    ("all:\n  - {fact: slip_mm, min: 4}\n  - {id: either, any: [{fact: slip_mm, min: 3}, {fact: myelopathy, is: yes}]}", 11, "all[1]",
     "never decides: either beside slip_mm min 4; it is met whenever the other is"),
    ("fact: slip_mm\nmin: 0", 8, "", "always met: slip_mm min 0; every answer meets it (stated: yes says so plainly)"),
    ("fact: central_stenosis\nless_than: none", 8, "", "never reachable: central_stenosis less_than none; no answer meets it"),
    ("fact: slip_mm\nmin: 6\nmax: 4", 8, "", "contradictory: slip_mm min 6, max 4; no answer meets it"),
    ("all:\n  - {fact: slip_mm, min: 6}\n  - {fact: slip_mm, max: 4}", 11, "all[1]",
     "contradictory: slip_mm max 4 beside slip_mm min 6; no answer meets both, and both are needed"),
    ("all:\n  - {fact: myelopathy, is: yes}\n  - {id: inner, all: [{fact: slip_mm, min: 4}, {fact: myelopathy, is: no}]}", 11, "all[1]",
     "contradictory: inner beside myelopathy is yes; no answer meets both, and both are needed"),
    ("any:\n  - {id: x, fact: slip_mm, min: 4}\n  - {id: x, fact: myelopathy, is: yes}", 11, "any[1]",
     "duplicate: the id x a second time in one group; results name both alike"),
    ("all:\n  - {fact: slip_mm, min: 4}\n  - {fact: myelopathy, is: no, silence: met}", 11, "all[1]",
     "uncited: myelopathy is no with silence met; what the record does not say is presumed, and nothing is cited for it"),
    ("all:\n  - {fact: slip_mm, min: 4}\n  - {fact: myelopathy, is: no, silence: not_met}", 11, "all[1]",
     "uncited: myelopathy is no with silence not_met; silence counts against, and nothing is cited for it"),
])
def test_each_kind_is_told_with_its_place(criteria: str, line: int, path: str, says: str, remarks: Lint) -> None:
    where = f"rules[0].criteria{f'.{path}' if path else ''}"
    found = remarks(criteria)
    assert f"one/rules.yaml:{line}: {where}\n    {says}" in found
    assert len(found) == 1


@pytest.mark.parametrize("criteria", [
    "any:\n  - {fact: slip_mm, min: 4}\n  - {fact: slip_mm, min: 6, scope: adjacent_levels}",
    "any:\n  - {fact: slip_mm, min: 4}\n  - {fact: slip_mm, max: 2}",
    "all:\n  - {fact: foraminal_stenosis, min: severe}\n  - {fact: foraminal_stenosis, max: mild}",  # one side each
    "all:\n  - {fact: slip_mm, min: 4}\n  - {fact: slip_mm, min: 6, asked: yes}",
    "all:\n  - {fact: slip_mm, min: 4}\n  - {fact: slip_mm, max: 2, when: {fact: myelopathy, is: yes}}",
    "any:\n  - {computed: treatment_weeks, with: {modalities: [physical_therapy]}, min: 6}\n"
    "  - {computed: treatment_weeks, with: {modalities: [chiropractic]}, min: 12}",
    "all:\n  - {fact: slip_mm, min: 4}\n  - {fact: myelopathy, is: no, silence: met, cite: bulletin 2}",
    "all:\n  - {fact: slip_mm, min: 4}\n  - {fact: slip_mm, max: 6}",
    "any:\n  - {fact: graft_materials, includes: [rib]}\n  - {fact: graft_materials, includes: [dbm]}",
])
def test_what_can_be_meant_is_not_remarked(criteria: str, remarks: Lint) -> None:
    assert remarks(criteria) == []


def test_one_content_under_two_names(remarks: Lint) -> None:
    named = "slip: {cite: bulletin 2, fact: slip_mm, min: 4, says: Words}\nmoved: {cite: bulletin 3, fact: slip_mm, min: 4}"
    found = remarks("any:\n  - {use: slip}\n  - {all: [{use: moved}, {fact: myelopathy, is: yes}]}", named)
    assert "one/rules.yaml:14: criteria.moved\n    duplicate: moved says what slip says; one name is enough" in found


def test_a_name_that_no_rule_uses(remarks: Lint) -> None:
    named = "slip: {cite: bulletin 2, fact: slip_mm, min: 4}\nmore: {cite: bulletin 3, all: [{use: slip}, {fact: myelopathy, is: yes}]}"
    assert remarks(GOOD, named) == [
        "one/rules.yaml:13: criteria.slip\n    unused: the criterion slip; no rule uses it",
        "one/rules.yaml:14: criteria.more\n    unused: the criterion more; no rule uses it"]


def test_a_level_where_lines_name_none(tmp_path: Path, library: Library) -> None:
    sets = tmp_path / "other" / "policies" / "sets"
    (sets / "tried" / "one").mkdir(parents=True)
    (sets / "tried" / "set.yaml").write_text(SET, encoding="utf-8")
    text = HEAD.replace('"22612"', "inpatient") + "    criteria: {any: [{id: slip, fact: slip_mm, min: 4}, {fact: myelopathy, is: yes}]}\n"
    (sets / "tried" / "one" / "rules.yaml").write_text(text, encoding="utf-8")
    loaded = load_sets(sets, library.vocabulary, library.catalogue)
    own = Library(library.vocabulary, library.catalogue, {one.id: one for one in loaded})
    assert [str(remark) for remark in lint(own, sets)] == [
        "policies/sets/tried/one/rules.yaml:8: rules[0].criteria\n    never reachable: fusion.slip (slip_mm min 4); "
        "it is read at a level, and these lines name none: give it a scope"]


@pytest.mark.parametrize(("on", "expected"), [
    (None, []), (date(2026, 6, 30), []),
    (date(2026, 7, 1), ["set.yaml:1: editions\n    expired: no edition after 2026-06-30; "
                        "on 2026-07-01 every line of this set is without policy"]),
])
def test_a_set_whose_editions_have_all_ended(on: date | None, expected: list[str], remarks: Lint) -> None:
    assert remarks(GOOD, on=on) == expected


def test_codes_without_a_rule_are_told_by_family(library: Library) -> None:
    told = list(uncovered(library, "general"))
    assert told[0] == "general 2026-11: codes without a rule"
    assert "  stimulator: 20974, 20975, 20979, E0747, E0748, E0749, E0760" in told


def test_the_shipped_sets_can_be_linted(library: Library) -> None:
    remarks = lint(library, POLICIES / "sets", "general")
    assert next(lint_lines(remarks, library, "general")).startswith("lint: ")
    assert {remark.kind for remark in remarks} <= {"uncited"}


def test_the_command_tells_the_remarks(library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command_line, "load_library", lambda _folder: library)
    code = command_line.main(["policies", "--lint", "--set", "general"])
    assert code == (1 if "uncited" in capsys.readouterr().out else 0)
