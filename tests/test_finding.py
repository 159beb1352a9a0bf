"""How truths combine: a leaf and its silence, a group, a condition, and what counts of the parts."""

from typing import Any

import pytest

from logic.finding import Finding, Truths, conditioned, counted, of_group, of_leaf, settled
from logic.policy import Criterion
from logic.reading import Reading
from logic.truth import Truth

MET, NOT_MET, OPEN, NOTHING = Truth.MET, Truth.NOT_MET, Truth.NOT_DOCUMENTED, Truth.NOT_APPLICABLE
YES, NO, WAITS = settled(MET), settled(NOT_MET), Truths(OPEN, OPEN, NOT_MET)
LEFT_TO_REQUEST, NONE = settled(OPEN), settled(NOTHING)


def criterion(**details: Any) -> Criterion:
    return Criterion.model_validate({"fact": "myelopathy", "is": True, **details}, strict=False)


def group(kind: str, *parts: Criterion, **details: Any) -> Criterion:
    return Criterion.model_validate({kind: parts, **details}, strict=False)


def leaf(name: str, truths: Truths, condition: Finding | None = None, **details: Any) -> Finding:
    return Finding(criterion(**details), truths, "", condition=condition, key=(name, name, ""))


@pytest.mark.parametrize(("silence", "raw", "from_request", "expected"), [
    ("ask", OPEN, False, (OPEN, OPEN, NOT_MET)), ("not_met", OPEN, False, (NOT_MET, OPEN, NOT_MET)),
    ("shown", OPEN, False, (NOT_MET, OPEN, NOT_MET)), ("met", OPEN, False, (MET, OPEN, NOT_MET)),
    ("ask", OPEN, True, (OPEN, OPEN, OPEN)), ("not_met", OPEN, True, (OPEN, OPEN, OPEN)), ("met", OPEN, True, (MET, OPEN, OPEN)),
    ("met", NOT_MET, False, (NOT_MET, NOT_MET, NOT_MET)), ("not_met", MET, False, (MET, MET, MET)),
])
def test_silence_decides_only_what_the_record_leaves_open(
    silence: str, raw: Truth, from_request: bool, expected: tuple[Truth, Truth, Truth],
) -> None:
    reading = Reading("myelopathy", open=True, from_request=from_request)
    assert of_leaf(criterion(silence=silence), raw, reading) == expected


def test_a_leaf_without_a_reading_waits_for_the_record() -> None:
    assert of_leaf(criterion(), OPEN, None) == WAITS


@pytest.mark.parametrize(("needed", "parts", "expected"), [
    (None, [YES, YES], (MET, MET, MET)), (None, [YES, WAITS], (OPEN, OPEN, NOT_MET)), (None, [YES, LEFT_TO_REQUEST], (OPEN, OPEN, OPEN)),
    (None, [YES, NONE], (MET, MET, MET)), (None, [NONE], (MET, MET, MET)), (None, [NO, WAITS], (NOT_MET, NOT_MET, NOT_MET)),
    (1, [NONE], (NOT_MET, NOT_MET, NOT_MET)), (1, [NO, WAITS], (OPEN, OPEN, NOT_MET)), (1, [YES, WAITS], (MET, MET, MET)),
    (2, [YES, WAITS, NO], (OPEN, OPEN, NOT_MET)), (2, [YES, Truths(OPEN, OPEN, MET), NO], (OPEN, OPEN, MET)),
    (2, [WAITS, LEFT_TO_REQUEST, LEFT_TO_REQUEST], (OPEN, OPEN, OPEN)), (2, [WAITS, LEFT_TO_REQUEST, NO], (OPEN, OPEN, NOT_MET)),
    (1, [Truths(NOT_MET, OPEN, OPEN)], (NOT_MET, NOT_MET, NOT_MET)), (1, [Truths(MET, OPEN, NOT_MET)], (MET, MET, MET)),
])
def test_a_group_counts_its_parts_now_and_if_nothing_more_is_said(
    needed: int | None, parts: list[Truths], expected: tuple[Truth, Truth, Truth],
) -> None:
    assert of_group(criterion(), needed, parts) == expected


