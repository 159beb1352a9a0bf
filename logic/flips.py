"""What a changed case decides otherwise than the one that is kept: outcome before, outcome now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from logic.case import Outcome, RequestedLine
from logic.determination import LineResult
from logic.review import Decision


@dataclass(frozen=True)
class Flip:
    """A line, or one level of it, with another outcome than before."""

    line: RequestedLine
    level: str | None
    """The level, where the line as a whole stays as it was; None for the whole line."""
    before: Outcome | None
    """None where the line was not requested before."""
    after: Outcome | None
    """None where it is not requested any more."""


def flips(before: Decision, after: Decision) -> tuple[Flip, ...]:
    """Every line whose outcome differs, in the order of the request; lines are the same if they have the same id."""
    old, new = _by_id(before), _by_id(after)
    found = [flip for name, result in new.items() for flip in _of_line(old.get(name), result)]
    gone = [Flip(result.line, None, result.outcome, None) for name, result in old.items() if name not in new]
    return (*found, *gone)


def _by_id(decision: Decision) -> Mapping[str, LineResult]:
    return {line.result.line.id: line.result for line in decision.lines}


def _of_line(old: LineResult | None, new: LineResult) -> Iterator[Flip]:
    """The whole line, or, where it stays as it was, its levels."""
    if old is None:
        yield Flip(new.line, None, None, new.outcome)
    elif old.outcome is not new.outcome:
        yield Flip(new.line, None, old.outcome, new.outcome)
    else:
        were = {level.level: level.outcome for level in old.levels}
        for level in new.levels:
            if level.level in were and were[level.level] is not level.outcome:
                yield Flip(new.line, level.level, were[level.level], level.outcome)
