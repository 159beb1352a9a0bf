"""A review as rows: JSON, a table for the terminal, and Markdown."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from logic.case import SHOWN_AS, Outcome
from logic.checks import CheckStatus
from logic.finding import Finding
from logic.levels import UNNAMED, levels_told
from logic.carrying_out import Change
from logic.review import NOTICE, LineReview, Review
from logic.steps import Step
from logic.truth import Truth
from logic.windows import Window, WindowKind


def as_json(review: Review) -> dict[str, Any]:
    """A review as the JSON object of `check --format json`."""
    return {
        "case": review.case.case, "policy": review.set_id, "edition": review.edition, "on": review.on.isoformat(),
        "lines": [_line(line) for line in review.lines],
        "checklist": [
            {"kind": str(item.kind), "facts": list(item.facts), "say": item.say, "who": item.who,
             "document": item.document, "questions": list(item.questions), "cites": list(item.cites),
             "affects": list(item.affects), "settles": list(item.settles), "folded": item.folded, "asked": item.asked,
             "one_of": item.one_of}
            for item in review.checklist
        ],
        "windows": [
            {"fact": window.path, "says": window.says, "cite": window.cite, "counted_from": window.counted_from,
             "kind": str(window.kind), "day": window.day.isoformat(), "days": window.days,
             "before_surgery": window.before_surgery, "lines": list(window.lines)}
            for window in review.windows
        ],
        "not_needed": [{"fact": path, "because": because} for path, because in review.not_needed.items()],
        "next_question": review.next_question, "plan": list(review.plan),
        "checks": [
            {"id": check.id, "status": str(check.status), "severity": check.severity, "says": check.says,
             "lines": list(check.lines)}
            for check in review.checks
        ],
        "notice": NOTICE,
    }


def _line(line: LineReview) -> dict[str, Any]:
    result = line.result
    return {
        "id": result.line.id, "stage": result.line.stage, "code": result.line.code,
        "levels": list(result.line.line.levels), "outcome": str(result.outcome), "if_used": result.line.line.if_used,
        "by_level": {level.level: str(level.outcome) for level in result.levels if level.level != UNNAMED},
        "reason": line.reason, "rests_on": list(line.rests_on),
        "criteria": [finding_as_json(finding) for level in result.levels
                     for finding in (level.exclusion, level.findings) if finding],
        "way": None if line.way is None else [_step(step) for step in line.way.steps],
        "way_done": line.way.on.isoformat() if line.way else None,
        "way_instead": [[_step(step) for step in steps] for steps in (line.way.alternatives if line.way else ())],
        "no_way": line.no_way,
    }


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """A criterion of a result with everything below it."""
    criterion = finding.criterion
    reading = finding.reading
    return {
        "id": criterion.id, "says": criterion.says, "level": finding.level, "truth": str(finding.truth),
        "cite": criterion.cite, "confidence": str(criterion.confidence), "asked": criterion.asked,
        "by_silence": finding.silence_decided, "note": criterion.note,
        "facts": [{"path": used.path, "value": used.value, "status": str(used.status), "from": used.source,
                   "remark": used.remark} for used in (reading.used if reading else ())],
        "children": [finding_as_json(part) for part in shown_parts(finding)],
    }


def shown_parts(finding: Finding) -> tuple[Finding, ...]:
    """The parts of a criterion that people see: none where it does not apply."""
    return () if finding.truth is Truth.NOT_APPLICABLE else finding.parts


def _step(step: Step) -> dict[str, Any]:
    return {
        "kind": step.kind, "say": step.say, "cite": step.cite, "effort": str(step.effort),
        "earliest": step.earliest.isoformat(),
        "set": [{"path": change.path, "value": _value(change)} for change in step.changes],
        "or": [other.say for other in step.others],
    }


def _value(change: Change) -> Any:
    """A value as a case file holds it; a row as a mapping."""
    if change.row:
        return {name: as_text(value) for name, value in change.row}
    return as_text(change.value)


def as_text(value: object) -> Any:
    """A value as JSON holds it: days as text, lists for tuples."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def head(review: Review) -> str:
    """Which policy, edition and day a result belongs to."""
    edition = f"edition {review.edition}" if review.edition else "no edition known for this day"
    strict = ", strict: only facts with a dated document count" if review.strict else ""
    return f"{review.case.case}: {review.set_title} ({review.set_id}), {edition}, on {review.on.isoformat()}{strict}"


