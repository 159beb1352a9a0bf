"""Re-deciding with supposed answers, from findings already made: no record is read again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from logic.case import Outcome
from logic.determination import Determination, LineResult, determine, redetermine
from logic.evaluation import Finding, Supposed
from logic.levels import UNNAMED
from logic.policy import Silence
from logic.record import NAME_THE_LEVELS
from logic.truth import Truth, all_of, at_least


def supposing(determination: Determination, supposed: Supposed) -> dict[str, Outcome]:
    """The outcome of every line if some leaves had the supposed truths."""
    results = redetermine(determination.record, determination.edition, determination.lines, supposed)
    return {result.line.id: result.outcome for result in results}


def without(determination: Determination, hidden: frozenset[str]) -> dict[str, Outcome]:
    """The outcome of every line if some facts were not recorded."""
    record = replace(determination.record, hidden=determination.record.hidden | hidden)
    return {result.line.id: result.outcome for result in determine(record, determination.edition)}


def could_be(finding: Finding, *, exceptions: bool = True) -> Truth:
    """The truth of a finding if silence never counted against it: open wherever the record could still change it.

    What is presumed (silence `met`) counts as met: nobody is asked for it. Without `exceptions`, grounds that count
    only when shown are taken as absent.
    """
    if finding.truth is Truth.NOT_APPLICABLE:
        return Truth.NOT_APPLICABLE
    if finding.is_leaf:
        truth = finding.raw
    else:
        truths = [could_be(part, exceptions=exceptions) for part in finding.parts if not part.criterion.asked]
        truth = all_of(truths) if finding.needs_all else at_least(finding.needed, truths)
    if truth is not Truth.NOT_DOCUMENTED:
        return truth
    if finding.criterion.silence is Silence.MET:
        return Truth.MET
    return Truth.NOT_MET if finding.criterion.silence is Silence.SHOWN and not exceptions else truth


@dataclass(frozen=True)
class OpenLeaf:
    """An open leaf that could still change a finding.

    `folded`: it matters only for grounds that count when shown, or beside one. `one_of`: the criterion of which it is
    one alternative among several.
    """

    finding: Finding
    folded: bool = False
    one_of: Finding | None = None
    asked: bool = False
    """It never changes an outcome."""


def open_leaves(finding: Finding, *, folded: bool = False, one_of: Finding | None = None) -> Iterator[OpenLeaf]:
    """The open leaves that could still change a finding. Asked ones come too, whatever else is settled."""
    if finding.criterion.asked:
        yield from _asked(finding)
        return
    if could_be(finding) is not Truth.NOT_DOCUMENTED:
        yield from _asked_within(finding)
        return
    if not folded and could_be(finding, exceptions=False) is not Truth.NOT_DOCUMENTED:
        folded, one_of = True, None
    if finding.is_leaf:
        yield OpenLeaf(finding, folded, one_of)
    if one_of is None and not folded and _alternatives(finding) > 1:
        one_of = finding
    for part in finding.parts:
        yield from open_leaves(part, folded=folded, one_of=one_of)


def _alternatives(finding: Finding) -> int:
    """How many open parts of a group could each settle it without an exception."""
    if finding.is_leaf or finding.needs_all:
        return 0
    return sum(could_be(part, exceptions=False) is Truth.NOT_DOCUMENTED for part in finding.parts)


def _asked(finding: Finding) -> Iterator[OpenLeaf]:
    applies = finding.condition is None or finding.condition.truth is Truth.MET
    if not applies or finding.truth in {Truth.MET, Truth.NOT_APPLICABLE}:
        return
    if finding.is_leaf:
        yield OpenLeaf(finding, asked=True)
    for part in finding.parts:
        yield from _asked(part)


def _asked_within(finding: Finding) -> Iterator[OpenLeaf]:
    """The asked criteria below a finding that is settled otherwise."""
    for part in finding.parts:
        if part.criterion.asked:
            yield from _asked(part)
        elif part.truth is not Truth.NOT_APPLICABLE:
            yield from _asked_within(part)


def open_leaves_of(result: LineResult) -> Iterator[OpenLeaf]:
    """The open leaves of a line over its levels: its exception and its criteria, unless the line is settled."""
    for level in result.levels:
        if level.outcome in {Outcome.INCIDENTAL, Outcome.FOLLOWS_PRIMARY, Outcome.NO_POLICY}:
            continue
        if level.exclusion and level.exclusion.truth is not Truth.MET:
            yield from open_leaves(level.exclusion, folded=level.outcome is Outcome.EXPERIMENTAL)
            continue
        if level.findings:
            yield from open_leaves(level.findings)


def names_levels(finding: Finding) -> bool:
    """Whether a leaf is open only because the request names no level."""
    reading = finding.reading
    return bool(reading and reading.from_request and NAME_THE_LEVELS in reading.open_paths) or (
        finding.level == UNNAMED and bool(reading and reading.from_request))


