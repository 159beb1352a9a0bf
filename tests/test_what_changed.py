"""What changed between two versions of a case: all of it, nothing else, in words that name documents and days."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

import logic.__main__ as command_line
from logic.case import Case, Document, Entry, Line, Outcome, SHOWN_AS, Status
from logic.editing import add_line, answer, remove_line, set_request
from logic.loading import SAMPLES, Library, load_case
from logic.review import NOTICE, decide
from logic.what_changed import How, WhatChanged, what_changed
from logic.what_changed_reports import changed_as_markdown, changed_as_text
from tests.budget import laws
from tests.strategies import built, case_data
from tests.test_case_round_trip import LIBRARY

Build = Callable[[str], Case]
BEFORE = """
request: {day: 2026-01-12, denial_day: 2026-01-20}
documents: {mri: {kind: mri_report, author: radiologist, date: 2026-01-05}}
diagnoses: [{code: M48.062}]
stages: [{lines: [{code: "63047", levels: L4-L5}, {code: "20936"}]}]
patient: {neurogenic_claudication: yes, symptoms_persist_despite_care: yes, myelopathy: {status: not_in_chart}}
levels: {L4-L5: {central_stenosis: {value: moderate, from: mri, page: "2"}}}
treatments:
  - {modality: physical_therapy, weeks_stated: 4, treatment_region: lumbar}
  - {modality: nsaid, weeks_stated: 8}
"""
NOW = """
request: {day: 2026-02-12, kind: resubmission, denial_day: 2026-01-20}
documents:
  mri: {kind: mri_report, author: radiologist, date: 2026-01-05}
  addendum: {kind: mri_report, author: radiologist, date: 2026-02-02, addendum_to: mri}
diagnoses: [{code: M48.062, role: primary}, {code: M54.16}]
stages: [{lines: [{code: "63047", levels: [L4-L5, L5-S1]}, {code: "22612", levels: L4-L5}]}]
patient: {neurogenic_claudication: yes, symptoms_persist_despite_care: yes, age_years: 60}
levels: {L4-L5: {central_stenosis: {value: severe, from: addendum, words: "marked"}}}
treatments:
  - {modality: physical_therapy, weeks_stated: 7, treatment_region: lumbar}
  - {modality: nsaid, weeks_stated: 8}
