"""The record as the engine reads it: governing answers, rows, and the request, under one day and one mode."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from logic.case import (
    COUNTING, SIDE_NOT_STATED, Case, Document, Entry, RequestedLine, Row, Stage, Status, requested_lines,
)
from logic.catalogue import Catalogue, CatalogueEntry
from logic.levels import UNNAMED, regions_of
from logic.reading import Reading, Used, joined, shown
from logic.vocabulary import Belongs, Fact, Vocabulary

FILMS = ("mri_report", "ct_report", "ct_myelogram_report", "xray_report", "flexion_extension_report",
         "scoliosis_films_report")
NAME_THE_LEVELS = "levels"
REQUEST_FIELDS = {"request_kind": "kind", "urgency": "urgency", "decided_by": "decided_by", "state": "state"}
STAGE_FIELDS = {"stage_approach": "approach", "stage_setting": "setting", "inpatient_days": "inpatient_days"}
"""Facts that are fields of the request and of a stage, with the names of the fields."""


@dataclass(frozen=True)
class Record:
    """A case seen on a day. `strict` counts only facts with a dated document; `hidden` paths read as open."""

    case: Case
    vocabulary: Vocabulary
    catalogue: Catalogue
    on: date
    strict: bool = False
    hidden: frozenset[str] = field(default=frozenset())

    @cached_property
    def lines(self) -> tuple[RequestedLine, ...]:
        """Every line of the request."""
        return requested_lines(self.case)

    def entry_of(self, line: RequestedLine) -> CatalogueEntry | None:
        """What the catalogue says of a line's code."""
        return self.catalogue.entries.get(line.code)

    def counting_day(self, counted_from: str) -> date:
        """The day from which a window counts back: the request, or the surgery (if planned; else the request)."""
        return (self.case.request.surgery_day or self.on) if counted_from == "surgery" else self.on

    def document_of(self, source: str | None) -> Document | None:
        """The declared document an answer refers to."""
        return self.case.documents.get(source) if source else None

    # -- single facts -------------------------------------------------------------------------------------------

    def read(self, name: str, level: str, stage: int, sides: tuple[str, ...]) -> Reading:
        """What the record says of a fact at a level, in a stage or of the patient.

        `sides` are the sides that count for a sided fact; several sides stand side by side.
        """
        asked = (name, level, stage, sides)
        if asked not in self._read:
            self._read[asked] = self._reading(name, level, stage, sides)
        return self._read[asked]

    @cached_property
    def _read(self) -> dict[tuple[str, str, int, tuple[str, ...]], Reading]:
        """What was read already: many criteria read the same fact."""
        return {}

    def _reading(self, name: str, level: str, stage: int, sides: tuple[str, ...]) -> Reading:
        fact = self.vocabulary.facts[name]
        if fact.belongs is Belongs.REQUEST:
            return self._from_request(fact, getattr(self.case.request, REQUEST_FIELDS[name], None))
        if fact.belongs is Belongs.STAGE and name in STAGE_FIELDS:
            return self._from_request(fact, getattr(self._stage(stage), STAGE_FIELDS[name], None))
        if fact.belongs is Belongs.LEVEL and level == UNNAMED:
            return Reading(NAME_THE_LEVELS, open=True, from_request=True, open_paths=(NAME_THE_LEVELS,))
        prefix = {Belongs.LEVEL: f"{level}.", Belongs.STAGE: f"stage{stage}."}.get(fact.belongs, "")
        if not fact.sided:
            return self._one(fact, prefix + name, name, level, stage)
        readings = tuple(self._one(fact, f"{prefix}{name}.{side}", f"{name}.{side}", level, stage) for side in sides)
        if len(sides) > 1 and self.entries_at(f"{name}.{SIDE_NOT_STATED}", fact.belongs, level, stage):
            # A finding whose side no one states counts where either side would do.
            either = self._one(fact, f"{prefix}{name}.{SIDE_NOT_STATED}", f"{name}.{SIDE_NOT_STATED}", level, stage)
            readings = (*readings, either)
        return joined(f"{prefix}{name}" if len(sides) > 1 else f"{prefix}{name}.{sides[0]}", readings)

    def _from_request(self, fact: Fact, value: object) -> Reading:
        if value in (None, (), "unknown"):
            return Reading(fact.id, open=True, from_request=True, open_paths=(fact.id,))
        used = Used(fact.id, shown(value), Status.DOCUMENTED)
        return Reading(fact.id, values=(value,), used=(used,))  # type: ignore[arg-type]

    def _stage(self, number: int) -> Stage:
        return self.case.stages[number - 1]

    def entries_at(self, key: str, belongs: Belongs, level: str, stage: int) -> tuple[Entry, ...]:
        """All answers to a fact at a place, as entered."""
        if belongs is Belongs.PATIENT:
            return self.case.patient.get(key, ())
        if belongs is Belongs.STAGE:
            return self._stage(stage).plan.get(key, ())
        return self.case.levels.get(level, {}).get(key, ())

    def _one(self, fact: Fact, path: str, key: str, level: str, stage: int) -> Reading:
        scale = self.vocabulary.grades(fact)
        if path in self.hidden:
            return Reading(path, open=True, scale=scale, open_paths=(path,))
        entries = self.entries_at(key, fact.belongs, level, stage)
        governing = self.governing(fact, entries)
        if governing:
            return Reading(
                path, values=tuple(entry.value for entry, _ in governing if entry.value is not None), scale=scale,
                used=tuple(self._used(fact, path, entry, status) for entry, status in governing),
                open_paths=(path,) if self._any_ungraded(governing, scale) else (),
            )
        closed = self._closed_by_complete_report(fact, path, level, scale)
        if closed:
            return closed
        looked = any(entry.status is Status.NOT_IN_CHART for entry in entries)
        used = (Used(path, "not in the chart", Status.NOT_IN_CHART),) if looked else ()
        return Reading(path, open=True, scale=scale, used=used, open_paths=(path,))

    @staticmethod
    def _any_ungraded(governing: list[tuple[Entry, Status]], scale: tuple[str, ...]) -> bool:
        return bool(scale) and any(entry.value not in scale for entry, _ in governing)

    def _closed_by_complete_report(self, fact: Fact, path: str, level: str, scale: tuple[str, ...]) -> Reading | None:
        if fact.belongs is not Belongs.LEVEL or fact.when_report_complete is None:
            return None
        complete = self.vocabulary.facts["report_complete"]
        marker = f"{level}.report_complete"
        if marker in self.hidden:
            return None
        marked = self.governing(complete, self.case.levels.get(level, {}).get("report_complete", ()))
        if not marked or marked[0][0].value is not True:
            return None
        value = fact.when_report_complete
        told = f"{fact.label}: {shown(value)} (not mentioned in a report marked complete)"
        used = Used(marker, told, marked[0][1], marked[0][0].source, held=marked[0][0])
        return Reading(path, values=(value,), scale=scale, used=(used,))

    def _used(self, fact: Fact, path: str, entry: Entry, status: Status) -> Used:
        remark = entry.words or entry.reason or entry.remark
        return Used(path, shown(entry.value, fact.unit), status, entry.source, remark, entry)

    def governing(self, fact: Fact, entries: Iterable[Entry]) -> list[tuple[Entry, Status]]:
        """The answers that count, each with its status.

        The radiologist's report governs over what only the surgeon states (that is implied). Among reports of one
        kind the latest up to the request governs, an addendum with its report; kinds stand side by side.
        """
        counting = [(e, self._status(fact, e)) for e in entries if e.status in COUNTING and self._counts(e)]
        if fact.who == "radiology" and any(self._author(e) == "radiologist" for e, _ in counting):
            counting = [(e, s) for e, s in counting if self._author(e) not in {"surgeon", "other"}]
        groups: dict[str, list[tuple[Entry, Status]]] = {}
        for entry, status in counting:
            document = self.document_of(entry.source)
            groups.setdefault(document.kind if document and document.kind in FILMS else "other", []).append(
                (entry, status))
        return [chosen for group in groups.values() for chosen in self._latest(group)]

    def _latest(self, group: list[tuple[Entry, Status]]) -> list[tuple[Entry, Status]]:
        days = [self._day(entry) for entry, _ in group]
        dated = [day for day in days if day]
        if not dated:
            return group
        return [item for item, day in zip(group, days, strict=True) if day == max(dated)]

    def _day(self, entry: Entry) -> date | None:
        document = self.document_of(entry.source)
        return document.date if document else None

    def _author(self, entry: Entry) -> str | None:
        document = self.document_of(entry.source)
        return document.author if document else None

    def _counts(self, entry: Entry | Row) -> bool:
        document = self.document_of(entry.source)
        if document and document.date and document.date > self.on:
            return False
        if not self.strict:
            return True
        return entry.status is Status.DOCUMENTED and bool(document and document.date)

    def _status(self, fact: Fact, entry: Entry) -> Status:
        surgeon_only = fact.who == "radiology" and self._author(entry) == "surgeon"
        return Status.IMPLIED if surgeon_only and entry.status is Status.DOCUMENTED else entry.status

    # -- rows ---------------------------------------------------------------------------------------------------

    def rows(self, kind: str, path: str | None = None) -> "Rows":
        """The counting rows of a kind; open when none were recorded and "none" was not marked."""
        given = self.case.rows.get(kind)
        if given is None or (path or kind) in self.hidden:
            return Rows((), open=True, path=path or kind)
        counting = tuple(row for row in given if row.status in COUNTING and self._counts(row))
        searched = any(row.status is Status.NOT_IN_CHART for row in given)
        return Rows(counting, open=not counting and bool(given), path=path or kind, searched=searched)

    # -- the request --------------------------------------------------------------------------------------------

    def regions_of_line(self, line: RequestedLine) -> tuple[str, ...]:
        """The regions in which a line operates; empty when neither its levels nor its code tell."""
        named = tuple(dict.fromkeys(region for level in line.line.levels for region in regions_of(level)))
        if named:
            return named
        entry = self.entry_of(line)
        own = {"lumbosacral": "lumbar", "any": ""}.get(entry.region, entry.region) if entry else ""
        return (own,) if own else ()

    def levels_of_stage(self, stage: int) -> tuple[str, ...]:
        """The levels that the lines of a stage name; the unnamed level when none does."""
        named = dict.fromkeys(lv for line in self.lines if line.stage == stage for lv in line.line.levels)
        return tuple(named) or (UNNAMED,)


@dataclass(frozen=True)
class Rows:
    """The rows of one kind and whether others may exist."""

    rows: tuple[Row, ...]
    open: bool
    path: str
    searched: bool = False
    """Somebody looked for such rows and did not find them in the chart."""

    @property
    def looked_for(self) -> tuple[Used, ...]:
        """That somebody looked, for the reading of an open kind."""
        return (Used(self.path, "not in the chart", Status.NOT_IN_CHART),) if self.searched and self.open else ()

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def row_day(row: Row, name: str) -> date | None:
    """A day that a row states, or None."""
    value = row.values.get(name)
    return value if isinstance(value, date) else None
