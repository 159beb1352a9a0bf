"""Which truths of which criteria the examples of an edition have seen, and which are missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from logic.bench.possible import Possible, truths_of
from logic.case import Outcome
from logic.determination import LevelResult
from logic.finding import Finding
from logic.loading import Library
from logic.policy import Criterion, Edition, Rule, Scope, Silence
from logic.truth import Truth

Key = tuple[str, ...]
"""The id of a criterion, and what else tells two uses of one name apart."""
_OF_PRIMARIES = {Outcome.MEETS: Truth.MET, Outcome.NEEDS_DOCUMENTATION: Truth.NOT_DOCUMENTED,
                 Outcome.NO_POLICY: Truth.NOT_DOCUMENTED}
_WHETHER = frozenset({Truth.MET, Truth.NOT_MET})


@dataclass
class Coverage:
    """The truths that each criterion can take, and those that were seen."""

    possible: dict[Key, frozenset[Truth]]
    seen: dict[Key, set[Truth]] = field(default_factory=dict)

    def see(self, results: Iterable[LevelResult]) -> None:
        """Notes the truths that the criteria of a decided line took."""
        for result in results:
            for key, truth in _seen(result):
                self.seen.setdefault(key, set()).add(truth)

    @property
    def missing(self) -> dict[str, tuple[Truth, ...]]:
        """The truths not seen, by the name of the criterion."""
        found = {}
        for key, truths in self.possible.items():
            if lacking := tuple(truth for truth in Truth if truth in truths - self.seen.get(key, set())):
                found[self._name(key)] = lacking
        return found

    @property
    def wanted_count(self) -> int:
        """How many truths there are to see."""
        return sum(len(truths) for truths in self.possible.values())

    @property
    def seen_count(self) -> int:
        """How many of them were seen."""
        return sum(len(truths & self.seen.get(key, set())) for key, truths in self.possible.items())

    @property
    def complete(self) -> bool:
        """Whether every truth was seen."""
        return not self.missing

    def _name(self, key: Key) -> str:
        """The id alone, unless a name is used in several ways."""
        name, *ways = key
        several = sum(other[0] == name for other in self.possible) > 1
        return f"{name} ({', '.join(ways) or 'as defined'})" if several else name


def coverage_of(edition: Edition, library: Library) -> Coverage:
    """What there is to see in an edition: each rule, its exclusion, bundling and primaries, and each criterion."""
    wanted: dict[Key, frozenset[Truth]] = {}
    for rule in edition.rules:
        for key, truths in _wanted(rule, library):
            wanted[key] = wanted.get(key, frozenset()) | truths
    return Coverage(wanted)


def _wanted(rule: Rule, library: Library) -> Iterator[tuple[Key, frozenset[Truth]]]:
    possible = Possible(rule, library)
    if rule.criteria is None:
        yield (rule.id,), frozenset({Truth.MET})
    elif rule.criteria.id == rule.id:
        yield from _wanted_of(rule.criteria, possible)
    else:
        yield (rule.id,), truths_of(possible.states(rule.criteria))
        yield from _wanted_of(rule.criteria, possible)
    if rule.excluded:
        excepted = truths_of(possible.states(rule.excluded.unless)) if rule.excluded.unless else {Truth.NOT_MET}
        yield (f"{rule.id}.excluded",), frozenset(_turned(truth) for truth in excepted)
        if rule.excluded.unless:
            yield from _wanted_of(rule.excluded.unless, possible)
    if rule.incidental:
        yield (f"{rule.id}.incidental",), _WHETHER
    if rule.follows:
        yield (f"{rule.id}.follows",), _WHETHER | {Truth.NOT_DOCUMENTED}


def _wanted_of(criterion: Criterion, possible: Possible) -> Iterator[tuple[Key, frozenset[Truth]]]:
    yield _key(criterion), truths_of(possible.states(criterion))
    for part in (*criterion.parts, *((criterion.when,) if criterion.when else ())):
        yield from _wanted_of(part, possible)


def _key(criterion: Criterion) -> Key:
    ways = [f"silence {criterion.silence}"] if criterion.silence is not Silence.ASK else []
    ways += [f"scope {criterion.scope}"] if criterion.scope is not Scope.LEVEL else []
    ways += ["asked"] if criterion.asked else []
    ways += ["with when"] if criterion.when else []
    return (criterion.id or "", *ways)


def _turned(truth: Truth) -> Truth:
    """Whether an exclusion stands, by the truth of its exception."""
    return {Truth.MET: Truth.NOT_MET, Truth.NOT_DOCUMENTED: Truth.NOT_DOCUMENTED}.get(truth, Truth.MET)


def _seen(result: LevelResult) -> Iterator[tuple[Key, Truth]]:
    rule = result.rule
    if rule is None or result.region_open:
        return
    findings = result.findings
    if findings is None or findings.criterion.id != rule.id:
        yield (rule.id,), findings.truth if findings else Truth.MET
    if findings:
        yield from _seen_in(findings)
    if rule.excluded:
        yield (f"{rule.id}.excluded",), _turned(result.exclusion.truth if result.exclusion else Truth.NOT_MET)
        if result.exclusion:
            yield from _seen_in(result.exclusion)
    if rule.incidental:
        yield (f"{rule.id}.incidental",), Truth.MET if result.incidental_to else Truth.NOT_MET
    if rule.follows and result.primaries is not None:
        yield (f"{rule.id}.follows",), _of_primaries(result)


def _seen_in(finding: Finding) -> Iterator[tuple[Key, Truth]]:
    yield _key(finding.criterion), finding.truth
    for part in (*finding.parts, *((finding.condition,) if finding.condition else ())):
        yield from _seen_in(part)


def _of_primaries(result: LevelResult) -> Truth:
    """Whether the best of the lines on which one hangs meets; open where none is requested."""
    held = {primary.outcome for primary in result.primaries or ()}
    if not held:
        return Truth.NOT_DOCUMENTED
    return next((truth for outcome, truth in _OF_PRIMARIES.items() if outcome in held), Truth.NOT_MET)
