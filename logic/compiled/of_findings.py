"""What findings would be with supposed answers, decided by the compiled diagram of their criterion."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from logic.compiled.diagram import (
    FAILS, HOLDS, OPEN, OPEN_IN_REQUEST, Answered, Building, Node, decided,
)
from logic.compiled.parts import leaves_in_order, part_of
from logic.finding import Finding, Key, Supposed
from logic.policy import Criterion
from logic.supposing import combined_answers
from logic.truth import Truth
from logic.vocabulary import Vocabulary

MOST_KEPT = 64
"""Of so many combined answers the list is kept, not made again."""
_ANSWERED = {Truth.NOT_MET: FAILS, Truth.NOT_DOCUMENTED: OPEN, Truth.MET: HOLDS}
Overlay = tuple[tuple[int, int], ...]


def diagram_of(criterion: Criterion, levels: Sequence[int] = ()) -> Node:
    """The diagram of a criterion, made once for each count of the levels at which its scoped criteria are read."""
    shape = tuple(levels)
    found = criterion.compiled.get(shape)
    if found is None:
        found = criterion.compiled[shape] = Building().built(part_of(criterion, shape))
    return found


@dataclass(frozen=True, eq=False)
class Compiled:
    """A finding, ready to be decided many times. Gives the truths that `supposing` gives, and nothing but them."""

    finding: Finding
    vocabulary: Vocabulary

    def truth(self, supposed: Supposed) -> Truth:
        """The truth of the finding if some leaves had the supposed truths; no record is read again."""
        touched = self._numbers.keys() & supposed.keys()
        if not touched:
            return self.finding.truth
        answered = self._answered.copy()
        for key in touched:
            for n in self._numbers[key]:
                answered[n] = _answer(self._leaves[n], supposed[key])
        return decided(self._diagram, answered, self._overlays)

    @cached_property
    def _in_order(self) -> tuple[list[Finding], list[int]]:
        return leaves_in_order(self.finding)

    @property
    def _leaves(self) -> list[Finding]:
        return self._in_order[0]

    @cached_property
    def _diagram(self) -> Node:
        return diagram_of(self.finding.criterion, self._in_order[1])

    @cached_property
    def _answered(self) -> list[int]:
        return [_answer(leaf, leaf.raw) for leaf in self._leaves]

    @cached_property
    def _numbers(self) -> dict[Key, tuple[int, ...]]:
        """Where each leaf stands; one that is read in several places has several numbers."""
        found: dict[Key, tuple[int, ...]] = {}
        for n, leaf in enumerate(self._leaves):
            found[leaf.key] = (*found.get(leaf.key, ()), n)
        return found

    @cached_property
    def _known(self) -> dict[tuple[int, ...], list[Overlay]]:
        return {}

    def _overlays(self, torn: Sequence[int], answered: Answered) -> Sequence[Overlay]:
        """For the torn leaves that are open: their answers under every combination of answers of their facts."""
        waiting = tuple(n for n in torn if answered[n] in {OPEN, OPEN_IN_REQUEST}
                        and self._leaves[n].raw is Truth.NOT_DOCUMENTED)
        if not waiting:
            return ()
        found = self._known.get(waiting)
        if found is None:
            found = [tuple((n, _ANSWERED[truth]) for key, truth in combined.items() for n in self._numbers[key])
                     for combined in combined_answers(list({self._leaves[n].key: self._leaves[n] for n in waiting}
                                                           .values()), self.vocabulary)]
            if len(found) <= MOST_KEPT:
                self._known[waiting] = found
        return found


def _answer(leaf: Finding, truth: Truth) -> int:
    """How a leaf is answered by a truth; what the request leaves open is told apart."""
    if truth is Truth.NOT_DOCUMENTED and leaf.reading and leaf.reading.from_request:
        return OPEN_IN_REQUEST
    return _ANSWERED[truth]
