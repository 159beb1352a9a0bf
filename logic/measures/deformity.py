"""Computed facts of measured curves."""

from collections.abc import Mapping

from logic.case import Row, Value
from logic.levels import UNNAMED, VERTEBRAE
from logic.measures.base import Parameters, Place, Shown, least, measure, showing
from logic.reading import Reading, Used, shown
from logic.vocabulary import Kind


class Curves(Parameters):
    """Curves of the whole spine, or only those that include the level."""

    including_level: bool = False


@measure("largest_curve", label="largest measured coronal curve (Cobb angle)", kind=Kind.NUMBER, unit="degrees",
         parameters=Curves, by_level=True,
         facts=("cobb_deg", "upper_vertebra", "lower_vertebra", "coronal_deformity_present"))
def largest_curve(place: Place, asked: Curves) -> Reading:
    """The largest Cobb angle in degrees; a curve whose ends were not recorded leaves open what lies within it."""
    if asked.including_level and place.level == UNNAMED:
        return Reading("levels", open=True, from_request=True, open_paths=("levels",))
    rows = place.record.rows("curves")
    stated = place.record.read("coronal_deformity_present", place.level, place.line.stage, ("left",))
    if rows.open and stated.values == (False,):
        return Reading("curves", span=(0, 0), used=stated.used)
    measured = [row for row in rows if isinstance(row.values.get("cobb_deg"), int | float)]
    placed = [(row, _includes(row, place.level) if asked.including_level else True) for row in measured]
    low = max((_angle(row) for row, there in placed if there), default=0.0)
    high = max((_angle(row) for row, there in placed if there is not False), default=0.0)
    is_open = rows.open or len(measured) < len(rows.rows)
    used = tuple(Used("curves", f"{shown(_angle(row))} degrees {_ends(row)}".strip(), row.status, row.source, held=row)
                 for row, there in placed if there is not False) + rows.looked_for
    return Reading("curves", span=(low, float("inf") if is_open else high), open=is_open, used=used,
                   open_paths=("curves",) if is_open or low != high else ())


def _angle(row: Row) -> float:
    return float(row.values["cobb_deg"])  # type: ignore[arg-type]


def _ends(row: Row) -> str:
    upper, lower = row.values.get("upper_vertebra"), row.values.get("lower_vertebra")
    return f"{upper} to {lower}" if upper and lower else ""


def _includes(row: Row, level: str) -> bool | None:
    upper, lower = row.values.get("upper_vertebra"), row.values.get("lower_vertebra")
    if upper not in VERTEBRAE or lower not in VERTEBRAE:
        return None
    top, bottom = (VERTEBRAE.index(end) for end in level.split("-"))
    return VERTEBRAE.index(str(upper)) <= top and bottom <= VERTEBRAE.index(str(lower))


@showing("largest_curve")
def measured_curve(place: Place, asked: Curves, tests: Mapping[str, Value]) -> Shown | None:
    """A measured curve as large as the limit, if the films show one."""
    values: dict[str, Value] = {"cobb_deg": least(tests)}
    if asked.including_level:
        if place.level == UNNAMED or place.level.startswith("SI"):
            return None
        values["upper_vertebra"], values["lower_vertebra"] = place.level.split("-")
    return Shown((("curves", values),))
