"""The form that a case fills in: groups and questions made from the vocabulary.

The Questionnaire is printed from it, a response is written and read along it: so the three cannot differ. The tree
below a group has the keys of a case file; an item's link id is the path of these keys ("levels.slip_mm").
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from logic.case import SIDE_NOT_STATED, STATES, Outcome, Status
from logic.levels import LEVELS
from logic.vocabulary import ROW_KINDS, Belongs, Fact, Kind, Vocabulary


class ItemType(StrEnum):
    """The types of FHIR items that the form uses."""

    GROUP = "group"
    BOOLEAN = "boolean"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    STRING = "string"
    TEXT = "text"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"


@dataclass(frozen=True)
class Item:
    """A group or a question of the form."""

    link: str
    text: str
    type: ItemType = ItemType.STRING
    repeats: bool = False
    codes: str = ""
    """The name of the list of codes that a choice is made from; `CODE_SYSTEMS` tells outside lists."""
    options: tuple[str, ...] = ()
    """The codes themselves: of this question alone, or (`shared`) of a list that several questions name."""
    shared: bool = False
    unit: str | None = None
    named_by: str | None = None
    """Of a repeating group: the question whose answer is the key of the group in a case file."""
    readings: bool = False
    """A fact of the record: several answers can stand side by side, each with where it comes from."""
    many: bool = False
    """One answer is a list of words."""
    required: bool = False
    items: tuple["Item", ...] = field(default=(), repr=False)

    @property
    def key(self) -> str:
        """The key of a case file that the item stands for."""
        return self.link.rpartition(".")[2]

    @cached_property
    def by_key(self) -> Mapping[str, "Item"]:
        """The items of a group by their keys."""
        return {item.key: item for item in self.items}

    @cached_property
    def by_link(self) -> Mapping[str, "Item"]:
        """The items of a group by their link ids."""
        return {item.link: item for item in self.items}


NONE = "_none"
"""Ends the key of the question whether there are none of a kind of rows."""
READING = "reading"
SIDE_TEXTS = {"left": "Left", "right": "Right", SIDE_NOT_STATED: "Side not stated"}
_TYPES = {
    Kind.YES_NO: ItemType.BOOLEAN, Kind.NUMBER: ItemType.DECIMAL, Kind.GRADE: ItemType.CHOICE,
    Kind.CHOICE: ItemType.CHOICE, Kind.CHOICES: ItemType.CHOICE, Kind.DATE: ItemType.DATE,
    Kind.LEVELS: ItemType.CHOICE, Kind.TEXT: ItemType.TEXT,
}
_REQUEST = {
    "day": "request_day", "surgery_day": "surgery_day", "kind": "request_kind", "urgency": "urgency",
    "decided_by": "decided_by", "state": "state", "denial_day": "denial_day", "denial_reason": "denial_reason",
}
_ROWS_IN_WORDS = {
    Belongs.SYMPTOM: "symptoms", Belongs.EXAM: "examinations", Belongs.TREATMENT: "conservative treatments",
    Belongs.INJECTION: "injections", Belongs.EMG: "electrodiagnostic results", Belongs.SURGERY: "earlier operations",
    Belongs.CURVE: "measured curves",
}


def form(vocabulary: Vocabulary) -> Item:
    """The whole form as one group."""
    return Item("", "The record behind a request for prior authorization of spine surgery", ItemType.GROUP,
                items=tuple(_top(vocabulary)))


def _top(vocabulary: Vocabulary) -> Iterator[Item]:
    yield Item("case", "A short id of the case; no name and no record number", required=True)
    yield Item("title", "Title of the case")
    yield Item("story", "The case in a few sentences; no names", ItemType.TEXT)
    yield Item("synthetic", "Is the case invented?", ItemType.BOOLEAN)
    yield Item("policy", "Under which policy set is the case checked?")
    yield _group("request", "The request", _request(vocabulary))
    yield _group("documents", "The documents of the record", _document(vocabulary), named_by="id")
    yield _group("diagnoses", "Diagnoses", _diagnosis(vocabulary), repeats=True)
    yield _group("stages", "The operations of the request", _stage(vocabulary), repeats=True)
    yield _group("patient", "The patient: symptoms, examination, health, care", _facts("patient", Belongs.PATIENT,
                                                                                      vocabulary))
    level = Item("levels.level", "Which level?", ItemType.CHOICE, codes="level", options=LEVELS, shared=True,
                 required=True)
    yield _group("levels", "Findings of one level", (level, *_facts("levels", Belongs.LEVEL, vocabulary)),
                 named_by="level")
    for belongs, kind in ROW_KINDS.items():
        words = _ROWS_IN_WORDS[belongs]
        yield Item(f"{kind}{NONE}", f"Were {words} asked for, and there are none?", ItemType.BOOLEAN)
        yield _group(kind, f"One of the {words}", (*_row_facts(kind, belongs, vocabulary), *provenance(kind)),
                     repeats=True)
    yield _group("care", "Whole kinds of treatment", _care(vocabulary))
    yield _group("expect", "What a sample case must give", _expected(), named_by="set")


def _group(
    link: str, text: str, items: Iterable[Item], *, repeats: bool = False, named_by: str | None = None,
) -> Item:
    return Item(link, text, ItemType.GROUP, repeats=repeats or named_by is not None, named_by=named_by,
                items=tuple(items))


# -- the request ----------------------------------------------------------------------------------------------------

def _request(vocabulary: Vocabulary) -> Iterator[Item]:
    for key, fact in _REQUEST.items():
        options = STATES if key == "state" else None
        yield _asked(f"request.{key}", vocabulary.facts[fact], vocabulary, options)


def _document(vocabulary: Vocabulary) -> Iterator[Item]:
    facts = vocabulary.facts
    yield Item("documents.id", "A short id, by which answers name the document", required=True)
    kinds = tuple(vocabulary.document_kinds)
    yield _asked("documents.kind", facts["document_kind"], vocabulary, kinds)
    yield _asked("documents.author", facts["document_author"], vocabulary)
    yield _asked("documents.date", facts["document_date"], vocabulary)
    yield Item("documents.addendum_to", facts["addendum_to"].ask)
    yield Item("documents.note", "Remark", ItemType.TEXT)


def _diagnosis(vocabulary: Vocabulary) -> Iterator[Item]:
    code, role = vocabulary.facts["diagnosis_code"], vocabulary.facts["diagnosis_role"]
    yield Item("diagnoses.code", code.ask, ItemType.OPEN_CHOICE, codes="diagnosis")
    yield _asked("diagnoses.role", role, vocabulary)


def _stage(vocabulary: Vocabulary) -> Iterator[Item]:
    facts = vocabulary.facts
    yield _asked("stages.approach", facts["stage_approach"], vocabulary)
    setting = facts["stage_setting"]
    yield _asked("stages.setting", setting, vocabulary, (*setting.options, "unknown"))
    yield Item("stages.inpatient_days", facts["inpatient_days"].ask, ItemType.INTEGER)
    yield Item("stages.days_after_previous", facts["stage_days_after_previous"].ask, ItemType.INTEGER)
    yield _group("stages.plan", "What is planned", _facts("stages.plan", Belongs.STAGE, vocabulary))
    yield _group("stages.lines", "One requested code or item", _line(vocabulary), repeats=True)


def _line(vocabulary: Vocabulary) -> Iterator[Item]:
    facts = vocabulary.facts
    yield Item("stages.lines.code", facts["code"].ask, ItemType.OPEN_CHOICE, codes="procedure")
    yield _asked("stages.lines.levels", facts["levels"], vocabulary)
    yield _asked("stages.lines.side", facts["line_side"], vocabulary)
    yield Item("stages.lines.units", facts["units"].ask, ItemType.INTEGER)
    yield Item("stages.lines.if_used", facts["if_used"].ask, ItemType.BOOLEAN)
    yield Item("stages.lines.certified_earlier", "Was the primary procedure of this line certified earlier?",
               ItemType.BOOLEAN)
    yield Item("stages.lines.days", facts["days_requested"].ask, ItemType.INTEGER)


def _care(vocabulary: Vocabulary) -> Iterator[Item]:
    words = (*vocabulary.facts["modality"].options, *vocabulary.facts["injection_type"].options)
    for key, text in (("none", "Which kinds of treatment were asked for and did not take place?"),
                      ("more_possible", "Of which kinds may there be more than is recorded?")):
        yield Item(f"care.{key}", text, ItemType.CHOICE, repeats=True, codes="care", options=words, shared=True,
                   many=True)


def _expected() -> Iterator[Item]:
    yield Item("expect.set", "Under which policy set?", required=True)
    outcomes = tuple(str(outcome) for outcome in Outcome)
    yield _group("expect.outcomes", "The outcome of one line", (
        Item("expect.outcomes.line", "Which line?", required=True),
        Item("expect.outcomes.outcome", "Which outcomes are accepted?", ItemType.CHOICE, repeats=True,
             codes="outcome", options=outcomes, many=True),
    ), named_by="line")
    for key, text in (("checklist", "Facts that the checklist must name"), ("plan", "Words of the plan"),
                      ("checks", "Checks that must be findings")):
        yield Item(f"expect.{key}", text, ItemType.TEXT, repeats=True, many=True)
    yield Item("expect.agrees", "Is it the published outcome?", ItemType.BOOLEAN)
    yield Item("expect.remark", "Remark", ItemType.TEXT)


def _asked(link: str, fact: Fact, vocabulary: Vocabulary, options: tuple[str, ...] | None = None) -> Item:
    """A question of the request, in the words of its fact."""
    if options:
        return Item(link, fact.ask, ItemType.CHOICE, codes=fact.id, options=options)
    return _question(link, fact, vocabulary)


# -- facts ----------------------------------------------------------------------------------------------------------

def _facts(place: str, belongs: Belongs, vocabulary: Vocabulary) -> Iterator[Item]:
    """The facts of one place; a sided fact is a group with a question a side."""
    for fact in vocabulary.belonging_to(belongs).values():
        link = f"{place}.{fact.id}"
        if fact.sided:
            sides = (_fact(f"{link}.{side}", fact, vocabulary, text) for side, text in SIDE_TEXTS.items())
            yield _group(link, fact.ask, sides)
        else:
            yield _fact(link, fact, vocabulary, fact.ask)


def _fact(link: str, fact: Fact, vocabulary: Vocabulary, text: str) -> Item:
    """A fact with its readings; each says where it comes from."""
    asked = _question(link, fact, vocabulary)
    reading = Item(f"{link}.{READING}", "Which of several readings is it?", ItemType.INTEGER)
    return Item(link, text, asked.type, repeats=True, codes=asked.codes, options=asked.options, shared=asked.shared,
                unit=asked.unit, readings=True, many=asked.many, items=(*provenance(link), reading))


def _row_facts(kind: str, belongs: Belongs, vocabulary: Vocabulary) -> Iterator[Item]:
    for fact in vocabulary.belonging_to(belongs).values():
        yield _question(f"{kind}.{fact.id}", fact, vocabulary)


def _question(link: str, fact: Fact, vocabulary: Vocabulary) -> Item:
    many = fact.kind in {Kind.CHOICES, Kind.LEVELS}
    codes, options, shared = fact.id, fact.options, False
    if fact.kind is Kind.GRADE:
        scale = vocabulary.scales[fact.scale or ""]
        codes, options = scale.id, (*scale.words, *scale.not_graded)
    elif fact.kind is Kind.LEVELS:
        codes, options, shared = "level", LEVELS, True
    return Item(link, fact.ask, _TYPES[fact.kind], repeats=many, codes=codes if options else "", options=options,
                shared=shared, unit=fact.unit, many=many)


def provenance(link: str) -> tuple[Item, ...]:
    """The questions where an answer, or a row, comes from."""
    return (
        Item(f"{link}.status", "How well does the record show it?", ItemType.CHOICE, codes="status",
             options=tuple(str(status) for status in Status), shared=True),
        Item(f"{link}.from", "Which of the declared documents shows it?"),
        Item(f"{link}.page", "On which page?"),
        Item(f"{link}.words", "In which words?", ItemType.TEXT),
        Item(f"{link}.reason", "Why does the record support it, though no document states it?", ItemType.TEXT),
        Item(f"{link}.remark", "Remark", ItemType.TEXT),
    )
