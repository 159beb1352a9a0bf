"""Computed facts of the sacroiliac joint."""

from logic.measures.base import Parameters, Place, measure
from logic.reading import Reading
from logic.vocabulary import Kind

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
