"""A case and a policy edition in; one outcome per requested line and level out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from logic.case import Outcome, RequestedLine
from logic.catalogue import Selection
from logic.evaluation import Finding, Supposed, evaluate, rethink
from logic.levels import UNNAMED, regions_of
from logic.measures import Place
from logic.policy import Edition, Follows, Rule
from logic.record import Record
from logic.truth import Truth

ORDER = tuple(Outcome)
BEST = (Outcome.MEETS, Outcome.NEEDS_DOCUMENTATION, Outcome.NO_POLICY)
"""Of several primaries the best counts, in this order; then the rest."""
_OF_TRUTH = {
    Truth.MET: Outcome.MEETS, Truth.NOT_MET: Outcome.NOT_MET, Truth.NOT_DOCUMENTED: Outcome.NEEDS_DOCUMENTATION,
    Truth.NOT_APPLICABLE: Outcome.MEETS,
}
_OF_EXCEPTION = {Truth.MET: Outcome.MEETS, Truth.NOT_DOCUMENTED: Outcome.NEEDS_DOCUMENTATION}


@dataclass(frozen=True)
class Primary:
    """A requested line on which another hangs, with the outcome that counts for it."""

    line: str
    level: str | None
    outcome: Outcome


@dataclass(frozen=True)
class LevelResult:
    """A line decided at one level (or at its one unnamed level)."""

    level: str
    outcome: Outcome
    own: Outcome
    """What the line's own criteria give, before its primary is looked at."""
    rule: Rule | None = None
    exclusion: Finding | None = None
    findings: Finding | None = None
    primaries: tuple[Primary, ...] | None = None
    """None: it hangs on no other line. Empty: none is requested."""
    incidental_to: tuple[str, ...] = ()
    region_open: bool = False


@dataclass(frozen=True)
class LineResult:
    """The outcome of a requested line: the first that stands among its levels."""

    line: RequestedLine
    levels: tuple[LevelResult, ...]

    @property
    def outcome(self) -> Outcome:
        """The outcome of the line."""
        return min((result.outcome for result in self.levels), key=ORDER.index)

    @property
    def deciding(self) -> LevelResult:
        """The level whose outcome stands for the line."""
        return min(self.levels, key=lambda result: ORDER.index(result.outcome))


def determine(record: Record, edition: Edition | None) -> tuple[LineResult, ...]:
    """The outcome of every requested line, in the order of the request. Pure: same input, same result."""
    deciding = _Deciding(record, edition)
    return tuple(deciding.line(line) for line in record.lines)


def redetermine(
    record: Record, edition: Edition | None, results: tuple[LineResult, ...], supposed: Supposed,
) -> tuple[LineResult, ...]:
    """The outcomes if some leaves had the supposed truths, from findings already made: no record is read again."""
    known = {(result.line.id, level.level): level for result in results for level in result.levels}
    deciding = _Deciding(record, edition, supposed, known)
    return tuple(deciding.line(line) for line in record.lines)


