"""Codes by levels: one row a requested line, one column a level from head to foot, a sign for the outcome in each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from logic.case import SHOWN_AS, Outcome
from logic.levels import UNNAMED, in_order
from logic.pictures.drawing import Box, Drawing, Label, Part, Stroke
from logic.pictures.lettering import shortened, width_of, wrapped
from logic.pictures.outcomes import SHORT, TONES
from logic.pictures.signs import outcome_sign
from logic.review import Decision, LineDecision

WIDTH = 356.0
"""Fits a telephone without scrolling sideways, also with thirteen levels."""
_LEAST_COLUMN, _MOST_COLUMN, _CELL, _GAP = 22.0, 118.0, 22.0, 2.0
_HEAD, _NAME, _STAGE, _ROW_GAP = 28.0, 18.0, 22.0, 6.0
_SMALL, _NORMAL = 9.0, 12.0
_ROOMY, _WORDY = 34.0, 116.0
"""So wide a cell or column takes the larger letters; the outcome in words."""
_AT_LEVELS = {"interspace", "level", "vertebral"}
"""What a unit is of a code that is requested for levels."""
_LEGEND = {
    Outcome.MEETS: "tick", Outcome.NEEDS_DOCUMENTATION: "?", Outcome.NOT_MET: "cross", Outcome.FOLLOWS_PRIMARY: "F",
    Outcome.EXPERIMENTAL: "E", Outcome.INCIDENTAL: "B", Outcome.NO_POLICY: "dash",
}


@dataclass(frozen=True)
class _Grid:
    """Where the columns stand."""

    columns: tuple[str, ...]
    """The levels that any line names, from head to foot; last, where a line names none, `UNNAMED`."""
    width: float
    unnamed: tuple[str, str] = ("", "")
    """The head of the last column, on two lines."""

    @property
    def column(self) -> float:
        """The width of a column."""
        room = self.width / max(len(self.columns), 1)
        return max(min(room, _MOST_COLUMN), _LEAST_COLUMN)

    def x(self, level: str) -> float:
        """Where the column of a level begins."""
        return self.columns.index(level) * self.column


def matrix(decision: Decision, width: float = WIDTH) -> Drawing:
    """The outcome of every requested line at each of its levels. Wider than asked only where that is needed."""
    named = {level for line in decision.lines for level in line.result.line.levels}
    unnamed = [line for line in decision.lines if UNNAMED in line.result.line.levels]
    head = ("no", "level") if any(_wants_levels(line, decision) for line in unnamed) else ("whole", "op.")
    grid = _Grid((*in_order(named - {UNNAMED}), *((UNNAMED,) if unnamed else ())), width, head)
    wide = max(width, grid.column * len(grid.columns))
    parts, y = list(_heads(grid)), _HEAD
    for number, lines in _stages(decision.lines).items():
        if len(decision.case.stages) > 1:
            parts += _stage_head(number, y, wide)
            y += _STAGE
        for line in lines:
            parts += _row(line, _unnamed(line, decision), grid, y)
            y += _NAME + _CELL + _ROW_GAP
    legend = wrapped(_legend(decision.lines), wide, 11)
    parts += [Label(0, y + 8 + 15 * n, text, "quiet", size=11) for n, text in enumerate(legend)]
    title = "Requested lines by level, with their outcomes"
    return Drawing("matrix", title, wide, y + 15 * len(legend) + 4, tuple(parts), tuple(_words(decision)))


def _stages(lines: Sequence[LineDecision]) -> Mapping[int, list[LineDecision]]:
    found: dict[int, list[LineDecision]] = {}
    for line in lines:
        found.setdefault(line.result.line.stage, []).append(line)
    return found


def _heads(grid: _Grid) -> Iterator[Part]:
    """The names of the columns, on two lines: the upper vertebra over the lower one."""
    for level in grid.columns:
        middle = grid.x(level) + grid.column / 2
        upper, lower = grid.unnamed if level == UNNAMED else level.split("-")
        size = _NORMAL if grid.column >= _ROOMY else _SMALL
        yield Label(middle, 7, upper, "quiet", "middle", size)
        yield Label(middle, 20, lower, "quiet", "middle", size)


def _stage_head(number: int, y: float, width: float) -> Iterator[Part]:
    yield Stroke(((0, y + 2), (width, y + 2)), "neutral", 1)
    yield Label(0, y + 12, f"Stage {number}", "quiet", size=11, strong=True)


def _row(line: LineDecision, unnamed: str, grid: _Grid, y: float) -> Iterator[Part]:
    """A line: its code and our label over its cells, which stand on a band as wide as the grid."""
    code, across = line.result.line.code, grid.column * len(grid.columns)
    used = " (if used)" if line.result.line.line.if_used else ""
    start = width_of(code, _NORMAL) + 8
    yield Label(0, y + _NAME / 2, code, strong=True)
    room = max(grid.width, across) - start
    yield Label(start, y + _NAME / 2, shortened(line.label + used, room, 11), "quiet", size=11,
                tip=f"{code}: {line.label}{used}")
    yield Box(0, y + _NAME, across, _CELL, "quiet", faint=True)
    for level in line.result.levels:
        at = unnamed if level.level == UNNAMED else level.level
        yield from _cell(level.outcome, f"{code}, {at}", (grid.x(level.level) + _GAP / 2, y + _NAME),
                         grid.column - _GAP)


def _cell(outcome: Outcome, of: str, at: tuple[float, float], width: float) -> Iterator[Part]:
    x, y = at
    dashed = outcome is Outcome.NEEDS_DOCUMENTATION
    yield Box(x, y, width, _CELL, TONES[outcome], faint=True)
    yield Box(x, y, width, _CELL, TONES[outcome], filled=False, dashed=dashed, tip=f"{of}: {SHOWN_AS[outcome]}")
    if width < _WORDY:
        yield from outcome_sign(outcome, (x + width / 2, y + _CELL / 2), 11)
        return
    yield from outcome_sign(outcome, (x + 12, y + _CELL / 2), 11)
    yield Label(x + 22, y + _CELL / 2, SHORT[outcome], TONES[outcome], size=11)


def _wants_levels(line: LineDecision, decision: Decision) -> bool:
    entry = decision.outlook.determination.record.entry_of(line.result.line)
    return bool(entry and entry.unit_is in _AT_LEVELS)


def _unnamed(line: LineDecision, decision: Decision) -> str:
    """What it means that a line names no level."""
    return "no level named" if _wants_levels(line, decision) else "the whole operation"


def _legend(lines: Sequence[LineDecision]) -> str:
    """The signs that occur, each with its outcome."""
    held = {level.outcome for line in lines for level in line.result.levels}
    return "; ".join(f"{_LEGEND[outcome]}: {SHOWN_AS[outcome].lower()}" for outcome in reversed(Outcome)
                     if outcome in held)


def _words(decision: Decision) -> Iterator[str]:
    for line in decision.lines:
        stage = f"stage {line.result.line.stage}, " if len(decision.case.stages) > 1 else ""
        used = ", if used" if line.result.line.line.if_used else ""
        cells = "; ".join(
            f"{_unnamed(line, decision) if level.level == UNNAMED else level.level}: {SHOWN_AS[level.outcome].lower()}"
            for level in line.result.levels)
        yield f"{line.result.line.code} ({stage}{line.label}{used}): {cells}."
