"""Agreement beyond chance: against values worked out by hand, and its bounds."""

from hypothesis import given, strategies as st
import pytest

from logic.learn.kappa import kappa

OUTCOMES = st.sampled_from(["meets", "not_met", "needs_documentation"])
PAIRS = st.lists(st.tuples(OUTCOMES, OUTCOMES), max_size=40)


def table(*rows: tuple[str, str, int]) -> list[tuple[str, str]]:
    """Pairs from a table of counts."""
    return [(one, other) for one, other, count in rows for _ in range(count)]


@pytest.mark.parametrize(("pairs", "expected"), [
    # po = 35/50; pe = (25/50)(30/50) + (25/50)(20/50) = 0.5; (0.7 - 0.5) / 0.5
    (table(("yes", "yes", 20), ("yes", "no", 5), ("no", "yes", 10), ("no", "no", 15)), 0.4),
    # po = 6/9; said a 4, b 3, c 2; is a 3, b 4, c 2; pe = (12 + 12 + 4)/81; (54/81 - 28/81) / (53/81) = 26/53
    (table(("a", "a", 3), ("a", "b", 1), ("b", "b", 2), ("b", "c", 1), ("c", "c", 1), ("c", "b", 1)), 26 / 53),
    # none agree, half would by chance
    (table(("a", "b", 3), ("b", "a", 3)), -1.0),
    # one says the same throughout: chance explains all
    (table(("a", "a", 3), ("a", "b", 2)), 0.0),
    (table(("a", "a", 1), ("b", "b", 1)), 1.0),
    # never the same word
    (table(("a", "b", 4)), 0.0),
])
def test_it_is_what_the_hand_works_out(pairs: list[tuple[str, str]], expected: float) -> None:
    assert kappa(pairs) == pytest.approx(expected)


def test_it_is_undefined_without_pairs_and_where_both_always_said_one_thing() -> None:
    assert kappa([]) is None
    assert kappa(table(("a", "a", 5))) is None


@given(PAIRS)
def test_it_lies_between_minus_one_and_one(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    assert found is None or -1 <= found <= 1


@given(PAIRS)
def test_it_is_one_exactly_where_all_agree(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    assert found is None or (found == 1) is all(one == other for one, other in pairs)


@given(PAIRS)
def test_it_does_not_matter_who_is_the_learner_nor_in_which_order(pairs: list[tuple[str, str]]) -> None:
    assert kappa(pairs) == kappa([(other, one) for one, other in reversed(pairs)])
