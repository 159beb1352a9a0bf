"""The parts of a record that most requests share: care, symptoms, examination, and what is asked of the patient."""

from datetime import timedelta

from logic.learn.generator.anatomy import MUSCLES, REFLEXES
from logic.learn.generator.draft import Draft

DRUGS = ("nsaid", "gabapentinoid", "acetaminophen")
RETIRED = 67
"""The age from which work is no activity that is told as limited."""


def therapy(draft: Draft, weeks: int, *, days_ago: int | None = None, **more: object) -> None:
    """A course of physical therapy of so many weeks that ended so many days before the visit."""
    ended = draft.visit - timedelta(days=days_ago if days_ago is not None else draft.dice.between(7, 45))
    source = draft.document("therapy", "therapy_notes", "therapist", ended + timedelta(days=2))
    draft.row("treatments", source, **{
        "modality": "physical_therapy", "treatment_region": draft.region,
        "start": ended - timedelta(days=weeks * 7 - 1), "end": ended, "visits": weeks * 2, "in_person": True,
        "active_program": True, "response": draft.dice.choice(("none", "none", "partial", "temporary")), **more})


def care(draft: Draft, weeks: int | None = None, *, injections: bool = True) -> None:
    """Complete conservative care: therapy, a drug against inflammation, education, sometimes more."""
    long = draft.dice.choice((7, 8, 9, 10, 13, 14)) if weeks is None else weeks
    therapy(draft, long)
    since = long + draft.dice.between(10, 44)
    draft.patient("symptom_duration_weeks", since)
    began = draft.visit - timedelta(days=since * 7 - draft.dice.between(7, 25))
    for drug in ("nsaid", *((draft.dice.choice(DRUGS[1:]),) if draft.dice.chance(0.5) else ())):
        draft.row("treatments", modality=drug, treatment_region=draft.region, start=began, end=draft.visit,
                  response="partial")
    draft.row("treatments", modality="education", start=began, response="none")
    if injections and draft.dice.chance(0.4):
        injection(draft)


def injection(draft: Draft) -> None:
    """An epidural injection at a treated level, after the MRI."""
    given = draft.scan + timedelta(days=draft.dice.between(10, 20))
    source = draft.document("injection", "injection_note", "pain_physician", given)
    kind = "esi_interlaminar" if draft.stated("neurogenic_claudication") else "esi_transforaminal"
    draft.row("injections", source, injection_type=kind, injection_levels=[draft.levels[-1]], injection_date=given,
              guidance="fluoroscopy", relief_percent=draft.dice.choice((30, 40, 50)),
              relief_weeks=draft.dice.between(1, 3))


def radicular(draft: Draft, root: str, *, weakness: str | None = None) -> None:
    """Pain and numbness of a root on the side, with the signs of that root on examination."""
    for symptom in ("radicular_pain", "numbness"):
        draft.row("symptoms", symptom=symptom, symptom_root=root, symptom_side=draft.side,
                  symptom_region=draft.region)
    grade = weakness or draft.dice.choice(("4", "4+", "5"))
    seen = {"exam_root": root, "exam_side": draft.side, "exam_date": draft.visit, "examiner": "surgeon"}
    draft.row("exams", exam_test="motor", exam_muscle=MUSCLES[root], mrc=grade, **seen)
    if root in REFLEXES:
        draft.row("exams", exam_test="reflex", exam_result=draft.dice.choice(("reduced", "absent")), **seen)
    tension = "spurling" if draft.region == "cervical" else (
        "femoral_stretch" if root in {"L2", "L3", "L4"} else "straight_leg_raise")
    draft.row("exams", exam_test=tension, exam_side=draft.side, exam_result="positive", exam_date=draft.visit,
              examiner="surgeon")


def claudicates(draft: Draft) -> None:
    """Ache of both legs on walking and standing, relieved by sitting."""
    draft.patient("neurogenic_claudication", value=True)
    draft.patient("walking_distance_m", draft.dice.choice((50, 100, 150, 200, 300)))
    draft.patient("relief_by_flexion", value=True)
    draft.complaint = "legs that ache on walking and are better on sitting"


def person(draft: Draft, youngest: int, oldest: int, *, fusion: bool = False) -> None:
    """Age, function, mood, other sources of pain, and nicotine before a fusion."""
    draft.age = draft.dice.between(youngest, oldest)
    draft.patient("age_years", draft.age)
    draft.patient("other_pain_sources_addressed", value=True)
    draft.patient("adl_limited", value=True)
    named = ("dressing", "driving", "work", "sleep") if draft.region == "cervical" else (
        "walking", "standing", "housework", "work")
    known = [activity for activity in named if activity != "work" or draft.age < RETIRED]
    draft.patient("adl_limitations", list(draft.dice.some(known, 2)))
    draft.patient("mental_health", draft.dice.choice(("none", "none", "in_treatment")))
    draft.patient("symptoms_unremitting", value=True)
    draft.patient("pain_limits_function_daily", value=True)
    state = draft.dice.choice(("TX", "GA", "TN", "VA", "OH", None))
    if state:
        draft.data["request"]["state"] = state
    if fusion:
        draft.patient("nicotine_status", draft.dice.choice(("never", "never", "former_over_1_year")))
        draft.patient("diabetes", "none")
