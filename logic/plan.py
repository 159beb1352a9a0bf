"""The plan: ordered steps before submission or reconsideration."""

from collections.abc import Iterator

from logic.case import Outcome
from logic.catalogue import Catalogue
from logic.determination import Determination, LineResult
from logic.finding import Finding
from logic.explanation import code_with_label
from logic.truth import Truth

_LACKING = {Truth.NOT_MET, Truth.NOT_DOCUMENTED}


def plan(determination: Determination, catalogue: Catalogue, corrections: tuple[str, ...]) -> tuple[str, ...]:
    """The steps in order: corrections of the request, withdrawals, remedies of every criterion that lacks, recoding."""
    steps: list[str] = [*corrections]
    for result in determination.lines:
        steps.extend(_withdrawals(result, catalogue))
    for result in determination.lines:
        if result.outcome is not Outcome.MEETS:
            steps.extend(_remedies_of(result))
    steps.extend(_recoding(determination, catalogue))
    return tuple(dict.fromkeys(steps))


def _withdrawals(result: LineResult, catalogue: Catalogue) -> Iterator[str]:
    named = code_with_label(result.line.code, catalogue)
    rule = result.deciding.rule
    if result.outcome is Outcome.EXPERIMENTAL and rule and rule.alternatives:
        instead = ", ".join(code_with_label(code, catalogue) for code in rule.alternatives)
        yield f"Consider withdrawing {named}; covered alternatives: {instead}."
    if result.outcome is Outcome.INCIDENTAL:
        yield f"Withdraw {named}: it is part of the other procedures."


def _remedies_of(result: LineResult) -> Iterator[str]:
    for level in result.levels:
        if level.findings and level.own in {Outcome.NOT_MET, Outcome.NEEDS_DOCUMENTATION}:
            yield from remedies(level.findings)


def remedies(finding: Finding) -> Iterator[str]:
    """The remedy of every criterion that is not met or open, outermost first."""
    if finding.truth not in _LACKING:
        return
    if finding.criterion.remedy:
        yield finding.criterion.remedy
    for part in finding.parts:
        yield from remedies(part)


def _recoding(determination: Determination, catalogue: Catalogue) -> Iterator[str]:
    """How the level of an add-on would be coded when it meets and only its primary fails."""
    for result in determination.lines:
        for level in result.levels:
            if level.outcome is not Outcome.FOLLOWS_PRIMARY or level.own is not Outcome.MEETS:
                continue
            entry = catalogue.entries.get(result.line.code)
            if entry is None or level.findings is None:
                continue
            if entry.unit_rule == "each_additional" and level.primaries:
                first = determination.by_id[level.primaries[0].line].line.code
                yield (f"{level.level} meets on its own: if it is operated alone, request it as "
                       f"{code_with_label(first, catalogue)} instead of {result.line.code}.")
            if entry.alone_as:
                yield (f"{result.line.code} at {level.level} meets on its own: if it is done there without the line it "
                       f"depends on, request {code_with_label(entry.alone_as, catalogue)} instead.")
