"""A case and a policy edition in; one outcome per requested line and level out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from logic.case import Outcome, RequestedLine
from logic.catalogue import Selection
from logic.evaluation import Evaluation
from logic.finding import Finding
from logic.following import ORDER, At, Hangs, rank, with_primaries
from logic.levels import UNNAMED, regions_of
from logic.measures import Place
from logic.policy import Edition, Follows, Rule
from logic.record import Record
from logic.truth import Truth

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
    incidental_to: tuple[str, ...] = ()
    region_open: bool = False
    hangs_on: Hangs | None = None
    """The lines on which it hangs, each with its levels that count; None: it hangs on no other line."""
    certified_earlier: bool = False
    primaries: tuple[Primary, ...] | None = None
    """The same lines, each with its best level. Empty: none is requested."""

    @property
    def hangs(self) -> Hangs | None:
        """The places that decide for it; None when nothing does."""
        return None if self.certified_earlier else self.hangs_on


@dataclass(frozen=True)
class LineResult:
    """The outcome of a requested line: the first that stands among its levels."""

    line: RequestedLine
    levels: tuple[LevelResult, ...]

    @cached_property
    def outcome(self) -> Outcome:
        """The outcome of the line."""
        return min((result.outcome for result in self.levels), key=ORDER.index)

    @cached_property
    def deciding(self) -> LevelResult:
        """The level whose outcome stands for the line."""
        return min(self.levels, key=lambda result: ORDER.index(result.outcome))


def determine(record: Record, edition: Edition | None) -> tuple[LineResult, ...]:
    """The outcome of every requested line, in the order of the request. Pure: same input, same result."""
    deciding = _Deciding(record, edition, Evaluation(record))
    own = {(line.id, level): deciding.own(line, level) for line in record.lines for level in line.levels}
    outcomes = with_primaries({at: result.own for at, result in own.items()},
                              {at: result.hangs for at, result in own.items()})
    return tuple(LineResult(line, tuple(_placed(own[line.id, level], outcomes, (line.id, level))
                                        for level in line.levels)) for line in record.lines)


def _placed(result: LevelResult, outcomes: Mapping[At, Outcome], at: At) -> LevelResult:
    """A level with its outcome and the best level of every line on which it hangs."""
    if result.hangs_on is None:
        return result
    if result.certified_earlier:
        primaries: tuple[Primary, ...] = (Primary("certified earlier", None, Outcome.MEETS),)
    else:
        best = [min(places, key=lambda place: rank(outcomes[place])) for places in result.hangs_on]
        primaries = tuple(Primary(line, level, outcomes[line, level]) for line, level in best)
    return replace(result, outcome=outcomes[at], primaries=primaries)


@dataclass
class _Deciding:
    record: Record
    edition: Edition | None
    evaluation: Evaluation

    def own(self, line: RequestedLine, level: str) -> LevelResult:
        """A line at a level by its own criteria, and the lines on which it hangs."""
        result = self.by_rules(line, level)
        wanted = self.wanted_primaries(result, line)
        if wanted is None:
            return result
        return replace(result, hangs_on=tuple(self.primaries(level, line, wanted)),
                       certified_earlier=line.line.certified_earlier)

    def by_rules(self, line: RequestedLine, level: str) -> LevelResult:
        rules = self.rules(line, level)
        if not rules:
            return LevelResult(level, Outcome.NO_POLICY, Outcome.NO_POLICY)
        if len(rules) > 1:
            waiting = Outcome.NEEDS_DOCUMENTATION
            return LevelResult(level, waiting, waiting, rule=rules[0], region_open=True)
        return self.by_rule(rules[0], line, level)

    def rules(self, line: RequestedLine, level: str) -> tuple[Rule, ...]:
        """The rule for a code at a level; several when the region that tells them apart is open."""
        known = self.edition.rules_by_code.get(line.code, ()) if self.edition else ()
        state = self.record.case.request.state
        rules = tuple(held for rule in known if (held := rule.in_state(state)))
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
        exclusion = self.evaluation.at(unless, place) if unless else None
        findings = self.evaluation.at(rule.criteria, place) if rule.criteria else None
        bundled = tuple(self.bundling(rule, line, level))
        outcome = own_outcome(rule, exclusion.truth if exclusion else None, findings.truth if findings else None,
                              bundled=bool(bundled))
        return LevelResult(level, outcome, outcome, rule, exclusion, findings, bundled)

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

    def wanted_primaries(self, own: LevelResult, line: RequestedLine) -> Selection | None:
        """Which lines a line hangs on: as the policy says, else as the catalogue says of an add-on."""
        if own.rule and own.rule.follows:
            return own.rule.follows
        entry = self.record.entry_of(line)
        if not entry or not entry.addon:
            return None
        codes = self.record.catalogue.primaries_of(line.code)
        return Selection(codes=codes) if codes else None

    def primaries(self, own_level: str, line: RequestedLine, wanted: Selection) -> Iterator[tuple[At, ...]]:
        """The places that count of every line on which a line hangs."""
        entry = self.record.entry_of(line)
        by_level = wanted.by_level if isinstance(wanted, Follows) and wanted.by_level is not None else bool(
            entry and entry.companion)
        for other in self.record.lines:
            theirs = self.record.entry_of(other)
            if other.id == line.id or other.stage != line.stage or not theirs or not wanted.selects(theirs):
                continue
            if by_level and theirs.family != "fusion":
                continue
            places = tuple((other.id, level) for level in other.levels
                           if not by_level or level == own_level or UNNAMED in {level, own_level})
            if places:
                yield places


def own_outcome(rule: Rule, exclusion: Truth | None, findings: Truth | None, *, bundled: bool) -> Outcome:
    """What a rule's exclusion, bundling and criteria give: the first outcome that applies stands.

    `exclusion` is the truth of the exception to it (None: the rule names no exception), `findings` that of the criteria
    (None: nothing further is required).
    """
    own = [_OF_TRUTH[findings] if findings else Outcome.MEETS]
    if rule.excluded:
        own.append(_OF_EXCEPTION.get(exclusion or Truth.NOT_MET, Outcome.EXPERIMENTAL))
    if bundled:
        own.append(Outcome.INCIDENTAL)
    return min(own, key=ORDER.index)


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
