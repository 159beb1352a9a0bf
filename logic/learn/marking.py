"""A learner's answers to a case against what the engine decides: line by line, then over a session."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from logic.case import Outcome
from logic.determination import LevelResult, LineResult
from logic.explanation import decisive
from logic.finding import Finding
from logic.learn.kappa import kappa
from logic.learn.options import Option, Reason
from logic.learn.pitfalls import PitfallFile
from logic.levels import UNNAMED
from logic.looking_ahead import leaves_of, trees
from logic.policy import Criterion
from logic.possible import names_levels
from logic.review import Decision
from logic.truth import Truth


@dataclass(frozen=True)
class Guess:
    """What a learner says of a line; None where nothing was said."""

    outcome: Outcome | None = None
    marked: Option | None = None
    """What decides it."""


@dataclass(frozen=True)
class Deciding:
    """What decides a line, as the engine sees it: criteria of some of its levels, and reasons beside them."""

    criteria: Mapping[str, Criterion]
    """Every criterion of a smallest set that alone fixes the outcome, by id."""
    reasons: tuple[Reason, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The ids of the criteria and the names of the reasons."""
        return frozenset(self.criteria) | frozenset(self.reasons)

    def accepts(self, marked: Option) -> bool:
        """Whether what was marked is, or holds, something that decides."""
        return bool(marked.ids & self.names)


@dataclass(frozen=True)
class Mark:
    """One line: what was said of it, what the engine says, and of which kinds the criteria are that decide."""

    line: str
    code: str
    levels: tuple[str, ...]
    said: Outcome | None
    outcome: Outcome
    marked: str
    """What was marked, in words; empty where nothing was."""
    marked_right: bool | None
    """None where nothing was marked."""
    kinds: tuple[str, ...]
    """The ids of the kinds."""

    @property
    def right(self) -> bool:
        """Whether the outcome is the engine's."""
        return self.said is self.outcome


@dataclass(frozen=True)
class Attempt:
    """A case that was practised once, with its marks."""

    source: str
    """Where the case comes from, as its address says it."""
    title: str
    set_id: str
    edition: str
    on: date
    marks: tuple[Mark, ...]


def marks(decision: Decision, guesses: Mapping[str, Guess], pitfalls: PitfallFile) -> tuple[Mark, ...]:
    """Every line of a case with its mark, in the order of the request."""
    found = []
    for line in decision.lines:
        result = line.result
        guess, decides = guesses.get(result.line.id, Guess()), deciding(result)
        found.append(Mark(
            result.line.id, result.line.code, result.line.line.levels, guess.outcome, result.outcome,
            guess.marked.says if guess.marked else "", decides.accepts(guess.marked) if guess.marked else None,
            kinds_of(decides, pitfalls)))
    return tuple(found)


# -- what decides ---------------------------------------------------------------------------------------------------

def deciding(result: LineResult) -> Deciding:
    """What decides a line: at each of its levels that has the line's outcome."""
    criteria: dict[str, Criterion] = {}
    reasons: dict[Reason, None] = {}
    for level in result.levels:
        if level.outcome is result.outcome:
            criteria |= {leaf.criterion.id or "": leaf.criterion for leaf in _criteria(level)}
            reasons |= dict.fromkeys(_reasons(level))
    return Deciding(criteria, tuple(reasons))


def _criteria(level: LevelResult) -> Iterator[Finding]:
    """The leaves that fix the outcome of a level by its own criteria."""
    if level.outcome is not level.own or level.own in _NO_CRITERIA:
        return
    found = (level.exclusion,) if level.own is Outcome.EXPERIMENTAL else decisive(level)
    for finding in found:
        if finding:
            same = {finding.weighs, finding.raw} if finding.silence_decided else {finding.weighs}
            yield from (leaf for leaf in leaves_of(finding) if leaf.weighs in same)


_NO_CRITERIA = {Outcome.INCIDENTAL, Outcome.NO_POLICY, Outcome.FOLLOWS_PRIMARY}
_ALONE = {Outcome.NO_POLICY: Reason.NO_POLICY, Outcome.EXPERIMENTAL: Reason.EXCLUDED,
          Outcome.INCIDENTAL: Reason.BUNDLED}


def _reasons(level: LevelResult) -> Iterator[Reason]:
    """What decides a level beside criteria: something alone, or the line it depends on, or that nothing is asked."""
    if level.outcome is not level.own:
        yield Reason.PRIMARY
    elif level.region_open:
        yield Reason.LEVELS
    elif level.own in _ALONE:
        yield _ALONE[level.own]
    elif level.own is Outcome.MEETS:
        if level.hangs_on is not None:
            yield Reason.PRIMARY
        if level.findings is None:
            yield Reason.NOTHING
    elif level.level == UNNAMED and any(leaf.raw is Truth.NOT_DOCUMENTED and names_levels(leaf)
                                        for tree in trees(level) for leaf in leaves_of(tree)):
        yield Reason.LEVELS
    elif level.primaries == ():
        yield Reason.PRIMARY


def kinds_of(decides: Deciding, pitfalls: PitfallFile) -> tuple[str, ...]:
    """The kinds of what decides a line, in the order of the file; those of reasons where no criterion decides."""
    found = {kind.id for criterion in decides.criteria.values() if (kind := pitfalls.kind_of(criterion))}
    found = found or {kind.id for reason in decides.reasons if (kind := pitfalls.kind_of_reason(reason))}
    return tuple(kind.id for kind in pitfalls.kinds if kind.id in found)


# -- a session ------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class KindTally:
    """How lines went on which criteria of one kind decide."""

    kind: str
    lines: int
    right: int
    marked: int
    """On how many of them something was marked as deciding."""
    marked_right: int


@dataclass(frozen=True)
class Tally:
    """How a session went. Lines of which nothing was said count as lines and as nothing else."""

    cases: int
    lines: int
    answered: int
    right: int
    marked: int
    marked_right: int
    kappa: float | None
    """Over the answered lines; None where it is undefined."""
    by_kind: tuple[KindTally, ...]


def tally(attempts: Sequence[Attempt], pitfalls: PitfallFile) -> Tally:
    """The sums of a session, and of each kind of criteria that decided in it."""
    held = [mark for attempt in attempts for mark in attempt.marks]
    answered = [mark for mark in held if mark.said is not None]
    by_kind = []
    for kind in pitfalls.kinds:
        of_kind = [mark for mark in held if kind.id in mark.kinds]
        if of_kind:
            by_kind.append(KindTally(kind.id, len(of_kind), _right(of_kind), *_marked(of_kind)))
    return Tally(len(attempts), len(held), len(answered), _right(held), *_marked(held),
                 kappa([(mark.said, mark.outcome) for mark in answered]), tuple(by_kind))


def _right(held: Iterable[Mark]) -> int:
    return sum(mark.right for mark in held)


def _marked(held: Sequence[Mark]) -> tuple[int, int]:
    """On how many lines something was marked, and on how many of them rightly."""
    return (sum(mark.marked_right is not None for mark in held), sum(mark.marked_right is True for mark in held))


def with_attempt(attempts: Sequence[Attempt], new: Attempt) -> tuple[Attempt, ...]:
    """A session with one more attempt. Of a case under a set only the first counts: later ones know the answers."""
    known = {(one.source, one.set_id) for one in attempts}
    return tuple(attempts) if (new.source, new.set_id) in known else (*attempts, new)
