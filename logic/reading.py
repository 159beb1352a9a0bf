"""A reading: what the record says of one fact at one place, and the test of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from logic.case import Provenance, Status, Value
from logic.truth import Truth

_WEAKEST_FIRST = (Status.UNANSWERED, Status.NOT_IN_CHART, Status.ASSUMED, Status.IMPLIED, Status.DOCUMENTED)


@dataclass(frozen=True)
class Used:
    """A fact that a reading rests on, for people to see."""

    path: str
    value: str
    status: Status
    source: str | None = None
    remark: str | None = None
    held: Provenance | None = field(default=None, compare=False, repr=False)
    """The entry or row of the case that was read; None for what the request itself says."""


@dataclass(frozen=True)
class Reading:
    """What is known of one fact at one place.

    `values` are the governing answers (several stand side by side: any of them can meet a test). `span` is what a
    computed number can still be, given the open rows it would read. `open` says that more answers may come.
    `from_request` says that the request itself leaves it open (level, approach, region).
    """

    path: str
    values: tuple[Value, ...] = ()
    span: tuple[float, float] | None = None
    open: bool = False
    from_request: bool = False
    scale: tuple[str, ...] = ()
    used: tuple[Used, ...] = ()
    open_paths: tuple[str, ...] = field(default=())
    conflict: str | None = None
    """Why the record contradicts itself here, if it does."""

    @property
    def waiting(self) -> tuple[str, ...]:
        """The facts that would settle it: the open ones, else those whose answer settles nothing (unclear words)."""
        return self.open_paths or tuple(dict.fromkeys(used.path for used in self.used)) or (self.path,)

    @property
    def status(self) -> Status:
        """The weakest status among what was read."""
        if self.open and not self.used:
            return Status.UNANSWERED
        return weakest(used.status for used in self.used)


def weakest(statuses: object) -> Status:
    """The weakest of some statuses; unanswered when there are none."""
    held = set(statuses)  # type: ignore[call-overload]
    return next((status for status in _WEAKEST_FIRST if status in held), Status.UNANSWERED)


def shown(value: object, unit: str | None = None) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(word(item) for item in value) or "none"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return f"{round(value, 1):g}{f' {unit}' if unit else ''}"
    return word(str(value))


ABBREVIATIONS = frozenset({
    "cbt", "ct", "emg", "esi", "l5", "mrc", "mri", "nsaid",
    "peek", "s1", "scs", "si", "snri", "tens",
})
"""Parts of words of the vocabulary that people write in capitals."""


def word(text: str) -> str:
    """An option or grade as people read it.

    >>> word("mild_moderate"), word("esi_transforaminal"), word("physical_therapy")
    ('mild to moderate', 'ESI transforaminal', 'physical therapy')
    """
    graded = {"mild_moderate": "mild to moderate", "moderate_severe": "moderate to severe"}
    return graded.get(text) or " ".join(
        part.upper() if part in ABBREVIATIONS else part for part in text.split("_"))


def truth_of(reading: Reading, tests: Mapping[str, Value], unclear: tuple[str, ...] = ()) -> Truth:
    """The truth of a leaf: whether what is known meets every test, fails one, or leaves it open.

    >>> truth_of(Reading("slip_mm", values=(4,)), {"min": 4})
    <Truth.MET: 'met'>
    >>> truth_of(Reading("weeks", span=(4, 9)), {"min": 6})
    <Truth.NOT_DOCUMENTED: 'not_documented'>
    """
    if reading.span is not None:
        return _all_of_span(reading.span, tests, reading.scale)
    answers = [_meets(value, tests, reading.scale, unclear) for value in reading.values]
    if Truth.MET in answers:
        return Truth.MET
    if reading.open or not answers or Truth.NOT_DOCUMENTED in answers:
        return Truth.NOT_DOCUMENTED
    return Truth.NOT_MET


def _all_of_span(span: tuple[float, float], tests: Mapping[str, Value], scale: tuple[str, ...]) -> Truth:
    low, high = span
    truths = []
    for name, limit in tests.items():
        if name == "stated":
            truths.append(Truth.MET if low == high else Truth.NOT_DOCUMENTED)
            continue
        bound = _number(limit, scale)
        certain = {"min": low >= bound, "more_than": low > bound, "max": high <= bound, "less_than": high < bound,
                   "is": low == high == bound}[name]
        possible = {"min": high >= bound, "more_than": high > bound, "max": low <= bound, "less_than": low < bound,
                    "is": low <= bound <= high}[name]
        truths.append(Truth.MET if certain else Truth.NOT_DOCUMENTED if possible else Truth.NOT_MET)
    if Truth.NOT_MET in truths:
        return Truth.NOT_MET
    return Truth.NOT_DOCUMENTED if Truth.NOT_DOCUMENTED in truths else Truth.MET


def _meets(value: Value, tests: Mapping[str, Value], scale: tuple[str, ...], unclear: tuple[str, ...]) -> Truth:
    if isinstance(value, str) and (value in unclear or (scale and value not in scale)):
        return Truth.NOT_DOCUMENTED
    return Truth.MET if all(_passes(value, name, limit, scale) for name, limit in tests.items()) else Truth.NOT_MET


def _passes(value: Value, name: str, limit: Value, scale: tuple[str, ...]) -> bool:
    if name == "is":
        return value == limit and isinstance(value, bool) == isinstance(limit, bool)
    if name == "stated":
        return True
    if name == "in":
        return value in limit  # type: ignore[operator]
    if name == "includes":
        return bool(set(value) & set(limit))  # type: ignore[arg-type]
    held, bound = _number(value, scale), _number(limit, scale)
    return {"min": held >= bound, "max": held <= bound, "more_than": held > bound, "less_than": held < bound}[name]


def _number(value: Value, scale: tuple[str, ...]) -> float:
    """A grade as its place on its scale, a number as itself."""
    return float(scale.index(value)) if scale and isinstance(value, str) else float(value)  # type: ignore[arg-type]


def joined(path: str, readings: tuple[Reading, ...]) -> Reading:
    """Readings of several sides or levels as one, in which any of them can meet a test."""
    known = [reading for reading in readings if reading.values]
    first = readings[0]
    return replace(
        first, path=path, values=tuple(v for reading in known for v in reading.values),
        open=any(reading.open for reading in readings),
        used=tuple(u for reading in readings for u in reading.used),
        open_paths=tuple(p for reading in readings for p in reading.open_paths),
        from_request=any(reading.from_request for reading in readings),
        conflict=next((reading.conflict for reading in readings if reading.conflict), None),
    )
