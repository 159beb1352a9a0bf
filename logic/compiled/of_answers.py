"""A criterion over facts, compiled for many cases of which only the answers are known: one answer a fact, no documents.

The diagram is that of the criterion (see `diagram`); only the way to a leaf differs. Findings read a record: who states
what, when, on which side, at which level. Here a case is a mapping of facts to answers, and what is not in it is not
documented. So only criteria can be compiled in this way that read plain facts: no computed facts, no tests of the
request, no other levels, no sides.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from math import prod
from sys import intern

from logic.answers import passes, question_asked, representative
from logic.case import Value
from logic.compiled.diagram import FAILS, HOLDS, OPEN, Answered, Building, Check, Node, Step
from logic.compiled.parts import Part, part_of
from logic.compiled.tables import Table
from logic.policy import Criterion, Scope
from logic.reading import Reading, truth_of
from logic.supposing import MOST_ANSWERS
from logic.truth import Truth
from logic.vocabulary import Vocabulary

Answers = Mapping[str, Value]
"""The answers of a case by fact; what is not in it is not documented."""
Overlay = tuple[tuple[int, int], ...]
_ANSWERED = {Truth.NOT_MET: FAILS, Truth.NOT_DOCUMENTED: OPEN, Truth.MET: HOLDS}


class NotPlainError(ValueError):
    """A criterion that reads more than plain facts; names the first part that does."""


@dataclass(frozen=True, eq=False)
class Leaves:
    """The leaves of a compiled criterion: what they read, and how an answer answers them."""

    criteria: tuple[Criterion, ...]
    vocabulary: Vocabulary

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The fact that each leaf reads."""
        return tuple(intern(criterion.fact or "") for criterion in self.criteria)

    @cached_property
    def tables(self) -> "tuple[Table[Value | None, int], ...]":
        """How each leaf is answered by an answer of its fact; None: not documented."""
        return tuple(Table(partial(_answered, criterion, self.vocabulary)) for criterion in self.criteria)

    @cached_property
    def reading(self) -> dict[str, tuple[int, ...]]:
        """The leaves that read each fact."""
        found: dict[str, tuple[int, ...]] = {}
        for n, fact in enumerate(self.facts):
            found[fact] = (*found.get(fact, ()), n)
        return found

    def overlays(self, torn: Sequence[int], answered: Answered) -> Sequence[Overlay]:
        """For the torn leaves that are open: how they are answered under every combination of answers."""
        return self.combined[tuple(n for n in torn if answered[n] == OPEN)]

    @cached_property
    def combined(self) -> Table[tuple[int, ...], list[Overlay]]:
        """How leaves are answered under every combination of answers of their facts; empty beyond the limit."""
        return Table(lambda leaves: list(self._combined(leaves)))

    def all_tried(self, leaves: Sequence[int]) -> bool:
        """Whether the answers of the facts of some leaves can be combined within the limit."""
        return prod(map(len, self._each(leaves))) <= MOST_ANSWERS

    def _combined(self, leaves: Sequence[int]) -> Iterator[Overlay]:
        each = self._each(leaves)
        if each and prod(map(len, each)) <= MOST_ANSWERS:
            for chosen in product(*each):
                yield tuple(answer for overlay in chosen for answer in overlay)

    def _each(self, leaves: Sequence[int]) -> list[list[Overlay]]:
        by_fact: dict[str, list[int]] = {}
        for n in leaves:
            by_fact.setdefault(self.facts[n], []).append(n)
        return [self._of_fact(numbers) for numbers in by_fact.values()]

    def _of_fact(self, leaves: Sequence[int]) -> list[Overlay]:
        reading = [self.criteria[n] for n in leaves]
        asked = question_asked(reading[0], self.vocabulary)
        return [tuple((n, HOLDS if passes(value, self.criteria[n].tests, asked) else FAILS) for n in leaves)
                for value in representative(reading, asked)]


def _answered(criterion: Criterion, vocabulary: Vocabulary, value: Value | None) -> int:
    if value is None:
        return OPEN
    scale = question_asked(criterion, vocabulary).scale
    return _ANSWERED[truth_of(Reading("", values=(value,), scale=scale), criterion.tests, criterion.unclear)]


def verdict_of(criterion: Criterion, vocabulary: Vocabulary) -> Callable[[Answers], Truth]:
    """The criterion as a function from the answers of a case to its truth; raises NotPlainError.

    The way through the diagram leads from answer to answer: what stands after an answer is looked up, not worked out.
    """
    leaves = Leaves(tuple(plain_leaves(criterion, vocabulary)), vocabulary)
    start = _Ways(leaves).of(_once(criterion, part_of(criterion)))

    def verdict(answers: Answers) -> Truth:
        node, get = start, answers.get
        while True:
            while type(node) is tuple:
                fact, following = node
                node = following[get(fact)]
            if isinstance(node, Truth):
                return node
            if isinstance(node, _Torn):
                node = node.after(answers)

    return verdict


def _once(criterion: Criterion, part: Part) -> Node:
    found: Node | None = criterion.compiled.get(())
    if found is None:
        found = criterion.compiled[()] = Building().built(part)
    return found


def plain_leaves(criterion: Criterion, vocabulary: Vocabulary) -> Iterator[Criterion]:
    """The leaves in the order in which a part numbers them; raises NotPlainError."""
    if criterion.scope is not Scope.LEVEL:
        raise NotPlainError(f"{criterion.id} is read at several levels")
    if criterion.parts:
        for part in criterion.parts:
            if not part.asked:
                yield from plain_leaves(part, vocabulary)
    elif criterion.fact is None or vocabulary.facts[criterion.fact].sided:
        raise NotPlainError(f"{criterion.id} reads more than one answer of a fact")
    else:
        yield criterion
    if criterion.when:
        yield from plain_leaves(criterion.when, vocabulary)


_Asked = tuple[str, "Table[Value | None, _Way]"]
"""A fact, and where to go on after each answer to it."""


@dataclass(frozen=True, eq=False)
class _Torn:
    """A check of torn facts (see `Check`) on the way."""

    check: Check
    ways: "_Ways"

    def after(self, answers: Answers) -> "_Way":
        leaves, get = self.ways.leaves, answers.get
        if self._facts <= answers.keys():
            return self.ways.of(self.check.open)
        answered = {n: table[get(fact)] for n, fact, table in self._reading}
        return self.ways.of(self.check.decided(answered, leaves.overlays))

    @cached_property
    def _facts(self) -> frozenset[str]:
        return frozenset(self.ways.leaves.facts[n] for n in self.check.torn)

    @cached_property
    def _reading(self) -> tuple[tuple[int, str, "Table[Value | None, int]"], ...]:
        leaves = self.ways.leaves
        return tuple((n, leaves.facts[n], leaves.tables[n]) for n in self.check.leaves)


_Way = Truth | _Torn | _Asked


@dataclass(frozen=True, eq=False)
class _Ways:
    """The nodes of a diagram with answers in place of how they answer a leaf."""

    leaves: Leaves

    @cached_property
    def _known(self) -> dict[int, _Way]:
        return {}

    def of(self, node: Node) -> _Way:
        """A node; those behind it are made when they are first reached."""
        if isinstance(node, Truth):
            return node
        if id(node) not in self._known:
            self._known[id(node)] = _Torn(node, self) if isinstance(node, Check) else self._asked(node)
        return self._known[id(node)]

    def _asked(self, step: Step) -> _Way:
        leaf, following = step
        table = self.leaves.tables[leaf]
        return self.leaves.facts[leaf], Table(lambda value: self.of(following[table[value]]))
