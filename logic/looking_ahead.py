"""Looking ahead from findings already made: what answers would change, and which open facts still matter."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from logic.case import Outcome, RequestedLine
from logic.compiled.of_findings import Compiled
from logic.determination import Determination, LevelResult, own_outcome
from logic.finding import Finding, Key, Supposed
from logic.following import ORDER, At, with_primaries
from logic.measures import MEASURES
from logic.policy import Criterion
from logic.possible import Possible
from logic.truth import Truth
from logic.vocabulary import Vocabulary

_SETTLED_ELSEWHERE = {Outcome.INCIDENTAL, Outcome.FOLLOWS_PRIMARY, Outcome.NO_POLICY}
_OPEN = Truth.NOT_DOCUMENTED


@dataclass(frozen=True)
class OpenLeaf:
    """An open leaf that could still change a finding.

    `folded`: it matters only for grounds that count when shown, or beside one. `one_of`: the criterion of which it is
    one alternative among several.
    """

    finding: Finding
    folded: bool = False
    one_of: Finding | None = None
    asked: bool = False
    """It never changes an outcome."""


@dataclass(frozen=True)
class Outlook:
    """A determination, ready to be asked what supposed answers would change."""

    determination: Determination

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts that the record can hold."""
        return self.determination.record.vocabulary

    @cached_property
    def places(self) -> dict[At, LevelResult]:
        """Every line at every level."""
        return {(line.line.id, level.level): level for line in self.determination.lines for level in line.levels}

    @cached_property
    def possible(self) -> Possible:
        """What every finding can still become."""
        return Possible(self.vocabulary)

    @cached_property
    def likely(self) -> Possible:
        """The same with grounds that count only when shown taken as absent."""
        return Possible(self.vocabulary, exceptions=False)

    @cached_property
    def _own(self) -> dict[At, Outcome]:
        return {at: level.own for at, level in self.places.items()}

    @cached_property
    def _hangs(self) -> dict[At, tuple[tuple[At, ...], ...] | None]:
        return {at: level.hangs for at, level in self.places.items()}

    @cached_property
    def readers(self) -> dict[Key, tuple[At, ...]]:
        """Where each leaf is read."""
        found: dict[Key, list[At]] = {}
        for at, level in self.places.items():
            keys = frozenset[Key]().union(*(tree.keys for tree in trees(level)))
            for key in keys:
                found.setdefault(key, []).append(at)
        return {key: tuple(places) for key, places in found.items()}

    @cached_property
    def leaves(self) -> dict[Key, Finding]:
        """Every leaf that any line reads."""
        return {leaf.key: leaf for level in self.places.values() for tree in trees(level) for leaf in leaves_of(tree)}

    @cached_property
    def leaves_by_fact(self) -> dict[str, dict[Key, Finding]]:
        """The leaves that read each fact."""
        names: dict[str, frozenset[str]] = {}
        found: dict[str, dict[Key, Finding]] = {}
        for key, leaf in self.leaves.items():
            criterion = leaf.criterion
            if criterion.subject not in names:
                names[criterion.subject] = facts_read_by(criterion, self.vocabulary)
            for name in names[criterion.subject]:
                found.setdefault(name, {})[key] = leaf
        return found

    @cached_property
    def touched(self) -> dict[str, tuple[Key, ...]]:
        """Which leaves the facts at a path can change, as far as it was asked."""
        return {}

    def at_places(self, supposed: Supposed) -> dict[At, Outcome]:
        """The outcome of every line and level if some leaves had the supposed truths."""
        known: dict[int, Truth] = {}
        changed = {at: own for at in self.read_at(supposed)
                   if (own := self._supposed(self.places[at], supposed, known)) is not self._own[at]}
        return with_primaries({**self._own, **changed}, self._hangs) if changed else self.now

    def outcomes_of(self, line: RequestedLine, supposed: Supposed) -> list[Outcome]:
        """The outcomes of one line, level by level, if some leaves had the supposed truths."""
        concerned = self.deciding_for(line)
        known: dict[int, Truth] = {}
        own = {at: self._supposed(self.places[at], supposed, known) for at in concerned}
        outcomes = with_primaries(own, self._hangs)
        return [outcomes[line.id, level] for level in line.levels]

    def deciding_for(self, line: RequestedLine) -> tuple[At, ...]:
        """The places of a line and of all lines on which it hangs."""
        if line.id not in self._concerned:
            found: dict[At, None] = {}
            waiting: list[At] = [(line.id, level) for level in line.levels]
            while waiting:
                at = waiting.pop()
                if at not in found:
                    found[at] = None
                    waiting += [place for places in self._hangs[at] or () for place in places]
            self._concerned[line.id] = tuple(found)
        return self._concerned[line.id]

    @cached_property
    def _concerned(self) -> dict[str, tuple[At, ...]]:
        return {}

    def read_at(self, keys: Iterable[Key]) -> set[At]:
        """Where some leaves are read."""
        return {at for key in keys for at in self.readers.get(key, ())}

    @cached_property
    def now(self) -> dict[At, Outcome]:
        """The outcome of every line and level as determined."""
        return {at: level.outcome for at, level in self.places.items()}

    def own_at(self, at: At, supposed: Supposed) -> Outcome:
        """What the own criteria of a line at a level would give if some leaves had the supposed truths."""
        return self._supposed(self.places[at], supposed, {})

    def _supposed(self, level: LevelResult, supposed: Supposed, known: dict[int, Truth]) -> Outcome:
        if level.rule is None or level.region_open:
            return level.own
        unless = self._truth(level.exclusion, supposed, known) if level.exclusion else None
        findings = self._truth(level.findings, supposed, known) if level.findings else None
        return own_outcome(level.rule, unless, findings, bundled=bool(level.incidental_to))

    def _truth(self, root: Finding, supposed: Supposed, known: dict[int, Truth]) -> Truth:
        """The truth of a root if some leaves had the supposed truths; the lines of a level may share it."""
        if id(root) not in known:
            if id(root) not in self._compiled:
                self._compiled[id(root)] = Compiled(root, self.vocabulary)
            known[id(root)] = self._compiled[id(root)].truth(supposed)
        return known[id(root)]

    @cached_property
    def _compiled(self) -> dict[int, Compiled]:
        return {}

    def outcomes(self, supposed: Supposed) -> dict[str, Outcome]:
        """The outcome of every line if some leaves had the supposed truths."""
        by_line: dict[str, list[Outcome]] = {}
        for (line, _), outcome in self.at_places(supposed).items():
            by_line.setdefault(line, []).append(outcome)
        return {line: min(found, key=ORDER.index) for line, found in by_line.items()}

    def facts_left(self, supposed: Supposed, answered: str) -> int:
        """How many facts would still matter after a supposed answer, other grounds aside."""
        likely = Possible(self.vocabulary, supposed, False, self.likely)
        outcomes = self.at_places(supposed)
        touched = self.read_at(supposed) | {at for at, outcome in outcomes.items() if outcome is not self.now[at]}
        count = dict(self._wanted_at)
        for at in touched:
            for path in self._wanted(at, self.now[at], self.likely):
                count[path] -= 1
            for path in self._wanted(at, outcomes[at], likely):
                count[path] = count.get(path, 0) + 1
        return sum(places > 0 and path != answered for path, places in count.items())

    @cached_property
    def _wanted_at(self) -> Counter[str]:
        """At how many places each open fact matters."""
        return Counter(path for at in self.places for path in self._wanted(at, self.now[at], self.likely))

    def _wanted(self, at: At, outcome: Outcome, likely: Possible) -> frozenset[str]:
        """The open facts that matter at a place."""
        level = self.places[at]
        if outcome in _SETTLED_ELSEWHERE:
            return frozenset()
        return frozenset[str]().union(*(likely.paths(tree) for tree in deciding_trees(level, likely.truth)))

    def open_leaves(self, level: LevelResult) -> Iterator[OpenLeaf]:
        """The open leaves of a line at a level that could still change it: of its exception, else of its criteria."""
        if level.outcome in _SETTLED_ELSEWHERE:
            return
        for tree in deciding_trees(level, lambda finding: finding.truth):
            yield from self._open(tree, level.outcome is Outcome.EXPERIMENTAL, None)

    def _open(self, finding: Finding, folded: bool, one_of: Finding | None) -> Iterator[OpenLeaf]:
        """The open leaves that could still change a finding. Asked ones come too, whatever else is settled."""
        if finding.criterion.asked:
            yield from _asked(finding)
            return
        if self.possible.truth(finding) is not _OPEN:
            yield from _asked_within(finding)
            return
        if not folded and self.likely.truth(finding) is not _OPEN:
            folded, one_of = True, None
        if finding.is_leaf and self.possible.own(finding) is _OPEN:
            yield OpenLeaf(finding, folded, one_of)
        if one_of is None and not folded and self._alternatives(finding) > 1:
            one_of = finding
        yield from (leaf for part in finding.parts for leaf in self._open(part, folded, one_of))
        if finding.condition and self.possible.truth(finding.condition) is _OPEN:
            yield from self._open(finding.condition, folded, one_of)

    def _alternatives(self, finding: Finding) -> int:
        """How many open parts of a group could each settle it without an exception."""
        if finding.is_leaf or finding.needs_all:
            return 0
        return sum(self.likely.truth(part) is _OPEN for part in finding.parts)


