"""The shortest way to "meets" for a line: the cheapest steps that document or change what is open or missing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice

from logic.carrying_out import Change, carried_out
from logic.case import Outcome
from logic.determination import Determination, LineResult, determine
from logic.finding import Finding, Key
from logic.following import At
from logic.looking_ahead import Outlook, trees
from logic.needs import EFFORTS, Needs, NeedSets
from logic.possible import leaf_paths
from logic.rereading import reread_leaves, touched
from logic.steps import Step
from logic.truth import Truth

MOST_ALTERNATIVES = 6
MOST_COMPLETED = 8
"""So many sets are carried out where a fact is torn, to find what is left of them that takes least."""
MOST_OTHERS = 5
MOST_ROUNDS = 3
"""So often what lapses while steps are carried out is renewed."""


@dataclass(frozen=True)
class Way:
    """Steps after which a line meets, on the first day on which all are done, and others that take as much."""

    steps: tuple[Step, ...]
    on: date
    alternatives: tuple[tuple[Step, ...], ...] = ()


@dataclass(frozen=True)
class Ways:
    """Finds ways in one determination."""

    outlook: Outlook
    round: int = 1

    @cached_property
    def needs(self) -> NeedSets:
        """What lines need."""
        return NeedSets(self.outlook)

    def shortest(self, result: LineResult) -> Way | None:
        """The way of a line; without steps when it meets, None when nothing in anyone's power would do."""
        on = self.outlook.determination.record.on
        if result.outcome is Outcome.MEETS:
            return Way((), on)
        sets = self.needs.of_line(result)
        best = self._cheapest(result, sets)
        equal: list[tuple[Step, ...]] = []
        for needs in sets if best else ():
            steps = self.needs.steps_of(needs)
            alike = steps and best and steps != best.steps and _cost(steps) == _cost(best.steps)
            if steps and alike and len(equal) < MOST_ALTERNATIVES and self._meets(result, steps):
                equal.append(steps)
        return replace(best, steps=self._with_others(result, best.steps), alternatives=tuple(equal)) if best else None

    def _cheapest(self, result: LineResult, sets: tuple[Needs, ...]) -> Way | None:
        """The first set that can be carried out; where facts are torn, what is left of any set that takes least."""
        torn = {path for level in result.levels for tree in trees(level) for path in _torn_paths(tree)}
        if torn:
            # What such facts would show may follow from the others.
            others = sorted(sets, key=lambda each: self.needs.cost(frozenset(
                need for need in each if need[0] not in torn)))
            sets = tuple(dict.fromkeys((*sets[:MOST_COMPLETED], *others[:MOST_COMPLETED], *sets)))
        best: Way | None = None
        for number, needs in enumerate(sets, start=1):
            steps = self.needs.steps_of(needs)
            way = self._completed(result, needs, steps) if steps is not None else None
            if way and (best is None or _cost(way.steps) < _cost(best.steps)):
                best = way
            if best and (not torn or number >= 2 * MOST_COMPLETED):
                break
        return best

    def _with_others(self, result: LineResult, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """The steps, each with others that would do in its place."""
        return tuple(
            replace(step, others=tuple(
                other for other in self._replacing(step)
                if self._meets(result, tuple(other if each is step else each for each in steps), steps)))
            for step in steps)

    def _replacing(self, step: Step) -> Iterator[Step]:
        """Steps of equal effort for a single fact that serves a single test."""
        for need in [need for need in self.needs.instead if need[0] == step.path][:1]:
            for path, key, met in self.needs.instead[need][:MOST_OTHERS]:
                other = self.needs.steps.step(path, {key: met})
                if other:
                    yield other

    # -- carrying out -------------------------------------------------------------------------------------------

    def _with_other_values(self, needs: Needs, steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
        """The steps, and then the same with another value of one fact that does as well for its own tests."""
        yield steps
        for step in steps:
            wanted = {key: met for path, key, met in needs if path == step.path}
            for other in islice(self.needs.steps.with_other_values(step.path, wanted), 1, MOST_OTHERS):
                yield tuple(other if each is step else each for each in steps)

    def _completed(self, result: LineResult, needs: Needs, steps: tuple[Step, ...]) -> Way | None:
        """The steps with what has to be renewed by the time they are done, and without any that is not needed."""
        day = self._day(steps)
        steps = next((other for other in self._with_other_values(needs, steps) if self._meets(result, other)), steps)
        if self._meets(result, steps):
            needed = steps
            for step in steps:
                fewer = tuple(other for other in needed if other is not step)
                if fewer and self._meets(result, fewer, needed):
                    needed = fewer
            return Way(needed, self._day(needed))
        if self.round >= MOST_ROUNDS:
            return None
        determination = self.outlook.determination
        later = self._later(_changes(steps), day)
        ways = Ways(Outlook(later), self.round + 1)
        rest = ways.shortest(later.by_id[result.line.id])
        if not rest or {step.path for step in rest.steps} & {step.path for step in steps}:
            return None
        return Way((*steps, *rest.steps), max(rest.on, determination.record.on))

    def _day(self, steps: tuple[Step, ...]) -> date:
        """The first day on which all steps can be done."""
        return self.outlook.determination.record.on + timedelta(days=max((step.days for step in steps), default=0))

    def _meets(self, result: LineResult, steps: tuple[Step, ...], more: tuple[Step, ...] = ()) -> bool:
        """Whether the line meets once the steps are carried out; `more` are steps carried out with them before."""
        day = self._day(steps)
        if day == self.outlook.determination.record.on:
            truths = self._truths(frozenset(_changes(steps)), frozenset(_changes(more)))
            return set(self.outlook.outcomes_of(result.line, truths)) == {Outcome.MEETS}
        outcomes = self._on_a_later_day(frozenset(_changes(steps)), day)
        return all(outcomes[result.line.id, level.level] is Outcome.MEETS for level in result.levels)

    def _truths(self, changes: frozenset[Change], more: frozenset[Change]) -> Mapping[Key, Truth]:
        """What leaves become with some changes; only those are read again that the changes left out touched."""
        if changes not in self._read:
            record = self.outlook.determination.record
            changed = replace(record, case=carried_out(record.case, sorted(changes, key=repr), record.on))
            known = self._read.get(more)
            keys = self._touched(changes if known is None else more - changes)
            again = reread_leaves(self.outlook, changed, keys)
            self._read[changes] = again if known is None else {
                **{key: truth for key, truth in known.items() if key not in keys}, **again}
        return self._read[changes]

    def _touched(self, changes: frozenset[Change]) -> frozenset[Key]:
        return frozenset(key for change in changes for key in touched(self.outlook, change.path))

    def _on_a_later_day(self, changes: frozenset[Change], day: date) -> dict[At, Outcome]:
        if (changes, day) not in self._later_outcomes:
            places = Outlook(self._later(sorted(changes, key=repr), day)).places
            self._later_outcomes[changes, day] = {at: level.outcome for at, level in places.items()}
        return self._later_outcomes[changes, day]

    @cached_property
    def _read(self) -> dict[frozenset[Change], Mapping[Key, Truth]]:
        return {}

    @cached_property
    def _later_outcomes(self) -> dict[tuple[frozenset[Change], date], dict[At, Outcome]]:
        return {}

    def _later(self, changes: Iterable[Change], day: date) -> Determination:
        """The case decided on a later day by the same edition."""
        now = self.outlook.determination
        record = replace(now.record, case=carried_out(now.record.case, changes, day), on=day)
        return replace(now, record=record, lines=determine(record, now.edition))


def _torn_paths(finding: Finding) -> Iterator[str]:
    """The facts that are torn in a finding or below."""
    for leaf in finding.torn_leaves:
        yield from leaf_paths(leaf)
    for part in finding.parts:
        yield from _torn_paths(part)


def _changes(steps: tuple[Step, ...]) -> tuple[Change, ...]:
    return tuple(change for step in steps for change in step.changes)


def _cost(steps: tuple[Step, ...]) -> tuple[int, ...]:
    """The steps of the dearest kind first, then of the next."""
    return tuple(sum(step.effort is effort for step in steps) for effort in reversed(EFFORTS))

