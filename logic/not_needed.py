"""Which open facts need not be asked for any more, and why."""

from collections.abc import Iterator, Mapping, Set as AbstractSet

from logic.case import SHOWN_AS, Outcome
from logic.determination import LevelResult
from logic.explanation import lowered
from logic.finding import Finding
from logic.looking_ahead import Outlook, trees
from logic.possible import leaf_paths
from logic.truth import Truth

_ELSEWHERE = {Outcome.INCIDENTAL, Outcome.FOLLOWS_PRIMARY, Outcome.NO_POLICY}


def not_needed(outlook: Outlook, needed: AbstractSet[str]) -> Mapping[str, str]:
    """The open facts that a criterion reads and that can no longer decide a line, each with the reason.

    `needed` are the facts that can, and those of the lines' ways: once a way is begun they matter again.
    """
    found: dict[str, str] = {}
    for (line, _), level in outlook.places.items():
        for tree in trees(level):
            for path, reason in _unneeded(outlook, tree, _settled(line, level)):
                if path not in needed:
                    found.setdefault(path, reason)
    return found


def _settled(line: str, level: LevelResult) -> str:
    """Why a line at a level does not depend on its own criteria; empty when it does."""
    return f"{line}: {SHOWN_AS[level.outcome].lower()}, whatever it shows" if level.outcome in _ELSEWHERE else ""


def _unneeded(outlook: Outlook, finding: Finding, reason: str) -> Iterator[tuple[str, str]]:
    """The open leaves below a finding, with the criterion that is settled without them."""
    truth = outlook.possible.truth(finding)
    if not reason and truth is not Truth.NOT_DOCUMENTED:
        reason = _told(finding, truth)
    if finding.is_leaf and finding.raw is Truth.NOT_DOCUMENTED:
        for path in leaf_paths(finding):
            yield path, reason or "whatever it shows, other criteria decide"
    for part in finding.counting:
        yield from _unneeded(outlook, part, reason)
    if finding.condition:
        yield from _unneeded(outlook, finding.condition, reason)


def _told(finding: Finding, truth: Truth) -> str:
    says = lowered(finding.criterion.says or finding.criterion.id or "")
    how = {Truth.MET: "is met already", Truth.NOT_MET: "is not met, whatever it shows",
           Truth.NOT_APPLICABLE: "does not apply"}[truth]
    return f"{says}: {how}"
