"""The texts of the packet, read from `policies/templates/packet/`: what an office can edit, and what it may hold."""

from pathlib import Path as FilePath
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, Field, StringConstraints

from logic.loading import POLICIES
from logic.packet.filling import holds
from logic.policy_loading import shown_path
from logic.problems import Problem, ProblemsError
from logic.truth import Truth
from logic.validation import validated
from logic.vocabulary import Frozen
from logic.yaml_source import read_file

PACKET_TEXTS = POLICIES / "templates" / "packet"
_Some = StringConstraints(min_length=1, max_length=2000)
Words = Annotated[str, _Some, AfterValidator(holds())]
"""A text without placeholders."""
OfSet = Annotated[str, _Some, AfterValidator(holds("set", "edition", "day"))]
"""A text that may name the policy set, its edition and the day of the request."""
Statement = Annotated[str, _Some, AfterValidator(
    holds("document", "fact", "words", "reason", needs=("fact",)))]
"""A sentence about one fact: where it stands, what it says, in which words, or on which ground."""
OfDocument = Annotated[str, _Some, AfterValidator(holds("kind", "date", "author", "page", "document"))]
Twelve = Annotated[tuple[Words, ...], Field(min_length=12, max_length=12)]


class Documents(Frozen):
    """How a document of the record is named."""

    dated: Annotated[str, _Some, AfterValidator(holds("kind", "date", needs=("kind", "date")))]
    undated: Annotated[str, _Some, AfterValidator(holds("kind", needs=("kind",)))]
    by: Annotated[str, _Some, AfterValidator(holds("document", "author", needs=("document", "author")))]
    addendum: Annotated[str, _Some, AfterValidator(holds("document", needs=("document",)))]
    page: Annotated[str, _Some, AfterValidator(holds("document", "page", needs=("document", "page")))]
    none: Words
    """No document is named."""
    request: Words
    """The request itself."""
    nothing: Words
    """An empty list."""


class Statements(Frozen):
    """Sentences about a fact, by how well the record shows it. Words beside them are the record's own."""

    documented: Statement
    documented_words: Statement
    surgeon_only: Statement
    """What the radiologist would have to report and only the surgeon states: implied."""
    implied: Statement
    assumed: Statement
    not_mentioned: Statement
    """A report marked as complete does not mention it."""
    requested: Statement
    """What the request itself says."""


class CommonTexts(Frozen):
    """`common.yaml`: what all documents share."""

    texts: Literal["common"]
    date: Annotated[str, _Some, AfterValidator(
        holds("day", "day2", "month", "month_short", "month_number", "month_number2", "year", needs=("year",)))]
    months: Twelve
    footer: Annotated[str, _Some, AfterValidator(
        holds("set", "edition", "day", "version", needs=("set", "edition", "day", "version")))]
    no_edition: Words
    strict: Words
    """Added to the footer where only facts with a dated document count."""
    protected: Words
    """Dates of care are protected information."""
    documents: Documents
    record: Statements
    said: Statements
    """The same sentences, to be spoken."""
    words: dict[str, Words] = {}
    """Options and grades of the vocabulary in the office's own words."""
    truths: dict[Truth, Words]
    and_more: Annotated[str, _Some, AfterValidator(holds("number", needs=("number",)))]


class RequestTexts(Frozen):
    """How the administrative half of a letter reads."""

    heading: Words
    lines_head: Annotated[tuple[Words, ...], Field(min_length=6, max_length=6)]
    """Stage, code, procedure, levels, side, units."""
    not_named: Words
    if_used: Words
    certified_earlier: Words
    stage: Annotated[str, _Some, AfterValidator(
        holds("stage", "setting", "approach", "days", needs=("stage",)))]
    nights: Annotated[str, _Some, AfterValidator(holds("days", needs=("days",)))]
    days_unstated: Words
    after_previous: Annotated[str, _Some, AfterValidator(holds("stage", "days", needs=("days",)))]
    not_stated: Words
    kind: Annotated[str, _Some, AfterValidator(holds("kind", "urgency"))]
    planned_day: Annotated[str, _Some, AfterValidator(holds("date", needs=("date",)))]
    no_planned_day: Words
    diagnoses: Words
    diagnosis: Annotated[str, _Some, AfterValidator(holds("code", "role", needs=("code",)))]
    no_diagnosis: Words
    plan_heading: Words


