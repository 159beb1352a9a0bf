"""Every computed fact declares what it reads: a change of anything else never has it read again."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from hypothesis import given

from logic.finding import Finding
from logic.loading import load_library
from logic.looking_ahead import facts_read_by, leaves_of, trees
from logic.measures import MEASURES, Place
from logic.policy import Criterion
from logic.record import Record, Rows
from logic.reading import Reading
from logic.vocabulary import ROW_KINDS
from tests.budget import laws
from tests.strategies import built, case_data
from tests.test_laws import determined

LIBRARY = load_library()
BELONGS = {kind: belongs for belongs, kind in ROW_KINDS.items()}


def reads(criterion: Criterion, place: Place) -> set[str]:
    """The facts, and kinds of rows, that a computed fact reads at a place."""
    seen: set[str] = set()
    read, rows = Record.read, Record.rows

    def reading(record: Record, name: str, level: str, stage: int, sides: tuple[str, ...]) -> Reading:
        seen.add(name)
        return read(record, name, level, stage, sides)

    def listing(record: Record, kind: str, path: str | None = None) -> Rows:
        seen.add(kind)
        return rows(record, kind, path)

    with patch.object(Record, "read", reading), patch.object(Record, "rows", listing):
        MEASURES[criterion.computed or ""].read(place, criterion.arguments)
    return seen


def undeclared(leaf: Finding, place: Place) -> Iterator[str]:
    declared = facts_read_by(leaf.criterion, LIBRARY.vocabulary)
    for name in reads(leaf.criterion, place):
        if name in BELONGS:
            if declared.isdisjoint(LIBRARY.vocabulary.belonging_to(BELONGS[name])):
                yield name
        elif name not in declared:
            yield name


@laws(0.6)
@given(data=case_data())
def test_a_computed_fact_reads_only_what_it_declares(data: dict[str, Any]) -> None:
    missing = set()
    record = Record(built(data, LIBRARY), LIBRARY.vocabulary, LIBRARY.catalogue, determined(data, "general").record.on)
    for name in LIBRARY.sets:
        for line in determined(data, name).lines:
            for level in line.levels:
                for leaf in (leaf for tree in trees(level) for leaf in leaves_of(tree) if leaf.criterion.computed):
                    place = Place(record, line.line, leaf.level)
                    missing |= {(leaf.criterion.computed, fact) for fact in undeclared(leaf, place)}
    assert missing == set()