injections: none
"""


@pytest.fixture
def found(case_of: Build, library: Library) -> WhatChanged:
    return what_changed(case_of(BEFORE), case_of(NOW), library, "general")


def test_each_change_is_told_under_its_heading(found: WhatChanged) -> None:
    assert {heading: [change.text for change in changes] for heading, changes in found.changes.items()} == {
        "Request": ["day: 2026-01-12 -> 2026-02-12", "kind: first request -> resubmission"],
        "Lines": ["1:63047: L4-L5 -> L4-L5, L5-S1", "removed 1:20936: no level named", "added 1:22612: L4-L5"],
        "Diagnoses": ["M48.062: secondary -> primary", "added M54.16: secondary"],
        "Documents": ["added addendum: MRI report by radiologist, 2026-02-02, addendum to mri"],
        "Facts": [
            "removed myelopathy: not in the chart",
            "central stenosis, L4-L5: moderate (MRI report by radiologist, 2026-01-05, page 2) -> severe (MRI report by radiologist, 2026-02-02, addendum to mri; \"marked\")",
            "added age: 60 years",
        ],
        "Treatments, symptoms and other rows": [
            "treatment physical therapy: length as stated 4 weeks -> length as stated 7 weeks", "injections: not marked none -> marked none"],
    }


def test_outcomes_stand_before_and_now(found: WhatChanged, case_of: Build, library: Library) -> None:
    before, now = (decide(case_of(text), library, "general") for text in (BEFORE, NOW))
    moved = {line.line: (line.before, line.now) for line in found.outcomes}
    assert moved["1:20936"][1] is None
    assert moved["1:22612"][0] is None
    assert {line.result.line.id for line in (*before.lines, *now.lines)} == set(moved)
    assert moved["1:63047"][0] == SHOWN_AS[before.lines[0].result.outcome]


def test_a_line_whose_levels_part_is_told_by_level(case_of: Build, library: Library) -> None:
    case = case_of(NOW.replace("words: \"marked\"}", "words: \"marked\"}}, L5-S1: {report_complete: yes"))
    levels = decide(case, library, "general").lines[0].result.levels
    assert len({level.outcome for level in levels}) > 1
    told = next(line for line in what_changed(case, case, library, "general").outcomes if line.line == "1:63047")
    assert told.alike
    assert told.now == ", ".join(f"{level.level} {SHOWN_AS[level.outcome]}" for level in levels)


def test_a_better_source_is_a_change(case_of: Build, library: Library) -> None:
    old = case_of(BEFORE)
    new = answer(old, "neurogenic_claudication", Entry(value=True, status=Status.IMPLIED, reason="walks bent"))
    facts = what_changed(old, new, library, "general").changes["Facts"]
    assert [change.text for change in facts] == ["neurogenic claudication: yes -> yes (implied; walks bent)"]


def test_a_document_with_another_date_is_told_once(case_of: Build, library: Library) -> None:
    changes = what_changed(case_of(BEFORE), case_of(BEFORE.replace("2026-01-05", "2026-01-06")), library, "general").changes
    assert {heading: len(told) for heading, told in changes.items()} == {"Documents": 1}


def test_a_number_is_told_with_all_its_digits(case_of: Build, library: Library) -> None:
    old = case_of("stages: [{lines: [{code: \"22612\", levels: L4-L5}]}]\nlevels: {L4-L5: {slip_mm: 3.94}}\n")
    new = answer(old, "L4-L5.slip_mm", Entry(value=3.96))
    assert "3.94 mm -> 3.96 mm" in changed_as_text(what_changed(old, new, library, "general"))


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_same_case_has_not_changed(path: Path, library: Library) -> None:
    case, _ = load_case(path, library)
    found = what_changed(case, case, library, "general")
    assert not found.changes
    assert all(line.alike for line in found.outcomes)
    assert "nothing changed" in changed_as_text(found)


@laws(2)
@given(case_data(), case_data())
def test_two_cases_that_differ_are_told_to_differ_and_there_and_back_mirror_each_other(data: dict[str, object], other: dict[str, object]) -> None:
    old, new = built(data, LIBRARY), built(other, LIBRARY)
    there, back = what_changed(old, new, LIBRARY, "general"), what_changed(new, old, LIBRARY, "general")
    assert bool(there.changes) == (old != new)
    mirror = {How.ADDED: How.REMOVED, How.REMOVED: How.ADDED, How.CHANGED: How.CHANGED}
    told = sorted((heading, change.how, change.what, change.before, change.now) for heading, changes in there.changes.items() for change in changes)
    assert told == sorted((heading, mirror[change.how], change.what, change.now, change.before) for heading, changes in back.changes.items() for change in changes)
    assert changed_as_text(there)
    assert changed_as_markdown(there)


def test_lines_come_and_go(case_of: Build, library: Library) -> None:
    old = case_of(BEFORE)
    more = add_line(old, 1, Line(code="22853", levels=("L4-L5",), if_used=True))
    assert [change.text for change in what_changed(old, more, library, "general").changes["Lines"]] == ["added 1:22853: L4-L5, if used"]
    assert [change.how for change in what_changed(old, remove_line(old, 1, 1), library, "general").changes["Lines"]] == [How.REMOVED]


def test_the_page_says_under_which_policy_and_on_which_days(case_of: Build, library: Library) -> None:
    old = case_of(BEFORE)
    text = changed_as_text(what_changed(old, set_request(old, day=old.request.denial_day), library, "aetna"))
    assert text.startswith("tried: what changed since the request of 2026-01-12\n  Aetna (aetna)\n  before: edition 2025-11, on 2026-01-12\n  now: edition 2025-11, on 2026-01-20\n")
    assert text.rstrip().endswith(NOTICE)


def test_texts_of_the_record_are_literal_in_markdown(case_of: Build, library: Library) -> None:
    old = case_of(BEFORE)
    new = answer(old, "neurogenic_claudication", Entry(value=True, words="![x](http://h/x.png) <b>\n# big | `c`"))
    text = changed_as_markdown(what_changed(old, new, library, "general"))
    assert "![x]" not in text
    assert "<b>" not in text
    assert "\n# big" not in text
    document = old.model_copy(update={"documents": {"mri": Document(kind="mri_report", note="*")}, "case": "a_b"})
    assert "a\\_b" in changed_as_markdown(what_changed(old, document, library, "general"))


# -- the command ----------------------------------------------------------------------------------------------------

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.setattr(command_line, "load_library", lambda _folder: library)
    monkeypatch.chdir(tmp_path)
    for name, text in {"old": BEFORE, "new": NOW, "no_day": NOW.replace("day: 2026-02-12, ", ""), "broken": "stages: []"}.items():
        Path(f"{name}.yaml").write_text(f"case: {name}\n{text}", encoding="utf-8")

    def running(*arguments: str) -> tuple[int, str, str]:
        code = command_line.main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return running


def test_the_command_prints_the_page(run: Run) -> None:
    code, text, told = run("changed", "old.yaml", "new.yaml")
    assert (code, told) == (0, "")
    assert "the files hold cases of different ids: old and new" in text
    assert SHOWN_AS[Outcome.MEETS] in text or SHOWN_AS[Outcome.NEEDS_DOCUMENTATION] in text
    code, text, _ = run("changed", "old.yaml", "new.yaml", "--policy", "aetna", "--format", "markdown")
    assert code == 0
    assert text.startswith("# new: what changed")


@pytest.mark.parametrize(("arguments", "message"), [
    (("broken.yaml", "nothing.yaml"), "nothing.yaml:1:"), (("nothing.yaml", "broken.yaml"), "broken.yaml:"),
    (("old.yaml", "no_day.yaml"), "request.day"), (("old.yaml", "new.yaml", "--policy", "aetan"), "nearest: aetna"),
])
def test_what_cannot_be_compared_is_told(arguments: tuple[str, ...], message: str, run: Run) -> None:
    code, text, told = run("changed", *arguments)
    assert (code, text) == (2, "")
    assert message in told
