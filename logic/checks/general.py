"""Rules for every code: known, levels, units, region, approach, side, repeats, stages, plan against codes."""

import itertools
from collections.abc import Iterator

from logic.case import RequestedLine
from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.counting import families, mismatch
from logic.checks.rules import Planned
from logic.checks.view import (
    View, codes_of, ids, levels_of, opposite, options, shared, side_of, spoken, unnamed,
)
from logic.levels import regions_of
from logic.reading import word

ABSOLUTE, CLINICAL = 2, 3
"""Indicators of a daily limit: absolute, or exceeded only with documentation."""
_BY_LEVEL = {"interspace", "segment", "vertebral body", "level"}
_FRONT = {"anterior", "lateral"}


@check("CR-GEN-001")
def code_known(view: View) -> Iterator[Answer]:
    """Every requested code stands in the catalogue and is in force."""
    retired = view.model("legacy_codes")
    for line in view.lines:
        entry = view.entry(line)
        if entry is None and line.code not in retired:
            yield Answer(f"{line.code} is not in the catalogue", (line.id,))
        elif entry and entry.status == "verify":
            yield Answer(f"whether {line.code} is in force was not confirmed", (line.id,))


@check("CR-GEN-002")
def retired_code(view: View) -> Iterator[Answer]:
    """Codes that no longer exist, with what replaced them."""
    retired = view.model("legacy_codes")
    for line in view.lines:
        if line.code in retired:
            model = retired[line.code]
            since, successor = (str(model[key]).replace("[?]", "(to be confirmed)") for key in ("since", "successor"))
            yield Answer(f"{line.code} is retired (since {since}); now {successor}", (line.id,))


@check("CR-GEN-003")
def levels_named(view: View) -> Iterator[Answer]:
    """A code that is counted by level names its levels."""
    missing = [line for line in unnamed(view.lines) if (entry := view.entry(line)) and entry.unit_is in _BY_LEVEL]
    if missing:
        yield Answer(f"no levels for {codes_of(missing)}", ids(*missing))


@check("CR-GEN-004")
def units_match_levels(view: View) -> Iterator[Answer]:
    """Units of a family, or of a code that is counted each time, equal the number of named levels."""
    for family in families(view):
        if family.name in view.named("elsewhere"):
            continue
        if family.name in view.named("counts_vertebrae"):
            says = f"{codes_of(family.lines)} counts vertebrae, levels are recorded as interspaces"
            yield Answer(says, ids(*family.lines), open=True)
        elif answer := mismatch(family):
            yield answer
    for line in view.lines:
        entry = view.entry(line)
        if entry is None or entry.unit_rule != "each":
            continue
        units, levels = line.line.units, line.line.levels
        if units is None or not levels:
            what = "units" if levels else "levels"
            yield Answer(f"no {what} are stated for {line.code}", (line.id,), open=True)
        elif units != len(levels):
            yield Answer(f"{line.code} x{units} for {len(levels)} levels ({spoken(levels)})", (line.id,))


@check("CR-GEN-005")
def region_matches_levels(view: View) -> Iterator[Answer]:
    """The region of a code fits every level that its line names."""
    concerned = [line for line in view.concerned() if (entry := view.entry(line)) and entry.regions_ok]
    for line in concerned:
        entry = view.entry(line)
        allowed = set(entry.regions_ok) if entry else set()
        wrong = [level for level in line.line.levels if not _regions(level) & allowed]
        if wrong:
            says = f"{line.code} is a code for {' or '.join(sorted(allowed))}, the line names {spoken(wrong)}"
            yield Answer(says, (line.id,))
    missing = [line for line in unnamed(concerned) if (entry := view.entry(line)) and entry.unit_is in _BY_LEVEL]
    if missing:
        yield Answer(f"no levels for {codes_of(missing)}", ids(*missing), open=True)


def _regions(level: str) -> set[str]:
    """The regions of a level as the catalogue counts them: L5-S1 is lumbar and lumbosacral."""
    return {*regions_of(level), *(("lumbosacral",) if level == "L5-S1" else ())}


@check("CR-GEN-006")
def approach_matches_code(view: View) -> Iterator[Answer]:
    """The approach of a code is one of those planned in its stage."""
    for stage in view.stages:
        stated = view.record.case.stages[stage - 1].approach
        planned = set(stated).union(*(view.named(approach) for approach in stated))
        needing = [(line, entry.approach_ok) for line in view.lines if line.stage == stage
                   and (entry := view.entry(line)) and entry.approach_ok]
        if needing and not stated:
            lines = [line for line, _ in needing]
            yield Answer(f"the approach is not stated for {codes_of(lines)}", ids(*lines), open=True)
        for line, wanted in needing:
            if stated and not planned & set(wanted):
                says = f"{line.code} has the approach {' or '.join(wanted)}, the stage is {', '.join(stated)}"
                yield Answer(says, (line.id,))


@check("CR-GEN-007")
def units_above_absolute_limit(view: View) -> Iterator[Answer]:
    """No more units in an operation than an absolute daily limit allows."""
    return _units_above(view, ABSOLUTE)


