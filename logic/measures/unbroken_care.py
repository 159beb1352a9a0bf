"""Computed fact of conservative care without a break: the longest run of one kind of treatment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from logic.case import Row, Value
from logic.measures.base import Place, Shown, least, measure, showing
from logic.measures.treatment import (
    DAYS_OF_A_WEEK, Course, TreatmentDefinition, course_of, courses, one_course, treatment_weeks,
)
from logic.reading import Reading
from logic.vocabulary import Kind


class UnbrokenCare(TreatmentDefinition):
    """Which treatments a policy counts, and whether a provider has to have prescribed and directed them."""

    provider_directed: bool | None = None


@dataclass(frozen=True)
class Run:
    """What a course adds, and whether the record leaves open that it counts."""

    course: Course
    open: bool


@measure(
    "unbroken_weeks", label="weeks of treatment without a break", kind=Kind.NUMBER, unit="weeks",
    parameters=UnbrokenCare,
    facts=("modality", "treatment_region", "start", "end", "weeks_stated", "visits", "provider_directed",
           "injection_type", "injection_date"),
)
def unbroken_weeks(place: Place, asked: UnbrokenCare) -> Reading:
    """The longest run of days without a gap in the counted courses, over 7; a stated length is one run.

    Courses that overlap or follow each other from one day to the next are one run. Stated lengths without dates may
    join other runs and close gaps between them: the least is the longest, the most all days together.
    """
    kind = courses(place.record, asked)
    runs = [run_of(row, asked, place) for _, row in kind.rows]
    days = frozenset[int]().union(*(run.course.days for run in runs))
    longest = longest_run(days) / DAYS_OF_A_WEEK
    stated = [run.course.weeks for run in runs if run.course.weeks]
    is_open = kind.open or any(run.open for run in runs)
    low = max([longest, *stated])
    joined = len(days) / DAYS_OF_A_WEEK + sum(stated) if stated else longest
    high = float("inf") if is_open else joined
    told = treatment_weeks(place, asked)
    return Reading(kind.path, span=(low, high), open=is_open, used=told.used,
                   open_paths=(kind.path,) if is_open or low != high else ())


def longest_run(days: frozenset[int]) -> int:
    """How many of the days follow each other without a gap, at most.

    >>> longest_run(frozenset({1, 2, 4}))
    2
    """
    longest = current = 0
    for day in sorted(days):
        current = current + 1 if day - 1 in days else 1
        longest = max(longest, current)
    return longest


def run_of(row: Row, asked: UnbrokenCare, place: Place) -> Run:
    """A course as far as a provider's direction, where the policy asks for it, is known."""
    directed = row.values.get("provider_directed")
    if asked.provider_directed is not None and directed is None:
        return Run(Course(), open=True)
    if asked.provider_directed not in {None, directed}:
        return Run(Course(), open=False)
    course = course_of(row, asked, place)
    return Run(course, course.open)


@showing("unbroken_weeks", changes=True)
def an_unbroken_course(place: Place, asked: UnbrokenCare, tests: Mapping[str, Value]) -> Shown:
    """A course of the whole length: one that took place, while the record is open; else from tomorrow on."""
    on, days = place.record.on, ceil(least(tests) * DAYS_OF_A_WEEK)
    directed: dict[str, Value] = {} if asked.provider_directed is None else {
        "provider_directed": asked.provider_directed}
    is_open = unbroken_weeks(place, asked).open
    first = on - timedelta(days=days - 1) if is_open else on + timedelta(days=1)
    kind, values = one_course(asked, place, first, first + timedelta(days=days - 1))
    return Shown(((kind, {**values, **directed}),), 0 if is_open else days)
