"""Discordances, stale documents and cross-checks of values."""

import datetime as dt

import pytest

from logic.loading import Library
from tests.test_checks_support import answer, checked

FUSION = "22612 L4-L5"
MRI = "documents: {mri: {kind: mri_report, author: radiologist%s}}"
LEFT_FORAMEN = "levels: {L4-L5: {foraminal_stenosis: {left: severe, right: none}, central_stenosis: none}}"


def stenosis(here: str, above: str) -> str:
    return f"levels: {{L4-L5: {{central_stenosis: {here}}}, L3-L4: {{central_stenosis: {above}}}}}"


TRIED: list[tuple[str, str, str, str]] = [
    # rule, answer (F finding, P passed, O cannot be checked), lines, facts
    ("DIS-SYMPTOM-FIT", "F", FUSION, f"{{{LEFT_FORAMEN}, symptoms: [{{symptom: radicular_pain, symptom_root: L4, "
                                     "symptom_side: right}]}"),
    ("DIS-SYMPTOM-FIT", "F", "22612 L2-L3", "symptoms: [{symptom: radicular_pain, symptom_root: S1}]"),
    ("DIS-SYMPTOM-FIT", "F", FUSION, f"{{{LEFT_FORAMEN}, symptoms: none, exams: [{{exam_test: motor, exam_root: L5, "
                                     "exam_side: right, mrc: 4-}]}"),
    ("DIS-SYMPTOM-FIT", "P", FUSION, f"{{{LEFT_FORAMEN}, symptoms: [{{symptom: radicular_pain, symptom_root: L4, "
                                     "symptom_side: left}]}"),
    ("DIS-SYMPTOM-FIT", "P", "22612 L2-L3, 22614 L5-S1", "symptoms: [{symptom: radicular_pain, symptom_root: S1}]"),
    ("DIS-SYMPTOM-FIT", "P", "22612 L2-L3", "{symptoms: [{symptom: radicular_pain, symptom_root: S1}], "
                                            "levels: {L2-L3: {symptom_source: another_source}}}"),
    ("DIS-SYMPTOM-FIT", "O", FUSION, ""),
    ("DIS-SYMPTOM-FIT", "O", "22612", "symptoms: [{symptom: radicular_pain, symptom_root: S1}]"),
    ("DIS-SYMPTOM-FIT", "", "27279 left", "symptoms: [{symptom: radicular_pain, symptom_root: S1}]"),
    ("DIS-WORST-LEVEL", "F", FUSION, stenosis("moderate", "moderate_severe")),
    ("DIS-WORST-LEVEL", "P", FUSION, stenosis("moderate", "moderate")),
    ("DIS-WORST-LEVEL", "P", FUSION, stenosis("moderate", "mild_moderate")),
    ("DIS-WORST-LEVEL", "P", FUSION, "levels: {L4-L5: {central_stenosis: mild}, C5-C6: {central_stenosis: severe}}"),
    ("DIS-WORST-LEVEL", "P", FUSION,
     f"{{patient: {{other_levels_pathology_explained: yes}}, {stenosis('mild', 'severe')}}}"),
    ("DIS-WORST-LEVEL", "O", FUSION, "levels: {L3-L4: {central_stenosis: severe}}"),
    ("DIS-WORST-LEVEL", "O", "22612", "levels: {L3-L4: {central_stenosis: severe}}"),
    ("DIS-CARE-REGION", "F", FUSION, "treatments: [{modality: physical_therapy, treatment_region: cervical}]"),
    ("DIS-CARE-REGION", "F", FUSION, "injections: [{injection_type: esi_interlaminar, injection_levels: C5-C6}]"),
    ("DIS-CARE-REGION", "P", FUSION, "treatments: [{modality: physical_therapy, treatment_region: lumbar}]"),
    ("DIS-CARE-REGION", "O", FUSION, "treatments: [{modality: physical_therapy}]"),
    ("DIS-CARE-REGION", "O", FUSION, ""),
    ("DIS-REPORTS-DIFFER", "F", FUSION, "levels: {L4-L5: {central_stenosis: [mild, severe]}}"),
    ("DIS-REPORTS-DIFFER", "P", FUSION, "levels: {L4-L5: {central_stenosis: [severe, severe]}}"),
    ("DIS-REPORTS-DIFFER", "P", FUSION, "levels: {L4-L5: {foraminal_stenosis: {left: mild, right: severe}}}"),
    ("DIS-REPORTS-DIFFER", "P", FUSION, "levels: {L4-L5: {report_complete: yes}}"),
    ("DIS-REPORTS-DIFFER", "", FUSION, ""),
    ("DIS-SLIP", "", FUSION, "levels: {L4-L5: {slip_grade: I}}"),
    ("DIS-SLIP", "F", FUSION, "levels: {L4-L5: {slip_grade: none, slip_mm: 4}}"),
    ("DIS-SLIP", "P", FUSION, "levels: {L4-L5: {slip_grade: I, slip_mm: 4}}"),
    ("DIS-SLIP-DENIED", "F", FUSION, "levels: {L4-L5: {slip_grade: I, spondylolisthesis: no}}"),
    ("DIS-SLIP-DENIED", "F", FUSION, "levels: {L4-L5: {slip_grade: none, spondylolisthesis: yes}}"),
    ("DIS-SLIP-DENIED", "P", FUSION, "levels: {L4-L5: {slip_grade: I, spondylolisthesis: yes}}"),
    ("DIS-SLIP-DENIED", "", FUSION, "levels: {L4-L5: {spondylolisthesis: yes}}"),
    ("DIS-DURATION-NOT-THERAPY", "P", FUSION, "{patient: {symptom_duration_weeks: 52}, treatments: [{modality: nsaid}]}"),
    ("DIS-DURATION-NOT-THERAPY", "F", FUSION, "{patient: {symptom_duration_weeks: 52}, treatments: none}"),
    ("DIS-DURATION-NOT-THERAPY", "F", FUSION, "patient: {symptom_onset: 2025-06-01}"),
    ("DIS-DURATION-NOT-THERAPY", "", FUSION, ""),
    ("DIS-NOT-IMAGED", "F", "22612 L4-L5, 22614 L5-S1", "levels: {L4-L5: {central_stenosis: severe}}"),
    ("DIS-NOT-IMAGED", "P", FUSION, "levels: {L4-L5: {central_stenosis: severe}}"),
    ("DIS-NOT-IMAGED", "O", FUSION, ""),
    ("DIS-NOT-IMAGED", "", "27279 SI-left", ""),
    ("DIS-STALE", "O", FUSION, ""),
    ("DIS-STALE", "O", FUSION, MRI % ""),
    ("DIS-STALE", "P", FUSION, "documents: {old: {kind: mri_report, date: 2024-01-01}, "
                               "new: {kind: mri_report, date: 2026-01-01}}"),
    ("DIS-STALE", "F", FUSION, "documents: {old: {kind: xray_report, date: 2024-01-01}, "
                               "new: {kind: mri_report, date: 2026-01-01}}"),
    ("DIS-UNDATED", "F", FUSION, MRI % ""),
    ("DIS-UNDATED", "P", FUSION, MRI % ", date: 2026-01-02"),
    ("DIS-UNDATED", "O", FUSION, ""),
    ("DIS-AFTER-REQUEST", "P", FUSION, MRI % ", date: 2026-01-12"),
    ("DIS-AFTER-REQUEST", "F", FUSION, MRI % ", date: 2026-01-13"),
    ("DIS-WRONG-DOOR", "F", FUSION, "request: {day: 2026-01-12}"),
    ("DIS-WRONG-DOOR", "F", FUSION, "request: {day: 2026-01-12, decided_by: delegated_vendor}"),
    ("DIS-WRONG-DOOR", "P", FUSION, "request: {day: 2026-01-12, decided_by: payer}"),
    ("DIS-GRADE-WORDS", "F", FUSION, "levels: {L4-L5: {central_stenosis: {value: mild, words: severe narrowing}}}"),
    ("DIS-GRADE-WORDS", "P", FUSION, "levels: {L4-L5: {central_stenosis: {value: severe, words: marked narrowing}}}"),
    ("DIS-GRADE-WORDS", "P", FUSION,
     "levels: {L4-L5: {central_stenosis: {value: mild_moderate, words: mild to moderate canal stenosis}}}"),
    ("DIS-GRADE-WORDS", "", FUSION, "levels: {L4-L5: {central_stenosis: {value: mild, words: narrowed}}}"),
    ("DIS-MRC-RANGE", "F", FUSION, "exams: [{exam_test: motor, mrc: '4', words: strength 4-5/5}]"),
    ("DIS-MRC-RANGE", "P", FUSION, "exams: [{exam_test: motor, mrc: '4-', words: strength 4-/5}]"),
    ("DIS-MRC-RANGE", "", FUSION, "exams: [{exam_test: motor, mrc: '4-'}]"),
    ("DIS-NICOTINE-DIAGNOSIS", "F", FUSION, "{diagnoses: [{code: F17.210}], patient: {nicotine_status: never}}"),
    ("DIS-NICOTINE-DIAGNOSIS", "P", FUSION, "{diagnoses: [{code: F17.210}], patient: {nicotine_status: current}}"),
    ("DIS-NICOTINE-DIAGNOSIS", "O", FUSION, "diagnoses: [{code: F17.210}]"),
    ("DIS-DIABETES-DIAGNOSIS", "F", FUSION, "{diagnoses: [{code: E11.9}], patient: {diabetes: none}}"),
    ("DIS-DIABETES-DIAGNOSIS", "P", FUSION, "{diagnoses: [{code: E11.9}], patient: {diabetes: type_2}}"),
    ("DIS-DIABETES-DIAGNOSIS", "", FUSION, "patient: {diabetes: type_2}"),
]


