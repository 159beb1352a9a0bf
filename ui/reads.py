"""Which facts the criteria of the requested codes read: those are asked first."""

from collections.abc import Iterator

from logic.determination import Determination
from logic.measures import MEASURES
from logic.policy import Criterion


def facts_read(determination: Determination) -> frozenset[str]:
    """The facts that the rules of the requested lines read, directly or through a computed fact."""
    found: set[str] = set()
    for result in determination.lines:
        for rule in {level.rule.id: level.rule for level in result.levels if level.rule}.values():
            for criterion in (rule.criteria, rule.excluded.unless if rule.excluded else None):
                found.update(_read_by(criterion))
    return frozenset(found)


def _read_by(criterion: Criterion | None) -> Iterator[str]:
    if criterion is None:
        return
    yield from _read_by(criterion.when)
    for part in criterion.parts:
        yield from _read_by(part)
    if criterion.fact:
        yield criterion.fact
    if criterion.computed in MEASURES:
        yield from MEASURES[criterion.computed].facts
