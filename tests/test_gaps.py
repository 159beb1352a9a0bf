"""What the checklist knows of an open fact: which lines it is for, what it stands beside, and what was looked for."""

from collections.abc import Callable
from typing import Any

import pytest

from logic.case import Case, Outcome
from logic.catalogue import Selection
from logic.determination import Determination, determine
from logic.gaps import Gap, find_gaps
from logic.loading import Library
from logic.looking_ahead import Outlook
from logic.policy import Criterion, Edition, EditionEntry, Exclusion, Follows, Rule
from logic.record import NAME_THE_LEVELS, Record
from tests.test_exactness import identified

Build = Callable[[str], Case]
Tree = dict[str, Any]
Gaps = Callable[..., dict[str, Gap]]
FUSION = 'stages: [{lines: [{code: "22612", levels: L4-L5}]}]\n'
WALKING, BONE = {"fact": "neurogenic_claudication", "is": True}, {"fact": "poor_bone_quality", "is": True}
SLIP, CORD = {"fact": "slip_mm", "min": 4}, {"fact": "myelopathy", "is": True}


def rule(code: str, tree: Tree | None, name: str = "c", **details: Any) -> Rule:
    criteria = Criterion.model_validate(identified(tree, name), strict=False) if tree else None
    return Rule(id=f"rule_{code}", title="Tried", covers=Selection(codes=(code,)), cite="here", criteria=criteria, **details)


@pytest.fixture
def gaps(case_of: Build, library: Library) -> Gaps:
    """The gaps of a fusion of L4-L5 (or of other lines) under the criteria given (or under whole rules)."""

    def found(tree: Tree | None, record: str = "", *rules: Rule, lines: str = FUSION, outcomes: tuple[Outcome, ...] = ()) -> dict[str, Gap]:
        edition = Edition(entry=EditionEntry(id="one"), rules=(*((rule("22612", tree),) if tree else ()), *rules))
        case = case_of(lines + record)
        assert case.request.day
        read = Record(case, library.vocabulary, library.catalogue, case.request.day)
        outlook = Outlook(Determination(read, "tried", edition, determine(read, edition)))
        assert not outcomes or tuple(line.outcome for line in outlook.determination.lines) == outcomes
        return find_gaps(outlook)

    return found


def both_ways(tree: Tree, kind: str = "all") -> list[Tree]:
    return [tree, {**tree, kind: tree[kind][::-1]}]


# -- folded: only where shown grounds ask for it ----------------------------------------------------------------------

@pytest.mark.parametrize("tree", both_ways({"any": [SLIP, {**CORD, "silence": "shown"}]}, "any"))
def test_only_the_fact_of_a_ground_that_counts_when_shown_is_folded(tree: Tree, gaps: Gaps) -> None:
    assert {path: gap.folded for path, gap in gaps(tree).items()} == {"L4-L5.slip_mm": False, "myelopathy": True}


@pytest.mark.parametrize("tree", both_ways({"all": [CORD, {"any": [SLIP, {"all": [CORD, BONE], "silence": "shown"}]}]}))
def test_a_fact_asked_for_its_own_sake_too_is_not_folded(tree: Tree, gaps: Gaps) -> None:
    assert {path: gap.folded for path, gap in gaps(tree).items()} == {
        "L4-L5.slip_mm": False, "myelopathy": False, "poor_bone_quality": True}


def test_that_the_levels_are_not_named_is_never_folded(gaps: Gaps) -> None:
    unless = Criterion.model_validate(identified({**SLIP, "silence": "shown"}), strict=False)
    excluded = rule("22612", None, excluded=Exclusion(says="Unproven", cite="here", unless=unless))
    unnamed = gaps(None, "", excluded, lines='stages: [{lines: [{code: "22612"}]}]\n')
    assert {path: gap.folded for path, gap in unnamed.items()} == {NAME_THE_LEVELS: False}
    named = gaps(None, "", excluded, outcomes=(Outcome.EXPERIMENTAL,))
    assert {path: gap.folded for path, gap in named.items()} == {"L4-L5.slip_mm": True}


def test_a_fact_that_no_answer_of_the_others_makes_matter_is_no_gap(gaps: Gaps) -> None:
    assert set(gaps({"any": [BONE, {"all": [BONE, CORD]}]})) == {"poor_bone_quality"}
    assert set(gaps({"any": [BONE, {"all": [WALKING, CORD]}]})) == {"poor_bone_quality", "neurogenic_claudication", "myelopathy"}


# -- asked: never changes an outcome ----------------------------------------------------------------------------------

@pytest.mark.parametrize("tree", both_ways({"all": [CORD, {**BONE, "asked": True}]}))
def test_what_never_changes_an_outcome_is_told_apart(tree: Tree, gaps: Gaps) -> None:
    assert {path: gap.asked for path, gap in gaps(tree).items()} == {"myelopathy": False, "poor_bone_quality": True}


@pytest.mark.parametrize("tree", both_ways({"all": [CORD, {**CORD, "asked": True}]}))
def test_a_fact_that_decides_is_not_merely_asked(tree: Tree, gaps: Gaps) -> None:
    (gap,) = gaps(tree).values()
    assert (gap.asked, {leaf.criterion.asked for leaf in gap.leaves.values()}) == (False, {True, False})


