"""The recorded courses of conservative care, each with its days as far as they are told and whether it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from logic.case import COUNTING, Row, Status, Value
from logic.measures.treatment import period_of
from logic.packet.document import plain
from logic.pictures.at_level import MARKS
from logic.pictures.care_asked import CareAsked, Verdict
from logic.reading import shown
from logic.record import Record, row_day

KINDS = {"treatments": "modality", "injections": "injection_type"}
"""The lists of courses, and what tells their kind."""
COUNTS, OPEN, NOT_COUNTED, NOT_ASKED = "counts", "open", "does not count", "not asked for"
LEFT_OUT, NOT_FOUND = "left out", "not in the chart"


@dataclass(frozen=True)
class Given:
    """One recorded course or injection."""

    row: Row
    name: str
    start: date | None
    end: date | None
    stated_end: bool
    """Whether the record states the last day itself; else it follows from the length that is stated."""
    left_out: str
    """Why the engine does not read the row at all; empty where it does."""
    verdicts: tuple[tuple[CareAsked, Verdict], ...]

    @cached_property
    def mark(self) -> str:
        """Whether it counts for anything that is asked, in a word or two."""
        if self.row.status is Status.NOT_IN_CHART:
            return NOT_FOUND
        if self.left_out:
            return LEFT_OUT
        if not self.verdicts:
            return NOT_ASKED
        said = {verdict.counts for _, verdict in self.verdicts}
        return COUNTS if True in said else OPEN if None in said else NOT_COUNTED

    @cached_property
    def counted(self) -> tuple[date, date] | None:
        """The first and last of the days that count for anything."""
        spans = [(one.first, one.last) for _, one in self.verdicts if one.first and one.last]
        return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None

    @property
    def when(self) -> str:
        """Its days or stated length, in words."""
        weeks = self.row.values.get("weeks_stated")
        stated = f"{shown(weeks)} weeks stated" if weeks is not None else ""
        if self.start is None and self.end is None:
            return f"{stated}, no dates" if stated else "no dates"
        if self.start is None:
            return f"until {self.end.isoformat()}, first day not told" if self.end else ""
        if self.end is None:
            return f"from {self.start.isoformat()}, last day not told"
        if self.end == self.start:
            return self.start.isoformat()
        told = f"{self.start.isoformat()} to {self.end.isoformat()}"
        return told if self.stated_end else f"{told} ({stated}, last day not told)"

    @property
    def details(self) -> str:
        """Days, visits, response and how well the record shows it."""
        values = self.row.values
        parts = [self.when]
        parts += [_visits(values["visits"])] if "visits" in values else []
        parts += [f"response {shown(values['response'])}"] if "response" in values else []
        parts += [str(self.row.status)] if self.row.status in MARKS else []
        return ", ".join(parts)

    @property
    def told(self) -> str:
        """The course and what it counts for, as a sentence."""
        if self.row.status is Status.NOT_IN_CHART:
            return f"{self.name}: looked for, not in the chart."
        if self.left_out:
            return f"{self.name}: {self.details}; left out: {self.left_out}."
        judged = "; ".join(_judged(asked, verdict) for asked, verdict in self.verdicts)
        return f"{self.name}: {self.details}. {judged or 'No criterion of the requested lines counts it'}."


def _visits(number: Value) -> str:
    return f"{shown(number)} visit{'' if number == 1 else 's'}"


def _judged(asked: CareAsked, verdict: Verdict) -> str:
    counts = {True: "Counts", False: "Does not count", None: "Open"}[verdict.counts]
    return f"{counts} for “{asked.says}” ({verdict.why})"


def care_given(record: Record, asked: tuple[CareAsked, ...]) -> tuple[Given, ...]:
    """Every recorded course in the order of the case."""
    return tuple(_given(record, row, kind, asked) for kind in KINDS for row in record.case.rows.get(kind, ()))


def _given(record: Record, row: Row, kind: str, asked: tuple[CareAsked, ...]) -> Given:
    start, end = period_of(row)
    verdicts = tuple((one, verdict) for one in asked for held, verdict in one.verdicts if held == id(row))
    stated = row_day(row, "end") is not None or end == start
    return Given(row, _name(row, kind), start, end, stated, _left_out(record, row, kind), verdicts)


def _name(row: Row, kind: str) -> str:
    values = row.values
    name = shown(values.get(KINDS[kind], "kind not told"))
    drug, region = values.get("drug"), values.get("treatment_region")
    levels = values.get("injection_levels")
    where = shown(region) if region else shown(levels) if levels else ""
    return plain("".join([name, f" ({drug})" if drug else "", f", {where}" if where else ""]), 120)


def _left_out(record: Record, row: Row, kind: str) -> str:
    if row.status not in COUNTING:
        return str(row.status).replace("_", " ")
    if any(held is row for held in record.rows(kind)):
        return ""
    return "no dated document states it (strict)" if record.strict else "its document is dated after the request"


def care_marks(record: Record) -> Iterator[str]:
    """What is known of whole kinds of care, as sentences."""
    care = record.case.care
    for title, names in (("Marked as not given", care.none), ("More courses may exist of", care.more_possible)):
        if names:
            yield f"{title}: {', '.join(map(shown, names))}."
    for kind in KINDS:
        if record.case.rows.get(kind) is None:
            yield f"No {kind} are recorded; whether there were any is open."
        elif record.case.rows[kind] == ():
            yield f"Marked: no {kind}."
