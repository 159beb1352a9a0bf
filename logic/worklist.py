"""Many cases at once: one row a case, what is ready to send, what waits for which document, what lapses first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from logic.case import SHOWN_AS, Case, Outcome
from logic.case_file import read_case
from logic.checklist import ChecklistItem, ItemKind
from logic.checks import CheckStatus
from logic.clocks import Running, clocks_for
from logic.csv_text import csv_text
from logic.loading import DEFAULT_SET, Library
from logic.problems import Problem, ProblemsError, cut, nearest, one_of
from logic.review import LineReview, NoDayError, Review, review
from logic.windows import Window, WindowKind
from logic.yaml_source import Source

CANNOT_BE_READ = "cannot be read"
URGENCY = ("emergent", "expedited", "elective")
"""The most urgent first."""


@dataclass(frozen=True)
class Asked:
    """How cases are to be decided: under which set (None: each its own), on which day (None: its own), how strictly."""

    policy: str | None = None
    on: date | None = None
    strict: bool = False


@dataclass(frozen=True)
class Waiting:
    """A document that a case waits for."""

    supplier: str
    document: str
    items: int
    """Items of the checklist that it would answer."""

    @property
    def text(self) -> str:
        """In words."""
        return f"{self.supplier}: {self.document}{f' ({self.items} items)' if self.items > 1 else ''}"


@dataclass(frozen=True)
class Standing:
    """Where a case that was decided stands."""

    review: Review
    outcomes: Mapping[Outcome, int]
    """How many lines have each outcome."""
    short: tuple[str, ...]
    """Outcomes other than "meets", each with the number of lines."""
    further: tuple[str, ...]
    """What else stands against sending it."""
    waits: tuple[Waiting, ...]
    lapses: Window | None
    """What is met today and lapses first."""
    clocks: tuple[Running, ...]

    @property
    def not_ready(self) -> tuple[str, ...]:
        """Why it is not ready to send; empty when it is."""
        return self.short + self.further

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.review.case


@dataclass(frozen=True)
class WorkRow:
    """One file of the worklist: where its case stands, or why it cannot be read."""

    file: str
    standing: Standing | None
    problems: tuple[Problem, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether it can be sent as it is."""
        return self.standing is not None and not self.standing.not_ready


def review_of(source: Source, library: Library, asked: Asked) -> tuple[Review, tuple[Problem, ...]]:
    """The case of a file, decided, and its warnings; raises ProblemsError when it cannot be."""
    case, warnings = read_case(source, library.vocabulary, library.catalogue)
    set_id = asked.policy or case.policy or DEFAULT_SET
    if set_id not in library.sets:
        raise ProblemsError([Problem(source.file, source.line_of(("policy",)), "policy", f"the set {cut(set_id)}",
                                     one_of(library.sets), nearest(set_id, library.sets))])
    try:
        return review(case, library, set_id, asked.on, strict=asked.strict), warnings
    except NoDayError:
        raise ProblemsError([no_day(source)]) from None


def no_day(source: Source) -> Problem:
    """The problem of a case that states no request day."""
    return Problem(source.file, source.line_of(("request", "day")), "request.day", "nothing",
                   "the day of the request, or --on YYYY-MM-DD")


def decided_row(file: str, found: Review, library: Library) -> WorkRow:
    """The row of a case that was decided."""
    return WorkRow(file, Standing(
        found, Counter(line.result.outcome for line in found.lines), tuple(_short(found)),
        tuple(_further(found)), _waits(found, library),
        next((window for window in found.windows if window.kind is WindowKind.LAPSES), None),
        clocks_for(found.case, library.clocks, found.on),
    ))


def unread_row(file: str, problems: Iterable[Problem] = ()) -> WorkRow:
    """The row of a file that cannot be read."""
    return WorkRow(file, None, tuple(problems))


def by_urgency(rows: Iterable[WorkRow]) -> tuple[WorkRow, ...]:
    """What cannot be read first: nobody knows how urgent it is. Then by urgency, what lapses first, time limit, day."""
    return tuple(sorted(rows, key=_rank))


def _rank(row: WorkRow) -> tuple[int, date, date, date, str]:
    if row.standing is None:
        return -1, date.min, date.min, date.min, row.file
    at = row.standing
    return (
        URGENCY.index(at.case.request.urgency), at.lapses.day if at.lapses else date.max,
        at.clocks[0].due if at.clocks else date.max, at.review.on, row.file,
    )


