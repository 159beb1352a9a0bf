"""Whose reading governs, what closes a level, and what counts under which status."""

from collections.abc import Callable
from datetime import date

import pytest

from logic.case import Case, Status
from logic.loading import Library
from logic.measures import MEASURES, Place
from logic.reading import Reading
from logic.record import Record

Build = Callable[[str], Case]
DOCUMENTS = """documents:
  old: {kind: mri_report, author: radiologist, date: 2024-01-01}
  new: {kind: mri_report, author: radiologist, date: 2025-12-01}
  later: {kind: mri_report, author: radiologist, date: 2026-06-01}
  ct: {kind: ct_report, author: radiologist, date: 2023-01-01}
  note: {kind: clinic_note, author: surgeon, date: 2025-12-20}
  added: {kind: mri_report, author: radiologist, date: 2025-12-15, addendum_to: new}
stages: [{lines: [{code: "63047", levels: L4-L5}]}]
"""


def read(case: Case, library: Library, name: str = "central_stenosis") -> Reading:
    record = Record(case, library.vocabulary, library.catalogue, date(2026, 1, 12))
    return record.read(name, "L4-L5", 1, ("left", "right"))


@pytest.mark.parametrize(("answers", "values", "status"), [
    ("[{value: severe, from: old}, {value: mild, from: new}]", ("mild",), Status.DOCUMENTED),
    ("[{value: mild, from: new}, {value: moderate, from: added}]", ("moderate",), Status.DOCUMENTED),
    ("[{value: mild, from: new}, {value: severe, from: later}]", ("mild",), Status.DOCUMENTED),
    ("[{value: mild, from: new}, {value: severe, from: ct}]", ("mild", "severe"), Status.DOCUMENTED),
    ("[{value: mild, from: new}, {value: severe, from: note}]", ("mild",), Status.DOCUMENTED),
    ("{value: severe, from: note}", ("severe",), Status.IMPLIED),
    ("{value: severe, status: assumed}", ("severe",), Status.ASSUMED),
    ("{status: not_in_chart}", (), Status.NOT_IN_CHART),
])
def test_which_reading_governs(
    answers: str, values: tuple[str, ...], status: Status, case_of: Build, library: Library,
) -> None:
    reading = read(case_of(DOCUMENTS + f"levels:\n  L4-L5:\n    central_stenosis: {answers}\n"), library)
    assert (reading.values, reading.status) == (values, status)


def test_a_complete_report_closes_what_it_does_not_mention_but_never_motion(case_of: Build, library: Library) -> None:
    case = case_of(DOCUMENTS + "levels: {L4-L5: {report_complete: {value: yes, from: new}}}\n")
    assert read(case, library).values == ("none",)
    assert read(case, library, "spondylolisthesis").values in {(False,), ("none",)}
    assert read(case, library, "dynamic_report_says").values == ()


def test_a_level_without_an_answer_is_open(case_of: Build, library: Library) -> None:
    reading = read(case_of(DOCUMENTS), library)
    assert reading.open
    assert reading.open_paths == ("L4-L5.central_stenosis",)


COMPUTED = """request: {{day: 2026-01-12, surgery_day: 2026-03-02}}
stages: [{{lines: [{{code: "63047", levels: L4-L5}}]}}]
treatments:
{rows}"""


@pytest.mark.parametrize(("rows", "parameters", "span"), [
    ("start: 2025-11-01, end: 2025-12-12", {}, (6.0, 6.0)),
    ("start: 2025-11-01, end: 2025-12-11", {}, (41 / 7, 41 / 7)),
    ("start: 2025-11-01, end: 2025-12-12, in_person: no", {"in_person": True}, (0.0, 0.0)),
    ("start: 2025-11-01, end: 2025-12-12", {"in_person": True}, (0.0, float("inf"))),
    ("weeks_stated: 8", {}, (8.0, 8.0)),
    ("weeks_stated: 8", {"within_days": 365}, (0.0, float("inf"))),
    ("start: 2025-01-12, end: 2025-01-12", {"within_days": 365}, (1 / 7, 1 / 7)),     # the first day of the window
    ("start: 2025-01-11, end: 2025-01-11", {"within_days": 365}, (0.0, 0.0)),         # one day too early
    ("start: 2025-03-02, end: 2025-03-02", {"within_days": 365, "counted_from": "surgery"}, (1 / 7, 1 / 7)),
    ("start: 2025-03-01, end: 2025-03-01", {"within_days": 365, "counted_from": "surgery"}, (0.0, 0.0)),
    ("start: 2025-12-01, end: 2026-02-28", {}, (43 / 7, 43 / 7)),                     # only up to the request
    ("start: 2025-12-01", {}, (0.0, float("inf"))),
    ("start: 2025-12-01, visits: 1", {}, (1 / 7, 1 / 7)),
])
def test_weeks_are_the_days_of_counted_courses_over_seven(
    rows: str, parameters: dict[str, object], span: tuple[float, float], case_of: Build, library: Library,
) -> None:
    case = case_of(COMPUTED.format(rows=f"  - {{modality: physical_therapy, {rows}}}\n"))
    record = Record(case, library.vocabulary, library.catalogue, date(2026, 1, 12))
    measure = MEASURES["treatment_weeks"]
    asked = measure.parameters.model_validate({"modalities": ["physical_therapy"], **parameters}, strict=False)
    assert measure.read(Place(record, record.lines[0], "L4-L5"), asked).span == pytest.approx(span)