class LetterTexts(Frozen):
    """`letter.yaml`: the letter of medical necessity and the note that goes before it."""

    texts: Literal["letter"]
    title: Words
    address: tuple[Words, ...]
    regarding: tuple[Words, ...]
    salutation: Words
    opening: tuple[OfSet, ...]
    request: RequestTexts
    criteria_heading: Words
    criteria_lead: OfSet
    section: Annotated[str, _Some, AfterValidator(holds("rule", "lines", needs=("rule",)))]
    criterion: Annotated[str, _Some, AfterValidator(holds("criterion", "cite", needs=("criterion", "cite")))]
    shown: Words
    """Before what the record shows of a criterion that is met."""
    so_far: Words
    """Before what the record says of a criterion that it does not (yet) meet: no conclusion."""
    no_document: Words
    """Before what is only assumed."""
    told_above: Annotated[str, _Some, AfterValidator(holds("criteria", needs=("criteria",)))]
    nothing_to_tell: Words
    closing: tuple[OfSet, ...]
    signature: tuple[Words, ...]
    enclosures_heading: Words
    no_enclosures: Words
    before: "BeforeSending"


class BeforeSending(Frozen):
    """The note for the office that is not sent: what is open, and what the letter does not argue."""

    title: Words
    lead: OfSet
    outcomes_heading: Words
    outcomes_head: Annotated[tuple[Words, ...], Field(min_length=4, max_length=4)]
    """Line, outcome, levels, why."""
    open_heading: Words
    nothing_open: Words
    contrary_heading: Words
    contrary_lead: Words
    soft_heading: Words
    soft_lead: Words
    undated_heading: Words
    undated_lead: Words
    verify_heading: Words
    placeholders_heading: Words
    placeholders: tuple[Words, ...]


class SummaryTexts(Frozen):
    """`summary.yaml`: the reviewer's summary."""

    texts: Literal["summary"]
    title: Words
    lead: OfSet
    outcomes: Words
    outcomes_head: Annotated[tuple[Words, ...], Field(min_length=5, max_length=5)]
    """Line, procedure, levels, outcome, why."""
    pictures: Words
    criteria: Words
    criteria_head: Annotated[tuple[Words, ...], Field(min_length=4, max_length=4)]
    """Criterion, truth, what the record shows, citation."""
    by_silence: Words
    asked: Words
    """A criterion that never changes an outcome."""
    nothing_shown: Words
    no_criteria: Words
    checklist: Words
    checklist_head: Annotated[tuple[Words, ...], Field(min_length=4, max_length=4)]
    """What, from whom, question, lines."""
    only_if_present: Words
    one_of: Annotated[str, _Some, AfterValidator(holds("criterion", needs=("criterion",)))]
    nothing_open: Words
    ways: Words
    way_done: Annotated[str, _Some, AfterValidator(holds("date", needs=("date",)))]
    way_or: Words
    ways_none: Words
    plan: Words
    windows: Words
    checks: Words
    checks_counted: Annotated[str, _Some, AfterValidator(holds("passed", "open"))]
    no_findings: Words
    editions: Words
    edition: Annotated[str, _Some, AfterValidator(holds("set", "payer", "edition", "start", "end", "confidence"))]
    without_limit: Words
    no_edition: Words
    citations: Words
    citations_head: Annotated[tuple[Words, ...], Field(min_length=2, max_length=2)]
    evidence: Words
    evidence_lead: Words
    no_evidence: Words
    documents: Words
    documents_head: Annotated[tuple[Words, ...], Field(min_length=4, max_length=4)]
    """Document, date, author, note."""
    undated: Words


