"""What changed between two versions of a case: request, lines, documents, facts, rows, and the outcomes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import TypeVar

from logic.case import (
    SHOWN_AS, Case, Diagnosis, Document, Entry, Line, Outcome, Provenance, Row, Stage, Status, requested_lines,
)
from logic.determination import LineResult
from logic.levels import UNNAMED, levels_told
from logic.loading import Library
from logic.reading import shown
from logic.review import Decision, decide
from logic.vocabulary import ROW_KINDS, Frozen, Vocabulary
from logic.wording import ROW_FACTS, fact_at, label_of


T = TypeVar("T")


class How(StrEnum):
    """What happened to something."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was; the words before and now (empty where it was not, or is no longer)."""

    how: How
    what: str
    before: str
    now: str

    @property
    def text(self) -> str:
        """In one sentence."""
        if self.how is How.CHANGED:
            return f"{self.what}: {self.before} -> {self.now}"
        return f"{self.how} {self.what}: {self.now or self.before}"


@dataclass(frozen=True)
class Moved:
    """A line with its outcome before and now; None where it was not requested."""

    line: str
    label: str
    before: str | None
    now: str | None

    @property
    def alike(self) -> bool:
        """Whether it stands as it did."""
        return self.before == self.now

    @property
    def text(self) -> str:
        """In one sentence."""
        return f"{self.line} {self.label}: {self.before or 'not requested'} -> {self.now or 'no longer requested'}"


@dataclass(frozen=True)
class WhatChanged:
    """Everything that is not as it was, by what it belongs to."""

    old: Decision
    new: Decision
    outcomes: tuple[Moved, ...]
    """Every line of either request."""
    changes: Mapping[str, tuple[Change, ...]]
    """The changes by heading; headings without a change are left out."""


def what_changed(old: Case, new: Case, library: Library, set_id: str) -> WhatChanged:
    """The two cases compared, each decided under the set on its own day. Raises as `decide` does."""
    before, now = decide(old, library, set_id), decide(new, library, set_id)
    teller = _Teller(library.vocabulary)
    found = {
        "Request": teller.request(old, new), "Lines": teller.compared(_lines(old), _lines(new), _line),
        "Diagnoses": teller.compared(_diagnoses(old), _diagnoses(new), lambda one: one.role),
        "Documents": teller.compared(old.documents, new.documents, teller.document),
        "Facts": teller.facts(old, new), "Treatments, symptoms and other rows": teller.rows(old, new),
    }
    changes = {heading: told for heading, changes in found.items() if (told := tuple(changes))}
    return WhatChanged(before, now, tuple(_moved(before, now)), changes)


# -- outcomes ---------------------------------------------------------------------------------------------------------

def _moved(before: Decision, now: Decision) -> Iterator[Moved]:
    old = {line.result.line.id: line for line in before.lines}
    new = {line.result.line.id: line for line in now.lines}
    for name in {**new, **old}:
        label = (new.get(name) or old[name]).label
        yield Moved(name, label, _outcome(old[name].result) if name in old else None,
                    _outcome(new[name].result) if name in new else None)


def _outcome(result: LineResult) -> str:
    """The outcome of a line; level by level where the levels differ."""
    outcomes: dict[str, Outcome] = {level.level: level.outcome for level in result.levels if level.level != UNNAMED}
    if len(set(outcomes.values())) < 2:  # noqa: PLR2004 - two outcomes are a difference
        return SHOWN_AS[result.outcome]
    return ", ".join(f"{level} {SHOWN_AS[outcome]}" for level, outcome in outcomes.items())


# -- the request ------------------------------------------------------------------------------------------------------

def _lines(case: Case) -> dict[str, Line]:
    return {line.id: line.line for line in requested_lines(case)}


def _line(line: Line) -> str:
    parts = [levels_told(line.levels) or "no level named", line.side or "", f"{line.units} units" if line.units else "",
             f"{line.days} days" if line.days is not None else "", "if used" if line.if_used else "",
             "primary certified earlier" if line.certified_earlier else ""]
    return ", ".join(part for part in parts if part)


def _diagnoses(case: Case) -> dict[str, Diagnosis]:
    return {diagnosis.code: diagnosis for diagnosis in case.diagnoses}


