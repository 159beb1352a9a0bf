"""The vocabulary: every fact that a request can carry, read from `policies/vocabulary/`."""

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Frozen(BaseModel):
    """Base of every model: immutable, strict about unknown keys, silent about input values in errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, strict=True)


class Kind(StrEnum):
    """What an answer looks like."""

    YES_NO = "yes_no"
    GRADE = "grade"        # one word of an ordered scale
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"    # any of the options; a recorded list is complete
    DATE = "date"
    LEVELS = "levels"
    TEXT = "text"


class Belongs(StrEnum):
    """Where a fact stands in the record. Rows (treatment to curve) repeat."""

    REQUEST = "request"
    DOCUMENT = "document"
    DIAGNOSIS = "diagnosis"
    STAGE = "stage"
    LINE = "line"
    PATIENT = "patient"
    LEVEL = "level"
    TREATMENT = "treatment"
    INJECTION = "injection"
    SYMPTOM = "symptom"
    EXAM = "exam"
    EMG = "emg"
    SURGERY = "surgery"
    CURVE = "curve"


ROW_KINDS: dict[Belongs, str] = {
    Belongs.SYMPTOM: "symptoms", Belongs.EXAM: "exams", Belongs.TREATMENT: "treatments",
    Belongs.INJECTION: "injections", Belongs.EMG: "emgs", Belongs.SURGERY: "surgeries", Belongs.CURVE: "curves",
}
"""The repeating kinds and the key under which a case file lists them."""


class Effort(StrEnum):
    """What it takes to get a fact into the record, from cheapest to dearest."""

    ADDENDUM = "addendum"
    RECORD = "record"
    TEST = "test"
    WEEKS = "weeks"


class Scale(Frozen):
    """An ordered set of words, lowest first, the words taken as one of them, and those that grade nothing."""

    id: str
    words: tuple[str, ...] = Field(min_length=2)
    means: dict[str, str] = {}
    """Other report words and the grade they stand for ("marked": severe)."""
    not_graded: tuple[str, ...] = ()
    """Words that leave the grade open ("significant", "narrowing")."""


class Fact(Frozen):
    """One thing the record can say: its kind, where it belongs, who documents it and how a person is asked."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    label: str
    kind: Kind
    belongs: Belongs
    ask: str
    help: str
    scale: str | None = None
    options: tuple[str, ...] = ()
    unit: str | None = None
    range: tuple[float, float] | None = None
    """Plausible limits, to catch typing errors; never decisive."""
    frequency: dict[str, float] | None = None
    """How often an answer is given ("yes" or a word: a share), where somebody counted; only for the next question."""
    sided: bool = False
    document: str
    """Kind of document that shows it (a word of `document_kinds`)."""
    who: str
    """Who supplies it (a word of `suppliers`)."""
    effort: Effort = Effort.RECORD
    when_report_complete: str | bool | None = None
    """The value when the report of the level is marked complete and does not mention the fact."""
    changeable: str | None = None
    """How a documented value can change before surgery ("if ... then shows"); None: it is in nobody's power."""
    planned: bool = False
    """What the surgeon plans: shown where it would count, never advised as a step of a way."""
    advanced: bool = False
    """Kept out of the first view of a form."""
    covers: tuple[str, ...] = ()
    """Fields of the intake vocabulary that this fact holds."""

    @model_validator(mode="after")
    def _kind_has_its_details(self) -> Self:
        if (self.scale is not None) != (self.kind is Kind.GRADE):
            raise ValueError("a scale belongs to a fact of kind grade, and a grade needs one")
        if bool(self.options) != (self.kind in {Kind.CHOICE, Kind.CHOICES}):
            raise ValueError("options belong to a fact of kind choice or choices, and these need some")
        if self.kind is Kind.NUMBER and (self.unit is None or self.range is None):
            raise ValueError("a number needs a unit and a plausible range")
        return self


class LeftOut(Frozen):
    """A field of the intake vocabulary that the record does not hold, with the reason."""

    field: str
    reason: str


class VocabularyFile(Frozen):
    """One file of `policies/vocabulary/`."""

    scales: tuple[Scale, ...] = ()
    document_kinds: dict[str, str] = {}
    suppliers: dict[str, str] = {}
    facts: tuple[Fact, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


class Vocabulary(Frozen):
    """All facts, scales, document kinds and suppliers together."""

    files: tuple[VocabularyFile, ...]

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Facts by id, in the order of the files."""
        return {fact.id: fact for file in self.files for fact in file.facts}

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """Scales by id."""
        return {scale.id: scale for file in self.files for scale in file.scales}

    @cached_property
    def document_kinds(self) -> dict[str, str]:
        """Kinds of documents and their plain names."""
        return {kind: name for file in self.files for kind, name in file.document_kinds.items()}

    @cached_property
    def suppliers(self) -> dict[str, str]:
        """Who supplies documents, and their plain names."""
        return {who: name for file in self.files for who, name in file.suppliers.items()}

    def belonging_to(self, belongs: Belongs) -> dict[str, Fact]:
        """The facts of one place, by id."""
        return {name: fact for name, fact in self.facts.items() if fact.belongs is belongs}

    def grades(self, fact: Fact) -> tuple[str, ...]:
        """The ordered words of a graded fact."""
        return self.scales[fact.scale].words if fact.scale else ()
