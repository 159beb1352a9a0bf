"""A comparison as rows: JSON, a table for the terminal, and Markdown."""

from collections.abc import Iterator
from typing import Any

from logic.case import SHOWN_AS
from logic.comparison import Column, ComparedLine, Comparison, Difference, Told
from logic.explanation import values_read
from logic.levels import UNNAMED, levels_told
from logic.policy import Confidence
from logic.reading import word
from logic.review import NOTICE


def comparison_as_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison as the JSON object of `compare --format json`."""
    return {
        "case": comparison.case.case, "on": comparison.on.isoformat(),
        "sets": [_column(column) for column in comparison.columns],
        "lines": [_line(line) for line in comparison.lines],
        "notice": NOTICE,
    }


def _column(column: Column) -> dict[str, Any]:
    entry = column.entry
    return {
        "policy": column.id, "title": column.title, "edition": entry.id if entry else None,
        "from": entry.start.isoformat() if entry and entry.start else None,
        "to": entry.end.isoformat() if entry and entry.end else None,
        "confidence": str(entry.confidence) if entry else None,
    }


def _line(compared: ComparedLine) -> dict[str, Any]:
    return {
        "id": compared.line.id, "code": compared.line.code, "levels": list(compared.line.line.levels),
        "alike": compared.alike,
        "sets": [
            {"policy": name, "outcome": str(result.outcome), "reason": compared.reasons[name],
             "by_level": {level.level: str(level.outcome) for level in result.levels if level.level != UNNAMED}}
            for name, result in compared.results.items()
        ],
        "differences": [
            {"policy": difference.set_id, **_told(difference.decides),
             "elsewhere": [{"policy": name, "criteria": [_told(told) for told in there]}
                           for name, there in difference.elsewhere.items()]}
            for difference in compared.differences
        ],
    }


def _told(told: Told) -> dict[str, Any]:
    return {
        "criterion": told.finding.criterion.id if told.finding else None, "says": told.says,
        "truth": str(told.truth) if told.truth else None, "read": values_read(told.finding) if told.finding else "",
        "cite": told.cite, "confidence": str(told.confidence) if told.confidence else None,
    }


# -- as text --------------------------------------------------------------------------------------------------------

def comparison_head(comparison: Comparison) -> str:
    """Which case and day a comparison belongs to."""
    return f"{comparison.case.case}: compared on {comparison.on.isoformat()}"


def edition_text(column: Column) -> str:
    """Which edition of a set was read."""
    if not column.entry:
        return "no edition known for this day"
    unsure = ", its days not confirmed" if column.entry.confidence is Confidence.VERIFY else ""
    return f"edition {column.entry.id}{unsure}"


def told_text(told: Told) -> str:
    """A criterion of a set with its truth and what was read, in a sentence."""
    if told.truth is None:
        return f"{told.says}{f' [{told.cite}]' if told.cite else ''}"
    read = values_read(told.finding) if told.finding else ""
    return f"{told.says}: {word(told.truth)}{f' ({read})' if read else ''} [{'; '.join([told.cite, *_marks(told)])}]"


def _marks(told: Told) -> Iterator[str]:
    if told.finding and told.finding.criterion.asked:
        yield "asked for, decides nothing"
    if told.confidence is Confidence.VERIFY:
        yield "wording not confirmed"


def asked_alone(compared: ComparedLine) -> dict[str, list[Difference]]:
    """The differences that are a criterion of one set only, by set."""
    found: dict[str, list[Difference]] = {}
    for difference in compared.differences:
        if difference.asked_alone:
            found.setdefault(difference.set_id, []).append(difference)
    return found


def comparison_as_table(comparison: Comparison) -> str:
    """A comparison for the terminal."""
    return "\n".join(_table(comparison))


def _table(comparison: Comparison) -> Iterator[str]:
    yield comparison_head(comparison)
    for column in comparison.columns:
        yield f"  {column.id}: {column.title}, {edition_text(column)}"
    header = ("Line", "Levels", *(column.id for column in comparison.columns))
    rows = [header, *map(_row, comparison.lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(header))]
    yield from ("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                for row in rows)
    for lines, told in differences_told(comparison):
        yield f"  {', '.join(lines)}: where they differ"
        yield from (f"    {'  ' * depth}- {text}" for depth, text in told)
    yield f"  {NOTICE}"


def _row(compared: ComparedLine) -> tuple[str, ...]:
    outcomes = (SHOWN_AS[result.outcome] for result in compared.results.values())
    return compared.line.id, levels_told(compared.line.line.levels) or "not named", *outcomes


def differences_told(comparison: Comparison) -> Iterator[tuple[tuple[str, ...], tuple[tuple[int, str], ...]]]:
    """The lines that differ in the same way, and in what, as sentences with their depth in a list."""
    alike: dict[tuple[tuple[int, str], ...], list[str]] = {}
    for line in comparison.lines:
        alike.setdefault(tuple(_differences_of(line)), []).append(line.line.id)
    yield from ((tuple(lines), told) for told, lines in alike.items() if told)


def _differences_of(compared: ComparedLine) -> Iterator[tuple[int, str]]:
    """What decides a line under one set and is otherwise under another."""
    for difference in compared.differences:
        if not difference.asked_alone:
            yield 0, f"{difference.set_id}: {told_text(difference.decides)}"
            yield from ((1, f"{name}: {told_text(told)}")
                        for name, there in difference.elsewhere.items() for told in there)
    for name, alone in asked_alone(compared).items():
        yield 0, f"only {name} asks:"
        yield from ((1, told_text(difference.decides)) for difference in alone)


def comparison_as_markdown(comparison: Comparison) -> str:
    """A comparison as a Markdown document."""
    names = [column.id for column in comparison.columns]
    lines = [f"# {comparison.case.title or comparison.case.case}", "", comparison_head(comparison), "", f"> {NOTICE}",
             "", *(f"- {column.id}: {column.title}, {edition_text(column)}" for column in comparison.columns), "",
             f"| Line | Levels | {' | '.join(names)} |", f"| --- | --- |{' --- |' * len(names)}",
             *(f"| {' | '.join(_row(line))} |" for line in comparison.lines)]
    for ids, told in differences_told(comparison):
        lines += ["", f"## {', '.join(ids)}", "", *(f"{'    ' * depth}- {text}" for depth, text in told)]
    return "\n".join(lines) + "\n"
