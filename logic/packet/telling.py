"""A fact of the record as a sentence: where it stands, what it says, how well the record shows it. Nothing is added."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from logic.case import COUNTING, Document, Entry, Provenance, Row, Status
from logic.finding import Finding
from logic.measures import MEASURES
from logic.packet.document import Run, plain
from logic.packet.filling import filled
from logic.packet.places import Places
from logic.packet.texts import CommonTexts, Statements
from logic.reading import Used, shown, word
from logic.vocabulary import ROW_KINDS, Fact, Vocabulary
from logic.wording import fact_at, label_of, place_of

MOST_WORDS = 400
"""Characters of one text of the record that are repeated."""
_ISO = re.compile(r"\b([0-9]{4})-([0-9]{2})-([0-9]{2})\b")
_NOT_MENTIONED = " (not mentioned in a report marked complete)"
_MARKER = "report_complete"


class How(StrEnum):
    """How well the record shows a fact: the names of the sentences for it."""

    DOCUMENTED = "documented"
    DOCUMENTED_WORDS = "documented_words"
    SURGEON_ONLY = "surgeon_only"
    IMPLIED = "implied"
    ASSUMED = "assumed"
    NOT_MENTIONED = "not_mentioned"
    REQUESTED = "requested"


SOFT = {How.SURGEON_ONLY, How.IMPLIED, How.ASSUMED}
"""What no document states as it would have to."""


@dataclass(frozen=True)
class Told:
    """One fact of the record, ready to be put into a sentence, and the paths that it rests on."""

    how: How
    fact: str
    document: str
    facts: tuple[str, ...]
    words: str = ""
    reason: str = ""
    day: date | None = None
    source: str | None = None
    derived: bool = False
    """Read from the silence of a report that is marked as complete."""

    @property
    def soft(self) -> bool:
        """Whether no document states it as it would have to."""
        return self.how in SOFT

    @property
    def undated(self) -> bool:
        """Whether it rests on a document without a date, or on none."""
        return self.how is not How.REQUESTED and self.day is None

    def run(self, statements: Statements) -> Run:
        """The sentence about it, in an office's own form."""
        form: str = getattr(statements, self.how)
        return Run(filled(form, document=self.document, fact=self.fact, words=self.words, reason=self.reason),
                   self.facts)


