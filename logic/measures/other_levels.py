"""Computed fact of what imaging shows at levels that the request does not name."""

from collections.abc import Iterator

from logic.levels import INTERSPACES, UNNAMED, regions_of
from logic.measures.base import Parameters, Place, measure
from logic.reading import Reading, Used
from logic.vocabulary import Kind

_STENOSIS = ("central_stenosis", "lateral_recess_stenosis", "foraminal_stenosis")
_COMPRESSION = ("root_compression", "cord_compression")


class Elsewhere(Parameters):
    """From which grade of stenosis on a finding is marked (words of the scale of stenosis)."""

    from_grade: str = "moderate"


@measure("marked_finding_elsewhere", label="marked finding at a level that is not requested", kind=Kind.YES_NO,
         parameters=Elsewhere, facts=(*_STENOSIS, *_COMPRESSION), by_level=True, other_levels=True)
def marked_finding_elsewhere(place: Place, asked: Elsewhere) -> Reading:
    """Whether a level of the same region that no line names shows marked stenosis, or a compressed root or cord.

    Only what is recorded counts: a level of which nothing is told has no marked finding. For a line that names no level
    there is none elsewhere: the level may be the one that is meant, and all that depends on the level is open anyway.
    """
    requested = {level for line in place.record.lines for level in line.line.levels}
    others = [level for level in place.record.case.levels if level in INTERSPACES and level not in requested
              and (not place.regions or set(regions_of(level)) & set(place.regions))]
    if place.level == UNNAMED:
        others = []
    marked = tuple(used for level in others for used in _marked(place, level, asked))
    return Reading("levels_not_requested", values=(bool(marked),), used=marked)


def _marked(place: Place, level: str, asked: Elsewhere) -> Iterator[Used]:
    words = place.record.vocabulary.scales["stenosis"].words
    marked = {*words[words.index(asked.from_grade):], "compression"}
    for name in (*_STENOSIS, *_COMPRESSION):
        reading = place.record.read(name, level, place.line.stage, ("left", "right"))
        if marked & {str(value) for value in reading.values}:
            yield from reading.used
