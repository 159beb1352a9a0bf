"""One case under several policy sets on one day: outcomes side by side, and the criteria on which the sets differ."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from logic.case import SHOWN_AS, Case, Outcome, RequestedLine
from logic.determination import LevelResult, LineResult, determine
from logic.explanation import decisive, reason
from logic.finding import Finding
from logic.loading import DEFAULT_SET, Library
from logic.measures import MEASURES
from logic.policy import Confidence, Criterion, Edition, EditionEntry, PolicySet, Silence
from logic.record import Record
from logic.review import NoDayError, UnknownSetError
from logic.truth import Truth


@dataclass(frozen=True)
class Column:
    """A policy set in a comparison."""

    policy_set: PolicySet
    edition: Edition | None
    """The one in force on the day; None when none is known."""

    @property
    def id(self) -> str:
        """The set's name."""
        return self.policy_set.id

    @property
    def title(self) -> str:
        """The set's title."""
        return self.policy_set.file.title

    @property
    def entry(self) -> EditionEntry | None:
        """The edition's own entry: its days and how sure we are of them."""
        return self.edition.entry if self.edition else None


@dataclass(frozen=True)
class Told:
    """What a set says on a subject of the line, and how the record stands to it."""

    says: str
    truth: Truth | None
    """None for what is no criterion: an exclusion, or the lines on which a line hangs."""
    cite: str = ""
    confidence: Confidence | None = None
    finding: Finding | None = None

    @property
    def key(self) -> str:
        """What it is within a line's result under one set."""
        return (self.finding.criterion.id or "") if self.finding else self.says


NOT_ASKED = Told("does not ask for it", None)
LEAST_NEAR = 0.15
"""Below this share of common facts two criteria are not on one subject."""


@dataclass(frozen=True)
class Difference:
    """Something that decides a line under one set, beside what the others say on the same subject."""

    set_id: str
    decides: Told
    elsewhere: Mapping[str, tuple[Told, ...]]
    """By set: its criteria on the same facts, or one sentence that it has none."""

    @property
    def asked_alone(self) -> bool:
        """Whether no other set asks for it."""
        return all(told == (NOT_ASKED,) for told in self.elsewhere.values())


@dataclass(frozen=True)
class ComparedLine:
    """A requested line with its result under every set."""

    line: RequestedLine
    label: str
    results: Mapping[str, LineResult]
    reasons: Mapping[str, str]
    differences: tuple[Difference, ...]

    @property
    def alike(self) -> bool:
        """Whether every set that has criteria for the line gives it the same outcome."""
        return len({result.outcome for result in self.results.values()} - {Outcome.NO_POLICY}) <= 1


@dataclass(frozen=True)
class Comparison:
    """A case decided under several policy sets on one day."""

    case: Case
    on: date
    columns: tuple[Column, ...]
    lines: tuple[ComparedLine, ...]


def compare(case: Case, library: Library, sets: Iterable[str] = (), on: date | None = None) -> Comparison:
    """A case under the named sets (none named: all). Each is decided by its edition of the day, never by another.

    Raises NoDayError when neither the case nor the caller gives a day, UnknownSetError for an unknown set.
    """
    day = on or case.request.day
    if day is None:
        raise NoDayError(case.case)
    names = tuple(dict.fromkeys(sets)) or _default_first(library)
    for name in names:
        if name not in library.sets:
            raise UnknownSetError(name)
    record = Record(case, library.vocabulary, library.catalogue, day)
    columns = tuple(Column(library.sets[name], library.sets[name].edition_on(day)) for name in names)
    decided = {column.id: determine(record, column.edition) for column in columns}
    lines = tuple(_compared(columns, {name: results[n] for name, results in decided.items()}, library)
                  for n in range(len(record.lines)))
    return Comparison(case, day, columns, lines)


def _default_first(library: Library) -> tuple[str, ...]:
    return tuple(sorted(library.sets, key=lambda name: (name != DEFAULT_SET, name)))


def _compared(columns: tuple[Column, ...], results: Mapping[str, LineResult], library: Library) -> ComparedLine:
    line = next(iter(results.values())).line
    reasons = {column.id: reason(results[column.id], column.title) for column in columns}
    return ComparedLine(line, library.catalogue.label(line.code), results, reasons, tuple(_differences(results)))


# -- differences ----------------------------------------------------------------------------------------------------

def _differences(results: Mapping[str, LineResult]) -> Iterator[Difference]:
    """What decides a line under each set, where another set says something else; each subject once."""
    speaking = {name: result for name, result in results.items() if result.outcome is not Outcome.NO_POLICY}
    told: set[tuple[str, str]] = set()
    for name, result in speaking.items():
        level = result.deciding
        for decides in _deciding(level):
            elsewhere = {other: tuple(_counterparts(decides, _at(others, level.level)))
                         for other, others in speaking.items() if other != name}
            if (name, decides.key) in told or all(_same(decides, there) for there in elsewhere.values()):
                continue
            told |= {(other, one.key) for other, there in elsewhere.items() for one in there}
            yield Difference(name, decides, elsewhere)


def _at(result: LineResult, level: str) -> LevelResult:
    """A result at a level (the levels of a line are the same under every set)."""
    return next(at for at in result.levels if at.level == level)


