"""Computed facts of conservative care: weeks of treatment, treatments tried, whether symptoms persisted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Annotated, Literal

from pydantic import Field

from logic.case import Row, Status, Value
from logic.levels import regions_of
from logic.measures.base import MOST_DAYS, Parameters, Place, Shown, least, measure, showing
from logic.reading import Reading, Used, shown
from logic.record import Record, row_day
from logic.vocabulary import Kind

DAYS_OF_A_WEEK = 7
PERSISTED = {"partial", "temporary", "none", "worse"}
SETTLED = {"resolved", "good"}
_FACTS = ("modality", "treatment_region", "start", "end", "weeks_stated", "visits", "in_person", "active_program",
          "supervised", "injection_type", "injection_date", "injection_levels")


class TreatmentDefinition(Parameters):
    """Which treatments a policy counts. The listed modalities are one kind of treatment."""

    modalities: tuple[str, ...] = ()
    injections: tuple[str, ...] = ()
    in_person: bool | None = None
    active_program: bool | None = None
    supervised: bool | None = None
    region: Literal["any", "line"] = "any"
    """`line`: a course stated for another region does not count."""
    region_stated: bool = False
    """A course without a stated region is left open instead of counted."""
    within_days: Annotated[int, Field(ge=0, le=MOST_DAYS)] | None = None
    counted_from: Literal["request", "surgery"] = "request"


@dataclass(frozen=True)
class Courses:
    """The recorded courses of one kind of treatment and whether more may exist."""

    rows: tuple[tuple[str, Row], ...]
    open: bool
    path: str
    looked_for: tuple[Used, ...] = ()
    """That somebody looked for such courses and did not find them in the chart."""


def courses(record: Record, asked: TreatmentDefinition) -> Courses:
    """The courses of a kind.

    With a course it is taken as fully recorded, unless marked that more may exist; with none it is open, unless
    marked that there was none.
    """
    names = (*asked.modalities, *asked.injections)
    path = _path(asked, record)
    found: list[tuple[str, Row]] = []
    for kind, fact, allowed in (("treatments", "modality", asked.modalities),
                                ("injections", "injection_type", asked.injections)):
        for row in record.rows(kind) if allowed else ():
            name = str(row.values.get(fact, ""))
            own = f"{kind}.{name}"
            if name in allowed and own not in record.hidden:
                found.append((own, row))
    care = record.case.care
    if found:
        return Courses(tuple(found), any(name in care.more_possible for name in names), path)
    marked_none = {name for name in names if name in care.none}
    marked_none |= _none_of_all(record, asked)
    still_open = set(names) - marked_none != set() or path in record.hidden
    return Courses((), still_open, path, _looked_for(record, names, path) if still_open else ())


def _looked_for(record: Record, names: tuple[str, ...], path: str) -> tuple[Used, ...]:
    rows = [*record.case.rows.get("treatments", ()), *record.case.rows.get("injections", ())]
    searched = any(row.status is Status.NOT_IN_CHART and {row.values.get("modality"), row.values.get("injection_type")}
                   & set(names) for row in rows)
    return (Used(path, "not in the chart", Status.NOT_IN_CHART),) if searched else ()


def _none_of_all(record: Record, asked: TreatmentDefinition) -> set[str]:
    """The names closed because a whole list was marked none."""
    closed: set[str] = set()
    for kind, names in (("treatments", asked.modalities), ("injections", asked.injections)):
        if record.case.rows.get(kind) == () and kind not in record.hidden:
            closed |= set(names)
    return closed


def _path(asked: TreatmentDefinition, record: Record) -> str:
    """The kind of treatment that is asked about: the first that is not marked as not given."""
    paths = [*(f"treatments.{name}" for name in asked.modalities), *(f"injections.{name}" for name in asked.injections)]
    return next((path for path in paths if path.partition(".")[2] not in record.case.care.none), paths[0])


def fits(row: Row, asked: TreatmentDefinition, place: Place) -> bool | None:
    """Whether a course is what the definition counts; None when the row lacks what would tell."""
    answers: list[bool | None] = []
    for name in ("in_person", "active_program", "supervised"):
        wanted = getattr(asked, name)
        if wanted is not None:
            held = row.values.get(name)
            answers.append(None if held is None else held is wanted)
    if asked.region == "line" and place.regions:
        regions = regions_given(row)
        answers.append(bool(regions & set(place.regions)) if regions else None if asked.region_stated else True)
    if False in answers:
        return False
    return None if None in answers else True


def regions_given(row: Row) -> frozenset[Value]:
    """The regions that a course or injection was given to: as stated, else by the levels of the injection."""
    stated, levels = row.values.get("treatment_region"), row.values.get("injection_levels")
    if stated:
        return frozenset({stated})
    named = levels if isinstance(levels, tuple) else ()
    return frozenset(region for level in named for region in regions_of(level))


@dataclass(frozen=True)
class Course:
    """The days a course certainly adds (`days`, as ordinals), or its stated weeks, and whether it can add more."""

    days: range = range(0)
    weeks: float = 0.0
    open: bool = False


def course_of(row: Row, asked: TreatmentDefinition, place: Place) -> Course:
    """How much of a course counts towards the weeks asked for, in the policy's window up to the request."""
    counted = fits(row, asked, place)
    if counted is False:
        return Course()
    record = place.record
    start, end = period_of(row)
    first = None
    if asked.within_days is not None:
        first = record.counting_day(asked.counted_from) - timedelta(days=asked.within_days)
    if start and end:
        if (first and end < first) or start > record.on:
            return Course()
        days = range(max(start, first or start).toordinal(), min(end, record.on).toordinal() + 1)
        return Course(days) if counted else Course(open=True)
    weeks = row.values.get("weeks_stated")
    if isinstance(weeks, int | float) and not isinstance(weeks, bool) and first is None and counted:
        return Course(weeks=float(weeks))
    if row.values.get("visits") == 1 and first is None and counted:
        return Course(weeks=1 / DAYS_OF_A_WEEK)
    return Course(open=True)


