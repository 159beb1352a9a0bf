"""Until when what is met still counts, and from when time alone meets what is not."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from logic.case import Case
from logic.catalogue import Selection
from logic.determination import Determination, determine
from logic.loading import Library
from logic.looking_ahead import Outlook
from logic.policy import Criterion, Edition, EditionEntry, Rule
from logic.record import Record
from logic.review import review
from logic.windows import Window, WindowKind, windows
from tests.test_exactness import identified

Build = Callable[[str], Case]
FUSION = """request: {{day: 2026-01-12, surgery_day: {surgery}}}
stages: [{{approach: [posterior], lines: [{{code: "22612", levels: L4-L5}}]}}]
patient: {{nicotine_status: former_over_1_year, {facts}}}
treatments:
  - {{modality: physical_therapy, start: {start}, end: {end}, in_person: yes, active_program: yes, visits: 12,
      treatment_region: lumbar}}
"""


@pytest.mark.parametrize(("start", "end", "last"), [
    ("2025-03-01", "2025-04-11", date(2026, 3, 1)),   # 42 days; the first of them leaves the year on the day after
    ("2025-02-28", "2025-04-11", date(2026, 3, 1)),   # one day to spare
    ("2025-03-01", "2025-04-12", date(2026, 3, 2)),
])
def test_therapy_lapses_when_its_days_leave_the_look_back(
    start: str, end: str, last: date, case_of: Build, library: Library,
) -> None:
    case = case_of(FUSION.format(surgery="2026-02-20", facts="age_years: 60", start=start, end=end))
    found = [window for window in review(case, library, "aetna").windows if window.path.startswith("treatments")]
    assert {(str(window.kind), window.day) for window in found if "six weeks" in window.says.lower()} == {("lapses", last)}
    assert all(window.days == (window.day - date(2026, 1, 12)).days for window in found)


def test_what_time_does_not_change_has_no_window(case_of: Build, library: Library) -> None:
    case = case_of(FUSION.format(surgery="2026-02-20", facts="age_years: 60", start="2025-03-01", end="2025-04-11"))
    assert review(case, library, "general").windows == ()


OLD = """request: {{day: 2026-01-12}}
stages: [{{lines: [{{code: "22612", levels: L4-L5}}]}}]
surgeries:
  - {{procedure: fusion_posterolateral, surgery_levels: L4-L5, surgery_date: {day}, fusion_status: pseudarthrosis}}
"""


@pytest.mark.parametrize(("day", "opens"), [
    ("2025-01-13", date(2026, 1, 13)), ("2025-06-01", date(2026, 6, 1)),   # a year has not passed: first day on which it has
    ("2025-01-12", None),                                                  # it has passed today
])
def test_time_alone_opens_what_asks_for_a_year_since_the_fusion(
    day: str, opens: date | None, case_of: Build, library: Library,
) -> None:
    windows = review(case_of(OLD.format(day=day)), library, "aetna").windows
    assert {window.day for window in windows if window.kind is WindowKind.OPENS} == ({opens} if opens else set())


def test_an_open_test_of_nicotine_counts_from_six_weeks_before_the_surgery(case_of: Build, library: Library) -> None:
    text = """request: {day: 2026-01-12, surgery_day: 2026-02-20}