@pytest.mark.parametrize(("own", "condition", "expected"), [
    (YES, OPEN, YES), (NO, OPEN, Truths(OPEN, NOT_MET, NOT_MET)), (WAITS, OPEN, WAITS), (NO, MET, NO), (WAITS, MET, WAITS),
    (YES, NOT_MET, Truths(NOTHING, MET, MET)), (WAITS, NOT_MET, Truths(NOTHING, OPEN, NOT_MET)), (YES, NOTHING, Truths(OPEN, MET, MET)),
])
def test_a_condition_settles_what_it_can(own: Truths, condition: Truth, expected: Truths) -> None:
    assert conditioned(own, condition) == expected


@pytest.mark.parametrize(("needed", "truths", "expected"), [
    (None, [MET, NOTHING], MET), (None, [MET, OPEN], OPEN), (None, [NOT_MET, OPEN], NOT_MET), (None, [], MET),
    (1, [], NOT_MET), (2, [MET, OPEN, NOTHING], OPEN), (2, [MET, NOTHING], NOT_MET),
])
def test_truths_are_counted_without_what_does_not_apply(needed: int | None, truths: list[Truth], expected: Truth) -> None:
    assert counted(needed, truths) is expected


@pytest.mark.parametrize(("truths", "expected"), [
    (Truths(NOT_MET, OPEN, NOT_MET), True), (Truths(MET, OPEN, NOT_MET), True), (WAITS, False), (YES, False), (NO, False),
])
def test_silence_decided_only_what_was_open(truths: Truths, expected: bool) -> None:
    assert leaf("a", truths).silence_decided is expected


def test_how_many_parts_are_needed() -> None:
    one = criterion()
    found = {name: Finding(held, YES, "") for name, held in {
        "all": group("all", one, one), "any": group("any", one, one), "two": group("of", one, one, one, at_least=2),
        "each": group("any", one, scope="each_level_of_line"), "all somewhere": group("all", one, scope="any_level_of_line"),
        "two somewhere": group("of", one, one, one, at_least=2, scope="other_levels"),
    }.items()}
    assert {name for name, each in found.items() if each.needs_all} == {"all", "each"}
    assert (found["any"].needed, found["two"].needed, found["two somewhere"].needed) == (1, 2, 1)


def test_an_asked_part_weighs_nothing_and_conditions_are_among_the_leaves() -> None:
    plain, asked = leaf("a", NO, leaf("when", WAITS)), leaf("b", YES, asked=True)
    whole = Finding(group("all", plain.criterion, asked.criterion), NO, "", parts=(plain, asked))
    assert (plain.weighs, asked.weighs) == (NOT_MET, NOTHING)
    assert whole.counting == (plain,)
    assert whole.keys == {("a", "a", ""), ("b", "b", ""), ("when", "when", "")}
    assert (plain.is_leaf, whole.is_leaf) == (True, False)


def test_the_open_leaves_of_a_torn_fact_are_told_once_with_those_of_conditions() -> None:
    def smoking(name: str, value: str, truths: Truths, condition: Finding | None = None) -> Finding:
        test = Criterion.model_validate({"fact": "nicotine_status", "is": value}, strict=False)
        return Finding(test, truths, "", condition=condition, key=(name, "nicotine_status", ""))

    condition, other = smoking("when", "current", WAITS), leaf("other", WAITS)
    never, former, told = smoking("a", "never", WAITS, condition), smoking("b", "former_over_1_year", WAITS), smoking("c", "current", YES)
    inner = Finding(group("any", never.criterion, former.criterion), WAITS, "", parts=(never, former))
    parts = (inner, former, other, told)
    whole = Finding(group("all", *(part.criterion for part in parts)), WAITS, "", parts=parts)
    assert {found.key[0] for found in whole.torn_leaves} == {"a", "b", "when"}
    assert len(whole.torn_leaves) == 3
    plain = Finding(group("any", other.criterion), WAITS, "", parts=(other,))
    assert plain.torn_leaves == ()
