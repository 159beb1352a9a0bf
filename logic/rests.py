"""On which implied or assumed facts an outcome rests."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from logic.case import Outcome, Status
from logic.determination import Determination
from logic.finding import Finding
from logic.looking_ahead import Outlook
from logic.policy import Criterion
from logic.rereading import reread

SOFT = (Status.IMPLIED, Status.ASSUMED)


@dataclass
class SoftFact:
    """An implied or assumed fact and the criteria that read it."""

    status: Status
    criteria: dict[str, Criterion] = field(default_factory=dict)


def soft_facts(determination: Determination) -> dict[str, SoftFact]:
    """The implied and assumed facts that any line read, by path."""
    found: dict[str, SoftFact] = {}
    for result in determination.lines:
        for level in result.levels:
            for finding in (level.exclusion, level.findings):
                if finding:
                    _collect(finding, found)
    return found


def _collect(finding: Finding, found: dict[str, SoftFact]) -> None:
    for used in finding.reading.used if finding.reading else ():
        if used.status in SOFT:
            fact = found.setdefault(used.path, SoftFact(used.status))
            fact.criteria.setdefault(finding.criterion.id or "", finding.criterion)
    for part in (*finding.parts, *((finding.condition,) if finding.condition else ())):
        _collect(part, found)


Without = Callable[[frozenset[str]], dict[str, Outcome]]


def resting(outlook: Outlook) -> dict[str, tuple[str, ...]]:
    """The implied or assumed facts on which each line's outcome rests, by line id.

    A fact is named when some set of such facts, taken away, leaves the outcome as it is, and this fact taken away
    too changes it. Facts that can stand for one another are all named.
    """
    soft = soft_facts(outlook.determination)
    now = {result.line.id: result.outcome for result in outlook.determination.lines}
    record = outlook.determination.record

    @cache
    def without(hidden: frozenset[str]) -> dict[str, Outcome]:
        return outlook.outcomes(reread(outlook, replace(record, hidden=record.hidden | hidden), hidden))

    if not soft or without(frozenset(soft)) == now:
        return dict.fromkeys(now, ())
    return {line: _of_line(line, outcome, soft, without) for line, outcome in now.items()}


def _of_line(line: str, outcome: Outcome, soft: dict[str, SoftFact], without: Without) -> tuple[str, ...]:
    alone = {path for path in soft if without(frozenset({path}))[line] is not outcome}
    others = [path for path in soft if path not in alone]
    if others and without(frozenset(others))[line] is not outcome:
        alone |= {path for path in others if without(frozenset(others) - {path})[line] is outcome}
    return tuple(path for path in soft if path in alone)
