"""Months between two days."""

from datetime import date

import pytest

from logic.measures.earlier_surgery import months_between


@pytest.mark.parametrize(("first", "last", "months"), [
    (date(2026, 1, 12), date(2026, 1, 12), 0), (date(2025, 1, 12), date(2026, 1, 12), 12), (date(2023, 11, 5), date(2026, 2, 5), 27),
    (date(2025, 3, 10), date(2025, 4, 20), 1 + 10 / 31), (date(2025, 3, 20), date(2025, 4, 10), 1 - 10 / 31),
    (date(2025, 12, 31), date(2026, 1, 1), 1 - 30 / 31),
])
def test_months_are_calendar_months_with_the_part_of_the_last(first: date, last: date, months: float) -> None:
    assert months_between(first, last) == pytest.approx(months)
