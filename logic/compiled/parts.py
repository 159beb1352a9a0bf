"""A criterion as it is compiled: what it combines, its leaves numbered in the order in which they are read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from logic.finding import Finding
from logic.policy import Criterion, Scope


@dataclass(frozen=True, eq=False)
class Part:
    """A criterion, or one of several levels of it, with what it combines.

    `leaves` are the numbers of the leaves below, those of conditions included; a leaf has no `parts`, and what stands
    under a `condition` is its one part. `needed` is how many parts have to be met; None: all that apply. `torn` are the
    leaves among them whose facts three-valued logic alone cannot settle here.
    """

    criterion: Criterion
    leaves: range
    parts: tuple["Part", ...] | None = None
    needed: int | None = None
    condition: "Part | None" = None
    torn: tuple[int, ...] = ()


def part_of(criterion: Criterion, levels: Iterable[int] = ()) -> Part:
    """A criterion with everything below it; `levels`: at how many levels each scoped criterion is read, in order."""
    return _Numbering(iter(levels)).part(criterion)


def leaves_in_order(finding: Finding) -> tuple[list[Finding], list[int]]:
    """The leaves of a finding as its part numbers them, and at how many levels each scoped criterion was read."""
    leaves: list[Finding] = []
    levels: list[int] = []
    _collect(finding, leaves, levels)
    return leaves, levels


def _collect(finding: Finding, leaves: list[Finding], levels: list[int]) -> None:
    scoped = finding.criterion.scope is not Scope.LEVEL
    if scoped:
        levels.append(len(finding.counting))
    if finding.is_leaf and not scoped:
        leaves.append(finding)
    for part in finding.counting:
        _collect(part, leaves, levels)
    if finding.condition:
        _collect(finding.condition, leaves, levels)


@dataclass
class _Numbering:
    """Numbers leaves from nought."""

    levels: Iterator[int]
    leaves: list[Criterion] = field(default_factory=list)

    def part(self, criterion: Criterion) -> Part:
        """A criterion with everything below it."""
        first = len(self.leaves)
        own = self._own(criterion)
        if criterion.when is None:
            return own
        return self._made(criterion, first, (own,), None, self.part(criterion.when))

    def _own(self, criterion: Criterion) -> Part:
        first = len(self.leaves)
        if criterion.scope is not Scope.LEVEL:
            parts = tuple(self.part(criterion.at_one_level) for _ in range(next(self.levels)))
            return self._made(criterion, first, parts, None if criterion.scope is Scope.EACH_LEVEL_OF_LINE else 1)
        if criterion.parts:
            parts = tuple(self.part(part) for part in criterion.parts if not part.asked)
            return self._made(criterion, first, parts, None if criterion.all else criterion.at_least or 1)
        self.leaves.append(criterion)
        return Part(criterion, range(first, first + 1))

    def _made(
        self, criterion: Criterion, first: int, parts: tuple[Part, ...], needed: int | None,
        condition: Part | None = None,
    ) -> Part:
        below = range(first, len(self.leaves))
        torn = tuple(n for n in below if self.leaves[n].subject in criterion.torn) if criterion.torn else ()
        return Part(criterion, below, parts, needed, condition, torn)