# -- ready or not -----------------------------------------------------------------------------------------------------

def _counting(found: Review) -> list[LineReview]:
    """The lines that are asked for in any case."""
    return [line for line in found.lines if not line.result.line.line.if_used]


def _short(found: Review) -> Iterable[str]:
    counts = Counter(line.result.outcome for line in _counting(found))
    short = [outcome for outcome in Outcome if counts[outcome] and outcome is not Outcome.MEETS]
    yield from (f"{SHOWN_AS[outcome]}: {_lines(counts[outcome])}" for outcome in short)


def _further(found: Review) -> Iterable[str]:
    """Facts that no document states, and mistakes of coding."""
    if not found.lines:
        yield "no code is requested"
    resting = sum(bool(line.rests_on) for line in _counting(found))
    if resting:
        yield f"rests on what no document states: {_lines(resting)}"
    wrong = [check for check in found.checks if check.status is CheckStatus.FINDING and check.severity == "error"]
    if wrong:
        yield f"mistakes found by the checks: {len(wrong)}"


def _lines(count: int) -> str:
    return f"{count} {'line' if count == 1 else 'lines'}"


def _waits(found: Review, library: Library) -> tuple[Waiting, ...]:
    """The documents that would answer the checklist, those that answer most first."""
    counting = {line.result.line.id for line in _counting(found)}
    asked = Counter((item.who, item.document) for item in found.checklist if _is_awaited(item, counting))
    words = library.vocabulary
    return tuple(Waiting(words.suppliers.get(who, who), words.document_kinds.get(kind, kind), items)
                 for (who, kind), items in sorted(asked.items(), key=lambda each: (-each[1], each[0])))


def _is_awaited(item: ChecklistItem, counting: set[str]) -> bool:
    """Whether a case waits for an item: not for other grounds, nor for what decides nothing that is asked for."""
    if item.kind is ItemKind.VERIFY or item.asked or (item.folded and item.kind is not ItemKind.STATE):
        return False
    return not item.affects or bool(counting & set(item.affects))


# -- as a table -------------------------------------------------------------------------------------------------------

COUNTED = (Outcome.MEETS, Outcome.NEEDS_DOCUMENTATION, Outcome.NOT_MET, Outcome.FOLLOWS_PRIMARY, Outcome.EXPERIMENTAL,
           Outcome.INCIDENTAL, Outcome.NO_POLICY)
COLUMNS = (
    "file", "case", "title", "policy", "edition", "day", "kind", "urgency", "ready", "not_ready_because", "lines",
    *(str(outcome) for outcome in COUNTED), "waits_for", "lapses_on", "lapses", "decide_by", "decide_by_rule",
)
"""The columns of the CSV."""


@dataclass(frozen=True)
class Listed:
    """A row as the CSV needs it: where it stands in the order, and its cells."""

    rank: tuple[int, date, date, date, str]
    cells: Mapping[str, object]


def listed(row: WorkRow) -> Listed:
    """A row without its case."""
    return Listed(_rank(row), _cells(row))


def listed_as_csv(rows: Iterable[Listed]) -> str:
    """The worklist as CSV, the most urgent first."""
    return csv_text(COLUMNS, (row.cells for row in sorted(rows, key=lambda row: row.rank)))


def as_csv(rows: Iterable[WorkRow]) -> str:
    """The worklist as CSV, in the order given."""
    return csv_text(COLUMNS, (_cells(row) for row in rows))


def _cells(row: WorkRow) -> dict[str, object]:
    at = row.standing
    if at is None:
        return {"file": row.file, "ready": CANNOT_BE_READ,
                "not_ready_because": "; ".join(f"found {one.found}; expected {one.expected}" for one in row.problems)}
    clock = at.clocks[0] if at.clocks else None
    return {
        "file": row.file, "case": at.case.case, "title": at.case.title, "policy": at.review.set_id,
        "edition": at.review.edition, "day": at.review.on, "kind": at.case.request.kind,
        "urgency": at.case.request.urgency, "ready": "yes" if row.ready else "no",
        "not_ready_because": "; ".join(at.not_ready), "lines": len(at.review.lines),
        **{str(outcome): at.outcomes.get(outcome, 0) for outcome in COUNTED},
        "waits_for": "; ".join(waiting.text for waiting in at.waits),
        "lapses_on": at.lapses.day if at.lapses else None, "lapses": at.lapses.says if at.lapses else None,
        "decide_by": clock.due if clock else None, "decide_by_rule": clock.text if clock else None,
    }
