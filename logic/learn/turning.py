"""What would have turned a line that meets: the facts without which, each by itself, it would not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from logic.case import COUNTING, Outcome
from logic.determination import LineResult
from logic.following import ORDER
from logic.looking_ahead import Outlook, leaves_of, trees
from logic.rereading import reread

MOST = 8


@dataclass(frozen=True)
class Turn:
    """A fact that the record might not have held, and what the line would have been without it."""

    path: str
    outcome: Outcome


def turns(outlook: Outlook, result: LineResult) -> tuple[Turn, ...]:
    """The single facts that turn a line when the record is silent on them, in the order in which they are read.

    Empty where each is shown more than once, or where no fact is read.
    """
    record = outlook.determination.record
    found = []
    for path in dict.fromkeys(_paths(outlook, result)):
        hidden = replace(record, hidden=record.hidden | {path})
        outcomes = outlook.outcomes_of(result.line, reread(outlook, hidden, {path}))
        outcome = min(outcomes, key=ORDER.index)
        if outcome is not result.outcome:
            found.append(Turn(path, outcome))
    return tuple(found[:MOST])


def _paths(outlook: Outlook, result: LineResult) -> Iterator[str]:
    """The facts of the record that a line and all that it hangs on rest on."""
    for at in outlook.deciding_for(result.line):
        for tree in trees(outlook.places[at]):
            for leaf in leaves_of(tree):
                for used in leaf.reading.used if leaf.reading else ():
                    if used.held is not None and used.status in COUNTING:
                        yield used.path
