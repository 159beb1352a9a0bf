"""The answers that an open fact can have, as far as tests tell them apart, and how likely each is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from logic.case import Value
from logic.measures import MEASURES
from logic.policy import Criterion
from logic.reading import Reading, truth_of
from logic.truth import Truth
from logic.vocabulary import Fact, Kind, Vocabulary

NEVER_STATED = "never stated"
"""The answer of a fact for which any statement counts, when none is made."""


@dataclass(frozen=True)
class Question:
    """What a fact or computed fact can answer: its kind, its words in order, its plausible range."""

    kind: Kind
    words: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    frequency: Mapping[str, float] | None = None

    def within(self, span: tuple[float, float]) -> "Question":
        """The same where what is known leaves only a span possible (a number, or places on the scale)."""
        low, high = span
        if self.scale:
            return replace(self, words=self.scale[int(low):int(min(high, len(self.scale) - 1)) + 1])
        least, most = self.range or (low, high)
        return replace(self, range=(max(low, least), min(high, most)) if high < inf else (low, inf))


def question_asked(criterion: Criterion, vocabulary: Vocabulary) -> Question:
    """What the fact or computed fact of a leaf can answer."""
    if criterion.computed:
        measure = MEASURES[criterion.computed]
        scale = vocabulary.scales[measure.scale].words if measure.scale else ()
        return Question(measure.kind, scale or measure.options, scale)
    return question_of_fact(vocabulary.facts[criterion.fact or ""], vocabulary)


def question_of_fact(fact: Fact, vocabulary: Vocabulary) -> Question:
    """What a fact can answer."""
    scale = vocabulary.grades(fact)
    return Question(fact.kind, scale or fact.options, scale, fact.range, fact.frequency)


def representative(leaves: Iterable[Criterion], asked: Question) -> dict[Value, float]:
    """One answer for each way in which tests of one fact can come out, with its share; shares add up to one.

    Without stated frequencies every word is equally likely, and every number of the plausible range.
    """
    tests = [leaf.tests for leaf in leaves]
    shares = candidates(tests, asked)
    told: dict[tuple[bool, ...], tuple[Value, float]] = {}
    for value, share in shares.items():
        outcome = tuple(passes(value, test, asked) for test in tests)
        first, so_far = told.get(outcome, (value, 0.0))
        told[outcome] = (first, so_far + share)
    total = sum(share for _, share in told.values()) or 1.0
    return {value: share / total for value, share in told.values()}


def passes(value: Value, tests: Mapping[str, Value], asked: Question) -> bool:
    """Whether an answer meets every test of a leaf."""
    if value == NEVER_STATED:
        return False
    return truth_of(Reading("", values=(value,), scale=asked.scale), tests) is Truth.MET


def candidates(tests: Sequence[Mapping[str, Value]], asked: Question) -> dict[Value, float]:
    """The answers worth trying, with their weights: every word, and numbers at, between and beyond the limits.

    Where a test asks only that the fact is stated, never stating it is an answer too.
    """
    found = _worth_trying(tests, asked)
    return {**found, NEVER_STATED: 1.0} if any("stated" in test for test in tests) else found


def _worth_trying(tests: Sequence[Mapping[str, Value]], asked: Question) -> dict[Value, float]:
    frequency = asked.frequency or {}
    if asked.kind is Kind.YES_NO:
        yes = frequency.get("yes", 0.5)
        return {True: yes, False: 1 - yes}
    if asked.kind is Kind.NUMBER:
        return _numbers({float(limit) for test in tests for limit in test.values()
                         if isinstance(limit, int | float) and not isinstance(limit, bool)}, asked.range)
    if asked.kind in {Kind.GRADE, Kind.CHOICE}:
        return {word: frequency.get(word, 1.0) for word in asked.words}
    if asked.kind is Kind.CHOICES:
        wanted = tuple(dict.fromkeys(word for test in tests for word in _words(test.get("includes"))))
        if not wanted:
            return {asked.words[:1]: 1.0}
        return {(): 1.0, **{(word,): 1.0 for word in wanted}, wanted: 1.0}
    return {"stated": 1.0}


def _words(limit: Value | None) -> tuple[str, ...]:
    return limit if isinstance(limit, tuple) else ()


def _numbers(limits: set[float], plausible: tuple[float, float] | None) -> dict[Value, float]:
    """Numbers at, between and beyond the limits; shares by the whole numbers of the range that fall there."""
    low, high = plausible or (min(limits, default=0.0) - 1, inf)
    high = min(high, max([low, *limits]) + 1) if high == inf else high
    inside = sorted(limit for limit in limits if low <= limit <= high)
    if not inside:
        return {low: 1.0}
    found: dict[Value, float] = dict.fromkeys(inside, 1.0)
    for below, above in pairwise(inside):
        found[(below + above) / 2] = max(above - below - 1, 0.5)
    if low < inside[0]:
        found[low] = inside[0] - low
    if high > inside[-1]:
        found[high] = high - inside[-1]
    return found