stages: [{lines: [{code: "22612", levels: L4-L5}]}]
patient: {nicotine_status: former_under_1_year, cotinine_urine_ng_ml: 0}
"""
    windows = review(case_of(text), library, "aetna").windows
    assert {window.day for window in windows if window.path == "nicotine_test_date"} == {date(2026, 1, 9)}


# -- one criterion of an edition of its own ---------------------------------------------------------------------------

Windows = Callable[..., tuple[Window, ...]]
DAY = date(2026, 1, 12)
LUMBAR = 'stages: [{lines: [{code: "63047", levels: L4-L5}]}]\n'
VISIT = "treatments: [{{modality: physical_therapy, start: {day}, visits: 1}}]\n"
OPERATED = "surgeries: [{{procedure: laminectomy, surgery_levels: L4-L5, surgery_date: {day}}}]\n"
NEEDED = ("treatments.physical_therapy", "documents.mri_report", "nicotine_test_date", "surgeries")


@pytest.fixture
def told(case_of: Build, library: Library) -> Windows:
    """The windows of one criterion of the decompressions requested."""

    def of(tree: dict[str, Any], given: str = "", lines: str = LUMBAR, surgery: str = "", needed: tuple[str, ...] = NEEDED) -> tuple[Window, ...]:
        criteria = Criterion.model_validate(identified(tree), strict=False)
        rule = Rule(id="tried", title="Tried", covers=Selection(codes=("63047", "63045")), cite="here", criteria=criteria)
        edition = Edition(entry=EditionEntry(id="one"), rules=(rule,))
        case = case_of(f"request: {{day: {DAY}{f', surgery_day: {surgery}' if surgery else ''}}}\n" + lines + given)
        record = Record(case, library.vocabulary, library.catalogue, DAY)
        return windows(Outlook(Determination(record, "tried", edition, determine(record, edition))), frozenset(needed))

    return of


def therapy(within_days: int | None = 365, counted_from: str = "request", **details: Any) -> dict[str, Any]:
    limit = {} if within_days is None else {"within_days": within_days}
    parameters = {"modalities": ["physical_therapy"], **limit, "counted_from": counted_from}
    return {"computed": "treatments_tried", "with": {**parameters, **details}, "min": 1}


def test_a_window_says_what_lapses_when_and_for_which_lines(told: Windows) -> None:
    assert told(therapy(), VISIT.format(day="2025-02-01")) == (
        Window("treatments.physical_therapy", "c", "here", "request", WindowKind.LAPSES, date(2026, 2, 1), 20, False, ("1:63047",)),)
    assert told(therapy(counted_from="surgery"), VISIT.format(day="2025-02-01"), surgery="2026-01-31") == (
        Window("treatments.physical_therapy", "c", "here", "surgery", WindowKind.LAPSES, date(2026, 2, 1), 20, False, ("1:63047",)),)


def test_a_window_says_what_opens_when_and_for_which_lines(told: Windows) -> None:
    year = {"computed": "months_since_surgery", "with": {"procedures": ["laminectomy"]}, "min": 12}
    assert told(year, OPERATED.format(day="2025-02-01")) == (
        Window("surgeries", "c", "here", "request", WindowKind.OPENS, date(2026, 2, 1), 20, False, ("1:63047",)),)
    assert [str(window.kind) for window in told(year, OPERATED.format(day="2025-02-01"))] == ["opens"]


def test_a_window_says_from_when_a_proof_counts(told: Windows) -> None:
    assert told(therapy(), surgery="2026-03-02") == (
        Window("treatments.physical_therapy", "c", "here", "request", WindowKind.COUNTS_FROM, date(2025, 1, 12), -365, False, ("1:63047",)),)


@pytest.mark.parametrize(("surgery", "before"), [("2026-02-02", True), ("2026-02-01", False), ("2026-01-31", False), ("", False)])
def test_what_lapses_before_the_surgery_is_marked(surgery: str, before: bool, told: Windows) -> None:
    (window,) = told(therapy(), VISIT.format(day="2025-02-01"), surgery=surgery)
    assert (window.day, window.before_surgery) == (date(2026, 2, 1), before)


@pytest.mark.parametrize(("surgery", "after"), [("2026-01-31", True), ("2026-02-01", False), ("2026-02-02", False), ("", False)])
def test_what_opens_only_after_the_surgery_is_marked(surgery: str, after: bool, told: Windows) -> None:
    year = {"computed": "months_since_surgery", "with": {"procedures": ["laminectomy"]}, "min": 12}
    (window,) = told(year, OPERATED.format(day="2025-02-01"), surgery=surgery)
    assert (window.day, window.before_surgery) == (date(2026, 2, 1), after)


def test_what_lapses_within_two_years_is_told(told: Windows) -> None:
    visit = VISIT.format(day=DAY)
    assert [(window.day, window.days) for window in told(therapy(729), visit)] == [(DAY + timedelta(days=729), 729)]
    assert told(therapy(730), visit) == ()
    assert told(therapy(None), visit) == ()                    # it counts for good


@pytest.mark.parametrize(("tree", "surgery", "day"), [
    (therapy(90), "2026-03-02", date(2025, 10, 14)), (therapy(90, "surgery"), "2026-03-02", date(2025, 12, 2)),
    ({"computed": "report_age", "with": {"kinds": ["mri_report"], "counted_from": "request"}, "max": 90}, "", date(2025, 10, 14)),
    ({"computed": "report_age", "with": {"kinds": ["mri_report"], "counted_from": "surgery"}, "max": 90}, "2026-03-02", date(2025, 12, 2)),
    ({"computed": "days_since", "with": {"fact": "nicotine_test_date", "counted_from": "request"}, "max": 90}, "", date(2025, 10, 14)),
    ({"computed": "days_since", "with": {"fact": "nicotine_test_date", "counted_from": "request"}, "min": 90}, "", None),   # any day long ago
    ({"computed": "months_since_surgery", "with": {"procedures": ["laminectomy"]}, "max": 12}, "", None),                  # no days
    ({**therapy(None), "computed": "treatment_weeks", "min": 6, "max": 90}, "", None),                                     # weeks of care, no age
])
def test_an_open_proof_counts_from_the_first_day_of_the_look_back(
    tree: dict[str, Any], surgery: str, day: date | None, told: Windows,
) -> None:
    found = told(tree, surgery=surgery)
    assert [(str(window.kind), window.day) for window in found] == ([("counts_from", day)] if day else [])
    assert told(tree, surgery=surgery, needed=()) == ()


def test_what_needs_no_proof_any_more_still_lapses(told: Windows) -> None:
    assert [str(window.kind) for window in told(therapy(), VISIT.format(day="2025-02-01"), needed=())] == ["lapses"]


def test_lines_of_several_regions_share_a_window(told: Windows) -> None:
    lines = 'stages: [{lines: [{code: "63047", levels: L4-L5}, {code: "63045", levels: C5-C6}]}]\n'
    (window,) = told(therapy(region="line"), VISIT.format(day="2025-02-01"), lines)
    assert set(window.lines) == {"1:63047", "1:63045"}


def test_windows_stand_in_the_order_of_their_days(told: Windows) -> None:
    tree = {"all": [therapy(days) for days in (400, 365, 380)]}
    found = told(tree, VISIT.format(day="2025-02-01"))
    assert [(window.days, window.says) for window in found] == [(20, "c.1"), (35, "c.2"), (55, "c.0")]


def test_a_report_that_is_still_to_come_is_no_window(told: Windows) -> None:
    given = ("documents:\n  new: {kind: mri_report, author: radiologist, date: 2025-12-01}\n"
             "  later: {kind: mri_report, author: radiologist, date: 2026-06-01}\n"
             "levels: {L4-L5: {central_stenosis: [{value: mild, from: new}, {value: severe, from: later}]}}\n")
    assert told({"fact": "central_stenosis", "min": "moderate"}, given) == ()


def test_where_the_anchor_is_left_out_the_request_is_meant(told: Windows) -> None:
    tree = {"computed": "treatments_tried", "with": {"modalities": ["physical_therapy"], "within_days": 365}, "min": 1}
    assert told(tree, VISIT.format(day="2025-02-01")) == told(therapy(), VISIT.format(day="2025-02-01"))


@pytest.mark.parametrize("days", [("2025-06-01", "2025-10-01"), ("2025-10-01", "2025-06-01")])
def test_of_several_levels_the_first_to_lapse_is_told(days: tuple[str, str], case_of: Build, library: Library) -> None:
    case = case_of(f"""request: {{day: 2026-01-12}}
stages: [{{lines: [{{code: "63047", levels: [L4-L5, L5-S1]}}]}}]
documents: {{a: {{kind: mri_report, date: {days[0]}}}, b: {{kind: mri_report, date: {days[1]}}}}}
levels:
  L4-L5: {{central_stenosis: {{value: severe, from: a}}}}
  L5-S1: {{central_stenosis: {{value: severe, from: b}}}}
""")
    tree = {"computed": "report_age", "with": {"kinds": ["mri_report"], "counted_from": "request"}, "max": 365}
    criteria = Criterion.model_validate(identified(tree), strict=False)
    edition = Edition(entry=EditionEntry(id="one"), rules=(Rule(id="tried", title="tried", covers=Selection(codes=("63047",)), cite="here", criteria=criteria),))
    record = Record(case, library.vocabulary, library.catalogue, date(2026, 1, 12))
    (window,) = windows(Outlook(Determination(record, "tried", edition, determine(record, edition))), frozenset())
    assert window.day == date(2026, 6, 1)