def test_overlapping_courses_count_each_day_once(case_of: Build, library: Library) -> None:
    rows = ("  - {modality: physical_therapy, start: 2025-11-01, end: 2025-11-20}\n"
            "  - {modality: physical_therapy, start: 2025-11-11, end: 2025-11-30}\n")
    record = Record(case_of(COMPUTED.format(rows=rows)), library.vocabulary, library.catalogue, date(2026, 1, 12))
    measure = MEASURES["treatment_weeks"]
    asked = measure.parameters.model_validate({"modalities": ["physical_therapy"]}, strict=False)
    assert measure.read(Place(record, record.lines[0], "L4-L5"), asked).span == pytest.approx((30 / 7, 30 / 7))


AGES = """request: {{day: 2026-01-12, surgery_day: 2026-02-11}}
documents:
  old: {{kind: mri_report, author: radiologist, date: 2025-01-12}}
  new: {{kind: mri_report, author: radiologist, date: 2025-12-13}}
  none: {{kind: ct_report, author: radiologist}}
stages: [{{lines: [{{code: "63047", levels: [L4-L5, L5-S1]}}]}}]
patient: {{nicotine_test_date: 2026-01-02}}
levels: {{L4-L5: {{central_stenosis: {{value: severe, from: old}}}}{more}}}
"""


@pytest.mark.parametrize(("name", "level", "parameters", "days"), [
    ("report_age", "L4-L5", {"kinds": ["mri_report"]}, 365),            # the report that the level refers to
    ("report_age", "L5-S1", {"kinds": ["mri_report"]}, 30),             # none at the level: the latest declared
    ("report_age", "L5-S1", {"kinds": ["mri_report"], "counted_from": "surgery"}, 60),
    ("report_age", "L4-L5", {"kinds": ["ct_report"]}, None),            # undated
    ("report_age", "L4-L5", {"kinds": ["emg_report"]}, None),           # not declared
    ("days_since", "L4-L5", {"fact": "nicotine_test_date"}, 10),
    ("days_since", "L4-L5", {"fact": "nicotine_test_date", "counted_from": "surgery"}, 40),
    ("days_since", "L4-L5", {"fact": "hba1c_date"}, None),
])
def test_ages_count_back_from_their_day_and_stay_open_without_a_date(
    name: str, level: str, parameters: dict[str, object], days: int | None, case_of: Build, library: Library,
) -> None:
    record = Record(case_of(AGES.format(more="")), library.vocabulary, library.catalogue, date(2026, 1, 12))
    asked = MEASURES[name].parameters.model_validate(parameters, strict=False)
    reading = MEASURES[name].read(Place(record, record.lines[0], level), asked)
    assert (reading.open, reading.span) == ((True, None) if days is None else (False, (days, days)))


@pytest.mark.parametrize(("facts", "values", "span"), [
    ("", ("none",), None),                                        # the complete report mentions no slip
    ("spondylolisthesis: yes", (), (1, 5)),                       # stated elsewhere: some grade, which one is open
    ("slip_mm: 5", (), (1, 5)),
    ("slip_grade: II", ("II",), None),
    ("spondylolisthesis: no", ("none",), None),
])
def test_a_complete_report_denies_no_slip_that_is_stated(
    facts: str, values: tuple[str, ...], span: tuple[float, float] | None, case_of: Build, library: Library,
) -> None:
    case = case_of(DOCUMENTS + f"levels: {{L4-L5: {{report_complete: {{value: yes, from: new}}, {facts}}}}}\n")
    record = Record(case, library.vocabulary, library.catalogue, date(2026, 1, 12))
    measure = MEASURES["listhesis"]
    reading = measure.read(Place(record, record.lines[0], "L4-L5"), measure.parameters())
    assert (reading.values, reading.span) == (values, span)
