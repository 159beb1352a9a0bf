"""A criterion at a place: at which levels and sides it is read, under which condition, and what is one finding for all."""

from collections.abc import Callable
from typing import Any

import pytest

from logic.case import Case
from logic.evaluation import Evaluation
from logic.finding import Finding, Truths
from logic.loading import Library
from logic.measures import Place
from logic.policy import Criterion
from logic.record import Record
from logic.truth import Truth
from tests.test_exactness import identified

Build = Callable[[str], Case]
Tree = dict[str, Any]
MET, NOT_MET, OPEN, NOTHING = Truth.MET, Truth.NOT_MET, Truth.NOT_DOCUMENTED, Truth.NOT_APPLICABLE
LINES = """stages:
  - lines: [{code: "22612", levels: L4-L5}, {code: "22633", levels: [L4-L5, L5-S1]}, {code: "63047", levels: L2-L3}]
  - lines: [{code: "63047", levels: L1-L2}]
"""


class Decided:
    """Criteria decided over one record; lines count from 0."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.evaluation = Evaluation(record)

    def at(self, criterion: Criterion, line: int, level: str) -> Finding:
        return self.evaluation.at(criterion, Place(self.record, self.record.lines[line], level))


Start = Callable[..., Decided]


@pytest.fixture
def start(case_of: Build, library: Library) -> Start:
    def started(given: str = "", lines: str = LINES) -> Decided:
        case = case_of(lines + given)
        assert case.request.day
        return Decided(Record(case, library.vocabulary, library.catalogue, case.request.day))

    return started


def criterion(tree: Tree) -> Criterion:
    return Criterion.model_validate(identified(tree), strict=False)


def slips(**levels: int) -> str:
    """Millimetres of slip by level ("L4_L5")."""
    return "levels:\n" + "".join(f"  {level.replace('_', '-')}: {{slip_mm: {slip}}}\n" for level, slip in levels.items())


# -- levels -----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("scope", "line", "level", "given", "truth"), [
    ("level", 0, "L4-L5", slips(L4_L5=4), MET), ("level", 0, "L4-L5", slips(L5_S1=4), OPEN),
    ("any_level_of_line", 1, "L4-L5", slips(L5_S1=4), MET), ("any_level_of_line", 0, "L4-L5", slips(L5_S1=4), OPEN),
    ("any_level_of_line", 1, "L4-L5", slips(L4_L5=3, L5_S1=3), NOT_MET),
    ("each_level_of_line", 1, "L4-L5", slips(L4_L5=4, L5_S1=4), MET), ("each_level_of_line", 1, "L4-L5", slips(L4_L5=4), OPEN),
    ("each_level_of_line", 1, "L4-L5", slips(L4_L5=4, L5_S1=3), NOT_MET),
    ("any_level_of_stage", 0, "L4-L5", slips(L2_L3=4), MET),                   # of another line
    ("any_level_of_stage", 0, "L4-L5", slips(L1_L2=4), OPEN),                  # of another stage
    ("any_level_of_stage", 0, "L4-L5", slips(L4_L5=3, L5_S1=3, L2_L3=3), NOT_MET),
    ("adjacent_levels", 0, "L4-L5", slips(L5_S1=4), MET), ("adjacent_levels", 0, "L4-L5", slips(L3_L4=4), MET),
    ("adjacent_levels", 0, "L4-L5", slips(L4_L5=4, L2_L3=4), OPEN), ("adjacent_levels", 0, "L4-L5", slips(L3_L4=3, L5_S1=3), NOT_MET),
    ("other_levels", 0, "L4-L5", slips(L4_L5=4, L3_L4=4), MET), ("other_levels", 0, "L4-L5", slips(L4_L5=4), NOT_MET),
    ("other_levels", 1, "L4-L5", slips(L4_L5=4, L5_S1=4), NOT_MET),            # both are the line's own
])
def test_at_which_levels_a_criterion_is_read(
    scope: str, line: int, level: str, given: str, truth: Truth, start: Start,
) -> None:
    assert start(given).at(criterion({"fact": "slip_mm", "min": 4, "scope": scope}), line, level).truth is truth


def test_silence_about_several_levels_is_that_of_the_whole(start: Start) -> None:
    asked = criterion({"fact": "slip_mm", "min": 4, "scope": "any_level_of_line", "silence": "not_met"})
    found = start(slips(L4_L5=3)).at(asked, 1, "L4-L5")
    assert found.truths == Truths(NOT_MET, OPEN, NOT_MET)
    assert [part.truth for part in found.parts] == [NOT_MET, OPEN]


def test_criteria_over_levels_of_which_there_are_none_are_told_apart(start: Start) -> None:
    parts = [{"fact": fact, "min": 4, "scope": "other_levels"} for fact in ("slip_mm", "dynamic_angulation_deg")]
    for level in ("L4-L5", "L5-S1"):
        found = start().at(criterion({"any": parts}), 1, level)
        assert (found.truth, len(found.keys)) == (NOT_MET, 2)


# -- sides ------------------------------------------------------------------------------------------------------------

JOINT = 'stages: [{lines: [{code: "27279", levels: SI-left}]}]\n'


@pytest.mark.parametrize(("sides", "left", "right", "truth"), [
    ("line", 3, 0, MET), ("line", 0, 3, NOT_MET), ("line", None, 3, OPEN),
    ("any", 0, 3, MET), ("any", 0, 0, NOT_MET), ("any", None, 3, MET), ("any", 0, None, OPEN),
    ("both", 3, 3, MET), ("both", 3, 0, NOT_MET), ("both", None, 0, NOT_MET), ("both", 3, None, OPEN),
])
def test_on_which_sides_a_criterion_is_read(sides: str, left: int | None, right: int | None, truth: Truth, start: Start) -> None:
    held = ", ".join(f"{side}: {count}" for side, count in (("left", left), ("right", right)) if count is not None)
    tests = start(f"patient: {{si_positive_tests: {{{held}}}}}\n", JOINT)
    found = tests.at(criterion({"fact": "si_positive_tests", "min": 3, "sides": sides}), 0, "SI-left")
    assert found.truth is truth


def test_a_finding_on_both_sides_rests_on_both(start: Start) -> None:
    tests = start("patient: {si_positive_tests: {left: 3, right: 2}}\n", JOINT)
    found = tests.at(criterion({"fact": "si_positive_tests", "min": 3, "sides": "both"}), 0, "SI-left")
    assert found.reading
    assert {used.path: used.value for used in found.reading.used} == {"si_positive_tests.left": "3 tests", "si_positive_tests.right": "2 tests"}


# -- conditions, and facts tested both ways ---------------------------------------------------------------------------

def bmi(**test: float) -> Tree:
    return {"fact": "bmi_kg_m2", **test}


BONE, CORD = {"fact": "poor_bone_quality", "is": True}, {"fact": "myelopathy", "is": True}


@pytest.mark.parametrize(("tree", "given", "truths"), [
    ({**CORD, "when": BONE}, "patient: {myelopathy: no, poor_bone_quality: yes}\n", Truths(NOT_MET, NOT_MET, NOT_MET)),
    ({**CORD, "when": BONE}, "patient: {myelopathy: no}\n", Truths(OPEN, NOT_MET, NOT_MET)),
    ({**CORD, "when": BONE}, "patient: {myelopathy: yes}\n", Truths(MET, MET, MET)),
    ({**CORD, "when": BONE}, "patient: {poor_bone_quality: no}\n", Truths(NOTHING, OPEN, NOT_MET)),
    ({**bmi(min=30), "when": bmi(min=36)}, "", Truths(MET, OPEN, NOT_MET)),                     # whatever it is
    ({**bmi(min=36), "when": bmi(min=30)}, "", Truths(OPEN, OPEN, NOT_MET)),
    ({**bmi(min=30), "when": {"all": [bmi(min=36), BONE]}}, "patient: {poor_bone_quality: no}\n", Truths(NOTHING, OPEN, NOT_MET)),
    ({"any": [bmi(min=30), bmi(less_than=35)], "silence": "not_met"}, "", Truths(MET, MET, MET)),
    ({"all": [bmi(min=35), bmi(less_than=30)]}, "", Truths(NOT_MET, NOT_MET, NOT_MET)),
    ({"any": [bmi(min=35), bmi(less_than=30)], "silence": "not_met"}, "", Truths(NOT_MET, OPEN, NOT_MET)),
    ({"any": [{**bmi(min=30)}, {**bmi(less_than=35)}], "when": BONE}, "", Truths(MET, MET, MET)),
])
def test_a_criterion_its_condition_and_what_every_answer_settles(
    tree: Tree, given: str, truths: Truths, start: Start,
) -> None:
    found = start(given).at(criterion(tree), 0, "L4-L5")
    assert found.truths == truths
    assert (found.condition is None) is ("when" not in tree)


def test_what_every_answer_settles_at_several_levels(start: Start) -> None:
    """The slip of each level is an answer of its own."""
    either = {"any": [{"fact": "slip_mm", "min": 4}, {"fact": "slip_mm", "less_than": 5}], "scope": "each_level_of_line"}
    assert start().at(criterion(either), 1, "L4-L5").truth is MET
    slip = {"all": [{"fact": "slip_mm", "min": 4, "scope": "any_level_of_line"}, {"fact": "slip_mm", "less_than": 4}]}
    assert start().at(criterion(slip), 1, "L4-L5").truth is OPEN
    assert start().at(criterion(slip), 0, "L4-L5").truth is NOT_MET


# -- one finding for all places that are alike ------------------------------------------------------------------------

REQUESTED = {"requested": {"codes": ["63047"], "at": "stage"}}
WEEKS = {"computed": "treatment_weeks", "with": {"modalities": ["physical_therapy"], "region": "line"}, "min": 6}


@pytest.mark.parametrize(("tree", "one", "other", "alike"), [
    (CORD, (0, "L4-L5"), (1, "L5-S1"), True), ({"all": [CORD, BONE]}, (0, "L4-L5"), (2, "L2-L3"), True),
    ({"fact": "slip_mm", "min": 4}, (0, "L4-L5"), (1, "L4-L5"), True), ({"fact": "slip_mm", "min": 4}, (1, "L4-L5"), (1, "L5-S1"), False),
    ({"all": [CORD, {"fact": "slip_mm", "min": 4}]}, (1, "L4-L5"), (1, "L5-S1"), False),
    ({**CORD, "when": {"fact": "slip_mm", "min": 4}}, (1, "L4-L5"), (1, "L5-S1"), False),
    ({**CORD, "scope": "adjacent_levels"}, (1, "L4-L5"), (1, "L5-S1"), False),
    ({**CORD, "scope": "any_level_of_line"}, (0, "L4-L5"), (1, "L4-L5"), False),
    (WEEKS, (0, "L4-L5"), (1, "L5-S1"), True),
    ({"computed": "symptom_fit", "is": "fits"}, (0, "L4-L5"), (1, "L4-L5"), True),
    ({"computed": "symptom_fit", "is": "fits"}, (1, "L4-L5"), (1, "L5-S1"), False),
    (REQUESTED, (0, "L4-L5"), (1, "L4-L5"), False), (REQUESTED, (1, "L4-L5"), (1, "L5-S1"), False),
    (CORD, (2, "L2-L3"), (3, "L1-L2"), False),                                     # another stage
])
def test_a_criterion_is_decided_once_for_places_that_are_alike(
    tree: Tree, one: tuple[int, str], other: tuple[int, str], alike: bool, start: Start,
) -> None:
    decided, asked = start(slips(L4_L5=1)), criterion(tree)
    assert decided.at(asked, *one) is decided.at(asked, *one)
    assert (decided.at(asked, *one) is decided.at(asked, *other)) is alike


def test_what_is_computed_of_the_patient_is_one_leaf_in_every_stage(start: Start) -> None:
    decided, asked = start(), criterion(WEEKS)
    assert decided.at(asked, 0, "L4-L5").keys == decided.at(asked, 3, "L1-L2").keys


def test_what_depends_on_the_line_is_decided_for_each(start: Start) -> None:
    decided = start(slips(L5_S1=4))
    anywhere = criterion({"fact": "slip_mm", "min": 4, "scope": "any_level_of_line"})
    assert [decided.at(anywhere, line, "L4-L5").truth for line in (0, 1)] == [OPEN, MET]
    another = criterion({"requested": {"codes": ["22612"], "at": "stage"}})
    assert [decided.at(another, line, "L4-L5").truth for line in (0, 1)] == [NOT_MET, MET]


def test_what_is_requested_at_a_level_is_decided_for_each(start: Start) -> None:
    decided, asked = start(), criterion({"requested": {"codes": ["22612"], "at": "level"}})
    assert [decided.at(asked, 1, level).truth for level in ("L4-L5", "L5-S1")] == [MET, NOT_MET]


SIDED = """stages: [{lines: [{code: "63047", levels: L4-L5, side: left}, {code: "63030", levels: L4-L5, side: right},
  {code: "63047", levels: C5-C6}, {code: "63030", levels: L4-L5, side: left}, {code: "22612", levels: L5-S1, side: left}]}]
