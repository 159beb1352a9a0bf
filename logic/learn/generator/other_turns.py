"""Turns of the ground for fusion, of what comes before it, and of the rest of the note."""

from datetime import timedelta

from logic.learn.generator.draft import Draft, Turn

def no_slip(draft: Draft) -> None:
    """No slip and no motion: narrowing alone."""
    for level in draft.levels:
        draft.drop(level, "slip_mm", "slip_direction", "slip_type", "slip_record_consistent", "instability_causes",
                   "pars_defect")
        draft.finding(level, "spondylolisthesis", value=False)
        draft.finding(level, "slip_grade", "none")
        stable(draft)
        behind = draft.last["approach"] == ["posterior"]
        draft.finding(level, "facet_removal_percent", 25 if behind else 0, "note", side="bilateral")
    _no_slip_code(draft)
    draft.data["surgeries"] = "none"


def _no_slip_code(draft: Draft) -> None:
    for level in draft.levels:
        causes = draft.data["levels"][level].get("stenosis_causes")
        if causes:
            causes["value"] = [cause for cause in causes["value"] if cause != "listhesis"]
    codes = [one["code"] for one in draft.data["diagnoses"] if not one["code"].startswith("M43.1")]
    draft.data["diagnoses"] = []
    draft.diagnose(*codes)


def stable(draft: Draft) -> None:
    """The films show no more than the usual motion."""
    for level in draft.levels:
        draft.finding(level, "dynamic_report_says", "stable", "films")
        draft.finding(level, "dynamic_motion_called_abnormal", value=False, source="films")
        draft.finding(level, "dynamic_translation_mm", draft.dice.choice((1, 2, 3, 3.9)), "films")


def no_films(draft: Draft) -> None:
    """No films in motion, and no slip that would do without them."""
    for level in draft.levels:
        draft.drop(level, "spondylolisthesis", "slip_grade", "slip_mm", "slip_direction", "slip_type",
                   "instability_causes", "slip_record_consistent", "dynamic_report_says",
                   "dynamic_motion_called_abnormal", "dynamic_translation_mm", "dynamic_angulation_deg", "pars_defect")
        draft.finding(level, "slip_grade", "none")
    draft.data["documents"].pop("films", None)
    _no_slip_code(draft)


def smokes(draft: Draft) -> None:
    """Nicotine until lately, with or without proof that it stopped."""
    draft.patient("nicotine_status", "former_under_1_year")
    draft.patient("nicotine_free_weeks", draft.dice.choice((5, 6, 8)))
    if draft.dice.chance(0.5):
        taken = draft.day - timedelta(days=5)
        source = draft.document("lab", "lab_report", "laboratory", taken)
        draft.patient("cotinine_urine_ng_ml", draft.dice.choice((4, 10, 11, 40)), source)
        draft.patient("nicotine_test_date", taken.isoformat(), source)


def diabetic(draft: Draft) -> None:
    """Diabetes, with a value near the limit or none."""
    draft.patient("diabetes", "type_2")
    if draft.dice.chance(0.6):
        taken = draft.day - timedelta(days=30)
        source = draft.document("lab_sugar", "lab_report", "laboratory", taken)
        draft.patient("hba1c_percent", draft.dice.choice((6.8, 7.9, 8, 8.6)), source)
        draft.patient("hba1c_date", taken.isoformat(), source)


def thinned(draft: Draft) -> None:
    """One of the things that a note often leaves out."""
    name = draft.dice.choice(("other_pain_sources_addressed", "adl_limitations", "mental_health", "adl_limited",
                              "nicotine_status"))
    draft.data["patient"].pop(name, None)


def not_in_chart(draft: Draft) -> None:
    """Somebody looked for it in the chart and did not find it."""
    names = [name for name in ("other_pain_sources_addressed", "mental_health", "nicotine_status", "adl_limitations")
             if name in draft.data["patient"]]
    if names:
        draft.data["patient"][draft.dice.choice(names)] = {"status": "not_in_chart"}


def symptoms_unclear(draft: Draft) -> None:
    """Leg or arm symptoms of which nobody names root and side."""
    for row in draft.rows("symptoms"):
        row.update({"symptom_root": "not_stated"})
        row.pop("symptom_side", None)
        row.pop("symptom_region", None)
    draft.data["exams"] = []
    for name in ("neurogenic_claudication", "walking_distance_m", "relief_by_flexion"):
        draft.data["patient"].pop(name, None)
    draft.complaint = "back and leg pain"
    codes = [{**one, "code": "M48.061" if one["code"] == "M48.062" else one["code"]} for one in draft.data["diagnoses"]]
    draft.data["diagnoses"] = codes


GROUND: tuple[Turn, ...] = (no_slip, no_slip, no_films, smokes, diabetic)
"""What can be otherwise in a request for fusion."""
NOTE: tuple[Turn, ...] = (thinned, not_in_chart)
"""What can be missing in any note."""