def facts_read_by(criterion: Criterion, vocabulary: Vocabulary) -> frozenset[str]:
    """The facts that a leaf reads, with the mark by which a complete report closes them."""
    named = {name for name in (criterion.fact, criterion.parameters.get("fact")) if name}
    if criterion.computed:
        named |= set(MEASURES[criterion.computed].facts)
    closed = any(vocabulary.facts[name].when_report_complete is not None for name in named)
    return frozenset(named | {"report_complete"} if closed else named)


def trees(level: LevelResult) -> tuple[Finding, ...]:
    """The findings of a line at a level: of the exception to an exclusion, and of its criteria."""
    return tuple(tree for tree in (level.exclusion, level.findings) if tree)


def deciding_trees(level: LevelResult, truth: Callable[[Finding], Truth]) -> tuple[Finding, ...]:
    """The findings that decide a level: of an exception until it is shown, and the criteria unless it is not."""
    excepted = truth(level.exclusion) if level.exclusion else Truth.MET
    exception = (level.exclusion,) if level.exclusion and excepted is not Truth.MET else ()
    criteria = (level.findings,) if level.findings and excepted is not Truth.NOT_MET else ()
    return (*exception, *criteria)


def leaves_of(finding: Finding) -> Iterator[Finding]:
    """Every leaf below a finding, those of conditions included."""
    if finding.is_leaf:
        yield finding
    for part in (*finding.parts, *((finding.condition,) if finding.condition else ())):
        yield from leaves_of(part)


def _asked(finding: Finding) -> Iterator[OpenLeaf]:
    applies = finding.condition is None or finding.condition.truth is Truth.MET
    if not applies or finding.truth in {Truth.MET, Truth.NOT_APPLICABLE}:
        return
    if finding.is_leaf:
        yield OpenLeaf(finding, asked=True)
    for part in finding.parts:
        yield from _asked(part)


def _asked_within(finding: Finding) -> Iterator[OpenLeaf]:
    """The asked criteria below a finding that is settled otherwise."""
    for part in finding.parts:
        if part.criterion.asked:
            yield from _asked(part)
        elif part.truth is not Truth.NOT_APPLICABLE:
            yield from _asked_within(part)
