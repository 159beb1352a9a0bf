"""Sets of needs: which tests of which facts would have to come out differently for a line to meet, cheapest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from logic.case import Outcome
from logic.determination import LevelResult, LineResult
from logic.finding import Finding, Key
from logic.following import At
from logic.looking_ahead import Outlook, leaves_of, trees
from logic.policy import Silence
from logic.possible import leaf_paths, names_levels
from logic.steps import Step, Steps
from logic.supposing import supposing
from logic.truth import Truth
from logic.vocabulary import Effort

EFFORTS = tuple(Effort)
MOST_SETS = 32
"""So many sets are kept where alternatives multiply; the cheapest ones."""
Need = tuple[str, Key, bool]
"""A fact, a test that reads it, and whether the test has to be met or (in a condition) to fail."""
Needs = frozenset[Need]
NOTHING: tuple[Needs, ...] = (frozenset(),)


@dataclass(frozen=True)
class NeedSets:
    """Finds sets of needs in one determination."""

    outlook: Outlook

    @cached_property
    def steps(self) -> Steps:
        """The steps of the determination."""
        return Steps(self.outlook)

    @cached_property
    def _sets(self) -> dict[tuple[int, bool], tuple[Needs, ...]]:
        return {}

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
