"""The axis of days under a picture of a course of time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from logic.pictures.drawing import Label, Part, Stroke

_MOST_BEFORE, _MOST_AFTER, _ROOM = 1200, 420, 12
_STEPS = (1, 2, 3, 6, 12, 24)
"""Months between two marks."""
_APART = 52.0


@dataclass(frozen=True)
class Axis:
    """Days as places between a left and a right edge; what lies further away stands at the edge."""

    first: int
    last: int
    left: float
    right: float

    def x(self, day: date) -> float:
        """The place of a day."""
        share = (day.toordinal() - self.first) / (self.last - self.first)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def holds(self, day: date) -> bool:
        """Whether the day has a place of its own."""
        return self.first <= day.toordinal() <= self.last

    def marks(self) -> Iterator[tuple[date, float]]:
        """First days of months, as many as have room."""
        months = (self.last - self.first) / 30.4
        room = max((self.right - self.left) / _APART, 1.0)
        step = next((one for one in _STEPS if months / one <= room), _STEPS[-1])
        day = date.fromordinal(self.first)
        year, month = day.year, ((day.month - 1) // step) * step
        while True:
            year, month = (year + (month + step) // 12, (month + step) % 12)
            if year > date.max.year:
                return
            mark = date(year, month + 1, 1)
            if mark.toordinal() > self.last:
                return
            yield mark, self.x(mark)


def axis_over(days: Iterable[date], request: date, left: float, right: float) -> Axis:
    """An axis that holds the days, as far as they are not years away from the request."""
    on = request.toordinal()
    near = [on, *(day.toordinal() for day in days)]
    first = max(min(near), on - _MOST_BEFORE, 1 + _ROOM) - _ROOM
    last = min(max(near), on + _MOST_AFTER, date.max.toordinal() - _ROOM) + _ROOM
    return Axis(first, max(last, first + 1), left, right)


def axis_parts(axis: Axis, y: float) -> Iterator[Part]:
    """The line with its marks."""
    yield Stroke(((axis.left, y), (axis.right, y)), "quiet", 1)
    for mark, x in axis.marks():
        yield Stroke(((x, y - 3), (x, y + 3)), "quiet", 1)
        if axis.left + 20 <= x <= axis.right - 20:
            yield Label(x, y - 10, f"{mark.year}-{mark.month:02}", "quiet", "middle", 9)
