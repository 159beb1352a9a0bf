"""Which facts the criteria of the requested codes read: those are asked first."""

from collections.abc import Iterator

from logic.determination import Determination
from logic.looking_ahead import facts_read_by
from logic.policy import Criterion
from logic.vocabulary import Vocabulary


def facts_read(determination: Determination) -> frozenset[str]:
    """The facts that the rules of the requested lines read, directly or through a computed fact."""
    found: set[str] = set()
    for result in determination.lines:
        for rule in {level.rule.id: level.rule for level in result.levels if level.rule}.values():
            for criterion in (rule.criteria, rule.excluded.unless if rule.excluded else None):
                found.update(_read_by(criterion, determination.record.vocabulary))
    return frozenset(found)


def _read_by(criterion: Criterion | None, vocabulary: Vocabulary) -> Iterator[str]:
    if criterion is None:
        return
    for part in (criterion.when, *criterion.parts):
        yield from _read_by(part, vocabulary)
    if criterion.subject:
        yield from facts_read_by(criterion, vocabulary)
