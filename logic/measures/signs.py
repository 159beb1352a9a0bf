"""Computed facts of symptoms and signs in a region: reported kinds, abnormal findings, the weakest muscle."""

from collections.abc import Mapping, Set as AbstractSet
from math import ceil
from typing import Annotated, Literal

from pydantic import Field

from logic.case import Row, Value
from logic.levels import ROOTS, region_of_root
from logic.measures.base import Parameters, Place, Shown, least, measure, showing
from logic.reading import Reading, Used, shown
from logic.vocabulary import Kind

_TESTS = ("motor", "sensation", "reflex")
_ABNORMAL = frozenset({"reduced", "absent", "increased", "abnormal"})
_OF_SIGNS = _ABNORMAL | {"positive"}
_NORMAL_STRENGTH = "5"


class Reported(Parameters):
    """Which symptoms are meant."""

    symptoms: Annotated[
        tuple[Literal["radicular_pain", "numbness", "paresthesia", "weakness_reported", "axial_pain"], ...],
        Field(min_length=1),
    ]


@measure("symptom_reported", label="symptom reported", kind=Kind.YES_NO, parameters=Reported,
         facts=("symptom", "symptom_region", "symptom_root"))
def symptom_reported(place: Place, asked: Reported) -> Reading:
    """Whether such a symptom of the region is recorded; open where none is, unless there were none at all."""
    rows = place.record.rows("symptoms")
    told = [row for row in rows if row.values.get("symptom") in asked.symptoms and _here(row, place, "symptom")]
    if not rows.rows and not rows.open:
        return Reading("symptoms", values=(False,))
    if not told:
        return Reading("symptoms", open=True, open_paths=("symptoms",), used=rows.looked_for)
    return Reading("symptoms", values=(True,), used=tuple(_used("symptoms", row, "symptom") for row in told))


@showing("symptom_reported")
def a_symptom(place: Place, asked: Reported, tests: Mapping[str, Value]) -> Shown | None:
    """A symptom of the kind in the region, if the record states one."""
    if tests.get("is") is not True or not place.regions:
        return None
    return Shown((("symptoms", {"symptom": asked.symptoms[0], "symptom_region": place.regions[0]}),))


@measure("objective_deficit", label="abnormal reflex, feeling or strength", kind=Kind.YES_NO, parameters=Parameters,
         facts=("exam_test", "exam_root", "exam_result", "mrc"))
def objective_deficit(place: Place, _asked: Parameters) -> Reading:
    """Whether an examination finds an abnormal reflex, feeling or strength of the region.

    Absent only where all three were tested and none is abnormal.
    """
    rows = place.record.rows("exams")
    tested = [row for row in rows if row.values.get("exam_test") in _TESTS and _here(row, place, "exam")]
    abnormal = [row for row in tested if _abnormal(row, place)]
    if abnormal:
        return Reading("exams", values=(True,), used=tuple(_used("exams", row, "exam_test") for row in abnormal))
    known = {row.values.get("exam_test") for row in tested if _abnormal(row, place) is False}
    if rows.open or known != set(_TESTS) or any(_abnormal(row, place) is None for row in tested):
        return Reading("exams", open=True, open_paths=("exams",), used=rows.looked_for)
    return Reading("exams", values=(False,), used=tuple(_used("exams", row, "exam_test") for row in tested))


@showing("objective_deficit")
def a_deficit(place: Place, _asked: Parameters, tests: Mapping[str, Value]) -> Shown | None:
    """An abnormal reflex of the region, if an examination found one."""
    if tests.get("is") is not True or not place.regions:
        return None
    root = next(root for root in ROOTS if region_of_root(root) == place.regions[0])
    return Shown((("exams", {"exam_test": "reflex", "exam_root": root, "exam_result": "reduced"}),))


@measure("weakest_motor_grade", label="weakest muscle (MRC)", kind=Kind.GRADE, scale="mrc", parameters=Parameters,
         facts=("exam_test", "exam_root", "mrc"))
