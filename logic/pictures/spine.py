"""The spine of a review: what the record holds at every level around the request, and what is requested there."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from logic.case import SHOWN_AS, Outcome
from logic.levels import INTERSPACES, LEVELS, SI_JOINTS, UNNAMED
from logic.packet.document import plain
from logic.pictures.at_level import AtLevel
from logic.pictures.at_level_rows import (
    operated_levels, operations_at, recorded_elsewhere, roots_at, stretch,
)
from logic.pictures.column import Column, column
from logic.pictures.drawing import Drawing, Label, Part
from logic.pictures.level_block import BLOCK_LEFT, Block, Chip, chips_flowed, level_block
from logic.pictures.lettering import wrapped
from logic.pictures.outcomes import SHORT, tone_of
from logic.review import Decision

NARROW, WIDE = 352.0, 560.0
"""Units of width: that of a telephone, and that of a page of paper."""
_MARGIN, _HEAD, _GAP, _LINE = 6.0, 34.0, 10.0, 14.0
TITLE = "The spine: what the record holds and what is requested"
LEGEND = (
    "Dashed: not documented. A cell fills with the grade; n.g.: not graded. i: implied, a: assumed. "
    "Seen from the left side; the shift of a slip is not to scale."
)

EXTENT = "From one level above to one level below what is requested or recorded; nothing is drawn that is not recorded."


@dataclass(frozen=True)
class Asked:
    """A requested line at a level (or at none) with its outcome there; None while outcomes are not to be seen."""

    line: str
    code: str
    side: str
    if_used: bool
    certified_earlier: bool
    outcome: Outcome | None

    @property
    def name(self) -> str:
        """The line as it is written beside the spine."""
        side = {"left": "L", "right": "R", "bilateral": "L and R"}.get(self.side, self.side)
        return " ".join(part for part in (self.line, side, "if used" if self.if_used else "") if part)

    @property
    def told(self) -> str:
        """The line in words."""
        told = " ".join(part for part in (self.line, self.side, "if used" if self.if_used else "") if part)
        earlier = " (certified earlier)" if self.certified_earlier else ""
        outcome = f" {SHOWN_AS[self.outcome].lower()}" if self.outcome else ""
        return f"{plain(told)}{earlier}{outcome}"


def spine(decision: Decision, width: float = NARROW, *, outcomes: bool = True) -> Drawing | None:
    """The picture in a width, for practice without outcomes; None when no level is requested or recorded."""
    made = _Spine(decision, width, outcomes=outcomes)
    return made.drawing if made.levels else None


def spine_in_parts(decision: Decision, width: float, highest: float) -> tuple[Drawing, ...]:
    """The picture in parts that are at most so high, from head to foot; none where there is no picture."""
    whole = _Spine(decision, width)
    if not whole.levels or whole.drawing.height <= highest:
        return (whole.drawing,) if whole.levels else ()
    chunks: list[list[str]] = [[]]
    room = highest - _HEAD - whole.drawing.height + whole.blocks[-1].bottom
    for block in whole.blocks:
        if chunks[-1] and block.bottom - whole.tops[chunks[-1][0]] > room:
            chunks.append([])
        chunks[-1].append(block.level)
    return tuple(_Spine(decision, width, tuple(levels), (n, len(chunks))).drawing
                 for n, levels in enumerate(chunks, start=1))


@dataclass(frozen=True)
class _Spine:
    decision: Decision
    width: float
    only: tuple[str, ...] = ()
    """The levels of one part; empty: all."""
    part: tuple[int, int] = (1, 1)
    """Which part it is, of how many."""
    outcomes: bool = True
    """Whether the outcomes of what is requested are shown."""

    @property
    def last(self) -> bool:
        """Whether no part follows."""
        return self.part[0] == self.part[1]

    @cached_property
    def asked(self) -> dict[str, list[Asked]]:
        """What is requested, by level."""
        several = len(self.decision.case.stages) > 1
        found: dict[str, list[Asked]] = {}
        for one in self.decision.lines:
            line = one.result.line
            name = line.id if several else line.id.partition(":")[2]
            for level in one.result.levels:
                found.setdefault(level.level, []).append(Asked(
                    name, line.code, line.line.side or "", line.line.if_used, line.line.certified_earlier,
                    level.outcome if self.outcomes else None))
        return found

    @cached_property
    def touched(self) -> tuple[str, ...]:
        """The levels that are requested, or of which something is recorded."""
        record = self.decision.determination.record
        held = (level for level, facts in record.case.levels.items() if any(facts.values()))
        names = {*self.asked, *held, *operated_levels(record)}
        return tuple(level for level in LEVELS if level in names)

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """Every level of the picture, from head to foot."""
        if self.only:
            return self.only
        joints = tuple(level for level in self.touched if level in SI_JOINTS)
        return (*stretch(self.touched), *joints) if self.touched else ()

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """What stands beside each level, from top to bottom."""
        found: list[Block] = []
        top = _HEAD
        for level in self.levels:
            found.append(self._block(level, top))
            top = found[-1].bottom
        return tuple(found)

    @property
    def tops(self) -> dict[str, float]:
        """Where the block of each level begins."""
        starts = (_HEAD, *(block.bottom for block in self.blocks))
        return dict(zip(self.levels, starts, strict=False))

    def _block(self, level: str, top: float) -> Block:
        at = AtLevel(self.decision.determination.record, level)
        notes = [*at.lines, *(f"earlier: {told}" for told in operations_at(at.record, level)),
                 *roots_at(at.record, level)]
        return level_block(at, tuple(notes), _chips(self.asked.get(level, [])), top, self.width)

    @cached_property
    def column(self) -> Column:
        """The vertebrae with their discs."""
        record = self.decision.determination.record
        asked = {level: [one.outcome for one in lines] for level, lines in self.asked.items()}
        return column([AtLevel(record, level) for level in self.levels], self.blocks, asked,
                      frozenset(operated_levels(record)))

    @cached_property
    def drawing(self) -> Drawing:
        """The whole picture with its words."""
        blocks = [part for block in self.blocks for part in block.parts]
        parts, bottom = self._below(max(self.blocks[-1].bottom, self.column.bottom) + _GAP)
        number, of = self.part
        name = f"spine-{number}" if of > 1 else "spine"
        title = f"{TITLE} ({number} of {of})" if of > 1 else TITLE
        return Drawing(name, title, self.width, bottom,
                       (*self._head(), *self.column.parts, *blocks, *parts), tuple(self._words()))

    def _head(self) -> Iterator[Part]:
        yield Label(_MARGIN, 8, "front", "quiet", size=9)
        yield Label(BLOCK_LEFT - 14, 8, "back", "quiet", "end", 9)
        if any(level in INTERSPACES for level in self.levels):
            yield from self.blocks[0].head

    def _below(self, top: float) -> tuple[tuple[Part, ...], float]:
        """What is requested without a level, and what the signs mean."""
        parts: list[Part] = []
        y = top
        unplaced = self.asked.get(UNNAMED, []) if self.last else []
        if unplaced:
            parts.append(Label(_MARGIN, y + 6, "Requested without a level", strong=True, size=11))
            chips, y = chips_flowed(_chips(unplaced), _MARGIN, y + 18, self.width - _MARGIN)
            parts += chips
            y += _GAP
        for line in wrapped(LEGEND, self.width - 2 * _MARGIN, 10, 5):
            parts.append(Label(_MARGIN, y + 6, line, "quiet", size=10))
            y += _LINE
        return tuple(parts), y + _MARGIN

    # -- words ------------------------------------------------------------------------------------------------------

    def _words(self) -> Iterator[str]:
        record = self.decision.determination.record
        if record.strict and self.part[0] == 1:
            yield "Only facts with a dated document count."
        for level in self.levels:
            yield f"{level}. {' '.join(self._told(level))}"
        if not self.last:
            return
        if UNNAMED in self.asked:
            yield f"Requested without a level: {_list(self.asked[UNNAMED])}."
        yield from map(plain, recorded_elsewhere(record, _Spine(self.decision, self.width).levels))
        yield EXTENT

    def _told(self, level: str) -> Iterator[str]:
        """One level in sentences."""
        at = AtLevel(self.decision.determination.record, level)
        yield f"Requested: {_list(self.asked[level])}." if level in self.asked else "Not requested."
        if level not in self.touched:
            yield "Nothing is recorded of the level."
        spoken = [one.told for one in at.recorded if not one.by_silence]
        if spoken:
            yield f"Recorded: {plain('; '.join(spoken))}."
        silent = [one for one in at.recorded if one.by_silence]
        if silent:
            yield (f"Not mentioned in a report marked complete, so read as none ({silent[0].status}): "
                   f"{', '.join(one.where for one in silent)}.")
        operations, roots = operations_at(at.record, level), roots_at(at.record, level)
        for title, found in (("Earlier surgery", operations), ("Roots", roots)):
            if found:
                yield f"{title}: {plain('; '.join(found))}."
        if at.looked_for:
            yield f"{'; '.join(one.told for one in at.looked_for).capitalize()}."
        missing = (*at.missing_compartments, *at.missing)
        if missing and level in self.touched:
            yield f"Not documented: {', '.join(missing)}."


def _chips(asked: list[Asked]) -> tuple[Chip, ...]:
    return tuple(Chip(one.name, SHORT[one.outcome] if one.outcome else "", tone_of([one.outcome]), one.told)
                 for one in asked)


def _list(asked: list[Asked]) -> str:
    return "; ".join(one.told for one in asked)
