"""Computed fact of what an earlier operation did for the symptoms at first."""

from collections.abc import Mapping

from logic.case import Row, Value
from logic.levels import UNNAMED
from logic.measures.base import Parameters, Place, Shown, measure, showing
from logic.reading import Reading, Used, shown
from logic.vocabulary import Kind

HELPED = {"good", "partial"}


class Benefit(Parameters):
    """Which earlier operations are meant; none given: all."""

    procedures: tuple[str, ...] = ()


@measure("earlier_surgery_helped", label="relief at first after the earlier operation", kind=Kind.YES_NO,
         parameters=Benefit, facts=("procedure", "surgery_levels", "initial_benefit"), by_level=True)
def earlier_surgery_helped(place: Place, asked: Benefit) -> Reading:
    """Whether such an operation at the level reduced the pain in the first months, fully or partly."""
    if place.level == UNNAMED:
        return Reading("levels", open=True, from_request=True, open_paths=("levels",))
    rows = place.record.rows("surgeries")
    there = [row for row in rows if _may_be_meant(row, asked, place.level)]
    used = tuple(Used("surgeries", f"{shown(row.values.get('procedure', 'operation'))}, relief at first: "
                      f"{shown(row.values.get('initial_benefit', 'not stated'))}", row.status, row.source,
                      held=row)
                 for row in there)
    told = {row.values.get("initial_benefit") for row in there}
    if any(_certainly_meant(row, asked) and row.values.get("initial_benefit") in HELPED for row in there):
        return Reading("surgeries", values=(True,), used=used)
    if rows.open or told & {None, *HELPED}:
        return Reading("surgeries", open=True, used=used, open_paths=("surgeries",))
    return Reading("surgeries", values=(False,), used=used)


def _certainly_meant(row: Row, asked: Benefit) -> bool:
    """Whether the row states its levels and, where it matters, its kind."""
    return "surgery_levels" in row.values and (not asked.procedures or "procedure" in row.values)


def _may_be_meant(row: Row, asked: Benefit, level: str) -> bool:
    """Whether the operation was of the kind and at the level, as far as the row tells."""
    levels, procedure = row.values.get("surgery_levels"), row.values.get("procedure")
    kind = not asked.procedures or procedure is None or procedure in asked.procedures
    return kind and (not isinstance(levels, tuple) or level in levels)


@showing("earlier_surgery_helped")
def a_surgery_that_helped(place: Place, asked: Benefit, tests: Mapping[str, Value]) -> Shown | None:
    """An earlier operation at the level with relief at first, if there was one."""
    if tests.get("is") is not True:
        return None
    values: dict[str, Value] = {"surgery_levels": (place.level,), "initial_benefit": "good"}
    if asked.procedures:
        values["procedure"] = asked.procedures[0]
    return Shown((("surgeries", values),))
