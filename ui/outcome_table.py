"""The outcome table as one piece of HTML: drawn in a fraction of the time of a table of Markdown cells.

Everything that comes from a case or a policy is escaped; a cell holds text and badges only.
"""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

import streamlit as st

from logic.case import Outcome
from logic.levels import levels_told
from logic.review import Decision, LineDecision
from ui.markup import badge, heading, outcome_html
from ui.presses import press

COLUMNS = ("Requested", "Outcome", "Why")
WHY = "why"
"""The action of a code that is pressed: its line is opened into its criteria."""
NAME = "Outcome of each requested line"
_UNSTATED = "entered as implied or assumed; no document states them, and the outcome rests on them."


def outcome_table(decision: Decision | None) -> None:
    """One row a line; where the levels of a line differ, they stand below it, neighbours alike together."""
    table = f'<div class="scroll st-key-outcomes">{table_html(decision)}</div>' if decision and decision.lines else ""
    st.html(heading("Result", anchor="result") + table)


def table_html(decision: Decision) -> str:
    """The table, and below it what the mark of unstated facts means where it is used."""
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    rows = "".join(row for line in decision.lines for row in _rows(line, several=len(decision.case.stages) > 1))
    note = ""
    if any(line.rests_on for line in decision.lines):
        note = f'<p class="note"><b>Facts unstated</b>: {_UNSTATED}</p>'
    return (f'<table class="outcomes" aria-label="{NAME}"><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table>{note}")


def _rows(line: LineDecision, *, several: bool) -> Iterator[str]:
    asked = line.result.line
    marks = [badge("blue", "if used")] if asked.line.if_used else []
    marks += [escape(asked.line.side)] if asked.line.side else []
    marks += [f"stage {asked.stage}"] if several else []
    code = press(WHY, asked.id, asked.code, hint="Why, criterion by criterion")
    requested = " ".join([f"<b>{code}</b>", escape(levels_told(asked.line.levels)), *marks,
                          f"<i>{escape(line.label)}</i>"])
    yield _row(requested, f"{outcome_html(line.result.outcome)} {_resting(line)}", escape(line.why))
    if len({level.outcome for level in line.result.levels}) > 1:
        for outcome, levels in groupby(line.result.levels, lambda level: level.outcome):
            names = levels_told([level.level for level in levels])
            yield _row(f"<i>of these</i> <b>{escape(names)}</b>", outcome_html(outcome), "")


def _row(first: str, *others: str) -> str:
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'


def _resting(line: LineDecision) -> str:
    """On how many facts that no document states an outcome rests."""
    count = len(line.rests_on)
    return badge("orange", f"{count} fact{'s' if count > 1 else ''} unstated") if count else ""


def summary_html(decision: Decision) -> str:
    """How many lines have which outcome, in one line."""
    outcomes = [line.result.outcome for line in decision.lines]
    return " ".join(_counted(outcomes, outcome) for outcome in reversed(Outcome) if outcome in outcomes)


def _counted(outcomes: Iterable[Outcome], outcome: Outcome) -> str:
    return f"{list(outcomes).count(outcome)} {outcome_html(outcome)}"
