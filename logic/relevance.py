"""Which open facts can still decide a line at a level: for some answers of the others, theirs makes the difference.

Three-valued logic alone names too many where a fact is read in several places: of "A, or A and B", B never matters.
"""

from collections.abc import Iterator, Mapping, Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from logic.finding import Finding, Key
from logic.looking_ahead import Outlook, leaves_of
from logic.open_condition import Condition
from logic.possible import Possible, leaf_paths
from logic.prospects import prospects, single_fact
from logic.record import NAME_THE_LEVELS
from logic.supposing import combined_answers
from logic.truth import Truth


def deciding_paths(root: Finding, outlook: Outlook) -> frozenset[str]:
    """The facts that can still decide a finding."""
    candidates = outlook.possible.paths(root)
    if NAME_THE_LEVELS in candidates:
        return candidates  # each test that waits for the levels can come out on its own
    return _Relevance(root, outlook).deciding(root, outlook.possible)


@dataclass(frozen=True)
class _Relevance:
    """Finds the deciding facts of a finding and of the parts in which facts are torn."""

    root: Finding
    outlook: Outlook

    @cached_property
    def waiting(self) -> dict[str, dict[Key, Finding]]:
        """The leaves that wait for each fact."""
        found: dict[str, dict[Key, Finding]] = {}
        for leaf in leaves_of(self.root):
            for path in leaf_paths(leaf) if leaf.raw is Truth.NOT_DOCUMENTED else ():
                found.setdefault(path, {})[leaf.key] = leaf
        return found

    @cached_property
    def _outcomes(self) -> dict[str, list[frozenset[Key]] | None]:
        return {}

    def outcomes(self, path: str) -> list[frozenset[Key]] | None:
        """The leaves that each answer of a fact meets; None for rows."""
        if path not in self._outcomes:
            self._outcomes[path] = self._found(path, list(self.waiting[path].values()))
        return self._outcomes[path]

    def _found(self, path: str, leaves: list[Finding]) -> list[frozenset[Key]] | None:
        if len(leaves) == 1:
            return [frozenset(), frozenset({leaves[0].key})]
        if not single_fact(path, self.outlook):
            return None
        return [frozenset(key for key, truth in each.truths.items() if truth is Truth.MET)
                for each in prospects(self.outlook, path, leaves)]

    def deciding(
        self, part: Finding, possible: Possible, known: AbstractSet[str] = frozenset(),
    ) -> frozenset[str]:
        """The facts that can decide a part, under the answers that are supposed; not those `known` to decide it."""
        condition = Condition(part, possible, self.outcomes)
        torn = self._torn(part, condition, possible)
        if torn:
            return self._with_torn_facts(part, possible, torn)
        found: set[str] = set()
        for name in condition.deciding(known):
            end, path = condition.behind[name]
            found |= {path} if path else self.deciding(end, possible)
        return frozenset(found)

    def _torn(self, part: Finding, condition: Condition, possible: Possible) -> list[Finding]:
        """The leaves of facts that are torn in a part, or in one of its parts that shares facts with another."""
        if condition.is_torn(part):
            shared = [part]
        else:
            waiting = [possible.paths(end) for end in condition.ends]
            shared = [end for n, end in enumerate(condition.ends)
                      if any(waiting[n] & other for m, other in enumerate(waiting) if m != n)]
        torn = {leaf.key: leaf for end in shared for leaf in _torn_below(end) if leaf.key not in possible.supposed}
        return list(torn.values())

    def _with_torn_facts(self, part: Finding, possible: Possible, torn: list[Finding]) -> frozenset[str]:
        """The deciding facts of a part in which facts are torn: those under some answers of these, and these."""
        found: set[str] = set()
        under: list[tuple[Mapping[Key, Truth], Condition]] = []
        for answers in combined_answers(torn, self.outlook.vocabulary):
            before = None if possible.supposed else possible
            inner = Possible(self.outlook.vocabulary, {**possible.supposed, **answers}, possible.exceptions, before)
            found |= self.deciding(part, inner, found)
            under.append((answers, Condition(part, inner, self.outcomes)))
        for path in {path for leaf in torn for path in leaf_paths(leaf)}:
            own = {leaf.key for leaf in torn if path in leaf_paths(leaf)}
            if any(_only(own, one, other) and first.differs_from(second)
                   for (one, first), (other, second) in combinations(under, 2)):
                found.add(path)
        return frozenset(found)


def _torn_below(finding: Finding) -> Iterator[Finding]:
    """The leaves of facts that are torn in a finding or in a part of it."""
    yield from finding.torn_leaves
    for part in finding.parts:
        yield from _torn_below(part)


def _only(own: set[Key], one: Mapping[Key, Truth], other: Mapping[Key, Truth]) -> bool:
    """Whether two sets of answers differ in nothing but the tests of one fact."""
    return all(one[key] is other[key] for key in one if key not in own)
