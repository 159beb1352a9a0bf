"""How the units of a family of codes stand to the levels that its lines name."""

from collections.abc import Iterator
from dataclasses import dataclass

from logic.case import RequestedLine
from logic.checks.base import Answer
from logic.checks.view import View, codes_of, ids, levels_of, side_of, spoken, unnamed


@dataclass(frozen=True)
class Family:
    """A first-level code with its codes for further levels, as far as requested in one stage (and on one side)."""

    name: str
    lines: tuple[RequestedLine, ...]
    first: frozenset[str]

    @property
    def levels(self) -> tuple[str, ...]:
        """Every level that the family names."""
        return levels_of(self.lines)

    def units(self, line: RequestedLine) -> int | None:
        """The stated units of a line on the side looked at."""
        units, levels = line.line.units, len(line.line.levels)
        both_sides = side_of(line) == "bilateral" and units is not None and levels > 0 and units == 2 * levels
        return levels if both_sides else units

    def covered(self, line: RequestedLine) -> int:
        """How many levels a line covers: its units, else one for a first code and its own levels for a further one."""
        units = self.units(line)
        if units is not None:
            return units
        return 1 if line.code in self.first else max(1, len(line.line.levels))


def families(view: View) -> Iterator[Family]:
    """The counting families that are requested, by stage; codes valued for one side are counted by side."""
    for model in view.model("counting_families"):
        first, further = frozenset(model["first"]), frozenset(model["additional"])
        for stage in view.stages:
            lines = view.of(first | further, stage)
            if any(view.unilateral(line) for line in lines):
                for side in ("left", "right"):
                    here = tuple(line for line in lines if side_of(line) in {side, "bilateral", None})
                    if here and (side == "left" or here != lines):
                        yield Family(model["name"], here, first)
            elif lines:
                yield Family(model["name"], lines, first)


def mismatch(family: Family) -> Answer | None:
    """Units that differ from the number of levels; open when a line lacks either."""
    lacking = [line for line in family.lines if not line.line.levels or line.line.units is None]
    if lacking:
        what = "levels" if unnamed(lacking) else "units"
        return Answer(f"no {what} are stated for {codes_of(lacking)}", ids(*lacking), open=True)
    units = sum(family.units(line) or 0 for line in family.lines)
    if units == len(family.levels):
        return None
    return Answer(f"{_units(family)} for {len(family.levels)} levels ({spoken(family.levels)})", ids(*family.lines))


def _units(family: Family) -> str:
    return " + ".join(f"{line.code} x{line.line.units}" for line in family.lines)