def period_of(row: Row) -> tuple[date | None, date | None]:
    """The first and last day of a course as far as the row states them."""
    start, end = row_day(row, "start") or row_day(row, "injection_date"), row_day(row, "end")
    weeks = row.values.get("weeks_stated")
    if start and end is None:
        if row.values.get("visits") == 1 or "injection_date" in row.values:
            return start, start
        if isinstance(weeks, int | float) and (days := round(weeks * DAYS_OF_A_WEEK)) > 0:
            return start, start + timedelta(days=min(days - 1, (date.max - start).days))
    return start, end


@measure(
    "treatment_weeks", label="weeks of treatment", kind=Kind.NUMBER, unit="weeks", parameters=TreatmentDefinition,
    facts=_FACTS,
)
def treatment_weeks(place: Place, asked: TreatmentDefinition) -> Reading:
    """Weeks of a kind of treatment: the days in the union of its counted courses inside the window, over 7.

    Stated lengths without dates may overlap other courses: the least is the longest, the most their sum.
    """
    kind = courses(place.record, asked)
    taken = [(path, row, course_of(row, asked, place)) for path, row in kind.rows]
    days = frozenset[int]().union(*(course.days for _, _, course in taken))
    dated = len(days) / DAYS_OF_A_WEEK
    stated = [course.weeks for _, _, course in taken if course.weeks]
    is_open = kind.open or any(course.open for _, _, course in taken)
    low = max([dated, *stated])
    high = float("inf") if is_open else dated + sum(stated)
    used = tuple(_used(path, row) for path, row, _ in taken) + kind.looked_for
    return Reading(kind.path, span=(low, high), open=is_open, used=used,
                   open_paths=(kind.path,) if is_open or low != high else ())


@showing("treatment_weeks", changes=True)
def more_weeks(place: Place, asked: TreatmentDefinition, tests: Mapping[str, Value]) -> Shown:
    """A course as long as what is missing: one that took place, while the record is open; else from tomorrow on."""
    record, kind = place.record, courses(place.record, asked)
    taken = [course_of(row, asked, place) for _, row in kind.rows]
    wanted = ceil(least(tests) * DAYS_OF_A_WEEK)
    if kind.open or any(course.open for course in taken):
        return Shown((one_course(asked, place, record.on - timedelta(days=wanted - 1), record.on),))
    missing = max(wanted - len(frozenset[int]().union(*(course.days for course in taken))), 1)
    last = record.on + timedelta(days=missing)
    return Shown((one_course(asked, place, record.on + timedelta(days=1), last),), missing)


