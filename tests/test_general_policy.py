"""The set `general` at its limits: each criterion just below, at and just above what it asks."""

from collections.abc import Callable

import pytest

from logic.case import Case, Outcome
from logic.loading import Library
from logic.review import review

MEETS, OPEN, NOT_MET = Outcome.MEETS, Outcome.NEEDS_DOCUMENTATION, Outcome.NOT_MET
FOLLOWS, EXPERIMENTAL = Outcome.FOLLOWS_PRIMARY, Outcome.EXPERIMENTAL
Build = Callable[[str], Case]

SYMPTOMS = "symptoms:\n  - {symptom: radicular_pain, symptom_root: L5, symptom_side: left, symptom_region: lumbar}\n"
CARE = """treatments:
  - {modality: physical_therapy, start: 2025-06-01, end: 2025-07-12, treatment_region: lumbar, response: none}
  - {modality: nsaid, response: none}
"""


def stage(*lines: str, head: str = "approach: [posterior]") -> str:
    return "stages:\n  - " + head + "\n    lines:\n" + "".join(f"      - {line}\n" for line in lines)


def level(level: str, *facts: str) -> str:
    return f"levels:\n  {level}:\n" + "".join(f"    {fact}\n" for fact in facts)


def outcomes(case: Case, library: Library) -> dict[str, Outcome]:
    return {line.result.line.id: line.result.outcome for line in review(case, library, "general").lines}


DECOMPRESSION = stage('{code: "63047", levels: L4-L5}')
SEVERE = level("L4-L5", "central_stenosis: severe")


@pytest.mark.parametrize(("grade", "expected"), [
    ("none", NOT_MET), ("minimal", NOT_MET), ("mild", NOT_MET), ("mild_moderate", NOT_MET), ("moderate", MEETS),
    ("moderate_severe", MEETS), ("severe", MEETS), ("critical", MEETS), ("not_graded", OPEN), ("significant", OPEN),
    ("marked", MEETS), ("patent", NOT_MET),
])
@pytest.mark.parametrize("compartment", ["central_stenosis: {}", "lateral_recess_stenosis: {{left: {}}}",
                                         "foraminal_stenosis: {{left: {}}}"])
def test_stenosis_has_to_be_moderate_in_some_compartment(
    grade: str, expected: Outcome, compartment: str, case_of: Build, library: Library,
) -> None:
    facts = level("L4-L5", compartment.format(grade), "report_complete: yes")
    case = case_of(DECOMPRESSION + facts + SYMPTOMS + CARE)
    assert outcomes(case, library)["1:63047"] is expected


