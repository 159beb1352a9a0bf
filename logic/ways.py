"""The shortest way to "meets" for a line: the cheapest steps that document or change what is open or missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice

from logic.carrying_out import Change, carried_out
from logic.case import Outcome
from logic.determination import Determination, LevelResult, LineResult, determine
from logic.finding import Finding, Key
from logic.following import At
from logic.looking_ahead import Outlook, leaf_paths, leaves_of, names_levels, trees
from logic.policy import Silence
from logic.rereading import reread_leaves, touched
from logic.steps import Step, Steps
from logic.supposing import supposing
from logic.truth import Truth
from logic.vocabulary import Effort

EFFORTS = tuple(Effort)
MOST_SETS = 32
"""So many sets of steps are kept where alternatives multiply; the cheapest ones."""
MOST_ALTERNATIVES = 6
MOST_COMPLETED = 8
"""So many sets are carried out where a fact is torn, to find what is left of them that takes least."""
MOST_OTHERS = 5
MOST_ROUNDS = 3
"""So often what lapses while steps are carried out is renewed."""
Need = tuple[str, Key, bool]
"""A fact, a test that reads it, and whether the test has to be met or (in a condition) to fail."""
Needs = frozenset[Need]
NOTHING: tuple[Needs, ...] = (frozenset(),)


@dataclass(frozen=True)
class Way:
    """Steps after which a line meets, on the first day on which all are done, and others that take as much."""

    steps: tuple[Step, ...]
    on: date
    alternatives: tuple[tuple[Step, ...], ...] = ()


@dataclass(frozen=True)
class Ways:
    """Finds ways in one determination."""

    outlook: Outlook
    round: int = 1

    @cached_property
    def steps(self) -> Steps:
        """The steps of the determination."""
        return Steps(self.outlook)

    @cached_property
    def _sets(self) -> dict[tuple[int, bool], tuple[Needs, ...]]:
        return {}

    def shortest(self, result: LineResult) -> Way | None:
        """The way of a line; without steps when it meets, None when nothing in anyone's power would do."""
        on = self.outlook.determination.record.on
        if result.outcome is Outcome.MEETS:
            return Way((), on)
        sets = self.of_line(result)
        best = self._cheapest(result, sets)
        equal: list[tuple[Step, ...]] = []
        for needs in sets if best else ():
            steps = self.steps_of(needs)
            alike = steps and best and steps != best.steps and _cost(steps) == _cost(best.steps)
            if steps and alike and len(equal) < MOST_ALTERNATIVES and self._meets(result, steps):
                equal.append(steps)
        return replace(best, steps=self._with_others(result, best.steps), alternatives=tuple(equal)) if best else None

    def _cheapest(self, result: LineResult, sets: tuple[Needs, ...]) -> Way | None:
        """The first set that can be carried out; where facts are torn, what is left of any set that takes least."""
        torn = {path for level in result.levels for tree in trees(level) for path in _torn_paths(tree)}
        if torn:
            # What such facts would show may follow from the others.
            others = sorted(sets, key=lambda needs: self.cost(frozenset(need for need in needs if need[0] not in torn)))
            sets = tuple(dict.fromkeys((*sets[:MOST_COMPLETED], *others[:MOST_COMPLETED], *sets)))
        best: Way | None = None
        for number, needs in enumerate(sets, start=1):
            steps = self.steps_of(needs)
            way = self._completed(result, needs, steps) if steps is not None else None
            if way and (best is None or _cost(way.steps) < _cost(best.steps)):
                best = way
            if best and (not torn or number >= 2 * MOST_COMPLETED):
                break
        return best

    def _with_others(self, result: LineResult, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """The steps, each with others that would do in its place."""
        return tuple(
            replace(step, others=tuple(
                other for other in self._replacing(step)
                if self._meets(result, tuple(other if each is step else each for each in steps), steps)))
            for step in steps)

    def _replacing(self, step: Step) -> Iterator[Step]:
        """Steps of equal effort for a single fact that serves a single test."""
        for need in [need for need in self.instead if need[0] == step.path][:1]:
            for path, key, met in self.instead[need][:MOST_OTHERS]:
                other = self.steps.step(path, {key: met})
                if other:
                    yield other

    # -- carrying out -------------------------------------------------------------------------------------------

    def _with_other_values(self, needs: Needs, steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
        """The steps, and then the same with another value of one fact that does as well for its own tests."""
        yield steps
        for step in steps:
            wanted = {key: met for path, key, met in needs if path == step.path}
            for other in islice(self.steps.with_other_values(step.path, wanted), 1, MOST_OTHERS):
                yield tuple(other if each is step else each for each in steps)

    def _completed(self, result: LineResult, needs: Needs, steps: tuple[Step, ...]) -> Way | None:
        """The steps with what has to be renewed by the time they are done, and without any that is not needed."""
        day = self._day(steps)
        steps = next((other for other in self._with_other_values(needs, steps) if self._meets(result, other)), steps)
        if self._meets(result, steps):
            needed = steps
            for step in steps:
                fewer = tuple(other for other in needed if other is not step)
                if fewer and self._meets(result, fewer, needed):
                    needed = fewer
            return Way(needed, self._day(needed))
        if self.round >= MOST_ROUNDS:
            return None
        determination = self.outlook.determination
        later = self._later(_changes(steps), day)
        ways = Ways(Outlook(later), self.round + 1)
        rest = ways.shortest(later.by_id[result.line.id])
        if not rest or {step.path for step in rest.steps} & {step.path for step in steps}:
            return None
        return Way((*steps, *rest.steps), max(rest.on, determination.record.on))

    def _day(self, steps: tuple[Step, ...]) -> date:
        """The first day on which all steps can be done."""
        return self.outlook.determination.record.on + timedelta(days=max((step.days for step in steps), default=0))

    def _meets(self, result: LineResult, steps: tuple[Step, ...], more: tuple[Step, ...] = ()) -> bool:
        """Whether the line meets once the steps are carried out; `more` are steps carried out with them before."""
        day = self._day(steps)
        if day == self.outlook.determination.record.on:
            truths = self._truths(frozenset(_changes(steps)), frozenset(_changes(more)))
            return set(self.outlook.outcomes_of(result.line, truths)) == {Outcome.MEETS}
        outcomes = self._on_a_later_day(frozenset(_changes(steps)), day)
        return all(outcomes[result.line.id, level.level] is Outcome.MEETS for level in result.levels)

    def _truths(self, changes: frozenset[Change], more: frozenset[Change]) -> Mapping[Key, Truth]:
        """What leaves become with some changes; only those are read again that the changes left out touched."""
        if changes not in self._read:
            record = self.outlook.determination.record
            changed = replace(record, case=carried_out(record.case, sorted(changes, key=repr), record.on))
            known = self._read.get(more)
            keys = self._touched(changes if known is None else more - changes)
            again = reread_leaves(self.outlook, changed, keys)
            self._read[changes] = again if known is None else {
                **{key: truth for key, truth in known.items() if key not in keys}, **again}
        return self._read[changes]

    def _touched(self, changes: frozenset[Change]) -> frozenset[Key]:
        return frozenset(key for change in changes for key in touched(self.outlook, change.path))

    def _on_a_later_day(self, changes: frozenset[Change], day: date) -> dict[At, Outcome]:
        if (changes, day) not in self._later_outcomes:
            places = Outlook(self._later(sorted(changes, key=repr), day)).places
            self._later_outcomes[changes, day] = {at: level.outcome for at, level in places.items()}
        return self._later_outcomes[changes, day]

    @cached_property
    def _read(self) -> dict[frozenset[Change], Mapping[Key, Truth]]:
        return {}

    @cached_property
    def _later_outcomes(self) -> dict[tuple[frozenset[Change], date], dict[At, Outcome]]:
        return {}

    def _later(self, changes: Iterable[Change], day: date) -> Determination:
        """The case decided on a later day by the same edition."""
        now = self.outlook.determination
        record = replace(now.record, case=carried_out(now.record.case, changes, day), on=day)
        return replace(now, record=record, lines=determine(record, now.edition))

    # -- sets of needs ------------------------------------------------------------------------------------------

    def of_line(self, result: LineResult) -> tuple[Needs, ...]:
        """Sets of needs of which each makes the line meet."""
        return self._all(self._of_level((result.line.id, level.level), frozenset()) for level in result.levels)

    def _of_level(self, at: At, seen: frozenset[At]) -> tuple[Needs, ...]:
        level = self.outlook.places[at]
        if level.outcome is Outcome.MEETS:
            return NOTHING
        if level.own in {Outcome.EXPERIMENTAL, Outcome.INCIDENTAL, Outcome.NO_POLICY} or level.region_open:
            return ()
        own = self._all(self.of_finding(tree, met=True) for tree in trees(level))
        if level.hangs is None:
            return own
        return self._all([own, self._of_primaries(level, seen | {at})])

    def _of_primaries(self, level: LevelResult, seen: frozenset[At]) -> tuple[Needs, ...]:
        """Sets after which one of the lines on which it hangs meets; one in the circle already asks nothing more."""
        places = [at for line in level.hangs or () for at in line if at not in seen]
        if any(self.outlook.places[at].outcome is Outcome.MEETS for at in places):
            return NOTHING
        return self._least(needs for at in places for needs in self._of_level(at, seen))

    def of_finding(self, finding: Finding, *, met: bool) -> tuple[Needs, ...]:
        """Sets of needs after which a finding is met, or (in a condition) fails."""
        key = (id(finding), met)
        if key not in self._sets:
            self._sets[key] = self._of(finding) if met else self._against(finding)
        return self._sets[key]

    def _of(self, finding: Finding) -> tuple[Needs, ...]:
        if finding.weighs in {Truth.MET, Truth.NOT_APPLICABLE}:
            return NOTHING
        if finding.criterion.silence is Silence.SHOWN:
            return ()
        own = self._leaf(finding, met=True) if finding.is_leaf else self._group(finding)
        if finding.condition:
            return self._least((*own, *self.of_finding(finding.condition, met=False)))
        return own

    def _group(self, finding: Finding) -> tuple[Needs, ...]:
        ways = [self.of_finding(part, met=True) for part in finding.counting]
        if finding.needs_all:
            return self._all(ways)
        if finding.needed == 1:
            return self._interchangeable(needs for sets in ways for needs in sets)
        return self._some(finding.needed, ways)

    def _against(self, finding: Finding) -> tuple[Needs, ...]:
        """Sets of needs after which a condition fails: documented where it is open, changed where that is possible."""
        if finding.raw is Truth.NOT_MET:
            return NOTHING
        if finding.is_leaf:
            return self._leaf(finding, met=False)
        ways = [self.of_finding(part, met=False) for part in finding.counting]
        enough = 1 if finding.needs_all else len(ways) - finding.needed + 1
        return self._some(enough, ways)

    def _leaf(self, leaf: Finding, *, met: bool) -> tuple[Needs, ...]:
        if leaf.reading is None or leaf.criterion.requested or names_levels(leaf) or leaf.reading.from_request:
            return ()
        paths = leaf_paths(leaf) if leaf.raw is Truth.NOT_DOCUMENTED else _documented_at(leaf)
        possible = [frozenset({(path, leaf.key, met)}) for path in paths]
        if (leaf.criterion.sides == "both") is met and len(paths) > 1:
            # Both sides together: which values, is found when the step of each side is.
            return (frozenset().union(*possible),)
        return self._interchangeable(needs for needs in possible if self.steps_of(needs))

    def _all(self, ways: Iterable[tuple[Needs, ...]]) -> tuple[Needs, ...]:
        """Sets that serve every one of several purposes."""
        together = NOTHING
        for sets in ways:
            together = self._least(one | other for one in together for other in sets)
            if not together:
                return ()
        return together

    def _some(self, count: int, ways: list[tuple[Needs, ...]]) -> tuple[Needs, ...]:
        """Sets that serve `count` of several purposes."""
        if count <= 0:
            return NOTHING
        reached: list[tuple[Needs, ...]] = [NOTHING, *[()] * count]
        for sets in ways:
            for served in range(count, 0, -1):
                more = self._all([reached[served - 1], sets]) if reached[served - 1] else ()
                reached[served] = self._least((*reached[served], *more))
        return reached[count]

    def _interchangeable(self, sets: Iterable[Needs]) -> tuple[Needs, ...]:
        """The sets without those single facts that another, no dearer, could always replace.

        That is so where neither fact serves any other test. The others of equal effort are kept to be shown.
        """
        kept: list[Needs] = []
        first: Need | None = None
        for needs in self._least(sets):
            need = next(iter(needs), None)
            if need is None or len(needs) > 1 or len(self._serving.get(need[0], ())) > 1:
                kept.append(needs)
            elif first is None:
                first = need
                kept.append(needs)
            elif self._effort(need) == self._effort(first):
                self.instead.setdefault(first, []).append(need)
        return tuple(kept)

    @cached_property
    def instead(self) -> dict[Need, list[Need]]:
        """For a fact, others of equal effort that would do in its place."""
        return {}

    @cached_property
    def _serving(self) -> dict[str, set[Key]]:
        """The lacking tests that each fact could serve, other grounds aside."""
        found: dict[str, set[Key]] = {}
        for level in self.outlook.places.values():
            for tree in trees(level):
                for leaf in _lacking(tree):
                    for path in leaf_paths(leaf) if leaf.raw is Truth.NOT_DOCUMENTED else _documented_at(leaf):
                        found.setdefault(path, set()).add(leaf.key)
        return found

    def _least(self, sets: Iterable[Needs]) -> tuple[Needs, ...]:
        """The cheapest sets of which none contains another; of equal ones, first what the policy names first."""
        kept: list[Needs] = []
        for needs in sorted(dict.fromkeys(sets), key=self.cost):
            if not any(other <= needs for other in kept):
                kept.append(needs)
            if len(kept) == MOST_SETS:
                break
        return tuple(kept)

    def cost(self, needs: Needs) -> tuple[int, ...]:
        """Facts that are other grounds as well, then how many facts of the dearest kind, then of the next."""
        if needs not in self._costs:
            efforts: dict[str, int] = {}
            for need in needs:
                efforts[need[0]] = max(efforts.get(need[0], 0), self._effort(need))
            held = list(efforts.values())
            grounds = sum(path in self._grounds for path in efforts)
            self._costs[needs] = (grounds, *(held.count(effort) for effort in range(len(EFFORTS) - 1, -1, -1)))
        return self._costs[needs]

    @cached_property
    def _costs(self) -> dict[Needs, tuple[int, ...]]:
        return {}

    @cached_property
    def _grounds(self) -> frozenset[str]:
        """The facts that by themselves show a ground which counts only when shown: nobody is advised to show them."""
        shown = {id(each): each for level in self.outlook.places.values() for tree in trees(level)
                 for each in _counting_when_shown(tree)}
        return frozenset(path for ground in shown.values() for path in self._showing_alone(ground))

    def _showing_alone(self, ground: Finding) -> Iterator[str]:
        """The facts of which each alone shows a ground."""
        waiting: dict[str, dict[Key, Truth]] = {}
        for leaf in leaves_of(ground):
            for path in leaf_paths(leaf) if leaf.raw is Truth.NOT_DOCUMENTED else ():
                if path in self._serving:
                    waiting.setdefault(path, {})[leaf.key] = Truth.MET
        for path, truths in waiting.items():
            if supposing(ground, truths, self.outlook.vocabulary).raw is Truth.MET:
                yield path

    def _effort(self, need: Need) -> int:
        if need not in self._efforts:
            path, key, met = need
            step = self.steps.step(path, {key: met})
            self._efforts[need] = EFFORTS.index(step.effort) if step else 0
        return self._efforts[need]

    @cached_property
    def _efforts(self) -> dict[Need, int]:
        return {}

    def steps_of(self, needs: Needs) -> tuple[Step, ...] | None:
        """One step for each fact; None when no value of a fact does for all its tests."""
        by_path: dict[str, dict[Key, bool]] = {}
        for path, key, met in sorted(needs):
            if by_path.setdefault(path, {}).setdefault(key, met) is not met:
                return None
        steps: list[Step] = []
        for path, wanted in by_path.items():
            step = self.steps.step(path, wanted)
            if step is None:
                return None
            steps.append(step)
        return tuple(sorted(steps, key=lambda step: (-EFFORTS.index(step.effort), step.path)))


def _torn_paths(finding: Finding) -> Iterator[str]:
    """The facts that are torn in a finding or below."""
    for leaf in finding.torn_leaves:
        yield from leaf_paths(leaf)
    for part in finding.parts:
        yield from _torn_paths(part)


def _lacking(finding: Finding) -> Iterator[Finding]:
    """The leaves that a step could serve."""
    if finding.criterion.silence is Silence.SHOWN or finding.weighs in {Truth.MET, Truth.NOT_APPLICABLE}:
        return
    if finding.is_leaf and finding.reading and finding.raw in {Truth.NOT_DOCUMENTED, Truth.NOT_MET}:
        yield finding
    for part in (*finding.parts, *((finding.condition,) if finding.condition else ())):
        yield from _lacking(part)


def _counting_when_shown(finding: Finding) -> Iterator[Finding]:
    """The open criteria that count only when shown."""
    if finding.criterion.silence is Silence.SHOWN and finding.raw is Truth.NOT_DOCUMENTED:
        yield finding
    for part in finding.parts:
        yield from _counting_when_shown(part)


def _documented_at(leaf: Finding) -> tuple[str, ...]:
    """The facts that a failed leaf read, of which a change could meet it."""
    assert leaf.reading is not None  # noqa: S101 - a leaf that can be changed has read something
    return tuple(dict.fromkeys(used.path for used in leaf.reading.used)) or (leaf.reading.path,)


def _changes(steps: tuple[Step, ...]) -> tuple[Change, ...]:
    return tuple(change for step in steps for change in step.changes)


def _cost(steps: tuple[Step, ...]) -> tuple[int, ...]:
    """The steps of the dearest kind first, then of the next."""
    return tuple(sum(step.effort is effort for step in steps) for effort in reversed(EFFORTS))