@dataclass(frozen=True)
class _Teller:
    """Tells changes in the words of the vocabulary."""

    vocabulary: Vocabulary

    def compared(self, old: Mapping[str, T], new: Mapping[str, T], tell: Callable[[T], str]) -> Iterator[Change]:
        """What was added, changed or removed under its name."""
        for name in {**old, **new}:
            if name not in old:
                yield Change(How.ADDED, name, "", tell(new[name]))
            elif name not in new:
                yield Change(How.REMOVED, name, tell(old[name]), "")
            elif old[name] != new[name]:
                yield Change(How.CHANGED, name, tell(old[name]), tell(new[name]))

    def request(self, old: Case, new: Case) -> Iterator[Change]:
        """Fields of the request and of its operations."""
        yield from self._fields("", old.request, new.request, frozenset())
        rest = frozenset({"plan", "lines"})
        several = max(len(old.stages), len(new.stages)) > 1
        for number, (before, now) in enumerate(zip_longest(old.stages, new.stages, fillvalue=Stage()), start=1):
            where = f"stage {number}: " if several else ""
            yield from self._fields(where, before, now, rest)
        if len(old.stages) != len(new.stages):
            yield Change(How.CHANGED, "number of operations", str(len(old.stages)), str(len(new.stages)))
        yield from self._fields("care: ", old.care, new.care, frozenset())

    @staticmethod
    def _fields(where: str, old: Frozen, new: Frozen, rest: frozenset[str]) -> Iterator[Change]:
        for name in type(old).model_fields:
            before, now = getattr(old, name), getattr(new, name)
            if name not in rest and before != now:
                yield Change(How.CHANGED, f"{where}{name.replace('_', ' ')}", _value(before), _value(now))

    def document(self, document: Document) -> str:
        """A document by its kind, author and date."""
        kind = self.vocabulary.document_kinds.get(document.kind, document.kind)
        author = f" by {document.author.replace('_', ' ')}" if document.author else ""
        amends = f", addendum to {document.addendum_to}" if document.addendum_to else ""
        return f"{kind}{author}, {document.date.isoformat() if document.date else 'undated'}{amends}"

    # -- facts ------------------------------------------------------------------------------------------------------

    def facts(self, old: Case, new: Case) -> Iterator[Change]:
        """Answers that were added, removed, or are other ones now; a better source is a change too."""
        before, now = _facts(old), _facts(new)
        for path in {**before, **now}:
            if before.get(path) != now.get(path):
                how = How.ADDED if path not in before else How.REMOVED if path not in now else How.CHANGED
                yield Change(how, label_of(path, self.vocabulary), self.entries(path, before.get(path, ()), old),
                             self.entries(path, now.get(path, ()), new))

    def entries(self, path: str, entries: tuple[Entry, ...], case: Case) -> str:
        """The answers to a fact with their status and source."""
        fact = fact_at(path, self.vocabulary)
        return "; ".join(f"{_value(entry.value, fact.unit if fact else None)}{self.origin(entry, case)}"
                         if entry.value is not None else f"{_status(entry)}{self.source(entry, case, ' (', ')')}"
                         for entry in entries)

    def origin(self, told: Provenance, case: Case) -> str:
        """Status, document with its date, page and reason, in brackets; empty where none is stated."""
        parts = [_status(told) if told.status is not Status.DOCUMENTED else "", self.source(told, case),
                 f'"{told.words}"' if told.words else "", told.reason or "", told.remark or ""]
        said = "; ".join(part for part in parts if part)
        return f" ({said})" if said else ""

    def source(self, told: Provenance, case: Case, before: str = "", after: str = "") -> str:
        """The document that shows something, with its date and the page."""
        if told.source is None:
            return ""
        document = case.documents.get(told.source)
        named = self.document(document) if document else told.source
        return f"{before}{named}{f', page {told.page}' if told.page else ''}{after}"

    # -- rows -------------------------------------------------------------------------------------------------------

    def rows(self, old: Case, new: Case) -> Iterator[Change]:
        """Rows that came or went; one that came for one of the same sort that went is a changed one."""
        for kind in ROW_KINDS.values():
            gone, come = _unlike(old.rows.get(kind, ()), new.rows.get(kind, ()))
            for before in gone:
                sort = self.sort(kind, before)
                same = [now for now in come if self.sort(kind, now) == sort]
                if len(same) == 1 and sum(self.sort(kind, other) == sort for other in gone) == 1:
                    come.remove(same[0])
                    yield Change(How.CHANGED, sort, self.row(before, old, same[0]), self.row(same[0], new, before))
                else:
                    yield Change(How.REMOVED, sort, self.row(before, old), "")
            yield from (Change(How.ADDED, self.sort(kind, now), "", self.row(now, new)) for now in come)
            marked = [kind in case.rows and not case.rows[kind] for case in (old, new)]
            if marked[0] != marked[1]:
                yield Change(How.CHANGED, kind, *("marked none" if none else "not marked none" for none in marked))

    def sort(self, kind: str, row: Row) -> str:
        """What a row is about: the treatment, symptom, test or operation."""
        main = row.values.get(ROW_FACTS[kind])
        return f"{kind.removesuffix('s')} {_value(main)}" if isinstance(main, str) else kind.removesuffix("s")

    def row(self, row: Row, case: Case, beside: Row | None = None) -> str:
        """A row in words, with where it comes from; beside another one only what differs."""
        facts, other = self.vocabulary.facts, beside.values if beside else {}
        told = [f"{facts[name].label} {_value(value, facts[name].unit)}" for name, value in row.values.items()
                if not beside or other.get(name) != value]
        told += [f"{facts[name].label} not stated" for name in other if name not in row.values]
        moved = beside is None or row.model_copy(update={"values": other}) != beside
        return f"{', '.join(told) or 'the same'}{self.origin(row, case) if moved else ''}"


def _unlike(old: Sequence[Row], new: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows that are in one of the lists alone; a row that stands twice counts twice."""
    gone, come = [], list(new)
    for row in old:
        if row in come:
            come.remove(row)
        else:
            gone.append(row)
    return gone, come


def _facts(case: Case) -> dict[str, tuple[Entry, ...]]:
    """Every answered fact by its path."""
    found = dict(case.patient)
    for level, facts in case.levels.items():
        found |= {f"{level}.{name}": entries for name, entries in facts.items()}
    for number, stage in enumerate(case.stages, start=1):
        found |= {f"stage{number}.{name}": entries for name, entries in stage.plan.items()}
    return {path: entries for path, entries in found.items() if entries}


def _status(told: Provenance) -> str:
    return {Status.NOT_IN_CHART: "not in the chart", Status.UNANSWERED: "not answered"}.get(
        told.status, told.status.value)


def _value(value: object, unit: str | None = None) -> str:
    """A value with all its digits; nothing where there is none."""
    if value is None:
        return "nothing"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value}{f' {unit}' if unit else ''}"
    return shown(value)
