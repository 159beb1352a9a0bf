"""The invented policy of the benchmark, loaded as every policy is, against its oracle: 10,000 cases, no wrong answer."""

import pytest

from logic.compiled.explained import Explained, explained_of
from logic.compiled.of_answers import verdict_of
from logic.policy import Criterion
from logic.truth import Truth
from tests.benchmarks.ours import criterion, in_our_language
from tests.benchmarks.reference import FACTS, POLICY, T, U, Case, closures, kleene, leaves, make_cases, not_, traced_closures
from tests.test_exactness import identified

VALUES = {Truth.NOT_MET: 0, Truth.NOT_DOCUMENTED: U, Truth.MET: T}
ROOT, LIBRARY = criterion()
CASES = make_cases()


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
        found, (value, _, missing) = explained(case), traced(case)
        assert (VALUES[found.truth], found.missing) == (value, missing)


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