# -- searched and contradicted ----------------------------------------------------------------------------------------

def test_what_was_looked_for_on_one_side_is_told(gaps: Gaps) -> None:
    tree = {"all": [{"fact": "si_positive_tests", "min": 3, "sides": "any"}, WALKING]}
    found = gaps(tree, "patient: {si_positive_tests: {left: 1, right: {status: not_in_chart}}}\n")
    assert {path: gap.searched for path, gap in found.items()} == {
        "si_positive_tests.right": True, "neurogenic_claudication": False}


@pytest.mark.parametrize("tree", both_ways({"all": [
    {"computed": "treatments_tried", "with": {"modalities": modalities}, "min": 1}
    for modalities in (["physical_therapy"], ["physical_therapy", "chiropractic"])]}))
def test_what_was_looked_for_by_one_of_several_criteria_is_told(tree: Tree, gaps: Gaps) -> None:
    (gap,) = gaps(tree, "treatments: [{modality: chiropractic, status: not_in_chart}]\n").values()
    assert (gap.path, gap.searched, len(gap.leaves)) == ("treatments.physical_therapy", True, 2)


@pytest.mark.parametrize("tree", both_ways({"all": [
    {"computed": "symptom_fit", "is": "fits"}, {"fact": "symptom_source", "in": ["this_level"]}]}))
def test_why_the_record_contradicts_itself_is_told(tree: Tree, gaps: Gaps) -> None:
    other_root = "symptoms: [{symptom: radicular_pain, symptom_root: L2, symptom_side: left, symptom_region: lumbar}]\n"
    (gap,) = gaps(tree, other_root).values()
    assert gap.path == "L4-L5.symptom_source"
    assert gap.conflict == "radicular pain left L2 does not match L4-L5"


# -- alternatives -----------------------------------------------------------------------------------------------------

def test_facts_of_which_one_is_enough_name_the_criterion(gaps: Gaps) -> None:
    tree = {"all": [{"any": [WALKING, BONE]}, CORD]}
    assert {path: gap.one_of for path, gap in gaps(tree).items()} == {
        "neurogenic_claudication": {"c.0": "c.0"}, "poor_bone_quality": {"c.0": "c.0"}, "myelopathy": {}}


# -- lines ------------------------------------------------------------------------------------------------------------

LINES = 'stages: [{lines: [{code: "22612", levels: L4-L5}, {code: "20930"}, {code: "20936"}, {code: "63047", levels: L4-L5}]}]\n'
GRAFTED = 'stages: [{lines: [{code: "22612", levels: L4-L5}, {code: "20930"}]}]\n'
GRAFTS = Follows(families=("fusion",))
DECOMPRESSION = rule("63047", {"all": [BONE]}, "d")
WAITING, NOT_MET = Outcome.NEEDS_DOCUMENTATION, Outcome.NOT_MET


def test_a_fact_is_for_its_lines_and_those_that_hang_on_them_and_can_gain(gaps: Gaps) -> None:
    denied = "patient: {cyst_unicameral: no}\n"
    rules = (rule("20930", None, follows=GRAFTS), rule("20936", {"fact": "cyst_unicameral", "is": True}, "g", follows=GRAFTS))
    found = gaps({"all": [CORD]}, denied, *rules, DECOMPRESSION, lines=LINES,
                 outcomes=(WAITING, WAITING, NOT_MET, WAITING))
    assert {path: tuple(gap.lines) for path, gap in found.items()} == {
        "myelopathy": ("1:22612", "1:20930"), "poor_bone_quality": ("1:63047",)}


def test_a_fact_whose_silence_counts_against_a_line_is_for_those_that_fall_with_it(gaps: Gaps) -> None:
    grafts = rule("20930", None, follows=GRAFTS)
    found = gaps({"all": [{**CORD, "silence": "not_met"}]}, "", grafts, lines=GRAFTED,
                 outcomes=(NOT_MET, Outcome.FOLLOWS_PRIMARY))
    assert {path: tuple(gap.lines) for path, gap in found.items()} == {"myelopathy": ("1:22612", "1:20930")}


def test_lines_that_read_one_fact_stand_in_the_order_of_the_request(gaps: Gaps) -> None:
    rules = (rule("20930", None, follows=GRAFTS), rule("20936", {"all": [BONE]}, "g", follows=GRAFTS))
    found = gaps({"all": [BONE]}, "", *rules, DECOMPRESSION, lines=LINES)
    assert {path: tuple(gap.lines) for path, gap in found.items()} == {
        "poor_bone_quality": ("1:22612", "1:20930", "1:20936", "1:63047")}


def test_what_is_only_asked_is_for_its_own_line(gaps: Gaps) -> None:
    tree = {"all": [CORD, {**BONE, "asked": True}]}
    found = gaps(tree, "", rule("20930", None, follows=GRAFTS), lines=GRAFTED)
    assert {path: tuple(gap.lines) for path, gap in found.items()} == {
        "myelopathy": ("1:22612", "1:20930"), "poor_bone_quality": ("1:22612",)}
