"""The plan: ordered steps before submission or reconsideration."""

from collections.abc import Iterator, Mapping
from datetime import date

from logic.case import Outcome
from logic.catalogue import Catalogue
from logic.determination import Determination, LineResult
from logic.finding import Finding
from logic.explanation import code_with_label
from logic.looking_ahead import trees
from logic.truth import Truth
from logic.ways import Way

_LACKING = {Truth.NOT_MET, Truth.NOT_DOCUMENTED}


def plan(
    determination: Determination, catalogue: Catalogue, corrections: tuple[str, ...], ways: Mapping[str, Way | None],
) -> tuple[str, ...]:
    """The steps in order: corrections of the request, withdrawals, remedies, further steps of ways, recoding, the day.

    Remedies are those of every criterion that lacks; of the ways (by line id) stand here the steps whose criterion
    states no remedy of its own.
    """
    steps: list[str] = [*corrections]
    spoken_of = {criterion for result in determination.lines for level in result.levels for tree in trees(level)
                 for criterion in _with_remedy(tree)}
    for result in determination.lines:
        steps.extend(_withdrawals(result, catalogue))
    for result in determination.lines:
        if result.outcome is not Outcome.MEETS:
            steps.extend(_remedies_of(result))
            steps.extend(_steps_of(ways.get(result.line.id), spoken_of))
    steps.extend(_recoding(determination, catalogue))
    steps.extend(_days(determination, ways))
    return tuple(dict.fromkeys(steps))


def _days(determination: Determination, ways: Mapping[str, Way | None]) -> Iterator[str]:
    """The first day on which each line that needs time could meet, lines of one day together."""
    by_day: dict[date, list[str]] = {}
    for result in determination.lines:
        way = ways.get(result.line.id)
        if way and way.on > determination.record.on:
            by_day.setdefault(way.on, []).append(result.line.id)
    for day, lines in sorted(by_day.items()):
        yield f"Submit not before {day.isoformat()}: the first day on which {', '.join(lines)} could meet."


def _withdrawals(result: LineResult, catalogue: Catalogue) -> Iterator[str]:
    named = code_with_label(result.line.code, catalogue)
    rule = result.deciding.rule
    if result.outcome is Outcome.EXPERIMENTAL and rule and rule.alternatives:
        instead = ", ".join(code_with_label(code, catalogue) for code in rule.alternatives)
        yield f"Consider withdrawing {named}; covered alternatives: {instead}."
    if result.outcome is Outcome.INCIDENTAL:
        yield f"Withdraw {named}: it is part of the other procedures."


def _steps_of(way: Way | None, spoken_of: set[str]) -> Iterator[str]:
    """The steps of a way of which no remedy speaks."""
    for step in way.steps if way else ():
        if not spoken_of & set(step.criteria):
            yield step.say


def _with_remedy(finding: Finding, *, within: bool = False) -> Iterator[str]:
    """The criteria for which a remedy is stated, on themselves or around them."""
    within = within or bool(finding.criterion.remedy)
    if within:
        yield finding.criterion.id or ""
    for part in finding.parts:
        yield from _with_remedy(part, within=within)


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
