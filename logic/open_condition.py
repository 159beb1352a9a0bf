"""The open part of a finding as a condition on the answers of its facts, and which of them can decide it."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import NamedTuple

from logic.finding import Finding, Key
from logic.possible import Possible, leaf_paths, open_below
from logic.truth import Truth

MOST_TRIALS = 100
"""So many combinations are tried to show that an answer cannot matter; beyond, it is taken to matter."""
_OPEN = Truth.NOT_DOCUMENTED
Holds = Callable[[AbstractSet[str]], bool]
"""Whether a finding is met when exactly the answers of a set are favourable."""
Outcomes = Callable[[str], Sequence[AbstractSet[Key]] | None]
"""For a fact: the leaves that each of its answers meets; None for rows."""


@dataclass(frozen=True)
class Condition:
    """The open part of a finding as a condition on named answers.

    An answer is favourable when a test comes out so that it helps; in the condition of another criterion that is when
    it fails. What helps a strict test of a fact helps the less strict ones too. Rows can meet each test that reads them
    without the others. A part in which a fact is torn (see Criterion) is one answer: seen from outside it can come out
    either way.
    """

    root: Finding
    possible: Possible
    outcomes: Outcomes

    @cached_property
    def holds(self) -> Holds:
        """The condition itself."""
        return _Building(self, self.possible).holds(self.root, turned=False)

    @cached_property
    def answers(self) -> dict[str, tuple["Surroundings", ...]]:
        """The answers in the order in which they are read, each with what surrounds it wherever it is read."""
        found: dict[str, tuple[Surroundings, ...]] = {}
        for end, around in self._surroundings(self.root, Surroundings()):
            for name in self.names(end):
                found[name] = (*found.get(name, ()), around)
        return found

    @cached_property
    def behind(self) -> dict[str, tuple[Finding, str]]:
        """For each answer, a leaf (or a part with a torn fact) that waits for it, and the fact that it answers."""
        return {name: (end, path) for end, _ in self._ends(self.root, turned=False)
                for path, names in self.names_by_path(end).items() for name in names}

    @cached_property
    def ends(self) -> tuple[Finding, ...]:
        """Every open leaf, or part with a torn fact, through which the finding can still change."""
        return tuple({id(end): end for end, _ in self._ends(self.root, turned=False)}.values())

    def names(self, finding: Finding) -> tuple[str, ...]:
        """The answers of which one meets an open leaf, or makes it fail where it stands in a condition."""
        return tuple(name for names in self.names_by_path(finding).values() for name in names)

    def names_by_path(self, finding: Finding) -> dict[str, tuple[str, ...]]:
        """The same by fact; of a part with a torn fact under no name."""
        if self.is_torn(finding):
            # Under other suppositions the same part is another condition.
            supposed = sorted(item for item in self.possible.supposed.items() if item[0] in finding.keys)
            return {"": (f"part {id(finding)} {supposed}",)}
        return {path: self._helping[path, finding.key] for path in leaf_paths(finding)}

    @cached_property
    def _helping(self) -> dict[tuple[str, Key], tuple[str, ...]]:
        """The answers to a fact that help each test of it: an answer that helps a stricter test helps it too."""
        reading: dict[str, dict[Key, tuple[Finding, bool]]] = {}
        for end, turned in self._ends(self.root, turned=False):
            for path in () if self.is_torn(end) else leaf_paths(end):
                reading.setdefault(path, {})[end.key] = (end, turned)
        return {(path, key): names for path, leaves in reading.items()
                for key, names in self._of_fact(path, leaves).items()}

    def _of_fact(self, path: str, leaves: Mapping[Key, tuple[Finding, bool]]) -> dict[Key, tuple[str, ...]]:
        outcomes = self.outcomes(path)
        if outcomes is None:
            return {key: (f"{path} {key}",) for key in leaves}
        # Also of the tests that are settled elsewhere, so that an answer has the same name wherever it is read. A fact
        # that is not torn is used in one direction.
        _, turned = next(iter(leaves.values()))
        helped = {key: frozenset(n for n, met in enumerate(outcomes) if (key in met) is not turned)
                  for key in sorted({*leaves, *(key for met in outcomes for key in met)})}
        return {key: tuple(f"{path} {sorted(other)}" for other in dict.fromkeys(helped.values())
                           if other and other <= helped[key]) for key in leaves}

    def is_torn(self, finding: Finding) -> bool:
        """Whether a fact that nobody has answered is torn in a finding."""
        return any(leaf.key not in self.possible.supposed for leaf in finding.torn_leaves)

    def _below(self, finding: Finding) -> list[Finding]:
        """The parts, and the condition, through which an open finding can still change."""
        return [] if self.is_torn(finding) else list(open_below(finding, self.possible))

    def _ends(self, finding: Finding, *, turned: bool) -> Iterator[tuple[Finding, bool]]:
        """Every open leaf, or part with a torn fact, and whether it stands in a condition."""
        if self._is_end(finding):
            yield finding, turned
        for part in self._below(finding):
            yield from self._ends(part, turned=turned is not (part is finding.condition))

    def _surroundings(self, finding: Finding, around: "Surroundings") -> Iterator[tuple[Finding, "Surroundings"]]:
        """The same with what surrounds it."""
        if self._is_end(finding):
            yield finding, around
        parts = self._below(finding)
        waiting = [self._answers_below(part) for part in parts]
        for n, part in enumerate(parts):
            # A condition that fails does as well as the criterion under it.
            alone = part is finding.condition
            beside = frozenset[str]().union(*(names for m, names in enumerate(waiting)
                                              if m != n and parts[m] is not finding.condition))
            inner = around.below(beside, needs_all=finding.needs_all and not alone)
            if finding.condition in parts and not alone:
                inner = inner.below(waiting[-1], needs_all=False)
            yield from self._surroundings(part, inner)

    def _is_end(self, finding: Finding) -> bool:
        if self.possible.truth(finding) is not _OPEN:
            return False
        return self.is_torn(finding) or (finding.is_leaf and self.possible.own(finding) is _OPEN)

    def _answers_below(self, finding: Finding) -> frozenset[str]:
        if id(finding) not in self._known:
            own = self.names(finding) if self._is_end(finding) else ()
            self._known[id(finding)] = frozenset(own).union(*map(self._answers_below, self._below(finding)))
        return self._known[id(finding)]

    @cached_property
    def _known(self) -> dict[int, frozenset[str]]:
        return {}

    # -- which answers matter -----------------------------------------------------------------------------------

    def deciding(self, known_facts: AbstractSet[str] = frozenset()) -> frozenset[str]:
        """The answers of which each can make the difference, for some answers of the others.

        Of `known_facts` nobody asks, because they are known to matter.
        """
        if not self._repeated:
            return frozenset(self.answers)
        certain: set[str] = set()
        for name in self.answers:
            if name not in certain and self.behind[name][1] not in known_facts:
                certain |= self._decisive_with(name)
        # Of answers in each other's place, read once and with the same beside them, one speaks for all.
        known: dict[frozenset[str], bool] = {}
        for name, places in self.answers.items():
            if name in certain or self.behind[name][1] in known_facts:
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
            favourable = self._most_without(name, around, order, frozenset())
            if self.holds(favourable | {name}):
                return frozenset(self.answers.keys() - favourable)
        return frozenset()

    def _most_without(
        self, name: str, around: "Surroundings", order: Sequence[str], least: frozenset[str],
    ) -> frozenset[str]:
        """As many favourable answers as do not meet the finding, beginning with those needed beside a given one."""
        favourable = set(least)
        for other in sorted(order, key=around.rank):
            if other != name and not self.holds(favourable | {other}):
                favourable.add(other)
        return frozenset(favourable)

    def _decides(self, name: str) -> bool:
        """Whether for some answers of the others the finding is met with one answer and not without it.

        Only answers that are read in several places are tried both ways. Once they are fixed every other one is read
        once, so that those needed beside the given one can be favourable without changing anything else.
        """
        waiting = [(frozenset[str](), frozenset(self.answers))]
        for _ in range(MOST_TRIALS):
            if not waiting:
                return False
            forced = self._forced(name, *waiting.pop())
            if forced is None:
                continue
            least, most = forced
            once = [other for other in self.answers if other in most - least and other not in self._repeated]
            if any(self.holds(self._most_without(name, around, once, least) | {name}) for around in self.answers[name]):
                return True
            free = next((other for other in self._repeated if other in most - least - {name}), None)
            if free:
                waiting += [(least, most - {free}), (least | {free}, most)]
        return True

    def _forced(
        self, name: str, least: frozenset[str], most: frozenset[str],
    ) -> tuple[frozenset[str], frozenset[str]] | None:
        """What has to be favourable, and what can be, if an answer is to decide; None when it cannot.

        Without what has to be, the finding fails even with the answer; with what cannot be, it is met even without.
        """
        changed = True
        while changed:
            changed = False
            if not self.holds(most | {name}) or self.holds(least - {name}):
                return None
            for other in self._repeated:
                if other not in most - least - {name}:
                    continue
                if not self.holds(most - {other} | {name}):
                    least, changed = least | {other}, True
                elif self.holds(least | {other}):
                    most, changed = most - {other}, True
        return least, most

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
        if self.condition.is_torn(finding):
            return self._leaf(finding, turned)
        own = self._own(finding, turned)
        if finding.condition is None or self.possible.truth(finding.condition) is not _OPEN:
            return own
        applies = self.holds(finding.condition, turned=not turned)
        return lambda facts: not applies(facts) or own(facts)

    def _own(self, finding: Finding, turned: bool) -> Holds:
        if self.possible.own(finding) is not _OPEN:
            return lambda _: False
        if finding.is_leaf:
            return self._leaf(finding, turned)
        parts = tuple(self.holds(part, turned=turned) for part in finding.counting
                      if self.possible.truth(part) is _OPEN)
        met = sum(self.possible.truth(part) is Truth.MET for part in finding.counting)
        return _at_least(parts, len(parts) if finding.needs_all else finding.needed - met)

    def _leaf(self, leaf: Finding, turned: bool) -> Holds:
        """Any of the facts it waits for can meet it, unless all are asked; turned, favourable ones make it fail."""
        facts = tuple(map(frozenset, self.condition.names_by_path(leaf).values()))
        if len(facts) == 1:
            (names,) = facts
            return names.isdisjoint if turned else (lambda answers: not names.isdisjoint(answers))
        if turned:
            every = leaf.criterion.sides != "both"
            return lambda answers: not _helped(facts, answers, every=every)
        every = leaf.criterion.sides == "both"
        return lambda answers: _helped(facts, answers, every=every)


def _helped(facts: tuple[frozenset[str], ...], answers: AbstractSet[str], *, every: bool) -> bool:
    """Whether every fact, or any, has an answer that helps."""
    if every:
        return not any(fact.isdisjoint(answers) for fact in facts)
    return any(not fact.isdisjoint(answers) for fact in facts)


def _at_least(parts: tuple[Holds, ...], needed: int) -> Holds:
    """The condition that so many of the parts hold. All and any, which are most, are tried a hundred thousand times."""
    def every(facts: AbstractSet[str]) -> bool:
        for holds in parts:  # noqa: SIM110 - a generator would cost more than what it asks
            if not holds(facts):
                return False
        return True

    def one(facts: AbstractSet[str]) -> bool:
        for holds in parts:  # noqa: SIM110
            if holds(facts):
                return True
        return False

    if needed == len(parts):
        return every
    if needed == 1:
        return one
    return lambda facts: sum(holds(facts) for holds in parts) >= needed