"""


@pytest.mark.parametrize(("tree", "one", "other", "same"), [
    ({"computed": "symptom_fit", "is": "fits"}, (0, "L4-L5"), (1, "L4-L5"), False),      # the other side
    ({"computed": "symptom_fit", "is": "fits"}, (0, "L4-L5"), (4, "L5-S1"), False),      # another level
    ({"computed": "symptom_fit", "is": "fits"}, (0, "L4-L5"), (3, "L4-L5"), True),
    (WEEKS, (0, "L4-L5"), (2, "C5-C6"), False),                                          # another region
    (WEEKS, (0, "L4-L5"), (4, "L5-S1"), True),
    (CORD, (0, "L4-L5"), (2, "C5-C6"), True),
    ({"fact": "slip_mm", "min": 4}, (0, "L4-L5"), (4, "L5-S1"), False),
    ({"requested": {"codes": ["22612"]}}, (0, "L4-L5"), (1, "L4-L5"), False),
    ({"requested": {"codes": ["22612"], "other_lines_only": False}}, (0, "L4-L5"), (1, "L4-L5"), True),
    ({"requested": {"codes": ["22612"], "other_lines_only": False}}, (0, "L4-L5"), (4, "L5-S1"), False),
])
def test_leaves_are_told_apart_by_what_they_depend_on(
    tree: Tree, one: tuple[int, str], other: tuple[int, str], same: bool, start: Start,
) -> None:
    decided, asked = start(lines=SIDED), criterion(tree)
    assert (decided.at(asked, *one).keys == decided.at(asked, *other).keys) is same
