"""The command line: what goes to standard output, what to standard error, and the exit code."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import logic.__main__ as command_line
from logic.case_file import read_case
from logic.loading import ROOT, SAMPLES, Library
from logic.review import NOTICE
from logic.yaml_source import read_bytes

MEETS = """\
case: meets
request: {day: 2026-01-12}
stages:
  - lines:
      - {code: "63047", levels: L4-L5}
patient: {neurogenic_claudication: yes, symptoms_persist_despite_care: yes}
levels:
  L4-L5: {central_stenosis: severe}
treatments:
  - {modality: physical_therapy, weeks_stated: 8, treatment_region: lumbar, response: none}
  - {modality: nsaid, weeks_stated: 8, response: none}
"""
OPEN = """\
case: open
request: {day: 2026-01-12}
stages:
  - lines:
      - {code: "63047", levels: [L3-L4, L4-L5], side: left}
      - {code: "63047", levels: L5-S1}
"""
BROKEN = "case: broken\nstages: []\n"
FOLLOWS = "found nothing; expected the day of the request, or --on YYYY-MM-DD"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command in a folder with a few cases; gives the exit code and what was printed."""
    monkeypatch.setattr(command_line, "load_library", lambda _folder: library)
    monkeypatch.chdir(tmp_path)
    for name, text in {"meets": MEETS, "open": OPEN, "broken": BROKEN, "no_day": MEETS.replace("request: {day: 2026-01-12}\n", "")}.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")

    def running(*arguments: str) -> tuple[int, str, str]:
        try:
            code = command_line.main(arguments)
        except SystemExit as stop:  # argparse
            code = int(str(stop.code))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return running


# -- exit codes -----------------------------------------------------------------------------------------------------

def test_0_when_every_line_meets(run: Run) -> None:
    assert run("check", "meets.yaml")[0] == 0


def test_1_when_a_line_does_not_meet(run: Run) -> None:
    assert run("check", "meets.yaml", "open.yaml")[0] == 1


def test_lines_that_are_only_done_if_used_do_not_count(run: Run, tmp_path: Path) -> None:
    more = '      - {code: "20939", side: left, if_used: IF}\n'
    for answer, code in (("yes", 0), ("no", 1)):
        text = MEETS.replace("patient:", more.replace("IF", answer) + "patient:")
        (tmp_path / "tried.yaml").write_text(text, encoding="utf-8")
        assert run("check", "tried.yaml")[0] == code


def test_2_when_a_file_cannot_be_used_with_nothing_of_it_on_standard_output(run: Run) -> None:
    assert run("check", "broken.yaml") == (2, "", "broken.yaml:2: stages\n    found an empty list; expected at least 1 in the list\n")


def test_one_bad_file_among_good_ones_leaves_the_others_shown(run: Run) -> None:
    code, shown, problems = run("check", "meets.yaml", "broken.yaml", "missing.yaml", "open.yaml")
    assert code == 2
    assert [line.split(":")[0] for line in shown.splitlines() if " on 2026-01-12" in line] == ["meets", "open"]
    assert [line for line in problems.splitlines() if not line.startswith(" ")] == ["broken.yaml:2: stages", "missing.yaml:1:"]


def test_one_bad_file_among_good_ones_leaves_the_json_valid(run: Run) -> None:
    code, shown, _ = run("check", "open.yaml", "broken.yaml", "meets.yaml", "--format", "json")
    assert code == 2
    assert [found["case"] for found in json.loads(shown)] == ["open", "meets"]


def test_json_of_no_readable_file_is_an_empty_array(run: Run) -> None:
    code, shown, _ = run("check", "broken.yaml", "--format", "json")
    assert (code, json.loads(shown)) == (2, [])


@pytest.mark.parametrize("arguments", [(), ("chek",), ("check",), ("check", "meets.yaml", "--format", "xml"), ("check", "meets.yaml", "--what")])
def test_2_when_the_command_itself_is_wrong(arguments: tuple[str, ...], run: Run) -> None:
    code, shown, problems = run(*arguments)
    assert (code, shown) == (2, "")
    assert problems.startswith("usage:")


