"""One step of a way: what the record would have to show for some tests of one fact, and what it takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import ceil, floor

from logic.answers import NEVER_STATED, candidates, passes, question_of_fact
from logic.carrying_out import Change, carried_out, change_of
from logic.case import Value
from logic.evaluation import read_leaf
from logic.explanation import lowered
from logic.finding import Finding, Key
from logic.looking_ahead import Outlook
from logic.measures import SHOWINGS, Place, Shown
from logic.policy import Criterion
from logic.policy_resolving import limit_in_words
from logic.prospects import single_fact
from logic.record import Record
from logic.truth import Truth
from logic.vocabulary import Effort, Fact, Kind
from logic.wording import effort_of, label_of

DAYS_OF_A_WEEK = 7
NARROW_RANGE = 30
"""A number with no more than so many units of range is told by tenths (HbA1c, millimetres)."""
Wanted = Mapping[Key, bool]
"""Which of the tests that read a fact have to be met (or, in a condition, to fail)."""


@dataclass(frozen=True)
class Step:
    """One step of a way. `days` is how long it takes; `earliest` the first day on which it can be done."""

    kind: str
    say: str
    effort: Effort
    path: str
    value: str
    earliest: date
    cite: str = ""
    changes: tuple[Change, ...] = ()
    days: int = 0
    criteria: tuple[str, ...] = ()
    """The criteria that it serves."""
    others: tuple["Step", ...] = ()
    """Steps of equal effort of which each would do instead."""


@dataclass(frozen=True)
class Steps:
    """Finds the step for a fact and the tests that it has to meet, in one determination."""

    outlook: Outlook

    @property
    def record(self) -> Record:
        """The record as it is."""
        return self.outlook.determination.record

    @cached_property
    def _known(self) -> dict[tuple[str, frozenset[tuple[Key, bool]]], "Step | None"]:
        return {}

    def step(self, path: str, wanted: Wanted) -> Step | None:
        """The step after which the tests come out as wanted; None when nothing in anyone's power would do."""
        key = (path, frozenset(wanted.items()))
        if key not in self._known:
            self._known[key] = self._found(path, wanted)
        return self._known[key]

    def _found(self, path: str, wanted: Wanted) -> Step | None:
        leaves = [self.outlook.leaves[key] for key in wanted]
        changed = any(leaf.raw is not Truth.NOT_DOCUMENTED for leaf in leaves)
        if single_fact(path, self.outlook):
            return next(self.with_other_values(path, wanted), None)
        return self._of_rows(path, leaves, wanted, changed=changed)

    def with_other_values(self, path: str, wanted: Wanted) -> Iterator[Step]:
        """The steps for a single fact, one for each value that does, the closest first; none for rows."""
        leaves = [self.outlook.leaves[key] for key in wanted]
        changed = any(leaf.raw is not Truth.NOT_DOCUMENTED for leaf in leaves)
        fact = single_fact(path, self.outlook)
        if fact is None or fact.planned or (changed and not fact.changeable):
            return
        for value in self._values(path, fact, leaves, wanted):
            yield self._of_fact(path, fact, value, leaves, wanted, changed=changed)

    # -- single facts -------------------------------------------------------------------------------------------

    def _of_fact(  # noqa: PLR0913 - what a step depends on
        self, path: str, fact: Fact, value: Value, leaves: list[Finding], wanted: Wanted, *, changed: bool,
    ) -> Step:
        change = Change(path, value)
        effort = effort_of(path, self.outlook.vocabulary)
        if changed and effort is not Effort.WEEKS:
            effort = Effort.TEST
        days = self._days(path, fact, value) if changed else 0
        told = _told(leaves, wanted, value)
        label = label_of(path, self.outlook.vocabulary)
        if changed and fact.changeable:
            say = f"{_capital(fact.changeable)}: {label}; it meets the criterion only if it then shows: {told}."
        else:
            say = f"Have the record state, as it is: {label}. It meets the criterion if it shows: {told}."
        return self._step(leaves, path, effort, say, told, (change,), days, changed=changed)

    def _values(self, path: str, fact: Fact, leaves: list[Finding], wanted: Wanted) -> Iterator[Value]:
        """The values that do: first the limit itself, or just past a strict limit."""
        tests = [leaf.criterion.tests for leaf in leaves]
        values = candidates(tests, question_of_fact(fact, self.outlook.vocabulary))
        for value in (*_strict(tests, fact), *_preferred(tests, values)):
            if value != NEVER_STATED and self._answers(path, fact, value, leaves, wanted):
                yield value

    def _answers(self, path: str, fact: Fact, value: Value, leaves: list[Finding], wanted: Wanted) -> bool:
        """Whether the tests come out as wanted if a fact has a value; on each of two sides by itself."""
        asked = question_of_fact(fact, self.outlook.vocabulary)
        plain = {leaf.key: passes(value, leaf.criterion.tests, asked) for leaf in leaves
                 if leaf.criterion.fact == fact.id}
        if any(wanted[key] is not met for key, met in plain.items()):
            return False
        computed = {key: met for key, met in wanted.items() if key not in plain}
        return not computed or self._comes_out((Change(path, value),), computed, 0)

    def _days(self, path: str, fact: Fact, value: Value) -> int:
        """How long a number of weeks takes from the one documented."""
        if fact.unit != "weeks" or isinstance(value, bool) or not isinstance(value, int | float):
            return 0
        held = [number for leaf in self.outlook.leaves.values() if leaf.reading and leaf.reading.path == path
                for number in leaf.reading.values if isinstance(number, int | float)]
        return max(ceil((value - max(held, default=value)) * DAYS_OF_A_WEEK), 0)

    # -- rows and time ------------------------------------------------------------------------------------------

    def _of_rows(self, path: str, leaves: list[Finding], wanted: Wanted, *, changed: bool) -> Step | None:
        for shown in self._showings(leaves, wanted, changed=changed):
            changes = tuple(change_of(kind, values) for kind, values in shown.rows)
            if not self._comes_out(changes, wanted, shown.days):
                continue
            effort = Effort.WEEKS if shown.days else Effort.TEST if changed else Effort.RECORD
            says = "; ".join(dict.fromkeys(lowered(leaf.criterion.says or "") for leaf in leaves))
            label = label_of(path, self.outlook.vocabulary)
            if not shown.rows:
                say = f"Wait {shown.days} days: {says}."
            elif shown.days:
                say = f"Continue and document {label}: {shown.days} more days, if symptoms persist ({says})."
            elif changed:
                say = f"Obtain, if there is reason to: {label} ({says})."
            else:
                say = f"Document, if it is so: {label} ({says})."
            return self._step(leaves, path, effort, say, says, changes, shown.days, changed=changed)
        return None

    def _showings(self, leaves: list[Finding], wanted: Wanted, *, changed: bool) -> Iterator[Shown]:
        """Rows that would meet one of the tests, those that take longest first (they meet the others too), then all."""
        found: list[Shown] = []
        for leaf in leaves:
            show, changes = SHOWINGS.get(leaf.criterion.computed or "", (None, False))
            shown = show(self._place(leaf), leaf.criterion.arguments, leaf.criterion.tests) if show and wanted[
                leaf.key] and (changes or not changed) else None
            if shown is None:
                return
            found.append(shown)
        yield from sorted(found, key=lambda shown: (-shown.days, -len(shown.rows)))
        if len(found) > 1:
            yield Shown(tuple(row for shown in found for row in shown.rows), max(shown.days for shown in found))

    # -- both ---------------------------------------------------------------------------------------------------

    def _place(self, leaf: Finding, record: Record | None = None) -> Place:
        line, _ = self.outlook.readers[leaf.key][0]
        record = record or self.record
        return Place(record, self.outlook.determination.by_id[line].line, leaf.level)

    def _comes_out(self, changes: tuple[Change, ...], wanted: Wanted, days: int) -> bool:
        """Whether the tests come out as wanted once the changes are there."""
        on = self.record.on + timedelta(days=days)
        record = replace(self.record, case=carried_out(self.record.case, changes, on), on=on)
        for key, met in wanted.items():
            leaf = self.outlook.leaves[key]
            _, truth = read_leaf(leaf.criterion, self._place(leaf, record))
            if truth is not (Truth.MET if met else Truth.NOT_MET):
                return False
        return True

    def _step(  # noqa: PLR0913 - what a step holds
        self, leaves: list[Finding], path: str, effort: Effort, say: str, value: str, changes: tuple[Change, ...],
        days: int, *, changed: bool,
    ) -> Step:
        kind = "obtain" if changed or effort in {Effort.TEST, Effort.WEEKS} else "document"
        cite = "; ".join(dict.fromkeys(leaf.criterion.cite or "" for leaf in leaves))
        criteria = tuple(leaf.criterion.id or "" for leaf in leaves)
        on = self.record.on + timedelta(days=days)
        return Step(kind, say, effort, path, value, on, cite, changes, days, criteria)


