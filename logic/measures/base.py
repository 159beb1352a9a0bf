"""What a computed fact is: parameters from the policy, a place in the request, and a reading of the record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from logic.case import RequestedLine, Value
from logic.levels import regions_of
from logic.reading import Reading
from logic.record import Record
from logic.vocabulary import Frozen, Kind


MOST_DAYS = 36_525
"""A window reaches back a century at most."""
MOST_ASKED = 5_000
"""More weeks, months or rows no computed fact can be asked for."""


class Parameters(Frozen):
    """Base of the parameters of a computed fact; one without parameters takes none."""


@dataclass(frozen=True)
class Place:
    """Where a criterion is decided: a record, a requested line and one of its levels."""

    record: Record
    line: RequestedLine
    level: str

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides whose findings count: the line's own side, else both."""
        side = self.line.line.side
        if self.level in {"SI-left", "SI-right"}:
            return (self.level.removeprefix("SI-"),)
        return (side,) if side in {"left", "right"} else ("left", "right")

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of the level, or of the line where it names none."""
        return regions_of(self.level) or self.record.regions_of_line(self.line)


@dataclass(frozen=True)
class Measure:
    """A computed fact: its plain name, kind of answer, parameters and how it is read."""

    label: str
    kind: Kind
    parameters: type[Parameters]
    read: Callable[[Place, Any], Reading]
    facts: tuple[str, ...]
    """The facts of the vocabulary that it reads."""
    options: tuple[str, ...] = ()
    scale: str | None = None
    unit: str | None = None
    by_level: bool = False
    """Whether it depends on the level."""
    other_levels: bool = False
    """Whether it reads findings of other levels than its own."""


@dataclass(frozen=True)
class Shown:
    """What, added to the record, would make a computed fact meet a test, and how many days it takes from now.

    `rows` are pairs of a kind ("treatments") and the values of a row. No rows: only time has to pass.
    """

    rows: tuple[tuple[str, Mapping[str, Value]], ...] = ()
    days: int = 0


Showing = Callable[[Place, Any, Mapping[str, Value]], "Shown | None"]
"""A place, the parameters and the tests in; what would meet them, or None when nothing in anyone's power would."""
SHOWINGS: dict[str, tuple[Showing, bool]] = {}
"""How rows would meet computed facts, by their names, and whether that can also change what the record denies."""
MEASURES: dict[str, Measure] = {}
"""Computed facts by the name that policies use."""


def measure(name: str, **details: Any) -> Callable[[Callable[[Place, Any], Reading]], Callable[..., Reading]]:
    """Registers a function as the computed fact of that name."""

    def register(read: Callable[[Place, Any], Reading]) -> Callable[..., Reading]:
        MEASURES[name] = Measure(read=read, **details)
        return read

    return register


def showing(name: str, *, changes: bool = False) -> Callable[[Showing], Showing]:
    """Registers how rows would meet the computed fact of a name.

    `changes`: it is an act that can still be done (treatment, a newer report, waiting), not only something to document
    if it is so.
    """

    def register(show: Showing) -> Showing:
        SHOWINGS[name] = (show, changes)
        return show

    return register


def least(tests: Mapping[str, Value]) -> float:
    """The least number that meets the tests of a computed number; a strict limit is passed by one."""
    low = [float(limit) for name, limit in tests.items() if name in {"min", "is"} and isinstance(limit, int | float)]
    strict = [float(limit) + 1 for name, limit in tests.items()
              if name == "more_than" and isinstance(limit, int | float)]
    return max([*low, *strict], default=1.0)
