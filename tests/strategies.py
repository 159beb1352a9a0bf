"""Generated cases: requests over two lumbar levels with any part of what the set `general` reads."""

from typing import Any

from hypothesis import strategies as st

from logic.case import Case
from logic.case_file import read_case
from logic.loading import Library
from logic.yaml_source import Source

LEVELS = ("L4-L5", "L5-S1")
CODES = ("22558", "22612", "22614", "22630", "22633", "22634", "22840", "22853", "20930", "20936", "20939", "22830", "22848",
         "22214", "27279", "63030", "63047", "63048", "63052", "BMP", "CEMENT", "62380", "95940")
GRADES = st.sampled_from(["none", "mild", "mild_moderate", "moderate", "severe", "not_graded"])
YES_NO = st.booleans()
SIDES = st.sampled_from(["left", "right", "bilateral"])


def answered(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """An answer as documented, implied or assumed, or one that is not in the chart."""
    return st.one_of(
        values,
        values.map(lambda value: {"value": value, "status": "implied", "reason": "supported by the record"}),
        values.map(lambda value: {"value": value, "status": "assumed"}),
        st.just({"status": "not_in_chart"}),
    )


def some_of(facts: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Any part of some facts."""
    return st.fixed_dictionaries({}, optional=facts)


def sided(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A fact recorded on one side or both."""
    return st.dictionaries(st.sampled_from(["left", "right"]), answered(values), min_size=1, max_size=2)


LEVEL_FACTS = {
    "report_complete": YES_NO, "central_stenosis": answered(GRADES), "lateral_recess_stenosis": sided(GRADES),
    "foraminal_stenosis": sided(GRADES),
    "root_compression": sided(st.sampled_from(["none", "contact", "impingement", "compression"])),
    "cord_compression": answered(st.sampled_from(["none", "effacement", "compression"])),
    "disc_herniation": answered(st.sampled_from(["none", "bulge", "extrusion"])),
    "slip_grade": answered(st.sampled_from(["none", "I", "II"])), "spondylolisthesis": answered(YES_NO),
    "slip_record_consistent": answered(YES_NO), "dynamic_report_says": st.sampled_from(["stable", "unstable", "not_stated"]),
    "dynamic_motion_called_abnormal": answered(YES_NO), "facet_removal_percent": sided(st.sampled_from([0, 50, 51, 100])),
    "facet_removal_reason_stated": answered(YES_NO), "fracture_unstable": answered(YES_NO),
    "spinal_infection": answered(YES_NO), "pseudarthrosis": answered(YES_NO),
    "symptom_source": st.sampled_from(["this_level", "another_source"]),
}
PATIENT_FACTS = {
    "neurogenic_claudication": answered(YES_NO), "myelopathy": answered(YES_NO), "cauda_equina_syndrome": answered(YES_NO),
    "symptom_duration_weeks": answered(st.sampled_from([5, 6, 40])), "symptoms_persist_despite_care": answered(YES_NO),
    "symptoms_unremitting": answered(YES_NO), "other_pain_sources_addressed": answered(YES_NO),
    "poor_bone_quality": answered(YES_NO), "kyphosis_measured_abnormal": answered(YES_NO),
    "cyst_unicameral": answered(YES_NO), "si_positive_tests": sided(st.integers(0, 5)),
    "si_injection_relief_percent": sided(st.sampled_from([0, 49, 50, 90])), "si_conservative_care_failed": sided(YES_NO),
}
SYMPTOMS = st.lists(st.fixed_dictionaries({"symptom": st.sampled_from(["radicular_pain", "numbness", "axial_pain"])}, optional={
    "symptom_root": st.sampled_from(["L2", "L4", "L5", "S1", "not_stated"]), "symptom_side": SIDES,
    "symptom_region": st.sampled_from(["lumbar", "cervical"])}), max_size=2)
TREATMENTS = st.lists(st.fixed_dictionaries({"modality": st.sampled_from(["physical_therapy", "nsaid", "home_exercise"])}, optional={
    "weeks_stated": st.sampled_from([1, 5.9, 6, 12]), "start": st.just("2025-06-01"),
    "end": st.sampled_from(["2025-07-11", "2025-07-12", "2025-09-01"]), "visits": st.sampled_from([1, 12]),
    "treatment_region": st.sampled_from(["lumbar", "cervical"]), "response": st.sampled_from(["none", "partial", "resolved"]),
    "status": st.sampled_from(["documented", "assumed"])}), max_size=3)
SURGERIES = st.one_of(st.just("none"), st.lists(st.fixed_dictionaries({}, optional={
    "procedure": st.sampled_from(["laminectomy", "discectomy"]), "surgery_levels": st.sampled_from(LEVELS)}), max_size=2))
LINES = st.lists(st.fixed_dictionaries({"code": st.sampled_from(CODES)}, optional={
    "levels": st.lists(st.sampled_from(LEVELS), min_size=1, max_size=2, unique=True), "side": SIDES, "if_used": YES_NO,
    "certified_earlier": YES_NO}), min_size=1, max_size=6)
STAGES = st.lists(st.fixed_dictionaries({"lines": LINES}, optional={
    "approach": st.sampled_from([["posterior"], ["anterior"]]), "setting": st.sampled_from(["inpatient", "outpatient"]),
    "plan": some_of({"destabilizing_decompression_planned": answered(YES_NO), "bmp_reason_recorded": answered(YES_NO),
                     "graft_materials": answered(st.just(["local_autograft"]))})}), min_size=1, max_size=2)


def case_data() -> st.SearchStrategy[dict[str, Any]]:
    """The content of a case file."""
    return st.fixed_dictionaries(
        {"case": st.just("generated"), "request": st.just({"day": "2026-01-12"}), "stages": STAGES,
         "patient": some_of(PATIENT_FACTS), "levels": st.fixed_dictionaries({}, optional=dict.fromkeys(LEVELS, some_of(LEVEL_FACTS)))},
        optional={"symptoms": st.one_of(st.just("none"), SYMPTOMS), "treatments": st.one_of(st.just("none"), TREATMENTS),
                  "surgeries": SURGERIES, "care": some_of({"more_possible": st.just(["physical_therapy"])})},
    )


def built(data: dict[str, Any], library: Library) -> Case:
    """The case that the content of a file describes."""
    return read_case(Source("generated.yaml", data, {}), library.vocabulary, library.catalogue)[0]
