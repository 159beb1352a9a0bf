"""Which truths a criterion can take: by its test, what can leave it open, its silence and its form.

Parts count as independent of each other. Whether a leaf can be open, and whether the record or the request (levels not
named) leaves it so, is tried out on requests without a record.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from logic.bench.answers import answers, truth_with
from logic.case import INPATIENT, Case, Line, Request, Stage
from logic.evaluation import Evaluation
from logic.levels import REGIONS
from logic.loading import Library
from logic.measures import Place
from logic.policy import Criterion, Rule, Scope, Silence
from logic.record import Record
from logic.truth import Truth

_A_DAY = date(2026, 1, 1)
_LEVEL_OF_REGION = {"cervical": "C5-C6", "thoracic": "T8-T9", "sacroiliac": "SI-left"}
_LUMBAR = "L4-L5"


class State(StrEnum):
    """A truth, and for what is not documented who leaves it open: the record, or the request itself."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"
    REQUEST = "request"
    NOT_APPLICABLE = "not_applicable"


States = frozenset[State]
_TRUTH = {State.MET: Truth.MET, State.NOT_MET: Truth.NOT_MET, State.OPEN: Truth.NOT_DOCUMENTED,
          State.REQUEST: Truth.NOT_DOCUMENTED, State.NOT_APPLICABLE: Truth.NOT_APPLICABLE}
_OF_TRUTH = {Truth.MET: State.MET, Truth.NOT_MET: State.NOT_MET, Truth.NOT_DOCUMENTED: State.OPEN}


def truths_of(states: States) -> frozenset[Truth]:
    """The truths of some states."""
    return frozenset(_TRUTH[state] for state in states)


class Possible:
    """The states that the criteria of one rule can take."""

    def __init__(self, rule: Rule, library: Library) -> None:
        self.rule = rule
        self.library = library

    def states(self, criterion: Criterion) -> States:
        """The states that a criterion can take in the rule."""
        own = self._own(criterion)
        if criterion.when is None:
            return own
        condition = self.states(criterion.when)
        found = set(own if condition - {State.NOT_MET} else ())
        if State.NOT_MET in condition:
            found.add(State.NOT_APPLICABLE)
        if condition & {State.OPEN, State.REQUEST}:
            found |= {State.OPEN if state is State.NOT_MET else state for state in own}
        return frozenset(found)

    def _own(self, criterion: Criterion) -> States:
        if criterion.scope in {Scope.ADJACENT_LEVELS, Scope.OTHER_LEVELS}:
            at_one = self.states(criterion.changed({"scope": Scope.LEVEL, "silence": Silence.ASK, "when": None}))
            raw = (at_one - {State.REQUEST}) | {State.NOT_MET}  # such levels have names, or there are none
        elif criterion.parts:
            raw = _combined(criterion, [self.states(part) for part in criterion.parts if not part.asked])
        else:
            raw = self._leaf(criterion)
        return frozenset(_after_silence(state, criterion.silence) for state in raw)

    def _leaf(self, criterion: Criterion) -> States:
        plain = criterion.changed({"silence": Silence.ASK, "when": None, "asked": False})
        tried = frozenset(_state(plain, place) for place in self.places)
        answered = frozenset(self._answers(plain))
        if self._names_no_level and tried == {State.REQUEST}:
            return tried
        return tried | answered

    @property
    def _names_no_level(self) -> bool:
        """Whether the lines of the rule never name a level."""
        return set(self.rule.covers.codes) <= {INPATIENT}

    def _answers(self, criterion: Criterion) -> Iterator[State]:
        """The states that the possible answers give."""
        if criterion.requested is not None:
            yield State.MET
            entries = [self.library.catalogue.entries[code] for code in self.rule.covers.codes]
            asked = criterion.requested
            elsewhere = asked.regions and not set(self.rule.regions or REGIONS) <= set(asked.regions)
            if asked.other_lines_only or elsewhere or not all(map(asked.selects, entries)):
                yield State.NOT_MET
            return
        scale, values = answers((criterion,), self.library.vocabulary)
        for value in values:
            yield _OF_TRUTH[truth_with(criterion, value, scale)]

    # -- requests without a record ------------------------------------------------------------------------------

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Places of requests that say nothing of the patient: with and without levels, alone and among all codes."""
        code = self.rule.covers.codes[0]
        level = () if self._names_no_level else (self._level(code),)
        others = [other for other in self.library.catalogue.entries if other != code]
        stated: dict[str, Any] = {"approach": ("posterior",), "setting": "outpatient", "inpatient_days": 0}
        return (
            self._place([Line(code=code)]), self._place([Line(code=code), *(Line(code=other) for other in others)]),
            self._place([Line(code=code, levels=level)]),
            self._place([Line(code=code, levels=level), *(Line(code=other, levels=(self._level(code),))
                                                          for other in others)], **stated),
        )

    def _level(self, code: str) -> str:
        region = (*self.rule.regions, self.library.catalogue.entries[code].region)[0]
        return _LEVEL_OF_REGION.get(region, _LUMBAR)

    def _place(self, lines: list[Line], **stated: Any) -> Place:
        case = Case(case="tried", request=Request(day=_A_DAY), stages=(Stage(lines=tuple(lines), **stated),))
        record = Record(case, self.library.vocabulary, self.library.catalogue, _A_DAY)
        first = record.lines[0]
        return Place(record, first, first.levels[0])


def _state(criterion: Criterion, place: Place) -> State:
    finding = Evaluation(place.record).at(criterion, place)
    if finding.raw is Truth.NOT_DOCUMENTED:
        return State.REQUEST if finding.truths.silent is Truth.NOT_DOCUMENTED else State.OPEN
    return _OF_TRUTH[finding.raw]


def _after_silence(state: State, silence: Silence) -> State:
    if state not in {State.OPEN, State.REQUEST} or silence is Silence.ASK:
        return state
    if silence is Silence.MET:
        return State.MET
    return state if state is State.REQUEST else State.NOT_MET


def _combined(criterion: Criterion, parts: list[States]) -> States:
    """The states of a group, from the states that its parts can take, counted as the engine counts."""
    counts = {(0, 0, 0, 0)}  # that apply, met, open by the record, open by the request
    for states in parts:
        counts = {_counted(count, state) for count in counts for state in states}
    found = set()
    for applying, met, is_open, by_request in counts:
        needed = applying if criterion.all is not None else criterion.at_least or 1
        if met >= needed:
            found.add(State.MET)
        elif met + is_open + by_request < needed:
            found.add(State.NOT_MET)
        else:
            found.add(State.REQUEST if met + by_request >= needed else State.OPEN)
    return frozenset(found)


def _counted(count: tuple[int, int, int, int], state: State) -> tuple[int, int, int, int]:
    if state is State.NOT_APPLICABLE:
        return count
    applying, met, is_open, by_request = count
    return (applying + 1, met + (state is State.MET), is_open + (state is State.OPEN),
            by_request + (state is State.REQUEST))
