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
    return reread_leaves(outlook, record, {key for path in paths for key in touched(outlook, path)})


def reread_leaves(outlook: Outlook, record: Record, keys: Iterable[Key]) -> dict[Key, Truth]:
    """The new truths of some leaves; only those that differ."""
    lines = {line.id: line for line in record.lines}
    found: dict[Key, Truth] = {}
    for key in keys:
        leaf = outlook.leaves[key]
        line, _ = outlook.readers[key][0]
        _, truth = read_leaf(leaf.criterion, Place(record, lines[line], leaf.level))
        if truth is not leaf.raw:
            found[key] = truth
    return found


def touched(outlook: Outlook, path: str) -> tuple[Key, ...]:
    """The leaves that the facts at a path can change."""
    if path not in outlook.touched:
        level, names = level_of(path), facts_named(path, outlook.vocabulary)
        reading = {key: leaf for name in names for key, leaf in outlook.leaves_by_fact.get(name, {}).items()}
        outlook.touched[path] = tuple(key for key, leaf in reading.items() if level in {None, leaf.level}
                                      or _reads_elsewhere(leaf))
    return outlook.touched[path]


def _reads_elsewhere(leaf: Finding) -> bool:
    """Whether a leaf may read other levels than its own."""
    computed = leaf.criterion.computed
    return bool(computed) and (not MEASURES[computed or ""].by_level or MEASURES[computed or ""].other_levels)


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
