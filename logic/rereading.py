"""Reading again, from a changed record, only the leaves that the change can touch."""

from collections.abc import Iterable

from logic.evaluation import read_leaf
from logic.finding import Finding, Key
from logic.levels import LEVELS
from logic.looking_ahead import Outlook
from logic.measures import MEASURES, Place
from logic.record import Record
from logic.truth import Truth
from logic.vocabulary import ROW_KINDS, Vocabulary

_KIND_OF = {kind: belongs for belongs, kind in ROW_KINDS.items()}


def reread(outlook: Outlook, record: Record, paths: Iterable[str]) -> dict[Key, Truth]:
    """The new truths of the leaves that a change of the facts at `paths` touches; only those that differ."""
    changed = [(level_of(path), facts_named(path, outlook.vocabulary)) for path in paths]
    lines = {line.id: line for line in record.lines}
    found: dict[Key, Truth] = {}
    for key, leaf in outlook.leaves.items():
        if not any(_touches(level, names, leaf, outlook) for level, names in changed):
            continue
        line, _ = outlook.readers[key][0]
        _, truth = read_leaf(leaf.criterion, Place(record, lines[line], leaf.level))
        if truth is not leaf.raw:
            found[key] = truth
    return found


def _touches(level: str | None, names: frozenset[str], leaf: Finding, outlook: Outlook) -> bool:
    if names.isdisjoint(outlook.facts_read(leaf)):
        return False
    computed = leaf.criterion.computed
    elsewhere = computed and (not MEASURES[computed].by_level or "levels" in leaf.criterion.parameters)
    return level is None or bool(elsewhere) or leaf.level == level


def level_of(path: str) -> str | None:
    """The level at which a path stands; None for the patient, a stage and rows."""
    first = path.split(".", maxsplit=1)[0]
    return first if first in LEVELS else None


def facts_named(path: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The facts that a path names; for a list of rows, all the facts of such a row."""
    first = path.split(".", maxsplit=1)[0]
    if first in _KIND_OF:
        return frozenset(vocabulary.belonging_to(_KIND_OF[first]))
    if first == "documents":
        return frozenset({"document_kind", "document_date"})
    return frozenset(part for part in path.split(".") if part in vocabulary.facts)
