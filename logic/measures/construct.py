"""Computed facts of the request itself: what is fused, how far, by which approaches and in how many stages."""

from logic.case import Status
from logic.catalogue import Selection
from logic.levels import INTERSPACES, vertebrae_of
from logic.measures.base import Parameters, Place, measure
from logic.reading import Reading, Used
from logic.record import NAME_THE_LEVELS, Record
from logic.vocabulary import Kind


_DOCUMENTED = Status.DOCUMENTED


_SIDES = {
    "front": {"anterior", "anterolateral_oblique", "lateral", "presacral"},
    "back": {"posterior", "posterolateral", "percutaneous"},
}


class Construct(Parameters):
    """Which lines make up the construct, in the stage or in the whole request."""

    lines: Selection = Selection(families=("fusion",))
    whole_request: bool = False


def _fused(place: Place, asked: Construct) -> tuple[tuple[str, ...], bool]:
    """The interspaces that the lines name, and whether some line names none."""
    lines = [line for line in place.record.lines
             if (asked.whole_request or line.stage == place.line.stage)
             and (entry := place.record.entry_of(line)) and asked.lines.selects(entry)]
    named = {level for line in lines for level in line.line.levels if level in INTERSPACES}
    return tuple(x for x in INTERSPACES if x in named), any(not line.line.levels for line in lines)


def _reading(name: str, count: int, *, is_open: bool) -> Reading:
    return Reading(name, span=(count, float("inf") if is_open else count), open=is_open, from_request=is_open,
                   used=(Used(name, str(count), status=_DOCUMENTED),), open_paths=(NAME_THE_LEVELS,) if is_open else ())


@measure("interspaces", label="interspaces requested for fusion", kind=Kind.NUMBER, unit="interspaces",
         parameters=Construct, facts=("code", "levels"))
def interspaces(place: Place, asked: Construct) -> Reading:
    """How many interspaces the lines fuse; lines without levels leave it open upwards."""
    named, is_open = _fused(place, asked)
    return _reading("interspaces", len(named), is_open=is_open)


@measure("vertebrae", label="vertebrae in the construct", kind=Kind.NUMBER, unit="vertebrae", parameters=Construct,
         facts=("code", "levels"))
def vertebrae(place: Place, asked: Construct) -> Reading:
    """How many vertebrae the lines touch (one more than the interspaces of an unbroken span)."""
    named, is_open = _fused(place, asked)
    return _reading("vertebrae", len(vertebrae_of(named)), is_open=is_open)


@measure("interspaces_to_sacrum", label="unbroken fused interspaces down to the sacrum", kind=Kind.NUMBER,
         unit="interspaces", parameters=Construct, facts=("code", "levels"))
def interspaces_to_sacrum(place: Place, asked: Construct) -> Reading:
    """How many unbroken interspaces, counted upwards from L5-S1, the lines fuse; 0 when L5-S1 is not fused."""
    named, is_open = _fused(place, asked)
    count = 0
    for level in reversed(INTERSPACES):
        if level not in named:
            break
        count += 1
    return _reading("interspaces_to_sacrum", count, is_open=is_open)


@measure("stages", label="stages of the request", kind=Kind.NUMBER, unit="stages", parameters=Parameters,
         facts=("stage_approach",))
def stages(place: Place, _asked: Parameters) -> Reading:
    """How many operations the request has."""
    return _reading("stages", len(place.record.case.stages), is_open=False)


@measure("approach", label="approach of the stage", kind=Kind.CHOICES, options=("front", "back"), parameters=Parameters,
         facts=("stage_approach",))
def approach(place: Place, _asked: Parameters) -> Reading:
    """From where the stage goes in: as it states, else as its codes tell; open when neither does."""
    found = _sides_of_stage(place.record, place.line.stage)
    if found is None:
        return Reading("stage_approach", open=True, from_request=True, open_paths=("stage_approach",))
    told = " and ".join(sorted(found))
    return Reading("stage_approach", values=(tuple(sorted(found)),), used=(Used("stage_approach", told, _DOCUMENTED),))


@measure("front_and_back", label="front and back in one request", kind=Kind.YES_NO, parameters=Parameters,
         facts=("stage_approach",))
def front_and_back(place: Place, _asked: Parameters) -> Reading:
    """Whether the operations together reach the spine from the front (or side) and from the back.

    A stage that states no approach is read by its codes: an anterior code goes in from the front.
    """
    sides = [_sides_of_stage(place.record, number) for number in range(1, len(place.record.case.stages) + 1)]
    reached = set[str]().union(*(side for side in sides if side))
    used = (Used("stage_approach", " and ".join(sorted(reached)) or "not stated", _DOCUMENTED),)
    if reached == {"front", "back"}:
        return Reading("stage_approach", values=(True,), used=used)
    if any(side is None for side in sides):
        return Reading("stage_approach", open=True, from_request=True, open_paths=("stage_approach",))
    return Reading("stage_approach", values=(False,), used=used)


def _sides_of_stage(record: Record, number: int) -> set[str] | None:
    """From where a stage goes in; None when neither its approach nor its codes tell."""
    stated = set(record.case.stages[number - 1].approach)
    entries = [record.entry_of(line) for line in record.lines if line.stage == number]
    approaches = stated or {entry.approach for entry in entries if entry} - {"any"}
    found = {side for side, names in _SIDES.items() if names & approaches}
    return found or None