def weakest_motor_grade(place: Place, _asked: Parameters) -> Reading:
    """The weakest graded muscle of the region; open where no muscle was graded."""
    rows = place.record.rows("exams")
    scale = place.record.vocabulary.scales["mrc"].words
    graded = [row for row in rows if row.values.get("exam_test") == "motor" and row.values.get("mrc") in scale
              and _here(row, place, "exam")]
    if not graded:
        return Reading("exams", open=True, scale=scale, open_paths=("exams",), used=rows.looked_for)
    weakest = min(graded, key=lambda row: scale.index(str(row.values["mrc"])))
    used = Used("exams", f"MRC {weakest.values['mrc']} {shown(weakest.values.get('exam_root', ''))}".strip(),
                weakest.status, weakest.source, held=weakest)
    return Reading("exams", values=(str(weakest.values["mrc"]),), scale=scale, used=(used,))


class Signs(Parameters):
    """Which examinations are meant (words of `exam_test`)."""

    signs: Annotated[tuple[str, ...], Field(min_length=1)]
    brisk_reflexes: bool = False
    """Of the reflexes only brisk ones count; one that is called abnormal and no more is left open."""


@measure("abnormal_signs", label="abnormal signs on examination", kind=Kind.NUMBER, unit="signs", parameters=Signs,
         facts=("exam_test", "exam_root", "exam_result", "mrc"))
def abnormal_signs(place: Place, asked: Signs) -> Reading:
    """How many of the listed examinations were abnormal; one of a root of another region does not count.

    An examination without a result leaves its sign open; with any examination recorded, one that is not listed was
    not found.
    """
    rows = place.record.rows("exams")
    found: dict[str, bool | None] = {}
    for row in rows:
        sign = str(row.values.get("exam_test"))
        if sign in asked.signs and _here(row, place, "exam") and found.get(sign) is not True:
            result = _brisk(row) if asked.brisk_reflexes and sign == "reflex" else _abnormal(row, place, _OF_SIGNS)
            found[sign] = None if result is False and sign in found and found[sign] is None else result
    low = sum(result is True for result in found.values())
    high = float("inf") if rows.open else low + sum(result is None for result in found.values())
    used = tuple(Used("exams", f"{shown(row.values['exam_test'])} "
                      f"{shown(row.values.get('mrc', row.values.get('exam_result', 'no result')))}", row.status,
                      row.source, held=row)
                 for row in rows if row.values.get("exam_test") in found)
    return Reading("exams", span=(low, high), open=rows.open, used=used + rows.looked_for,
                   open_paths=("exams",) if low != high else ())


@showing("abnormal_signs")
def more_signs(place: Place, asked: Signs, tests: Mapping[str, Value]) -> Shown:
    """As many of the signs as are missing, if an examination found them."""
    found = abnormal_signs(place, asked)
    low = found.span[0] if found.span else 0
    missing = asked.signs[:ceil(least(tests) - low)] if low == 0 else asked.signs
    result = {sign: "increased" if asked.brisk_reflexes and sign == "reflex" else "abnormal" for sign in missing}
    return Shown(tuple(("exams", {"exam_test": sign, "exam_result": result[sign]}) for sign in missing))


def _here(row: Row, place: Place, prefix: str) -> bool:
    """Whether a symptom or finding belongs to the region of the place; one without region or root counts."""
    root, region = row.values.get(f"{prefix}_root"), row.values.get(f"{prefix}_region")
    where = region or (region_of_root(str(root)) if root in ROOTS else None)
    return where is None or not place.regions or where in place.regions


def _abnormal(row: Row, place: Place, results: AbstractSet[str] = _ABNORMAL) -> bool | None:
    """Whether a test is abnormal; None when its result was not recorded."""
    grade, result = row.values.get("mrc"), row.values.get("exam_result")
    if grade in place.record.vocabulary.scales["mrc"].words:
        return grade != _NORMAL_STRENGTH
    return None if result is None else result in results


def _brisk(row: Row) -> bool | None:
    """Whether a reflex is brisk; None where it is only called abnormal, or has no result."""
    result = row.values.get("exam_result")
    return None if result in {None, "abnormal"} else result == "increased"


def _used(path: str, row: Row, name: str) -> Used:
    remark = row.words or row.reason or row.remark
    return Used(path, shown(row.values.get(name, "")), row.status, row.source, remark, row)
