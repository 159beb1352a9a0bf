"""The worklist: what is ready, what waits for what, what lapses first, in which order; and its CSV."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

import logic.__main__ as command_line
from logic.case import Case, Outcome
from logic.csv_text import cell
from logic.loading import SAMPLES, Library, load_case
from logic.problems import ProblemsError
from logic.review import review
from logic.worklist import CANNOT_BE_READ, COLUMNS, Asked, WorkRow, as_csv, by_urgency, decided_row, review_of, unread_row
from logic.worklist_command import LONG_RUN, case_files, with_progress
from logic.yaml_source import read_bytes
from tests.budget import laws
from tests.strategies import built, case_data
from tests.test_case_round_trip import LIBRARY

READY = """
stages: [{lines: [{code: "63047", levels: L4-L5}]}]
patient: {neurogenic_claudication: yes, symptoms_persist_despite_care: yes}
levels: {L4-L5: {central_stenosis: severe}}
treatments:
  - {modality: physical_therapy, weeks_stated: 8, treatment_region: lumbar, response: none}
  - {modality: nsaid, weeks_stated: 8, response: none}
diagnoses: [{code: M48.062, role: primary}]
"""
Row = Callable[[str], WorkRow]


@pytest.fixture
def row(case_of: Callable[[str], Case], library: Library) -> Row:
    def build(text: str) -> WorkRow:
        case = case_of(text)
        return decided_row(f"{case.case}.yaml", review(case, library, case.policy or "general"), library)

    return build


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_case_whose_lines_meet_is_ready(row: Row) -> None:
    found = row(READY)
    assert found.ready
    assert found.standing
    assert found.standing.outcomes == {Outcome.MEETS: 1}
    assert (found.standing.not_ready, found.standing.waits) == ((), ())


@pytest.mark.parametrize(("before", "after", "why"), [
    ("central_stenosis: severe", "central_stenosis: mild, report_complete: yes", "Does not meet: 1 line"),
    ("central_stenosis: severe", "central_stenosis: not_graded", "Needs documentation: 1 line"),
    ("symptoms_persist_despite_care: yes", "symptoms_persist_despite_care: {value: yes, status: assumed}", "rests on what no document states: 1 line"),
    ('{code: "63047", levels: L4-L5}', "", "no code is requested"),
    ('{code: "63047", levels: L4-L5}', '{code: "63047", levels: L4-L5}, {code: "22630", levels: L4-L5}', "mistakes found by the checks"),
])
def test_what_stands_against_sending_is_said(before: str, after: str, why: str, row: Row) -> None:
    assert before in READY
    found = row(READY.replace(before, after))
    assert not found.ready
    assert found.standing
    assert any(why in reason for reason in found.standing.not_ready)


def test_lines_that_are_only_requested_if_used_hold_nothing_up(row: Row) -> None:
    found = row(READY.replace("levels: L4-L5}]", "levels: L4-L5}, {code: \"20939\", if_used: true}]"))
    assert found.standing
    assert found.standing.outcomes[Outcome.EXPERIMENTAL] == 1
    assert [reason for reason in found.standing.not_ready if "checks" not in reason] == []


def test_it_says_which_document_of_whom_it_waits_for(row: Row) -> None:
    found = row("stages: [{lines: [{code: \"63047\", levels: L4-L5}]}]\n")
    assert found.standing
    told = [waiting.text for waiting in found.standing.waits]
    assert any(text.startswith("radiology: MRI report") for text in told)
    assert any(text.startswith("the therapist: ") for text in told)
    assert [waiting.items for waiting in found.standing.waits] == sorted((waiting.items for waiting in found.standing.waits), reverse=True)


LAPSING = """
policy: aetna
stages: [{approach: [posterior], lines: [{code: "22612", levels: L4-L5}]}]
patient: {nicotine_status: former_over_1_year, age_years: 60}
treatments:
  - {modality: physical_therapy, in_person: yes, active_program: yes, start: 2025-02-20, end: %s, visits: 20, treatment_region: lumbar}
