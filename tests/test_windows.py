"""Until when what is met still counts, and from when time alone meets what is not."""

from collections.abc import Callable
from datetime import date

import pytest

from logic.case import Case
from logic.loading import Library
from logic.review import review
from logic.windows import WindowKind

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
