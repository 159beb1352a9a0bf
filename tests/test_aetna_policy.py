"""The set `aetna` at its limits: each criterion just below, at and just above what it asks, in each edition."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from logic.case import Case, Outcome
from logic.levels import expand
from logic.loading import POLICIES, SAMPLES, Library, load_case
from logic.policy import Confidence, Criterion
from logic.review import review

SET = "aetna"
FOLDER = POLICIES / "sets" / SET
MEETS, OPEN, NOT_MET = Outcome.MEETS, Outcome.NEEDS_DOCUMENTATION, Outcome.NOT_MET
FOLLOWS, EXPERIMENTAL, NO_POLICY = Outcome.FOLLOWS_PRIMARY, Outcome.EXPERIMENTAL, Outcome.NO_POLICY
Build = Callable[[str], Case]
Facts = Mapping[str, str]

# Every criterion of the notes from which the set was written.
IDS = (Path(__file__).parent / "data" / "aetna_criteria.txt").read_text("utf-8").split()

PATIENT: Facts = {
    "other_pain_sources_addressed": "yes", "adl_limited": "yes", "adl_limitations": "[walking, work]",
    "mental_health": "none", "nicotine_status": "never", "diabetes": "none", "symptoms_persist_despite_care": "yes",
}
THERAPY = ("{{modality: physical_therapy, start: {start}, end: {end}, in_person: yes, active_program: yes, "
           "treatment_region: {region}, treatment_proof: therapy_notes}}")
OTHER_CARE = "  - {modality: nsaid}\n  - {modality: education}\n"


def therapy(start: str = "2025-06-01", end: str = "2025-07-12", region: str = "lumbar") -> str:
    """Six weeks (42 days) of therapy that counts, and the other parts of conservative care."""
    return f"treatments:\n  - {THERAPY.format(start=start, end=end, region=region)}\n{OTHER_CARE}"


THREE_MONTHS = therapy(end="2025-08-30")
NO_CARE = "treatments: none\n"
LEG = "symptoms:\n  - {symptom: radicular_pain, symptom_root: L5, symptom_side: left, symptom_region: lumbar}\n"
ARM = "symptoms:\n  - {symptom: radicular_pain, symptom_root: C6, symptom_side: left, symptom_region: cervical}\n"
AXIAL = "symptoms:\n  - {symptom: axial_pain, symptom_region: REGION}\n"
STENOSIS: Facts = {"central_stenosis": "moderate", "report_complete": "yes", "facet_removal_percent": "{bilateral: 0}"}
MILD: Facts = {**STENOSIS, "central_stenosis": "mild"}
STILL: Facts = {"dynamic_translation_mm": "0", "dynamic_angulation_deg": "0"}


def stage(*lines: str, head: str = "approach: [posterior]") -> str:
    return "stages:\n  - " + head + "\n    lines:\n" + "".join(f"      - {line}\n" for line in lines)


def request(
    stages: str, levels: Mapping[str, Facts], patient: Facts = PATIENT, *, care: str | None = None, symptoms: str = LEG,
    more: str = "",
) -> str:
    """The text of a case file."""
    told = "".join(f"  {name}: {value}\n" for name, value in patient.items())
    at = "".join(f"  {level}: {{{', '.join(f'{name}: {value}' for name, value in facts.items())}}}\n"
                 for level, facts in levels.items())
    return (stages + (f"patient:\n{told}" if told else "") + (f"levels:\n{at}" if at else "") + symptoms +
            (therapy() if care is None else care) + more)


def without(facts: Facts, *names: str) -> Facts:
    return {name: value for name, value in facts.items() if name not in names}


@pytest.fixture
def outcome(case_of: Build, library: Library) -> Callable[..., Outcome]:
    """The outcome of one line of a case under the set."""

    def of(text: str, line: str) -> Outcome:
        found = {one.result.line.id: one.result.outcome for one in review(case_of(text), library, SET).lines}
        return found[line]

    return of


Decide = Callable[[str, str], Outcome]
DECOMPRESSION = stage('{code: "63047", levels: L4-L5}')
FUSION = stage('{code: "22612", levels: L4-L5}', '{code: "63047", levels: L4-L5}')
SLIP: Facts = {**STENOSIS, "slip_grade": "I"}


# -- the set itself -------------------------------------------------------------------------------------------------

def _left_out() -> dict[str, str]:
    entries = yaml.safe_load((FOLDER / "left_out.yaml").read_text("utf-8"))["left_out"]
    assert all(set(entry) == {"id", "reason"} and entry["reason"].strip() for entry in entries)
    return {str(entry["id"]): entry["reason"] for entry in entries}


def _words(folder: Path) -> set[str]:
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.yaml"))]
    return {word.strip("(),.;:{}[]\"'").removesuffix(".") for text in texts for word in text.split()}


def test_every_criterion_of_the_notes_is_encoded_or_left_out_with_a_reason() -> None:
    encoded, left_out = _words(FOLDER / "2025-11"), _left_out()
    assert [name for name in IDS if name not in encoded and name not in left_out] == []
    assert [name for name in left_out if name in encoded] == []
    assert len(IDS) == len(set(IDS)) == 85


def test_no_wording_is_called_confirmed_while_no_official_page_was_seen(library: Library) -> None:
    rules = [rule for edition in library.sets[SET].editions for rule in edition.rules]
    parts = [part for rule in rules if rule.criteria for part in _all_of(rule.criteria)]
    assert Confidence.CONFIRMED not in {part.confidence for part in parts} | {rule.confidence for rule in rules}
    assert all(part.cite for part in parts)


def _all_of(criterion: Criterion) -> list[Criterion]:
    inner = [*criterion.parts, *([criterion.when] if criterion.when else [])]
    return [criterion, *(part for one in inner for part in _all_of(one))]


@pytest.mark.parametrize(("day", "edition"), [
    ("2016-10-31", None), ("2016-11-01", "2016-11"), ("2017-09-22", "2016-11"), ("2017-09-23", None), ("2021-06-01", None),
    ("2025-10-31", None), ("2025-11-01", "2025-11"), ("2026-11-22", "2025-11"),
])
def test_editions_are_used_in_their_days_only(day: str, edition: str | None, case_of: Build, library: Library) -> None:
    case = case_of(f"request: {{day: {day}}}\n" + request(DECOMPRESSION, {"L4-L5": STENOSIS}))
    found = review(case, library, SET)
    entry = found.determination.edition
    assert (entry.entry.id if entry else None) == edition
    assert (found.lines[0].result.outcome is NO_POLICY) is (edition is None)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_samples_give_what_they_expect_of_the_set(path: Path, library: Library) -> None:
    case, _ = load_case(path, library)
    found = {line.result.line.id: line.result.outcome for line in review(case, library, SET).lines}
    given = case.expect[SET].outcomes if SET in case.expect else {}
    assert {line: found[line] for line, accepted in given.items() if found[line] not in accepted} == {}


def test_three_samples_expect_something_of_the_set(library: Library) -> None:
    assert sum(SET in load_case(path, library)[0].expect for path in SAMPLES.glob("*.yaml")) >= 3


# -- decompression --------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("grade", "expected"), [
    ("none", NOT_MET), ("mild", NOT_MET), ("mild_moderate", NOT_MET), ("moderate", MEETS), ("moderate_severe", MEETS),
    ("severe", MEETS), ("not_graded", OPEN), ("significant", OPEN),
])
@pytest.mark.parametrize("compartment", ["central_stenosis", "lateral_recess_stenosis", "foraminal_stenosis"])
def test_stenosis_has_to_be_moderate(grade: str, compartment: str, expected: Outcome, outcome: Decide) -> None:
    value = grade if compartment == "central_stenosis" else f"{{left: {grade}}}"
    facts = {"report_complete": "yes", compartment: value}
    assert outcome(request(DECOMPRESSION, {"L4-L5": facts}), "1:63047") is expected


@pytest.mark.parametrize(("fact", "word", "expected"), [
    ("root_compression", "{left: compression}", MEETS), ("root_compression", "{left: impingement}", MEETS),
    ("root_compression", "{left: displacement}", OPEN), ("root_compression", "{left: contact}", OPEN),
    ("root_compression", "{left: abutment}", OPEN), ("root_compression", "{left: effacement}", OPEN),
    ("root_compression", "{left: encroachment}", OPEN), ("root_compression", "{left: none}", NOT_MET),
    ("cord_compression", "compression", MEETS), ("cord_compression", "encroachment", OPEN),
    ("thecal_sac_impression", "severe", NOT_MET),
])
def test_compression_stands_for_a_grade_and_ambiguous_words_leave_it_open(
    fact: str, word: str, expected: Outcome, outcome: Decide,
) -> None:
    facts = {"report_complete": "yes", "central_stenosis": "mild", fact: word}
    assert outcome(request(DECOMPRESSION, {"L4-L5": facts}), "1:63047") is expected


@pytest.mark.parametrize(("start", "end", "expected"), [
    ("2025-06-01", "2025-07-11", NOT_MET), ("2025-06-01", "2025-07-12", MEETS), ("2025-06-01", "2025-07-13", MEETS),
    # the first of 42 days 366, 365 and 364 days before the request
    ("2025-01-11", "2025-02-21", NOT_MET), ("2025-01-12", "2025-02-22", MEETS), ("2025-01-13", "2025-02-23", MEETS),
])
def test_six_weeks_of_therapy_within_a_year(start: str, end: str, expected: Outcome, outcome: Decide) -> None:
    assert outcome(request(DECOMPRESSION, {"L4-L5": STENOSIS}, care=therapy(start, end)), "1:63047") is expected


@pytest.mark.parametrize(("care", "expected"), [
    (therapy().replace("in_person: yes", "in_person: no"), NOT_MET),
    (therapy().replace("in_person: yes, ", ""), OPEN),
    (therapy().replace("active_program: yes", "active_program: no"), NOT_MET),
    (therapy().replace("active_program: yes, ", ""), OPEN),
    (therapy(region="cervical"), NOT_MET),
    (therapy().replace("start: 2025-06-01, end: 2025-07-12", "weeks_stated: 8"), OPEN),
    (therapy().replace("start: 2025-06-01, end: 2025-07-12", "start: 2025-06-01, visits: 1"), NOT_MET),
    (therapy().replace("physical_therapy", "aquatic_therapy"), MEETS),
    (therapy().replace("physical_therapy", "home_exercise") + "care: {none: [physical_therapy, aquatic_therapy]}\n", NOT_MET),
    (therapy().replace("physical_therapy", "chiropractic") + "care: {none: [physical_therapy, aquatic_therapy]}\n", NOT_MET),
    (therapy().replace("  - {modality: education}\n", ""), OPEN),
    (therapy().replace("  - {modality: education}\n", "") + "care: {none: [education]}\n", NOT_MET),
    (therapy().replace("nsaid", "tricyclic"), MEETS),
    (therapy().replace("nsaid", "opioid"), OPEN),
    (therapy().replace("nsaid", "opioid") + "care: {none: [nsaid, acetaminophen, tricyclic]}\n", NOT_MET),
    (NO_CARE, NOT_MET),
])
def test_what_counts_as_conservative_care(care: str, expected: Outcome, outcome: Decide) -> None:
    assert outcome(request(DECOMPRESSION, {"L4-L5": STENOSIS}, care=care), "1:63047") is expected


def test_the_proof_of_therapy_is_asked_for_and_changes_no_outcome(outcome: Decide, case_of: Build, library: Library) -> None:
    for proof, items in (("surgeon_summary", 1), ("therapy_notes", 0), ("claims", 0)):
        text = request(DECOMPRESSION, {"L4-L5": STENOSIS}, care=therapy().replace("therapy_notes", proof))
        assert outcome(text, "1:63047") is MEETS
        asked = [item for item in review(case_of(text), library, SET).checklist
                 if item.asked and any("AET.CT7" in cite for cite in item.cites)]
        assert len(asked) == items


@pytest.mark.parametrize(("changed", "expected"), [
    ({"mental_health": "in_treatment"}, MEETS), ({"mental_health": "unmanaged_major"}, NOT_MET),
    ({"mental_health": "not_assessed"}, OPEN),
    ({"symptoms_persist_despite_care": "no"}, NOT_MET), ({"adl_limited": "no"}, NOT_MET),
    ({"other_pain_sources_addressed": "no"}, NOT_MET), ({"nicotine_status": "current"}, MEETS),
    ({"diabetes": "type_2", "hba1c_percent": "11"}, MEETS),
])
def test_what_the_record_says_of_the_patient(changed: Facts, expected: Outcome, outcome: Decide) -> None:
    """The gates before fusion do not apply to decompression alone."""
    assert outcome(request(DECOMPRESSION, {"L4-L5": STENOSIS}, {**PATIENT, **changed}), "1:63047") is expected


@pytest.mark.parametrize("name", ["other_pain_sources_addressed", "adl_limited", "adl_limitations", "mental_health",
                                  "symptoms_persist_despite_care"])
def test_what_the_record_leaves_out_is_not_documented(name: str, outcome: Decide) -> None:
    assert outcome(request(DECOMPRESSION, {"L4-L5": STENOSIS}, without(PATIENT, name)), "1:63047") is OPEN


@pytest.mark.parametrize(("other", "patient", "expected"), [
    ({"L2-L3": {"central_stenosis": "mild_moderate"}}, {}, MEETS),
    ({"L2-L3": {"central_stenosis": "moderate"}}, {}, OPEN),
    ({"L2-L3": {"central_stenosis": "severe"}}, {}, OPEN),
    ({"L2-L3": {"foraminal_stenosis": "{right: moderate}"}}, {}, OPEN),
    ({"L2-L3": {"root_compression": "{right: compression}"}}, {}, OPEN),
    ({"L2-L3": {"root_compression": "{right: contact}"}}, {}, MEETS),
    ({"L2-L3": {"central_stenosis": "severe"}}, {"other_levels_pathology_explained": "yes"}, MEETS),
    ({"L2-L3": {"central_stenosis": "severe"}}, {"other_levels_pathology_explained": "no"}, NOT_MET),
    ({"C5-C6": {"central_stenosis": "severe"}}, {}, MEETS),
])
def test_marked_findings_at_levels_not_requested_are_to_be_explained(
    other: Mapping[str, Facts], patient: Facts, expected: Outcome, outcome: Decide,
) -> None:
    text = request(DECOMPRESSION, {"L4-L5": STENOSIS, **other}, {**PATIENT, **patient})
    assert outcome(text, "1:63047") is expected


def test_a_level_that_another_line_names_is_requested(outcome: Decide) -> None:
    lines = stage('{code: "63047", levels: L4-L5}', '{code: "63048", levels: L3-L4}')
    assert outcome(request(lines, {"L4-L5": STENOSIS, "L3-L4": STENOSIS}), "1:63047") is MEETS


def test_a_line_without_levels_does_not_fail_by_a_finding_that_may_be_its_own(outcome: Decide) -> None:
    patient = {**PATIENT, "other_levels_pathology_explained": "no"}
    assert outcome(request(stage('{code: "63047"}'), {"L4-L5": STENOSIS}, patient), "1:63047") is OPEN
    assert outcome(request(DECOMPRESSION, {"L4-L5": STENOSIS, "L2-L3": STENOSIS}, patient), "1:63047") is NOT_MET


MOTOR = "exams:\n  - {{exam_test: motor, exam_root: {root}, exam_side: left, mrc: \"{grade}\"}}\n"


@pytest.mark.parametrize(("patient", "facts", "more", "expected"), [
    ({}, {}, "", NOT_MET),
    ({"myelopathy": "yes"}, {}, "", MEETS), ({"myelopathy": "no"}, {}, "", NOT_MET),
    ({"cauda_equina_syndrome": "yes"}, {}, "", MEETS), ({"progressive_deficit": "yes"}, {}, "", MEETS),
    ({"bladder_function": "new_retention"}, {}, "", MEETS), ({"bladder_function": "urgency"}, {}, "", NOT_MET),
    ({"bowel_function": "new_incontinence"}, {}, "", MEETS), ({"saddle_sensation": "absent_sensation"}, {}, "", MEETS),
    ({"saddle_sensation": "normal"}, {}, "", NOT_MET),
    ({}, {"cord_compression": "compression"}, "", MEETS), ({}, {"cord_compression": "contact"}, "", NOT_MET),
    ({}, {"fracture": "yes"}, "", MEETS),
    ({}, {}, MOTOR.format(root="L5", grade="4"), NOT_MET), ({}, {}, MOTOR.format(root="L5", grade="4-"), MEETS),
    ({}, {}, MOTOR.format(root="L5", grade="3+"), MEETS), ({}, {}, MOTOR.format(root="C6", grade="3"), NOT_MET),
    ({}, {"dynamic_translation_mm": "6"}, "", NOT_MET),     # instability waives care only where a fusion is requested
])
def test_an_urgent_finding_waives_conservative_care(
    patient: Facts, facts: Facts, more: str, expected: Outcome, outcome: Decide,
) -> None:
    text = request(DECOMPRESSION, {"L4-L5": {**STENOSIS, **facts}}, {**PATIENT, **patient}, care=NO_CARE, more=more)
    assert outcome(text, "1:63047") is expected


@pytest.mark.parametrize(("reason", "expected"), [
    ("not_tolerated_documented_by_therapist", MEETS), ("not_tolerated_patient_report", NOT_MET), ("refused", NOT_MET),
])
def test_only_the_therapist_can_say_that_therapy_failed(reason: str, expected: Outcome, outcome: Decide) -> None:
    care = therapy(end="2025-06-05").replace("treatment_region", f"stopped_because: {reason}, treatment_region")
    assert outcome(request(DECOMPRESSION, {"L4-L5": STENOSIS}, care=care), "1:63047") is expected


def test_measured_instability_waives_care_where_a_fusion_is_requested(outcome: Decide) -> None:
    text = request(FUSION, {"L4-L5": {**STENOSIS, "dynamic_translation_mm": "6"}}, care=NO_CARE)
    assert (outcome(text, "1:63047"), outcome(text, "1:22612")) == (MEETS, MEETS)


@pytest.mark.parametrize(("facts", "expected"), [
    ({}, NOT_MET), ({"fracture_unstable": "yes"}, MEETS), ({"fracture_morphology": "facet_dislocation"}, MEETS),
    ({"fracture_morphology": "compression"}, NOT_MET),
    ({"retropulsion_mm": "0"}, NOT_MET), ({"retropulsion_mm": "1"}, MEETS), ({"spinal_infection": "yes"}, MEETS),
    ({"spinal_tumor": "yes"}, MEETS), ({"epidural_hematoma": "yes"}, MEETS), ({"compressing_mass": "yes"}, MEETS),
    ({"synovial_cyst": "{left: yes}"}, NOT_MET),
    ({"synovial_cyst": "{left: yes}", "root_compression": "{left: compression}"}, MEETS),
])
def test_a_structural_cause_needs_no_grade(facts: Facts, expected: Outcome, outcome: Decide) -> None:
    text = request(DECOMPRESSION, {"L4-L5": {"report_complete": "yes", **facts}}, {}, care=NO_CARE)
    assert outcome(text, "1:63047") is expected


def test_symptoms_have_to_be_those_of_compression(outcome: Decide) -> None:
    patient = {**PATIENT, "neurogenic_claudication": "no"}
    text = request(DECOMPRESSION, {"L4-L5": STENOSIS}, patient, symptoms=AXIAL.replace("REGION", "lumbar"))
    assert outcome(text, "1:63047") is NOT_MET


def test_each_level_is_decided_by_itself(outcome: Decide, case_of: Build, library: Library) -> None:
    text = request(stage('{code: "63047", levels: L3-L5}'), {"L4-L5": STENOSIS, "L3-L4": MILD})
    levels = review(case_of(text), library, SET).determination.by_id["1:63047"].levels
    assert {at.level: at.outcome for at in levels} == {"L3-L4": NOT_MET, "L4-L5": MEETS}


LAMINOPLASTY = stage('{code: "63050", levels: C4-C5}')
NECK: Facts = {**STENOSIS, "dynamic_translation_mm": "0"}
NECK_PATIENT: Facts = {**PATIENT, "cervical_lordosis_deg": "10"}


@pytest.mark.parametrize(("facts", "patient", "symptoms", "expected"), [
    ({"dynamic_translation_mm": "2.9"}, {}, ARM, MEETS), ({"dynamic_translation_mm": "3"}, {}, ARM, MEETS),
    ({"dynamic_translation_mm": "3.1"}, {}, ARM, NOT_MET),
    ({}, {"cervical_lordosis_deg": "1"}, ARM, MEETS), ({}, {"cervical_lordosis_deg": "0"}, ARM, MEETS),
    ({}, {"cervical_lordosis_deg": "-1"}, ARM, NOT_MET),
    ({}, {"myelopathy": "no"}, AXIAL.replace("REGION", "cervical"), NOT_MET),
    ({}, {}, AXIAL.replace("REGION", "cervical"), OPEN),
    ({"central_stenosis": "mild"}, {}, ARM, NOT_MET),
])
def test_laminoplasty(facts: Facts, patient: Facts, symptoms: str, expected: Outcome, outcome: Decide) -> None:
    text = request(LAMINOPLASTY, {"C4-C5": {**NECK, **facts}}, {**NECK_PATIENT, **patient}, symptoms=symptoms,
                   care=therapy(region="cervical"))
    assert outcome(text, "1:63050") is expected


@pytest.mark.parametrize(("facts", "expected"), [
    ({"body_removal_percent": "49", "corpectomy_reasons": "[tumor]"}, NOT_MET),
    ({"body_removal_percent": "50", "corpectomy_reasons": "[tumor]"}, MEETS),
    ({"body_removal_percent": "51", "corpectomy_reasons": "[retropulsed_fragment]"}, MEETS),
    ({"body_removal_percent": "60"}, OPEN),
    ({"body_removal_percent": "60", "corpectomy_reasons": "[opll]"}, NOT_MET),
    ({"body_removal_percent": "60", "corpectomy_reasons": "[fracture]", "vcf_height_loss_percent": "49"}, NOT_MET),
    ({"body_removal_percent": "60", "corpectomy_reasons": "[fracture]", "vcf_height_loss_percent": "50"}, NOT_MET),
    ({"body_removal_percent": "60", "corpectomy_reasons": "[fracture]", "vcf_height_loss_percent": "51"}, MEETS),
    ({"body_removal_percent": "60", "corpectomy_reasons": "[stenosis_from_body]", "central_stenosis": "mild"}, NOT_MET),
    ({"body_removal_percent": "60", "corpectomy_reasons": "[stenosis_from_body]", "central_stenosis": "moderate"}, MEETS),
])
def test_corpectomy_is_half_a_body_for_a_listed_reason(facts: Facts, expected: Outcome, outcome: Decide) -> None:
    text = request(stage('{code: "63081", levels: C5-C6}'), {"C5-C6": {"report_complete": "yes", **facts}}, symptoms=ARM)
    assert outcome(text, "1:63081") is expected


# -- gates before fusion --------------------------------------------------------------------------------------------

STOPPED: Facts = {"nicotine_status": "former_under_1_year", "nicotine_free_weeks": "8", "cotinine_urine_ng_ml": "2",
                  "nicotine_test_date": "2026-01-20"}
SURGERY = "request: {day: 2026-01-12, surgery_day: 2026-02-10}\n"


@pytest.mark.parametrize(("changed", "expected"), [
    ({"nicotine_status": "never"}, MEETS), ({"nicotine_status": "former_over_1_year"}, MEETS),
    ({"nicotine_status": "current"}, OPEN), ({"nicotine_status": "{status: not_in_chart}"}, OPEN),
    (STOPPED, MEETS), (without(STOPPED, "cotinine_urine_ng_ml"), OPEN), (without(STOPPED, "nicotine_test_date"), OPEN),
    ({**STOPPED, "nicotine_free_weeks": "5.9"}, NOT_MET), ({**STOPPED, "nicotine_free_weeks": "6"}, MEETS),
    ({**STOPPED, "nicotine_free_weeks": "6.1"}, MEETS),
    ({**STOPPED, "cotinine_urine_ng_ml": "9.9"}, MEETS), ({**STOPPED, "cotinine_urine_ng_ml": "10"}, MEETS),
    ({**STOPPED, "cotinine_urine_ng_ml": "10.1", "nicotine_urine_ng_ml": "11", "nicotine_serum_ng_ml": "11"}, NOT_MET),
    ({**STOPPED, "cotinine_urine_ng_ml": "11", "nicotine_serum_ng_ml": "10"}, MEETS),
    # 43, 42 and 41 days before surgery
    ({**STOPPED, "nicotine_test_date": "2025-12-29"}, NOT_MET), ({**STOPPED, "nicotine_test_date": "2025-12-30"}, MEETS),
    ({**STOPPED, "nicotine_test_date": "2025-12-31"}, MEETS),
    ({"nicotine_status": "current", "nicotine_free_weeks": "0", "myelopathy": "yes"}, MEETS),
    ({"nicotine_status": "current", "nicotine_free_weeks": "0", "progressive_deficit": "yes"}, MEETS),
    ({"diabetes": "type_2"}, OPEN),
    ({"diabetes": "type_2", "hba1c_percent": "7.9"}, MEETS), ({"diabetes": "type_2", "hba1c_percent": "8"}, NOT_MET),
    ({"diabetes": "type_1", "hba1c_percent": "8.1"}, NOT_MET),
    ({"diabetes": "type_2", "hba1c_percent": "9", "cauda_equina_syndrome": "yes"}, MEETS),
    ({"diabetes": "none", "hba1c_percent": "9"}, MEETS), ({"diabetes": "{status: not_in_chart}"}, MEETS),
])
def test_nicotine_and_hba1c_before_an_elective_fusion(changed: Facts, expected: Outcome, outcome: Decide) -> None:
    text = SURGERY + request(FUSION, {"L4-L5": SLIP}, {**PATIENT, **changed})
    assert outcome(text, "1:22612") is expected
    assert outcome(text, "1:63047") is MEETS


def test_the_gates_are_for_elective_fusion(outcome: Decide) -> None:
    text = request(FUSION, {"L4-L5": SLIP}, without(PATIENT, "nicotine_status"))
    assert outcome(text, "1:22612") is OPEN
    assert outcome("request: {day: 2026-01-12, urgency: emergent}\n" + text, "1:22612") is MEETS


def test_nicotine_does_not_matter_where_hardware_failed_at_a_nonunion(outcome: Decide) -> None:
    patient = {**PATIENT, "nicotine_status": "current", "nicotine_free_weeks": "0"}
    for hardware, expected in (("screw_fracture", MEETS), ("loosening", NOT_MET)):
        facts = {"pseudarthrosis": "yes", "hardware_failure": hardware, **MILD}
        text = request(FUSION, {"L4-L5": facts}, patient, more=OLD_FUSION.format(day="2020-01-01"))
        assert outcome(text, "1:22612") is expected


# -- lumbar fusion --------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("facts", "more", "expected"), [
    (STILL, "", NOT_MET), ({}, "", OPEN),
    ({**STILL, "dynamic_translation_mm": "3.9"}, "", NOT_MET), ({**STILL, "dynamic_translation_mm": "4"}, "", MEETS),
    ({**STILL, "dynamic_translation_mm": "4.1"}, "", MEETS),
    ({**STILL, "dynamic_angulation_deg": "9.9"}, "", NOT_MET), ({**STILL, "dynamic_angulation_deg": "10"}, "", NOT_MET),
    ({**STILL, "dynamic_angulation_deg": "10.1"}, "", MEETS),
    ({**STILL, "slip_grade": "none"}, "", NOT_MET), ({"slip_grade": "I"}, "", MEETS), ({"slip_grade": "V"}, "", MEETS),
    (STILL, "curves:\n  - {upper_vertebra: L3, lower_vertebra: L5, cobb_deg: 9.9}\n", NOT_MET),
    (STILL, "curves:\n  - {upper_vertebra: L3, lower_vertebra: L5, cobb_deg: 10}\n", MEETS),
    (STILL, "curves:\n  - {upper_vertebra: T5, lower_vertebra: T9, cobb_deg: 30}\n", NOT_MET),
    ({**STILL, "facet_removal_percent": "{bilateral: 50}", "facet_removal_reason_stated": "yes"}, "", NOT_MET),
    ({**STILL, "facet_removal_percent": "{bilateral: 51}", "facet_removal_reason_stated": "yes"}, "", MEETS),
    ({**STILL, "facet_removal_percent": "{left: 99, right: 0}", "facet_removal_reason_stated": "yes"}, "", NOT_MET),
    ({**STILL, "facet_removal_percent": "{left: 100, right: 0}", "facet_removal_reason_stated": "yes"}, "", MEETS),
    ({**STILL, "facet_removal_percent": "{left: 100, right: 0}"}, "", OPEN),
    ({**STILL, "facet_removal_percent": "{left: 100, right: 0}", "facet_removal_reason_stated": "no"}, "", NOT_MET),
    # an earlier laminectomy, a pars defect, worn discs are no ground
    (STILL, "surgeries:\n  - {procedure: laminectomy, surgery_levels: L4-L5}\n", NOT_MET),
    ({**STILL, "pars_defect": "{bilateral: defect}"}, "", NOT_MET),
    ({**STILL, "modic_change": "type_2", "disc_degeneration": "severe"}, "", NOT_MET),
])
def test_fusion_with_decompression_needs_instability(facts: Facts, more: str, expected: Outcome, outcome: Decide) -> None:
    text = request(FUSION, {"L4-L5": {**STENOSIS, **facts}}, more=more)
    assert outcome(text, "1:22612") is expected


@pytest.mark.parametrize(("facts", "care", "expected"), [
    ({"slip_grade": "I"}, THREE_MONTHS, OPEN),
    ({"slip_grade": "I", **STILL}, THREE_MONTHS, NOT_MET),
    ({"slip_grade": "I", **STILL, "dynamic_translation_mm": "4"}, THREE_MONTHS, MEETS),
    ({"slip_grade": "II", **STILL}, THREE_MONTHS, MEETS),
    ({"slip_grade": "II", **STILL}, therapy(end="2025-08-29"), NOT_MET),     # 90 days
    ({"slip_grade": "II", **STILL}, therapy(end="2025-08-30"), MEETS),       # 91 days
    ({"slip_grade": "II", **STILL}, therapy(end="2025-08-31"), MEETS),
    ({**STILL}, THREE_MONTHS, NOT_MET),
])
def test_a_slip_with_instability_needs_no_stenosis(facts: Facts, care: str, expected: Outcome, outcome: Decide) -> None:
    assert outcome(request(FUSION, {"L4-L5": {**MILD, **facts}}, care=care), "1:22612") is expected


OLD_FUSION = "surgeries:\n  - {{procedure: fusion_posterolateral, surgery_levels: L4-L5, surgery_date: {day}}}\n"


@pytest.mark.parametrize(("facts", "day", "expected"), [
    ({"pseudarthrosis": "yes"}, "2025-01-13", OPEN), ({"pseudarthrosis": "yes"}, "2025-01-12", MEETS),
    ({"pseudarthrosis": "yes", "hardware_failure": "none"}, "2025-01-13", NOT_MET),
    ({"pseudarthrosis": "yes", "hardware_failure": "none"}, "2025-01-12", MEETS),
    ({"pseudarthrosis": "yes"}, "2025-01-11", MEETS),
    ({"pseudarthrosis": "yes", "hardware_failure": "rod_fracture"}, "2025-10-01", MEETS),
    ({"pseudarthrosis": "yes", "hardware_failure": "loosening"}, "2025-10-01", NOT_MET),
    ({"hardware_failure": "rod_fracture"}, "2020-01-01", NOT_MET),
])
def test_a_nonunion_is_a_year_old_or_its_hardware_failed(facts: Facts, day: str, expected: Outcome, outcome: Decide) -> None:
    text = request(FUSION, {"L4-L5": {**MILD, **STILL, **facts}}, care=NO_CARE, more=OLD_FUSION.format(day=day))
    assert outcome(text, "1:22612") is expected


@pytest.mark.parametrize(("where", "facts", "expected"), [
    ("L5-S1", STENOSIS, MEETS), ("L3-L4", STENOSIS, MEETS), ("L2-L3", STENOSIS, NOT_MET), ("L5-S1", MILD, NOT_MET),
])
def test_a_level_next_to_a_fusion_needs_only_decompression(
    where: str, facts: Facts, expected: Outcome, outcome: Decide,
) -> None:
    more = f"surgeries:\n  - {{procedure: alif, surgery_levels: {where}}}\n"
    assert outcome(request(FUSION, {"L4-L5": {**facts, **STILL}}, more=more), "1:22612") is expected


CURVE = "curves:\n  - {{upper_vertebra: L1, lower_vertebra: L5, cobb_deg: {degrees}}}\n"
ADULT: Facts = {**PATIENT, "age_years": "60", "deformity_functional_limitation": "yes"}


@pytest.mark.parametrize(("degrees", "patient", "care", "expected"), [
    ("49.9", ADULT, THREE_MONTHS, NOT_MET), ("50", ADULT, THREE_MONTHS, NOT_MET), ("50.1", ADULT, THREE_MONTHS, MEETS),
    ("60", {**ADULT, "deformity_functional_limitation": "no"}, THREE_MONTHS, NOT_MET),
    ("60", ADULT, therapy(), NOT_MET), ("60", ADULT, therapy(end="2025-08-29"), NOT_MET),
    ("60", without(ADULT, "age_years"), THREE_MONTHS, MEETS),  # at any age: grown with a limit, or growing
    ("45", without(ADULT, "age_years"), THREE_MONTHS, OPEN),
    ("60", {**ADULT, "age_years": "18"}, THREE_MONTHS, MEETS), ("45", {**ADULT, "age_years": "18"}, THREE_MONTHS, NOT_MET),
    ("39.9", {**PATIENT, "age_years": "14"}, NO_CARE, NOT_MET), ("40", {**PATIENT, "age_years": "14"}, NO_CARE, NOT_MET),
    ("40.1", {**PATIENT, "age_years": "14"}, NO_CARE, MEETS), ("41", {**PATIENT, "age_years": "17"}, NO_CARE, MEETS),
    ("41", {**PATIENT, "age_years": "20", "skeletal_maturity": "immature"}, NO_CARE, MEETS),
])
@pytest.mark.parametrize("code", ["22800", "22612"])
def test_scoliosis(degrees: str, patient: Facts, care: str, code: str, expected: Outcome, outcome: Decide) -> None:
    text = request(stage(f'{{code: "{code}", levels: L3-L4}}'), {"L3-L4": {"report_complete": "yes", **STILL}}, patient,
                   care=care, more=CURVE.format(degrees=degrees))
    assert outcome(text, f"1:{code}") is expected


def test_a_level_outside_the_curve_does_not_meet_by_it(outcome: Decide) -> None:
    text = request(stage('{code: "22612", levels: L5-S1}'), {"L5-S1": {**MILD, **STILL}}, ADULT, care=THREE_MONTHS,
                   more=CURVE.format(degrees=60))
    assert outcome(text, "1:22612") is NOT_MET


@pytest.mark.parametrize(("facts", "patient", "care", "expected"), [
    ({"dynamic_translation_mm": "4"}, {"kyphosis_measured_abnormal": "yes"}, THREE_MONTHS, MEETS),
    ({"dynamic_translation_mm": "4"}, {"sagittal_malalignment_measured": "yes"}, THREE_MONTHS, MEETS),
    ({"dynamic_translation_mm": "4"}, {"kyphosis_measured_abnormal": "no"}, THREE_MONTHS, NOT_MET),
    ({"dynamic_translation_mm": "4"}, {"kyphosis_measured_abnormal": "yes"}, therapy(), NOT_MET),
    ({}, {"kyphosis_measured_abnormal": "yes"}, THREE_MONTHS, NOT_MET),
    ({"fracture_unstable": "yes"}, {}, NO_CARE, MEETS), ({"fracture": "yes"}, {}, NO_CARE, NOT_MET),
    ({"fracture": "yes", "root_compression": "{left: compression}"}, {}, NO_CARE, MEETS),
    ({"spinal_infection": "yes"}, {}, NO_CARE, MEETS), ({"spinal_tumor": "yes"}, {}, NO_CARE, MEETS),
])
def test_deformity_fracture_infection_and_tumour(
    facts: Facts, patient: Facts, care: str, expected: Outcome, outcome: Decide,
) -> None:
    text = request(stage('{code: "22612", levels: L4-L5}'), {"L4-L5": {**MILD, **STILL, **facts}},
                   {**PATIENT, "age_years": "60", **patient}, care=care)
    assert outcome(text, "1:22612") is expected


# -- cervical and thoracic fusion -----------------------------------------------------------------------------------

NECK_CARE = therapy(region="cervical")
NECK_MONTHS = therapy(end="2025-08-30", region="cervical")


@pytest.mark.parametrize(("facts", "patient", "care", "more", "expected"), [
    (STENOSIS, {}, NECK_CARE, "", MEETS), (MILD, {}, NECK_CARE, "", NOT_MET),
    ({**MILD, "dynamic_translation_mm": "2.9"}, {}, NECK_MONTHS, "", NOT_MET),
    ({**MILD, "dynamic_translation_mm": "3"}, {}, NECK_MONTHS, "", MEETS),
    ({**MILD, "dynamic_translation_mm": "3.1"}, {}, NECK_MONTHS, "", MEETS),
    ({**MILD, "dynamic_translation_mm": "3"}, {}, NECK_CARE, "", NOT_MET),
    ({**MILD, "dynamic_angulation_vs_adjacent_deg": "10.9"}, {}, NECK_MONTHS, "", NOT_MET),
    ({**MILD, "dynamic_angulation_vs_adjacent_deg": "11"}, {}, NECK_MONTHS, "", NOT_MET),
    ({**MILD, "dynamic_angulation_vs_adjacent_deg": "11.1"}, {}, NECK_MONTHS, "", MEETS),
    ({**MILD, "cord_compression": "compression"}, {"cervical_lordosis_deg": "-1", "adl_limited": "no"}, NECK_CARE, "", MEETS),
    ({**MILD, "cord_compression": "compression"}, {"cervical_lordosis_deg": "0", "adl_limited": "no"}, NECK_CARE, "", NOT_MET),
    (MILD, {"forward_gaze_lost": "yes"}, NECK_CARE, "", MEETS),
    (MILD, {"cervical_lordosis_deg": "-5"}, NECK_CARE, "", NOT_MET),
    (MILD, {"cervical_lordosis_deg": "-5", "deformity_functional_limitation": "yes"}, NECK_CARE, "", MEETS),
    (MILD, {"cervical_lordosis_deg": "-5", "deformity_progression": "yes"}, NECK_CARE, "", MEETS),
    ({**MILD, "pseudarthrosis": "yes"}, {}, NO_CARE,
     "surgeries:\n  - {procedure: acdf, surgery_levels: C5-C6, surgery_date: 2025-01-12}\n", MEETS),
    ({**MILD, "pseudarthrosis": "yes", "hardware_failure": "none"}, {}, NO_CARE,
     "surgeries:\n  - {procedure: acdf, surgery_levels: C5-C6, surgery_date: 2025-01-13}\n", NOT_MET),
    ({**MILD, "fracture_unstable": "yes"}, {}, NO_CARE, "", MEETS), ({**MILD, "spinal_tumor": "yes"}, {}, NO_CARE, "", MEETS),
])
@pytest.mark.parametrize("code", ["22551", "22600"])
def test_cervical_fusion(
    facts: Facts, patient: Facts, care: str, more: str, code: str, expected: Outcome, outcome: Decide,
) -> None:
    text = request(stage(f'{{code: "{code}", levels: C5-C6}}'), {"C5-C6": facts}, {**PATIENT, **patient}, care=care,
                   symptoms=ARM, more=more)
    assert outcome(text, f"1:{code}") is expected


def test_a_cervical_fusion_has_the_gates_too(outcome: Decide) -> None:
    text = request(stage('{code: "22551", levels: C5-C6}'), {"C5-C6": STENOSIS}, without(PATIENT, "nicotine_status"),
                   care=NECK_CARE, symptoms=ARM)
    assert outcome(text, "1:22551") is OPEN
    cord = text.replace("patient:\n", "patient:\n  myelopathy: yes\n")
    assert outcome(cord, "1:22551") is MEETS


@pytest.mark.parametrize(("facts", "expected"), [
    ({"adi_mm": "6", "dynamic_report_says": "unstable"}, MEETS), ({"adi_mm": "6", "instability_causes": "[erosive]"}, MEETS),
    ({"dynamic_report_says": "unstable"}, OPEN),
    ({"adi_mm": "2", "dynamic_report_says": "stable", "instability_causes": "[degenerative]"}, NOT_MET),
])
def test_the_upper_neck_needs_measured_instability(facts: Facts, expected: Outcome, outcome: Decide) -> None:
    text = request(stage('{code: "22595", levels: C1-C2}'), {"C1-C2": {**MILD, **facts}}, symptoms=ARM, care=NECK_CARE)
    assert outcome(text, "1:22595") is expected


@pytest.mark.parametrize(("facts", "patient", "expected"), [
    ({}, {"thoracic_kyphosis_deg": "74.9"}, NOT_MET), ({}, {"thoracic_kyphosis_deg": "75"}, NOT_MET),
    ({}, {"thoracic_kyphosis_deg": "75.1"}, MEETS),
    ({"cord_compression": "compression"}, {"kyphosis_measured_abnormal": "yes"}, MEETS),
    ({"cord_compression": "contact", **STILL}, {"kyphosis_measured_abnormal": "yes", "adl_limited": "no"}, NOT_MET),
    ({"spinal_infection": "yes"}, {}, MEETS), ({"central_stenosis": "moderate"}, {"myelopathy": "yes"}, MEETS),
])
@pytest.mark.parametrize("code", ["22610", "22802"])
def test_thoracic_fusion(facts: Facts, patient: Facts, code: str, expected: Outcome, outcome: Decide) -> None:
    if code == "22802" and "central_stenosis" in facts:
        return  # stenosis is no ground for a deformity code
    brace = "treatments:\n  - {modality: brace, treatment_region: thoracic}\n"
    text = request(stage(f'{{code: "{code}", levels: T8-T9}}'), {"T8-T9": {**MILD, **facts}},
                   {**PATIENT, **patient}, care=brace, symptoms="")
    assert outcome(text, f"1:{code}") is expected


def test_levels_at_a_junction_take_the_criteria_of_the_neck_or_the_loin(case_of: Build, library: Library) -> None:
    lines = stage('{code: "22600", levels: C7-T1}', '{code: "22614", levels: C7-T1}', '{code: "22612", levels: T12-L1}')
    found = review(case_of(request(lines, {})), library, SET).determination.by_id
    rules = [found[f"1:{code}"].levels[0].rule for code in ("22600", "22614", "22612")]
    assert [rule.id if rule else None for rule in rules] == ["cervical_fusion", "cervical_fusion", "lumbar_fusion"]


# -- what accompanies a fusion --------------------------------------------------------------------------------------

@pytest.mark.parametrize(("lines", "line", "expected"), [
    (['{code: "22612", levels: L4-L5}', '{code: "22830"}'], "22830", Outcome.INCIDENTAL),
    (['{code: "22612", levels: L4-L5}', '{code: "22840", levels: L4-L5}'], "22840", MEETS),
    (['{code: "22840", levels: L4-L5}'], "22840", OPEN),
    (['{code: "22630", levels: L4-L5}', '{code: "22853", levels: L4-L5}'], "22853", OPEN),
    (['{code: "22630", levels: L4-L5}', '{code: "22853", levels: L4-L5}', '{code: "20930"}'], "22853", MEETS),
    (['{code: "22612", levels: L4-L5}', '{code: "20930"}'], "20930", MEETS),
    (['{code: "22612", levels: L4-L5}', '{code: "20931"}'], "20931", MEETS),
    (['{code: "22612", levels: L4-L5}', '{code: "20936"}'], "20936", MEETS),
    (['{code: "22612", levels: L4-L5}', '{code: "20937"}'], "20937", MEETS),
    (['{code: "22612", levels: L4-L5}', '{code: "20939"}'], "20939", EXPERIMENTAL),
    (['{code: "22612", levels: L4-L5}', "{code: CEMENT}"], "CEMENT", NO_POLICY),
    (['{code: "22630", levels: L4-L5}', '{code: "63052", levels: L4-L5}'], "63052", MEETS),
    (['{code: "22867", levels: L4-L5}'], "22867", EXPERIMENTAL), (['{code: "62380", levels: L4-L5}'], "62380", EXPERIMENTAL),
    (['{code: "62287", levels: L4-L5}'], "62287", EXPERIMENTAL), (['{code: "22586", levels: L5-S1}'], "22586", EXPERIMENTAL),
    (['{code: "0221T", levels: L4-L5}'], "0221T", EXPERIMENTAL), (['{code: "0275T", levels: L4-L5}'], "0275T", NO_POLICY),
    (['{code: "22857", levels: L4-L5}'], "22857", NO_POLICY),
])
def test_what_travels_with_a_fusion(lines: list[str], line: str, expected: Outcome, outcome: Decide) -> None:
    assert outcome(request(stage(*lines), {"L4-L5": SLIP}), f"1:{line}") is expected


def test_an_add_on_falls_with_its_primary(outcome: Decide) -> None:
    lines = stage('{code: "22630", levels: L4-L5}', '{code: "22853", levels: L4-L5}', '{code: "22840", levels: L4-L5}',
                  '{code: "20930"}', '{code: "20939"}')
    text = request(lines, {"L4-L5": {**MILD, **STILL}})
    assert outcome(text, "1:22630") is NOT_MET
    assert {outcome(text, f"1:{code}") for code in ("22853", "22840", "20930")} == {FOLLOWS}
    assert outcome(text, "1:20939") is EXPERIMENTAL


def test_marrow_is_covered_in_a_simple_bone_cyst_only(outcome: Decide) -> None:
    lines = stage('{code: "22612", levels: L4-L5}', '{code: "20939"}')
    assert outcome(request(lines, {"L4-L5": SLIP}, {**PATIENT, "cyst_unicameral": "yes"}), "1:20939") is MEETS


def test_a_named_product_has_to_be_bone(outcome: Decide) -> None:
    for answer, expected in (("yes", MEETS), ("no", NOT_MET)):
        head = f"approach: [posterior]\n    plan: {{graft_is_bone_or_dbm: {answer}}}"
        lines = stage('{code: "22612", levels: L4-L5}', '{code: "20930"}', head=head)
        assert outcome(request(lines, {"L4-L5": SLIP}), "1:20930") is expected


GROWN: Facts = {"age_years": "18"}


@pytest.mark.parametrize(("code", "head", "patient", "expected"), [
    ("22558", "approach: [anterior]", GROWN, MEETS), ("22558", "approach: [lateral]", GROWN, MEETS),
    ("22558", "approach: [anterolateral_oblique]", {"skeletal_maturity": "mature"}, MEETS),
    ("22558", "approach: [anterior]", {"skeletal_maturity": "immature"}, EXPERIMENTAL),
    ("22558", "approach: [anterior]", {**GROWN, "skeletal_maturity": "immature"}, EXPERIMENTAL),
    ("22558", "approach: [anterior]", {}, EXPERIMENTAL),        # a closed list: what the record does not show does not count
    ("22633", "approach: [posterior]", GROWN, EXPERIMENTAL), ("22630", "approach: [posterior]", GROWN, EXPERIMENTAL),
    ("22612", "approach: [posterior]", GROWN, EXPERIMENTAL), ("22558", "approach: [posterior]", GROWN, EXPERIMENTAL),
])
def test_growth_protein_by_an_anterior_or_lateral_approach_only(
    code: str, head: str, patient: Facts, expected: Outcome, outcome: Decide,
) -> None:
    lines = stage(f'{{code: "{code}", levels: L4-L5}}', "{code: BMP}", head=head)
    assert outcome(request(lines, {"L4-L5": SLIP}, {**PATIENT, **patient}), "1:BMP") is expected


def test_growth_protein_in_the_neck_is_experimental(outcome: Decide) -> None:
    lines = stage('{code: "22551", levels: C5-C6}', "{code: BMP}", head="approach: [anterior]")
    assert outcome(request(lines, {"C5-C6": STENOSIS}, symptoms=ARM, care=NECK_CARE), "1:BMP") is EXPERIMENTAL


ACDF = stage('{code: "22551", levels: C5-C6}', '{code: "22853", levels: C5-C6}', head="approach: [anterior]")
BESIDE = "surgeries:\n  - {procedure: acdf, surgery_levels: C6-C7, surgery_date: 2020-01-01}\n"


@pytest.mark.parametrize(("facts", "more", "expected"), [
    ({}, "", NOT_MET), ({"cage_reasons": "[routine]"}, "", NOT_MET),
    ({"body_removal_percent": "50", "corpectomy_reasons": "[tumor]"}, "", MEETS),
    ({"body_removal_percent": "49", "corpectomy_reasons": "[tumor]"}, "", NOT_MET),
    ({"pseudarthrosis": "yes"}, "", MEETS),
    ({"cage_reasons": "[next_to_plated_fusion]"}, BESIDE, MEETS), ({"cage_reasons": "[next_to_plated_fusion]"}, "", NOT_MET),
    ({}, BESIDE, NOT_MET),
])
def test_a_synthetic_cage_in_the_neck_is_a_closed_list(facts: Facts, more: str, expected: Outcome, outcome: Decide) -> None:
    text = request(ACDF, {"C5-C6": {**STENOSIS, **facts}}, symptoms=ARM, care=NECK_CARE, more=more)
    assert outcome(text, "1:22551") is MEETS
    assert outcome(text, "1:22853") is expected


def test_donor_bone_is_the_covered_choice_in_the_neck(outcome: Decide) -> None:
    text = request(stage('{code: "22551", levels: C5-C6}', '{code: "20931"}'), {"C5-C6": STENOSIS}, symptoms=ARM,
                   care=NECK_CARE)
    assert outcome(text, "1:20931") is MEETS


@pytest.mark.parametrize(("grade", "expected"), [("none", NOT_MET), ("I", MEETS), ("IV", MEETS), ("V", NOT_MET)])
def test_pedicle_screws_for_a_slip_of_grades_one_to_four(grade: str, expected: Outcome, outcome: Decide) -> None:
    lines = stage('{code: "22558", levels: L4-L5}', '{code: "22840", levels: L4-L5}')
    facts = {**STENOSIS, **STILL, "slip_grade": grade, "dynamic_translation_mm": "5"}
    text = request(lines, {"L4-L5": facts})
    assert outcome(text, "1:22558") is MEETS
    assert outcome(text, "1:22840") is expected


@pytest.mark.parametrize(("reason", "expected"), [
    ("nerve_complication", MEETS), ("new_pain_or_mass", MEETS), ("pain_after_healed_fusion", MEETS),
    ("migration_or_breakage", MEETS), ("infection", MEETS), ("planned_revision", MEETS), ("imaging_or_radiotherapy", MEETS),
    ("other", NOT_MET), (None, OPEN),
])
def test_hardware_is_removed_for_a_listed_reason(reason: str | None, expected: Outcome, outcome: Decide) -> None:
    head = "approach: [posterior]" + (f"\n    plan: {{hardware_removal_reasons: [{reason}]}}" if reason else "")
    assert outcome(request(stage('{code: "22852", levels: L4-L5}', head=head), {}), "1:22852") is expected


def test_unseen_reasons_for_removal_ask_to_read_the_bulletin(case_of: Build, library: Library) -> None:
    for reason, read in (("infection", True), ("nerve_complication", False)):
        head = f"approach: [posterior]\n    plan: {{hardware_removal_reasons: [{reason}]}}"
        found = review(case_of(request(stage('{code: "22852", levels: L4-L5}', head=head), {})), library, SET)
        assert ("verify" in {item.kind for item in found.checklist}) is read


@pytest.mark.parametrize(("patient", "more", "expected"), [
    ({}, "", OPEN), ({"expected_correction_deg": "20"}, CURVE.format(degrees=10), MEETS), ({}, CURVE.format(degrees=10), OPEN),
    ({"expected_correction_deg": "20", "kyphosis_measured_abnormal": "no", "sagittal_malalignment_measured": "no"},
     CURVE.format(degrees=9.9), NOT_MET),
    ({"expected_correction_deg": "20", "kyphosis_measured_abnormal": "yes"}, "", MEETS),
])
def test_osteotomy_needs_a_measured_deformity_and_the_correction(
    patient: Facts, more: str, expected: Outcome, outcome: Decide,
) -> None:
    text = request(stage('{code: "22214", levels: L3-L4}'), {}, {**PATIENT, **patient}, more=more)
    assert outcome(text, "1:22214") is expected


STRAIGHT: Facts = {**PATIENT, "coronal_deformity_present": "no", "kyphosis_measured_abnormal": "no",
                   "sagittal_malalignment_measured": "no"}


@pytest.mark.parametrize(("levels", "expected"), [("L2-S1", NOT_MET), ("L1-S1", MEETS), ("T12-S1", MEETS), ("L1-L5", NOT_MET)])
def test_pelvic_fixation_needs_five_levels_to_the_sacrum(levels: str, expected: Outcome, outcome: Decide) -> None:
    text = request(stage(f'{{code: "22612", levels: {levels}}}', '{code: "22848"}'), dict.fromkeys(expand(levels), SLIP), STRAIGHT)
    assert outcome(text, "1:22848") is expected


@pytest.mark.parametrize(("grade", "expected"), [("I", NOT_MET), ("II", NOT_MET), ("III", MEETS), ("IV", MEETS)])
def test_pelvic_fixation_for_a_high_slip(grade: str, expected: Outcome, outcome: Decide) -> None:
    text = request(stage('{code: "22612", levels: L5-S1}', '{code: "22848"}'), {"L5-S1": {**STENOSIS, "slip_grade": grade}},
                   STRAIGHT)
    assert outcome(text, "1:22848") is expected


@pytest.mark.parametrize(("levels", "grade", "failed", "expected"), [
    ("L4-L5", "I", "0", NOT_MET), ("L4-S1", "I", "0", MEETS), ("L3-S1", "I", "0", MEETS),
    ("L4-L5", "II", "0", MEETS), ("L4-L5", "III", "0", MEETS), ("L4-L5", "I", "1", MEETS), ("L4-L5", "I", "2", MEETS),
])
@pytest.mark.parametrize("code", ["20974", "E0748"])
def test_bone_growth_stimulators(
    levels: str, grade: str, failed: str, code: str, expected: Outcome, outcome: Decide,
) -> None:
    lines = stage(f'{{code: "22612", levels: {levels}}}', f'{{code: "{code}"}}')
    facts = {**STENOSIS, "slip_grade": grade}
    text = request(lines, dict.fromkeys(expand(levels), facts), {**PATIENT, "failed_fusions": failed}, more="surgeries: none\n")
    assert outcome(text, f"1:{code}") is expected


@pytest.mark.parametrize(("changed", "expected"), [
    ({}, MEETS), ({"vcf_edema_on_mri": "no"}, NOT_MET), ({"vcf_type": "traumatic"}, NOT_MET),
    ({"vcf_weeks_of_care": "0"}, NOT_MET), ({"spinal_infection": "yes"}, NOT_MET), ({"cord_compression": "compression"}, NOT_MET),
    ({"cord_compression": "effacement"}, OPEN), ({"report_complete": "no"}, OPEN),
])
def test_vertebral_augmentation(changed: Facts, expected: Outcome, outcome: Decide) -> None:
    facts = {"report_complete": "yes", "vcf_type": "osteoporotic", "vcf_edema_on_mri": "yes", "vcf_pain_nrs": "7",
             "vcf_weeks_of_care": "6", **changed}
    assert outcome(request(stage('{code: "22514", levels: L1-L2}'), {"L1-L2": facts}), "1:22514") is expected


# -- sacroiliac joint -----------------------------------------------------------------------------------------------

JOINT: Facts = {
    "si_pain_duration_months": "{left: 12}", "si_conservative_care_failed": "{left: yes}", "si_pain_nrs": "{left: 7}",
    "si_fortin": "{left: yes}", "si_positive_tests": "{left: 4}", "si_imaging_findings": "{left: [degeneration]}",
    "si_films_exclude_disease": "yes", "si_inflammatory_disease_excluded": "yes", "si_lumbar_source_excluded": "yes",
    "nicotine_status": "never",
}
INJECTION = ("  - {{injection_type: si_intraarticular, injection_side: left, injection_date: {day}, guidance: {guidance}, "
             "injection_drug: {drug}, relief_percent: {relief}}}\n")


def injection(day: str = "2025-09-01", guidance: str = "fluoroscopy", drug: str = "both", relief: str = "80") -> str:
    return INJECTION.format(day=day, guidance=guidance, drug=drug, relief=relief)


def joint_care(end: str = "2025-08-30", all_end: str = "2025-08-30") -> str:
    """Thirteen weeks of therapy in person from 2025-06-01, and 26 weeks of care in all from 2025-03-02."""
    return (f"treatments:\n  - {{modality: physical_therapy, start: 2025-06-01, end: {end}, in_person: yes, "
            f"treatment_region: sacroiliac}}\n"
            f"  - {{modality: home_exercise, start: 2025-03-02, end: {all_end}, treatment_region: sacroiliac}}\n")


TWO = "injections:\n" + injection() + injection("2025-10-01", drug="anesthetic_only")


@pytest.mark.parametrize(("changed", "care", "injections", "expected"), [
    ({}, joint_care(), TWO, MEETS),
    ({"si_pain_duration_months": "{left: 6}"}, joint_care(), TWO, NOT_MET),
    ({"si_pain_duration_months": "{left: 6.1}"}, joint_care(), TWO, MEETS),
    ({"si_postpartum": "yes", "si_pain_duration_months": "{left: 18}"}, joint_care(), TWO, NOT_MET),
    ({"si_postpartum": "yes", "si_pain_duration_months": "{left: 19}"}, joint_care(), TWO, MEETS),
    ({"si_postpartum": "no", "si_pain_duration_months": "{left: 12}"}, joint_care(), TWO, MEETS),
    ({}, joint_care(end="2025-08-29"), TWO, NOT_MET), ({}, joint_care(end="2025-08-31"), TWO, MEETS),
    ({}, joint_care(all_end="2025-08-29"), TWO, MEETS),                       # the therapy covers the last day
    ({}, joint_care(all_end="2025-05-01"), TWO, NOT_MET),
    ({"si_conservative_care_failed": "{left: no}"}, joint_care(), TWO, NOT_MET),
    ({"si_pain_nrs": "{left: 4.9}"}, joint_care(), TWO, NOT_MET), ({"si_pain_nrs": "{left: 5}"}, joint_care(), TWO, MEETS),
    ({"si_fortin": "{left: no}"}, joint_care(), TWO, NOT_MET), ({"si_fortin": "{right: yes}"}, joint_care(), TWO, OPEN),
    ({"si_positive_tests": "{left: 2}"}, joint_care(), TWO, NOT_MET), ({"si_positive_tests": "{left: 3}"}, joint_care(), TWO, MEETS),
    ({}, joint_care(), "", OPEN), ({}, joint_care(), "injections: none\n", NOT_MET),
    ({}, joint_care(), "injections:\n" + injection(), NOT_MET),
    ({}, joint_care(), "injections:\n" + injection() + injection(relief="69"), NOT_MET),
    ({}, joint_care(), "injections:\n" + injection() + injection(relief="70"), MEETS),
    ({}, joint_care(), "injections:\n" + injection(relief="71") + injection(guidance="ct"), MEETS),
    ({}, joint_care(), "injections:\n" + injection() + injection(guidance="ultrasound"), NOT_MET),
    ({}, joint_care(), "injections:\n" + injection() + injection(guidance="not_stated"), OPEN),
    ({}, joint_care(), "injections:\n" + injection(drug="anesthetic_only") + injection(drug="anesthetic_only"), NOT_MET),
    ({}, joint_care(), "injections:\n" + injection() + injection(day="2025-01-11"), NOT_MET),      # 366 days
    ({}, joint_care(), "injections:\n" + injection() + injection(day="2025-01-12"), MEETS),        # 365 days
    ({}, joint_care(), "injections:\n" + injection() + injection(day="2025-01-13"), MEETS),
    ({}, joint_care(), TWO.replace("injection_side: left", "injection_side: right"), NOT_MET),
    ({}, joint_care(), TWO.replace("injection_side: left", "injection_side: right")
     + "care: {more_possible: [si_intraarticular]}\n", OPEN),
    ({"si_imaging_findings": "{left: [normal]}"}, joint_care(), TWO, NOT_MET),
    ({"si_films_exclude_disease": "no"}, joint_care(), TWO, NOT_MET),
    ({"si_lumbar_source_excluded": "no"}, joint_care(), TWO, NOT_MET),
    ({"nicotine_status": "former_over_1_year"}, joint_care(), TWO, OPEN),
    ({"nicotine_status": "former_over_1_year", "cotinine_serum_ng_ml": "10"}, joint_care(), TWO, MEETS),
    ({"nicotine_status": "former_over_1_year", "cotinine_serum_ng_ml": "10.1", "cotinine_urine_ng_ml": "12"}, joint_care(), TWO,
     NOT_MET),
    ({"nicotine_status": "current", "nicotine_free_weeks": "51", "cotinine_urine_ng_ml": "2"}, joint_care(), TWO, NOT_MET),
    ({"nicotine_status": "current", "nicotine_free_weeks": "52", "cotinine_urine_ng_ml": "2"}, joint_care(), TWO, MEETS),
])
def test_transfixing_fusion_of_the_sacroiliac_joint(
    changed: Facts, care: str, injections: str, expected: Outcome, outcome: Decide,
) -> None:
    text = request(stage('{code: "27279", levels: SI-left, side: left}'), {}, {**JOINT, **changed}, care=care, symptoms="",
                   more=injections)
    assert outcome(text, "1:27279") is expected


def test_relief_is_reckoned_from_the_pain_before_and_after(outcome: Decide) -> None:
    for after, expected in ((4, NOT_MET), (3, MEETS), (2, MEETS)):
        rows = TWO.replace("relief_percent: 80", f"pre_nrs: 10, post_nrs: {after}")
        text = request(stage('{code: "27279", levels: SI-left, side: left}'), {}, JOINT, care=joint_care(), symptoms="", more=rows)
        assert outcome(text, "1:27279") is expected


@pytest.mark.parametrize(("code", "reason", "expected"), [
    ("27278", "", EXPERIMENTAL), ("27280", "", EXPERIMENTAL), ("27280", "infection", MEETS), ("27280", "sacral_tumor", MEETS),
    ("27280", "trauma_external_fixation_relief", MEETS), ("27280", "nonunion", EXPERIMENTAL),
])
def test_other_fusions_of_the_sacroiliac_joint(code: str, reason: str, expected: Outcome, outcome: Decide) -> None:
    head = "approach: [posterior]" + (f"\n    plan: {{si_open_reason: {reason}}}" if reason else "")
    text = request(stage(f'{{code: "{code}", levels: SI-left, side: left}}', head=head), {}, JOINT, symptoms="")
    assert outcome(text, f"1:{code}") is expected


# -- the edition of 2016 --------------------------------------------------------------------------------------------

THEN = "request: {day: 2017-06-01}\n"
OLD_CARE = "treatments:\n  - {modality: home_exercise, weeks_stated: 6, treatment_region: lumbar}\n"
OLD_SIGNS = "exams:\n  - {exam_test: reflex, exam_root: S1, exam_side: left, exam_result: reduced}\n"
OLD_LEG = LEG + "  - {symptom: numbness, symptom_root: L5, symptom_side: left}\n"
PRESSED: Facts = {"central_stenosis": "mild", "report_complete": "yes", "root_compression": "{left: compression}"}
NORMAL_SIGNS = "exams:\n" + "".join(f"  - {{exam_test: {test}, exam_root: L5, exam_side: left, exam_result: normal}}\n"
                                    for test in ("motor", "sensation", "reflex"))


@pytest.mark.parametrize(("facts", "symptoms", "care", "more", "expected"), [
    (PRESSED, OLD_LEG, OLD_CARE, OLD_SIGNS, MEETS),
    ({**STENOSIS, "central_stenosis": "severe"}, OLD_LEG, OLD_CARE, OLD_SIGNS, NOT_MET),
    ({**PRESSED, "root_compression": "{left: contact}"}, OLD_LEG, OLD_CARE, OLD_SIGNS, OPEN),
    (PRESSED, LEG, OLD_CARE, OLD_SIGNS, OPEN), (PRESSED, OLD_LEG, OLD_CARE, "", OPEN),
    (PRESSED, OLD_LEG, OLD_CARE, NORMAL_SIGNS, NOT_MET),
    (PRESSED, OLD_LEG, OLD_CARE, 'exams:\n  - {exam_test: motor, exam_root: L5, mrc: "4+"}\n', MEETS),
    (PRESSED, OLD_LEG, OLD_CARE, 'exams:\n  - {exam_test: motor, exam_root: L5, mrc: "5"}\n', OPEN),
    (PRESSED, OLD_LEG, OLD_CARE.replace("6,", "5.9,"), OLD_SIGNS, NOT_MET),
    (PRESSED, OLD_LEG, OLD_CARE.replace("6,", "6.1,"), OLD_SIGNS, MEETS),
    (PRESSED, OLD_LEG, NO_CARE, OLD_SIGNS, NOT_MET),
    # compression of the cord waives care in the neck only
    ({**PRESSED, "cord_compression": "compression"}, OLD_LEG, NO_CARE, OLD_SIGNS, NOT_MET),
])
def test_decompression_in_2016(
    facts: Facts, symptoms: str, care: str, more: str, expected: Outcome, outcome: Decide,
) -> None:
    patient = {"other_pain_sources_addressed": "yes", "symptoms_persist_despite_care": "yes"}
    text = THEN + request(DECOMPRESSION, {"L4-L5": facts}, patient, symptoms=symptoms, care=care, more=more)
    assert outcome(text, "1:63047") is expected


@pytest.mark.parametrize(("degrees", "maturity", "expected"), [
    ("39.9", "immature", NOT_MET), ("40", "immature", NOT_MET), ("40.1", "immature", MEETS),
    ("49.9", "mature", NOT_MET), ("50", "mature", NOT_MET), ("50.1", "mature", MEETS),
])
def test_scoliosis_in_2016(degrees: str, maturity: str, expected: Outcome, outcome: Decide) -> None:
    patient = {"skeletal_maturity": maturity, "deformity_functional_limitation": "yes"}
    text = THEN + request(stage('{code: "22802", levels: L1-L2}'), {}, patient, care="", symptoms="",
                          more=CURVE.format(degrees=degrees))
    assert outcome(text, "1:22802") is expected


@pytest.mark.parametrize("code", ["22612", "22551", "63081", "63050", "22853", "20939", "27279", "20974"])
def test_what_is_not_known_of_2016_has_no_policy(code: str, outcome: Decide) -> None:
    text = THEN + request(stage(f'{{code: "{code}", levels: L4-L5}}'), {"L4-L5": STENOSIS})
    assert outcome(text, f"1:{code}") is NO_POLICY