def _deciding(level: LevelResult) -> Iterator[Told]:
    """What gives a level its outcome; nothing where it meets."""
    if level.outcome is Outcome.MEETS:
        return
    if level.own in {Outcome.EXPERIMENTAL, Outcome.INCIDENTAL}:
        yield from _ruled_out(level)
        return
    if level.own is not Outcome.MEETS:
        for finding in decisive(level):
            yield from map(_told, _once((finding, *_nearest(finding))))
    if level.own in {Outcome.MEETS, Outcome.NEEDS_DOCUMENTATION} and level.primaries is not None:
        yield _hanging(level)


def _nearest(finding: Finding) -> tuple[Finding, ...]:
    """What is open in the branch of an open criterion that lacks least; itself where that is one thing only."""
    parts = [part for part in finding.parts if part.weighs is Truth.NOT_DOCUMENTED]
    lacking = sorted(map(_nearest, parts), key=len)
    if not finding.needs_all:
        lacking = lacking[:max(1, finding.needed - sum(part.weighs is Truth.MET for part in finding.parts))]
    nearest = _once(one for each in lacking for one in each)
    return nearest if len(nearest) > 1 or (parts and finding.needs_all) else (finding,)


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple({(finding.criterion.id, finding.level): finding for finding in findings}.values())


def _ruled_out(level: LevelResult) -> Iterator[Told]:
    """The exclusion or the bundling that stands over a level."""
    ruling = level.rule and (level.rule.excluded if level.own is Outcome.EXPERIMENTAL else level.rule.incidental)
    if ruling:
        yield Told(ruling.says, None, ruling.cite, ruling.confidence)


def _hanging(level: LevelResult) -> Told:
    """The lines on which a level hangs, with their outcomes."""
    lines = [f"{primary.line} ({SHOWN_AS[primary.outcome].lower()})" for primary in level.primaries or ()]
    return Told(f"hangs on {', '.join(lines)}" if lines else "no line on which it hangs is requested", None)


def _told(finding: Finding) -> Told:
    of = finding.criterion
    return Told(of.says or of.id or "", finding.truth, of.cite or "", of.confidence, finding)


def _same(decides: Told, counterparts: tuple[Told, ...]) -> bool:
    """Whether another set says the same: the same truth of all it asks there, a ruling too, or the same lines."""
    if decides.finding:
        return all(told.finding and told.finding.weighs is decides.truth for told in counterparts)
    return all(told.says == decides.says or (told.cite and decides.cite) for told in counterparts)


def _counterparts(decides: Told, level: LevelResult) -> Iterator[Told]:
    """What another set says on the subject of something that decides; at least one sentence."""
    if level.outcome is Outcome.NO_POLICY:
        yield Told("has no criteria for it on this day", None)
    elif level.rule and level.rule.waits_for_state:
        yield Told("is read once the state is stated", None)
    elif decides.finding is None:
        yield from _other_ruling(decides, level)
    elif level.own in {Outcome.EXPERIMENTAL, Outcome.INCIDENTAL}:
        yield from _ruled_out(level)
    else:
        roots = [root for root in (level.exclusion, level.findings) if root]
        found = {one.criterion.id: _told(one) for one in _alike(_subjects(decides.finding), roots)}
        yield from found.values() or (NOT_ASKED,)


def _other_ruling(decides: Told, level: LevelResult) -> Iterator[Told]:
    """What another set says where one rules a line out, or where it hangs on others."""
    if level.own in {Outcome.EXPERIMENTAL, Outcome.INCIDENTAL}:
        yield from _ruled_out(level)
    elif decides.cite:
        yield Told("does not rule it out", None)
    elif level.primaries is None:
        yield Told("hangs on no other line", None)
    else:
        yield _hanging(level)


# -- subjects -------------------------------------------------------------------------------------------------------

def _alike(subjects: frozenset[str], roots: Iterable[Finding]) -> list[Finding]:
    """The criteria nearest in subject: the nearest of all, and those at least half as near that do not overlap it."""
    ranked = sorted(((_nearness(subjects, finding), finding) for root in roots for finding in _shown(root)),
                    key=lambda pair: -pair[0])
    chosen: list[Finding] = []
    for near, finding in ranked:
        if near < max(LEAST_NEAR, ranked[0][0] / 2):
            break
        if not any(_within(finding, other) or _within(other, finding) for other in chosen):
            chosen.append(finding)
    return chosen


def _nearness(subjects: frozenset[str], finding: Finding) -> float:
    """How much of what either reads is read by both (Jaccard's index, 0 to 1)."""
    own = _subjects(finding)
    return len(own & subjects) / len(own | subjects) if own & subjects else 0.0


def _shown(finding: Finding) -> Iterator[Finding]:
    """A criterion and all below it, the widest first; grounds that nobody showed are left out."""
    if finding.silence_decided and finding.criterion.silence is Silence.SHOWN:
        return
    yield finding
    for part in finding.parts:
        yield from _shown(part)


def _within(one: Finding, other: Finding) -> bool:
    return one is other or any(_within(one, part) for part in other.parts)


def _subjects(finding: Finding) -> frozenset[str]:
    """What a criterion reads, so that criteria of different sets on one subject find each other."""
    if finding.is_leaf:
        return _read_by(finding.criterion)
    return frozenset[str]().union(*(_subjects(part) for part in finding.parts))


def _read_by(criterion: Criterion) -> frozenset[str]:
    """The facts of a leaf; of a measure of treatments or operations, those that count."""
    if criterion.fact:
        return frozenset({criterion.fact})
    if criterion.computed is None:
        return frozenset()
    chosen = [word for key in ("modalities", "injections", "procedures", "kinds")
              for word in _words(criterion.parameters.get(key))]
    return frozenset(chosen or MEASURES[criterion.computed].facts or {criterion.computed})


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()
