"""The three-valued logic: Kleene's tables, and what its answers promise."""

from hypothesis import given
from hypothesis import strategies as st

from logic.truth import Truth, all_of, any_of, at_least

KLEENE = [Truth.MET, Truth.NOT_MET, Truth.NOT_DOCUMENTED]
truths = st.lists(st.sampled_from(KLEENE), max_size=7)


@given(truths, st.integers(1, 6))
def test_documenting_more_never_overturns_a_settled_answer(given_truths: list[Truth], count: int) -> None:
    before = at_least(count, given_truths)
    for answer in (Truth.MET, Truth.NOT_MET):
        after = at_least(count, [answer if t is Truth.NOT_DOCUMENTED else t for t in given_truths])
        assert before in (Truth.NOT_DOCUMENTED, after)


@given(truths, st.integers(1, 6))
def test_an_open_answer_has_a_completion_each_way(given_truths: list[Truth], count: int) -> None:
    if at_least(count, given_truths) is Truth.NOT_DOCUMENTED:
        ends = {at_least(count, [answer if t is Truth.NOT_DOCUMENTED else t for t in given_truths])
                for answer in (Truth.MET, Truth.NOT_MET)}
        assert ends == {Truth.MET, Truth.NOT_MET}


@given(st.permutations([Truth.MET, Truth.NOT_MET, Truth.NOT_DOCUMENTED, Truth.NOT_DOCUMENTED]), st.integers(1, 4))
def test_order_does_not_matter(given_truths: list[Truth], count: int) -> None:
    assert at_least(count, given_truths) is at_least(count, sorted(given_truths))


def test_what_does_not_apply_is_left_out_of_all_and_any() -> None:
    assert all_of([Truth.NOT_APPLICABLE]) is Truth.MET
    assert any_of([Truth.NOT_APPLICABLE]) is Truth.NOT_MET
    assert all_of([Truth.NOT_APPLICABLE, Truth.NOT_MET]) is Truth.NOT_MET


def test_one_false_settles_all_and_one_true_settles_any() -> None:
    assert all_of([Truth.NOT_DOCUMENTED, Truth.NOT_MET]) is Truth.NOT_MET
    assert any_of([Truth.NOT_DOCUMENTED, Truth.MET]) is Truth.MET
    assert any_of([Truth.NOT_DOCUMENTED, Truth.NOT_MET]) is Truth.NOT_DOCUMENTED
