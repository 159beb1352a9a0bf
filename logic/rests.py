"""On which implied or assumed facts an outcome rests."""

from dataclasses import dataclass, field

from logic.case import Outcome, Status
from logic.determination import Determination
from logic.evaluation import Finding
from logic.looking_ahead import without
from logic.policy import Criterion

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


def resting(determination: Determination) -> dict[str, tuple[str, ...]]:
    """The implied or assumed facts on which each line's outcome rests, by line id.

    A fact is named when some set of such facts, taken away, leaves the outcome as it is, and this fact taken away
    too changes it. Facts that can stand for one another are all named.
    """
    soft = soft_facts(determination)
    now = {result.line.id: result.outcome for result in determination.lines}
    if not soft or without(determination, frozenset(soft)) == now:
        return dict.fromkeys(now, ())
    single = {path: without(determination, frozenset({path})) for path in soft}
    return {line: _of_line(determination, line, outcome, soft, single) for line, outcome in now.items()}


def _of_line(
    determination: Determination, line: str, outcome: Outcome, soft: dict[str, SoftFact],
    single: dict[str, dict[str, Outcome]],
) -> tuple[str, ...]:
    alone = {path for path in soft if single[path][line] is not outcome}
    others = [path for path in soft if path not in alone]
    if others and without(determination, frozenset(others))[line] is not outcome:
        alone |= {path for path in others
                  if without(determination, frozenset(others) - {path})[line] is outcome}
    return tuple(path for path in soft if path in alone)


