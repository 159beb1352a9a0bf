"""The walk: what is asked and why, how far each step is, the next question in place, and add-ons that belong to a code."""

from base64 import b64decode
from collections.abc import Callable
from datetime import date

import re

import pytest
from hypothesis import given

from streamlit.testing.v1 import AppTest

from logic.asking import Reason, why_asked
from logic.case import Case, Line, Stage, Status
from logic.loading import SAMPLES, Library, load_case, load_library
from logic.offers import add_ons_for, offered_line
from logic.progress import Progress, Stand, answered_facts, open_facts, progress, unstated_facts
from logic.review import Review, review
from logic.truth import Truth
from logic.wording import fact_at
from tests.budget import laws
from tests.strategies import built, case_data
from tests.screens import bodies, case, plain, ran, said, started, to_step
from ui.level_picker import toggled

LIBRARY = load_library()
Build = Callable[[str], Case]
ONE_LINE = 'stages: [{lines: [{code: "63047", levels: L4-L5}]}]\n'


def reviewed(case: Case, set_id: str = "general") -> Review:
    return review(case, LIBRARY, set_id, case.request.day or date(2026, 1, 12))


def sample(name: str) -> Case:
    return load_case(SAMPLES / f"{name}.yaml", LIBRARY)[0]


# -- why a fact is asked --------------------------------------------------------------------------------------------

def reasons(case: Case, path: str, set_id: str = "general") -> tuple[Reason, ...]:
    return why_asked(reviewed(case, set_id).determination)[path]


def test_a_fact_is_asked_by_the_criteria_that_read_it_with_their_lines() -> None:
    found = reasons(sample("two_stage_l2_pelvis"), "treatments.physical_therapy")
    therapy = next(one for one in found if one.standing)
    assert therapy.says == "Formal physical therapy of at least six weeks in all"
    assert therapy.limit == "at least 6 weeks"
    assert therapy.cite.startswith("General criteria G1.conservative")
    assert len(therapy.lines) > 3


@pytest.mark.parametrize(("weeks", "standing", "truth"), [
    ("5.9", "5.9 of 6 weeks", Truth.NOT_MET), ("6", "6 of 6 weeks", Truth.MET), ("6.1", "6.1 of 6 weeks", Truth.MET),
])
def test_weeks_stand_beside_their_limit(weeks: str, standing: str, truth: Truth, case_of: Build) -> None:
    case = case_of(ONE_LINE + f"treatments: [{{modality: physical_therapy, weeks_stated: {weeks}, treatment_region: lumbar}}]\n")
    found = next(one for one in reasons(case, "treatments.physical_therapy") if one.standing)
    assert (found.standing, found.truth) == (standing, truth)


def test_weeks_that_may_grow_say_so(case_of: Build) -> None:
    found = next(one for one in reasons(case_of(ONE_LINE), "treatments.physical_therapy") if one.standing)
    assert found.standing == "0 or more of 6 weeks"


def test_an_upper_limit_is_told_as_one(case_of: Build) -> None:
    case = case_of('stages: [{lines: [{code: "22612", levels: L4-L5}]}]\npatient: {nicotine_status: current, nicotine_serum_ng_ml: 12}\n')
    found = next(one for one in reasons(case, "nicotine_serum_ng_ml", "aetna") if one.standing)
    assert (found.limit, found.standing) == ("at most 10 ng/mL", "12, at most 10 ng/mL")


@laws(0.5)
@given(data=case_data())
def test_every_open_fact_has_a_reason(data: dict[str, object]) -> None:
    found = reviewed(built(data, LIBRARY))
    why = why_asked(found.determination)
    vocabulary = LIBRARY.vocabulary
    for path in open_facts(found.checklist):
        fact = fact_at(path, vocabulary)
        near = [name for name in why if name == path or name.startswith(f"{path}.") or path.startswith(f"{name}.")]
        assert near or fact is None or path == "levels", path


# -- progress -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("held", "stand"), [
    (Progress(0, 1), Stand.NOT_STARTED), (Progress(1, 1), Stand.PARTLY), (Progress(1, 0), Stand.COMPLETE), (Progress(0, 0), Stand.COMPLETE),
])
def test_a_part_is_complete_when_nothing_that_decides_is_open(held: Progress, stand: Stand) -> None:
    assert held.stand is stand


def test_what_is_answered_and_open_is_counted_by_part(case_of: Build) -> None:
    case = case_of(ONE_LINE + "levels: {L4-L5: {central_stenosis: mild}}\npatient: {neurogenic_claudication: yes}\n"
                   "treatments: [{modality: nsaid}]\nsurgeries: none\n")
    assert sorted(answered_facts(case)) == ["L4-L5.central_stenosis", "neurogenic_claudication", "requested", "surgeries", "treatments"]
    found = reviewed(case)
    held = progress(found.checklist, answered_facts(case), lambda path: path.partition(".")[0], ["L4-L5", "treatments", "nowhere"])
    assert held["L4-L5"].answered == held["treatments"].answered == 1
    assert held["nowhere"] == Progress(0, 0)
    assert sum(part.open for part in held.values()) <= len(open_facts(found.checklist))


