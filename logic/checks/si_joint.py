"""Fusion of the sacroiliac joint: code by device and exposure, one code a joint, the side."""

import datetime as dt
import itertools
from collections.abc import Iterator

from logic.case import RequestedLine
from logic.checks.base import Answer, check
from logic.checks.view import View, ids, side_of

INSIDE, PIERCING, OPEN = "27278", "27279", "27280"
BY_PIERCING_FROM = dt.date(2026, 1, 1)
"""Before this day the codes were told apart by a device that crosses the joint."""


@check("CR-SI-001")
def code_by_device(view: View) -> Iterator[Answer]:
    """Inside the joint 27278, piercing ilium and sacrum 27279, joint opened 27280."""
    for line in view.concerned():
        expected = _expected(view, line)
        if expected is None:
            yield Answer(f"route or device of {line.code} is not stated", (line.id,), open=True)
        elif line.code != expected:
            yield Answer(f"the planned device and route are {expected}, requested is {line.code}", (line.id,))


def _expected(view: View, line: RequestedLine) -> str | None:
    route = view.options("si_approach", line.stage)
    piercing = view.plan("si_cortical_piercing", line.stage).values
    if route == frozenset({"open"}):
        return OPEN
    if route is None or not piercing or view.surgery_day < BY_PIERCING_FROM:
        return None
    return PIERCING if True in piercing else INSIDE


@check("CR-SI-002")
def one_code_for_a_joint(view: View) -> Iterator[Answer]:
    """A joint has one fusion code, the most extensive."""
    for one, other in itertools.combinations(view.concerned(), 2):
        if one.code == other.code or one.stage != other.stage:
            continue
        sides = {side_of(one), side_of(other)}
        if None in sides:
            yield Answer(f"{one.code} and {other.code} are requested, a side is not stated", ids(one, other), open=True)
        elif sides != {"left", "right"}:
            yield Answer(f"{one.code} and {other.code} for the same joint", ids(one, other))


@check("CR-SI-003")
def joint_side(view: View) -> Iterator[Answer]:
    """Codes of the sacroiliac joint stand for one side."""
    for line in view.concerned():
        if side_of(line) is None:
            yield Answer(f"{line.code} names no side", (line.id,))
        elif side_of(line) == "bilateral" and (line.line.units or 1) == 1:
            says = f"{line.code} for both sides with one unit needs modifier 50, which is not recorded here"
            yield Answer(says, (line.id,), open=True)
