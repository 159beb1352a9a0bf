"""A determined case as one rule sees it, and how requested lines stand to each other."""

import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from logic.case import RequestedLine
from logic.catalogue import CatalogueEntry
from logic.checks.rules import CheckRule
from logic.determination import Determination
from logic.levels import INTERSPACES, SI_JOINTS, UNNAMED, VERTEBRAE, in_order, vertebrae_of
from logic.reading import Reading
from logic.record import Record


@dataclass(frozen=True)
class View:
    """A determined case as one rule sees it."""

    determination: Determination
    rule: CheckRule

    @property
    def record(self) -> Record:
        """The record that was determined."""
        return self.determination.record

    @property
    def lines(self) -> tuple[RequestedLine, ...]:
        """Every requested line."""
        return self.record.lines

    @property
    def stages(self) -> range:
        """The numbers of the stages."""
        return range(1, len(self.record.case.stages) + 1)

    @property
    def surgery_day(self) -> date:
        """The planned day of the (first) operation, else the day of the request."""
        return self.record.counting_day("surgery")

    def of(self, codes: Collection[str], stage: int | None = None) -> tuple[RequestedLine, ...]:
        """The requested lines with one of some codes."""
        return tuple(line for line in self.lines if line.code in codes and stage in {None, line.stage})

    def concerned(self, stage: int | None = None) -> tuple[RequestedLine, ...]:
        """The requested lines that the rule names, or all lines when it names none."""
        return tuple(line for line in self.lines if stage in {None, line.stage}
                     and line.code not in self.rule.except_codes
                     and (not self.rule.codes or line.code in self.rule.codes))

    def families(self, names: Collection[str], stage: int | None = None) -> tuple[RequestedLine, ...]:
        """The requested lines whose code belongs to one of some families of the catalogue."""
        return tuple(line for line in self.lines if stage in {None, line.stage}
                     and (entry := self.entry(line)) and entry.family in names)

    def interbody(self, stage: int) -> tuple[RequestedLine, ...]:
        """The requested lines of a stage that fuse through the disc space."""
        return tuple(line for line in self.lines if line.stage == stage
                     and (entry := self.entry(line)) and entry.interbody_fusion)

    def entry(self, line: RequestedLine) -> CatalogueEntry | None:
        """What the catalogue says of a line's code."""
        return self.record.entry_of(line)

    def unilateral(self, line: RequestedLine) -> bool:
        """Whether the code of a line stands for one side."""
        entry = self.entry(line)
        return bool(entry and entry.laterality == "unilateral")

    def named(self, name: str) -> frozenset[str]:
        """A named list of the rule."""
        return frozenset(self.rule.lists.get(name, ()))

    def model(self, name: str) -> Any:
        """A part of the coding model of the catalogue; empty when the catalogue has none."""
        models: Iterable[Mapping[str, Any]] = (file.coding_model for file in self.record.catalogue.files)
        return next((model[name] for model in models if name in model), {})

    # -- facts --------------------------------------------------------------------------------------------------

    def patient(self, name: str) -> Reading:
        """What the record says of the patient."""
        return self.record.read(name, UNNAMED, 1, ("left",))

    def at(self, name: str, level: str, sides: tuple[str, ...] = ("left", "right")) -> Reading:
        """What the record says of a level."""
        return self.record.read(name, level, 1, sides)

    def plan(self, name: str, stage: int) -> Reading:
        """What the record says of the plan of a stage."""
        return self.record.read(name, UNNAMED, stage, ("left",))

    def options(self, name: str, stage: int) -> frozenset[str] | None:
        """The options that the plan of a stage states for a fact; None when it states none."""
        reading = self.plan(name, stage)
        return frozenset(options(reading)) if reading.values else None

    def diagnosed(self, prefixes: Iterable[str]) -> tuple[str, ...]:
        """The diagnoses of the request that begin with one of some codes."""
        return tuple(diagnosis.code for diagnosis in self.record.case.diagnoses
                     if diagnosis.code.upper().startswith(tuple(prefixes)))


def options(reading: Reading) -> set[str]:
    """The options in a reading, of one choice or of several."""
    return {str(option) for value in reading.values
            for option in (value if isinstance(value, tuple) else (value,))}


def number(reading: Reading) -> float | None:
    """The number in a reading, if it is one."""
    value = reading.values[0] if reading.values else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


# -- lines and levels -------------------------------------------------------------------------------------------


def ids(*lines: RequestedLine) -> tuple[str, ...]:
    """The ids of some lines."""
    return tuple(line.id for line in lines)


def codes_of(lines: Iterable[RequestedLine]) -> str:
    """The codes of some lines in words, each once."""
    *others, last = dict.fromkeys(line.code for line in lines)
    return f"{', '.join(others)} and {last}" if others else last


def levels_of(lines: Iterable[RequestedLine]) -> tuple[str, ...]:
    """Every level that some lines name, from head to foot."""
    return in_order({level for line in lines for level in line.line.levels})


def unnamed(lines: Iterable[RequestedLine]) -> tuple[RequestedLine, ...]:
    """The lines that name no level."""
    return tuple(line for line in lines if not line.line.levels)


def spoken(levels: Iterable[str]) -> str:
    """Levels in words."""
    return ", ".join(levels)


def shared(one: RequestedLine, other: RequestedLine) -> tuple[str, ...]:
    """The levels that two lines both name."""
    return in_order(set(one.line.levels) & set(other.line.levels))


def blocks(levels: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Levels in unbroken rows: neighbouring interspaces share a vertebra.

    >>> blocks(("L5-S1", "L2-L3", "L4-L5"))
    (('L2-L3',), ('L4-L5', 'L5-S1'))
    """
    places = sorted(INTERSPACES.index(level) for level in set(levels) if level in INTERSPACES)
    rows = itertools.groupby(enumerate(places), key=lambda item: item[1] - item[0])
    return tuple(tuple(INTERSPACES[place] for _, place in row) for _, row in rows)


def in_one_row(one: Iterable[str], other: Iterable[str], between: Iterable[str] = ()) -> bool:
    """Whether some level of each stands in one unbroken row."""
    rows = blocks((*one, *other, *between))
    return any(set(row) & set(one) and set(row) & set(other) for row in rows)


def vertebrae_in_span(levels: Iterable[str]) -> int:
    """How many vertebrae stand from the highest to the lowest that the levels touch."""
    touched = vertebrae_of(tuple(levels))
    return VERTEBRAE.index(touched[-1]) - VERTEBRAE.index(touched[0]) + 1 if touched else 0


def side_of(line: RequestedLine) -> str | None:
    """The side of a line, as stated or as its sacroiliac joint tells."""
    joints = {level.removeprefix("SI-") for level in line.line.levels if level in SI_JOINTS}
    if line.line.side is None and joints:
        return joints.pop() if len(joints) == 1 else "bilateral"
    return line.line.side


def opposite(one: RequestedLine, other: RequestedLine) -> bool:
    """Whether two lines are stated for opposite sides."""
    return {side_of(one), side_of(other)} == {"left", "right"}
