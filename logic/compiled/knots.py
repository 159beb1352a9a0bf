"""Where facts are read in several places, and what that means for the groups around them.

A part is closed if its facts are read nowhere else. Seen from outside, a closed part that is open is one thing that can
come out either way, whatever stands in it. So a group needs more than counting only if facts are read in several of its
parts: it is then a knot, and what it comes to depends on nothing but how its strands are answered: the closed parts in
it, and the leaves that share a fact. There are few of those, and much fewer ways to answer them than there are cases.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from logic.compiled.diagram import FAILS, HOLDS, OPEN
from logic.compiled.groups import Groups, groups_of
from logic.compiled.of_answers import Leaves
from logic.compiled.parts import Part
from logic.compiled.tables import Table
from logic.policy import Criterion

BITS = HOLDS.bit_length()
"""How many bits hold how a leaf or part is answered."""


class Settled(NamedTuple):
    """What an open group comes to, and the facts that still matter in it; None: all that it waits for."""

    code: int
    matter: frozenset[str] | None = None


class Reading:
    """Which leaves of a criterion read the same facts."""

    def __init__(self, facts: Sequence[str]) -> None:
        self.facts = facts
        last = {fact: n for n, fact in enumerate(facts)}
        first = {fact: n for n, fact in zip(reversed(range(len(facts))), reversed(facts), strict=True)}
        self._first, self._last = [first[fact] for fact in facts], [last[fact] for fact in facts]

    def closed(self, part: Part) -> bool:
        """Whether the facts of a part are read nowhere else."""
        start, stop = part.leaves.start, part.leaves.stop
        return min(self._first[start:stop]) >= start and max(self._last[start:stop]) < stop

    def below(self, part: Part) -> Sequence[str]:
        """The facts that a part reads, one for each leaf."""
        return self.facts[part.leaves.start:part.leaves.stop]


@dataclass(frozen=True, eq=False)
class Strands(Leaves):
    """The strands of a knot, as leaves; a closed part reads a fact of its own."""

    parts: tuple[Part, ...]
    shared: tuple[bool, ...]
    """Whether each is a leaf that shares its fact with others."""

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The fact that each strand reads."""
        return tuple(part.criterion.fact or "" if shared else f"strand {n}"
                     for n, (part, shared) in enumerate(zip(self.parts, self.shared, strict=True)))


@dataclass(frozen=True, eq=False)
class Knot:
    """A closed group in whose parts facts are shared.

    A signature tells how its strands are answered: BITS for each, above them how many shared leaves are open. It is a
    sum, so that what stands side by side adds up.
    """

    part: Part
    reading: Reading
    strands: Strands

    @cached_property
    def loose(self) -> int:
        """What each shared leaf that is open adds to a signature; below that, three-valued logic settles all."""
        return 1 << BITS * len(self.strands.parts)

    def signs(self, part: Part) -> dict[int, int]:
        """What a strand adds to the signature by how it is answered; a group in the knot, only once it is settled.

        Then it no longer matters how its strands are answered, and they count as answered alike; but not where there
        are more answers than are tried, and what is left open depends on how many there are.
        """
        n = self._places.get(id(part))
        if n is None and not self._all_tried:
            return {}
        if n is None:
            first, last = (bisect_left(self._starts, leaf) for leaf in (part.leaves.start, part.leaves.stop))
            return {FAILS: 0, HOLDS: (1 << BITS * last) - (1 << BITS * first)}
        is_open = self.loose if self.strands.shared[n] else 0
        return {FAILS: 0, OPEN: (OPEN << BITS * n) + is_open, HOLDS: HOLDS << BITS * n}

    def settled(self, part: Part) -> Table[int, Settled]:
        """For the knot itself or a torn group in it: what it comes to by the signature of what stands in it."""
        return Table(lambda signature: self._whole(signature) if part is self.part else self._inside(part, signature))

    def _whole(self, signature: int) -> Settled:
        answered = self._answered(signature)
        codes = self._groups.truths(answered)
        if codes[-1] != OPEN:
            return Settled(codes[-1])
        missing = self._groups.missing(answered)
        if missing == set(self._groups.waiting(codes)):
            return Settled(OPEN)
        return Settled(OPEN, frozenset(
            fact for part, strand in zip(self.strands.parts, self.strands.facts, strict=True) if strand in missing
            for fact in self.reading.below(part)))

    def _inside(self, part: Part, signature: int) -> Settled:
        group = self._groups.groups[self._groups.numbers[id(self._reduced[id(part)])] - self._groups.first]
        return Settled(self._groups.exact(group, self._answered(signature)))

    def _answered(self, signature: int) -> list[int]:
        return [signature >> BITS * n & HOLDS for n in range(len(self.strands.parts))]

    @cached_property
    def _all_tried(self) -> bool:
        """Whether the answers of all torn facts in it are within the limit."""
        torn = frozenset[str]().union(*(one.torn for one in _groups_in(self.part.criterion)))
        return self.strands.all_tried([
            n for n, leaf in enumerate(self.strands.criteria) if self.strands.shared[n] and leaf.subject in torn])

    @cached_property
    def _starts(self) -> list[int]:
        return [part.leaves.start for part in self.strands.parts]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {id(part): n for n, part in enumerate(self.strands.parts)}

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self.strands, tuple(groups_of(self._reduced[id(self.part)], len(self.strands.parts))))

    @cached_property
    def _reduced(self) -> dict[int, Part]:
        """The knot and the groups in it, by the identity of the part, with strands in place of leaves."""
        found: dict[int, Part] = {}
        self._reduce(self.part, found)
        return found

    def _reduce(self, part: Part, found: dict[int, Part]) -> Part:
        n = self._places.get(id(part))
        if n is not None:
            return Part(part.criterion, range(n, n + 1))
        parts = tuple(self._reduce(one, found) for one in part.parts or ())
        below = range(parts[0].leaves.start, parts[-1].leaves.stop)
        torn = tuple(n for n in below if self.strands.shared[n]
                     and self.strands.criteria[n].subject in part.criterion.torn)
        found[id(part)] = Part(part.criterion, below, parts, part.needed, None, torn)
        return found[id(part)]


def knot_of(part: Part, reading: Reading, leaves: Leaves) -> Knot | None:
    """The knot that a closed group is; None if every part of it is closed."""
    if all(reading.closed(one) for one in part.parts or ()):
        return None
    parts = tuple(_strands(part, reading))
    shared = tuple(not reading.closed(one) for one in parts)
    return Knot(part, reading, Strands(tuple(one.criterion for one in parts), leaves.vocabulary, parts, shared))


def _strands(part: Part, reading: Reading) -> Iterator[Part]:
    for one in part.parts or ():
        if one.parts is None or reading.closed(one):
            yield one
        else:
            yield from _strands(one, reading)


def _groups_in(criterion: Criterion) -> Iterator[Criterion]:
    if criterion.parts:
        yield criterion
        for part in criterion.parts:
            yield from _groups_in(part)
