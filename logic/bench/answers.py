"""Answers that tell the sides of a test apart: just below, at and just above each limit, or every word."""

from collections.abc import Iterable
from datetime import date

from logic.case import Value
from logic.measures import MEASURES
from logic.policy import Criterion
from logic.reading import Reading, truth_of
from logic.truth import Truth
from logic.vocabulary import Kind, Vocabulary

_BEYOND = 1000.0
_A_DAY = date(2026, 1, 1)
_STEP = 0.1

Answers = tuple[tuple[str, ...], tuple[Value, ...]]
"""The scale of a leaf (empty where it has none), and answers to it."""


def kind_of(criterion: Criterion, vocabulary: Vocabulary) -> Kind:
    """What an answer to a leaf looks like."""
    if criterion.computed is not None:
        return MEASURES[criterion.computed].kind
    return vocabulary.facts[criterion.fact or ""].kind


def answers(criteria: Iterable[Criterion], vocabulary: Vocabulary) -> Answers:
    """Answers on every side of the limits of some leaves that read the same."""
    leaves = list(criteria)
    first = leaves[0]
    if first.computed is not None:
        measure = MEASURES[first.computed]
        scale = vocabulary.scales[measure.scale].words if measure.scale else ()
        words, limits = scale or measure.options, (0.0, _BEYOND)
    else:
        fact = vocabulary.facts[first.fact or ""]
        scale = vocabulary.grades(fact)
        words, limits = scale or fact.options, fact.range or (0.0, _BEYOND)
    return scale, tuple(_tried(kind_of(first, vocabulary), words, limits, leaves))


def truth_with(criterion: Criterion, answer: Value, scale: tuple[str, ...]) -> Truth:
    """The truth of a leaf for one answer, before silence."""
    return truth_of(Reading("", values=(answer,), scale=scale), criterion.tests, criterion.unclear)


def _tried(kind: Kind, words: tuple[str, ...], limits: tuple[float, float], leaves: list[Criterion]) -> list[Value]:
    if kind is Kind.YES_NO:
        return [True, False]
    if kind is Kind.NUMBER:
        low, high = limits
        near = [float(limit) + step for leaf in leaves for limit in leaf.tests.values()
                if isinstance(limit, int | float) and not isinstance(limit, bool) for step in (-_STEP, 0, _STEP)]
        return [low, high, *(number for number in near if low <= number <= high)]
    if kind is Kind.CHOICES:
        return [(), *((word,) for word in words)]
    return list(words) or [_A_DAY if kind is Kind.DATE else "stated"]
