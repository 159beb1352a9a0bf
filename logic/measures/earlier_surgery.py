"""Computed facts of earlier operations, by level."""

from collections.abc import Mapping
from datetime import date
from math import ceil
from typing import Literal

from logic.case import Row, Value
from logic.levels import UNNAMED, neighbours
from logic.measures.base import Parameters, Place, Shown, least, measure, showing
from logic.reading import Reading, Used, joined, shown
from logic.record import Record, row_day
from logic.vocabulary import Kind

LONGEST_MONTH = 31
_FACTS = ("procedure", "surgery_levels", "surgery_date", "months_since_stated", "fusion_status", "hardware_status")


class EarlierSurgery(Parameters):
    """Which earlier operations a policy means, and where."""

    procedures: tuple[str, ...] = ()
    fusion_status: tuple[str, ...] = ()
    at: Literal["level", "adjacent", "any"] = "level"


@measure("earlier_surgery", label="earlier operation there", kind=Kind.YES_NO, parameters=EarlierSurgery,
         facts=_FACTS, by_level=True)
def earlier_surgery(place: Place, asked: EarlierSurgery) -> Reading:
    """Whether such an operation took place at the level (or next to it, or anywhere)."""
    if asked.at != "any" and place.level == UNNAMED:
        return Reading("levels", open=True, from_request=True, open_paths=("levels",))
    rows = place.record.rows("surgeries")
    matching = [(row, _both(_means(row, asked), _there(row, asked, place))) for row in rows]
    used = tuple(_used(row) for row, there in matching if there is not False)
    if any(there for _, there in matching):
        return Reading("surgeries", values=(True,), used=tuple(_used(row) for row, there in matching if there))
    if rows.open or any(there is None for _, there in matching):
        return Reading("surgeries", open=True, used=used, open_paths=("surgeries",))
    return Reading("surgeries", values=(False,), used=tuple(_used(row) for row in rows))


@measure("months_since_surgery", label="months since the earlier operation", kind=Kind.NUMBER, unit="months",
         parameters=EarlierSurgery, facts=_FACTS, by_level=True)
def months_since_surgery(place: Place, asked: EarlierSurgery) -> Reading:
    """Months from the latest such operation at the level to the request."""
    rows = place.record.rows("surgeries")
    if asked.at != "any" and place.level == UNNAMED:
        return Reading("levels", open=True, from_request=True, open_paths=("levels",))
    there = [row for row in rows if _both(_means(row, asked), _there(row, asked, place))]
    months = [(_months(row, place.record), row) for row in there]
    known = [(value, row) for value, row in months if value is not None]
    if not known or len(known) < len(months):
        return Reading("surgeries", open=True, open_paths=("surgeries",), used=tuple(_used(row) for row in there))
    fewest, row = min(known, key=lambda item: item[0])
    return Reading("surgeries", span=(fewest, fewest), used=(_used(row),))


@showing("earlier_surgery")
def an_earlier_surgery(place: Place, asked: EarlierSurgery, tests: Mapping[str, Value]) -> Shown | None:
    """An earlier operation of the kind at the level, if there was one."""
    if tests.get("is") is not True or place.level == UNNAMED:
        return None
    where = neighbours(place.level)[:1] if asked.at == "adjacent" else (place.level,)
    values: dict[str, Value] = {"surgery_levels": where}
    if asked.procedures:
        values["procedure"] = asked.procedures[0]
    if asked.fusion_status:
        values["fusion_status"] = asked.fusion_status[0]
    return Shown((("surgeries", values),))


@showing("months_since_surgery", changes=True)
def months_pass(place: Place, asked: EarlierSurgery, tests: Mapping[str, Value]) -> Shown | None:
    """Time, until the dated operation is long enough ago."""
    reading = months_since_surgery(place, asked)
    if not reading.span or set(tests) - {"min", "more_than"}:
        return None
    return Shown(days=ceil((least(tests) - reading.span[0]) * LONGEST_MONTH))


class NonunionAt(Parameters):
    """The levels at which a non-union is meant; none: the level being decided."""

    levels: tuple[str, ...] = ()


@measure("nonunion_at", label="non-union of an earlier fusion", kind=Kind.YES_NO, parameters=NonunionAt,
         facts=(*_FACTS, "pseudarthrosis"), by_level=True, other_levels=True)
def nonunion_at(place: Place, asked: NonunionAt) -> Reading:
    """Whether a non-union is recorded at one of the levels, as a finding there or as the state of a fusion."""
    levels = asked.levels or (place.level,)
    found = tuple(place.record.read("pseudarthrosis", level, place.line.stage, ("left",)) for level in levels)
    if any(reading.from_request for reading in found):
        return found[0]
    rows = place.record.rows("surgeries")
    failed = [row for row in rows if row.values.get("fusion_status") == "pseudarthrosis"
              and set(levels) & set(_levels(row))]
    if failed:
        return Reading("surgeries", values=(True,), used=tuple(_used(row) for row in failed))
    if any(True in reading.values for reading in found) or all(reading.values for reading in found):
        return joined(f"{levels[0]}.pseudarthrosis", found)
    if not rows.open and not rows.rows:
        return Reading("surgeries", values=(False,))
    return joined(f"{levels[0]}.pseudarthrosis", found)


def _levels(row: Row) -> tuple[str, ...]:
    levels = row.values.get("surgery_levels")
    return levels if isinstance(levels, tuple) else ()


def _means(row: Row, asked: EarlierSurgery) -> bool | None:
    """Whether the operation is of a kind that is meant; None when its kind was not recorded."""
    kind = _one_of(row.values.get("procedure"), asked.procedures)
    return _both(kind, _one_of(row.values.get("fusion_status"), asked.fusion_status))


def _one_of(held: object, wanted: tuple[str, ...]) -> bool | None:
    return True if not wanted else None if held is None else held in wanted


def _both(first: bool | None, second: bool | None) -> bool | None:
    """Both hold; open while an open one could still make it so."""
    if first is False or second is False:
        return False
    return None if None in (first, second) else True


def _there(row: Row, asked: EarlierSurgery, place: Place) -> bool | None:
    """Whether the operation was there; None when its levels were not recorded."""
    if asked.at == "any":
        return True
    levels = row.values.get("surgery_levels")
    if not isinstance(levels, tuple):
        return None
    wanted = {place.level} if asked.at == "level" else set(neighbours(place.level))
    return bool(wanted & set(levels))


def _months(row: Row, record: Record) -> float | None:
    day = row_day(row, "surgery_date")
    if isinstance(day, date):
        return months_between(day, record.on)
    stated = row.values.get("months_since_stated")
    return float(stated) if isinstance(stated, int | float) else None


def months_between(first: date, last: date) -> float:
    """Calendar months from one day to another, with the part of the last one.

    >>> months_between(date(2025, 1, 12), date(2026, 1, 12)), months_between(date(2025, 1, 13), date(2026, 1, 12)) < 12
    (12.0, True)
    """
    months = (last.year - first.year) * 12 + last.month - first.month
    return months + (last.day - first.day) / LONGEST_MONTH


def _used(row: Row) -> Used:
    levels = shown(row.values["surgery_levels"]) if "surgery_levels" in row.values else "levels not stated"
    day = row_day(row, "surgery_date")
    told = f"{shown(row.values.get('procedure', 'operation'))}, {levels}{f', {day.isoformat()}' if day else ''}"
    return Used("surgeries", told, row.status, row.source, row.words or row.reason or row.remark, row)