@pytest.mark.parametrize(("rule", "expected", "lines", "facts"), TRIED)
def test_discordance(library: Library, rule: str, expected: str, lines: str, facts: str) -> None:
    text = facts if facts.startswith("{") or not facts else f"{{{facts}}}"
    assert answer(checked(library, lines, text), rule) == expected


# -- limits: just below, at, just above --------------------------------------------------------------------------


@pytest.mark.parametrize(("age", "expected", "words"), [
    (179, "P", ""), (180, "P", ""), (181, "F", "over 180"), (365, "F", "over 180"), (366, "F", "over 365"),
])
def test_age_of_imaging_at_the_planned_operation(library: Library, age: int, expected: str, words: str) -> None:
    surgery = dt.date(2026, 2, 20)
    facts = f"{{request: {{day: 2026-01-12, surgery_day: {surgery}}}, {MRI % f', date: {surgery - dt.timedelta(age)}'}}}"
    checks = checked(library, FUSION, facts)
    assert answer(checks, "DIS-STALE") == expected
    assert all(words in check.says for check in checks if check.id == "DIS-STALE")


@pytest.mark.parametrize(("grade", "percent", "expected"), [
    ("I", 24, "P"), ("I", 25, "P"), ("I", 26, "F"), ("II", 25, "F"), ("II", 26, "P"), ("II", 50, "P"), ("II", 51, "F"),
    ("III", 51, "P"), ("III", 75, "P"), ("III", 76, "F"), ("IV", 100, "P"), ("IV", 101, "F"), ("V", 101, "P"),
    ("none", 0, "P"), ("none", 1, "F"), ("I", 0, "F"), ("I", 1, "P"),
])
def test_slip_grade_by_percent(library: Library, grade: str, percent: int, expected: str) -> None:
    facts = f"levels: {{L4-L5: {{slip_grade: {grade}, slip_percent: {percent}}}}}"
    assert answer(checked(library, FUSION, facts), "DIS-SLIP") == expected


