"""Which criteria decide an outcome: the smallest sets that alone fix it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from logic.case import Outcome
from logic.determination import LevelResult
from logic.finding import Finding, Key
from logic.following import BEST
from logic.learn.smallest import Smallest, smallest_sets
from logic.truth import Truth
from logic.vocabulary import Vocabulary


class Ground(StrEnum):
    """Where the outcome of a level was decided."""

    CRITERIA = "criteria"        # by the rule's criteria, or by the exception to its exclusion: see the sets
    EXCLUSION = "exclusion"      # the rule excludes it, and no exception is shown
    BUNDLING = "bundling"        # it is part of another requested line
    PRIMARY = "primary"          # by the lines on which it hangs
    NO_PRIMARY = "no_primary"    # it hangs on a line that is not requested
    REGION = "region"            # several rules would speak of it: the region is open
    NO_RULE = "no_rule"          # no rule of the set speaks of the code on this day
    NOTHING = "nothing"          # a rule covers it and asks for nothing


MARK_OF = {Ground.EXCLUSION: "excluded", Ground.BUNDLING: "incidental", Ground.PRIMARY: "primary",
           Ground.NO_PRIMARY: "primary", Ground.REGION: "region", Ground.NO_RULE: "no_rule", Ground.NOTHING: "nothing"}
"""What a learner marks where something else than a criterion decides."""


@dataclass(frozen=True)
class Deciding:
    """What decides a line at one level.

    A set of criteria fixes the outcome if, while they stay as the record leaves them, no truths of all the other
    criteria change it. It counts leaves: criteria that read the record or the request. A group is no member, because
    the whole tree alone would always be the smallest set. Told apart by outcome:

    - `meets`: whatever the others are, it stays "meets". One branch of an `any`, all parts of an `all`.
    - `not_met`: whatever the others are, it gets no better. One failed part of an `all`, every branch of an `any`.
      (It could get worse only where the rule also excludes or bundles.)
    - `needs_documentation`: whatever the others are, it does not meet. One open part of an `all`; every branch of an
      `any`, of which one at least is open. What would make it "does not meet" is left free: otherwise every criterion
      that is met would count as deciding.
    - `experimental`: the exclusion itself decides (`EXCLUSION`). The sets are those of the exception: what has to
      stay unshown. One empty set where no exception is named.
    - `incidental`, `follows_primary`, `no_policy`: no criterion of its own decides; there are no sets. `lines` names
      the lines that do.
    """

    outcome: Outcome
    ground: Ground
    sets: tuple[tuple[Finding, ...], ...] = ()
    """Every smallest set, its leaves in the order of the criteria."""
    lines: tuple[str, ...] = ()
    """Ids of the lines that decide, or decide as well: those it is part of, or hangs on."""
    capped: bool = False
    """There are more sets than are listed, or too much would have to be tried: not all members are known."""
    roots: tuple[Finding, ...] = ()
    """The trees in which the sets stand."""

    @property
    def mark(self) -> str | None:
        """What is right to mark where no criterion decides ("excluded", "primary" ...); None where one does."""
        return MARK_OF.get(self.ground)

    @cached_property
    def ids(self) -> tuple[tuple[str, ...], ...]:
        """The sets as ids of criteria; one criterion read at several levels stands once."""
        listed = (tuple(dict.fromkeys(leaf.criterion.id or "" for leaf in one)) for one in self.sets)
        return tuple(dict.fromkeys(listed))

    @cached_property
    def members(self) -> frozenset[str]:
        """The ids of all criteria that stand in a smallest set."""
        return frozenset(name for one in self.ids for name in one)

    @cached_property
    def unshown(self) -> frozenset[str]:
        """The members that count only because nobody showed them: exceptions and grounds the record is silent about."""
        spoken = {leaf.criterion.id for one in self.sets for leaf in one if leaf.raw is not Truth.NOT_DOCUMENTED}
        waiting = {leaf.criterion.id for one in self.sets for leaf in one if leaf.key not in self._silent}
        return self.members - spoken - waiting

    @cached_property
    def _silent(self) -> frozenset[Key]:
        """The leaves below a criterion to which silence gave "not met"."""
        return frozenset(key for root in self.roots for group in _groups(root)
                         if group.silence_decided and group.truth is Truth.NOT_MET for key in group.keys)

    @cached_property
    def around(self) -> frozenset[str]:
        """The ids of the groups that hold a member, but for the whole tree: to mark one is right as well."""
        keys = {leaf.key for one in self.sets for leaf in one}
        return frozenset(
            group.criterion.id or "" for root in self.roots for group in _groups(root)
            if group is not root and not group.is_leaf and group.keys & keys)

    def right(self, marked: str) -> bool:
        """Whether a learner who marks this (a criterion's id, or what `mark` names) has found what decides."""
        return marked in self.members or marked in self.around or marked == self.mark


def deciding(level: LevelResult, vocabulary: Vocabulary) -> Deciding:
    """What decides a line at a level. Pure; never raises."""
    lines = _lines(level)
    if level.outcome is not level.own:
        return Deciding(level.outcome, Ground.PRIMARY if level.primaries else Ground.NO_PRIMARY, lines=lines)
    if level.outcome is Outcome.NO_POLICY:
        return Deciding(level.outcome, Ground.NO_RULE)
    if level.region_open:
        return Deciding(level.outcome, Ground.REGION)
    if level.outcome is Outcome.INCIDENTAL:
        return Deciding(level.outcome, Ground.BUNDLING, lines=level.incidental_to)
    if level.exclusion is None and level.findings is None and level.outcome is Outcome.MEETS:
        return Deciding(level.outcome, Ground.PRIMARY if lines else Ground.NOTHING, lines=lines)
    found = smallest_sets(level, vocabulary)
    ground = Ground.EXCLUSION if level.outcome is Outcome.EXPERIMENTAL else Ground.CRITERIA
    return _told(level, ground, lines, found)


def _told(level: LevelResult, ground: Ground, lines: tuple[str, ...], found: Smallest) -> Deciding:
    roots = tuple(root for root in (level.exclusion, level.findings) if root)
    return Deciding(level.outcome, ground, found.sets, lines, found.capped, roots)


def _lines(level: LevelResult) -> tuple[str, ...]:
    """The lines it hangs on that give the same outcome; those that count best, where it falls or waits with them."""
    primaries = level.primaries or ()
    if level.outcome is not level.own:
        return tuple(one.line for one in primaries)
    wanted = {level.outcome} if level.outcome in BEST else set()
    return tuple(one.line for one in primaries if one.outcome in wanted)


@dataclass(frozen=True)
class Choice:
    """One criterion of a decided line that a learner can mark."""

    id: str
    says: str
    cite: str
    truth: Truth
    level: str
    depth: int
    """0: the whole tree."""
    is_leaf: bool


def choices(level: LevelResult) -> tuple[Choice, ...]:
    """The criteria of a level as they are shown: depth first, the exception of an exclusion before the criteria.

    Asked criteria, which never decide, and what stands below a criterion that does not apply, are left out.
    """
    roots = (root for root in (level.exclusion, level.findings) if root)
    return tuple(dict.fromkeys(choice for root in roots for choice in _choices(root, 0)))


def _choices(finding: Finding, depth: int) -> Iterator[Choice]:
    own = finding.criterion
    yield Choice(own.id or "", own.says or "", own.cite or "", finding.truth, finding.level, depth, finding.is_leaf)
    if finding.truth is not Truth.NOT_APPLICABLE:
        for part in finding.counting:
            yield from _choices(part, depth + 1)
    elif finding.condition:
        yield from _choices(finding.condition, depth + 1)


def _groups(finding: Finding) -> Iterator[Finding]:
    yield finding
    for part in finding.counting:
        yield from _groups(part)
    if finding.condition:
        yield from _groups(finding.condition)
