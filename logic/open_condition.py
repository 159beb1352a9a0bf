"""The open part of a finding as a condition on the answers of its facts, and which of them can decide it."""

from collections.abc import Callable, Iterator, Mapping, Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import NamedTuple

from logic.finding import Finding
from logic.looking_ahead import Possible, leaf_paths, open_below
from logic.truth import Truth

MOST_TRIALS = 500
"""So many combinations are tried to show that an answer cannot matter; beyond, it is taken to matter."""
_OPEN = Truth.NOT_DOCUMENTED
Holds = Callable[[AbstractSet[str]], bool]
"""Whether a finding is met when exactly the answers of a set are favourable."""


@dataclass(frozen=True)
class Condition:
    """The open part of a finding as a condition on named answers.

    An answer is favourable when all tests that wait for it come out so that they help; in the condition of another
    criterion that is when they fail. A single fact is one answer. Rows can meet each test that reads them without the
    others, so that each is an answer of its own. So is a part in which a fact is torn (see Criterion): seen from
    outside it can come out either way.
    """

    root: Finding
    possible: Possible
    is_single: Callable[[str], bool]
    """Whether a path names a single fact, not rows."""

    @cached_property
    def holds(self) -> Holds:
        """The condition itself."""
        return _Building(self, self.possible).holds(self.root, turned=False)

    @cached_property
    def answers(self) -> dict[str, tuple["Surroundings", ...]]:
        """The answers in the order in which they are read, each with what surrounds it wherever it is read."""
        found: dict[str, tuple[Surroundings, ...]] = {}
        for leaf, around in self._surroundings(self.root, Surroundings()):
            for name in self.names(leaf):
                found[name] = (*found.get(name, ()), around)
        return found

    @cached_property
    def leaves(self) -> dict[str, Finding]:
        """For each answer, a leaf (or a part with a torn fact) that waits for it."""
        return {name: leaf for leaf, _ in self._surroundings(self.root, Surroundings()) for name in self.names(leaf)}

    def names(self, finding: Finding) -> tuple[str, ...]:
        """The answers for which an open leaf waits."""
        if self.is_torn(finding):
            return (f"part {id(finding)}",)
        return tuple(path if self.is_single(path) else f"{path} {finding.key}" for path in leaf_paths(finding))

    def is_torn(self, finding: Finding) -> bool:
        """Whether a fact that nobody has answered is torn in a finding."""
        return any(leaf.key not in self.possible.supposed for leaf in finding.torn_leaves)

    def _below(self, finding: Finding) -> list[Finding]:
        """The parts, and the condition, through which an open finding can still change."""
        torn = self.is_torn(finding)
        return [part for part in open_below(finding, self.possible) if not torn or part is finding.condition]

    def _surroundings(self, finding: Finding, around: "Surroundings") -> Iterator[tuple[Finding, "Surroundings"]]:
        """Every open leaf, or part with a torn fact, through which a finding can still change."""
        if self._is_end(finding):
            yield finding, around
        parts = self._below(finding)
        waiting = [self._answers_below(part) for part in parts]
        for n, part in enumerate(parts):
            beside = frozenset[str]().union(*waiting[:n], *waiting[n + 1:])
            yield from self._surroundings(part, around.below(beside, needs_all=finding.needs_all))

    def _is_end(self, finding: Finding) -> bool:
        is_open = self.possible.truth(finding) is _OPEN and self.possible.own(finding) is _OPEN
        return is_open and (finding.is_leaf or self.is_torn(finding))

    def _answers_below(self, finding: Finding) -> frozenset[str]:
        if id(finding) not in self._known:
            own = self.names(finding) if self._is_end(finding) else ()
            self._known[id(finding)] = frozenset(own).union(*map(self._answers_below, self._below(finding)))
        return self._known[id(finding)]

    @cached_property
    def _known(self) -> dict[int, frozenset[str]]:
        return {}

    # -- which answers matter -----------------------------------------------------------------------------------

    def deciding(self) -> frozenset[str]:
        """The answers of which each can make the difference, for some answers of the others."""
        certain: set[str] = set()
        for name in self.answers:
            if name not in certain:
                certain |= self._decisive_with(name)
        # Of answers in each other's place, read once and with the same beside them, one speaks for all.
        known: dict[frozenset[str], bool] = {}
        for name, places in self.answers.items():
            if name in certain:
                continue
            alike = places[0].needed if len(places) == 1 else frozenset({name})
            if alike not in known:
                known[alike] = self._decides(name)
            if known[alike]:
                certain.add(name)
        return frozenset(certain)

    def _decisive_with(self, name: str) -> frozenset[str]:
        """Answers of which each decides the finding under the same answers of the others, the given one among them.

        As many others as possible are favourable without meeting the finding, those needed beside the given one
        first; each of the rest then meets it alone. Empty when the given one was not among them.
        """
        names = list(self.answers)
        for order, around in product((names, names[::-1]), self.answers[name]):
            favourable: set[str] = set()
            for other in sorted(order, key=around.rank):
                if other != name and not self.holds(favourable | {other}):
                    favourable.add(other)
            if self.holds(favourable | {name}):
                return frozenset(self.answers.keys() - favourable)
        return frozenset()

    def _decides(self, name: str) -> bool:
        """Whether for some answers of the others the finding is met with one answer and not without it.

        Only answers that are read in several places are tried both ways. Once they are fixed every other one is read
        once, so that those needed beside the given one can be favourable without changing anything else.
        """
        repeated = [other for other in self._repeated if other != name]
        waiting: list[tuple[frozenset[str], int]] = [(frozenset(), 0)]
        for _ in range(MOST_TRIALS):
            if not waiting:
                return False
            favourable, decided = waiting.pop()
            most = self.answers.keys() - frozenset(repeated[:decided]) | favourable
            if not self.holds(most | {name}) or self.holds(favourable):
                continue
            for around in self.answers[name]:
                beside = favourable | (around.needed - self._repeated.keys() - {name})
                if self.holds(beside | {name}) and not self.holds(beside):
                    return True
            if decided < len(repeated):
                waiting += [(favourable, decided + 1), (favourable | {repeated[decided]}, decided + 1)]
        return True

    @cached_property
    def _repeated(self) -> dict[str, int]:
        """The answers that are read in several places, those read most often first."""
        times = {name: len(places) for name, places in self.answers.items() if len(places) > 1}
        return dict(sorted(times.items(), key=lambda item: -item[1]))

    def differs_from(self, other: "Condition") -> bool:
        """Whether two conditions come out differently for some answers."""
        names = list(dict.fromkeys((*self.answers, *other.answers)))
        waiting: list[tuple[frozenset[str], int]] = [(frozenset(), 0)]
        for _ in range(MOST_TRIALS):
            if not waiting:
                return False
            favourable, decided = waiting.pop()
            most = favourable | frozenset(names[decided:])
            spans = {(condition.holds(favourable), condition.holds(most)) for condition in (self, other)}
            if len(spans) > 1:
                return True
            if (False, True) in spans:
                waiting += [(favourable, decided + 1), (favourable | {names[decided]}, decided + 1)]
        return True


