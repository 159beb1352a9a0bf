"""Computed fact of injections into the sacroiliac joint that count: relief, guidance, drug and look-back."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil
from typing import Annotated, Literal

from pydantic import Field

from logic.case import Row, Value
from logic.measures.base import MOST_DAYS, Parameters, Place, Shown, least, measure, showing
from logic.measures.treatment import TreatmentDefinition, courses
from logic.reading import Reading, Used, shown
from logic.record import row_day
from logic.vocabulary import Kind

JOINT = ("si_intraarticular", "si_lateral_branch")


class JointInjections(Parameters):
    """Which injections of the joint count; what is not given does not matter."""

    relief_at_least: float | None = None
    """Percent, as stated or from the pain before and after."""
    guidance: tuple[Literal["fluoroscopy", "ct", "ultrasound"], ...] = ()
    drugs: tuple[Literal["anesthetic_only", "steroid_only", "both"], ...] = ()
    within_days: Annotated[int, Field(ge=0, le=MOST_DAYS)] | None = None
    counted_from: Literal["request", "surgery"] = "request"


@measure("joint_injections", label="injections of the joint that count", kind=Kind.NUMBER, unit="injections",
         parameters=JointInjections,
         facts=("injection_type", "injection_side", "injection_date", "guidance", "injection_drug", "relief_percent",
                "pre_nrs", "post_nrs"))
def joint_injections(place: Place, asked: JointInjections) -> Reading:
    """How many injections into the joint of the side count; one that lacks what would tell is left open.

    With a recorded injection of a joint they are taken as fully recorded, unless marked that more may exist.
    """
    kind = courses(place.record, TreatmentDefinition(injections=JOINT))
    there = [(path, row) for path, row in kind.rows
             if row.values.get("injection_side", "bilateral") in {*place.sides, "bilateral"}]
    counted = [injection_counts(row, asked, place) for _, row in there]
    low, high = counted.count(True), len(counted) - counted.count(False)
    used = tuple(Used(path, _told(row), row.status, row.source, row.words or row.reason or row.remark, row)
                 for path, row in there)
    return Reading(kind.path, span=(low, float("inf") if kind.open else high), open=kind.open or low != high,
                   used=used + kind.looked_for, open_paths=(kind.path,) if kind.open or low != high else ())


@showing("joint_injections", changes=True)
def another_injection(place: Place, asked: JointInjections, tests: Mapping[str, Value]) -> Shown:
    """As many injections of the joint as are missing, each with what the policy asks of it, if they then show it."""
    span = joint_injections(place, asked).span or (0.0, 0.0)
    values: dict[str, Value] = {"injection_type": JOINT[0], "injection_side": place.sides[0],
                                "injection_date": place.record.on}
    if asked.relief_at_least is not None:
        values["relief_percent"] = asked.relief_at_least
    if asked.guidance:
        values["guidance"] = asked.guidance[0]
    if asked.drugs:
        values["injection_drug"] = asked.drugs[0]
    return Shown((("injections", values),) * ceil(least(tests) - span[0]))


def injection_counts(row: Row, asked: JointInjections, place: Place) -> bool | None:
    """Whether an injection counts; None while what it lacks could make it so."""
    answers = [_in(row, "guidance", asked.guidance), _in(row, "injection_drug", asked.drugs)]
    if asked.relief_at_least is not None:
        relief = _relief(row)
        answers.append(None if relief is None else relief >= asked.relief_at_least)
    if asked.within_days is not None:
        day = row_day(row, "injection_date")
        first = place.record.counting_day(asked.counted_from) - timedelta(days=asked.within_days)
        answers.append(None if day is None else first <= day <= place.record.on)
    if False in answers:
        return False
    return None if None in answers else True


def _in(row: Row, name: str, wanted: tuple[str, ...]) -> bool | None:
    held = row.values.get(name, "not_stated")
    return True if not wanted else None if held == "not_stated" else held in wanted


def _relief(row: Row) -> float | None:
    """The relief in percent: as stated, else from the pain before and after."""
    stated, before, after = (row.values.get(name) for name in ("relief_percent", "pre_nrs", "post_nrs"))
    if isinstance(stated, int | float):
        return float(stated)
    if isinstance(before, int | float) and isinstance(after, int | float) and before > 0:
        return 100 * (before - after) / before
    return None


def _told(row: Row) -> str:
    day, relief = row_day(row, "injection_date"), _relief(row)
    told = f", {shown(relief)} percent relief" if relief is not None else ""
    return f"{shown(row.values['injection_type'])}{f', {day.isoformat()}' if day else ''}{told}"
