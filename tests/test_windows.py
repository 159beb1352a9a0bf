"""Until when what is met still counts, and from when time alone meets what is not."""

from collections.abc import Callable
from datetime import date

import pytest

from logic.case import Case
from logic.loading import Library
from logic.review import review

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
    assert {(window.lapses, window.day) for window in found if "six weeks" in window.says.lower()} == {(True, last)}
    assert all(window.days == (window.day - date(2026, 1, 12)).days for window in found)


def test_what_time_does_not_change_has_no_window(case_of: Build, library: Library) -> None:
    case = case_of(FUSION.format(surgery="2026-02-20", facts="age_years: 60", start="2025-03-01", end="2025-04-11"))
    assert review(case, library, "general").windows == ()
