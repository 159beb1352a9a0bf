"""What the lines on which a line hangs leave possible for it."""

import pytest

from logic.case import Outcome
from logic.following import At, Hangs, following, rank, with_primaries

MEETS, OPEN, NO_POLICY = Outcome.MEETS, Outcome.NEEDS_DOCUMENTATION, Outcome.NO_POLICY
NOT_MET, FOLLOWS = Outcome.NOT_MET, Outcome.FOLLOWS_PRIMARY
A, B, C = ("a", "L4-L5"), ("b", "L4-L5"), ("c", "L4-L5")


@pytest.mark.parametrize(("primaries", "expected"), [
    ([], OPEN), ([MEETS], MEETS), ([OPEN], OPEN), ([NO_POLICY], NO_POLICY), ([NOT_MET], FOLLOWS), ([FOLLOWS], FOLLOWS),
    ([NOT_MET, OPEN, MEETS], MEETS), ([NOT_MET, NO_POLICY, OPEN], OPEN), ([NOT_MET, NO_POLICY], NO_POLICY),
])
def test_of_several_primaries_the_best_counts(primaries: list[Outcome], expected: Outcome) -> None:
    assert following(primaries) is expected


def test_the_rank_is_that_of_the_best_and_then_of_all_the_rest() -> None:
    assert [rank(outcome) for outcome in (MEETS, OPEN, NO_POLICY, NOT_MET, FOLLOWS)] == [0, 1, 2, 3, 3]


@pytest.mark.parametrize(("own", "hangs", "expected"), [
    ({A: MEETS, B: NOT_MET}, {A: ((B,),), B: None}, {A: FOLLOWS, B: NOT_MET}),
    ({A: MEETS, B: OPEN}, {A: ((B,),), B: None}, {A: OPEN, B: OPEN}),
    ({A: NOT_MET, B: MEETS}, {A: ((B,),), B: None}, {A: NOT_MET, B: MEETS}),
    ({A: MEETS, B: NOT_MET, C: MEETS}, {A: ((B,), (C,)), B: None, C: None}, {A: MEETS, B: NOT_MET, C: MEETS}),
    ({A: MEETS, B: MEETS, C: OPEN}, {A: ((B,),), B: ((C,),), C: None}, {A: OPEN, B: OPEN, C: OPEN}),
    ({A: MEETS}, {A: ()}, {A: OPEN}),                                                    # it hangs on lines that are not requested
    ({A: MEETS, B: MEETS}, {A: ((B,),), B: ((A,),)}, {A: MEETS, B: MEETS}),              # a circle
])
def test_a_line_is_no_better_than_what_it_hangs_on(
    own: dict[At, Outcome], hangs: dict[At, Hangs | None], expected: dict[At, Outcome],
) -> None:
    assert with_primaries(own, hangs) == expected