class RecordsTexts(Frozen):
    """`records_request.yaml`: messages to those who hold records, and questions for an addendum."""

    texts: Literal["records_request"]
    title: Words
    lead: OfSet
    to: Annotated[str, _Some, AfterValidator(holds("supplier", needs=("supplier",)))]
    message: tuple[OfSet, ...]
    message_end: tuple[OfSet, ...]
    own_office: Annotated[str, _Some, AfterValidator(holds("supplier"))]
    own_office_lead: Words
    nothing_open: Words
    addendum_heading: Words
    addendum_lead: tuple[Words, ...]
    addendum_to: Annotated[str, _Some, AfterValidator(holds("supplier", needs=("supplier",)))]
    addendum_head: Annotated[tuple[Words, ...], Field(min_length=3, max_length=3)]
    """Question, where, answers."""
    addendum_end: tuple[Words, ...]
    addendum_from: tuple[Words, ...]
    """The suppliers who write notes that can be amended."""
    box: Words
    yes: Words
    no: Words
    number: Annotated[str, _Some, AfterValidator(holds("unit", needs=("unit",)))]
    date: Words
    free: Words
    rows: Words
    not_known: Words


class PeerTexts(Frozen):
    """`peer_to_peer.yaml`: one page for the call with the payer's physician."""

    texts: Literal["peer_to_peer"]
    title: Words
    lead: OfSet
    lines: Words
    weak: Words
    strong: Words
    head: Annotated[tuple[Words, ...], Field(min_length=4, max_length=4)]
    """Criterion, truth, evidence and its date, what to say."""
    no_date: Words
    open: Annotated[str, _Some, AfterValidator(holds("questions", needs=("questions",)))]
    open_partly: Annotated[str, _Some, AfterValidator(holds("questions", needs=("questions",)))]
    """After a sentence about what the record says so far."""
    contrary: Annotated[str, _Some, AfterValidator(holds("facts", needs=("facts",)))]
    nothing: Words
    by_parts: Words
    """A criterion that is not met because of others on the sheet."""
    none: Words
    rules: tuple[Words, ...]


class AppealTexts(Frozen):
    """`appeal.yaml`: the skeleton of an appeal."""

    texts: Literal["appeal"]
    title: Words
    address: tuple[Words, ...]
    regarding: tuple[Words, ...]
    salutation: Words
    opening: tuple[OfSet, ...]
    denial_dated: Annotated[str, _Some, AfterValidator(holds("date", needs=("date",)))]
    denial_undated: Words
    reason: Annotated[str, _Some, AfterValidator(holds("reason", needs=("reason",)))]
    no_reason: Words
    line: Annotated[str, _Some, AfterValidator(holds("line", "label", "levels", needs=("line",)))]
    contradicted: Words
    none_named: Words
    others: Words
    criterion: Annotated[str, _Some, AfterValidator(holds("criterion", "cite", needs=("criterion", "cite")))]
    not_argued: Words
    closing: tuple[OfSet, ...]
    signature: tuple[Words, ...]
    passed_over: tuple[Words, ...]
    """Words of a denial reason that say nothing of its ground."""


LetterTexts.model_rebuild()
TextFile = CommonTexts | LetterTexts | SummaryTexts | RecordsTexts | PeerTexts | AppealTexts


class Texts(NamedTuple):
    """All texts, one file each."""

    common: CommonTexts
    letter: LetterTexts
    summary: SummaryTexts
    records_request: RecordsTexts
    peer_to_peer: PeerTexts
    appeal: AppealTexts


def load_texts(folder: FilePath = PACKET_TEXTS) -> Texts:
    """The texts in a folder; raises ProblemsError with the problems of every file in it."""
    problems: list[Problem] = []
    found = [_file(folder / f"{name}.yaml", model, problems) for name, model in Texts.__annotations__.items()]
    if problems:
        raise ProblemsError(problems)
    return Texts(*found)


def _file(path: FilePath, model: type[Frozen], problems: list[Problem]) -> Any:
    try:
        return validated(read_file(path, shown_path(path)), model)
    except ProblemsError as error:
        problems.extend(error.problems)
        return None
