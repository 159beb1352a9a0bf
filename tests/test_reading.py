"""What a reading is worth: its test at the limits, its weakest status, what would settle it, and how it is shown."""

from datetime import date

import pytest

from logic.case import Status, Value
from logic.reading import Reading, Used, joined, shown, truth_of, weakest
from logic.truth import Truth

MET, NOT_MET, OPEN = Truth.MET, Truth.NOT_MET, Truth.NOT_DOCUMENTED
GRADES = ("none", "I", "II", "III")


@pytest.mark.parametrize(("test", "limit", "span", "expected"), [
    ("min", 6, (6, 9), MET), ("min", 6, (5, 6), OPEN), ("min", 6, (4, 5), NOT_MET),
    ("more_than", 6, (7, 9), MET), ("more_than", 6, (6, 9), OPEN), ("more_than", 6, (5, 6), NOT_MET),
    ("max", 6, (4, 6), MET), ("max", 6, (6, 7), OPEN), ("max", 6, (7, 9), NOT_MET),
    ("less_than", 6, (4, 5), MET), ("less_than", 6, (5, 6), OPEN), ("less_than", 6, (6, 7), NOT_MET),
    ("is", 6, (6, 6), MET), ("is", 6, (6, 7), OPEN), ("is", 6, (5, 6), OPEN), ("is", 6, (7, 8), NOT_MET), ("is", 6, (4, 5), NOT_MET),
    ("is", 6, (5, 5), NOT_MET), ("stated", True, (5, 5), MET), ("stated", True, (0, 5), OPEN),
])
def test_a_span_meets_a_test_only_where_all_of_it_does(
    test: str, limit: float, span: tuple[float, float], expected: Truth,
) -> None:
    assert truth_of(Reading("weeks", span=span), {test: limit}) is expected


@pytest.mark.parametrize(("span", "expected"), [
    ((4, 8), MET), ((3, 8), OPEN), ((4, 9), OPEN), ((9, 12), NOT_MET), ((1, 3), NOT_MET),
])
def test_a_span_has_to_meet_every_test(span: tuple[float, float], expected: Truth) -> None:
    assert truth_of(Reading("weeks", span=span), {"min": 4, "max": 8}) is expected


def test_a_test_that_fails_settles_a_span_that_another_leaves_open() -> None:
    assert truth_of(Reading("weeks", span=(3, 5)), {"min": 4, "max": 2}) is NOT_MET


@pytest.mark.parametrize(("test", "limit", "value", "expected"), [
    ("min", 4, 4, MET), ("min", 4, 3.9, NOT_MET), ("max", 4, 4, MET), ("max", 4, 4.1, NOT_MET),
    ("more_than", 4, 4.1, MET), ("more_than", 4, 4, NOT_MET), ("less_than", 4, 3.9, MET), ("less_than", 4, 4, NOT_MET),
    ("is", True, True, MET), ("is", True, False, NOT_MET), ("is", True, 1, NOT_MET), ("is", 1, True, NOT_MET), ("is", 1, 1, MET),
    ("stated", True, False, MET), ("in", ("a", "b"), "b", MET), ("in", ("a", "b"), "c", NOT_MET),
    ("includes", ("a", "b"), ("b", "c"), MET), ("includes", ("a", "b"), ("c",), NOT_MET), ("includes", ("a",), (), NOT_MET),
])
def test_a_value_at_the_limit_of_a_test(test: str, limit: Value, value: Value, expected: Truth) -> None:
    assert truth_of(Reading("fact", values=(value,)), {test: limit}) is expected


@pytest.mark.parametrize(("value", "expected"), [("none", NOT_MET), ("I", NOT_MET), ("II", MET), ("III", MET), ("marked", OPEN)])
def test_a_grade_counts_by_its_place_on_its_scale(value: str, expected: Truth) -> None:
    assert truth_of(Reading("slip", values=(value,), scale=GRADES), {"min": "II"}) is expected


def test_a_span_of_grades_is_tested_on_their_scale() -> None:
    assert truth_of(Reading("slip", span=(2, 3), scale=GRADES), {"min": "II"}) is MET
    assert truth_of(Reading("slip", span=(1, 3), scale=GRADES), {"min": "II"}) is OPEN


@pytest.mark.parametrize(("value", "expected"), [(1, NOT_MET), (2, MET), (4, MET), (5, NOT_MET)])
def test_a_value_has_to_meet_every_test(value: float, expected: Truth) -> None:
    assert truth_of(Reading("fact", values=(value,)), {"min": 2, "max": 4}) is expected


def test_a_number_on_a_scale_is_tested_as_itself() -> None:
    assert truth_of(Reading("slip", values=(2,), scale=GRADES), {"min": "II"}) is MET
    assert truth_of(Reading("slip", values=(1,), scale=GRADES), {"min": "II"}) is NOT_MET


def test_one_answer_that_meets_is_enough_and_one_open_answer_keeps_it_open() -> None:
    assert truth_of(Reading("fact", values=(1, 5), open=True), {"min": 4}) is MET
    assert truth_of(Reading("fact", values=(1,), open=True), {"min": 4}) is OPEN
    assert truth_of(Reading("fact", values=(1, 2)), {"min": 4}) is NOT_MET
    assert truth_of(Reading("fact"), {"min": 4}) is OPEN
    assert truth_of(Reading("fact", values=("no", "unclear")), {"is": "yes"}, ("unclear",)) is OPEN
    assert truth_of(Reading("fact", values=("yes", "unclear")), {"is": "yes"}, ("unclear",)) is MET


USED = Used("a", "1", Status.ASSUMED)


def test_it_waits_for_what_is_open_else_for_what_was_read_else_for_itself() -> None:
    assert Reading("fact", used=(USED,), open_paths=("b",)).waiting == ("b",)
    assert Reading("fact", used=(USED, USED, Used("c", "2", Status.IMPLIED))).waiting == ("a", "c")
    assert Reading("fact").waiting == ("fact",)


def test_its_status_is_the_weakest_that_was_read() -> None:
    assert Reading("fact", open=True).status is Status.UNANSWERED
    assert Reading("fact", open=True, used=(USED,)).status is Status.ASSUMED
    order = (Status.UNANSWERED, Status.NOT_IN_CHART, Status.ASSUMED, Status.IMPLIED, Status.DOCUMENTED)
    assert [weakest(order[place:]) for place in range(len(order))] == list(order)
    assert weakest(()) is Status.UNANSWERED


@pytest.mark.parametrize(("value", "unit", "text"), [
    (True, None, "yes"), (False, None, "no"), ((), None, "none"), (("left_leg", "mild_moderate"), None, "left leg, mild to moderate"),
    (date(2026, 1, 12), None, "2026-01-12"), (4.04, "mm", "4 mm"), (4.06, "mm", "4.1 mm"), (7, None, "7"),
    ("moderate_severe", None, "moderate to severe"), ("not_graded", "mm", "not graded"),
])
def test_a_value_as_people_read_it(value: object, unit: str | None, text: str) -> None:
    assert shown(value, unit) == text


def test_readings_of_sides_join_into_one() -> None:
    left = Reading("fact.left", values=(1,), used=(USED,), scale=GRADES)
    right = Reading("fact.right", open=True, from_request=True, open_paths=("fact.right",), conflict="they differ")
    assert joined("fact", (left, right)) == Reading(
        "fact", (1,), open=True, from_request=True, scale=GRADES, used=(USED,), open_paths=("fact.right",), conflict="they differ")
    closed = joined("fact", (left, left))
    assert (closed.open, closed.from_request, closed.conflict, closed.values) == (False, False, None, (1, 1))
