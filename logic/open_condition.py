"""The open part of a finding as a condition on its facts, and which of them can decide it."""

from collections.abc import Callable, Iterator, Mapping, Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import NamedTuple

from logic.finding import Finding
from logic.looking_ahead import Possible, leaf_paths, open_below
from logic.truth import Truth

_OPEN = Truth.NOT_DOCUMENTED
Holds = Callable[[AbstractSet[str]], bool]
"""Whether a finding is met when exactly the facts of a set are answered favourably."""


@dataclass(frozen=True)
class Condition:
    """The open part of a finding as a condition on its facts. For findings in which no fact is torn (see Criterion).

    A fact is answered favourably when all tests that wait for it come out so that they help; in the condition of
    another criterion that is when they fail.
    """

    root: Finding
    possible: Possible

    @cached_property
    def holds(self) -> Holds:
        """The condition itself."""
        return _Building(self.possible).holds(self.root, turned=False)

    @cached_property
    def open_facts(self) -> dict[str, tuple["Surroundings", ...]]:
        """The open facts in the order in which they are read, each with what surrounds it wherever it is read."""
        found: dict[str, tuple[Surroundings, ...]] = {}
        for leaf, around in _surroundings(self.root, self.possible, Surroundings()):
            for path in leaf_paths(leaf):
                found[path] = (*found.get(path, ()), around)
        return found

    def decisive_with(self, path: str) -> frozenset[str]:
        """Facts of which each decides the finding under the same answers of the others, the given one among them.

        As many others as possible are answered favourably without meeting the finding, those needed beside the fact
        first; each of the rest then meets it alone. Empty when the fact was not among them.
        """
        facts = list(self.open_facts)
        for order, around in product((facts, facts[::-1]), self.open_facts[path]):
            favourable: set[str] = set()
            for other in sorted(order, key=around.rank):
                if other != path and not self.holds(favourable | {other}):
                    favourable.add(other)
            if self.holds(favourable | {path}):
                return frozenset(self.open_facts.keys() - favourable)
        return frozenset()


class Surroundings(NamedTuple):
    """The facts that are needed beside a leaf, and those of what could stand in its place, and how near."""

    needed: frozenset[str] = frozenset()
    instead: Mapping[str, int] = {}
    depth: int = 0

    def rank(self, path: str) -> int:
        """How early a fact is answered favourably: what could stand in its place last, the nearest last."""
        return self.instead.get(path, 0) if path in self.needed else self.depth + 1

    def below(self, beside: frozenset[str], *, needs_all: bool) -> "Surroundings":
        """The surroundings of a part, from the facts of the parts beside it."""
        if needs_all:
            return Surroundings(self.needed | beside, self.instead, self.depth + 1)
        return Surroundings(self.needed, {**self.instead, **dict.fromkeys(beside, self.depth + 1)}, self.depth + 1)


def _surroundings(finding: Finding, possible: Possible, around: Surroundings) -> Iterator[tuple[Finding, Surroundings]]:
    """Every open leaf through which a finding can still change."""
    if finding.is_leaf and possible.truth(finding) is _OPEN and possible.own(finding) is _OPEN:
        yield finding, around
    parts = open_below(finding, possible)
    waiting = [possible.paths(part) for part in parts]
    for n, part in enumerate(parts):
        beside = frozenset[str]().union(*waiting[:n], *waiting[n + 1:])
        yield from _surroundings(part, possible, around.below(beside, needs_all=finding.needs_all))


@dataclass(frozen=True)
class _Building:
    """Builds the condition of a finding from those of its parts, each once."""

    possible: Possible
    known: dict[tuple[int, bool], Holds] = field(default_factory=dict)

    def holds(self, finding: Finding, *, turned: bool) -> Holds:
        found = self.known.get((id(finding), turned))
        if found is None:
            found = self.known[id(finding), turned] = self._made(finding, turned)
        return found

    def _made(self, finding: Finding, turned: bool) -> Holds:
        truth = self.possible.truth(finding)
        if truth is not _OPEN:
            met = truth is not Truth.NOT_MET
            return lambda _: met
        own = self._own(finding, turned)
        if finding.condition is None or self.possible.truth(finding.condition) is not _OPEN:
            return own
        applies = self.holds(finding.condition, turned=not turned)
        return lambda facts: not applies(facts) or own(facts)

    def _own(self, finding: Finding, turned: bool) -> Holds:
        if self.possible.own(finding) is not _OPEN:
            return lambda _: False
        if finding.is_leaf:
            return _leaf(finding, turned)
        parts = tuple(self.holds(part, turned=turned) for part in finding.counting
                      if self.possible.truth(part) is _OPEN)
        met = sum(self.possible.truth(part) is Truth.MET for part in finding.counting)
        needed = len(parts) if finding.needs_all else finding.needed - met
        return lambda facts: _at_least(parts, needed, facts)


def _leaf(leaf: Finding, turned: bool) -> Holds:
    """Any of the facts it waits for can meet it, unless all are asked; turned, a favourable answer fails it."""
    paths = frozenset(leaf_paths(leaf))
    every = leaf.criterion.sides == "both"
    if turned:
        return paths.isdisjoint if every else (lambda facts: not paths <= facts)
    return (lambda facts: paths <= facts) if every else (lambda facts: not paths.isdisjoint(facts))


def _at_least(parts: tuple[Holds, ...], needed: int, facts: AbstractSet[str]) -> bool:
    spare = len(parts) - needed
    for holds in parts:
        if holds(facts):
            needed -= 1
            if needed == 0:
                return True
        else:
            spare -= 1
            if spare < 0:
                return False
    return needed <= 0
