"""What stands beside one level of the spine: its compartments, its findings, and what is requested there."""

from collections.abc import Iterator
from dataclasses import dataclass

from logic.case import Status
from logic.pictures.at_level import COMPARTMENTS, LETTERS, MARKS, NOT_GRADED, AtLevel, Stated
from logic.pictures.drawing import Box, Label, Part, Tone
from logic.pictures.lettering import shortened, width_of, wrapped

BLOCK_LEFT = 98.0
_CELLS_LEFT, _CELL, _CELL_HEIGHT, _CELL_GAP = 154.0, 37.5, 27.0, 2.0
_LETTERS = 8.0
"""Where the grade stands in a cell: above the edge of what is filled, or within it, never across."""
_CELLS_RIGHT = _CELLS_LEFT + len(COMPARTMENTS) * (_CELL + _CELL_GAP)
_BESIDE = 120.0
"""Room that the requested codes need to stand beside the cells, not below."""
_LINE, _CHIP, _CHIP_GAP, _SIZE, _PADDING = 14.0, 19.0, 3.0, 11.0, 9.0


@dataclass(frozen=True)
class Chip:
    """A requested line with the short mark of its outcome, and both in words."""

    name: str
    mark: str
    tone: Tone
    told: str


@dataclass(frozen=True)
class Block:
    """The parts beside a level; `middle` is where the line from its disc ends."""

    level: str
    parts: tuple[Part, ...]
    head: tuple[Part, ...]
    """The names of the compartments, for the top of the picture."""
    middle: float
    bottom: float


def level_block(
    at: AtLevel, notes: tuple[str, ...], chips: tuple[Chip, ...], top: float, width: float,
) -> Block:
    """The block of a level from `top` downwards."""
    requested = bool(chips)
    beside = width - _CELLS_RIGHT >= _BESIDE
    right = _CELLS_RIGHT - _CELL_GAP if beside else width - _PADDING
    parts: list[Part] = [Label(BLOCK_LEFT + 2, top + _CELL_HEIGHT / 2, at.level, strong=requested, size=11)]
    parts += _cells(at, top) if at.has_canal else ()
    y = top + _CELL_HEIGHT + 5
    for note in notes:
        for line in wrapped(note, right - BLOCK_LEFT - 2, _SIZE, 3):
            parts.append(Label(BLOCK_LEFT + 2, y + _LINE / 2, line, size=_SIZE))
            y += _LINE
    if requested and at.missing:
        y += 3 if notes else 0
        told = f"not documented: {', '.join(at.missing)}"
        parts.append(Box(BLOCK_LEFT, y + 1, width_of(told, 10) + 8, _LINE + 1, "quiet", filled=False, dashed=True,
                         tip=told))
        parts.append(Label(BLOCK_LEFT + 4, y + 1 + _LINE / 2, told, "quiet", size=10))
        y += _LINE + 5
    if beside:
        placed, end = chips_flowed(chips, _CELLS_RIGHT + 6, top + 3, width - _PADDING)
    else:
        placed, end = chips_flowed(chips, BLOCK_LEFT, y, width - _PADDING)
    return Block(at.level, (*parts, *placed), tuple(_head()), top + _CELL_HEIGHT / 2, max(y, end) + 7)


def _head() -> Iterator[Part]:
    """The sides and the names of the compartments."""
    for n, name in enumerate(("foramen", "recess", "canal", "recess", "foramen")):
        yield Label(_centre(n), 25, name, "quiet", "middle", 9)
    yield Label((_centre(0) + _centre(1)) / 2, 12, "left", "quiet", "middle", 10)
    yield Label((_centre(3) + _centre(4)) / 2, 12, "right", "quiet", "middle", 10)


def _centre(place: int) -> float:
    return _CELLS_LEFT + place * (_CELL + _CELL_GAP) + _CELL / 2


def _cells(at: AtLevel, top: float) -> Iterator[Part]:
    for n, (name, side) in enumerate(COMPARTMENTS):
        yield from _cell(at.stated(name, side), _centre(n) - _CELL / 2, top, at)


def _cell(one: Stated, x: float, top: float, at: AtLevel) -> Iterator[Part]:
    """A compartment: filled from below as far as it is narrow, with the grade in letters; dashed: not documented."""
    if not one.values:
        yield Box(x, top, _CELL, _CELL_HEIGHT, "quiet", filled=False, dashed=True, tip=f"{at.level} {one.told}")
        if one.status is Status.NOT_IN_CHART:
            yield Label(x + _CELL / 2, top + _CELL_HEIGHT / 2, "?", "quiet", "middle", 11)
        return
    scale = at.record.vocabulary.grades(one.fact)
    places = [scale.index(value) for value in one.values if value in scale and isinstance(value, str)]
    if places and max(places) > 0:
        high = _CELL_HEIGHT * max(places) / (len(scale) - 1)
        yield Box(x, top + _CELL_HEIGHT - high, _CELL, high, "finding", faint=True)
    yield Box(x, top, _CELL, _CELL_HEIGHT, "finding", filled=False, tip=f"{at.level} {one.told}")
    letters = LETTERS.get(scale[max(places)], scale[max(places)]) if places else NOT_GRADED
    yield Label(x + _CELL / 2, top + _LETTERS, shortened(letters, _CELL, 10), "ink", "middle", 10,
                tip=one.told)
    if one.status in MARKS:
        yield Label(x + _CELL - 2, top + _CELL_HEIGHT - 6, MARKS[one.status], "ink", "end", 9)


def chips_flowed(chips: tuple[Chip, ...], left: float, top: float, right: float) -> tuple[tuple[Part, ...], float]:
    """The requested lines, one beside the other while there is room; and where they end."""
    parts: list[Part] = []
    x, y = left, top
    for chip in chips:
        told = shortened(f"{chip.name}: {chip.mark}" if chip.mark else chip.name, right - left - _PADDING, _SIZE)
        width = min(width_of(told, _SIZE) + _PADDING, right - left)
        if x > left and x + width > right:
            x, y = left, y + _CHIP + _CHIP_GAP
        parts.append(Box(x, y, width, _CHIP, chip.tone, faint=True, tip=chip.told))
        parts.append(Box(x, y, 4, _CHIP, chip.tone))
        parts.append(Label(x + 7, y + _CHIP / 2, told, size=_SIZE))
        x += width + _CHIP_GAP
    return tuple(parts), (y + _CHIP + _CHIP_GAP if chips else top)
