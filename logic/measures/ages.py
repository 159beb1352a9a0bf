"""Computed facts of time: how old a report is, and how long ago a recorded day was."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from logic.case import COUNTING, Status, Value
from logic.measures.base import Parameters, Place, Shown, least, measure, showing
from logic.reading import Reading, Used
from logic.vocabulary import Kind


class ReportAge(Parameters):
    """Which kinds of report are meant (words of `document_kinds`), and the day from which their age counts back."""

    kinds: Annotated[tuple[str, ...], Field(min_length=1)]
    counted_from: Literal["request", "surgery"] = "request"


@measure("report_age", label="days since the latest report", kind=Kind.NUMBER, unit="days", parameters=ReportAge,
         facts=("document_kind", "document_date"), by_level=True)
def report_age(place: Place, asked: ReportAge) -> Reading:
    """Days from the latest report of the kinds to the counting day.

    Reports that a finding at the level refers to; where none does, every declared report of the kinds. An undated
    report, or none at all, leaves it open.
    """
    path = f"documents.{asked.kinds[0]}"
    documents = place.record.case.documents
    cited = {source for source in _sources(place) if source in documents and documents[source].kind in asked.kinds}
    names = sorted(cited) or [name for name, document in documents.items() if document.kind in asked.kinds]
    days = {name: documents[name].date for name in names}
    dated = {name: day for name, day in days.items() if day and day <= place.record.on}
    if path in place.record.hidden or not dated:
        used = tuple(Used(path, f"{name}, no date", Status.DOCUMENTED, name) for name in names)
        return Reading(path, open=True, open_paths=(path,), used=used)
    name, latest = max(dated.items(), key=lambda item: item[1])
    age = (place.record.counting_day(asked.counted_from) - latest).days
    return Reading(path, span=(age, age), used=(Used(path, f"{latest.isoformat()}", Status.DOCUMENTED, name),))


@showing("report_age", changes=True)
def newer_report(place: Place, asked: ReportAge, tests: Mapping[str, Value]) -> Shown | None:
    """A report of the kind of the latest one (else of the first kind) and of the day of the request."""
    if set(tests) - {"max", "less_than"}:
        return None
    latest = place.record.document_of(next((used.source for used in report_age(place, asked).used), None))
    kind = latest.kind if latest else asked.kinds[0]
    return Shown((("documents", {"document_kind": kind, "document_date": place.record.on}),))


def _sources(place: Place) -> Iterator[str]:
    """The documents that answers at the level refer to."""
    for entries in place.record.case.levels.get(place.level, {}).values():
        for entry in entries:
            if entry.source and entry.status in COUNTING:
                yield entry.source


class DaysSince(Parameters):
    """Which recorded day is meant (a fact of kind date), and the day to which it counts."""

    fact: str
    counted_from: Literal["request", "surgery"] = "request"


@measure("days_since", label="days since", kind=Kind.NUMBER, unit="days", parameters=DaysSince, facts=(), by_level=True)
def days_since(place: Place, asked: DaysSince) -> Reading:
    """Days from a recorded day to the counting day; open when the day is not recorded."""
    stated = place.record.read(asked.fact, place.level, place.line.stage, ("left",))
    days = [value for value in stated.values if isinstance(value, date)]
    if not days:
        return Reading(stated.path, open=True, from_request=stated.from_request, used=stated.used,
                       open_paths=stated.open_paths or (stated.path,))
    age = (place.record.counting_day(asked.counted_from) - max(days)).days
    return Reading(stated.path, span=(age, age), used=stated.used)


@showing("days_since", changes=True)
def newer_day(place: Place, asked: DaysSince, tests: Mapping[str, Value]) -> Shown | None:
    """The same done again on the day of the request, or time, until the day is long enough ago."""
    if not set(tests) - {"max", "less_than"}:
        return Shown((("facts", {asked.fact: place.record.on}),))
    reading = days_since(place, asked)
    if not reading.span or set(tests) - {"min", "more_than"}:
        return None
    return Shown(days=int(least(tests) - reading.span[0]))
