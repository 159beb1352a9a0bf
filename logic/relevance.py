"""Which open facts can still decide a line at a level: for some answers of the others, theirs makes the difference.

Three-valued logic alone names too many where a fact is read in several places: of "A, or A and B", B never matters.
"""

from collections.abc import Mapping
from itertools import combinations

from logic.finding import Finding, Key
from logic.looking_ahead import Outlook, Possible, leaf_paths
from logic.open_condition import Condition
from logic.prospects import single_fact
from logic.record import NAME_THE_LEVELS
from logic.supposing import combined_answers
from logic.truth import Truth


def deciding_paths(root: Finding, outlook: Outlook, possible: Possible | None = None) -> frozenset[str]:
    """The facts that can still decide a finding."""
    possible = possible or outlook.possible
    candidates = possible.paths(root)
    if NAME_THE_LEVELS in candidates:
        return candidates  # each test that waits for the levels can come out on its own
    condition = _condition(root, outlook, possible)
    if condition.is_torn(root):
        return _with_torn_facts(root, outlook, possible) & candidates
    found: set[str] = set()
    for name in condition.deciding():
        leaf = condition.leaves[name]
        if condition.is_torn(leaf):
            found |= deciding_paths(leaf, outlook, possible)
        else:
            found |= {path for path in leaf_paths(leaf) if name in {path, f"{path} {leaf.key}"}}
    return frozenset(found)


def _condition(root: Finding, outlook: Outlook, possible: Possible) -> Condition:
    return Condition(root, possible, lambda path: single_fact(path, outlook) is not None)


def _with_torn_facts(root: Finding, outlook: Outlook, possible: Possible) -> frozenset[str]:
    """The deciding facts of a finding in which facts are torn: those under some answers of these, and these."""
    torn = [leaf for leaf in root.torn_leaves if leaf.key not in possible.supposed]
    found: set[str] = set()
    under: list[tuple[Mapping[Key, Truth], Condition]] = []
    for answers in combined_answers(torn, outlook.vocabulary):
        supposed = {**possible.supposed, **answers}
        inner = Possible(outlook.vocabulary, supposed, possible.exceptions, possible if not possible.supposed else None)
        found |= deciding_paths(root, outlook, inner)
        under.append((answers, _condition(root, outlook, inner)))
    for path in {path for leaf in torn for path in leaf_paths(leaf)}:
        own = {leaf.key for leaf in torn if path in leaf_paths(leaf)}
        if any(_only(own, one, other) and first.differs_from(second)
               for (one, first), (other, second) in combinations(under, 2)):
            found.add(path)
    return frozenset(found)


def _only(own: set[Key], one: Mapping[Key, Truth], other: Mapping[Key, Truth]) -> bool:
    """Whether two sets of answers differ in nothing but the tests of one fact."""
    return all(one[key] is other[key] for key in one if key not in own)
