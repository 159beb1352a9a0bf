"""A session of practice as a file: one row a line, or everything as JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from logic.case import SHOWN_AS
from logic.csv_text import csv_text
from logic.learn.marking import Attempt, Mark, Tally
from logic.learn.pitfalls import PitfallFile
from logic.review import NOTICE

COLUMNS = ("case", "source", "policy", "edition", "day", "line", "code", "levels", "said", "outcome", "right",
           "marked_as_deciding", "marked_right", "kinds")


def session_csv(attempts: Sequence[Attempt], pitfalls: PitfallFile) -> str:
    """One row for each line of each case, in the order in which they were practised."""
    titles = {kind.id: kind.title for kind in pitfalls.kinds}
    return csv_text(COLUMNS, _rows(attempts, titles))


def _rows(attempts: Sequence[Attempt], titles: dict[str, str]) -> Iterator[dict[str, object]]:
    for attempt in attempts:
        for mark in attempt.marks:
            yield {
                "case": attempt.title, "source": attempt.source, "policy": attempt.set_id, "edition": attempt.edition,
                "day": attempt.on.isoformat(), "line": mark.line, "code": mark.code, "levels": " ".join(mark.levels),
                "said": SHOWN_AS[mark.said] if mark.said else "", "outcome": SHOWN_AS[mark.outcome],
                "right": _yes_no(mark.right), "marked_as_deciding": mark.marked,
                "marked_right": "" if mark.marked_right is None else _yes_no(mark.marked_right),
                "kinds": "; ".join(titles[kind] for kind in mark.kinds),
            }


def _yes_no(is_so: bool) -> str:
    return "yes" if is_so else "no"


def session_json(attempts: Sequence[Attempt], summed: Tally) -> str:
    """The sums of a session and every mark, with what an outcome here is and is not."""
    told = {"notice": NOTICE, "tally": asdict(summed), "cases": [_case(attempt) for attempt in attempts]}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _case(attempt: Attempt) -> dict[str, object]:
    return {"case": attempt.title, "source": attempt.source, "policy": attempt.set_id, "edition": attempt.edition,
            "day": attempt.on.isoformat(), "lines": [_line(mark) for mark in attempt.marks]}


def _line(mark: Mark) -> dict[str, object]:
    return {**asdict(mark), "right": mark.right}
