"""A criterion and a place in; a tree of findings, each with its three-valued truth, out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from logic.levels import UNNAMED, neighbours, regions_of
from logic.measures import MEASURES, Place
from logic.policy import Criterion, Requested, Scope, Silence
from logic.reading import Reading, Used, truth_of
from logic.record import NAME_THE_LEVELS
from logic.truth import Truth, all_of, any_of, at_least
from logic.case import RequestedLine, Status

Key = tuple[str, str, str]
Supposed = Mapping[Key, Truth]
"""Truths supposed for some leaves, to look ahead."""


@dataclass(frozen=True)
class Finding:
    """A criterion decided at a place.

    `raw` is its truth before silence is applied; `silent` is what `raw` becomes if the record never says more, while
    what the request leaves open (level, approach, region) stays open.
    """

    criterion: Criterion
    truth: Truth
    raw: Truth
    silent: Truth
    level: str
    reading: Reading | None = None
    parts: tuple["Finding", ...] = ()
    condition: "Finding | None" = None
    key: Key = ("", "", "")

    @property
    def weighs(self) -> Truth:
        """The truth that the parent counts: an asked criterion never changes an outcome."""
        return Truth.NOT_APPLICABLE if self.criterion.asked else self.truth

    @property
    def is_leaf(self) -> bool:
        """Whether it reads a fact or the request itself."""
        return not self.parts

    @property
    def needs_all(self) -> bool:
        """Whether every part is needed: under `all`, and at each level of a line."""
        if self.criterion.scope is not Scope.LEVEL:
            return self.criterion.scope is Scope.EACH_LEVEL_OF_LINE
        return self.criterion.all is not None

    @property
    def needed(self) -> int:
        """How many parts are needed where not all are."""
        return (self.criterion.at_least or 1) if self.criterion.scope is Scope.LEVEL else 1

    @property
    def silence_decided(self) -> bool:
        """Whether silence, not the record, gave the truth."""
        return self.raw is Truth.NOT_DOCUMENTED and self.truth is not Truth.NOT_DOCUMENTED


def evaluate(criterion: Criterion, place: Place) -> Finding:
    """The finding of a criterion at a place."""
    if criterion.when is None:
        return _own(criterion, place)
    condition = evaluate(criterion.when, place)
    if condition.truth is Truth.NOT_MET:
        nothing = Truth.NOT_APPLICABLE
        return Finding(criterion, nothing, nothing, nothing, place.level, condition=condition)
    return _conditional(_own(criterion, place), condition)


def rethink(finding: Finding, supposed: Supposed) -> Finding:
    """The finding if some leaves had the supposed truths; the same object where nothing changes."""
    condition = rethink(finding.condition, supposed) if finding.condition else None
    if finding.truth is Truth.NOT_APPLICABLE and finding.is_leaf:
        return finding
    if finding.is_leaf:
        raw = supposed.get(finding.key, finding.raw)
        again = finding if raw is finding.raw else _leaf_finding(finding, raw)
    else:
        parts = tuple(rethink(part, supposed) for part in finding.parts)
        same = all(new is old for new, old in zip(parts, finding.parts, strict=True))
        again = finding if same else _group(finding.criterion, finding.level, parts, finding.key)
    if condition is None or (condition is finding.condition and again is finding):
        return again
    return _conditional(again, condition)


def _conditional(own: Finding, condition: Finding) -> Finding:
    """A criterion under a condition that holds or is open."""
    if condition.truth is Truth.MET or own.truth is Truth.MET:
        return replace(own, condition=condition)
    if condition.truth is Truth.NOT_MET:
        nothing = Truth.NOT_APPLICABLE
        return replace(own, truth=nothing, raw=nothing, silent=nothing, condition=condition)
    # Whether it applies is open, and it does not hold if it does: not applicable counts as met under `all`.
    return replace(own, truth=Truth.NOT_DOCUMENTED, condition=condition)


def _own(criterion: Criterion, place: Place) -> Finding:
    """A criterion that applies."""
    if criterion.scope is not Scope.LEVEL:
        return _over_levels(criterion, place)
    if not criterion.parts:
        return _leaf(criterion, place)
    return _group(criterion, place.level, tuple(evaluate(part, place) for part in criterion.parts))


def _group(criterion: Criterion, level: str, parts: tuple[Finding, ...], key: Key = ("", "", "")) -> Finding:
    """A group of findings, or of one criterion at several levels, combined."""
    raw = _combined(criterion, [part.weighs for part in parts])
    silent = _combined(criterion, [_silent_weight(part) for part in parts])
    return Finding(criterion, _after_silence(criterion, raw, silent), raw, silent, level, parts=parts, key=key)


def _over_levels(criterion: Criterion, place: Place) -> Finding:
    """A criterion read at several levels: at each of them, or at any."""
    at_level = criterion.changed({"scope": Scope.LEVEL, "silence": Silence.ASK})
    levels = _levels(criterion.scope, place)
    parts = tuple(evaluate(at_level, Place(place.record, place.line, level)) for level in levels)
    return _group(criterion, place.level, parts, (criterion.id or "", "levels", place.level))


def _leaf(criterion: Criterion, place: Place) -> Finding:
    reading, raw = _read(criterion, place)
    by_level = bool(criterion.computed and MEASURES[criterion.computed].by_level)
    # A test of the request depends on the line too; a fact of the record only on its path.
    where = f"{place.line.id}@{place.level}" if criterion.requested else place.level if by_level else ""
    key = (criterion.id or "", reading.path, where)
    return _leaf_finding(Finding(criterion, raw, raw, raw, place.level, reading, key=key), raw)


def _leaf_finding(leaf: Finding, raw: Truth) -> Finding:
    silent = raw
    if raw is Truth.NOT_DOCUMENTED and not (leaf.reading and leaf.reading.from_request):
        silent = Truth.NOT_MET
    truth = _after_silence(leaf.criterion, raw, silent)
    return Finding(leaf.criterion, truth, raw, silent, leaf.level, leaf.reading, key=leaf.key)


def _silent_weight(part: Finding) -> Truth:
    if part.criterion.asked or part.raw is Truth.NOT_APPLICABLE:
        return Truth.NOT_APPLICABLE
    return part.truth if part.truth is not Truth.NOT_DOCUMENTED else part.silent


def _combined(criterion: Criterion, truths: list[Truth]) -> Truth:
    if criterion.scope is not Scope.LEVEL:
        return all_of(truths) if criterion.scope is Scope.EACH_LEVEL_OF_LINE else any_of(truths)
    if criterion.all is not None:
        return all_of(truths)
    return at_least(criterion.at_least or 1, truths)


def _after_silence(criterion: Criterion, raw: Truth, silent: Truth) -> Truth:
    if raw is not Truth.NOT_DOCUMENTED or criterion.silence is Silence.ASK:
        return raw
    if criterion.silence is Silence.MET:
        return Truth.MET
    return Truth.NOT_DOCUMENTED if silent is Truth.NOT_DOCUMENTED else Truth.NOT_MET


def _levels(scope: Scope, place: Place) -> tuple[str, ...]:
    named = place.line.levels
    if scope in {Scope.ANY_LEVEL_OF_LINE, Scope.EACH_LEVEL_OF_LINE}:
        return named
    if scope is Scope.ANY_LEVEL_OF_STAGE:
        return place.record.levels_of_stage(place.line.stage)
    if place.level == UNNAMED:
        return (UNNAMED,)
    if scope is Scope.ADJACENT_LEVELS:
        return neighbours(place.level)
    return tuple(level for level in place.record.case.levels if level not in named)


def _read(criterion: Criterion, place: Place) -> tuple[Reading, Truth]:
    if criterion.requested is not None:
        reading = requested(criterion.requested, place)
        return reading, truth_of(reading, {"is": True})
    if criterion.computed is not None:
        measure = MEASURES[criterion.computed]
        reading = measure.read(place, criterion.arguments)
        return reading, truth_of(reading, criterion.tests, criterion.unclear)
    name = criterion.fact or ""
    sides = place.sides if criterion.sides == "line" else ("left", "right")
    if criterion.sides == "both":
        readings = [place.record.read(name, place.level, place.line.stage, (side,)) for side in sides]
        truth = all_of(truth_of(reading, criterion.tests, criterion.unclear) for reading in readings)
        return place.record.read(name, place.level, place.line.stage, sides), truth
    reading = place.record.read(name, place.level, place.line.stage, sides)
    return reading, truth_of(reading, criterion.tests, criterion.unclear)


def requested(asked: Requested, place: Place) -> Reading:
    """Whether such a line is requested; open where only the levels would tell."""
    chosen = [line for line in place.record.lines if _is_meant(asked, line, place)]
    path = "requested"
    if asked.at == "level":
        there = [line for line in chosen if place.level in line.line.levels]
        unnamed = [line for line in chosen if not line.line.levels]
        if not there and chosen and (unnamed or place.level == UNNAMED):
            return Reading(path, open=True, from_request=True, open_paths=(NAME_THE_LEVELS,), used=_used(chosen))
        chosen = there
    return Reading(path, values=(bool(chosen),), used=_used(chosen))


def _is_meant(asked: Requested, line: RequestedLine, place: Place) -> bool:
    entry = place.record.entry_of(line)
    if entry is None or not asked.selects(entry):
        return False
    if asked.other_lines_only and line.id == place.line.id:
        return False
    if asked.at != "request" and line.stage != place.line.stage:
        return False
    regions = place.record.regions_of_line(line)
    if asked.regions and regions and not set(asked.regions) & set(regions):
        return False
    here = regions_of(place.level) or place.record.regions_of_line(place.line)
    return not (asked.same_region and here and regions and not set(here) & set(regions))


def _used(lines: list[RequestedLine]) -> tuple[Used, ...]:
    return tuple(Used("requested", f"{line.code} {' '.join(line.line.levels)}".strip(), Status.DOCUMENTED)
                 for line in lines)