"""


def test_it_says_what_lapses_first_and_when(row: Row) -> None:
    found = row(LAPSING % "2025-04-20")
    assert found.standing
    assert found.standing.lapses
    assert found.standing.lapses.day > date(2026, 1, 12)
    assert read(as_csv([found]))[0]["lapses_on"] == found.standing.lapses.day.isoformat()


def test_the_most_urgent_stands_first(row: Row) -> None:
    def named(name: str, text: str, **request: str) -> WorkRow:
        head = ", ".join(f"{key}: {value}" for key, value in {"day": "2026-01-12", **request}.items())
        return row(f"case: {name}\nrequest: {{{head}}}\n{text}")

    rows = [named("plain", READY), named("soon", LAPSING % "2025-04-20"), named("later", LAPSING % "2025-06-20"), named("earlier_day", READY, day="2026-01-05"),
            named("expedited", READY, urgency="expedited"), named("emergent", READY, urgency="emergent"), unread_row("broken.yaml")]
    assert [found.file.partition(".")[0] for found in by_urgency(rows)] == [
        "broken", "emergent", "expedited", "soon", "later", "earlier_day", "plain"]


def test_the_clock_stands_in_the_row(row: Row) -> None:
    told = read(as_csv([row(READY)]))[0]
    assert told["decide_by"] == "2026-01-19"
    assert "wording not confirmed" in told["decide_by_rule"]


def test_a_file_that_cannot_be_decided_is_told_in_its_row(library: Library) -> None:
    with pytest.raises(ProblemsError) as error:
        review_of(read_bytes(b"case: x\npolicy: nobody\nrequest: {day: 2026-01-12}\nstages: [{}]\n", "x.yaml"), library, Asked())
    told = read(as_csv([unread_row("x.yaml", error.value.problems)]))[0]
    assert told["ready"] == CANNOT_BE_READ
    assert 'the set nobody' in told["not_ready_because"]


@laws(1)
@given(case_data())
def test_counts_add_up_and_ready_means_that_every_line_meets(data: dict[str, object]) -> None:
    case = built(data, LIBRARY)
    found = review(case, LIBRARY, "general")
    row = decided_row("x.yaml", found, LIBRARY)
    assert row.standing
    assert sum(row.standing.outcomes.values()) == len(found.lines)
    if row.ready:
        assert found.lines
        assert {line.result.outcome for line in found.lines if not line.result.line.line.if_used} <= {Outcome.MEETS}
        assert not any(waiting.items < 1 for waiting in row.standing.waits)
    told = read(as_csv([row]))[0]
    assert list(told) == list(COLUMNS)
    assert int(told["lines"]) == sum(int(told[str(outcome)]) for outcome in Outcome)


# -- CSV ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "\uff1d1", "\x00=1", "\u200b=1", "\ufeff=1", "\u2028@x"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert cell(text).startswith("'")


@laws(4)
@given(st.text(max_size=20))
def test_any_cell_is_one_line_of_plain_text(text: str) -> None:
    told = cell(text)
    assert not told.lstrip().startswith(("=", "+", "-", "@"))
    assert len(told.splitlines()) <= 1


def test_a_hostile_case_yields_a_table_of_text(row: Row) -> None:
    hostile = row("case: x\nrequest: {day: 2026-01-12}\ntitle: \"=HYPERLINK(\\\"http://x\\\")\\n@a,\\\"b\"\n" + READY)
    told = read(as_csv([hostile, unread_row("=cmd|.yaml")]))
    assert told[0]["title"].startswith("'=HYPERLINK")
    assert told[1]["file"] == "'=cmd|.yaml"
    assert len(as_csv([hostile]).splitlines()) == 2


# -- the command ----------------------------------------------------------------------------------------------------

def test_a_folder_is_decided_and_one_bad_file_stops_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path,
) -> None:
    monkeypatch.setattr(command_line, "load_library", lambda _folder: library)
    for path in SAMPLES.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "broken.yml").write_text("case: broken\nstages: [\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a case", encoding="utf-8")
    assert command_line.main(["check", str(tmp_path), "--format", "csv"]) == 2
    printed = capsys.readouterr()
    told = read(printed.out)
    assert len(told) == len(list(SAMPLES.glob("*.yaml"))) + 1
    assert (told[0]["file"], told[0]["ready"]) == (str(tmp_path / "broken.yml"), CANNOT_BE_READ)
    assert "broken.yml:" in printed.err
    for line in told[1:]:
        case, _ = load_case(Path(line["file"]), library)
        assert int(line["meets"]) == sum(found.result.outcome is Outcome.MEETS for found in review(case, library, "general").lines)


def test_a_folder_gives_its_cases_in_order(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "c.json", "d.YAML"):
        (tmp_path / name).touch()
    files, empty = case_files([tmp_path, tmp_path / "b.yaml"])
    assert [path.name for path in files] == ["a.yml", "b.yaml", "d.YAML", "b.yaml"]
    assert empty == []


@pytest.mark.parametrize(("files", "watched", "shown"), [(LONG_RUN, True, True), (LONG_RUN - 1, True, False), (LONG_RUN, False, False)])
def test_a_long_run_shows_its_progress_to_who_watches(files: int, watched: bool, shown: bool) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return watched

    terminal: TextIO = Terminal()
    assert len(list(with_progress([Path("x")] * files, terminal))) == files
    assert isinstance(terminal, io.StringIO)
    assert (f"{files} of {files}" in terminal.getvalue()) is shown
