"""Tests of the request itself: whether such a line is requested at the level, in the stage or at all."""

from logic.case import RequestedLine, Status
from logic.levels import UNNAMED, regions_of
from logic.measures import Place
from logic.policy import Requested
from logic.reading import Reading, Used
from logic.record import NAME_THE_LEVELS


def requested(asked: Requested, place: Place) -> Reading:
    """Whether such a line is requested; open where only the levels would tell."""
    chosen = [line for line in place.record.lines if _is_meant(asked, line, place)]
    path = "requested"
    if asked.at == "level":
        there = [line for line in chosen if place.level in line.line.levels]
        unnamed = [line for line in chosen if not line.line.levels]
        if not there and chosen and (unnamed or place.level == UNNAMED):
            return Reading(path, open=True, from_request=True, open_paths=(NAME_THE_LEVELS,), used=_used(chosen))
        chosen = there
    return Reading(path, values=(bool(chosen),), used=_used(chosen))


def _is_meant(asked: Requested, line: RequestedLine, place: Place) -> bool:
    entry = place.record.entry_of(line)
    if entry is None or not asked.selects(entry):
        return False
    if asked.other_lines_only and line.id == place.line.id:
        return False
    if asked.at != "request" and line.stage != place.line.stage:
        return False
    regions = place.record.regions_of_line(line)
    if asked.regions and regions and not set(asked.regions) & set(regions):
        return False
    here = regions_of(place.level) or place.record.regions_of_line(place.line)
    return not (asked.same_region and here and regions and not set(here) & set(regions))


def _used(lines: list[RequestedLine]) -> tuple[Used, ...]:
    return tuple(Used("requested", f"{line.code} {' '.join(line.line.levels)}".strip(), Status.DOCUMENTED)
                 for line in lines)
