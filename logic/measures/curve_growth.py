"""Computed fact of curves that grow."""

from collections.abc import Mapping

from logic.case import Value
from logic.measures.base import Parameters, Place, Shown, least, measure, showing
from logic.reading import Reading, Used, shown
from logic.vocabulary import Kind


@measure("curve_progression", label="largest measured increase of a coronal curve", kind=Kind.NUMBER, unit="degrees",
         parameters=Parameters, facts=("curve_progression_deg", "coronal_deformity_present"))
def curve_progression(place: Place, _asked: Parameters) -> Reading:
    """By how many degrees a curve has increased, at most; open where a recorded curve states no increase."""
    rows = place.record.rows("curves")
    stated = place.record.read("coronal_deformity_present", place.level, place.line.stage, ("left",))
    if rows.open and stated.values == (False,):
        return Reading("curves", span=(0, 0), used=stated.used)
    grown = [(row, float(value)) for row in rows
             if isinstance(value := row.values.get("curve_progression_deg"), int | float)]
    is_open = rows.open or len(grown) < len(rows.rows)
    most = max((value for _, value in grown), default=0.0)
    used = tuple(Used("curves", f"increase of {shown(value)} degrees", row.status, row.source, held=row)
                 for row, value in grown)
    return Reading("curves", span=(most, float("inf") if is_open else most), open=is_open,
                   used=used + rows.looked_for, open_paths=("curves",) if is_open else ())


@showing("curve_progression")
def a_growing_curve(_place: Place, _asked: Parameters, tests: Mapping[str, Value]) -> Shown:
    """A curve that has grown as much as the limit, if films of two dates show it."""
    return Shown((("curves", {"curve_progression_deg": least(tests)}),))
