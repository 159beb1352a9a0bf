"""The vertebrae and discs of the picture of a spine, seen from the left side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from logic.case import Outcome
from logic.levels import SI_JOINTS
from logic.pictures.at_level import AtLevel
from logic.pictures.drawing import Box, Label, Part, Stroke
from logic.pictures.level_block import BLOCK_LEFT, Block
from logic.pictures.outcomes import tone_of

_CENTRE, _WIDTH, _DISC = 44.0, 46.0, 11.0
_FIRST, _LAST = 26.0, 36.0
"""Heights of the vertebrae at the ends; the others reach from disc to disc."""
_FURTHEST = 18.0
"""How far a vertebra is drawn from its place at most."""
_PERCENT = {"I": 12.5, "II": 37.5, "III": 62.5, "IV": 87.5, "V": 100.0}
"""The middle of what a grade of slip stands for."""
_ORDINARY_WIDTH_MM = 40.0
_HERNIATED = {"bulge": 3.0, "protrusion": 5.0, "extrusion": 7.0, "sequestration": 9.0}
_TOWARDS = {"antero": -1.0, "retro": 1.0}
"""Slips that can be seen from the side."""
PELVIS = "pelvis"


Asked = Mapping[str, Sequence[Outcome | None]]
"""The outcomes of what is requested at each level; None where they are not shown."""


@dataclass(frozen=True)
class Column:
    """The drawn column."""

    parts: tuple[Part, ...]
    bottom: float


def column(
    levels: Sequence[AtLevel], blocks: Sequence[Block], asked: Asked, operated: frozenset[str],
) -> Column:
    """The column, every disc level with its block; a disc has the tone of the first outcome of what is asked there."""
    spaces = [at for at in levels if at.level not in SI_JOINTS]
    joints = [at for at in levels if at.level in SI_JOINTS]
    names = _names(spaces, joints)
    middles = [block.middle for block in blocks][:len(names) - 1]
    offsets = _offsets(spaces, len(names))
    parts: list[Part] = []
    tops = [middles[0] - _DISC / 2 - _FIRST, *(middle + _DISC / 2 for middle in middles)]
    ends = [*(middle - _DISC / 2 for middle in middles), middles[-1] + _DISC / 2 + _LAST]
    for n, name in enumerate(names):
        parts += _vertebra(name, _CENTRE + offsets[n], tops[n], ends[n] - tops[n], broken=_broken(name, spaces))
        if n < len(middles):
            here = [spaces[n].level] if n < len(spaces) else [at.level for at in joints]
            parts += _disc(here, spaces[n] if n < len(spaces) else None, _CENTRE + offsets[n + 1], ends[n], asked)
            if any(level in operated for level in here):
                parts.append(Stroke(((_CENTRE + 29, ends[n] - 6), (_CENTRE + 29, tops[n + 1] + 6)), "finding", 3))
            parts += [_leader(middles[n], block.middle) for block in blocks if block.level in here]
    return Column(tuple(parts), ends[-1])


def _leader(disc: float, block: float) -> Stroke:
    """The line from a disc to what stands beside it."""
    return Stroke(((_CENTRE + 34, disc), (BLOCK_LEFT - 8, disc), (BLOCK_LEFT - 4, block), (BLOCK_LEFT, block)),
                  "quiet", 1)


def _names(spaces: Sequence[AtLevel], joints: Sequence[AtLevel]) -> tuple[str, ...]:
    vertebrae = tuple(dict.fromkeys(end for at in spaces for end in at.level.split("-")))
    return (*vertebrae, PELVIS) if joints else vertebrae


def _offsets(spaces: Sequence[AtLevel], vertebrae: int) -> list[float]:
    """How far each vertebra is drawn from its place: a slip carries everything above it along."""
    found = [0.0] * vertebrae
    for n in reversed(range(len(spaces))):
        found[n] = min(max(found[n + 1] + _slip(spaces[n]), -_FURTHEST), _FURTHEST)
    return found


def _slip(at: AtLevel) -> float:
    """The shift of the upper vertebra of a level; none where size or direction is not recorded."""
    direction = next((_TOWARDS.get(str(value), 0.0) for value in at.stated("slip_direction").values), 0.0)
    percent = next((float(value) for value in at.stated("slip_percent").values if isinstance(value, int | float)), None)
    if percent is None:
        percent = next((_PERCENT.get(str(value), 0.0) for value in at.stated("slip_grade").values), None)
    if not percent:
        percent = next((100 * float(value) / _ORDINARY_WIDTH_MM for value in at.stated("slip_mm").values
                        if isinstance(value, int | float)), 0.0)
    return direction * max(percent / 100 * _WIDTH * 0.5, 4.0) if percent else 0.0


def _broken(name: str, spaces: Sequence[AtLevel]) -> bool:
    """Whether a fracture of the vertebra is recorded."""
    return any(True in at.stated("fracture").values and name in at.stated("fractured_vertebra").values
               for at in spaces)


def _vertebra(name: str, centre: float, top: float, high: float, *, broken: bool) -> Iterator[Part]:
    left = centre - _WIDTH / 2
    yield Box(left, top, _WIDTH, high, "bone", tip=name)
    if broken:
        yield Stroke(((left, top + high * 0.9), (centre - 6, top + high * 0.55), (centre + 4, top + high * 0.85),
                      (left + _WIDTH, top + high * 0.5)), "finding", 2)
    yield Label(centre, top + high * (0.25 if broken else 0.5), name, "ink", "middle", 11, strong=True)


def _disc(
    here: Sequence[str], at: AtLevel | None, centre: float, top: float, asked: Asked,
) -> Iterator[Part]:
    """A disc (or the joints of the sacrum); its back bulges where a herniation is recorded."""
    outcomes = [outcome for level in here for outcome in asked.get(level, ())]
    tone = tone_of(outcomes) if outcomes else "quiet"
    yield Box(centre - _WIDTH / 2 + 1, top + 1, _WIDTH - 2, _DISC - 2, tone, faint=not outcomes)
    bulge = max((_HERNIATED.get(str(value), 0.0) for value in at.stated("disc_herniation").values), default=0.0) \
        if at else 0.0
    if bulge:
        yield Box(centre + _WIDTH / 2 - 1, top + 2, bulge, _DISC - 4, "finding")
