"""A criterion and a place in; a tree of findings, each with its three-valued truth, out. Pure."""

from collections.abc import Hashable
from dataclasses import dataclass, field

from logic.finding import NOT_APPLICABLE, Finding, Key, conditioned, of_group, of_leaf
from logic.levels import neighbours
from logic.measures import MEASURES, Place
from logic.policy import Criterion, Scope
from logic.reading import Reading, truth_of
from logic.record import Record
from logic.requested import requested
from logic.supposing import exactly, exactly_with_condition
from logic.truth import Truth, all_of
from logic.vocabulary import Belongs

@dataclass(frozen=True)
class Evaluation:
    """Decides criteria under one record. Equal criteria at equal places are decided once and are the same object."""

    record: Record
    made: dict[Hashable, Finding] = field(default_factory=dict)
    level_reading: dict[int, bool] = field(default_factory=dict)

    def at(self, criterion: Criterion, place: Place) -> Finding:
        """The finding of a criterion at a place."""
        line = place.line.id if criterion.reads_line else ""
        level = place.level if self.reads_level(criterion) else ""
        where = (id(criterion), level, place.line.stage, place.sides, place.regions, line)
        found = self.made.get(where)
        if found is None:
            found = self.made[where] = self._decided(criterion, place)
        return found

    def reads_level(self, criterion: Criterion) -> bool:
        """Whether a criterion depends on the level, not only on the patient, the stage and the region."""
        known = self.level_reading.get(id(criterion))
        if known is None:
            facts = self.record.vocabulary.facts
            own = (
                criterion.requested is not None or criterion.scope is not Scope.LEVEL
                or (criterion.fact is not None and facts[criterion.fact].belongs is Belongs.LEVEL)
                or (criterion.computed is not None and MEASURES[criterion.computed].by_level)
            )
            below = (*criterion.parts, *((criterion.when,) if criterion.when else ()))
            known = self.level_reading[id(criterion)] = own or any(self.reads_level(part) for part in below)
        return known

    def _decided(self, criterion: Criterion, place: Place) -> Finding:
        own = self._own(criterion, place)
        if criterion.when is None:
            return own
        condition = self.at(criterion.when, place)
        truths = conditioned(own.truths, condition.truth)
        finding = Finding(criterion, truths, place.level, own.reading, own.parts, condition, own.key)
        if truths.truth is Truth.NOT_DOCUMENTED and finding.torn_leaves:
            truths = exactly_with_condition(finding, truths, {}, self.record.vocabulary)
            return Finding(criterion, truths, place.level, own.reading, own.parts, condition, own.key)
        return finding

    def _own(self, criterion: Criterion, place: Place) -> Finding:
        """A criterion as if it applied."""
        if criterion.scope is not Scope.LEVEL:
            parts = tuple(self.at(criterion.at_one_level, Place(place.record, place.line, level))
                          for level in _levels(criterion.scope, place))
            return _group(criterion, place, parts, (criterion.id or "", "levels", place.level))
        if criterion.parts:
            return _group(criterion, place, tuple(self.at(part, place) for part in criterion.parts))
        return _leaf(criterion, place)


def _group(
    criterion: Criterion, place: Place, parts: tuple[Finding, ...], key: Key = ("", "", ""),
) -> Finding:
    """A group of findings, or of one criterion at several levels, combined."""
    found = Finding(criterion, NOT_APPLICABLE, place.level, None, parts, None, key)
    truths = of_group(criterion, None if found.needs_all else found.needed, [part.truths for part in found.counting])
    finding = Finding(criterion, truths, place.level, None, parts, None, key)
    if truths.raw is Truth.NOT_DOCUMENTED and finding.torn_leaves:
        exact = exactly(finding, truths, {}, place.record.vocabulary)
        return finding if exact is truths else Finding(criterion, exact, place.level, None, parts, None, key)
    return finding


def _leaf(criterion: Criterion, place: Place) -> Finding:
    reading, raw = read_leaf(criterion, place)
    truths = of_leaf(criterion, raw, reading)
    return Finding(criterion, truths, place.level, reading, key=_key(criterion, reading, place))


def _key(criterion: Criterion, reading: Reading, place: Place) -> Key:
    """A leaf is told apart by its criterion, by its path, and by what else of the place it depends on."""
    where = ""
    if criterion.requested:
        where = f"{place.line.id if criterion.reads_line else ''}@{place.level}"
    elif criterion.computed:
        level = place.level if MEASURES[criterion.computed].by_level else ""
        where = " ".join((level, *place.sides, *place.regions))
    return (criterion.id or "", reading.path, where)


def _levels(scope: Scope, place: Place) -> tuple[str, ...]:
    named = place.line.levels
    if scope in {Scope.ANY_LEVEL_OF_LINE, Scope.EACH_LEVEL_OF_LINE}:
        return named
    if scope is Scope.ANY_LEVEL_OF_STAGE:
        return place.record.levels_of_stage(place.line.stage)
    if scope is Scope.ADJACENT_LEVELS:
        return neighbours(place.level)
    return tuple(level for level in place.record.case.levels if level not in named)


def read_leaf(criterion: Criterion, place: Place) -> tuple[Reading, Truth]:
    """What the record says where a leaf reads, and whether that meets its test."""
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
