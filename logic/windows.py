"""Until which day what is met still counts, and from which day time alone will meet what is not."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from logic.editing import set_request
from logic.evaluation import read_leaf
from logic.finding import Finding
from logic.looking_ahead import Outlook
from logic.measures import Place
from logic.record import Record
from logic.truth import Truth

HORIZON = timedelta(days=730)


@dataclass(frozen=True)
class Window:
    """A criterion that the passing of time changes.

    `lapses`: `day` is the last day on which it is met as documented; else it is the first. The day is that of the
    request, or of the surgery where the policy counts back from it (`counted_from`).
    """

    path: str
    says: str
    cite: str
    counted_from: str
    lapses: bool
    day: date
    days: int
    """Days from the request until then."""
    before_surgery: bool
    """Whether it lapses before the planned surgery, or does not open until after it."""
    lines: tuple[str, ...]


def windows(outlook: Outlook) -> tuple[Window, ...]:
    """Every window of a criterion that is met or not met today, the first to close or open first."""
    found: dict[tuple[str, str], Window] = {}
    for key, leaf in outlook.leaves.items():
        window = _window(outlook, leaf)
        if window:
            lines = tuple(dict.fromkeys(line for line, _ in outlook.readers[key]))
            known = found.get((window.path, window.says))
            merged = replace(window, lines=tuple(dict.fromkeys((*(known.lines if known else ()), *lines))))
            found[window.path, window.says] = merged
    return tuple(sorted(found.values(), key=lambda window: (window.day, window.path)))


def _window(outlook: Outlook, leaf: Finding) -> Window | None:
    criterion = leaf.criterion
    timed = "counted_from" in criterion.parameters or criterion.computed == "months_since_surgery"
    if not timed or leaf.raw not in {Truth.MET, Truth.NOT_MET} or not leaf.reading or not leaf.reading.used:
        return None
    counted_from = str(criterion.parameters.get("counted_from", "request"))
    record = outlook.determination.record
    start = record.counting_day(counted_from)
    day = _edge(outlook, leaf, counted_from, start)
    if day is None:
        return None
    lapses = leaf.raw is Truth.MET
    changes = day if lapses else day + timedelta(days=1)
    surgery = record.case.request.surgery_day
    return Window(
        leaf.reading.path, criterion.says or "", criterion.cite or "", counted_from, lapses, changes,
        (changes - record.on).days, bool(surgery and (changes < surgery if lapses else changes > surgery)), (),
    )


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