def test_what_no_document_states_is_counted_apart() -> None:
    found = reviewed(sample("c4c6_acdf_with_bma"))
    assert open_facts(found.checklist) == ()
    assert unstated_facts(found.checklist)


@laws(0.5)
@given(data=case_data())
def test_an_open_fact_is_neither_not_needed_nor_answered(data: dict[str, object]) -> None:
    found = reviewed(built(data, LIBRARY))
    assert not set(open_facts(found.checklist)) & set(found.not_needed)


# -- add-ons --------------------------------------------------------------------------------------------------------

def offered(*lines: Line, approach: tuple[str, ...] = ()) -> tuple[str, ...]:
    return add_ons_for(Stage(lines=lines, approach=approach), LIBRARY.catalogue)


def test_add_ons_of_the_requested_codes_are_offered_once() -> None:
    found = offered(Line(code="22633", levels=("L4-L5",)), approach=("posterior",))
    assert {"22634", "63052", "22840", "22842", "22853", "20930", "20936"} <= set(found)
    assert "22633" not in found
    assert "22845" not in found  # an anterior plate
    assert "22853" not in offered(Line(code="22633", levels=("L4-L5",)), Line(code="22853", levels=("L4-L5",)))


def test_nothing_is_offered_where_no_code_has_an_add_on() -> None:
    assert offered() == ()
    assert offered(Line(code="inpatient")) == ()


def test_an_offered_companion_goes_to_the_levels_of_its_primary() -> None:
    stage = Stage(lines=(Line(code="22633", levels=("L4-L5",)), Line(code="63047", levels=("L2-L3",))))
    assert offered_line("22853", stage, LIBRARY.catalogue) == Line(code="22853", levels=("L4-L5",))
    assert offered_line("22634", stage, LIBRARY.catalogue) == Line(code="22634")
    assert offered_line("20936", stage, LIBRARY.catalogue) == Line(code="20936")


def test_only_add_ons_are_offered(library: Library) -> None:
    for name in ("c4c6_acdf_with_bma", "two_stage_l2_pelvis"):
        for stage in sample(name).stages:
            assert all(library.catalogue.entries[code].addon for code in add_ons_for(stage, library.catalogue))


# -- on the screen --------------------------------------------------------------------------------------------------

def opened(case: Case) -> AppTest:
    """The screen with a case open."""
    app = started()
    app.session_state["case"] = case
    return ran(app)


def table(app: AppTest) -> str:
    return next(body for body in bodies(app) if '<table class="outcomes"' in body)


def test_it_opens_on_an_overview_that_says_how_far_each_step_is(case_of: Build) -> None:
    app = opened(case_of(ONE_LINE))
    assert app.segmented_control(key="step").value == "overview"
    text = said(app)
    assert "63047 L4-L5" in text
    steps = next(body for body in bodies(app) if '<ul class="steps">' in body)
    told = [plain(step) for step in re.findall(r"<li>(<button.*?)</li>", steps)]
    assert any(step.startswith("Open 2 Diagnosis Not started") for step in told)
    assert any(step.startswith("Open 1 Request Complete for these codes") for step in told)
    assert 'data-press="step diagnosis"' in steps


def test_a_step_names_how_many_facts_are_open(case_of: Build) -> None:
    options = [str(option) for option in opened(case_of(ONE_LINE)).segmented_control(key="step").options]
    assert any(option.startswith("3 Imaging (") for option in options)
    assert "1 Request" in options


def test_the_next_question_is_answered_in_place(case_of: Build) -> None:
    case = case_of(ONE_LINE + "levels: {L4-L5: {central_stenosis: severe}}\npatient: {neurogenic_claudication: yes}\n"
                   "treatments: [{modality: physical_therapy, weeks_stated: 8, treatment_region: lumbar}, {modality: nsaid}]\n")
    app = opened(case)
    assert "Next question:" in said(app)
    app.button(key="next yes").click()
    ran(app)
    assert "symptoms_persist_despite_care" in app.session_state["case"].patient
    assert "Meets criteria" in table(app)
    assert "Next question:" not in said(app)


def test_the_next_question_may_not_be_in_the_chart_and_is_not_asked_again(case_of: Build) -> None:
    case = case_of(ONE_LINE + "levels: {L4-L5: {central_stenosis: severe}}\npatient: {neurogenic_claudication: yes}\n"
                   "treatments: [{modality: physical_therapy, weeks_stated: 8, treatment_region: lumbar}, {modality: nsaid}]\n")
    app = opened(case)
    app.button(key="next not there").click()
    ran(app)
    (entry,) = app.session_state["case"].patient["symptoms_persist_despite_care"]
    assert entry.status is Status.NOT_IN_CHART
    assert "Do the symptoms persist" not in " ".join(str(one.value) for one in app.markdown if "Next question" in str(one.value))


