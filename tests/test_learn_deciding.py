"""What decides an outcome: the sets found are sufficient and smallest, against brute force and over every policy."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.case import Case, Outcome
from logic.catalogue import Selection
from logic.determination import LevelResult, determine
from logic.finding import Key
from logic.learn.deciding import Ground, choices, deciding
from logic.learn.smallest import Fixing, smallest_sets
from logic.loading import Library, load_library
from logic.policy import Criterion, Edition, EditionEntry, Exclusion, Rule
from logic.record import Record
from logic.review import decide
from logic.truth import Truth
from tests.budget import laws
from tests.strategies import built, case_data
from tests.test_exactness import KNOWN, TREES, Facts, Tree
from tests.test_exactness import case_of as case_with

LIBRARY = load_library()
TRUTHS = (Truth.MET, Truth.NOT_MET, Truth.NOT_DOCUMENTED)
SILENCES = st.sampled_from([None, None, None, "shown", "not_met", "met"])
MOST_LEAVES = 6


def identified(tree: Tree, silences: Iterator[str | None], name: str = "c") -> Tree:
    """The tree with ids; equal leaves share theirs, as criteria used by name do."""
    tests = {key: value for key, value in tree.items() if key not in {"all", "any", "of", "at_least", "when"}}
    own = re.sub("[^A-Za-z0-9_]", "-", "-".join(f"{key}-{value}" for key, value in tests.items())) if "fact" in tree else name
    filled = {**tree, "id": own, "says": own, "cite": "here"}
    silence = next(silences)
    if silence:
        filled["silence"] = silence
    for key in ("all", "any", "of"):
        if key in tree:
            filled[key] = [identified(part, silences, f"{name}.{n}") for n, part in enumerate(tree[key])]
    if "when" in tree:
        filled["when"] = identified(tree["when"], silences, f"{name}.when")
    return filled


def endless(some: list[str | None]) -> Iterator[str | None]:
    while True:
        yield from some


def level_of(tree: Tree, facts: Facts, silences: list[str | None], excluded: bool) -> LevelResult:
    criterion = Criterion.model_validate(identified(tree, endless(silences)), strict=False)
    unless = Criterion.model_validate(
        {"id": "u", "says": "u", "cite": "here", "silence": "shown", "fact": "poor_bone_quality", "is": True}, strict=False)
    rule = Rule(id="tried", title="Tried", covers=Selection(codes=("22612",)), cite="here", criteria=criterion,
                excluded=Exclusion(says="Unproven", cite="here", unless=unless) if excluded else None)
    record = Record(case_with(facts), LIBRARY.vocabulary, LIBRARY.catalogue, date(2026, 1, 12))
    return determine(record, Edition(entry=EditionEntry(id="one"), rules=(rule,)))[0].levels[0]


def fixes(fixing: Fixing, fixed: tuple[Key, ...]) -> bool:
    """Whether no truths of the other leaves let the outcome escape."""
    free = [key for key in fixing.leaves if key not in fixed]
    return not any(
        fixing.escapes({key: truth for key, truth in zip(free, truths, strict=True) if truth is not fixing.leaves[key].raw})
        for truths in product(TRUTHS, repeat=len(free)))


def smallest_by_trying(fixing: Fixing) -> set[frozenset[str]]:
    """Every smallest set, found by trying all truths of all other leaves."""
    keys = list(fixing.leaves)
    for size in range(len(keys) + 1):
        found = {frozenset(key[0] for key in fixed) for fixed in combinations(keys, size) if fixes(fixing, fixed)}
        if found:
            return found
    raise AssertionError("with every leaf as it is, the outcome is as it is")


@laws(6)
@given(tree=TREES, facts=KNOWN, silences=st.lists(SILENCES, min_size=1, max_size=7), excluded=st.booleans())
def test_the_sets_are_those_that_trying_everything_finds(tree: Tree, facts: Facts, silences: list[str | None], excluded: bool) -> None:
    level = level_of(tree, facts, silences, excluded)
    fixing = Fixing(level, LIBRARY.vocabulary)
    if len(fixing.leaves) > MOST_LEAVES:
        return
    found = smallest_sets(level, LIBRARY.vocabulary)
    assert not found.capped
    assert {frozenset(leaf.key[0] for leaf in one) for one in found.sets} == smallest_by_trying(fixing)


@laws(0.3)
@given(data=case_data(), draw=st.randoms(use_true_random=False))
def test_under_every_policy_no_other_truths_free_the_outcome_from_a_set(data: dict[str, Any], draw: Any) -> None:
    case = built(data, LIBRARY)
    for set_id in LIBRARY.sets:
        for line in decide(case, LIBRARY, set_id).determination.lines:
            for level in line.levels:
                _stays(level, draw)


def _stays(level: LevelResult, draw: Any) -> None:
    found = deciding(level, LIBRARY.vocabulary)
    fixing = Fixing(level, LIBRARY.vocabulary)
    for one in found.sets[:3]:
        fixed = {leaf.key for leaf in one}
        for _ in range(3):
            other = {key: draw.choice(TRUTHS) for key in fixing.leaves if key not in fixed}
            assert not fixing.escapes({key: truth for key, truth in other.items() if truth is not fixing.leaves[key].raw})
        for leaf in one:
            assert fixing.flip(frozenset(fixed - {leaf.key})) is not None, "a member that is idle"


@laws(0.3)
@given(data=case_data())
def test_every_decided_level_says_on_what_ground(data: dict[str, Any]) -> None:
    case = built(data, LIBRARY)
    for set_id in LIBRARY.sets:
        for line in decide(case, LIBRARY, set_id).determination.lines:
            for level in line.levels:
                found = deciding(level, LIBRARY.vocabulary)
                assert found.outcome is level.outcome
                assert found.capped or bool(found.members) or found.mark
                assert found.members <= {choice.id for choice in choices(level)} | _below_what_does_not_apply(level)
                assert all(found.right(member) for member in found.members | found.around)
                if found.outcome is Outcome.NEEDS_DOCUMENTATION and found.ground is Ground.CRITERIA:
                    assert all(Truth.NOT_DOCUMENTED in {leaf.raw for leaf in one} for one in found.sets)


def _below_what_does_not_apply(level: LevelResult) -> set[str]:
    return {key[0] for key in Fixing(level, LIBRARY.vocabulary).leaves}


# -- the ground, where no criterion decides -------------------------------------------------------------------------

POSTERIOR = "stages: [{{lines: [{}]}}]\n"


@pytest.mark.parametrize(("lines", "line", "ground", "lines_named"), [
    ('{code: "22840", levels: L4-L5}', "1:22840", Ground.NO_PRIMARY, ()),
    ('{code: "22612", levels: L4-L5}, {code: "20936"}', "1:20936", Ground.PRIMARY, ("1:22612",)),
    ('{code: "22612", levels: L4-L5}, {code: "20939"}', "1:20939", Ground.EXCLUSION, ()),
    ('{code: "22612", levels: L4-L5}, {code: "22830", levels: L4-L5}', "1:22830", Ground.BUNDLING, ("1:22612",)),
    ('{code: "22612", levels: L4-L5}, {code: "95940"}', "1:95940", Ground.NO_RULE, ()),
])
def test_where_no_criterion_decides_the_ground_and_its_lines_are_named(
    lines: str, line: str, ground: Ground, lines_named: tuple[str, ...], case_of: Callable[[str], Case], library: Library,
) -> None:
    found = {one.result.line.id: one.result for one in decide(case_of(POSTERIOR.format(lines)), library, "general").lines}
    told = deciding(found[line].deciding, library.vocabulary)
    assert (told.ground, told.lines) == (ground, lines_named)
    assert told.mark
    assert told.right(told.mark)
    assert not told.right("another")


THERAPY = """
stages: [{lines: [{code: "63047", levels: L4-L5}]}]
levels: {L4-L5: {central_stenosis: severe, foraminal_stenosis: {left: severe}}}
symptoms: [{symptom: radicular_pain, symptom_root: L5, symptom_side: left, symptom_region: lumbar}]
treatments:
  - {modality: physical_therapy, weeks_stated: WEEKS, treatment_region: lumbar, response: none}
  - {modality: nsaid, response: none}
"""


def test_a_failed_part_decides_alone_and_a_met_whole_needs_each_part(case_of: Callable[[str], Case], library: Library) -> None:
    short, long = (decide(case_of(THERAPY.replace("WEEKS", weeks)), library, "general").lines[0].result for weeks in ("5", "6"))
    assert short.outcome is Outcome.NOT_MET
    assert deciding(short.deciding, library.vocabulary).ids == (("G1.care.therapy", *WAIVERS),)
    met = deciding(long.deciding, library.vocabulary)
    assert {"G1.symptoms", "G1.care.therapy", "G1.care.persisting"} < met.members
    assert len(met.sets) == 2, "either graded compartment will do"
    assert "G1.care" in met.around
    assert not met.right("G1.waiver")


WAIVERS = tuple(f"G1.waiver.{name}" for name in (
    "cauda_equina", "myelopathy", "cord_compression", "weakness", "infection", "tumor", "fracture", "unstable_fracture"))
