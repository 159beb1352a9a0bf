"""Whether one criterion is met whenever another is, and whether two can be met together."""

from logic.bench.answers import answers, kind_of, truth_with
from logic.policy import Criterion, Silence
from logic.truth import Truth
from logic.vocabulary import Kind, Vocabulary


def same(one: Criterion, other: Criterion) -> bool:
    """Whether two plain criteria decide the same."""
    return shape(one) == shape(other)


def shape(criterion: Criterion) -> str:
    """What a plain criterion says, as text."""
    return criterion.model_dump_json(exclude_defaults=True)


def implies(one: Criterion, other: Criterion, vocabulary: Vocabulary) -> bool:
    """Whether `other` is certainly met where `one` is. Both are plain; in doubt it is not."""
    if same(one, other):
        return True
    if not (_simple(one) and _simple(other)):
        return False
    if _reads_the_same(one, other):
        scale, values = answers((one, other), vocabulary)
        return all(truth_with(other, value, scale) is Truth.MET for value in values
                   if truth_with(one, value, scale) is Truth.MET)
    if one.requested and other.requested:
        free = {"codes": ()}
        alike = one.requested.model_copy(update=free) == other.requested.model_copy(update=free)
        return alike and bool(one.requested.codes) and set(one.requested.codes) <= set(other.requested.codes)
    return _group_implies(one, other, vocabulary)


def _group_implies(one: Criterion, other: Criterion, vocabulary: Vocabulary) -> bool:
    """The same where one of the two is a group: each way in which it can be met, or each part that it needs."""
    if one.any:
        return all(implies(part, other, vocabulary) for part in one.any)
    if other.all:
        return all(implies(one, part, vocabulary) for part in other.all if not part.asked)
    if any(implies(part, other, vocabulary) for part in one.all or () if not part.asked):
        return True
    return any(implies(one, part, vocabulary) for part in other.any or ())


def exclude_each_other(one: Criterion, other: Criterion, vocabulary: Vocabulary) -> bool:
    """Whether no answer meets two leaves that read the same."""
    if not _reads_the_same(one, other) or kind_of(one, vocabulary) is Kind.CHOICES:
        return False
    fact = vocabulary.facts.get(one.fact or "")
    if fact and fact.sided and one.sides != "both":
        return False  # one side may meet the one, the other side the other
    scale, values = answers((one, other), vocabulary)
    return not any(truth_with(one, value, scale) is Truth.MET and truth_with(other, value, scale) is Truth.MET
                   for value in values)


def _simple(criterion: Criterion) -> bool:
    """Whether its truth follows from its parts alone."""
    return criterion.silence is Silence.ASK and not criterion.asked and criterion.when is None


def _reads_the_same(one: Criterion, other: Criterion) -> bool:
    """Whether two leaves test the same fact at the same place."""
    def reading(leaf: Criterion) -> tuple[object, ...]:
        return leaf.fact, leaf.computed, leaf.parameters, leaf.scope, leaf.sides, leaf.unclear, leaf.silence

    is_leaf = one.fact is not None or one.computed is not None
    return is_leaf and reading(one) == reading(other)
