"""The shortest way to "meets" for a line: the cheapest steps that document or change what is open or missing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from logic.case import Outcome
from logic.determination import Determination, LevelResult, LineResult
from logic.finding import Finding
from logic.explanation import lowered
from logic.looking_ahead import names_levels
from logic.policy import Criterion, Silence
from logic.policy_resolving import limit_in_words
from logic.record import NAME_THE_LEVELS
from logic.truth import Truth
from logic.vocabulary import Effort, Vocabulary
from logic.wording import effort_of, fact_at, label_of

EFFORTS = tuple(Effort)
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True)
class Step:
    """One step of a way."""

    kind: str
    say: str
    effort: Effort
    path: str
    value: str
    earliest: date
    cite: str = ""
    others: tuple["Step", ...] = ()
    """Steps of equal cost that would do instead."""


Way = tuple[Step, ...]


def shortest_way(determination: Determination, result: LineResult, vocabulary: Vocabulary) -> Way | None:
    """The steps after which the line can meet; empty when it meets, None when nothing in anyone's power would do."""
    if result.outcome is Outcome.MEETS:
        return ()
    return _Ways(determination, vocabulary).of_line(result, frozenset())


@dataclass(frozen=True)
class _Ways:
    determination: Determination
    vocabulary: Vocabulary

    def of_line(self, result: LineResult, seen: frozenset[str]) -> Way | None:
        ways = [self.of_level(level, seen | {result.line.id}) for level in result.levels]
        return _together(ways)

    def of_level(self, level: LevelResult, seen: frozenset[str]) -> Way | None:
        if level.outcome is Outcome.MEETS:
            return ()
        if level.own in {Outcome.EXPERIMENTAL, Outcome.INCIDENTAL, Outcome.NO_POLICY} or level.primaries == ():
            return None
        own = self.region_or_criteria(level)
        return _together([own, self.of_primaries(level, seen)])

    def region_or_criteria(self, level: LevelResult) -> Way | None:
        if level.region_open:
            return (self.levels_step(),)
        return self.of_finding(level.findings) if level.findings else ()

    def of_primaries(self, level: LevelResult, seen: frozenset[str]) -> Way | None:
        """The cheapest way of any line on which this one hangs; a line in the circle already asks nothing more."""
        if not level.primaries or any(primary.outcome is Outcome.MEETS for primary in level.primaries):
            return ()
        ways = []
        for primary in level.primaries:
            if primary.line in seen:
                continue
            result = self.determination.by_id[primary.line]
            at = next((found for found in result.levels if found.level == primary.level), None)
            if at:
                ways.append(self.of_level(at, seen | {primary.line}))
        return _cheapest(ways)

    def of_finding(self, finding: Finding) -> Way | None:
        """The cheapest steps that make a finding met."""
        if finding.weighs in {Truth.MET, Truth.NOT_APPLICABLE}:
            return ()
        if finding.criterion.silence is Silence.SHOWN:
            return None
        if finding.is_leaf:
            step = self.step(finding)
            return (step,) if step else None
        ways = [self.of_finding(part) for part in finding.parts]
        if finding.needs_all:
            return _together(ways)
        count = finding.needed
        if count == 1:
            return _cheapest(ways)
        possible = sorted((way for way in ways if way is not None), key=cost)
        return _together(possible[:count]) if len(possible) >= count else None

    def levels_step(self) -> Step:
        return Step("document", "Name the levels of the request.", Effort.ADDENDUM, NAME_THE_LEVELS, "",
                    self.determination.record.on)

    def step(self, finding: Finding) -> Step | None:
        reading = finding.reading
        if reading is None:
            return None
        if names_levels(finding):
            return self.levels_step()
        path = reading.waiting[0] if finding.raw is Truth.NOT_DOCUMENTED else reading.path
        fact = fact_at(path, self.vocabulary)
        if finding.criterion.requested or fact is None:
            return None
        if finding.criterion.computed == "treatment_weeks":
            return self.therapy(finding)
        if fact.planned or (finding.raw is Truth.NOT_MET and not fact.changeable):
            return None
        effort = effort_of(path, self.vocabulary)
        changed = finding.raw is Truth.NOT_MET
        kind = "obtain" if changed or effort in {Effort.TEST, Effort.WEEKS} else "document"
        value = favourable(finding.criterion)
        say = self.said(finding, path, fact.changeable if changed else None, value)
        dearer = Effort.TEST if changed and effort is not Effort.WEEKS else effort
        on, cite = self.determination.record.on, finding.criterion.cite or ""
        return Step(kind, say, dearer, path, value, on, cite)

    def said(self, finding: Finding, path: str, change: str | None, value: str) -> str:
        """A step as an open statement: what the record has to say as it is, and what would meet the criterion."""
        label = label_of(path, self.vocabulary)
        sought = lowered(finding.criterion.says or value) if finding.criterion.computed else value
        if change:
            return f"{change[:1].upper()}{change[1:]}: {label}; it meets the criterion only if it then shows: {sought}."
        return f"Have the record state, as it is: {label}. It meets the criterion if it shows: {sought}."

    def therapy(self, finding: Finding) -> Step:
        """Treatment that has to go on: the weeks missing at the least, starting on the day of the request."""
        reading, record = finding.reading, self.determination.record
        assert reading is not None  # noqa: S101 - a leaf has a reading
        done = reading.span[0] if reading.span else 0.0
        limit = float(finding.criterion.tests.get("min", 0))  # type: ignore[arg-type]
        name = label_of(reading.path, self.vocabulary)
        value = limit_in_words("min", limit, "weeks")
        if finding.raw is Truth.NOT_DOCUMENTED:
            return Step("document", f"Document, if it took place: {name}, {value}, with dates and visits.",
                        Effort.RECORD, reading.path, value, record.on, finding.criterion.cite or "")
        missing = ceil((limit - done) * DAYS_OF_A_WEEK)
        say = f"Continue and document {name}: {missing} more days reach {value}."
        first_day = record.on + timedelta(days=missing)
        return Step("obtain", say, Effort.WEEKS, reading.path, value, first_day, finding.criterion.cite or "")


def favourable(criterion: Criterion) -> str:
    """The value that just meets a leaf's test, in words."""
    told = [limit_in_words(name, value) for name, value in criterion.tests.items()]
    return " and ".join(text.removesuffix(" true") for text in told)


def cost(way: Way) -> tuple[int, ...]:
    """The steps of the dearest kind first, then of the next."""
    return tuple(sum(step.effort is effort for step in way) for effort in reversed(EFFORTS))


def _together(ways: Iterable[Way | None]) -> Way | None:
    steps: dict[str, Step] = {}
    for way in ways:
        if way is None:
            return None
        for step in way:
            steps.setdefault(step.path, step)
    return tuple(steps.values())


def _cheapest(ways: Iterable[Way | None]) -> Way | None:
    possible = [way for way in ways if way is not None]
    if not possible:
        return None
    best = min(possible, key=cost)
    equal = tuple(step for way in possible if way is not best and cost(way) == cost(best) and len(way) == 1
                  for step in way)
    return (replace(best[0], others=equal),) if len(best) == 1 and equal else best
