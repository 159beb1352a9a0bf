"""Until which day what is met still counts, from which day time alone meets what is not, and how old a proof may be."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from logic.editing import set_request
from logic.evaluation import read_leaf
from logic.finding import Finding
from logic.looking_ahead import Outlook
from logic.measures import Place
from logic.record import Record
from logic.truth import Truth

HORIZON = timedelta(days=730)
_AGES = {"report_age", "days_since"}


class WindowKind(StrEnum):
    """What the day of a window is."""

    LAPSES = "lapses"            # the last day on which it is met as documented
    OPENS = "opens"              # the first day on which time alone has met it
    COUNTS_FROM = "counts_from"  # open: the first day of which a proof would count


@dataclass(frozen=True)
class Window:
    """A criterion that the passing of time changes.

    The day is that of the request, or of the surgery where the policy counts back from it (`counted_from`); of a proof
    that is still to be documented it is the day of the proof.
    """

    path: str
    says: str
    cite: str
    counted_from: str
    kind: WindowKind
    day: date
    days: int
    """Days from the request until then."""
    before_surgery: bool
    """Whether it lapses before the planned surgery, or opens only after it."""
    lines: tuple[str, ...]


def windows(outlook: Outlook, needed: AbstractSet[str]) -> tuple[Window, ...]:
    """Every window of a criterion that is met or not met today, and of the needed open facts, by their days.

    Of several levels the first to lapse is told, and the last to open.
    """
    found: dict[tuple[str, str, WindowKind], Window] = {}
    for key, leaf in outlook.leaves.items():
        window = _window(outlook, leaf)
        if window and (window.kind is not WindowKind.COUNTS_FROM or window.path in needed):
            lines = dict.fromkeys(line for line, _ in outlook.readers[key])
            known = found.setdefault((window.path, window.says, window.kind), window)
            told = (max if window.kind is WindowKind.OPENS else min)(known, window, key=lambda one: one.day)
            lines = {**dict.fromkeys(known.lines), **lines}
            found[window.path, window.says, window.kind] = replace(told, lines=tuple(lines))
    return tuple(sorted(found.values(), key=lambda window: (window.day, window.path)))


def _window(outlook: Outlook, leaf: Finding) -> Window | None:
    criterion = leaf.criterion
    counted = getattr(criterion.arguments, "counted_from", None)
    timed = counted is not None or criterion.computed == "months_since_surgery"
    if not timed or not leaf.reading or leaf.reading.from_request:
        return None
    counted_from = str(counted or "request")
    record = outlook.determination.record
    start = record.counting_day(counted_from)
    if leaf.raw is Truth.NOT_DOCUMENTED:
        return _of_proof(leaf, counted_from, start, record.on)
    if not leaf.reading.used:
        return None
    day = _edge(outlook, leaf, counted_from, start)
    if day is None:
        return None
    lapses = leaf.raw is Truth.MET
    kind = WindowKind.LAPSES if lapses else WindowKind.OPENS
    changes = day if lapses else day + timedelta(days=1)
    surgery = record.case.request.surgery_day
    return Window(
        leaf.reading.path, criterion.says or "", criterion.cite or "", counted_from, kind, changes,
        (changes - record.on).days, bool(surgery and (changes < surgery if lapses else changes > surgery)), (),
    )


def _of_proof(leaf: Finding, counted_from: str, start: date, on: date) -> Window | None:
    """The first day of which a proof that is still open would count."""
    tests, within = leaf.criterion.tests, leaf.criterion.parameters.get("within_days")
    limit = within if within is not None else tests.get("max") if leaf.criterion.computed in _AGES else None
    if leaf.reading is None or not isinstance(limit, int | float):
        return None
    day = start - timedelta(days=int(limit))
    return Window(leaf.reading.path, leaf.criterion.says or "", leaf.criterion.cite or "", counted_from,
                  WindowKind.COUNTS_FROM, day, (day - on).days, False, ())


def _edge(outlook: Outlook, leaf: Finding, counted_from: str, start: date) -> date | None:
    """The last day on which a leaf reads as it does today, if it then changes for good."""
    low, high = start, start + HORIZON
    if _truth(outlook, leaf, counted_from, high) in {leaf.raw, Truth.NOT_DOCUMENTED}:
        return None
    while (high - low).days > 1:
        middle = low + (high - low) // 2
        if _truth(outlook, leaf, counted_from, middle) is leaf.raw:
            low = middle
        else:
            high = middle
    return low


def _truth(outlook: Outlook, leaf: Finding, counted_from: str, day: date) -> Truth:
    """What a leaf would read if the request, or the surgery, were on another day."""
    record: Record = outlook.determination.record
    if counted_from == "surgery":
        later = replace(record, case=set_request(record.case, surgery_day=day))
    else:
        later = replace(record, on=day)
    line, _ = outlook.readers[leaf.key][0]
    _, truth = read_leaf(leaf.criterion, Place(later, outlook.determination.by_id[line].line, leaf.level))
    return truth
