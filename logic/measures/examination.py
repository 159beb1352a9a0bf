"""Computed facts of the examination and electrodiagnosis."""

from collections.abc import Mapping
from datetime import date, timedelta

from logic.case import Row, Value
from logic.levels import regions_of, roots_of
from logic.measures.base import Parameters, Place, Shown, least, measure, showing
from logic.reading import Reading, Used, shown
from logic.record import Record, row_day
from logic.vocabulary import Kind

RADICULOPATHY = {"acute_radiculopathy", "chronic_radiculopathy", "acute_on_chronic"}


class Weakness(Parameters):
    """How weak a muscle has to be (MRC grade, ordered 0 < 1 < 2- ... < 4- < 4 < 4+ < 5)."""

    at_most: str


@measure(
    "motor_deficit_exams", label="dated examinations that show the weakness", kind=Kind.NUMBER, unit="examinations",
    parameters=Weakness, facts=("exam_test", "mrc", "exam_root", "exam_muscle", "exam_side", "exam_date"),
)
def motor_deficit_exams(place: Place, asked: Weakness) -> Reading:
    """On how many different days one muscle or root was found this weak or weaker; undated findings stay open."""
    rows = place.record.rows("exams")
    grades = place.record.vocabulary.scales["mrc"].words
    weak = [row for row in rows if row.values.get("exam_test") == "motor" and row.values.get("mrc") in grades
            and grades.index(str(row.values["mrc"])) <= grades.index(asked.at_most)]
    days: dict[tuple[str, str], set[date]] = {}
    undated: dict[tuple[str, str], int] = {}
    for row in weak:
        where = (str(row.values.get("exam_root") or row.values.get("exam_muscle")), str(row.values.get("exam_side")))
        day = _day_of(row, place.record)
        if day:
            days.setdefault(where, set()).add(day)
        else:
            undated[where] = undated.get(where, 0) + 1
    low = max((len(found) for found in days.values()), default=0)
    high = max((len(days.get(where, ())) + undated.get(where, 0) for where in {*days, *undated}), default=0)
    used = tuple(Used("exams", f"MRC {row.values['mrc']} {shown(row.values.get('exam_root', ''))}", row.status,
                      row.source, held=row) for row in weak)
    return Reading("exams", span=(low, float("inf") if rows.open else high), open=rows.open, used=used,
                   open_paths=("exams",) if rows.open or low != high else ())


@showing("motor_deficit_exams")
def weak_on_days(place: Place, asked: Weakness, tests: Mapping[str, Value]) -> Shown | None:
    """Examinations on different days that found the weakness, if they did."""
    roots = roots_of(place.level)
    if not roots:
        return None
    days = [place.record.on - timedelta(days=n) for n in range(int(least(tests)))]
    return Shown(tuple(("exams", {"exam_test": "motor", "exam_root": roots[0], "exam_side": place.sides[0],
                                  "mrc": asked.at_most, "exam_date": day}) for day in days))


def _day_of(row: Row, record: Record) -> date | None:
    document = record.document_of(row.source)
    return row_day(row, "exam_date") or (document.date if document else None)


@measure(
    "emg_root_at_level", label="electrodiagnosis names a root of the level", kind=Kind.YES_NO, parameters=Parameters,
    facts=("emg_root", "emg_result", "emg_side"), by_level=True,
)
def emg_root_at_level(place: Place, _asked: Parameters) -> Reading:
    """Whether electrodiagnosis shows radiculopathy of a root that the level can compress, on the line's side."""
    rows = place.record.rows("emgs")
    if not regions_of(place.level):
        return Reading("emgs", open=True, from_request=True, open_paths=("levels",))
    named = [row for row in rows if row.values.get("emg_root") in roots_of(place.level)
             and row.values.get("emg_result") in RADICULOPATHY
             and row.values.get("emg_side", "bilateral") in {*place.sides, "bilateral"}]
    used = tuple(Used("emgs", f"{shown(row.values['emg_result'])} {row.values['emg_root']}", row.status, row.source,
                      held=row)
                 for row in named)
    if named:
        return Reading("emgs", values=(True,), used=used)
    if rows.open:
        return Reading("emgs", open=True, open_paths=("emgs",), used=rows.looked_for)
    return Reading("emgs", values=(False,))


@showing("emg_root_at_level")
def electrodiagnosis(place: Place, _asked: Parameters, tests: Mapping[str, Value]) -> Shown | None:
    """A study that names a root of the level, if it does."""
    roots = roots_of(place.level)
    if tests.get("is") is not True or not roots:
        return None
    return Shown((("emgs", {"emg_root": roots[0], "emg_side": place.sides[0], "emg_result": "chronic_radiculopathy"}),))
