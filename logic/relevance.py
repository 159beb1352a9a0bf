"""Which open facts can still decide a line at a level: for some answers of the others, theirs makes the difference.

Three-valued logic alone names too many where a fact is read in several places: of "A, or A and B", B never matters.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from logic.finding import Finding, Key
from logic.looking_ahead import Outlook, Possible, leaf_paths
from logic.open_condition import Condition
from logic.prospects import prospects, single_fact
from logic.record import NAME_THE_LEVELS
from logic.truth import Truth

MOST_TRIALS = 200
"""So many combinations are tried to show that a fact cannot matter; beyond, it is listed."""
_OPEN = Truth.NOT_DOCUMENTED
Cell = Mapping[Key, bool]
"""Which of the leaves that wait for a fact one answer of it meets."""


def deciding_paths(root: Finding, outlook: Outlook) -> frozenset[str]:
    """The facts that can still decide a finding."""
    candidates = outlook.possible.paths(root)
    if NAME_THE_LEVELS in candidates:
        return candidates  # each test that waits for the levels can come out on its own
    certain: frozenset[str] = frozenset()
    if not root.torn_leaves:
        condition = Condition(root, outlook.possible)
        for path in condition.open_facts:
            if path not in certain:
                certain |= condition.decisive_with(path)
    search = _Search(root, outlook)
    return certain | {path for path in candidates - certain if search.decides(path)}


@dataclass
class _Search:
    """Tries answers of the other facts until two answers of one fact settle a finding differently."""

    root: Finding
    outlook: Outlook
    trials: int = 0

    @cached_property
    def cells(self) -> dict[str, tuple[Cell, ...]]:
        """The answers of every open fact, as far as they differ."""
        waiting: dict[str, dict[Key, Finding]] = {}
        for key in self.root.keys:
            leaf = self.outlook.leaves[key]
            for path in leaf_paths(leaf) if leaf.raw is _OPEN else ():
                waiting.setdefault(path, {})[key] = leaf
        return {path: tuple(self._cells(path, list(leaves.values()))) for path, leaves in waiting.items()}

    def _cells(self, path: str, leaves: list[Finding]) -> Iterator[Cell]:
        if single_fact(path, self.outlook):
            for prospect in prospects(self.outlook, path, leaves):
                yield {leaf.key: prospect.truths.get(leaf.key) is Truth.MET for leaf in leaves}
            return
        # Rows, and levels once they are named, can meet any of the tests that read them without the others.
        yield {leaf.key: False for leaf in leaves}
        yield {leaf.key: True for leaf in leaves}
        if len(leaves) > 1:
            for chosen in leaves:
                yield {leaf.key: leaf is chosen for leaf in leaves}
                yield {leaf.key: leaf is not chosen for leaf in leaves}

    def decides(self, path: str) -> bool:
        """Whether some answers of the other facts leave the decision to this one."""
        self.trials = 0
        return any(self._differ({path: one}, {path: other}) for one, other in combinations(self.cells[path], 2))

    def _differ(self, first: Mapping[str, Cell], second: Mapping[str, Cell]) -> bool:
        self.trials += 1
        if self.trials > MOST_TRIALS:
            return True
        one, other = self._possible(first), self._possible(second)
        truths = {one.truth(self.root), other.truth(self.root)}
        if truths != {_OPEN}:
            return len(truths - {Truth.NOT_APPLICABLE}) > 1 or truths == {Truth.NOT_APPLICABLE, Truth.NOT_MET}
        free = (one.paths(self.root) | other.paths(self.root)) - first.keys()
        if not free:
            return False
        path = min(free)
        return any(self._differ({**first, path: cell}, {**second, path: cell}) for cell in self.cells.get(path, ()))

    def _possible(self, answered: Mapping[str, Cell]) -> Possible:
        held: dict[Key, list[bool]] = {}
        for cell in answered.values():
            for key, holds in cell.items():
                held.setdefault(key, []).append(holds)
        supposed = {key: truth for key, answers in held.items()
                    if (truth := self._truth(self.outlook.leaves[key], answers)) is not _OPEN}
        return Possible(self.outlook.vocabulary, supposed)

    def _truth(self, leaf: Finding, answers: list[bool]) -> Truth:
        complete = len(answers) == len(leaf_paths(leaf))
        if leaf.criterion.sides == "both":
            return Truth.NOT_MET if False in answers else Truth.MET if complete else _OPEN
        return Truth.MET if True in answers else Truth.NOT_MET if complete else _OPEN
