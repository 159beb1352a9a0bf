"""Why a line has no way to "meets": what the policy, the request or the record puts out of everyone's power."""

from collections.abc import Iterator

from logic.case import Outcome
from logic.determination import LevelResult, LineResult
from logic.explanation import criterion_told, frontier
from logic.finding import Finding
from logic.looking_ahead import leaves_of, trees
from logic.policy import Silence
from logic.possible import names_levels
from logic.truth import Truth


def why_no_way(result: LineResult) -> str:
    """Why nothing in anyone's power makes a line meet, in a sentence or two."""
    told = [text for level in result.levels if level.outcome is not Outcome.MEETS for text in _told(level)]
    return " ".join(dict.fromkeys(told))


def _told(level: LevelResult) -> Iterator[str]:
    if level.own is Outcome.EXPERIMENTAL:
        yield "The policy excludes it, and no exception is shown."
    elif level.own is Outcome.INCIDENTAL:
        yield f"It is part of {', '.join(level.incidental_to)}."
    elif level.own is Outcome.NO_POLICY:
        yield "No loaded policy speaks of it on this day."
    elif level.hangs == ():
        yield "No line that it depends on is requested."
    elif level.region_open or any(_waits_for_levels(tree) for tree in trees(level)):
        yield "The levels are not named: name them first, then the way can be worked out."
    else:
        yield from _by_record(level)


def _waits_for_levels(finding: Finding) -> bool:
    return any(names_levels(leaf) for leaf in leaves_of(finding) if leaf.raw is Truth.NOT_DOCUMENTED)


def _by_record(level: LevelResult) -> Iterator[str]:
    if level.findings and level.findings.truth is Truth.NOT_MET:
        failing = list(frontier(level.findings, Truth.NOT_MET))
        shown = [each for each in failing if each.criterion.silence is Silence.SHOWN and each.silence_decided]
        documented = [each for each in failing if each not in shown]
        if documented:
            yield f"In nobody's power as documented: {_joined(documented)}."
        if shown:
            yield f"Counts only where the record shows it, so that no step is advised: {_joined(shown)}."
    elif level.findings and level.findings.truth is Truth.NOT_DOCUMENTED:
        yield "What is open cannot be shown by a document, a test or treatment: it is planned or part of the request."
    primaries = [primary.line for primary in level.primaries or () if primary.outcome is not Outcome.MEETS]
    if primaries:
        yield f"It depends on {' or '.join(primaries)}, which has no way either."


def _joined(findings: list[Finding]) -> str:
    return "; ".join(dict.fromkeys(criterion_told(each) for each in findings))