@dataclass
class _Deciding:
    record: Record
    edition: Edition | None
    supposed: Supposed = field(default_factory=dict)
    known: Mapping[tuple[str, str], LevelResult] = field(default_factory=dict)
    done: dict[tuple[str, str], LevelResult] = field(default_factory=dict)

    def line(self, line: RequestedLine) -> LineResult:
        return LineResult(line, tuple(self.at(line, level) for level in line.levels))

    def at(self, line: RequestedLine, level: str) -> LevelResult:
        key = (line.id, level)
        if key not in self.done:
            own = self.own(line, level)
            self.done[key] = own  # lines that follow each other in a circle see their own outcome
            self.done[key] = self.with_primaries(own, line)
        return self.done[key]

    # -- a line's own criteria ----------------------------------------------------------------------------------

    def own(self, line: RequestedLine, level: str) -> LevelResult:
        known = self.known.get((line.id, level))
        if known:
            return self.again(known)
        rules = self.rules(line, level)
        if not rules:
            return LevelResult(level, Outcome.NO_POLICY, Outcome.NO_POLICY)
        if len(rules) > 1:
            waiting = Outcome.NEEDS_DOCUMENTATION
            return LevelResult(level, waiting, waiting, rule=rules[0], region_open=True)
        return self.by_rule(rules[0], line, level)

    def again(self, known: LevelResult) -> LevelResult:
        """A level decided again with the supposed truths."""
        if known.rule is None or known.region_open:
            return _replaced(known, known.own, None)
        exclusion = rethink(known.exclusion, self.supposed) if known.exclusion else None
        findings = rethink(known.findings, self.supposed) if known.findings else None
        return _by_findings(known.level, known.rule, exclusion, findings, known.incidental_to)

    def rules(self, line: RequestedLine, level: str) -> tuple[Rule, ...]:
        """The rule for a code at a level; several when the region that tells them apart is open."""
        rules = self.edition.rules_by_code.get(line.code, ()) if self.edition else ()
        regions = regions_of(level) or self.record.regions_of_line(line) or self.regions_of_primaries(line)
        if not regions:
            return rules
        return tuple(rule for rule in rules if not rule.regions or set(rule.regions) & set(regions))[:1]

    def regions_of_primaries(self, line: RequestedLine) -> tuple[str, ...]:
        """The region of an add-on that names no level, when the lines it hangs on share one."""
        primaries = self.record.catalogue.primaries_of(line.code) or ()
        regions = {self.record.regions_of_line(other) for other in self.record.lines
                   if other.stage == line.stage and other.code in primaries}
        return regions.pop() if len(regions) == 1 else ()

    def by_rule(self, rule: Rule, line: RequestedLine, level: str) -> LevelResult:
        place = Place(self.record, line, level)
        unless = rule.excluded.unless if rule.excluded else None
        exclusion = evaluate(unless, place) if unless else None
        findings = evaluate(rule.criteria, place) if rule.criteria else None
        return _by_findings(level, rule, exclusion, findings, tuple(self.bundling(rule, line, level)))

    def bundling(self, rule: Rule, line: RequestedLine, level: str) -> Iterator[str]:
        """The requested lines of which this one is a part."""
        if not rule.incidental:
            return
        here = regions_of(level) or self.record.regions_of_line(line)
        for other in self.record.lines:
            entry = self.record.entry_of(other)
            if other.id == line.id or other.stage != line.stage or not entry or not rule.incidental.to.selects(entry):
                continue
            there = self.record.regions_of_line(other)
            if not rule.incidental.to.same_region or not here or not there or set(here) & set(there):
                yield other.id

    # -- what a line hangs on -----------------------------------------------------------------------------------

    def with_primaries(self, own: LevelResult, line: RequestedLine) -> LevelResult:
        wanted = self.wanted_primaries(own, line)
        if wanted is None:
            return own
        if line.line.certified_earlier:
            earlier = (Primary("certified earlier", None, Outcome.MEETS),)
            return _replaced(own, own.own, earlier)
        primaries = tuple(self.primaries(own, line, wanted))
        following = _following(primaries)
        return _replaced(own, min(own.own, following, key=ORDER.index), primaries)

    def wanted_primaries(self, own: LevelResult, line: RequestedLine) -> Selection | None:
        """Which lines a line hangs on: as the policy says, else as the catalogue says of an add-on."""
        if own.rule and own.rule.follows:
            return own.rule.follows
        entry = self.record.entry_of(line)
        if not entry or not entry.addon:
            return None
        codes = self.record.catalogue.primaries_of(line.code)
        return Selection(codes=codes) if codes else None

    def primaries(self, own: LevelResult, line: RequestedLine, wanted: Selection) -> Iterator[Primary]:
        entry = self.record.entry_of(line)
        by_level = wanted.by_level if isinstance(wanted, Follows) and wanted.by_level is not None else bool(
            entry and entry.companion)
        for other in self.record.lines:
            theirs = self.record.entry_of(other)
            if other.id == line.id or other.stage != line.stage or not theirs or not wanted.selects(theirs):
                continue
            if by_level and theirs.family != "fusion":
                continue
            results = [self.at(other, level) for level in other.levels
                       if not by_level or level == own.level or UNNAMED in {level, own.level}]
            if results:
                best = min(results, key=lambda result: _rank(result.outcome))
                yield Primary(other.id, best.level, best.outcome)


def _by_findings(
    level: str, rule: Rule, exclusion: Finding | None, findings: Finding | None, bundled: tuple[str, ...],
) -> LevelResult:
    """What a rule's exclusion, bundling and criteria give: the first outcome that applies stands."""
    own = [_OF_TRUTH[findings.truth] if findings else Outcome.MEETS]
    if rule.excluded:
        excepted = exclusion.truth if exclusion else Truth.NOT_MET
        own.append(_OF_EXCEPTION.get(excepted, Outcome.EXPERIMENTAL))
    if bundled:
        own.append(Outcome.INCIDENTAL)
    outcome = min(own, key=ORDER.index)
    return LevelResult(level, outcome, outcome, rule, exclusion, findings, None, bundled)


def _replaced(own: LevelResult, outcome: Outcome, primaries: tuple[Primary, ...] | None) -> LevelResult:
    return LevelResult(own.level, outcome, own.own, own.rule, own.exclusion, own.findings, primaries,
                       own.incidental_to, own.region_open)


def _following(primaries: tuple[Primary, ...]) -> Outcome:
    """What the primaries leave possible for a line that hangs on them."""
    if not primaries:
        return Outcome.NEEDS_DOCUMENTATION
    best = min((primary.outcome for primary in primaries), key=_rank)
    return best if best in BEST else Outcome.FOLLOWS_PRIMARY


def _rank(outcome: Outcome) -> int:
    return BEST.index(outcome) if outcome in BEST else len(BEST)


@dataclass(frozen=True)
class Determination:
    """The outcomes of a case under one edition, by line id."""

    record: Record
    set_id: str
    edition: Edition | None
    lines: tuple[LineResult, ...]

    @cached_property
    def by_id(self) -> Mapping[str, LineResult]:
        """Results by line id."""
        return {result.line.id: result for result in self.lines}
