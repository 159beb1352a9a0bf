"""The smallest sets of leaves that alone fix the outcome of a level. Pure, exact up to stated bounds.

A *flip* is a set of leaves that, given other truths, lets the outcome escape. A set fixes the outcome if and only if it
holds a leaf of every flip; so the smallest sets are the smallest ones that hit all flips, and it is enough to look for
a flip that a candidate misses until every candidate misses none (the duality of reasons and repairs; Reiter 1987).

A leaf counts in one direction wherever it stands under no condition, and in the other under one (`when`): raising it
from not met over open to met never lowers the outcome. So the free leaves escape best at an end of that order; only
those that stand on both sides are tried with every truth.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

from logic.case import Outcome
from logic.determination import LevelResult, own_outcome
from logic.finding import Finding, Key
from logic.following import ORDER
from logic.supposing import supposing
from logic.truth import Truth
from logic.vocabulary import Vocabulary

MOST_SETS = 512
"""So many smallest sets are listed."""
MOST_FLIPS = 400
"""So many flips are looked for."""
MOST_TORN = 5
"""So many leaves that count in both directions are tried in all ways (3 to that power)."""
Keys = frozenset[Key]


@dataclass(frozen=True)
class Smallest:
    """All smallest sets of leaves, in the order of the criteria; `capped` if a bound was reached."""

    sets: tuple[tuple[Finding, ...], ...]
    capped: bool


def smallest_sets(level: LevelResult, vocabulary: Vocabulary) -> Smallest:
    """The smallest sets of a level decided by its own rule."""
    fixing = Fixing(level, vocabulary)
    found, capped = _hitting_all(fixing)
    order = list(fixing.leaves)
    listed = sorted(sorted(map(order.index, one)) for one in found)
    return Smallest(tuple(tuple(fixing.leaves[order[place]] for place in one) for one in listed),
                    capped or fixing.capped)


@dataclass
class Fixing:
    """One decided level, asked what it would be if other leaves were otherwise."""

    level: LevelResult
    vocabulary: Vocabulary
    capped: bool = field(default=False, init=False)

    @cached_property
    def roots(self) -> tuple[Finding, ...]:
        """Its trees: the exception to the exclusion, the criteria."""
        return tuple(root for root in (self.level.exclusion, self.level.findings) if root)

    @cached_property
    def signs(self) -> Mapping[Key, frozenset[bool]]:
        """Every leaf that counts, with the directions in which it does (True: to be met helps)."""
        found: dict[Key, set[bool]] = {}
        for root in self.roots:
            for leaf, helps in counted_leaves(root):
                found.setdefault(leaf.key, set()).add(helps)
        return {key: frozenset(signs) for key, signs in found.items()}

    @cached_property
    def leaves(self) -> Mapping[Key, Finding]:
        """The leaves by key, in the order of the criteria."""
        return {leaf.key: leaf for root in self.roots for leaf, _ in counted_leaves(root)}

    def outcome(self, supposed: Mapping[Key, Truth]) -> Outcome:
        """The outcome of the level's own rule if some leaves had other truths."""
        if self.level.rule is None:
            return self.level.own
        exclusion, findings = (
            supposing(root, supposed, self.vocabulary).truth if root else None
            for root in (self.level.exclusion, self.level.findings))
        return own_outcome(self.level.rule, exclusion, findings, bundled=bool(self.level.incidental_to))

    def escapes(self, supposed: Mapping[Key, Truth]) -> bool:
        """Whether the outcome would be another: worse than "meets", better than any other."""
        now = self.outcome(supposed)
        if self.level.own is Outcome.MEETS:
            return now is not Outcome.MEETS
        return ORDER.index(now) > ORDER.index(self.level.own)

    def flip(self, fixed: Keys) -> Keys | None:
        """A smallest part of the leaves outside `fixed` through which the outcome escapes; None: they fix it."""
        better = self.level.own is not Outcome.MEETS
        free = [key for key in self.leaves if key not in fixed]
        torn = [key for key in free if len(self.signs[key]) > 1]
        if len(torn) > MOST_TORN:
            self.capped, torn = True, torn[:MOST_TORN]
        plain = {key: Truth.MET if (True in self.signs[key]) is better else Truth.NOT_MET for key in free}
        for truths in product((Truth.MET, Truth.NOT_MET, Truth.NOT_DOCUMENTED), repeat=len(torn)):
            supposed = {**plain, **dict(zip(torn, truths, strict=True))}
            changed = {key: truth for key, truth in supposed.items() if truth is not self.leaves[key].raw}
            if self.escapes(changed):
                return self._smallest_part(changed)
        return None

    def _smallest_part(self, changed: dict[Key, Truth]) -> Keys:
        """A part of the changes none of which can be left out."""
        kept, size = list(changed), max(len(changed) // 2, 1)
        while True:
            start = 0
            while start < len(kept):
                fewer = kept[:start] + kept[start + size:]
                if self.escapes({key: changed[key] for key in fewer}):
                    kept = fewer
                else:
                    start += size
            if size == 1:
                return frozenset(kept)
            size = max(size // 2, 1)


def counted_leaves(finding: Finding, *, helps: bool = True) -> Iterator[tuple[Finding, bool]]:
    """Every leaf below that can count, with its direction; a group at levels that are not there is no leaf."""
    if finding.is_leaf and finding.reading is not None:
        yield finding, helps
    for part in finding.counting:
        yield from counted_leaves(part, helps=helps)
    if finding.condition:
        yield from counted_leaves(finding.condition, helps=not helps)


def _hitting_all(fixing: Fixing) -> tuple[list[Keys], bool]:
    """The smallest sets of leaves that miss no flip, and whether a bound was reached."""
    flips: list[Keys] = []
    proven: set[Keys] = set()
    size = 0
    while len(flips) < MOST_FLIPS:
        candidates = list(islice(_hitting(flips, size), MOST_SETS + 1))
        if not candidates:
            size += 1
            if size > len(fixing.leaves):
                return [], False
            continue
        missed = next(((one, flip) for one in candidates if one not in proven
                       and (flip := _flip_of(fixing, one, proven))), None)
        if missed is None:
            return candidates[:MOST_SETS], len(candidates) > MOST_SETS
        flips.append(missed[1])
    return [], True


def _flip_of(fixing: Fixing, candidate: Keys, proven: set[Keys]) -> Keys | None:
    flip = fixing.flip(candidate)
    if flip is None:
        proven.add(candidate)
    return flip


def _hitting(flips: list[Keys], size: int) -> Iterator[Keys]:
    """Every set of at most `size` leaves that hits all flips and none of whose leaves is idle, once."""
    seen: set[Keys] = set()
    yield from _extended(frozenset(), sorted(flips, key=len), size, seen)


def _extended(chosen: Keys, flips: list[Keys], size: int, seen: set[Keys]) -> Iterator[Keys]:
    if chosen in seen:
        return
    seen.add(chosen)
    missed = [flip for flip in flips if not flip & chosen]
    if not missed:
        yield chosen
    elif _apart(missed) <= size:
        for key in sorted(missed[0]):
            yield from _extended(chosen | {key}, missed, size - 1, seen)


def _apart(flips: list[Keys]) -> int:
    """How many leaves at least are needed to hit the flips: one for each of some that share none."""
    count, hit = 0, frozenset[Key]()
    for flip in flips:
        if not flip & hit:
            count, hit = count + 1, hit | flip
    return count
