"""The open facts that matter, over all lines: what the checklist and the next question are made of."""

from dataclasses import dataclass, field

from logic.case import Outcome, Status
from logic.finding import Finding, Key
from logic.following import At
from logic.looking_ahead import OpenLeaf, Outlook, deciding_trees
from logic.possible import leaf_paths
from logic.record import NAME_THE_LEVELS
from logic.relevance import deciding_paths

_WAITING = {Outcome.FOLLOWS_PRIMARY, Outcome.NEEDS_DOCUMENTATION}


@dataclass
class Gap:
    """The open leaves of one fact over all lines."""

    path: str
    leaves: dict[Key, Finding] = field(default_factory=dict)
    lines: dict[str, None] = field(default_factory=dict)
    folded: bool = True
    """It matters only for grounds that count when shown."""
    asked: bool = True
    """It never changes an outcome."""
    searched: bool = False
    """Somebody looked: it is not in the chart."""
    conflict: str | None = None
    """Why the record contradicts itself here, if it does."""
    one_of: dict[str, str] = field(default_factory=dict)
    """The criteria of which it is one alternative, by id, in words."""


def find_gaps(outlook: Outlook) -> dict[str, Gap]:
    """The open facts that can still decide a line, and those that asked criteria name, in the order of the lines."""
    found: dict[str, Gap] = {}
    deciding: dict[int, frozenset[str]] = {}
    hanging = _hanging(outlook)
    for at, level in outlook.places.items():
        paths = frozenset[str]()
        for root in deciding_trees(level, lambda finding: finding.truth):
            if id(root) not in deciding:
                deciding[id(root)] = deciding_paths(root, outlook)
            paths |= deciding[id(root)]
        for opened in outlook.open_leaves(level):
            for path in leaf_paths(opened.finding):
                if opened.asked or path in paths:
                    _add(found.setdefault(path, Gap(path)), at[0], opened)
                    if not opened.asked:
                        found[path].lines |= hanging.get(at, {})
    return found


def _hanging(outlook: Outlook) -> dict[At, dict[str, None]]:
    """For each line at a level, the lines that hang on it and can still gain by it."""
    found: dict[At, dict[str, None]] = {}
    for result in outlook.determination.lines:
        for at in outlook.deciding_for(result.line) if result.outcome in _WAITING else ():
            found.setdefault(at, {})[result.line.id] = None
    return found


def _add(gap: Gap, line: str, opened: OpenLeaf) -> None:
    leaf, reading = opened.finding, opened.finding.reading
    gap.leaves[leaf.key] = leaf
    gap.lines[line] = None
    gap.folded = gap.folded and opened.folded and gap.path != NAME_THE_LEVELS
    if opened.one_of and not opened.folded:
        gap.one_of[opened.one_of.criterion.id or ""] = opened.one_of.criterion.says or ""
    gap.asked = gap.asked and opened.asked
    gap.searched = gap.searched or (
        reading is not None and any(used.status is Status.NOT_IN_CHART for used in reading.used))
    gap.conflict = gap.conflict or (reading.conflict if reading else None)
