"""Change one fact: a line that does not meet, and a learner who looks for the least that would make it meet.

What the learner changes is carried out as the steps of a way are, and judged against the shortest way.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from logic.case import INPATIENT, Case, Outcome, Value
from logic.carrying_out import DOCUMENTS, Change, carried_out
from logic.determination import determine
from logic.finding import Finding
from logic.looking_ahead import Outlook, leaves_of, trees
from logic.policy import Silence
from logic.possible import leaf_paths
from logic.prospects import single_fact
from logic.review import LineReview, Review
from logic.rereading import touched
from logic.steps import DAYS_OF_A_WEEK, Step, Steps
from logic.truth import Truth
from logic.vocabulary import ROW_KINDS, Effort
from logic.wording import effort_of

EFFORTS = tuple(Effort)


class Verdict(StrEnum):
    """What a learner's change is, seen beside the shortest way."""

    NOTHING = "nothing"                # nothing was changed
    NOT_ENOUGH = "not_enough"          # the line still does not meet
    NOT_IN_POWER = "not_in_power"      # it changes what nobody can change
    GROUND = "ground"                  # it rests on what counts only where the record shows it anyway
    TOO_MUCH = "too_much"              # it meets, and would without some of it
    DEARER = "dearer"                  # it meets, and the shortest way takes less, or less long
    LEAST = "least"                    # it meets, and takes as much as the shortest way
    LESS = "less"                      # it meets, and takes less than the way that the program found


@dataclass(frozen=True)
class Tried:
    """One change of a learner with what it takes."""

    path: str
    changes: tuple[Change, ...]
    effort: Effort
    days: int = 0
    in_power: bool = True
    """Whether anyone can bring it about: what is open can be documented, what is documented only where it changes."""
    ground: bool = False
    """Whether it counts only where the record shows it anyway (tumour, fracture): never a step that is advised."""


@dataclass(frozen=True)
class Judged:
    """A learner's change judged."""

    verdict: Verdict
    outcome: Outcome
    """Of the line, once everything is carried out."""
    on: date
    """The first day on which everything is done."""
    takes: tuple[tuple[Effort, int], ...]
    """How many steps of each kind, the dearest first."""
    least: tuple[tuple[Effort, int], ...]
    """The same of the shortest way."""
    needless: tuple[str, ...] = ()
    """The paths without which it would meet as well."""
    out_of_power: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """One line of a review that does not meet and can."""

    review: Review
    line: LineReview

    @property
    def outlook(self) -> Outlook:
        """The case as it is."""
        return self.review.outlook

    @cached_property
    def _steps(self) -> Steps:
        return Steps(self.outlook)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The facts that the line, or a line it depends on, reads and that have not shown what is asked of them."""
        read = {**dict.fromkeys(self._steps_by_path), **dict.fromkeys(self._plain), **dict.fromkeys(self._grounds)}
        return tuple(path for path in read if path and not self._of_request(path))

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        """Those that count for more than grounds that have to be shown."""
        return tuple(path for tree in self._trees for path in _open_paths(tree, shown=False))

    @cached_property
    def _grounds(self) -> frozenset[str]:
        """Those that count for nothing else."""
        shown = {path for tree in self._trees for path in _open_paths(tree, shown=True)}
        return frozenset(shown - set(self._plain) - self._steps_by_path.keys())

    @cached_property
    def _trees(self) -> tuple[Finding, ...]:
        return tuple(tree for at in self.outlook.deciding_for(self.line.result.line)
                     for tree in trees(self.outlook.places[at]))

    @cached_property
    def _steps_by_path(self) -> dict[str, Step]:
        """The steps of the shortest ways."""
        way = self.line.way
        ways = (way.steps, *way.alternatives) if way else ()
        return {one.path: one for steps in reversed(ways) for step in steps for one in (*step.others, step)}

    def _of_request(self, path: str) -> bool:
        """Whether a path is part of the request itself: the plan is not changed to fit a criterion."""
        fact = single_fact(path, self.outlook)
        row = not fact and path.partition(".")[0] in _ROWS
        return not row and (fact is None or fact.planned)

    def rows(self, path: str) -> Tried | None:
        """For what is told in rows: as many rows as the criteria that read it ask for; None where none would do."""
        step = self._steps_by_path.get(path) or self._step_of_rows(path)
        if step is None:
            return None
        return Tried(path, step.changes, step.effort, step.days, ground=path in self._grounds)

    def _step_of_rows(self, path: str) -> Step | None:
        keys = [key for key in touched(self.outlook, path) if path in leaf_paths(self.outlook.leaves[key])
                and self.outlook.leaves[key].raw in _LACKING]
        found = (self._steps.step(path, dict.fromkeys(some, True)) for some in (keys, *([key] for key in keys)) if some)
        return next((step for step in found if step and step.changes), None)

    def single(self, path: str, value: Value | None) -> Tried:
        """One answer of a single fact, with what it takes."""
        fact = single_fact(path, self.outlook)
        leaves = [self.outlook.leaves[key] for key in touched(self.outlook, path)
                  if path in leaf_paths(self.outlook.leaves[key])]
        changed = any(leaf.raw is not Truth.NOT_DOCUMENTED for leaf in leaves)
        effort = effort_of(path, self.outlook.vocabulary)
        if changed and effort is not Effort.WEEKS:
            effort = Effort.TEST
        weeks = fact is not None and fact.unit == "weeks" and changed
        return Tried(path, (Change(path, value),), effort, self._further(path, value) if weeks else 0,
                     in_power=not changed or bool(fact and fact.changeable), ground=path in self._grounds)

    def _further(self, path: str, value: Value | None) -> int:
        """How many days a number of weeks takes from the one on record."""
        held = [number for leaf in self.outlook.leaves.values() if leaf.reading and leaf.reading.path == path
                for number in leaf.reading.values if isinstance(number, int | float)]
        if not held or not isinstance(value, int | float):
            return 0
        return max(round((value - max(held)) * DAYS_OF_A_WEEK), 0)

    # -- judging ------------------------------------------------------------------------------------------------

    def judged(self, tried: Sequence[Tried]) -> Judged:
        """What a learner's changes come to."""
        outcome, on = self._after(tried)
        way = self.line.way
        least = _takes((step.effort for step in way.steps) if way else ())
        takes = _takes(one.effort for one in tried)
        needless = tuple(one.path for one in tried if outcome is Outcome.MEETS and self._after(
            [other for other in tried if other is not one])[0] is Outcome.MEETS)
        beyond = tuple(one.path for one in tried if not one.in_power)
        grounds = tuple(one.path for one in tried if one.ground)
        if not tried:
            verdict = Verdict.NOTHING
        elif outcome is not Outcome.MEETS:
            verdict = Verdict.NOT_ENOUGH
        elif beyond or grounds:
            verdict = Verdict.NOT_IN_POWER if beyond else Verdict.GROUND
        elif needless:
            verdict = Verdict.TOO_MUCH
        else:
            verdict = _compared((*_cost(takes), on), (*_cost(least), way.on if way else on))
        return Judged(verdict, outcome, on, takes, least, needless, beyond or grounds)

    def _after(self, tried: Iterable[Tried]) -> tuple[Outcome, date]:
        """The outcome of the line when everything is carried out, and the day; the edition stays."""
        tried = tuple(tried)
        now = self.outlook.determination
        on = now.record.on + timedelta(days=max((one.days for one in tried), default=0))
        record = replace(now.record, case=self.changed_case(tried, on), on=on)
        results = {result.line.id: result for result in determine(record, now.edition)}
        return results[self.line.result.line.id].outcome, on

    def changed_case(self, tried: Iterable[Tried], on: date) -> Case:
        """The case with everything carried out on a day, marked assumed."""
        return carried_out(self.review.case, [change for one in tried for change in one.changes], on)


