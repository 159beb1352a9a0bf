"""Coding rules: whether the codes fit each other and the operation. They never decide medical necessity."""

from collections.abc import Iterator

from logic.checks.base import Answer, check
from logic.determination import Determination
from logic.record import Record

FRONT = {"anterior", "anterolateral_oblique", "lateral", "presacral"}


@check("CR-LF-005")
def anterior_code_in_posterior_operation(record: Record, _determination: Determination) -> Iterator[Answer]:
    """An anterior or lateral interbody code needs an anterior, oblique or lateral approach in its stage."""
    for line in record.lines:
        if line.code not in {"22558", "22585"}:
            continue
        approach = record.case.stages[line.stage - 1].approach
        if not approach:
            yield Answer("the approach of the stage is not stated", (line.id,), open=True)
        elif not FRONT & set(approach):
            stated = ", ".join(approach)
            yield Answer(f"{line.code} is an anterior or lateral code, the stage is {stated}", (line.id,))