def test_a_graded_next_question_takes_its_grade_in_place(case_of: Build) -> None:
    case = case_of(ONE_LINE + "patient: {neurogenic_claudication: yes, symptoms_persist_despite_care: yes}\n"
                   "treatments: [{modality: physical_therapy, weeks_stated: 8, treatment_region: lumbar}, {modality: nsaid}]\n")
    app = opened(case)
    (box,) = [box for box in app.selectbox if str(box.key).startswith("next~L4-L5")]
    box.set_value("severe")
    ran(app)
    assert case.levels != app.session_state["case"].levels
    assert "Meets criteria" in table(app)


def test_the_next_course_of_treatment_is_added_in_its_step_with_its_kind(case_of: Build) -> None:
    app = opened(case_of(ONE_LINE))
    app.button(key="next yes").click()
    ran(app)
    (row,) = app.session_state["case"].rows["treatments"]
    assert row.values == {"modality": "physical_therapy"}
    assert app.segmented_control(key="step").value == "care"


@pytest.mark.parametrize(("button", "held"), [("next no", "none"), ("next not there", "rows")])
def test_a_kind_of_treatment_that_was_not_given_is_one_click(button: str, held: str, case_of: Build) -> None:
    app = opened(case_of(ONE_LINE))
    app.button(key=button).click()
    ran(app)
    case = app.session_state["case"]
    assert case.care.none == (("physical_therapy",) if held == "none" else ())
    assert [row.status for row in case.rows.get("treatments", ())] == ([Status.NOT_IN_CHART] if held == "rows" else [])
    asked = next((str(one.value) for one in app.markdown if "Next question:" in str(one.value)), "")
    assert asked
    assert "physical therapy" not in asked


def test_questions_that_cannot_decide_are_folded_with_the_reason(case_of: Build) -> None:
    app = to_step(opened(case_of(ONE_LINE + "levels: {L4-L5: {central_stenosis: severe}}\n")), "imaging")
    assert any(str(one.label).startswith("Not needed for these codes, because ... (") for one in app.expander)
    app.session_state["L4-L5~not needed"] = True
    ran(app)
    assert "Not needed: " in said(app)


def test_the_limit_stands_beside_the_value(case_of: Build) -> None:
    app = to_step(opened(case_of(ONE_LINE + "levels: {L4-L5: {central_stenosis: mild}}\n")), "imaging")
    assert "asked: at least moderate" in said(app)
    assert "**0 or more of 6 weeks**" in said(to_step(app, "care"))


def test_a_question_says_why_it_is_asked(case_of: Build) -> None:
    app = to_step(opened(case_of(ONE_LINE + "levels: {L4-L5: {central_stenosis: mild}}\n")), "imaging")
    app.session_state["L4-L5.central_stenosis~source"] = True
    ran(app)
    text = said(app)
    assert "**Why it is asked**" in text
    assert "General criteria G1\\.imaging" in text
    assert "for 1\\:63047" in text


def test_an_add_on_is_one_click_away(case_of: Build) -> None:
    app = to_step(opened(case_of('stages: [{approach: [posterior], lines: [{code: "22633", levels: L4-L5}]}]\n')), "request")
    app.session_state["stage1~offers"] = True
    ran(app)
    app.button(key="stage1~offer~22853").click()
    ran(app)
    assert app.session_state["case"].stages[0].lines[-1] == Line(code="22853", levels=("L4-L5",))


def test_a_level_picked_again_is_given_back() -> None:
    assert toggled(("L5-S1",), "L4-L5") == ("L4-L5", "L5-S1")
    assert toggled(("L4-L5", "L5-S1"), "L4-L5") == ("L5-S1",)


def test_the_spine_to_pick_from_is_there_for_each_code(case_of: Build) -> None:
    app = to_step(opened(case_of(ONE_LINE)), "request")
    app.session_state["stage1~spine"] = True
    ran(app)
    assert len(app.get("plotly_chart")) == 1
    assert "Levels of 63047: L4\\-L5" in said(app)


def test_the_documents_to_send_are_one_download_away(case_of: Build) -> None:
    app = opened(case_of(ONE_LINE))
    app.segmented_control(key="result part").set_value("packet")
    ran(app)
    assert "**Letter of medical necessity**" in said(app)
    assert "protected health information" in said(app)
    app.button(key="save packet").click()
    file = ran(app).session_state["desk"].file
    assert file.name == f"{case(app).case}_packet.zip"
    assert b64decode(file.text).startswith(b"PK")