class Surroundings(NamedTuple):
    """The answers that are needed beside a leaf, and those of what could stand in its place, and how near."""

    needed: frozenset[str] = frozenset()
    instead: Mapping[str, int] = {}
    depth: int = 0

    def rank(self, name: str) -> int:
        """How early an answer is made favourable: what could stand in its place last, the nearest last."""
        return self.instead.get(name, 0) if name in self.needed else self.depth + 1

    def below(self, beside: frozenset[str], *, needs_all: bool) -> "Surroundings":
        """The surroundings of a part, from the answers of the parts beside it."""
        if needs_all:
            return Surroundings(self.needed | beside, self.instead, self.depth + 1)
        return Surroundings(self.needed, {**self.instead, **dict.fromkeys(beside, self.depth + 1)}, self.depth + 1)


@dataclass(frozen=True)
class _Building:
    """Builds the condition of a finding from those of its parts, each once."""

    condition: Condition
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
        if finding.is_leaf or self.condition.is_torn(finding):
            return self._leaf(finding, turned)
        parts = tuple(self.holds(part, turned=turned) for part in finding.counting
                      if self.possible.truth(part) is _OPEN)
        met = sum(self.possible.truth(part) is Truth.MET for part in finding.counting)
        needed = len(parts) if finding.needs_all else finding.needed - met
        return lambda facts: _at_least(parts, needed, facts)

    def _leaf(self, leaf: Finding, turned: bool) -> Holds:
        """Any of the answers it waits for can meet it, unless all are asked; turned, a favourable one fails it."""
        names = frozenset(self.condition.names(leaf))
        every = leaf.criterion.sides == "both"
        if turned:
            return names.isdisjoint if every else (lambda facts: not names <= facts)
        return (lambda facts: names <= facts) if every else (lambda facts: not names.isdisjoint(facts))


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