@pytest.mark.parametrize(("length", "expected"), [(44, "P"), (45, "P"), (46, "F")])
def test_longest_slip(library: Library, length: int, expected: str) -> None:
    facts = f"levels: {{L4-L5: {{slip_grade: IV, slip_mm: {length}}}}}"
    assert answer(checked(library, FUSION, facts), "DIS-SLIP") == expected


@pytest.mark.parametrize(("weeks", "expected"), [(5, ""), (6, "F"), (7, "F")])
def test_weeks_of_symptoms_without_treatment(library: Library, weeks: int, expected: str) -> None:
    assert answer(checked(library, FUSION, f"patient: {{symptom_duration_weeks: {weeks}}}"),
                  "DIS-DURATION-NOT-THERAPY") == expected


@pytest.mark.parametrize(("stated", "expected"), [(44, "F"), (45, "P"), (50, "P"), (55, "P"), (56, "F")])
def test_relief_by_scores(library: Library, stated: int, expected: str) -> None:
    facts = f"injections: [{{injection_type: snrb, pre_nrs: 8, post_nrs: 4, relief_percent: {stated}}}]"
    assert answer(checked(library, FUSION, facts), "DIS-RELIEF") == expected


@pytest.mark.parametrize(("weeks", "expected"), [(8, "F"), (9, "P"), (10, "P"), (11, "P"), (12, "F")])
def test_abstinence_by_last_use(library: Library, weeks: int, expected: str) -> None:
    facts = f"patient: {{nicotine_free_weeks: {weeks}, nicotine_last_use: 2025-11-03}}"
    assert answer(checked(library, FUSION, facts), "DIS-NICOTINE-WEEKS") == expected


@pytest.mark.parametrize(("index", "expected"), [(23.9, "F"), (24, "P"), (25, "P"), (26, "P"), (26.1, "F")])
def test_body_mass_index(library: Library, index: float, expected: str) -> None:
    facts = f"patient: {{bmi_kg_m2: {index}, height_cm: 200, weight_kg: 100}}"
    assert answer(checked(library, FUSION, facts), "DIS-BMI") == expected


def test_numbers_without_their_counterparts_are_silent(library: Library) -> None:
    checks = checked(library, FUSION, "patient: {bmi_kg_m2: 30, nicotine_free_weeks: 8}")
    assert {answer(checks, rule) for rule in ("DIS-BMI", "DIS-NICOTINE-WEEKS", "DIS-RELIEF")} == {""}


def test_differing_reports_are_named(library: Library) -> None:
    facts = """
        documents:
          old: {kind: mri_report, author: radiologist, date: 2025-05-01}
          new: {kind: mri_report, author: radiologist, date: 2025-12-01}
        levels: {L4-L5: {central_stenosis: [{value: mild, from: old}, {value: severe, from: new}]}}
    """
    said = [check.says for check in checked(library, FUSION, facts) if check.id == "DIS-REPORTS-DIFFER"]
    assert len(said) == 1
    assert "2025-05-01" in said[0]
    assert "2025-12-01" in said[0]


def test_every_discordance_is_tried_here(library: Library) -> None:
    elsewhere = {"DIS-RELIEF", "DIS-NICOTINE-WEEKS", "DIS-BMI"}
    tried = {rule for rule, _, _, _ in TRIED} | elsewhere
    assert {rule.id for rule in library.checks if rule.id.startswith("DIS-")} == tried
