"""Computed fact of the examination: how many of the listed signs were found."""

from collections.abc import Mapping
from math import ceil
from typing import Annotated

from pydantic import Field

from logic.case import Row, Value
from logic.levels import region_of_root
from logic.measures.base import Parameters, Place, Shown, least, measure, showing
from logic.reading import Reading, Used, shown
from logic.vocabulary import Kind

ABNORMAL = {"reduced", "absent", "increased", "positive", "abnormal"}
NORMAL_STRENGTH = "5"


class Signs(Parameters):
    """Which examinations are meant (words of `exam_test`)."""

    signs: Annotated[tuple[str, ...], Field(min_length=1)]


@measure("abnormal_signs", label="abnormal signs on examination", kind=Kind.NUMBER, unit="signs", parameters=Signs,
         facts=("exam_test", "exam_root", "exam_result", "mrc"), by_level=True)
def abnormal_signs(place: Place, asked: Signs) -> Reading:
    """How many of the listed examinations were abnormal; one of a root of another region does not count.

    An examination without a result leaves its sign open; with any examination recorded, one that is not listed was
    not found.
    """
    rows = place.record.rows("exams")
    found: dict[str, bool | None] = {}
    for row in rows:
        sign = str(row.values.get("exam_test"))
        if sign in asked.signs and _in_region(row, place) and found.get(sign) is not True:
            result = _abnormal(row)
            found[sign] = None if result is False and sign in found and found[sign] is None else result
    low = sum(result is True for result in found.values())
    high = float("inf") if rows.open else low + sum(result is None for result in found.values())
    used = tuple(Used("exams", f"{shown(row.values['exam_test'])} "
                      f"{shown(row.values.get('mrc', row.values.get('exam_result', 'no result')))}", row.status,
                      row.source)
                 for row in rows if row.values.get("exam_test") in found)
    return Reading("exams", span=(low, high), open=rows.open, used=used + rows.looked_for,
                   open_paths=("exams",) if low != high else ())


def _in_region(row: Row, place: Place) -> bool:
    root = row.values.get("exam_root")
    region = region_of_root(root) if isinstance(root, str) and root != "not_stated" else None
    return not region or not place.regions or region in place.regions


def _abnormal(row: Row) -> bool | None:
    result, strength = row.values.get("exam_result"), row.values.get("mrc")
    if result is None and strength is None:
        return None
    return result in ABNORMAL or strength not in {None, NORMAL_STRENGTH}


@showing("abnormal_signs")
def more_signs(place: Place, asked: Signs, tests: Mapping[str, Value]) -> Shown:
    """As many of the signs as are missing, if an examination found them."""
    found = abnormal_signs(place, asked)
    low = found.span[0] if found.span else 0
    missing = asked.signs[:ceil(least(tests) - low)] if low == 0 else asked.signs
    return Shown(tuple(("exams", {"exam_test": sign, "exam_result": "abnormal"}) for sign in missing))
