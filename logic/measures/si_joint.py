"""Computed facts of the sacroiliac joint."""

from logic.measures.base import Parameters, Place, measure
from logic.reading import Reading, Used, shown
from logic.vocabulary import Kind

JOINT_INJECTIONS = {"si_intraarticular", "si_lateral_branch"}
FIVE_TESTS = ("si_distraction", "si_compression", "si_thigh_thrust", "si_faber", "si_gaenslen")


@measure("positive_si_tests", label="positive provocative tests of the joint", kind=Kind.NUMBER, unit="tests",
         parameters=Parameters, facts=("si_positive_tests", *FIVE_TESTS))
def positive_si_tests(place: Place, _asked: Parameters) -> Reading:
    """How many of five provocative tests are positive on one side: as counted in the record, else one by one."""
    sides = [_on(place, side) for side in place.sides]
    low = max(reading.span[0] for reading in sides if reading.span)
    high = max(reading.span[1] for reading in sides if reading.span)
    return Reading(
        "si_positive_tests", span=(low, high), open=low != high,
        used=tuple(used for reading in sides for used in reading.used),
        open_paths=tuple(path for reading in sides for path in reading.open_paths),
    )


@measure("si_injection_relief", label="relief after an injection of the joint", kind=Kind.NUMBER, unit="percent",
         parameters=Parameters,
         facts=("si_injection_relief_percent", "injection_type", "injection_side", "relief_percent"))
def si_injection_relief(place: Place, _asked: Parameters) -> Reading:
    """The best relief in percent after an injection of the joint: as stated, else of the recorded injections."""
    stated = place.record.read("si_injection_relief_percent", place.level, place.line.stage, place.sides)
    if stated.values:
        return stated
    rows = [row for row in place.record.rows("injections") if row.values.get("injection_type") in JOINT_INJECTIONS
            and row.values.get("injection_side", "bilateral") in {*place.sides, "bilateral"}]
    known = [row for row in rows if isinstance(row.values.get("relief_percent"), int | float)]
    if not known:
        return stated
    best = max(float(row.values["relief_percent"]) for row in known)  # type: ignore[arg-type]
    is_open = len(known) < len(rows)
    used = tuple(Used("injections", f"{shown(row.values['relief_percent'])} percent relief", row.status, row.source,
                      held=row)
                 for row in known)
    return Reading(stated.path, span=(best, float("inf") if is_open else best), open=is_open, used=used,
                   open_paths=(stated.path,) if is_open else ())


def _on(place: Place, side: str) -> Reading:
    """The count on one side as a span: from the tests known to be positive to those that still can be."""
    counted = place.record.read("si_positive_tests", place.level, place.line.stage, (side,))
    if counted.values:
        number = float(counted.values[0])  # type: ignore[arg-type]
        return Reading(counted.path, span=(number, number), used=counted.used)
    single = [place.record.read(name, place.level, place.line.stage, (side,)) for name in FIVE_TESTS]
    positive = sum(True in reading.values for reading in single)
    unknown = sum(not reading.values for reading in single)
    return Reading(counted.path, span=(positive, positive + unknown),
                   used=(*counted.used, *(used for reading in single for used in reading.used)),
                   open_paths=(counted.path,) if unknown else ())
