"""`python -m logic apply`: a case with the shortest way of one line carried out."""

from logic.carrying_out import carried_out
from logic.case_writing import case_text
from logic.problems import Problem, ProblemsError, nearest, one_of
from logic.review import Review


class NoWayError(ValueError):
    """The line has no way to "meets"; the text says why."""


def applied(review: Review, line_id: str) -> str:
    """The text of the case in which all that the line's way asks for is there, marked assumed, on the day it can be.

    Raises ProblemsError for an unknown line and NoWayError where there is no way.
    """
    lines = {line.result.line.id: line for line in review.lines}
    if line_id not in lines:
        raise ProblemsError([Problem("--line", 0, "", f"the line {line_id}", one_of(lines), nearest(line_id, lines))])
    way = lines[line_id].way
    if way is None:
        raise NoWayError(f'{line_id} has no way to "meets". {lines[line_id].no_way}')
    changes = [change for step in way.steps for change in step.changes]
    return case_text(carried_out(review.case, changes, way.on))
