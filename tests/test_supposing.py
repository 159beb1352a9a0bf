"""What a criterion would be with supposed answers, where every answer of its open facts settles it, and where not."""

from collections.abc import Callable
from typing import Any

import pytest

from logic.case import Case
from logic.evaluation import Evaluation
from logic.finding import Finding, Truths, settled
from logic.loading import Library
from logic.looking_ahead import leaves_of
from logic.measures import Place
from logic.policy import Criterion
from logic.record import Record
from logic.supposing import supposing
from logic.truth import Truth
from tests.test_exactness import identified

Build = Callable[[str], Case]
Tree = dict[str, Any]
Decide = Callable[..., Finding]
MET, NOT_MET, OPEN, NOTHING = Truth.MET, Truth.NOT_MET, Truth.NOT_DOCUMENTED, Truth.NOT_APPLICABLE
HEAD = 'stages: [{lines: [{code: "27279", levels: SI-left}, {code: "63047", levels: L4-L5}]}]\n'
WALKING, BONE = {"fact": "neurogenic_claudication", "is": True}, {"fact": "poor_bone_quality", "is": True}
YES_NO = ("neurogenic_claudication", "myelopathy", "poor_bone_quality", "cauda_equina_syndrome", "symptoms_unremitting",
          "symptoms_persist_despite_care", "other_pain_sources_addressed", "kyphosis_measured_abnormal", "cyst_unicameral",
          "pregnant", "anticoagulant", "caregiver_available", "heavy_labor")


def bmi(**test: float) -> Tree:
    return {"fact": "bmi_kg_m2", **test}


@pytest.fixture
def decide(case_of: Build, library: Library) -> Decide:
    """The finding of a criterion at L4-L5 in a record of a few lines of YAML; ids are the places in the tree."""

    def decided(tree: Tree, record: str = "") -> Finding:
        case = case_of(HEAD + record)
        assert case.request.day
        read = Record(case, library.vocabulary, library.catalogue, case.request.day)
        return Evaluation(read).at(Criterion.model_validate(identified(tree), strict=False), Place(read, read.lines[1], "L4-L5"))

    return decided


def supposed(finding: Finding, library: Library, **truths: Truth) -> Truths:
    """The truths of a finding with truths of leaves supposed, by the last parts of their ids ("c.1.0": `_1_0`)."""
    named = {"c" + name.replace("_", "."): truth for name, truth in truths.items()}
    keys = {leaf.criterion.id: leaf.key for leaf in leaves_of(finding)}
    return supposing(finding, {keys[name]: truth for name, truth in named.items()}, library.vocabulary)


HEAVY_OR_LIGHT_AND_WALKING = {"any": [bmi(min=30), {"all": [bmi(less_than=35), WALKING]}]}


def test_a_supposed_answer_settles_what_every_answer_of_the_others_settles(decide: Decide, library: Library) -> None:
    found = decide(HEAVY_OR_LIGHT_AND_WALKING)
    assert found.truth is OPEN
    assert supposed(found, library, _1_1=MET) == settled(MET)
    assert supposed(found, library, _1_1=NOT_MET) == Truths(OPEN, OPEN, NOT_MET)


def test_a_supposed_truth_of_a_fact_tested_both_ways_stands(decide: Decide, library: Library) -> None:
    found = decide(HEAVY_OR_LIGHT_AND_WALKING)
    assert supposed(found, library, _0=NOT_MET, _1_1=MET).truth is OPEN
    assert supposed(found, library, _0=NOT_MET, _1_0=MET, _1_1=MET).truth is MET
    assert supposed(found, library, _0=NOT_MET, _1_0=NOT_MET).truth is NOT_MET


