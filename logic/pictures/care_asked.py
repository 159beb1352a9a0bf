"""What the criteria of the requested lines ask of conservative care, and which recorded courses count for each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from logic.case import Row, Value
from logic.finding import Finding
from logic.looking_ahead import Outlook
from logic.measures import MEASURES, Place
from logic.measures.joint_injections import JOINT, JointInjections, injection_counts
from logic.measures.treatment import (
    TreatmentDefinition, counts_once, course_of, courses, fits, period_of, regions_given,
)
from logic.measures.unbroken_care import UnbrokenCare, run_of
from logic.reading import shown
from logic.truth import Truth

_TRIED = "treatments_tried"
_NEEDS = {"min": "{} needed", "more_than": "more than {} needed", "is": "exactly {} needed", "max": "at most {}",
          "less_than": "less than {}", "stated": "to be stated"}
_ATTRIBUTES = {
    "in_person": ("in person", "not in person"), "active_program": ("active", "not active"),
    "supervised": ("supervised", "not supervised"), "provider_directed": ("directed by a provider", "not so directed"),
}


@dataclass(frozen=True)
class Verdict:
    """Whether a course counts towards what is asked; None: the record leaves it open. `why` says what tells."""

    counts: bool | None
    why: str
    first: date | None = None
    """The days that count, where they are told."""
    last: date | None = None


@dataclass(frozen=True)
class CareAsked:
    """One criterion about courses of care, as it is read for some requested lines."""

    says: str
    cite: str
    lines: tuple[str, ...]
    truth: Truth
    by_silence: bool
    needed: str
    counted: str
    within_days: int | None
    counted_from: str
    first: date | None
    """The first day of the window; None: no look-back."""
    anchor: date
    """The day from which the window counts back."""
    verdicts: tuple[tuple[int, Verdict], ...]
    """By the identity of the rows that are of the kind asked for."""


def care_asked(outlook: Outlook) -> tuple[CareAsked, ...]:
    """Every such criterion once, in the order of the request; lines for which it reads alike stand together."""
    found: dict[object, CareAsked] = {}
    for key, leaf in outlook.leaves.items():
        one = _asked(outlook, leaf)
        if one is not None:
            readers = tuple(dict.fromkeys(line for line, _ in outlook.readers[key]))
            known = found.get(one)
            lines = tuple(dict.fromkeys((*(known.lines if known else ()), *readers)))
            found[one] = replace(one, lines=lines)
    return tuple(found.values())


def _asked(outlook: Outlook, leaf: Finding) -> CareAsked | None:
    """A leaf that counts courses; None for any other."""
    asked, reading = leaf.criterion.arguments, leaf.reading
    if not isinstance(asked, TreatmentDefinition | JointInjections) or reading is None or reading.span is None:
        return None
    determination = outlook.determination
    place = Place(determination.record, determination.by_id[outlook.readers[leaf.key][0][0]].line, leaf.level)
    anchor = place.record.counting_day(asked.counted_from)
    first = _before(anchor, asked.within_days) if asked.within_days is not None else None
    kind = courses(place.record, asked if isinstance(asked, TreatmentDefinition)
                   else TreatmentDefinition(injections=JOINT))
    once = leaf.criterion.computed == _TRIED
    verdicts = tuple((id(row), _verdict(row, asked, place, once=once)) for _, row in kind.rows)
    measure = MEASURES[str(leaf.criterion.computed)]
    return CareAsked(
        leaf.criterion.says or measure.label, leaf.criterion.cite or "", (), leaf.truth, leaf.silence_decided,
        ", ".join(_needed(name, limit, measure.unit or "") for name, limit in leaf.criterion.tests.items()),
        _counted(reading.span, measure.unit or ""), asked.within_days, asked.counted_from, first, anchor, verdicts,
    )


def _before(day: date, days: int) -> date:
    return date.fromordinal(max(day.toordinal() - days, 1))


def _needed(name: str, limit: Value, unit: str) -> str:
    return _NEEDS[name].format(_amount(limit, unit))


def _counted(span: tuple[float, float], unit: str) -> str:
    low, high = span
    if low == high:
        return f"{_amount(low, unit)} counted"
    if high == float("inf"):
        return f"{_amount(low, unit)} counted for sure, more is open"
    return f"{shown(low)} to {_amount(high, unit)} counted"


def _amount(number: Value, unit: str) -> str:
    """A number with its unit, which the measures name in the plural."""
    return f"{shown(number)} {unit.removesuffix('s') if number == 1 else unit}".strip()


def _verdict(row: Row, asked: TreatmentDefinition | JointInjections, place: Place, *, once: bool) -> Verdict:
    if isinstance(asked, JointInjections):
        return _reasoned(injection_counts(row, asked, place), "as an injection of the joint")
    if once:
        counts = counts_once(row, asked, place)
        return _reasoned(counts, "tried" if counts else "; ".join(_reasons(row, asked, place)))
    is_open = False
    if isinstance(asked, UnbrokenCare):
        run = run_of(row, asked, place)
        course, is_open = run.course, run.open
    else:
        course = course_of(row, asked, place)
    if course.days:
        told = f"{len(course.days)} days"
        return Verdict(True, told, date.fromordinal(min(course.days)), date.fromordinal(max(course.days)))
    if course.weeks:
        return Verdict(True, f"{shown(course.weeks)} weeks")
    return _reasoned(None if course.open or is_open else False, "; ".join(_reasons(row, asked, place)))


def _reasoned(counts: bool | None, why: str) -> Verdict:
    return Verdict(counts, why or ("the row lacks what would tell" if counts is None else "not as asked"))


def _reasons(row: Row, asked: TreatmentDefinition, place: Place) -> Iterator[str]:
    """Why a course does not count, or what it lacks."""
    for name, (positive, negative) in _ATTRIBUTES.items():
        wanted, held = getattr(asked, name, None), row.values.get(name)
        if wanted is not None and held is None:
            yield f"not stated whether {positive}"
        elif wanted is not None and held is not wanted:
            yield negative if wanted else positive
    regions = regions_given(row)
    if fits(row, TreatmentDefinition(modalities=asked.modalities, region=asked.region), place) is False:
        yield f"given to another region ({', '.join(map(shown, sorted(map(str, regions))))})"
    elif asked.region_stated and not regions:
        yield "region not stated"
    yield from _reasons_of_days(row, asked, place)


def _reasons_of_days(row: Row, asked: TreatmentDefinition, place: Place) -> Iterator[str]:
    start, end = period_of(row)
    if start and start > place.record.on:
        yield "begins after the request"
    elif asked.within_days is not None and (end or start) is None:
        yield "no dates, and a look-back applies"
    elif asked.within_days is not None:
        first = place.record.counting_day(asked.counted_from) - timedelta(days=asked.within_days)
        if (end or start or first) < first:
            yield "before the window"
    if start and end is None:
        yield "last day not stated"
    elif start is None and "weeks_stated" not in row.values:
        yield "neither dates nor length stated"