def _strict(tests: list[dict[str, Value]], fact: Fact) -> Iterator[Value]:
    """The numbers just past strict limits: by one, or by a tenth where the range is narrow."""
    if fact.kind is not Kind.NUMBER or fact.range is None:
        return
    narrow = fact.range[1] - fact.range[0] <= NARROW_RANGE
    for test in tests:
        for name, limit in test.items():
            if name in {"more_than", "less_than"} and isinstance(limit, int | float):
                past = limit + 0.1 if narrow else floor(limit) + 1
                short = limit - 0.1 if narrow else ceil(limit) - 1
                yield round(past if name == "more_than" else short, 1)


def _preferred(tests: list[dict[str, Value]], values: Mapping[Value, float]) -> list[Value]:
    """Answers in the order in which they are tried: the limits themselves first."""
    limits: list[Value] = [word for test in tests for limit in test.values()
                           for word in (limit if isinstance(limit, tuple) else (limit,))]
    return sorted(values, key=lambda value: limits.index(value) if value in limits else len(limits))


def _told(leaves: list[Finding], wanted: Wanted, value: Value) -> str:
    """What the record would have to show, in the words of the tests."""
    turned = any(not wanted[leaf.key] for leaf in leaves)
    if turned:
        return "yes" if value is True else "no" if value is False else str(value).replace("_", " ")
    return " and ".join(dict.fromkeys(_sought(leaf.criterion) for leaf in leaves))


def _sought(criterion: Criterion) -> str:
    if criterion.computed:
        return lowered(criterion.says or favourable(criterion))
    return favourable(criterion)


def favourable(criterion: Criterion) -> str:
    """The value that just meets a leaf's test, in words."""
    told = [limit_in_words(name, value) for name, value in criterion.tests.items()]
    return " and ".join(text.removesuffix(" true") for text in told)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

