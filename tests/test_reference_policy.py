"""The invented policy of the benchmark, loaded as every policy is, against its oracle: 10,000 cases, no wrong answer."""

from typing import Any

import pytest

from logic.compiled.explained import MOST_TOGETHER, Explained, Trace, explained_of
from logic.compiled.of_answers import verdict_of
from logic.policy import Criterion
from logic.truth import Truth
from tests.benchmarks.ours import criterion, in_our_language
from tests.benchmarks.reference import (
    CATEGORIES, FACTS, POLICY, RANGES, T, U, Case, Traced, all_, any_, closures, kleene, leaves, make_cases, not_, traced_closures, yes,
)
from tests.test_exactness import identified

VALUES = {Truth.NOT_MET: 0, Truth.NOT_DOCUMENTED: U, Truth.MET: T}
ROOT, LIBRARY = criterion()
CASES = make_cases()
BOOLS = [fact for fact in FACTS if fact not in RANGES and fact not in CATEGORIES]


def said(one: Criterion) -> object:
    """What a criterion asks for, without its names."""
    return (one.fact, one.tests, one.at_least, bool(one.all), [said(part) for part in one.parts])


def test_the_file_says_what_the_reference_policy_says() -> None:
    assert said(ROOT) == said(Criterion.model_validate(identified(in_our_language(POLICY)), strict=False))
    assert len(list(leaves(POLICY))) == 40
    assert len(FACTS) == 35


def test_ten_thousand_cases_are_decided_as_the_oracle_decides_them() -> None:
    """Three-valued logic is exact for this policy: no fact is torn in it so that every answer settles what it leaves open."""
    verdict, expected = verdict_of(ROOT, LIBRARY.vocabulary), [kleene(POLICY, case) for case in CASES]
    assert [VALUES[verdict(case)] for case in CASES] == expected
    assert [closures(POLICY)(case) for case in CASES[:500]] == expected[:500]
    assert set(expected) == {0, U, T}


def test_ten_thousand_cases_are_explained_as_by_the_traced_closures() -> None:
    explained, traced = explained_of(ROOT, LIBRARY.vocabulary), traced_closures(POLICY)
    for case in CASES:
        assert_as_traced(explained(case), traced(case), case)


@pytest.mark.parametrize("unknown", [0, 0.05, 0.3, 0.6, 1])
@pytest.mark.parametrize("together", [1, 4, MOST_TOGETHER, 40])
def test_whatever_is_documented_and_however_it_is_looked_up_it_is_explained_alike(unknown: float, together: int) -> None:
    """Kept from one share for the next: what was looked up for other cases changes nothing."""
    explained, traced = EXPLAINED[together], traced_closures(POLICY)
    for case in make_cases(400, unknown, seed=together):
        found, expected = explained(case), traced(case)
        assert (VALUES[found.truth], shown(found.trace)) == (expected[0], shown_of_closures(expected[1]))
        assert found.missing <= expected[2]


EXPLAINED = {together: explained_of(ROOT, LIBRARY.vocabulary, together) for together in (1, 4, MOST_TOGETHER, 40)}
Shown = tuple[int, tuple[Any, ...]]
"""A truth, and those of the parts."""


def assert_as_traced(found: Explained, expected: Traced, case: Case) -> None:
    value, trace, missing = expected
    assert (VALUES[found.truth], found.missing) == (value, missing)
    assert shown(found.trace) == shown_of_closures(trace)
    assert found.answers is case


def shown(trace: Trace) -> Shown:
    return VALUES[trace.truth], tuple(shown(part) for part in trace.parts)


def shown_of_closures(trace: tuple[Any, ...]) -> Shown:
    """As in our language, where a negation is carried into what it negates (here: leaves)."""
    name, value, parts = trace
    if name.startswith("not_"):
        return value, ()
    return value, tuple(shown_of_closures(part) for part in parts) if isinstance(parts, tuple) else ()


def test_explanations_share_what_is_alike_and_hold_nothing_of_other_cases() -> None:
    explained = explained_of(ROOT, LIBRARY.vocabulary)
    one, other = explained({"mri_done": True, "age": 50}), explained({"mri_done": True, "age": 51})
    assert one.trace == other.trace
    assert one.trace.parts[4] is other.trace.parts[4]
    assert (one.answers["age"], other.answers["age"]) == (50, 51)


def test_beyond_the_limit_of_answers_a_truth_is_explained_as_it_is_decided() -> None:
    """Thirteen facts are tested both ways: more than are tried, though one of the groups would settle the root."""
    facts = BOOLS[:13]
    both_ways = any_("root", all_("is", *map(yes, facts), yes(BOOLS[13])), all_("is_not", *(not_(yes(fact)) for fact in facts), yes(BOOLS[13])),
                     all_("one", yes(facts[0]), yes(BOOLS[14])), not_(yes(facts[0])))
    own = Criterion.model_validate(identified(in_our_language(both_ways)), strict=False)
    case = {BOOLS[13]: False, BOOLS[14]: True}
    for together in (1, 4, MOST_TOGETHER, 40):
        for answers in (case, {**case, facts[12]: True}):
            found = explained_of(own, LIBRARY.vocabulary, together)(answers)
            assert found.truth is verdict_of(own, LIBRARY.vocabulary)(answers)
    assert verdict_of(own, LIBRARY.vocabulary)({**case, facts[12]: True}) is Truth.MET


def test_the_trace_holds_every_criterion_of_the_policy() -> None:
    explained = explained_of(ROOT, LIBRARY.vocabulary)
    for case in CASES[:200]:
        assert_whole(ROOT, explained(case), case)


def assert_whole(root: Criterion, found: Explained, case: Case) -> None:
    waiting = [(root, found.trace)]
    while waiting:
        one, trace = waiting.pop()
        assert trace.criterion is one
        assert trace.truth is verdict_of(one, LIBRARY.vocabulary)(case)
        assert len(trace.parts) == len(one.parts)
        waiting += zip(one.parts, trace.parts, strict=True)


@pytest.mark.parametrize("turned", [POLICY, not_(POLICY)], ids=["as it is", "negated"])
def test_a_negated_policy_is_decided_as_the_oracle_decides_it(turned: dict[str, object]) -> None:
    own = Criterion.model_validate(identified(in_our_language(turned)), strict=False)
    verdict = verdict_of(own, LIBRARY.vocabulary)
    assert [VALUES[verdict(case)] for case in CASES[:2000]] == [kleene(turned, case) for case in CASES[:2000]]
