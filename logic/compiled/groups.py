"""The truths of the groups of a criterion over plain facts, and the missing facts that can still change it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import prod
from operator import itemgetter
from typing import Any, NamedTuple

from logic.compiled.diagram import FAILS, HOLDS, OPEN
from logic.compiled.of_answers import Leaves, Overlay
from logic.compiled.parts import Part
from logic.compiled.tables import Table
from logic.supposing import MOST_ANSWERS

MOST_TRIALS = 200
"""So many combinations are tried to show that an answer cannot matter; beyond, it is taken to matter."""
Codes = list[int]
"""How leaves are answered, then the truths of groups in the same form (FAILS, OPEN, HOLDS), inner ones first."""


@dataclass(frozen=True, eq=False)
class Group:
    """A group: how it picks its parts and counts them, its torn leaves, and the groups below, inner ones first."""

    part: Part
    parts: tuple[int, ...]
    pick: Callable[[Sequence[Any]], tuple[Any, ...]]
    needed: int
    torn: tuple[int, ...]
    inside: tuple[int, ...]

    @cached_property
    def counted(self) -> Table[tuple[int, ...], int]:
        """Whether enough parts are met, given what is open, by the truths of the parts."""
        needed = self.needed

        def made(codes: tuple[int, ...]) -> int:
            met = codes.count(HOLDS)
            return HOLDS if met >= needed else OPEN if met + codes.count(OPEN) >= needed else FAILS

        return Table(made)


@dataclass(frozen=True, eq=False)
class Groups:
    """The groups of a criterion. Numbers below `first` are leaves; groups follow, inner ones first."""

    leaves: Leaves
    groups: tuple[Group, ...]

    @cached_property
    def first(self) -> int:
        """The number of the first group."""
        return len(self.leaves.criteria)

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The numbers of the groups by the identity of their parts."""
        return {id(group.part): self.first + n for n, group in enumerate(self.groups)}

    def truths(self, answered: Sequence[int]) -> list[int]:
        """The truths of all groups from how the leaves are answered."""
        return self._counted([*answered, *[OPEN] * len(self.groups)], (), range(len(self.groups)))

    # -- exact truth ------------------------------------------------------------------------------------------------

    def exact(self, group: Group, codes: Codes) -> int:
        """The truth of an open group, settled where every answer of its torn facts settles it alike."""
        if all(codes[n] != OPEN for n in group.torn):
            return OPEN
        whole = [*codes[:self.first], *[OPEN] * len(self.groups)]
        seen: set[int] = set()
        for overlay in self.leaves.overlays(group.torn, codes):
            found = self._counted(whole, overlay, group.inside[:-1])
            seen.add(group.counted[group.pick(found)])
            if len(seen) > 1 or OPEN in seen:
                return OPEN
        return seen.pop() if seen else OPEN

    def _counted(self, codes: Codes, overlay: Overlay, inside: Sequence[int]) -> list[int]:
        """The truths with some leaves answered otherwise and some groups counted anew."""
        found = list(codes)
        for n, code in overlay:
            found[n] = code
        for number in inside:
            group = self.groups[number]
            code = group.counted[group.pick(found)]
            found[self.first + number] = self.exact(group, found) if code == OPEN and group.torn else code
        return found

    @cached_property
    def _above(self) -> Table[tuple[int, ...], tuple[int, ...]]:
        """The groups in which some leaves stand, inner ones first."""
        def made(leaves: tuple[int, ...]) -> tuple[int, ...]:
            held = set(leaves)
            for number, group in enumerate(self.groups):
                if held.intersection(group.parts):
                    held.add(self.first + number)
            return tuple(sorted(n - self.first for n in held if n >= self.first))

        return Table(made)

    # -- what still matters -----------------------------------------------------------------------------------------

    def waiting(self, codes: Codes) -> list[str]:
        """The facts of the open leaves that the root still reads if it is open."""
        return [self.leaves.facts[n] for n in self._open(codes)]

    def _open(self, codes: Codes) -> list[int]:
        found: list[int] = []
        waiting = [len(codes) - 1] if codes[-1] == OPEN else []
        first, groups = self.first, self.groups
        while waiting:
            n = waiting.pop()
            if n < first:
                found.append(n)
            else:
                waiting += [part for part in groups[n - first].parts if codes[part] == OPEN]
        return found

    def missing(self, answered: Sequence[int]) -> frozenset[str]:
        """The facts that can change an open root, as far as MOST_ANSWERS and MOST_TRIALS allow; else some more.

        Where each is read once, all that are reached; of facts that are read more often every answer is tried.
        """
        codes = self.truths(answered)
        facts = self.waiting(codes)
        repeated = [tuple(n for n in self.leaves.reading[fact] if codes[n] == OPEN)
                    for fact in sorted(set(facts)) if facts.count(fact) > 1]
        each = [self.leaves.combined[leaves] for leaves in repeated]
        if not repeated or not 0 < prod(map(len, each)) <= MOST_ANSWERS:
            return frozenset(facts)
        above = self._above[tuple(n for leaves in repeated for n in leaves)]
        found: set[str] = set()
        beside: dict[tuple[int, tuple[Overlay, ...]], list[_Tried]] = {}
        for chosen in product(*each):
            tried = self._counted(codes, tuple(answer for overlay in chosen for answer in overlay), above)
            now = _Tried(tried, frozenset(self._open(tried)))
            found.update(self.leaves.facts[n] for n in now.open)
            for n, leaves in enumerate(repeated):
                alike = beside.setdefault((n, (*chosen[:n], *chosen[n + 1:])), [])
                if alike and alike[0].plainly_differs(now):
                    found.add(self.leaves.facts[leaves[0]])
                alike.append(now)
            if len(found) == len(set(facts)):
                return frozenset(found)
        for (n, _), alike in beside.items():
            fact = self.leaves.facts[repeated[n][0]]
            if fact not in found and self._any_differ(alike):
                found.add(fact)
        return frozenset(found)

    def _any_differ(self, tried: Sequence["_Tried"]) -> bool:
        """Whether states of knowledge come out differently for some answers of the facts that they leave open."""
        return bool(tried[0].open) and any(
            self._differ(one.codes, other.codes) for one, other in combinations(tried, 2))

    def _differ(self, one: Codes, other: Codes) -> bool:
        waiting = [(one, other)]
        for _ in range(MOST_TRIALS):
            if not waiting:
                return False
            one, other = waiting.pop()
            left = self._open(one)
            if one[-1] != other[-1] or set(left) != set(self._open(other)):
                return True
            if left and one != other:
                above = self._above[left[0],]
                waiting += [(self._counted(one, ((left[0], code),), above),
                             self._counted(other, ((left[0], code),), above)) for code in (FAILS, HOLDS)]
        return True


class _Tried(NamedTuple):
    """The truths under some answers, and the leaves that the root still reads."""

    codes: list[int]
    open: frozenset[int]

    def plainly_differs(self, other: "_Tried") -> bool:
        """Whether the root comes out differently: open, it depends on all that it still reads (each fact once)."""
        return self.codes[-1] != other.codes[-1] or self.open != other.open


def groups_of(root: Part, first: int) -> Iterator[Group]:
    """The groups below a part and itself, inner ones first."""
    number = first

    def below(part: Part) -> Iterator[Group]:
        nonlocal number
        inside: list[int] = []
        parts: list[int] = []
        for one in part.parts or ():
            if one.parts is None:
                parts.append(one.leaves[0])
                continue
            before = number - first
            yield from below(one)
            inside += range(before, number - first)
            parts.append(number - 1)
        needed = len(parts) if part.needed is None else part.needed
        yield Group(part, tuple(parts), _picking(parts), needed, part.torn, (*inside, number - first))
        number += 1

    if root.parts is not None:
        yield from below(root)


def _picking(parts: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    if len(parts) > 1:
        return itemgetter(*parts)
    return lambda found: tuple(found[n] for n in parts)
