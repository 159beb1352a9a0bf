"""A result as sentences: why a line has its outcome, in the criteria's own words."""

from collections.abc import Iterator

from logic.case import SHOWN_AS, Outcome
from logic.catalogue import Catalogue
from logic.determination import LevelResult, LineResult
from logic.finding import Finding
from logic.levels import UNNAMED
from logic.policy import Confidence, Silence
from logic.truth import Truth


def reason(result: LineResult, set_title: str) -> str:
    """Why a line has its outcome, in one sentence."""
    deciding = result.deciding
    told = _TELLING[result.outcome](deciding, result, set_title)
    at = f"{deciding.level}: " if len(result.levels) > 1 else ""
    return f"{at}{told}{_verify(deciding)}"


def _experimental(level: LevelResult, _result: LineResult, _set: str) -> str:
    excluded = level.rule.excluded if level.rule else None
    return f"{excluded.says} ({excluded.cite}); no exception is shown." if excluded else ""


def alternatives(result: LineResult, catalogue: Catalogue) -> str:
    """What the policy covers instead of an excluded line, as a sentence; empty when it names nothing."""
    rule = result.deciding.rule
    if result.outcome is not Outcome.EXPERIMENTAL or not rule or not rule.alternatives:
        return ""
    return f"Covered alternatives: {', '.join(code_with_label(code, catalogue) for code in rule.alternatives)}."


def _incidental(level: LevelResult, _result: LineResult, _set: str) -> str:
    incidental = level.rule.incidental if level.rule else None
    return f"{incidental.says} ({incidental.cite}): {', '.join(level.incidental_to)}." if incidental else ""


def _not_met(level: LevelResult, _result: LineResult, _set: str) -> str:
    return f"Not met: {_told(level, Truth.NOT_MET)}."


def _follows(level: LevelResult, _result: LineResult, _set: str) -> str:
    lines = ", ".join(f"{primary.line} ({SHOWN_AS[primary.outcome].lower()})" for primary in level.primaries or ())
    return f"No line it depends on meets: {lines}."


def _no_policy(level: LevelResult, _result: LineResult, set_title: str) -> str:
    if level.own is not Outcome.NO_POLICY:
        return "The line it depends on has no criteria in this set on this day."
    return f"{set_title} has no criteria for this code on this day."


def _needs(level: LevelResult, _result: LineResult, _set: str) -> str:
    if level.region_open:
        return "The levels are not named, and the criteria depend on the region."
    told = []
    if level.exclusion and level.exclusion.truth is Truth.NOT_DOCUMENTED:
        told.append(f"Open: whether an exception applies ({level.exclusion.criterion.says})")
    if level.findings and level.findings.truth is Truth.NOT_DOCUMENTED:
        told.append(f"Not documented: {_told(level, Truth.NOT_DOCUMENTED)}")
    if level.primaries == ():
        told.append("No primary in this request")
    elif level.primaries and not told:
        waiting = [p.line for p in level.primaries if p.outcome is Outcome.NEEDS_DOCUMENTATION]
        told.append(f"Waits for the line it depends on: {', '.join(waiting)}")
    return f"{'. '.join(told)}."


def _meets(level: LevelResult, _result: LineResult, _set: str) -> str:
    if level.findings is None:
        title = level.rule.title.lower() if level.rule else "this item"
        return f"Nothing further is required for {title}, and the line it depends on meets."
    return f"All required criteria are met ({level.findings.criterion.cite})."


_TELLING = {
    Outcome.EXPERIMENTAL: _experimental, Outcome.INCIDENTAL: _incidental, Outcome.NOT_MET: _not_met,
    Outcome.FOLLOWS_PRIMARY: _follows, Outcome.NO_POLICY: _no_policy, Outcome.NEEDS_DOCUMENTATION: _needs,
    Outcome.MEETS: _meets,
}


def _told(level: LevelResult, truth: Truth) -> str:
    """The criteria that decide, each with what was read."""
    if level.findings is None:
        return ""
    named = list(frontier(level.findings, truth))
    is_open = truth is Truth.NOT_DOCUMENTED
    waiting = [finding for finding in named if is_open and _waits_for_levels(finding)]
    told = ["the levels are not named"] if waiting else []
    told += [criterion_told(finding) for finding in named if finding not in waiting]
    return "; ".join(dict.fromkeys(told))


def _waits_for_levels(finding: Finding) -> bool:
    """Whether a criterion is open because the line names no level."""
    if finding.is_leaf:
        return finding.level == UNNAMED and bool(finding.reading and finding.reading.from_request)
    return any(_waits_for_levels(part) for part in finding.parts)


def criterion_told(finding: Finding) -> str:
    """A criterion in words, with what the record says of it."""
    says = finding.criterion.says or finding.criterion.id or ""
    if finding.reading and finding.reading.conflict:
        return f"{lowered(says)} (the record contradicts itself: {finding.reading.conflict})"
    values = values_read(finding)
    silent = " (not shown)" if finding.silence_decided and not values else ""
    return f"{lowered(says)}{f' ({values})' if values else silent}"


def values_read(finding: Finding) -> str:
    """What a leaf read, in a few words."""
    if not finding.reading:
        return ""
    return ", ".join(dict.fromkeys(used.value for used in finding.reading.used))[:160]


def lowered(text: str) -> str:
    """A sentence as part of another: first letter small unless the word is a name or abbreviation."""
    plain = text[1:2].islower() or text.startswith("A ")
    return text[0].lower() + text[1:] if plain else text


def frontier(finding: Finding, truth: Truth) -> Iterator[Finding]:
    """The criteria nearest the leaves that give a finding its truth; alternatives stay one criterion."""
    parts = [part for part in finding.parts if part.weighs is truth]
    if not parts:
        yield finding
    elif finding.needs_all:
        for part in parts:
            yield from frontier(part, truth)
    else:
        likely = [part for part in parts if part.criterion.silence is not Silence.SHOWN]
        if len(likely) == 1:
            yield from frontier(likely[0], truth)
        else:
            yield finding


def gives_truth(part: Finding, whole: Finding) -> bool:
    """Whether a part is one that gives the whole its truth; grounds that nobody showed and asked parts are not."""
    if part.criterion.asked or whole.truth is Truth.NOT_APPLICABLE:
        return False
    unshown = part.criterion.silence is Silence.SHOWN and part.silence_decided
    return not unshown and part.weighs is (whole.raw if whole.silence_decided else whole.truth)


def _verify(level: LevelResult) -> str:
    if not any(f.criterion.confidence is Confidence.VERIFY for f in decisive(level)):
        return ""
    return " The wording of a deciding criterion could not be confirmed: read the current bulletin."


def decisive(level: LevelResult) -> tuple[Finding, ...]:
    """The findings on which the outcome of a level turns."""
    if level.findings is None:
        return (level.exclusion,) if level.exclusion else ()
    return tuple(frontier(level.findings, level.findings.truth))


def code_with_label(code: str, catalogue: Catalogue) -> str:
    """A code with our own words for it."""
    return f"{code} ({catalogue.label(code)})"
