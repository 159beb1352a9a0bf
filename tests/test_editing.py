"""Changing one thing of a case: what was asked for changes, everything else stays."""

from datetime import date
from typing import TypeVar

from logic.case import Care, Case, Diagnosis, Document, Entry, Line, Row, Stage
from logic.editing import (
    add_line, add_row, add_stage, entries_at, free_name, mark_none, remove_document, remove_line, remove_row,
    remove_stage, set_care, set_case, set_diagnosis, set_document, set_entry, set_line, set_request, set_row, set_stage,
)

T = TypeVar("T", Entry, Row)
BLANK = Case(case="tried", stages=(Stage(),))
YES = Entry(value=True)
NO = Entry(value=False)


def test_a_fact_of_the_patient_a_level_and_a_stage_is_found_where_it_was_put() -> None:
    for path in ("myelopathy", "si_faber.left", "L5-S1.slip_mm", "L5-S1.foraminal_stenosis.left", "stage1.graft_materials"):
        changed = set_entry(BLANK, path, YES)
        assert entries_at(changed, path) == (YES,)
        assert set_entry(changed, path, None) == BLANK


def test_two_sides_of_a_fact_are_two_answers() -> None:
    case = set_entry(set_entry(BLANK, "L5-S1.foraminal_stenosis.left", YES), "L5-S1.foraminal_stenosis.right", NO)
    assert entries_at(case, "L5-S1.foraminal_stenosis.left") == (YES,)
    assert entries_at(case, "L5-S1.foraminal_stenosis.right") == (NO,)


def test_a_second_reading_stands_beside_the_first() -> None:
    case = set_entry(set_entry(BLANK, "L5-S1.central_stenosis", YES), "L5-S1.central_stenosis", NO, place=1)
    assert entries_at(case, "L5-S1.central_stenosis") == (YES, NO)
    assert entries_at(set_entry(case, "L5-S1.central_stenosis", None, place=0), "L5-S1.central_stenosis") == (NO,)


def test_a_changed_answer_keeps_its_place_among_the_others() -> None:
    case = set_entry(set_entry(BLANK, "fever", YES), "myelopathy", YES)
    assert list(set_entry(case, "myelopathy", NO).patient) == ["fever", "myelopathy"]


def test_nothing_changes_in_the_case_that_was_given() -> None:
    before = BLANK.model_dump_json()
    set_entry(add_line(add_stage(BLANK), 2, Line(code="22612")), "myelopathy", YES)
    assert BLANK.model_dump_json() == before


def test_stages_are_added_up_to_four_and_the_last_one_is_only_emptied() -> None:
    case = BLANK
    for _ in range(6):
        case = add_stage(case)
    assert len(case.stages) == 4
    case = set_stage(BLANK, 1, setting="inpatient")
    assert case.stages[0].setting == "inpatient"
    assert remove_stage(case, 1).stages == (Stage(),)


def test_lines_are_added_changed_and_removed_in_their_stage() -> None:
    case = add_line(add_line(add_stage(BLANK), 2, Line(code="22612")), 2, Line(code="22614"))
    case = set_line(case, 2, 1, levels=("L4-L5",), if_used=True)
    assert case.stages[1].lines == (Line(code="22612"), Line(code="22614", levels=("L4-L5",), if_used=True))
    assert remove_line(case, 2, 0).stages[1].lines == (Line(code="22614", levels=("L4-L5",), if_used=True),)


def test_removing_the_last_row_leaves_the_kind_open_not_none() -> None:
    case = add_row(BLANK, "treatments", Row(values={"modality": "nsaid"}))
    assert "treatments" not in remove_row(case, "treatments", 0).rows
    assert mark_none(BLANK, "treatments", none=True).rows == {"treatments": ()}
    assert mark_none(mark_none(BLANK, "treatments", none=True), "treatments", none=False) == BLANK


def test_a_row_is_replaced_in_its_place() -> None:
    first, second, new = (Row(values={"modality": name}) for name in ("nsaid", "opioid", "bracing"))
    case = add_row(add_row(BLANK, "treatments", first), "treatments", second)
    assert set_row(case, "treatments", 0, new).rows["treatments"] == (new, second)
    assert remove_row(case, "treatments", 0).rows["treatments"] == (second,)


def from_mri(given: T) -> T:
    return given.model_copy(update={"source": "mri"})


def test_a_removed_document_is_forgotten_by_all_that_named_it() -> None:
    case = set_document(BLANK, "mri", Document(kind="mri_report", date=date(2026, 1, 5)))
    case = set_document(case, "more", Document(kind="mri_report", addendum_to="mri"))
    case = set_entry(case, "L5-S1.slip_mm", from_mri(Entry(value=4)))
    case = set_entry(case, "stage1.graft_materials", from_mri(Entry(value=("rib",))))
    case = add_row(case, "curves", from_mri(Row(values={"cobb_deg": 20})))
    case = remove_document(case, "mri")
    assert list(case.documents) == ["more"]
    assert '"mri"' not in case.model_dump_json()
    assert entries_at(case, "L5-S1.slip_mm") == (Entry(value=4),)


def test_a_new_document_gets_a_name_that_is_free() -> None:
    case = set_document(BLANK, free_name(BLANK, "mri"), Document(kind="mri_report"))
    assert list(case.documents) == ["mri_1"]
    assert free_name(case, "mri") == "mri_2"


def test_diagnoses_request_care_and_the_case_itself() -> None:
    case = set_diagnosis(BLANK, 0, Diagnosis(code="M48.062", role="primary"))
    assert [diagnosis.code for diagnosis in case.diagnoses] == ["M48.062"]
    assert set_diagnosis(case, 0, None) == BLANK
    assert set_request(BLANK, urgency="emergent").request.urgency == "emergent"
    assert set_care(BLANK, none=("nsaid",)).care == Care(none=("nsaid",))
    assert set_case(BLANK, policy="general").policy == "general"
