"""What a request says: stages and lines, documents, and the facts of the record with their status."""

from collections.abc import Mapping
import datetime as dt
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from logic.levels import UNNAMED
from logic.vocabulary import Frozen

Value = bool | int | float | str | date | tuple[str, ...]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80)]
INPATIENT = "inpatient"
SIDE_NOT_STATED = "side_not_stated"
"""The key of a sided fact when nobody states the side."""


class Status(StrEnum):
    """How well the record shows a fact."""

    DOCUMENTED = "documented"
    IMPLIED = "implied"            # the record supports it, no document states it; entered with the reason
    ASSUMED = "assumed"            # entered for an example or a what-if
    NOT_IN_CHART = "not_in_chart"  # somebody looked: not documented, never asked again
    UNANSWERED = "unanswered"      # nobody has answered yet


COUNTING = (Status.DOCUMENTED, Status.IMPLIED, Status.ASSUMED)
"""Statuses under which a fact has a value that counts."""


class Outcome(StrEnum):
    """Outcome of a requested line, in the order in which the first that applies stands."""

    EXPERIMENTAL = "experimental"
    INCIDENTAL = "incidental"
    NOT_MET = "not_met"
    FOLLOWS_PRIMARY = "follows_primary"
    NO_POLICY = "no_policy"
    NEEDS_DOCUMENTATION = "needs_documentation"
    MEETS = "meets"


SHOWN_AS: Mapping[Outcome, str] = {
    Outcome.EXPERIMENTAL: "Experimental or unproven",
    Outcome.INCIDENTAL: "Incidental (bundled)",
    Outcome.NOT_MET: "Does not meet",
    Outcome.FOLLOWS_PRIMARY: "Falls with its primary",
    Outcome.NO_POLICY: "No policy loaded",
    Outcome.NEEDS_DOCUMENTATION: "Needs documentation",
    Outcome.MEETS: "Meets criteria",
}


class Provenance(Frozen):
    """Where something in the record comes from."""

    status: Status = Status.DOCUMENTED
    source: Annotated[str | None, Field(alias="from")] = None
    """The declared document that shows it."""
    page: str | None = None
    words: str | None = None
    """The report's own words, in a few."""
    reason: str | None = None
    """Why the record supports an implied fact."""
    remark: str | None = None


class Entry(Provenance):
    """One answer to one fact."""

    value: Value | None = None


class Row(Provenance):
    """One course of treatment, symptom, examination, test result, operation or curve."""

    values: Mapping[str, Value]


class Document(Frozen):
    """A document of the record, declared once; facts refer to it by its id."""

    kind: str
    author: str | None = None
    date: dt.date | None = None
    addendum_to: str | None = None
    note: str | None = None


STATES = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA",
    "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR",
    "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "AS", "GU", "MP", "PR", "VI",
)
"""The states, the district and the territories of the United States, as two letters."""


def _state(stated: str) -> str:
    letters = stated.strip().upper()
    if letters not in STATES:
        raise ValueError("the two letters of a state (such as TX)")
    return letters


State = Annotated[str, AfterValidator(_state)]


RequestKind = Literal[
    "first_request", "codes_added", "resubmission", "concurrent", "retrospective", "reconsideration", "appeal",
    "external_review",
]
Urgency = Literal["elective", "expedited", "emergent"]


class Request(Frozen):
    """The request as a whole: its days, its kind and who decides it."""

    day: date | None = None
    surgery_day: date | None = None
    kind: RequestKind = "first_request"
    urgency: Urgency = "elective"
    decided_by: Literal["payer", "delegated_vendor", "unknown"] = "unknown"
    state: State | None = None
    denial_day: date | None = None
    denial_reason: str | None = None


class Diagnosis(Frozen):
    """An ICD-10-CM code of the request."""

    code: str
    role: Literal["primary", "secondary"] = "secondary"


class Line(Frozen):
    """One requested code or item."""

    code: str
    levels: tuple[str, ...] = ()
    side: Literal["left", "right", "bilateral", "midline"] | None = None
    units: int | None = Field(default=None, ge=1, le=60)
    if_used: bool = False
    certified_earlier: bool = False
    """The primary of this line was certified in an earlier request."""
    days: int | None = Field(default=None, ge=0, le=60)


class Stage(Frozen):
    """One operation of the request."""

    approach: tuple[str, ...] = ()
    setting: Literal["inpatient", "observation", "outpatient", "unknown"] = "unknown"
    inpatient_days: int | None = Field(default=None, ge=0, le=60)
    days_after_previous: int | None = Field(default=None, ge=0, le=120)
    plan: Mapping[str, tuple[Entry, ...]] = {}
    lines: tuple[Line, ...] = ()


class Care(Frozen):
    """What is known about whole kinds of conservative treatment."""

    none: tuple[str, ...] = ()
    """Modalities and injections that were asked for and did not take place."""
    more_possible: tuple[str, ...] = ()
    """Modalities whose rows may not be all."""


class Expectation(Frozen):
    """What a sample case must give under one policy set."""

    outcomes: Mapping[str, tuple[Outcome, ...]] = {}
    """Outcomes accepted for a line, by line id."""
    checklist: tuple[str, ...] = ()
    """Facts that the checklist must name."""
    plan: tuple[str, ...] = ()
    """Words that a step of the plan must hold."""
    checks: tuple[str, ...] = ()
    """Ids of checks that must be findings."""
    agrees: bool | None = None
    """For published determinations: whether the outcome is the one published."""
    remark: str | None = None


class Case(Frozen):
    """A whole prior-authorization request with its record. Holds no identifiers; dates of care are protected."""

    case: Id
    title: str = ""
    story: str | None = None
    synthetic: bool = False
    policy: str | None = None
    request: Request = Request()
    documents: Mapping[str, Document] = {}
    diagnoses: tuple[Diagnosis, ...] = ()
    stages: tuple[Stage, ...] = ()
    patient: Mapping[str, tuple[Entry, ...]] = {}
    levels: Mapping[str, Mapping[str, tuple[Entry, ...]]] = {}
    rows: Mapping[str, tuple[Row, ...]] = {}
    """Rows by kind ("treatments"). A kind that is absent is open; an empty one was marked none."""
    care: Care = Care()
    expect: Mapping[str, Expectation] = {}


class RequestedLine(Frozen):
    """A line with its place in the request: what the engine decides and everything else names."""

    id: str
    stage: int
    line: Line

    @property
    def code(self) -> str:
        """The requested code or item."""
        return self.line.code

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels to decide; a line that names none is decided at one unnamed level."""
        return self.line.levels or (UNNAMED,)


def requested_lines(case: Case) -> tuple[RequestedLine, ...]:
    """Every line of the request in order, the inpatient request of each stage last of its stage."""
    lines: list[RequestedLine] = []
    for number, stage in enumerate(case.stages, start=1):
        asked = list(stage.lines)
        inpatient = stage.setting == "inpatient" or stage.inpatient_days is not None
        if inpatient and not any(line.code == INPATIENT for line in asked):
            asked.append(Line(code=INPATIENT, days=stage.inpatient_days))
        seen: dict[str, int] = {}
        for line in asked:
            seen[line.code] = seen.get(line.code, 0) + 1
            repeat = f"#{seen[line.code]}" if seen[line.code] > 1 else ""
            lines.append(RequestedLine(id=f"{number}:{line.code}{repeat}", stage=number, line=line))
    return tuple(lines)