def line_rows(review: Review) -> list[dict[str, str]]:
    """The outcome table: one row a line, and one a level where a line has several with different outcomes."""
    rows = []
    for line in review.lines:
        result = line.result
        rows.append({
            "Line": result.line.id, "Procedure": line.label,
            "Levels": levels_told(result.line.line.levels) or "not named",
            "Outcome": SHOWN_AS[result.outcome] + (" (if used)" if result.line.line.if_used else ""),
            "Why": line.reason,
        })
    return rows


def as_table(review: Review) -> str:
    """A review for the terminal."""
    return "\n".join(_table(review))


def _table(review: Review) -> Iterator[str]:
    yield head(review)
    rows = line_rows(review)
    widths = {name: max([len(name), *(len(row[name]) for row in rows)]) for name in ("Line", "Levels", "Outcome")}
    for row in rows:
        lead = "  ".join(row[name].ljust(widths[name]) for name in ("Line", "Levels", "Outcome"))
        yield f"  {lead}  {row['Why']}"
    yield from _section("Checklist", [_item_text(review, n) for n in range(len(review.checklist))])
    yield from _section("Windows", [window_text(window) for window in review.windows])
    yield from _section("Next question", [review.next_question] if review.next_question else [])
    yield from _section("Plan", list(review.plan))
    found = [f"{c.severity}: {c.says} [{c.id}]" for c in review.checks if c.status is CheckStatus.FINDING]
    yield from _section("Checks", found)
    yield f"  {NOTICE}"


def window_text(window: Window) -> str:
    """A window as a sentence."""
    anchor = "the surgery" if window.counted_from == "surgery" else "the request"
    when = f"{window.day.isoformat()} ({window.days} days from the request)"
    if window.kind is WindowKind.COUNTS_FROM:
        return f"{window.says}: counts if dated {window.day.isoformat()} or later. [{', '.join(window.lines)}]"
    if window.kind is WindowKind.LAPSES:
        late = ", before the planned surgery" if window.before_surgery else ""
        return f"{window.says}: holds for {anchor} up to {when}{late}. [{', '.join(window.lines)}]"
    late = ", after the planned surgery" if window.before_surgery else ""
    return f"{window.says}: can be met by {anchor} from {when}{late}. [{', '.join(window.lines)}]"


def _section(title: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield f"  {title}"
        yield from (f"    - {entry}" for entry in entries)


def _item_text(review: Review, number: int) -> str:
    item = review.checklist[number]
    folded = "only if present: " if item.folded and item.kind != "state" else ""
    settles = f" Settles {', '.join(item.settles)}." if item.settles else ""
    lines = f" [{', '.join(item.affects)}]" if item.affects else ""
    one_of = f"one of these ({item.one_of}): " if item.one_of else ""
    return f"{folded}{one_of}{item.say}{settles}{lines}"


def as_markdown(review: Review) -> str:
    """A review as a Markdown document."""
    lines = [f"# {review.case.title or review.case.case}", "", head(review), "", f"> {NOTICE}", "",
             "| Line | Procedure | Levels | Outcome | Why |", "| --- | --- | --- | --- | --- |"]
    lines += ["| " + " | ".join(value.replace("|", "/") for value in row.values()) + " |" for row in line_rows(review)]
    for title, entries in (
        ("Checklist", [_item_text(review, n) for n in range(len(review.checklist))]),
        ("Windows", [window_text(window) for window in review.windows]),
        ("Next question", [review.next_question] if review.next_question else []),
        ("Plan", list(review.plan)),
        ("Checks", [f"{c.severity}: {c.says}" for c in review.checks if c.status is CheckStatus.FINDING]),
    ):
        if entries:
            lines += ["", f"## {title}", "", *(f"- {entry}" for entry in entries)]
    return "\n".join(lines) + "\n"


def all_meet(review: Review) -> bool:
    """Whether every line meets, "if used" lines aside."""
    return all(line.result.outcome is Outcome.MEETS for line in review.lines if not line.result.line.line.if_used)