_ROWS = (*ROW_KINDS.values(), DOCUMENTS)
_LACKING = (Truth.NOT_DOCUMENTED, Truth.NOT_MET)


def _open_paths(finding: Finding, *, shown: bool) -> Iterator[str]:
    """The facts of leaves that are not met; of those that count only when shown, or of the others."""
    if finding.criterion.asked:
        return
    if finding.criterion.silence is Silence.SHOWN:
        if not shown:
            return
        leaves = list(leaves_of(finding))
    else:
        leaves = [finding] if finding.is_leaf and not shown else []
        below = (*finding.parts, *((finding.condition,) if finding.condition else ()))
        for part in below:
            yield from _open_paths(part, shown=shown)
    for leaf in leaves:
        if leaf.raw in _LACKING and not leaf.criterion.requested:
            yield from leaf_paths(leaf)


def _compared(takes: tuple[int | date, ...], least: tuple[int | date, ...]) -> Verdict:
    """Steps of the dearest kind first, then of the next; of equally many the earlier day."""
    if takes == least:
        return Verdict.LEAST
    return Verdict.DEARER if takes > least else Verdict.LESS


def exercises(review: Review) -> Iterator[Exercise]:
    """The lines of a case that do not meet, have a way, and are not merely waiting for another line."""
    for line in review.lines:
        own = any(level.own in {Outcome.NOT_MET, Outcome.NEEDS_DOCUMENTATION} and level.own is level.outcome
                  and level.findings is not None for level in line.result.levels)
        if own and line.way and line.way.steps and line.result.line.code != INPATIENT:
            yield Exercise(review, line)


def is_single(exercise: Exercise, path: str) -> bool:
    """Whether a fact has one answer, which can be chosen."""
    return single_fact(path, exercise.outlook) is not None


def with_weeks(tried: Tried, weeks: int, on: date) -> Tried:
    """A course of treatment of another length, begun where the other one begins."""
    first, *others = tried.changes
    start = first.values.get("start")
    if weeks_of(tried) is None or not isinstance(start, date):
        return tried
    end = start + timedelta(days=weeks * DAYS_OF_A_WEEK - 1)
    row = tuple((name, end if name == "end" else value) for name, value in first.row)
    return replace(tried, changes=(replace(first, row=row), *others), days=max((end - on).days, 0))


def weeks_of(tried: Tried) -> int | None:
    """How many whole weeks a new course of treatment lasts; None for anything else."""
    values = tried.changes[0].values if tried.changes else {}
    start, end = values.get("start"), values.get("end")
    if not tried.days or not isinstance(start, date) or not isinstance(end, date):
        return None
    return -(-((end - start).days + 1) // DAYS_OF_A_WEEK)


def _takes(efforts: Iterable[Effort]) -> tuple[tuple[Effort, int], ...]:
    counted = Counter(efforts)
    return tuple((effort, counted[effort]) for effort in reversed(EFFORTS) if counted[effort])


def _cost(takes: tuple[tuple[Effort, int], ...]) -> tuple[int, ...]:
    """The steps of the dearest kind first, then of the next: as a way counts them."""
    held = dict(takes)
    return tuple(held.get(effort, 0) for effort in reversed(EFFORTS))