@check("CR-GEN-008")
def units_above_clinical_limit(view: View) -> Iterator[Answer]:
    """No more units in an operation than a daily limit that needs documentation to be exceeded."""
    return _units_above(view, CLINICAL)


def _units_above(view: View, indicator: int) -> Iterator[Answer]:
    unstated: list[RequestedLine] = []
    for lines in _same_code_and_side(view):
        entry = view.entry(lines[0])
        limit = entry.medicare.get("mue") if entry else None
        if not entry or entry.medicare.get("mai") != indicator or not limit:
            continue
        least = sum(line.line.units or 1 for line in lines)
        if least > limit:
            yield Answer(f"{lines[0].code} x{least}, the daily limit is {limit}", ids(*lines))
        else:
            unstated += [line for line in lines if line.line.units is None]
    if unstated:
        yield Answer(f"no units are stated for {codes_of(unstated)}", ids(*unstated), open=True)


def _same_code_and_side(view: View) -> Iterator[tuple[RequestedLine, ...]]:
    """The lines of a stage with one code; a code valued for one side has its limit on each side."""
    groups: dict[tuple[int, str, str | None], list[RequestedLine]] = {}
    for line in view.lines:
        side = side_of(line) if view.unilateral(line) else None
        groups.setdefault((line.stage, line.code, side), []).append(line)
    yield from (tuple(lines) for lines in groups.values())


@check("CR-GEN-009")
def side_missing(view: View) -> Iterator[Answer]:
    """A code valued for one side names its side."""
    missing = [line for line in view.concerned() if view.unilateral(line) and side_of(line) is None]
    for line in missing:
        yield Answer(f"{line.code} names no side", (line.id,))


@check("CR-GEN-013")
def no_separate_value(view: View) -> Iterator[Answer]:
    """Codes that are never paid separately need no decision of their own."""
    for line in view.concerned():
        entry = view.entry(line)
        if entry and entry.medicare.get("pfs_status") == "B":
            yield Answer(f"{line.code} is included in the operation, no separate determination", (line.id,))


@check("CR-GEN-015")
def duplicate_lines(view: View) -> Iterator[Answer]:
    """The same code twice in a stage names different levels or sides."""
    for one, other in itertools.combinations(view.lines, 2):
        if one.code != other.code or one.stage != other.stage or opposite(one, other):
            continue
        levels = shared(one, other)
        if levels or unnamed((one, other)):
            where = f"at {spoken(levels)}" if levels else "without different levels"
            yield Answer(f"{one.code} stands twice {where}", ids(one, other))


@check("CR-GEN-016")
def staged_operations(view: View) -> Iterator[Answer]:
    """Stages are checked one by one; no interspace is fused twice from the same side of the spine."""
    if len(view.stages) == 1:
        yield UNCONCERNED
        return
    yield Answer(f"{len(view.stages)} stages: every add-on needs its primary in its own stage")
    fusions = view.families({"fusion"})
    for one, other in itertools.combinations(fusions, 2):
        levels = shared(one, other)
        if one.stage != other.stage and levels and _column(view, one) == _column(view, other):
            says = f"{one.id} and {other.id} both fuse {spoken(levels)} from the {_column(view, one)}"
            yield Answer(says, ids(one, other), severity="warning")
    if missing := unnamed(fusions):
        yield Answer(f"no levels are named for {codes_of(missing)}", ids(*missing), open=True)


def _column(view: View, line: RequestedLine) -> str:
    entry = view.entry(line)
    return "front" if entry and entry.approach in _FRONT else "back"


@check("CR-GEN-017")
def plan_and_codes_disagree(view: View) -> Iterator[Answer]:
    """What the recorded plan contains has a line of its own, and what it denies has none."""
    stated = False
    for stage in view.stages:
        for planned in view.rule.planned:
            places = _places(view, planned, stage)
            stated = stated or any(places.values())
            yield from _planned(view, planned, stage, places)
    if not stated:
        yield Answer("the record states nothing of the planned technique", open=True)


def _places(view: View, planned: Planned, stage: int) -> dict[str, set[str]]:
    """What the record says of a part of the plan, by level or for the stage ("")."""
    by_level = planned.fact in view.record.vocabulary.facts and str(
        view.record.vocabulary.facts[planned.fact].belongs) == "level"
    if not by_level:
        return {"": options(view.plan(planned.fact, stage))}
    levels = levels_of(line for line in view.lines if line.stage == stage)
    return {level: options(view.at(planned.fact, level)) for level in levels}


def _planned(view: View, planned: Planned, stage: int, places: dict[str, set[str]]) -> Iterator[Answer]:
    wanted = set(planned.values) or {"True"}
    lines = view.of(planned.codes, stage)
    for level, said in places.items():
        where = f" at {level}" if level else ""
        here = [line for line in lines if not level or not line.line.levels or level in line.line.levels]
        if said & wanted and not here:
            what = ", ".join(word(value) for value in sorted(said & wanted)) if planned.values else ""
            details = f" ({what})" if what else ""
            yield Answer(f"the plan states {planned.says}{details}{where}, no line of the stage is for it")
        elif planned.denied and said == {"False"} and here:
            yield Answer(f"the plan states no {planned.says}{where}, {codes_of(here)} is requested", ids(*here))
