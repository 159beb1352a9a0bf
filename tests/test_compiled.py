"""The laws of what is compiled: it decides as the trees of findings do, for every set, case and supposition."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.case import Case
from logic.compiled.diagram import decided as diagram_decided
from logic.compiled.explained import MOST_TOGETHER, Trace, explained_of
from logic.compiled.of_answers import Leaves, NotPlainError, plain_leaves, verdict_of
from logic.compiled.of_findings import Compiled, diagram_of
from logic.compiled.straight import Codes, looking_up
from logic.compiled.tables import Table
from logic.determination import Determination, determine
from logic.finding import Finding, Key
from logic.loading import SAMPLES, Library, load_case
from logic.looking_ahead import Outlook, leaves_of, trees
from logic.policy import Criterion
from logic.record import Record
from logic.supposing import supposing
from logic.truth import Truth
from tests.budget import laws
from tests.strategies import built, case_data
from tests.test_exactness import ANSWERS, KNOWN, TREES, Facts, Tree, completions, holds, identified, outlook_of

SETTLED = (Truth.MET, Truth.NOT_MET)
SILENCES = ("ask", "not_met", "shown", "met")
LINES = [{"code": "22633", "levels": ["L3-L4", "L4-L5"]}, {"code": "22634", "levels": ["L5-S1"]}, {"code": "63047", "levels": ["L4-L5"]},
         {"code": "22551", "levels": ["C4-C5"]}, {"code": "22842"}, {"code": "27279", "levels": ["SI-left"]}, {"code": "22585"}]


def roots_of(outlook: Outlook) -> list[Finding]:
    return list({id(tree): tree for level in outlook.places.values() for tree in trees(level)}.values())


def decided(case: Case, library: Library, name: str) -> Outlook:
    assert case.request.day
    record = Record(case, library.vocabulary, library.catalogue, case.request.day)
    edition = library.sets[name].edition_on(case.request.day)
    return Outlook(Determination(record, name, edition, determine(record, edition)))


def chosen(root: Finding, data: st.DataObject) -> dict[Key, Truth]:
    """Supposed truths of any leaves; those that are open are closed, the others also opened."""
    keys = sorted({leaf.key: leaf for leaf in leaves_of(root) if leaf.reading}.items(), key=lambda item: item[0])
    picked = data.draw(st.lists(st.sampled_from(keys), max_size=12, unique_by=lambda item: item[0])) if keys else []
    return {key: data.draw(st.sampled_from(SETTLED if leaf.raw is Truth.NOT_DOCUMENTED else (*SETTLED, Truth.NOT_DOCUMENTED)))
            for key, leaf in picked}


def assert_alike(root: Finding, supposed: dict[Key, Truth], library: Library) -> None:
    as_read = {leaf.key: leaf.raw for leaf in leaves_of(root) if leaf.reading and leaf.raw is not Truth.NOT_DOCUMENTED}
    compiled = Compiled(root, library.vocabulary)
    assert compiled.truth(supposed) is supposing(root, supposed, library.vocabulary).truth
    assert compiled.truth({**as_read, **supposed}) is compiled.truth(supposed)


@laws(8)
@given(data=st.data(), content=case_data(), extra=st.lists(st.sampled_from(LINES), max_size=4))
def test_every_set_is_decided_alike_compiled_and_by_its_findings(
    library: Library, data: st.DataObject, content: dict[str, Any], extra: list[dict[str, Any]],
) -> None:
    content = {**content, "request": {"day": "2026-09-01"}}
    content["stages"] = [{**content["stages"][0], "lines": [*content["stages"][0]["lines"], *extra]}, *content["stages"][1:]]
    case = built(content, library)
    for name in library.sets:
        for root in roots_of(decided(case, library, name)):
            assert_alike(root, chosen(root, data), library)


@laws(2)
@given(data=st.data(), path=st.sampled_from(sorted(SAMPLES.glob("*.yaml"))))
def test_the_samples_are_decided_alike_compiled_and_by_their_findings(library: Library, data: st.DataObject, path: Any) -> None:
    case = load_case(path, library)[0]
    for name in library.sets:
        for root in roots_of(decided(case, library, name)):
            assert_alike(root, chosen(root, data), library)


def silenced(tree: Tree, silences: list[str]) -> Tree:
    """The tree with what its silence means drawn for each criterion."""
    filled = dict(tree)
    filled["silence"] = silences.pop() if silences else "ask"
    for key in ("all", "any", "of"):
        if key in tree:
            filled[key] = [silenced(part, silences) for part in tree[key]]
    if "when" in tree:
        filled["when"] = silenced(tree["when"], silences)
    return filled


@laws(20)
@given(data=st.data(), tree=TREES, facts=KNOWN, silences=st.lists(st.sampled_from(SILENCES), max_size=12))
def test_generated_criteria_with_any_silence_are_decided_alike(
    library: Library, data: st.DataObject, tree: Tree, facts: Facts, silences: list[str],
) -> None:
    for root in roots_of(outlook_of(silenced(tree, silences), facts)):
        assert_alike(root, chosen(root, data), library)


def test_a_criterion_is_compiled_once_for_all_cases(library: Library) -> None:
    case = load_case(min(SAMPLES.glob("*.yaml")), library)[0]
    one, two = (roots_of(decided(case, library, "general"))[0] for _ in range(2))
    assert one is not two
    assert diagram_of(one.criterion) is diagram_of(two.criterion)


# -- over plain facts -----------------------------------------------------------------------------------------------

def unconditional(tree: Tree) -> Tree:
    kept = {key: value for key, value in tree.items() if key != "when"}
    return {key: [unconditional(part) for part in value] if key in {"all", "any", "of"} else value for key, value in kept.items()}


PLAIN = TREES.map(unconditional)


def criterion_of(tree: Tree) -> Criterion:
    return Criterion.model_validate(identified(tree), strict=False)


def traced(trace: Trace) -> Iterator[Trace]:
    yield trace
    for part in trace.parts:
        yield from traced(part)


@laws(20)
@given(tree=PLAIN, facts=KNOWN)
def test_a_verdict_is_open_exactly_when_answers_could_still_decide_it(library: Library, tree: Tree, facts: Facts) -> None:
    results = {holds(tree, full) for full in completions(facts)}
    expected = Truth.NOT_DOCUMENTED if len(results) > 1 else Truth.MET if True in results else Truth.NOT_MET
    criterion = criterion_of(tree)
    assert verdict_of(criterion, library.vocabulary)(facts) is expected
    assert explained_of(criterion, library.vocabulary)(facts).truth is expected


@laws(20)
@given(tree=TREES, facts=KNOWN, silences=st.lists(st.sampled_from(SILENCES), max_size=12))
def test_a_verdict_is_what_the_diagram_decides_with_every_leaf_read(
    library: Library, tree: Tree, facts: Facts, silences: list[str],
) -> None:
    criterion = criterion_of(silenced(tree, silences))
    leaves = Leaves(tuple(plain_leaves(criterion, library.vocabulary)), library.vocabulary)
    answered = [table[facts.get(fact)] for fact, table in zip(leaves.facts, leaves.tables, strict=True)]
    expected = diagram_decided(diagram_of(criterion), answered, leaves.overlays)
    assert verdict_of(criterion, library.vocabulary)(facts) is expected


@pytest.mark.parametrize("together", [1, 2, 3, MOST_TOGETHER])
@laws(8)
@given(tree=PLAIN, facts=KNOWN)
def test_the_missing_facts_are_exactly_those_that_can_make_the_difference(
    library: Library, together: int, tree: Tree, facts: Facts,
) -> None:
    deciding = {fact for full in completions(facts) for fact in ANSWERS.keys() - facts.keys()
                if len({holds(tree, {**full, fact: other}) for other in ANSWERS[fact]}) > 1}
    found = explained_of(criterion_of(tree), library.vocabulary, together)(facts)
    assert found.missing == deciding
    assert found.truth is verdict_of(criterion_of(tree), library.vocabulary)(facts)


@laws(10)
@given(tree=PLAIN, facts=KNOWN)
def test_the_trace_holds_every_criterion_with_its_truth(library: Library, tree: Tree, facts: Facts) -> None:
    (root,) = roots_of(outlook_of(tree, facts))
    trace = list(traced(explained_of(root.criterion, library.vocabulary, len(facts) + 1)(facts).trace))
    found = list(below(root))
    assert [(each.criterion.id, each.truth) for each in trace] == [(each.criterion.id, each.truth) for each in found]


@pytest.mark.parametrize("count", range(1, 12))
def test_whatever_the_number_of_facts_the_key_is_the_sum_of_their_codes(count: int) -> None:
    reading: list[tuple[str, Codes]] = [(f"fact {n}", {None: 0, n: 1 << n}) for n in range(count)]
    find = looking_up(reading, {key: -key for key in range(1 << count)})
    answers: dict[str, int] = {}
    for n in range(count):
        answers[f"fact {n}"] = n
        assert find(answers.get) == 1 - (2 << n)


def test_a_table_keeps_no_more_than_it_may() -> None:
    asked: list[int] = []

    def made(key: int) -> int:
        asked.append(key)
        return -key

    table = Table(made, most=2)
    assert [table[key] for key in (1, 2, 3, 1, 2, 3)] == [-1, -2, -3, -1, -2, -3]
    assert asked == [1, 2, 3, 3]


def below(finding: Finding) -> Iterator[Finding]:
    yield finding
    for part in finding.parts:
        yield from below(part)


@pytest.mark.parametrize("tree", [
    {"computed": "treatment_weeks", "min": 6}, {"requested": {"families": ["fusion"]}}, {"fact": "si_positive_tests", "min": 3},
    {"fact": "slip_mm", "min": 4, "scope": "adjacent_levels"},
])
def test_what_reads_more_than_plain_facts_is_not_compiled_over_answers(library: Library, tree: Tree) -> None:
    with pytest.raises(NotPlainError):
        verdict_of(criterion_of({"all": [tree]}), library.vocabulary)


@pytest.mark.parametrize("further", [{"silence": "not_met"}, {"asked": True}, {"when": {"fact": "myelopathy", "is": True}}])
def test_what_has_a_silence_or_condition_is_decided_and_not_explained_over_answers(library: Library, further: Tree) -> None:
    criterion = criterion_of({"all": [{"fact": "poor_bone_quality", "is": True, **further}]})
    assert verdict_of(criterion, library.vocabulary)({"poor_bone_quality": True, "myelopathy": True}) is Truth.MET
    with pytest.raises(NotPlainError):
        explained_of(criterion, library.vocabulary)
