"""The grade of a slip (spondylolisthesis) at a level, from whichever of grade, millimetres or statement exists."""

from dataclasses import replace

from logic.measures.base import Parameters, Place, measure
from logic.reading import Reading
from logic.vocabulary import Kind


@measure(
    "listhesis", label="slip grade (Meyerding)", kind=Kind.GRADE, scale="meyerding", parameters=Parameters,
    facts=("slip_grade", "spondylolisthesis", "slip_mm", "slip_percent"), by_level=True,
)
def listhesis(place: Place, _asked: Parameters) -> Reading:
    """The slip at the level as a grade.

    A stated grade governs, then what else is stated, then that a complete report mentions no slip. A percentage is
    graded by Meyerding (up to 25, 50, 75, 100 percent); millimetres above none, or the word alone, are a slip of at
    least grade I whose grade is open above that.
    """
    stated = {name: place.record.read(name, place.level, place.line.stage, ("left",))
              for name in ("slip_grade", "slip_percent", "spondylolisthesis", "slip_mm")}
    scale = place.record.vocabulary.scales["meyerding"].words
    grade = stated["slip_grade"]
    closed = _closed(grade)
    if grade.from_request or (grade.values and not closed):
        return replace(grade, scale=scale)
    for name in ("slip_percent", "spondylolisthesis", "slip_mm"):
        reading = stated[name]
        for value in reading.values if not _closed(reading) else ():
            low, high = _grades(name, value, len(scale) - 1)
            return replace(reading, values=(scale[low],) if low == high else (), scale=scale,
                           span=None if low == high else (low, high), open=low != high,
                           open_paths=(grade.path,) if low != high else ())
    if closed:
        return replace(grade, scale=scale)
    return replace(grade, scale=scale, open_paths=(grade.path,))


def _closed(reading: Reading) -> bool:
    """Whether the answer is only that a complete report does not mention it."""
    return any(used.path.endswith(".report_complete") for used in reading.used)


def _grades(name: str, value: object, top: int) -> tuple[int, int]:
    number = float(value) if isinstance(value, int | float) else 0.0
    if number <= 0:
        return 0, 0
    if name == "slip_percent":
        grade = next((place for place, limit in enumerate((25, 50, 75, 100), start=1) if number <= limit), top)
        return grade, grade
    return 1, top