@showing("treatments_tried", changes=True)
def another_treatment(place: Place, asked: TreatmentDefinition, tests: Mapping[str, Value]) -> Shown:
    """As many treatments of the kind as are missing, each on one day."""
    tried = treatments_tried(place, asked).span or (0.0, 0.0)
    day = place.record.on
    return Shown((one_course(asked, place, day, day),) * ceil(least(tests) - tried[0]))


def one_course(asked: TreatmentDefinition, place: Place, first: date, last: date) -> tuple[str, Mapping[str, Value]]:
    """A course that the definition counts."""
    wanted = {name: value for name in ("in_person", "active_program", "supervised")
              if (value := getattr(asked, name)) is not None}
    where = {"treatment_region": place.regions[0]} if asked.region == "line" and place.regions else {}
    kind, _, name = _path(asked, place.record).partition(".")
    if kind == "injections":
        return kind, {"injection_type": name, "injection_date": first}
    return kind, {"modality": name, "start": first, "end": last, **wanted, **where}


@measure(
    "treatments_tried", label="treatments tried", kind=Kind.NUMBER, unit="treatments", parameters=TreatmentDefinition,
    facts=_FACTS,
)
def treatments_tried(place: Place, asked: TreatmentDefinition) -> Reading:
    """How many courses of a kind of treatment took place."""
    kind = courses(place.record, asked)
    low = high = 0
    for _, row in kind.rows:
        counted = counts_once(row, asked, place)
        low += counted is True
        high += counted is not False
    is_open = kind.open
    return Reading(
        kind.path, span=(low, float("inf") if is_open else high), open=is_open or low != high,
        used=tuple(_used(path, row) for path, row in kind.rows) + kind.looked_for,
        open_paths=(kind.path,) if is_open or low != high else (),
    )


def counts_once(row: Row, asked: TreatmentDefinition, place: Place) -> bool | None:
    """Whether a course counts as one that took place in the policy's window; None when the row leaves it open."""
    counted = fits(row, asked, place)
    if asked.within_days is None or counted is False:
        return counted
    start, end = period_of(row)
    last = end or start
    if last is None:
        return None
    first = place.record.counting_day(asked.counted_from) - timedelta(days=asked.within_days)
    return counted if last >= first else False


class Persistence(Parameters):
    """Which treatments are asked for their effect; none given: all."""

    modalities: tuple[str, ...] = ()


@measure(
    "symptoms_persisted", label="symptoms persisting after treatment", kind=Kind.YES_NO, parameters=Persistence,
    facts=("symptoms_persist_despite_care", "response", "modality"),
)
def symptoms_persisted(place: Place, asked: Persistence) -> Reading:
    """Whether symptoms persisted: as the record says of the patient, else by the response to the treatments."""
    stated = place.record.read("symptoms_persist_despite_care", place.level, place.line.stage, ("left",))
    if stated.values:
        return stated
    rows = [row for row in place.record.rows("treatments") if f"treatments.{_kind(row)}" not in place.record.hidden]
    told = [row for row in rows if row.values.get("response") in PERSISTED | SETTLED and _asked_of(row, asked)]
    path = stated.path
    if stated.path in place.record.hidden or not told:
        return Reading(path, open=True, open_paths=(path,), used=stated.used)
    persisted = any(row.values["response"] in PERSISTED for row in told)
    used = tuple(Used(f"treatments.{_kind(row)}", f"response {row.values['response']}", row.status, row.source,
                      held=row) for row in told)
    return Reading(path, values=(persisted,), used=used)


def _kind(row: Row) -> Value:
    """The kind of a treatment, where it is stated."""
    return row.values.get("modality", "")


def _asked_of(row: Row, asked: Persistence) -> bool:
    return not asked.modalities or row.values.get("modality") in asked.modalities


def _used(path: str, row: Row) -> Used:
    return Used(path, _told(row), row.status, row.source, row.words or row.reason or row.remark, row)


def _told(row: Row) -> str:
    """A course in a few words."""
    values = row.values
    start, end = period_of(row)
    if start:
        last = f" to {end.isoformat()}" if end and end != start else ""
        when = f"{start.isoformat()}{last}"
    else:
        when = ""
    parts: Iterable[str] = (
        shown(values.get("modality") or values.get("injection_type") or "treatment"), when,
        f"{shown(values['weeks_stated'])} weeks stated" if "weeks_stated" in values and not start else "",
        f"{shown(values['visits'])} visit{'s' if values['visits'] != 1 else ''}" if "visits" in values else "",
    )
    return ", ".join(part for part in parts if part)
