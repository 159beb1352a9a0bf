"""A criterion decided at a place, and how the truths of its parts combine: now, or with supposed answers. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from logic.policy import Criterion, Scope, Silence
from logic.reading import Reading
from logic.truth import Truth

Key = tuple[str, str, str]
Supposed = Mapping[Key, Truth]
"""Truths supposed for some leaves, to look ahead."""
_MET, _NOT_MET, _OPEN, _NOTHING = Truth.MET, Truth.NOT_MET, Truth.NOT_DOCUMENTED, Truth.NOT_APPLICABLE


class Truths(NamedTuple):
    """The truths of one criterion.

    `raw` is its truth before its own silence is applied; `silent` is what `raw` becomes if the record never says
    more, while what the request leaves open (level, approach, region) stays open.
    """

    truth: Truth
    raw: Truth
    silent: Truth


NOT_APPLICABLE = Truths(_NOTHING, _NOTHING, _NOTHING)


@dataclass(frozen=True)
class Finding:
    """A criterion decided at a place. Findings of equal places are the same object."""

    criterion: Criterion
    truths: Truths
    level: str
    reading: Reading | None = None
    parts: tuple["Finding", ...] = ()
    condition: "Finding | None" = None
    key: Key = ("", "", "")

    @property
    def truth(self) -> Truth:
        """Its truth, silence applied."""
        return self.truths.truth

    @property
    def raw(self) -> Truth:
        """Its truth before its own silence is applied."""
        return self.truths.raw

    @property
    def weighs(self) -> Truth:
        """The truth that the parent counts: an asked criterion never changes an outcome."""
        return _NOTHING if self.criterion.asked else self.truths.truth

    @property
    def is_leaf(self) -> bool:
        """Whether it reads a fact or the request itself."""
        return not self.parts

    @property
    def needs_all(self) -> bool:
        """Whether every part is needed: under `all`, and at each level of a line."""
        if self.criterion.scope is not Scope.LEVEL:
            return self.criterion.scope is Scope.EACH_LEVEL_OF_LINE
        return self.criterion.all is not None

    @property
    def needed(self) -> int:
        """How many parts are needed where not all are."""
        return (self.criterion.at_least or 1) if self.criterion.scope is Scope.LEVEL else 1

    @property
    def silence_decided(self) -> bool:
        """Whether silence, not the record, gave the truth."""
        return self.raw is _OPEN and self.truth in {_MET, _NOT_MET}

    @cached_property
    def counting(self) -> tuple["Finding", ...]:
        """The parts that can change an outcome: all but the asked ones."""
        return tuple(part for part in self.parts if not part.criterion.asked)

    @cached_property
    def keys(self) -> frozenset[Key]:
        """The leaves below, those of conditions included."""
        below = frozenset[Key]().union(*(part.keys for part in self.parts)) if self.parts else frozenset({self.key})
        return below | self.condition.keys if self.condition else below

    @cached_property
    def torn_leaves(self) -> tuple["Finding", ...]:
        """The open leaves of facts that are tested here in ways that three-valued logic alone cannot settle."""
        return tuple({leaf.key: leaf for leaf in _open_leaves(self) if leaf.criterion.subject in self.criterion.torn
                      }.values()) if self.criterion.torn else ()


def _open_leaves(finding: Finding) -> Sequence[Finding]:
    """Every open leaf below, those of conditions included."""
    below = [leaf for part in finding.parts for leaf in _open_leaves(part)]
    if finding.condition:
        below += _open_leaves(finding.condition)
    if finding.is_leaf and finding.raw is _OPEN:
        below.append(finding)
    return below


# -- how truths combine ---------------------------------------------------------------------------------------------

def of_leaf(criterion: Criterion, raw: Truth, reading: Reading | None) -> Truths:
    """The truths of a leaf that reads `raw`."""
    silent = raw
    if raw is _OPEN and not (reading and reading.from_request):
        silent = _NOT_MET
    return Truths(_after_silence(criterion, raw, silent), raw, silent)


def of_group(criterion: Criterion, needed: int | None, parts: Sequence[Truths]) -> Truths:
    """The truths of a group of which `needed` parts (None: all that apply) have to be met."""
    met = is_open = silent_met = silent_open = applying = 0
    for part in parts:
        truth = part.truth
        if truth is _NOTHING:
            continue
        applying += 1
        silent = truth
        if truth is _OPEN:
            is_open += 1
            silent = part.silent
        elif truth is _MET:
            met += 1
        if silent is _MET:
            silent_met += 1
        elif silent is _OPEN:
            silent_open += 1
    count = applying if needed is None else needed
    raw = _counted(count, met, is_open)
    silent = _counted(count, silent_met, silent_open)
    return Truths(_after_silence(criterion, raw, silent), raw, silent)


def conditioned(own: Truths, condition: Truth) -> Truths:
    """The truths of a criterion under a condition.

    While the condition is open, only a criterion that is met is settled: if it does not apply, it counts as met.
    """
    if condition is _MET or (condition is _OPEN and own.truth is _MET):
        return own
    if condition is _NOT_MET:
        return Truths(_NOTHING, own.raw, own.silent)
    return Truths(_OPEN, own.raw, own.silent)


def settled(raw: Truth) -> Truths:
    """The truths of a group that every answer of its open facts settles alike."""
    return Truths(raw, raw, raw)


def counted(needed: int | None, truths: Sequence[Truth]) -> Truth:
    """Whether `needed` truths (None: all that apply) are met, given what is still open."""
    applying = len(truths) - truths.count(_NOTHING)
    return _counted(applying if needed is None else needed, truths.count(_MET), truths.count(_OPEN))


def _counted(count: int, met: int, is_open: int) -> Truth:
    if met >= count:
        return _MET
    return _OPEN if met + is_open >= count else _NOT_MET


def _after_silence(criterion: Criterion, raw: Truth, silent: Truth) -> Truth:
    if raw is not _OPEN or criterion.silence is Silence.ASK:
        return raw
    if criterion.silence is Silence.MET:
        return _MET
    return _OPEN if silent is _OPEN else _NOT_MET