@pytest.mark.parametrize(("word", "expected"), [
    ("none", NOT_MET), ("contact", OPEN), ("abutment", OPEN), ("effacement", OPEN), ("encroachment", OPEN),
    ("displacement", MEETS), ("impingement", MEETS), ("compression", MEETS),
])
def test_only_compression_impingement_and_displacement_of_a_root_count(
    word: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    facts = level("L4-L5", f"root_compression: {{left: {word}}}", "report_complete: yes")
    assert outcomes(case_of(DECOMPRESSION + facts + SYMPTOMS + CARE), library)["1:63047"] is expected


def test_what_an_incomplete_report_does_not_mention_is_open(case_of: Build, library: Library) -> None:
    case = case_of(DECOMPRESSION + level("L4-L5", "central_stenosis: mild") + SYMPTOMS + CARE)
    assert outcomes(case, library)["1:63047"] is OPEN


@pytest.mark.parametrize(("end", "expected"), [("2025-07-11", NOT_MET), ("2025-07-12", MEETS), ("2025-07-13", MEETS)])
def test_six_weeks_of_therapy_are_42_days(end: str, expected: Outcome, case_of: Build, library: Library) -> None:
    case = case_of(DECOMPRESSION + SEVERE + SYMPTOMS + CARE.replace("2025-07-12", end))
    assert outcomes(case, library)["1:63047"] is expected


@pytest.mark.parametrize(("weeks", "expected"), [("5.9", NOT_MET), ("6", MEETS), ("6.1", MEETS)])
def test_stated_weeks_count_without_dates(weeks: str, expected: Outcome, case_of: Build, library: Library) -> None:
    care = f"treatments:\n  - {{modality: physical_therapy, weeks_stated: {weeks}, response: none}}\n  - {{modality: opioid}}\n"
    assert outcomes(case_of(DECOMPRESSION + SEVERE + SYMPTOMS + care), library)["1:63047"] is expected


@pytest.mark.parametrize(("care", "expected"), [
    ("", OPEN),
    ("treatments: none\n", NOT_MET),
    ("treatments:\n  - {modality: nsaid, response: none}\n", OPEN),
    ("treatments:\n  - {modality: physical_therapy, visits: 1, response: none}\n  - {modality: nsaid}\n", NOT_MET),
    ("treatments:\n  - {modality: physical_therapy, visits: 1, response: none}\ncare: {more_possible: [physical_therapy]}\n", OPEN),
    ("treatments:\n  - {modality: home_exercise, weeks_stated: 20, response: none}\n  - {modality: nsaid}\n", OPEN),
    ("treatments:\n  - {modality: physical_therapy, weeks_stated: 8, treatment_region: cervical, response: none}\n"
     "  - {modality: nsaid}\n", NOT_MET),
    ("treatments:\n  - {modality: physical_therapy, weeks_stated: 4, response: none}\n"
     "  - {modality: physical_therapy, weeks_stated: 3, response: none}\n  - {modality: nsaid}\n", OPEN),
    ("treatments:\n  - {modality: physical_therapy, weeks_stated: 8}\n  - {modality: nsaid}\n", OPEN),
    ("treatments:\n  - {modality: physical_therapy, weeks_stated: 8, response: resolved}\n  - {modality: nsaid}\n", NOT_MET),
    ("treatments:\n  - {modality: physical_therapy, weeks_stated: 8, response: none}\n", OPEN),
    ("treatments:\n  - {modality: physical_therapy, weeks_stated: 8, response: none}\n"
     "injections:\n  - {injection_type: esi_unspecified}\n", MEETS),
])
def test_conservative_care(care: str, expected: Outcome, case_of: Build, library: Library) -> None:
    assert outcomes(case_of(DECOMPRESSION + SEVERE + SYMPTOMS + care), library)["1:63047"] is expected


@pytest.mark.parametrize(("weeks", "expected"), [(5, NOT_MET), (6, MEETS), (7, MEETS)])
def test_symptoms_of_less_than_six_weeks_do_not_meet(
    weeks: int, expected: Outcome, case_of: Build, library: Library,
) -> None:
    patient = f"patient: {{symptom_duration_weeks: {weeks}}}\n"
    assert outcomes(case_of(DECOMPRESSION + SEVERE + SYMPTOMS + CARE + patient), library)["1:63047"] is expected


MOTOR = "exams:\n  - {{exam_test: motor, exam_root: L5, exam_side: left, mrc: \"{0}\", exam_date: 2025-12-01}}\n" \
        "  - {{exam_test: motor, exam_root: L5, exam_side: left, mrc: \"{0}\", exam_date: {1}}}\n"


@pytest.mark.parametrize(("more", "expected"), [
    ("patient: {cauda_equina_syndrome: yes}\n", MEETS), ("patient: {myelopathy: yes}\n", MEETS),
    ("patient: {myelopathy: no}\n", NOT_MET),
    (MOTOR.format("3+", "2025-12-20"), MEETS), (MOTOR.format("4-", "2025-12-20"), MEETS),
    (MOTOR.format("4", "2025-12-20"), NOT_MET), (MOTOR.format("4-", "2025-12-01"), NOT_MET),
])
def test_a_shown_urgent_finding_waives_care_and_a_silent_one_does_not(
    more: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    case = case_of(DECOMPRESSION + SEVERE + SYMPTOMS + "treatments: none\n" + more)
    assert outcomes(case, library)["1:63047"] is expected


@pytest.mark.parametrize(("symptom", "expected"), [
    ("{symptom: radicular_pain, symptom_root: L5, symptom_side: left}", MEETS),
    ("{symptom: radicular_pain, symptom_root: S1, symptom_side: left}", MEETS),      # neighbour of L5
    ("{symptom: radicular_pain, symptom_root: L3, symptom_side: left}", MEETS),      # neighbour of L4
    ("{symptom: radicular_pain, symptom_root: L2, symptom_side: left}", OPEN),       # two away
    ("{symptom: radicular_pain, symptom_root: L5, symptom_side: right}", OPEN),      # opposite side
    ("{symptom: radicular_pain, symptom_root: not_stated, symptom_side: left, symptom_region: lumbar}", MEETS),
    ("{symptom: radicular_pain, symptom_root: C6, symptom_side: left}", OPEN),       # another region
    ("{symptom: axial_pain, symptom_region: lumbar}", OPEN),
])
def test_symptoms_have_to_fit_root_side_and_region(
    symptom: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    facts = level("L4-L5", "lateral_recess_stenosis: {left: severe}")
    case = case_of(DECOMPRESSION + facts + f"symptoms:\n  - {symptom}\n" + CARE)
    assert outcomes(case, library)["1:63047"] is expected


@pytest.mark.parametrize(("said", "expected"), [("this_level", MEETS), ("another_source", NOT_MET)])
def test_a_mismatch_is_settled_by_the_surgeons_explanation(
    said: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    facts = level("L4-L5", "lateral_recess_stenosis: {left: severe}", f"symptom_source: {said}")
    symptoms = "symptoms:\n  - {symptom: radicular_pain, symptom_root: L5, symptom_side: right}\n"
    assert outcomes(case_of(DECOMPRESSION + facts + symptoms + CARE), library)["1:63047"] is expected


def test_a_mismatch_is_an_item_to_resolve(case_of: Build, library: Library) -> None:
    facts = level("L4-L5", "lateral_recess_stenosis: {left: severe}")
    symptoms = "symptoms:\n  - {symptom: radicular_pain, symptom_root: L5, symptom_side: right}\n"
    found = review(case_of(DECOMPRESSION + facts + symptoms + CARE), library, "general")
    assert [item.kind for item in found.checklist if "L4-L5.symptom_source" in item.facts] == ["resolve"]


def test_denied_claudication_and_no_root_symptom_do_not_meet(case_of: Build, library: Library) -> None:
    more = "symptoms:\n  - {symptom: axial_pain, symptom_region: lumbar}\npatient: {neurogenic_claudication: no}\n"
    assert outcomes(case_of(DECOMPRESSION + SEVERE + more + CARE), library)["1:63047"] is NOT_MET


@pytest.mark.parametrize(("named", "structure", "expected"), [
    ("L5", "disc_herniation: bulge", MEETS), ("L3", "disc_herniation: bulge", NOT_MET),
    ("L5", "disc_herniation: none", NOT_MET), ("L5", "facet_hypertrophy: {left: yes}", MEETS),
    ("L5", "central_stenosis: mild", MEETS),
])
def test_electrodiagnosis_with_a_structure_stands_for_the_grade(
    named: str, structure: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    facts = level("L4-L5", structure, "report_complete: yes")
    emg = f"emgs:\n  - {{emg_root: {named}, emg_side: left, emg_result: acute_radiculopathy}}\n"
    assert outcomes(case_of(DECOMPRESSION + facts + SYMPTOMS + CARE + emg), library)["1:63047"] is expected


FUSION = stage('{code: "22612", levels: L4-L5}', '{code: "63047", levels: L4-L5}')


@pytest.mark.parametrize(("facts", "more", "expected"), [
    (["slip_grade: I"], "", MEETS), (["slip_grade: none"], "", OPEN),
    (["slip_grade: none", "dynamic_report_says: stable", "dynamic_motion_called_abnormal: no",
      "facet_removal_percent: {bilateral: 10}"], "surgeries: none\n", NOT_MET),
    (["spondylolisthesis: yes"], "", MEETS), (["slip_mm: 2"], "", MEETS),
    (["dynamic_report_says: unstable"], "", MEETS), (["dynamic_motion_called_abnormal: yes"], "", MEETS),
    (["facet_removal_percent: {left: 99}", "facet_removal_reason_stated: yes"], "", OPEN),
    (["facet_removal_percent: {left: 100}", "facet_removal_reason_stated: yes"], "", MEETS),
    (["facet_removal_percent: {left: 100}"], "", OPEN),
    (["facet_removal_percent: {bilateral: 50}", "facet_removal_reason_stated: yes"], "", OPEN),
    (["facet_removal_percent: {bilateral: 51}", "facet_removal_reason_stated: yes"], "", MEETS),
    ([], "surgeries:\n  - {procedure: laminectomy, surgery_levels: L4-L5}\n", MEETS),
    ([], "surgeries:\n  - {procedure: laminectomy, surgery_levels: L3-L4}\n", OPEN),
    ([], "surgeries:\n  - {procedure: discectomy, surgery_levels: L4-L5}\n", OPEN),
])
def test_route_a_needs_a_ground_at_the_level(
    facts: list[str], more: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    text = FUSION + level("L4-L5", "central_stenosis: severe", *facts) + SYMPTOMS + CARE + more
    assert outcomes(case_of(text), library)["1:22612"] is expected


@pytest.mark.parametrize(("more", "expected"), [
    ("levels: {L4-L5: {fracture_unstable: yes, report_complete: yes}}\ntreatments: none\n", MEETS),
    ("levels: {L4-L5: {spinal_infection: yes, report_complete: yes}}\ntreatments: none\n", MEETS),
    ("levels: {L4-L5: {pseudarthrosis: yes, report_complete: yes}}\n" + CARE, MEETS),
    ("levels: {L4-L5: {pseudarthrosis: yes, report_complete: yes}}\ntreatments: none\n", NOT_MET),
    ("levels: {L4-L5: {hardware_failure: screw_fracture, report_complete: yes}}\n" + CARE, NOT_MET),
    ("levels: {L4-L5: {slip_grade: II, report_complete: yes}}\n" + CARE, MEETS),
    ("levels: {L4-L5: {slip_grade: I, report_complete: yes}}\n" + CARE, NOT_MET),
    ("levels: {L4-L5: {slip_grade: I, dynamic_report_says: unstable, report_complete: yes}}\n" + CARE, MEETS),
    ("levels: {L4-L5: {report_complete: yes}}\ncurves:\n  - {upper_vertebra: L3, lower_vertebra: L5, cobb_deg: 9.9}\n" + CARE, NOT_MET),
    ("levels: {L4-L5: {report_complete: yes}}\ncurves:\n  - {upper_vertebra: L3, lower_vertebra: L5, cobb_deg: 10}\n" + CARE, MEETS),
    ("levels: {L4-L5: {report_complete: yes}}\ncurves:\n  - {upper_vertebra: T5, lower_vertebra: T9, cobb_deg: 40}\n" + CARE, NOT_MET),
])
def test_route_b_counts_only_what_is_shown(more: str, expected: Outcome, case_of: Build, library: Library) -> None:
    case = case_of(stage('{code: "22612", levels: L4-L5}') + SYMPTOMS + more)
    assert outcomes(case, library)["1:22612"] is expected


def test_levels_are_decided_one_by_one_and_the_first_outcome_stands(case_of: Build, library: Library) -> None:
    facts = "levels:\n  L4-L5: {central_stenosis: severe, slip_grade: I}\n  L5-S1: {central_stenosis: none, report_complete: yes}\n"
    case = case_of(stage('{code: "22612", levels: L4-S1}', '{code: "22840"}', '{code: "22853", levels: L5-S1}') +
                   facts + SYMPTOMS + CARE)
    found = review(case, library, "general").determination.by_id
    assert {at.level: at.outcome for at in found["1:22612"].levels} == {"L4-L5": MEETS, "L5-S1": NOT_MET}
    assert found["1:22612"].outcome is NOT_MET
    assert found["1:22840"].outcome is MEETS


GOOD = level("L4-L5", "central_stenosis: severe", "slip_grade: I") + SYMPTOMS + CARE


@pytest.mark.parametrize(("lines", "code", "expected"), [
    (['{code: "22612", levels: L4-L5}', '{code: "20939"}'], "20939", EXPERIMENTAL),
    (['{code: "20939"}'], "20939", EXPERIMENTAL),
    (['{code: "22633", levels: L4-L5}', '{code: "22853", levels: L4-L5}'], "22853", OPEN),
    (['{code: "22633", levels: L4-L5}', '{code: "22853", levels: L4-L5}', '{code: "20936"}'], "22853", MEETS),
    (['{code: "22612", levels: L4-L5}', '{code: "22853", levels: L4-L5}', '{code: "20936"}'], "22853", OPEN),
    (['{code: "22840"}'], "22840", OPEN),
    (['{code: "22840", certified_earlier: yes}'], "22840", MEETS),
    (['{code: "22633", levels: L4-L5}', '{code: BMP}'], "BMP", NOT_MET),
    (['{code: "22633", levels: L4-L5}', '{code: "22840"}', '{code: BMP}'], "BMP", OPEN),
    (['{code: "22633", levels: L4-L5}', '{code: "22840"}', '{code: CEMENT}'], "CEMENT", OPEN),
    (['{code: "22633", levels: L4-L5}', '{code: "63052", levels: L4-L5}'], "63052", MEETS),
    (['{code: "22633", levels: L4-L5}', '{code: "22830"}'], "22830", Outcome.INCIDENTAL),
    (['{code: "22830"}'], "22830", MEETS),
    (['{code: "22214", levels: L4-L5}'], "22214", NOT_MET),
    (['{code: "62380", levels: L4-L5}'], "62380", Outcome.NO_POLICY),
    (['{code: "63050", levels: C4-C5}'], "63050", Outcome.NO_POLICY),
    (['{code: "22857", levels: L4-L5}'], "22857", Outcome.NO_POLICY),
    (['{code: "27279", side: left}'], "27279", NOT_MET),
])
def test_what_travels_with_a_fusion_and_other_procedures(
    lines: list[str], code: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    assert outcomes(case_of(stage(*lines) + GOOD), library)[f"1:{code}"] is expected


@pytest.mark.parametrize(("positive", "relief", "expected"), [
    (2, 80, NOT_MET), (3, 50, MEETS), (5, 49, NOT_MET), (3, 51, MEETS), (4, 50, MEETS),
])
def test_the_sacroiliac_joint_needs_three_tests_and_half_relief(
    positive: int, relief: int, expected: Outcome, case_of: Build, library: Library,
) -> None:
    patient = (f"patient:\n  si_positive_tests: {{left: {positive}}}\n  si_injection_relief_percent: {{left: {relief}}}\n"
               "  si_conservative_care_failed: {left: yes}\n")
    case = case_of(stage('{code: "27279", levels: SI-left, side: left}') + patient)
    assert outcomes(case, library)["1:27279"] is expected
    other_side = case_of(stage('{code: "27279", side: right}') + patient)
    assert outcomes(other_side, library)["1:27279"] is NOT_MET


@pytest.mark.parametrize(("lines", "head", "more", "expected"), [
    (['{code: "22612", levels: L4-L5}', '{code: "22840"}'], "setting: inpatient", "", NOT_MET),
    (['{code: "22612", levels: L4-S1}', '{code: "22840"}', '{code: "63047", levels: L4-L5}'], "setting: inpatient", "", MEETS),
    (['{code: "22612", levels: L4-L5}', '{code: "22840"}'],
     "setting: inpatient\n    plan: {destabilizing_decompression_planned: yes}", "", MEETS),
    (['{code: "22612", levels: L4-L5}'], "setting: inpatient\n    approach: [anterior, posterior]", "", MEETS),
    (['{code: "22612", levels: L4-L5}'], "setting: inpatient",
     "patient: {inpatient_risk_reason_stated: yes, expected_midnights: 2}\n", MEETS),
    (['{code: "22612", levels: L4-L5}'], "setting: inpatient", "patient: {inpatient_risk_reason_stated: yes}\n", NOT_MET),
])
def test_inpatient_care_needs_a_shown_ground(
    lines: list[str], head: str, more: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    assert outcomes(case_of(stage(*lines, head=head) + GOOD + more), library)["1:inpatient"] is expected


def test_an_emergency_admission_is_a_ground(case_of: Build, library: Library) -> None:
    case = case_of("request: {day: 2026-01-12, urgency: emergent}\n" +
                   stage('{code: "22612", levels: L4-L5}', head="setting: inpatient") + GOOD)
    assert outcomes(case, library)["1:inpatient"] is MEETS


@pytest.mark.parametrize(("code", "where", "expected"), [("22600", "C5-C6", MEETS), ("22614", "C5-C6", MEETS)])
def test_cervical_levels_take_cervical_criteria(
    code: str, where: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    lines = ['{code: "22600", levels: C5-C6}', '{code: "22614", levels: C5-C6}']
    more = "levels: {C5-C6: {central_stenosis: severe}}\npatient: {myelopathy: yes}\n"
    assert where
    assert outcomes(case_of(stage(*lines) + more), library)[f"1:{code}"] is expected


def test_strict_counts_only_facts_with_a_dated_document(case_of: Build, library: Library) -> None:
    text = DECOMPRESSION + SEVERE + SYMPTOMS + CARE
    assert review(case_of(text), library, "general").lines[0].result.outcome is MEETS
    assert review(case_of(text), library, "general", strict=True).lines[0].result.outcome is OPEN


def test_asked_criteria_leave_one_item_and_change_no_outcome(case_of: Build, library: Library) -> None:
    for answer in ("yes", "no"):
        case = case_of(DECOMPRESSION + SEVERE + SYMPTOMS + CARE + f"patient: {{other_pain_sources_addressed: {answer}}}\n")
        assert outcomes(case, library)["1:63047"] is MEETS
    found = review(case_of(DECOMPRESSION + SEVERE + SYMPTOMS + CARE), library, "general")
    assert [item.facts for item in found.checklist if item.asked] == [("other_pain_sources_addressed",)]
