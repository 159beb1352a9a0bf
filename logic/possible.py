"""What findings can still become if the record may say more, and the open facts through which they can."""

from collections.abc import Callable
from dataclasses import dataclass, field

from logic.finding import Finding, Supposed, Truths, conditioned, counted
from logic.levels import UNNAMED
from logic.policy import Silence
from logic.record import NAME_THE_LEVELS
from logic.supposing import combined_answers
from logic.truth import Truth
from logic.vocabulary import Vocabulary

_OPEN = Truth.NOT_DOCUMENTED


@dataclass
class Possible:
    """What findings can still become if the record may say more: silence never counts against.

    What is presumed (silence `met`) counts as met: nobody is asked for it. Without `exceptions`, grounds that count
    only when shown are taken as absent.
    """

    vocabulary: Vocabulary
    supposed: Supposed = field(default_factory=dict)
    exceptions: bool = True
    before: "Possible | None" = None
    """The same without the supposed truths, for all that they do not touch."""
    known: dict[int, Truth] = field(default_factory=dict)
    waiting: dict[int, frozenset[str]] = field(default_factory=dict)

    def truth(self, finding: Finding) -> Truth:
        """Its truth as far as the record can no longer change it; open where it can."""
        if self.before and finding.keys.isdisjoint(self.supposed):
            return self.before.truth(finding)
        found = self.known.get(id(finding))
        if found is None:
            found = self.known[id(finding)] = self._truth(finding)
        return found

    def own(self, finding: Finding) -> Truth:
        """The same as if its condition held."""
        if finding.is_leaf:
            truth = self.supposed.get(finding.key, finding.raw)
        else:
            truth = self.counted(finding)
            if truth is _OPEN and finding.torn_leaves:
                truth = self._exactly(finding, lambda inner: inner.counted(finding))
        if truth is not _OPEN:
            return truth
        if finding.criterion.silence is Silence.MET:
            return Truth.MET
        return Truth.NOT_MET if finding.criterion.silence is Silence.SHOWN and not self.exceptions else truth

    def _truth(self, finding: Finding) -> Truth:
        own = self.own(finding)
        if finding.condition is None:
            return own
        whole = conditioned(Truths(own, own, own), self.truth(finding.condition)).truth
        if whole is not _OPEN or not finding.torn_leaves:
            return whole
        return self._exactly(finding, lambda inner: _as_met(inner.truth(finding)))

    def counted(self, finding: Finding) -> Truth:
        """The truth of a group from those of its parts."""
        return counted(None if finding.needs_all else finding.needed, [self.truth(part) for part in finding.counting])

    def _exactly(self, finding: Finding, decided: Callable[["Possible"], Truth]) -> Truth:
        seen = set()
        leaves = [leaf for leaf in finding.torn_leaves if leaf.key not in self.supposed]
        for answered in combined_answers(leaves, self.vocabulary) if leaves else ():
            inner = Possible(self.vocabulary, {**self.supposed, **answered}, self.exceptions)
            seen.add(decided(inner))
            if len(seen) > 1 or _OPEN in seen:
                return _OPEN
        return seen.pop() if seen else _OPEN

    def paths(self, finding: Finding) -> frozenset[str]:
        """The open facts that can still change a finding."""
        if self.before and finding.keys.isdisjoint(self.supposed):
            return self.before.paths(finding)
        found = self.waiting.get(id(finding))
        if found is None:
            below = [self.paths(part) for part in open_below(finding, self)]
            own = leaf_paths(finding) if self.truth(finding) is _OPEN and self._reads(finding) else ()
            found = self.waiting[id(finding)] = frozenset(own).union(*below)
        return found

    def _reads(self, finding: Finding) -> bool:
        """Whether it is itself an open leaf (not only open because its condition is)."""
        return finding.is_leaf and self.own(finding) is _OPEN


def _as_met(truth: Truth) -> Truth:
    """A truth, where what does not apply counts as met."""
    return Truth.MET if truth is Truth.NOT_APPLICABLE else truth


def open_below(finding: Finding, possible: Possible) -> tuple[Finding, ...]:
    """The parts, and the condition, through which an open finding can still change."""
    if possible.truth(finding) is not _OPEN:
        return ()
    condition = (finding.condition,) if finding.condition and possible.truth(finding.condition) is _OPEN else ()
    if finding.is_leaf or possible.own(finding) is not _OPEN:
        return condition
    return (*(part for part in finding.counting if possible.truth(part) is _OPEN), *condition)


def leaf_paths(leaf: Finding) -> tuple[str, ...]:
    """The facts for which an open leaf waits."""
    if names_levels(leaf):
        return (NAME_THE_LEVELS,)
    return leaf.reading.waiting if leaf.reading else ()


def names_levels(finding: Finding) -> bool:
    """Whether a leaf is open only because the request names no level."""
    reading = finding.reading
    return bool(reading and reading.from_request and NAME_THE_LEVELS in reading.open_paths) or (
        finding.level == UNNAMED and bool(reading and reading.from_request))
