"""A learner's answers to a case against what the engine decides: line by line, then over a session."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from logic.case import Outcome
from logic.determination import LevelResult, LineResult
from logic.explanation import decisive
from logic.finding import Finding
from logic.learn.deciding import Deciding as DecidingAt, Ground, deciding as deciding_at
from logic.learn.kappa import kappa
from logic.learn.options import Option, Reason
from logic.learn.pitfalls import PitfallFile
from logic.levels import UNNAMED
from logic.looking_ahead import leaves_of
from logic.policy import Criterion
from logic.possible import names_levels
from logic.review import Decision
from logic.vocabulary import Vocabulary


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
    """The leaves of the criteria that the reason for the outcome names, by id: what is told, and counted by kind."""
    fixing: frozenset[str] = frozenset()
    """The ids of the criteria of the smallest sets that alone fix the outcome.

    Smallest counts leaves. Of two criteria that fail, each of which would be enough, the one with more alternatives
    stands in no smallest set, and decides all the same: so `criteria` count too.
    """
    reasons: tuple[Reason, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """All that is right to mark, by id or name."""
        return frozenset(self.criteria) | self.fixing | frozenset(self.reasons)

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


def all_deciding(decision: Decision) -> dict[str, Deciding]:
    """What decides each line of a case, by line id."""
    vocabulary = decision.outlook.vocabulary
    return {line.result.line.id: deciding(line.result, vocabulary) for line in decision.lines}


def marks(
    decision: Decision, decided: Mapping[str, Deciding], guesses: Mapping[str, Guess], pitfalls: PitfallFile,
) -> tuple[Mark, ...]:
    """Every line of a case with its mark, in the order of the request."""
    found = []
    for line in decision.lines:
        result = line.result
        guess, decides = guesses.get(result.line.id, Guess()), decided[result.line.id]
        found.append(Mark(
            result.line.id, result.line.code, result.line.line.levels, guess.outcome, result.outcome,
            guess.marked.says if guess.marked else "", decides.accepts(guess.marked) if guess.marked else None,
            kinds_of(decides, pitfalls)))
    return tuple(found)


# -- what decides ---------------------------------------------------------------------------------------------------

def deciding(result: LineResult, vocabulary: Vocabulary) -> Deciding:
    """What decides a line: at each of its levels that has the line's outcome."""
    criteria: dict[str, Criterion] = {}
    fixing: set[str] = set()
    reasons: dict[Reason, None] = {}
    for level in result.levels:
        if level.outcome is result.outcome:
            found = deciding_at(level, vocabulary)
            fixing |= found.members
            if found.ground in {Ground.CRITERIA, Ground.EXCLUSION}:
                criteria |= {leaf.criterion.id or "": leaf.criterion for leaf in _told(level)}
            reasons |= dict.fromkeys(_reasons(level, found))
    return Deciding(criteria, frozenset(fixing), tuple(reasons))


def _told(level: LevelResult) -> Iterator[Finding]:
    """The leaves that give the criteria named in the reason their truth."""
    named = (level.exclusion,) if level.outcome is Outcome.EXPERIMENTAL else decisive(level)
    for finding in named:
        if finding:
            truths = {finding.weighs, finding.raw} if finding.silence_decided else {finding.weighs}
            yield from (leaf for leaf in leaves_of(finding) if leaf.weighs in truths)


def _reasons(level: LevelResult, found: DecidingAt) -> Iterator[Reason]:
    """What decides a level beside criteria, alone or together with them."""
    if found.mark:
        yield Reason(found.mark)
    if found.ground is Ground.PRIMARY and level.findings is None and level.own is Outcome.MEETS is level.outcome:
        yield Reason.NOTHING
    if found.ground is Ground.CRITERIA:
        if found.lines:
            yield Reason.PRIMARY
        if level.level == UNNAMED and any(names_levels(leaf) for one in found.sets for leaf in one):
            yield Reason.LEVELS


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