def test_2_when_the_policies_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("vocabulary", "catalogue", "sets"):
        (tmp_path / name).mkdir()
    (tmp_path / "vocabulary" / "facts.yaml").write_text("factz: []\n", encoding="utf-8")
    assert command_line.main(["policies", "--folder", str(tmp_path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "found the key factz; expected one of scales, document_kinds, suppliers, facts, left_out; nearest: facts" in printed.err


# -- policy and day -------------------------------------------------------------------------------------------------

def test_an_unknown_policy_is_told_once_for_all_files(run: Run, library: Library) -> None:
    code, shown, problems = run("check", "meets.yaml", "open.yaml", "--policy", "generel")
    assert (code, shown) == (2, "")
    listed = next(iter(library.sets)) if len(library.sets) == 1 else f"one of {', '.join(library.sets)}"
    assert problems == f"--policy\n    found the set generel; expected {listed}; nearest: general\n"


def test_an_unknown_policy_of_the_case_is_told_with_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tried.yaml").write_text(MEETS + "policy: generel\n", encoding="utf-8")
    code, shown, problems = run("check", "tried.yaml")
    assert (code, shown) == (2, "")
    assert problems.startswith("tried.yaml:12: policy\n    found the set generel; expected ")
    assert problems.endswith("; nearest: general\n")


def test_a_policy_given_stands_before_the_one_of_the_case(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tried.yaml").write_text(MEETS + "policy: generel\n", encoding="utf-8")
    assert run("check", "tried.yaml", "--policy", "general")[::2] == (0, "")


@pytest.mark.parametrize(("text", "expected"), [
    ("2026-02-30", "a day that exists, as YYYY-MM-DD"), ("tomorrow", "a day that exists, as YYYY-MM-DD"), ("", "a day that exists, as YYYY-MM-DD"),
    ("12/01/2026", "a day that exists, as YYYY-MM-DD"), ("20260112", "a day that exists, as YYYY-MM-DD"), ("2026-W03-1", "a day that exists, as YYYY-MM-DD"),
    ("2026-01-12T08:00", "a day without a time, as YYYY-MM-DD"),
])
def test_a_day_that_is_none_is_refused(text: str, expected: str, run: Run) -> None:
    code, shown, problems = run("check", "meets.yaml", "--on", text)
    assert (code, shown) == (2, "")
    assert problems.endswith(f'error: argument --on: found the text "{text}"; expected {expected}\n')


def test_a_case_without_a_day_needs_one(run: Run) -> None:
    assert run("check", "no_day.yaml") == (2, "", f"no_day.yaml:1: request.day\n    {FOLLOWS}\n")
    assert run("check", "no_day.yaml", "--on", "2026-01-12")[::2] == (0, "")


def test_an_empty_day_is_told_with_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tried.yaml").write_text(MEETS.replace("2026-01-12", "null"), encoding="utf-8")
    assert run("check", "tried.yaml") == (2, "", f"tried.yaml:2: request.day\n    {FOLLOWS}\n")


def test_a_day_given_replaces_the_one_of_the_case(run: Run) -> None:
    shown = run("check", "meets.yaml", "--on", "2024-02-29", "--format", "json")[1]
    assert json.loads(shown)[0]["on"] == "2024-02-29"


def test_warnings_go_to_standard_error_and_change_nothing_else(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tried.yaml").write_text(MEETS.replace("patient: {", "patient: {age_years: 640, "), encoding="utf-8")
    code, shown, problems = run("check", "tried.yaml")
    assert (code, shown) == run("check", "meets.yaml")[:2]
    assert problems.startswith("tried.yaml:6: patient.age_years\n    warning: found the number 640; expected 0 to 110 years")


def test_strict_counts_only_what_a_dated_document_states(run: Run) -> None:
    code, shown, _ = run("check", "meets.yaml", "--strict")
    assert code == 1
    assert "strict: only facts with a dated document count" in shown


# -- formats --------------------------------------------------------------------------------------------------------

def test_the_table_has_a_row_for_each_line_under_a_heading_for_each_case(run: Run) -> None:
    _, shown, problems = run("check", "open.yaml", "meets.yaml")
    assert problems == ""
    first, second = shown.split("\n\n")
    assert first.splitlines()[0] == "open: General criteria (general), edition 2026-11, on 2026-01-12"
    assert [line.split()[0] for line in first.splitlines()[1:3]] == ["1:63047", "1:63047#2"]
    assert "Needs documentation" in first
    assert second.splitlines()[1].startswith("  1:63047  L4-L5   Meets criteria  ")
    assert NOTICE in first
    assert NOTICE in second


def test_the_table_of_a_case_without_lines_has_no_rows(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tried.yaml").write_text("case: tried\nrequest: {day: 2026-01-12}\nstages: [{lines: []}]\n", encoding="utf-8")
    assert run("check", "tried.yaml")[1].startswith("tried: ")


def test_markdown_is_a_document_with_the_notice_and_a_table(run: Run) -> None:
    _, shown, _ = run("check", "open.yaml", "--format", "markdown")
    assert shown.startswith("# open\n\nopen: General criteria (general), edition 2026-11, on 2026-01-12\n\n> A pre-check ")
    rows = [line for line in shown.splitlines() if line.startswith("| 1:63047")]
    assert len(rows) == 2
    assert {row.count("|") for row in rows} == {6}
    assert "## Checklist\n\n- " in shown


Shape = dict[str, Any]
"""The keys that must be there, each with the type of its value, a shape, or a list of either."""
FACT: Shape = {"path": str, "value": str, "status": str}
CRITERION: Shape = {"id": str, "says": str, "truth": str, "cite": str, "confidence": str, "facts": [FACT], "children": "criteria"}
STEP: Shape = {"kind": str, "say": str, "effort": str, "earliest": str, "set": [{"path": str, "value": object}]}
LINE: Shape = {
    "id": str, "stage": int, "code": str, "levels": [str], "outcome": str, "if_used": bool, "by_level": dict, "reason": str,
    "rests_on": [str], "criteria": "criteria", "way": "way",
}
ITEM: Shape = {"kind": str, "facts": [str], "say": str, "who": str, "affects": [str], "settles": [str]}
CHECK: Shape = {"id": str, "status": str, "severity": str, "says": str, "lines": [str]}
CASE: Shape = {
    "case": str, "policy": str, "edition": (str, type(None)), "on": str, "lines": [LINE], "checklist": [ITEM],
    "next_question": (str, type(None)), "plan": [str], "checks": [CHECK],
}


def misfits(value: object, shape: Any, path: str = "$") -> list[str]:
    """Where a value differs from a shape; further keys are allowed."""
    if shape == "criteria":
        shape = [CRITERION]
    elif shape == "way":
        shape = type(None) if value is None else [STEP]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{path}: no list"]
        return [found for n, item in enumerate(value) for found in misfits(item, shape[0], f"{path}[{n}]")]
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{path}: no object"]
        missing = [f"{path}.{key}: missing" for key in shape if key not in value]
        return missing + [found for key in shape if key in value for found in misfits(value[key], shape[key], f"{path}.{key}")]
    return [] if isinstance(value, shape) else [f"{path}: {value!r}"]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_json_has_the_shape_that_is_promised(path: Path, run: Run) -> None:
    _, shown, _ = run("check", str(path), "--format", "json")
    (found,) = json.loads(shown)
    assert misfits(found, CASE) == []
    outcomes = {"experimental", "incidental", "not_met", "follows_primary", "no_policy", "needs_documentation", "meets"}
    ids = [line["id"] for line in found["lines"]]
    assert len(ids) == len(set(ids))
    for line in found["lines"]:
        assert {line["outcome"], *line["by_level"].values()} <= outcomes
        assert set(line["by_level"]) == set(line["levels"])
        assert line["id"].split("#")[0] == f"{line['stage']}:{line['code']}"
        assert (line["way"] == []) == (line["outcome"] == "meets")
        assert all(date.fromisoformat(step["earliest"]) for step in line["way"] or [])
    for item in found["checklist"]:
        assert item["kind"] in {"state", "document", "obtain", "resolve", "verify"}
        assert {*item["affects"], *item["settles"]} <= set(ids)
    assert {check["status"] for check in found["checks"]} <= {"passed", "finding", "cannot_be_checked"}


def test_json_is_one_array_in_the_order_of_the_arguments(run: Run) -> None:
    _, shown, _ = run("check", "open.yaml", "meets.yaml", "open.yaml", "--format", "json")
    assert [found["case"] for found in json.loads(shown)] == ["open", "meets", "open"]


def test_a_repeated_code_has_a_number_and_a_line_with_several_levels_an_outcome_for_each(run: Run) -> None:
    found = json.loads(run("check", "open.yaml", "--format", "json")[1])[0]
    assert [(line["id"], list(line["by_level"])) for line in found["lines"]] == [
        ("1:63047", ["L3-L4", "L4-L5"]), ("1:63047#2", ["L5-S1"])]


def test_the_same_files_give_the_same_bytes(run: Run) -> None:
    for form in ("table", "json", "markdown"):
        arguments = ("check", *map(str, sorted(SAMPLES.glob("*.yaml"))), "--format", form)
        assert run(*arguments) == run(*arguments)


# -- new, facts, policies -------------------------------------------------------------------------------------------

def test_new_prints_a_case_that_can_be_read(run: Run, library: Library) -> None:
    code, shown, problems = run("new")
    assert (code, problems) == (0, "")
    case, warnings = read_case(read_bytes(shown.encode(), "new.yaml"), library.vocabulary, library.catalogue)
    assert warnings == ()
    assert case.request.day is None
    assert case.stages[0].lines == ()


def test_every_example_in_the_blank_case_is_valid(run: Run, library: Library) -> None:
    """The lines that are commented out, put in place of what they explain."""
    _, _, body = run("new")[1].partition("case: my_case")
    body = body.replace("#    Items without a code", "# Items without a code")
    body = re.sub(r"^#(?=  )", "", body, flags=re.MULTILINE)
    body = re.sub(r"^# (?=(symptoms|exams|treatments|injections|emgs|surgeries|curves):)", "", body, flags=re.MULTILINE)
    for empty in ("documents: {}", "diagnoses: []", "patient: {}", "levels: {}", "lines: []", "plan: {}"):
        assert empty in body
        body = body.replace(empty, empty.split(":")[0] + ":")
    body = body.replace("surgeries: none", "surgeries:")
    case, warnings = read_case(read_bytes(("case: my_case" + body).encode(), "new.yaml"), library.vocabulary, library.catalogue)
    assert warnings == ()
    assert (len(case.documents), len(case.diagnoses), len(case.stages[0].lines), len(case.patient), len(case.rows)) == (3, 1, 3, 3, 7)
    assert set(case.levels) == {"L4-L5"}


def test_facts_lists_those_that_hold_a_word(run: Run) -> None:
    code, shown, problems = run("facts", "claudication")
    assert (code, problems) == (0, "")
    assert "neurogenic_claudication" in shown
    assert "weight_kg" not in shown
    assert "weight_kg" in run("facts")[1]
    assert run("facts", "zodiac") == (0, "no fact holds 'zodiac'\n", "")


def test_policies_lists_sets_and_editions(run: Run, library: Library) -> None:
    code, shown, problems = run("policies")
    assert (code, problems) == (0, "")
    assert [line.split(":")[0] for line in shown.splitlines() if not line.startswith(" ")] == sorted(library.sets)
    for policy_set in library.sets.values():
        assert f"{policy_set.id}: {policy_set.file.title} ({policy_set.file.payer})\n" in shown
        for edition in policy_set.editions:
            assert f"\n  {edition.entry.id}: " in shown
    assert "\n  2026-11: no first day, no last day; " in shown


def test_the_module_runs_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "meets.yaml").write_text(MEETS, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "logic", "check", str(tmp_path / "meets.yaml"), str(tmp_path / "broken.yaml"), "--format", "json"],
        cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert json.loads(done.stdout)[0]["lines"][0]["outcome"] == "meets"
    assert done.stderr == f"{tmp_path}/broken.yaml:2: stages\n    found an empty list; expected at least 1 in the list\n"


def test_a_reader_that_stops_early_gets_no_traceback() -> None:
    with subprocess.Popen([sys.executable, "-m", "logic", "facts"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as told:
        assert told.stdout
        assert told.stderr
        assert told.stdout.readline()
        told.stdout.close()
        assert told.stderr.read() == b""
