"""Rules that are data alone: codes that do not go together, approaches that a code needs, bundling pairs."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from logic.case import RequestedLine
from logic.checks.base import Answer, check
from logic.checks.rules import Pair
from logic.checks.view import (
    View, codes_of, ids, in_one_row, levels_of, opposite, shared, spoken, unnamed,
)


@dataclass(frozen=True)
class _Meeting:
    """How two lines meet: the words for it, and whether that is still open."""

    says: str
    open: bool = False


def excluded_pairs(view: View) -> Iterator[Answer]:
    """The lines whose codes the rule keeps apart, together where they meet in the same way."""
    met: dict[_Meeting, list[RequestedLine]] = {}
    for pair in view.rule.pairs:
        for one, other in _lines_of(view, pair):
            if meeting := _met(view, pair, one, other):
                met.setdefault(meeting, []).extend((one, other))
    for meeting, lines in met.items():
        missing = unnamed(lines)
        named = f", no levels are named for {codes_of(missing)}" if missing and "levels" in meeting.says else ""
        yield Answer(f"{codes_of(lines)} {meeting.says}{named}", tuple(dict.fromkeys(ids(*lines))), open=meeting.open)


def _lines_of(view: View, pair: Pair) -> Iterator[tuple[RequestedLine, RequestedLine]]:
    others = {*view.of(pair.other), *view.families(pair.other_families)}
    for one in view.of(pair.one):
        for other in view.lines:
            if other in others and other.code != one.code and (pair.across_stages or other.stage == one.stage):
                yield one, other


def _met(view: View, pair: Pair, one: RequestedLine, other: RequestedLine) -> _Meeting | None:
    if pair.by_side and opposite(one, other):
        return None
    if pair.at == "stage":
        return _Meeting("stand in one stage")
    if unnamed((one, other)):
        return _Meeting("may name the same levels", open=pair.unnamed == "open")
    levels = shared(one, other)
    if levels:
        return _Meeting(f"name {spoken(levels)}") if pair.at != "touching" else None
    between = levels_of(view.of(pair.through, one.stage))
    if pair.at != "same_level" and in_one_row(one.line.levels, other.line.levels, between):
        return _Meeting(f"name contiguous levels ({spoken(levels_of((one, other)))})")
    return None


def needed_approaches(view: View) -> Iterator[Answer]:
    """Each line whose stage has none of the approaches that its code needs."""
    for needed in view.rule.approaches:
        for line in view.of(needed.codes):
            approach = view.record.case.stages[line.stage - 1].approach
            if not approach:
                yield Answer("the approach of the stage is not stated", (line.id,), open=True)
            elif not set(needed.approaches) & set(approach):
                stated = ", ".join(approach)
                yield Answer(f"{line.code} is {needed.kind}, the stage is {stated}", (line.id,))


def _bundled(view: View) -> Iterator[tuple[RequestedLine, RequestedLine]]:
    """Each two lines of a stage of which the second is part of the first."""
    bundles = view.rule.bundles
    for one, other in itertools.permutations(view.lines, 2):
        if (bundles and one.stage == other.stage and bundles.holds(one.code, other.code)
                and not {one.code, other.code} & set(view.rule.except_codes)):
            yield one, other


@check("CR-GEN-011")
def never_payable_together(view: View) -> Iterator[Answer]:
    """Pairs that are never separately payable for the same surgeon on the same day."""
    for paid, part in _bundled(view):
        yield Answer(f"{part.code} is always part of {paid.code} in the same operation", ids(paid, part))


@check("CR-GEN-012")
def bundled_unless_distinct(view: View) -> Iterator[Answer]:
    """Pairs that are bundled at the same level and may stand apart at different levels or sides."""
    for paid, part in _bundled(view):
        if opposite(paid, part):
            continue
        if missing := unnamed((paid, part)):
            says = f"{part.code} is part of {paid.code} at the same level, no levels are named for {codes_of(missing)}"
            yield Answer(says, ids(paid, part), open=True)
        elif levels := shared(paid, part):
            yield Answer(f"{part.code} is part of {paid.code} at {spoken(levels)}", ids(paid, part))