def test_what_no_answer_of_a_fact_tested_both_ways_settles_stays_as_open_as_it_was(decide: Decide, library: Library) -> None:
    parts = [bmi(min=30), bmi(less_than=30), {"all": [WALKING, BONE]}]
    found = decide({"at_least": 2, "of": parts, "silence": "not_met"})
    assert found.truths == Truths(NOT_MET, OPEN, NOT_MET)
    assert supposed(found, library, _2_1=MET) == Truths(NOT_MET, OPEN, NOT_MET)
    assert supposed(found, library, _2_1=NOT_MET) == settled(NOT_MET)


@pytest.mark.parametrize(("tree", "walking", "expected"), [
    ({"all": [bmi(min=30), WALKING], "when": bmi(min=36)}, MET, MET),            # it applies only where its test is met
    ({"all": [bmi(min=30), WALKING], "when": bmi(min=36)}, NOT_MET, OPEN),
    ({"all": [bmi(min=36), WALKING], "when": bmi(min=30)}, MET, OPEN),           # of 30 to 35 it applies and is not met
    ({"all": [bmi(min=36), WALKING], "when": bmi(max=30)}, MET, OPEN),           # up to 30 it applies and is not met
    ({"any": [bmi(min=36), WALKING], "when": bmi(max=30)}, MET, MET),
])
def test_a_criterion_and_its_condition_on_one_fact_are_settled_together(
    tree: Tree, walking: Truth, expected: Truth, decide: Decide, library: Library,
) -> None:
    assert supposed(decide(tree), library, _1=walking).truth is expected


def test_what_does_not_apply_under_a_supposition_stays_so(decide: Decide, library: Library) -> None:
    found = decide({"all": [bmi(min=30), WALKING], "when": {"all": [bmi(min=36), BONE]}})
    assert supposed(found, library, _when_1=NOT_MET).truth is NOTHING
    assert supposed(found, library, _when_1=MET, _1=MET).truth is MET


def yes_or_no(count: int) -> list[Tree]:
    return [{"fact": fact, "is": answer} for fact in YES_NO[:count] for answer in (True, False)]


def test_up_to_4096_combined_answers_are_tried_and_beyond_it_stays_open(decide: Decide) -> None:
    assert decide({"any": yes_or_no(12)}).truth is MET
    assert decide({"any": yes_or_no(13)}).truth is OPEN
    some, none = ([test for test in yes_or_no(13) if test["is"] is answer] for answer in (True, False))
    assert decide({"any": some, "when": {"any": none}}).truth is OPEN


@pytest.mark.parametrize(("group", "least", "most", "expected"), [
    ("any", "any", "both", MET), ("all", "any", "both", NOT_MET),      # one side has three, or both have fewer: never both
    ("any", "both", "any", MET), ("all", "both", "any", NOT_MET),
    ("all", "any", "any", OPEN), ("any", "both", "both", OPEN),        # the sides may differ
])
def test_a_side_meets_a_test_of_any_side_and_both_sides_one_of_both(
    group: str, least: str, most: str, expected: Truth, decide: Decide,
) -> None:
    some = {"fact": "si_positive_tests", "min": 3, "sides": least}
    few = {"fact": "si_positive_tests", "less_than": 3, "sides": most}
    assert decide({group: [some, few]}).truth is expected


def test_only_the_answers_that_what_is_known_leaves_possible_are_tried(decide: Decide, library: Library) -> None:
    weeks = {"computed": "treatment_weeks", "with": {"modalities": ["physical_therapy"]}}
    tree = {"any": [{**weeks, "min": 6, "max": 10}, {"all": [{**weeks, "min": 9}, WALKING]}]}
    known = "treatments: [{modality: physical_therapy, weeks_stated: 8}]\ncare: {more_possible: [physical_therapy]}\n"
    assert supposed(decide(tree, known), library, _1_1=MET).truth is MET       # fewer than six weeks it cannot be
    assert supposed(decide(tree), library, _1_1=MET).truth is OPEN
    assert supposed(decide(tree, known), library, _1_1=MET, _1_0=NOT_MET).truth is OPEN
