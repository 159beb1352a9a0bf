"""A case as a reviewer gets it: the request and the record in plain words, without anything that was decided.

Left out besides outcomes is all that the author of the case says of it: its story, what it expects, notes on documents,
and the grounds and remarks beside answers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from logic.case import COUNTING, Case, Entry, Line, Row, Stage, Status, requested_lines
from logic.catalogue import Catalogue
from logic.levels import LEVELS
from logic.packet.document import plain
from logic.packet.places import Places
from logic.packet.telling import Teller
from logic.packet.texts import CommonTexts
from logic.reading import word
from logic.vocabulary import Vocabulary
from logic.wording import label_of, place_of

LONGEST = 400
_ROWS = {
    "symptoms": "Symptoms", "exams": "Examination", "emgs": "Electrodiagnosis", "treatments": "Conservative care",
    "injections": "Injections", "surgeries": "Earlier operations", "curves": "Measured curves",
}


@dataclass(frozen=True)
class AskedLine:
    """A requested line as the form of the request shows it."""

    id: str
    stage: int
    code: str
    label: str
    levels: tuple[str, ...]
    marks: tuple[str, ...]
    """Side, units, days, "if used", "certified earlier"."""


@dataclass(frozen=True)
class Item:
    """One thing that the record says, or that somebody looked for in vain."""

    says: str
    status: Status = Status.DOCUMENTED
    words: str = ""
    """The document's own words."""
    document: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the record under its title."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Presented:
    """A whole case without outcomes."""

    lines: tuple[AskedLine, ...]
    request: tuple[str, ...]
    """The request as a whole and each of its operations, a sentence each."""
    record: tuple[Part, ...]


def presented(case: Case, vocabulary: Vocabulary, catalogue: Catalogue, texts: CommonTexts) -> Presented:
    """What a reviewer sees of a case before deciding it. Nothing in it depends on a policy."""
    showing = _Showing(case, Teller(Places(case), vocabulary, texts))
    lines = tuple(_asked(line.id, line.stage, line.line, catalogue) for line in requested_lines(case))
    return Presented(lines, tuple(showing.request()), tuple(part for part in showing.record() if part.items))


def _asked(name: str, stage: int, line: Line, catalogue: Catalogue) -> AskedLine:
    marks = [line.side or "", _counted(line.units, "unit"), _counted(line.days, "day"),
             "if used" if line.if_used else "", "certified earlier" if line.certified_earlier else ""]
    return AskedLine(name, stage, line.code, catalogue.label(line.code), line.levels, tuple(filter(None, marks)))


def _counted(number: int | None, of: str) -> str:
    return "" if number is None else f"{number} {of}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class _Showing:
    case: Case
    teller: Teller

    # -- the request --------------------------------------------------------------------------------------------

    def request(self) -> Iterator[str]:
        request, day = self.case.request, self.teller.day
        yield f"{word(request.kind).capitalize()}, {word(request.urgency)}."
        days = [f"Request of {day(request.day)}" if request.day else "The day of the request is not stated",
                f"surgery planned for {day(request.surgery_day)}" if request.surgery_day else "surgery day not stated"]
        yield f"{'; '.join(days)}."
        if request.decided_by != "unknown" or request.state:
            told = [f"Decided by the {word(request.decided_by)}" if request.decided_by != "unknown" else "",
                    f"State: {request.state}" if request.state else ""]
            yield f"{'. '.join(filter(None, told))}."
        if request.denial_day or request.denial_reason:
            when = f" of {day(request.denial_day)}" if request.denial_day else ""
            yield f"After a denial{when}: {plain(request.denial_reason or 'reason not stated', LONGEST)}."
        codes = ", ".join(f"{one.code} ({one.role})" for one in self.case.diagnoses)
        yield f"Diagnosis codes: {codes or 'none given'}."
        for number, stage in enumerate(self.case.stages, start=1):
            yield self.stage(number, stage)

    def stage(self, number: int, stage: Stage) -> str:
        told = [", ".join(map(word, stage.approach)) + " approach" if stage.approach else "approach not stated",
                word(stage.setting) if stage.setting != "unknown" else "setting not stated"]
        if stage.inpatient_days is not None:
            told.append(f"{stage.inpatient_days} inpatient days")
        if stage.days_after_previous is not None:
            told.append(f"{stage.days_after_previous} days after the operation before")
        return f"Operation {number}: {'; '.join(told)}."

    # -- the record ---------------------------------------------------------------------------------------------

    def record(self) -> Iterator[Part]:
        case = self.case
        yield Part("Documents", tuple(Item(self.teller.document_told(one)) for one in case.documents.values()))
        yield self.rows("symptoms")
        yield self.rows("exams")
        yield Part("History and other findings", tuple(self.facts(case.patient, "")))
        for level in sorted(case.levels, key=LEVELS.index):
            yield Part(f"Findings at {level}", tuple(self.facts(case.levels[level], f"{level}.")))
        for kind in ("emgs", "curves", "treatments", "injections"):
            yield self.rows(kind)
        yield Part("Kinds of treatment", tuple(self.care()))
        yield self.rows("surgeries")
        for number, stage in enumerate(case.stages, start=1):
            title = f"Plan of operation {number}" if len(case.stages) > 1 else "Plan of the operation"
            yield Part(title, tuple(self.facts(stage.plan, f"stage{number}.")))

    def facts(self, given: Mapping[str, tuple[Entry, ...]], place: str) -> Iterator[Item]:
        for key, entries in given.items():
            for entry in entries:
                path = f"{place}{key}"
                if entry.status in COUNTING and entry.value is not None:
                    item = self.told(path, entry)
                else:
                    item = Item(label_of(path, self.teller.vocabulary), Status.NOT_IN_CHART)
                yield replace(item, says=item.says.replace(_named(place), "", 1))

    def rows(self, kind: str) -> Part:
        given = self.case.rows.get(kind)
        if given is None:
            return Part(_ROWS[kind], ())
        items = tuple(self.told(kind, row) if row.status in COUNTING
                      else Item(self.teller.row(kind, row), Status.NOT_IN_CHART) for row in given)
        return Part(_ROWS[kind], items or (Item("Asked for; there are none"),))

    def told(self, path: str, held: Entry | Row) -> Item:
        told = self.teller.recorded(path, held)
        return Item(told.fact, held.status, told.words, told.document)

    def care(self) -> Iterator[Item]:
        care, name = self.case.care, self.teller.word
        if care.none:
            yield Item(f"Asked for and not given: {', '.join(map(name, care.none))}")
        if care.more_possible:
            yield Item(f"There may be more than is listed: {', '.join(map(name, care.more_possible))}")


def _named(place: str) -> str:
    """A place as labels name it, which the title of its part says already; for the patient, what no label holds."""
    return f", {place_of(f'{place}x')}" if place else "\n"
