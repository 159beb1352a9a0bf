"""Earlier operations and the roots with symptoms or tests, at the levels where they belong."""

from collections.abc import Iterator

from logic.case import Row, Status
from logic.levels import INTERSPACES, exiting_root, traversing_root
from logic.pictures.at_level import MARKS
from logic.reading import shown
from logic.record import Record

_ROOTS = {"symptoms": ("symptom_root", "symptom_side", "symptom"), "emgs": ("emg_root", "emg_side", "emg_result"),
          "exams": ("exam_root", "exam_side", "exam_test")}
"""Rows that name a root: the root, the side, and what it is about."""
_LEADS = {"symptoms": "", "emgs": "EMG ", "exams": "exam "}


def operations_at(record: Record, level: str) -> tuple[str, ...]:
    """Earlier operations at a level, in words."""
    return tuple(_operation(row) for row in record.rows("surgeries") if level in _levels(row))


def operations_elsewhere(record: Record) -> tuple[str, ...]:
    """Earlier operations whose levels are not told."""
    return tuple(_operation(row) for row in record.rows("surgeries") if not _levels(row))


def operated_levels(record: Record) -> tuple[str, ...]:
    """The levels of earlier operations."""
    return tuple(dict.fromkeys(level for row in record.rows("surgeries") for level in _levels(row)))


def roots_at(record: Record, level: str) -> tuple[str, ...]:
    """What rows say of the roots of a level: root, side, whether it leaves or passes there, and the findings."""
    places = {exiting_root(level): "leaves here", traversing_root(level): "passes here"}
    return tuple(f"root {root}{side and f' {side}'} ({places[root]}): {told}"
                 for (root, side), told in _by_root(record).items() if root in places)


def roots_elsewhere(record: Record, levels: tuple[str, ...]) -> tuple[str, ...]:
    """What rows say of roots of other levels, or of no root that is named."""
    held = {find(level) for level in levels for find in (exiting_root, traversing_root)}
    return tuple(f"{f'root {root}' if root else 'no root named'}{side and f' {side}'}: {told}"
                 for (root, side), told in _by_root(record).items() if root not in held)


def _by_root(record: Record) -> dict[tuple[str, str], str]:
    """The findings of every root and side; the root is empty where none is named."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind, (root, side, about) in _ROOTS.items():
        for row in record.rows(kind):
            named = str(row.values.get(root, "not_stated"))
            if kind == "exams" and root not in row.values:
                continue  # a test of gait or of a reflex arc speaks of no root
            key = ("" if named == "not_stated" else named, shown(row.values.get(side, "")))
            found.setdefault(key, []).append(f"{_LEADS[kind]}{_finding(row, about)}{_mark(row)}")
    return {key: ", ".join(dict.fromkeys(told)) for key, told in found.items()}


def _finding(row: Row, about: str) -> str:
    """What a row is about with its result."""
    values = row.values
    results = [shown(values[name]) for name in ("mrc", "exam_result", "sensation_grade", "reflex_grade")
               if name in values]
    return " ".join([shown(values.get(about, "not stated")), *results])


def _mark(row: Row) -> str:
    return f" ({row.status})" if row.status in MARKS else ""


def _operation(row: Row) -> str:
    values = row.values
    parts = [shown(values.get("procedure", "kind not told"))]
    parts += [shown(values[name]) for name in ("surgery_side", "surgery_date") if name in values]
    parts += [f"fusion {shown(values['fusion_status'])}"] if "fusion_status" in values else []
    parts += [f"hardware {shown(values['hardware_status'])}"] if "hardware_status" in values else []
    return f"{', '.join(parts)}{_mark(row)}"


def _levels(row: Row) -> tuple[str, ...]:
    stated = row.values.get("surgery_levels", ())
    return stated if isinstance(stated, tuple) else (str(stated),)


def recorded_elsewhere(record: Record, levels: tuple[str, ...]) -> Iterator[str]:
    """Rows that belong to no level of a picture, as sentences."""
    yield from (f"Earlier operation, level not told: {told}." for told in operations_elsewhere(record))
    yield from (f"Symptoms and tests, {told}." for told in roots_elsewhere(record, levels))
    for row in record.rows("curves"):
        values = row.values
        ends = f"{shown(values.get('upper_vertebra', 'not told'))} to {shown(values.get('lower_vertebra', 'not told'))}"
        angle = f"{shown(values['cobb_deg'])} degrees" if "cobb_deg" in values else "angle not told"
        yield f"Curve, {ends}: {angle}{_mark(row)}."
    if record.case.rows.get("surgeries") is None:
        yield "Earlier operations: not documented."
    elif any(row.status is Status.NOT_IN_CHART for row in record.case.rows["surgeries"]):
        yield "Earlier operations: looked for and not in the chart."


def stretch(levels: tuple[str, ...]) -> tuple[str, ...]:
    """The motion segments from one above the highest to one below the lowest of some levels.

    >>> stretch(("L4-L5",))
    ('L3-L4', 'L4-L5', 'L5-S1')
    """
    places = [INTERSPACES.index(level) for level in levels if level in INTERSPACES]
    if len(places) < len(levels):
        places.append(len(INTERSPACES) - 1)  # a sacroiliac joint lies below the lowest segment
    return INTERSPACES[max(min(places) - 1, 0):max(places) + 2] if places else ()