@dataclass(frozen=True)
class Teller:
    """Tells the facts of one case in the words of one office."""

    places: Places
    vocabulary: Vocabulary
    texts: CommonTexts

    def day(self, day: date) -> str:
        """A day in the reader's format."""
        month = self.texts.months[day.month - 1]
        return filled(self.texts.date, day=str(day.day), day2=f"{day.day:02}", month=month, month_short=month[:3],
                      month_number=str(day.month), month_number2=f"{day.month:02}", year=str(day.year))

    def days_in(self, text: str) -> str:
        """A text of the program with its days in the reader's format."""

        def told(match: re.Match[str]) -> str:
            try:
                return self.day(date.fromisoformat(match.group()))
            except ValueError:
                return match.group()

        return _ISO.sub(told, text)

    def document(self, source: str | None, page: str | None = None) -> str:
        """A document of the record in words: kind, date, author, page."""
        found = self.places.case.documents.get(source or "")
        if found is None:
            return self.texts.documents.none
        told = self.document_told(found)
        return filled(self.texts.documents.page, document=told, page=plain(page, 40)) if page else told

    def document_told(self, document: Document) -> str:
        """A declared document in words."""
        names = self.texts.documents
        kind = _capital(self.vocabulary.document_kinds.get(document.kind, document.kind))
        told = filled(names.dated, kind=kind, date=self.day(document.date)) if document.date else filled(
            names.undated, kind=kind)
        if document.addendum_to:
            told = filled(names.addendum, document=told)
        return filled(names.by, document=told, author=_author(document)) if document.author else told

    # -- facts ----------------------------------------------------------------------------------------------------

    def told_of(self, leaves: Iterable[Finding]) -> tuple[Told, ...]:
        """Every fact that some tests read and that has a value, each once."""
        together: dict[tuple[int, bool], list[Used]] = {}
        for leaf in leaves:
            for used in leaf.reading.used if leaf.reading else ():
                if used.status in COUNTING:
                    derived = used.path.endswith(_MARKER) and leaf.criterion.fact != _MARKER
                    key = (id(used.held if used.held is not None else used), derived)
                    same = together.setdefault(key, [])
                    if used not in same:
                        same.append(used)
        found = sorted((self._told(same, derived=derived) for (_, derived), same in together.items()),
                       key=lambda told: told.derived)
        return self._requested_together(tuple({(told.facts, told.fact): told for told in found}.values()))

    @staticmethod
    def _requested_together(tolds: tuple[Told, ...]) -> tuple[Told, ...]:
        """What the request itself says as one sentence."""
        asked = [told for told in tolds if told.how is How.REQUESTED]
        if len(asked) < 2:  # noqa: PLR2004 - nothing to bring together
            return tolds
        one = replace(asked[0], fact="; ".join(dict.fromkeys(told.fact for told in asked)),
                      facts=tuple(dict.fromkeys(path for told in asked for path in told.facts)))
        return (*(told for told in tolds if told.how is not How.REQUESTED), one)

    def _told(self, together: list[Used], *, derived: bool) -> Told:
        used = together[0]
        held = used.held
        facts = tuple(dict.fromkeys(path for one in together for path in self.places.of(one)))
        document = self.places.case.documents.get(used.source or "")
        how = self._how(used, derived=derived)
        if derived:
            fact = self._derived(together, how)
        elif isinstance(held, Row):
            fact = self.row(used.path.split(".")[0], held)
        else:
            fact = self._entry(together)
        where = self.texts.documents.request if how is How.REQUESTED else self.document(
            used.source, held.page if held else None)
        return Told(
            how, fact, where, facts,
            words=plain(held.words or "", MOST_WORDS) if held else "", reason=_ground(held, used),
            day=document.date if document else None, source=used.source if document else None, derived=derived,
        )

    @staticmethod
    def _how(used: Used, *, derived: bool) -> How:
        if used.status is Status.ASSUMED:
            return How.ASSUMED
        if used.status is Status.IMPLIED:
            surgeon = used.held is not None and used.held.status is Status.DOCUMENTED
            return How.SURGEON_ONLY if surgeon else How.IMPLIED
        if used.held is None:
            return How.DOCUMENTED if used.path.startswith("documents.") else How.REQUESTED
        if derived:
            return How.NOT_MENTIONED
        return How.DOCUMENTED_WORDS if used.held.words else How.DOCUMENTED

    @staticmethod
    def _derived(together: list[Used], how: How) -> str:
        """All that one report, marked as complete, does not mention at its level."""
        told = "; ".join(dict.fromkeys(used.value.removesuffix(_NOT_MENTIONED) for used in together))
        return f"{told}{'' if how is How.NOT_MENTIONED else _NOT_MENTIONED}, {place_of(together[0].path)}"

    def _entry(self, together: list[Used]) -> str:
        """A single fact: label, place and value; both sides at once where one answer was given for both."""
        used = together[0]
        if used.held is None and used.path == "requested":
            return used.value
        counted = used.held is None and used.path in MEASURES
        label = MEASURES[used.path].label if counted else label_of(used.path, self.vocabulary)
        if len(together) > 1:
            label = label_of(used.path.rsplit(".", 1)[0], self.vocabulary) + ", both sides"
        if used.held is None and used.path.startswith("documents."):
            return self.days_in(used.value)
        fact = fact_at(used.path, self.vocabulary)
        value = used.held.value if isinstance(used.held, Entry) else None
        told = self.days_in(used.value) if value is None else self.value(value, fact.unit if fact else None)
        return f"{label}: {plain(told, MOST_WORDS)}"

    def value(self, value: object, unit: str | None) -> str:
        """An answer as people read it."""
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, tuple):
            return ", ".join(self.word(item) for item in value) or self.texts.documents.nothing
        if isinstance(value, str):
            return self.word(value)
        one = value == 1 and not isinstance(value, bool)
        return shown(value, unit.removesuffix("s") if unit and one else unit)

    def word(self, option: str) -> str:
        """An option or grade in the office's word for it, else in the program's."""
        return self.texts.words.get(option) or word(option)

    def row(self, kind: str, row: Row) -> str:
        """A course, symptom, examination, operation or curve with everything that is recorded of it."""
        parts = [self._of_row(fact, row, first=n == 0) for n, fact in enumerate(self._facts_of[kind])
                 if fact.id in row.values]
        return "; ".join(parts) or label_of(kind, self.vocabulary)

    def _of_row(self, fact: Fact, row: Row, *, first: bool) -> str:
        value = row.values[fact.id]
        told = plain(self.value(value, fact.unit), MOST_WORDS)
        return told if first else f"{fact.label}: {told}"

    @cached_property
    def _facts_of(self) -> dict[str, list[Fact]]:
        """The facts of each kind of row, in the order of the vocabulary."""
        return {kind: list(self.vocabulary.belonging_to(belongs).values()) for belongs, kind in ROW_KINDS.items()}

    def planned(self, stage: int) -> Iterator[Told]:
        """What is recorded of the plan of an operation."""
        for key, entries in self.places.case.stages[stage - 1].plan.items():
            for entry in entries:
                if entry.status in COUNTING and entry.value is not None and fact_at(key, self.vocabulary):
                    yield self.recorded(f"stage{stage}.{key}", entry)

    def recorded(self, path: str, held: Entry | Row) -> Told:
        """An answer with its value, or a row, as it stands in the case: whether or not a criterion reads it."""
        fact = fact_at(path, self.vocabulary)
        value = shown(held.value, fact.unit if fact else None) if isinstance(held, Entry) else ""
        return self._told([Used(path, value, held.status, held.source, held=held)], derived=False)


def _ground(held: Provenance | None, used: Used) -> str:
    """Why an implied fact is implied, without the full stop that the sentence has."""
    reason = (held.reason or held.remark if held else None) or used.remark or ""
    return plain(reason, MOST_WORDS).strip().rstrip(".")


def _author(document: Document) -> str:
    author = (document.author or "").replace("_", " ")
    return author if author in {"other", ""} else f"the {author}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
