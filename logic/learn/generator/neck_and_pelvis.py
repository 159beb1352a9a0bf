"""Complete requests for the neck, the sacroiliac joint and deformity."""

from datetime import timedelta

from logic.learn.generator.anatomy import CERVICAL, disc_code, foramen_root, myelopathy_code, stenosis_code
from logic.learn.generator.draft import Draft, listed
from logic.learn.generator.lumbar import GRADES, grafted, narrowed, scanned
from logic.learn.generator.record import care, claudicates, person, radicular, therapy


def neck(draft: Draft) -> None:
    """An anterior cervical discectomy and fusion, for a root or for the cord."""
    at = draft.dice.between(0, len(CERVICAL) - 1)
    wide = draft.difficulty > 1 and draft.dice.chance(0.3 * draft.difficulty)
    draft.region, draft.side = "cervical", draft.dice.choice(("left", "right"))
    draft.levels = tuple(CERVICAL[max(at - 1, 0):max(at, 1) + 1]) if wide else (CERVICAL[at],)
    person(draft, 36, 74, fusion=True)
    scanned(draft)
    (_cord if draft.dice.chance(0.35) else _root)(draft)
    films = draft.document("films", "flexion_extension_report", "radiologist", draft.scan)
    for level in draft.levels:
        draft.finding(level, "dynamic_report_says", "stable", films)
        draft.finding(level, "dynamic_translation_mm", 1, films)
    draft.stage("anterior")
    draft.planned("anchors", ["plate"])
    draft.focus = draft.line("neck_fusion", draft.levels[:1], units=1)
    if len(draft.levels) > 1:
        draft.line("further_neck_fusion", draft.levels[1:], units=len(draft.levels) - 1)
    draft.line("plate", draft.levels)
    draft.planned("graft_materials", ["allograft_structural"])
    draft.planned("graft_is_bone_or_dbm", value=True)
    draft.line("donor_block")
    draft.plan = f"removal of the disc and fusion with a plate at {listed(draft.levels)}"


def _root(draft: Draft) -> None:
    for level in draft.levels:
        root = foramen_root(level)
        draft.finding(level, "foraminal_stenosis", draft.dice.choice(GRADES), side=draft.side)
        draft.finding(level, "root_compression", draft.dice.choice(("compression", "impingement")), side=draft.side)
        draft.finding(level, "root_named", root, side=draft.side)
        radicular(draft, root)
        draft.diagnose(disc_code(level))
    draft.patient("myelopathy", value=False)
    roots = " and ".join(foramen_root(level) for level in draft.levels)
    draft.complaint = f"neck pain and pain down the {draft.side} arm along {roots}"
    care(draft)


_CORD_TOLD = {"hand_clumsiness": "clumsy hands", "gait_imbalance": "an unsteady walk", "falls": "falls"}


def _cord(draft: Draft) -> None:
    for level in draft.levels:
        draft.finding(level, "central_stenosis", draft.dice.choice(("severe", "severe", "moderate_severe")))
        draft.finding(level, "cord_compression", "compression")
        draft.diagnose(myelopathy_code(level))
    draft.finding(draft.levels[0], "cord_signal_change", draft.dice.chance(0.5))
    draft.patient("myelopathy", value=True)
    told = draft.dice.some(tuple(_CORD_TOLD), 2)
    draft.patient("myelopathy_symptoms", list(told))
    for test in draft.dice.some(("hoffmann", "babinski", "inverted_radial", "tandem"), 2):
        result = "abnormal" if test == "tandem" else "positive"
        draft.row("exams", exam_test=test, exam_side="bilateral", exam_result=result, exam_date=draft.visit,
                  examiner="surgeon")
    draft.complaint = " and ".join(_CORD_TOLD[symptom] for symptom in told)
    if draft.dice.chance(0.5):
        care(draft, injections=False)
    else:
        draft.data.setdefault("care", {})["none"] = ["physical_therapy", "aquatic_therapy"]
        draft.patient("symptom_duration_weeks", draft.dice.between(15, 30))


def si_joint(draft: Draft) -> None:
    """Fusion of a sacroiliac joint, minimally invasive and transfixing."""
    draft.region, draft.side = "sacroiliac", draft.dice.choice(("left", "right"))
    joint, side = f"SI-{draft.side}", draft.side
    draft.levels = (joint,)
    person(draft, 32, 68, fusion=True)
    films = draft.document("ct", "ct_report", "radiologist", draft.scan)
    months = draft.dice.between(9, 30)
    draft.complaint = f"pain over the {side} sacroiliac joint, for {months} months now"
    facts: dict[str, object] = {
        "si_pain_duration_months": months, "si_pain_nrs": draft.dice.between(5, 9),
        "si_pain_location": "below_l5_over_joint", "si_fortin": True, "si_conservative_care_failed": True,
    }
    tests = ("si_distraction", "si_compression", "si_thigh_thrust", "si_faber", "si_gaenslen")
    positive = draft.dice.some(tests, draft.dice.between(3, 5))
    for name, value in {**facts, **{test: test in positive for test in tests}}.items():
        _sided(draft, name, value)
    _sided(draft, "si_imaging_findings", ["degeneration"], films)
    draft.patient("si_films_exclude_disease", value=True, source=films)
    draft.patient("si_lumbar_source_excluded", value=True)
    draft.diagnose("M53.3")
    relief = (75, 80, 90)
    blocks(draft, (draft.dice.choice(relief), draft.dice.choice(relief)))
    therapy(draft, draft.dice.choice((27, 30)), response="none")
    draft.row("treatments", modality="nsaid", treatment_region="sacroiliac", response="partial",
              start=draft.visit - timedelta(days=240), end=draft.visit)
    draft.stage("lateral")
    draft.planned("si_approach", "lateral")
    draft.focus = draft.line("joint_fusion", draft.levels, side=side, units=1)
    draft.plan = f"fusion of the {side} sacroiliac joint with implants through the joint"


def blocks(draft: Draft, reliefs: tuple[int, ...]) -> None:
    """Guided injections of the joint, each with its relief in percent; the best is stated as well."""
    joint = f"SI-{draft.side}"
    draft.data["injections"] = []
    for number, relief in enumerate(reliefs):
        given = draft.visit - timedelta(days=40 + 60 * number)
        source = draft.document(f"block_{number + 1}", "injection_note", "pain_physician", given)
        draft.row("injections", source, injection_type="si_intraarticular", injection_levels=[joint],
                  injection_side=draft.side, injection_date=given, guidance="fluoroscopy", injection_drug="both",
                  pre_nrs=10, post_nrs=(100 - relief) / 10, relief_percent=relief)
    _sided(draft, "si_injection_relief_percent", max(reliefs), "block_1")


def _sided(draft: Draft, name: str, value: object, source: str = "note") -> None:
    draft.data["patient"][name] = {draft.side: {"value": value, "from": source}}


SPANS = {1: (("L2-L3", "L3-L4", "L4-L5"),), 2: (("L2-L3", "L3-L4", "L4-L5", "L5-S1"),),
         3: (("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1"), ("L2-L3", "L3-L4", "L4-L5", "L5-S1"))}


def deformity(draft: Draft) -> None:
    """A degenerative curve with a narrow canal, corrected and fused over several levels, in stages when it is hard."""
    draft.levels = draft.dice.choice(SPANS[draft.difficulty])
    person(draft, 60, 76, fusion=True)
    narrowed(draft)
    claudicates(draft)
    films = draft.document("standing", "scoliosis_films_report", "radiologist", draft.scan + timedelta(days=2))
    degrees = draft.dice.between(22, 54)
    draft.row("curves", films, upper_vertebra="T12", lower_vertebra="L4", cobb_deg=degrees,
              curve_film_date=draft.scan + timedelta(days=2))
    draft.patient("coronal_deformity_present", value=True, source=films)
    bent = draft.dice.chance(0.6)
    draft.patient("sagittal_malalignment_measured", bent, films)
    draft.patient("kyphosis_measured_abnormal", value=False, source=films)
    draft.patient("sva_cm", draft.dice.between(6, 11) if bent else draft.dice.between(1, 3), films)
    draft.patient("scoliosis_type", "adult_degenerative")
    draft.patient("deformity_functional_limitation", value=True)
    draft.patient("skeletal_maturity", "mature")
    draft.diagnose("M41.86", stenosis_code("L4-L5", claudication=True))
    care(draft, draft.dice.choice((10, 14, 16)))
    to_sacrum = draft.levels[-1] == "L5-S1"
    if to_sacrum and draft.difficulty == len(SPANS):
        _front(draft)
    _back(draft, to_sacrum=to_sacrum)
    draft.complaint += ", and a trunk that leans over"


def _front(draft: Draft) -> None:
    low = draft.levels[-2:]
    draft.stage("anterior", "inpatient", inpatient_days=2)
    draft.planned("techniques", ["anterior_interbody"])
    draft.planned("graft_materials", ["allograft_chips"])
    draft.line("anterior_fusion", low[:1], units=1)
    draft.line("further_anterior_fusion", low[1:], units=1)
    draft.line("cage", low, units=2)
    draft.line("donor_chips")


def _back(draft: Draft, *, to_sacrum: bool) -> None:
    after = {"days_after_previous": 2} if draft.data["stages"] else {}
    draft.stage("posterior", "inpatient", inpatient_days=draft.dice.between(3, 5), **after)
    draft.planned("techniques", ["posterolateral"])
    draft.planned("anchors", ["pedicle_screw"])
    draft.planned("posterior_upper_vertebra", draft.levels[0].split("-")[0])
    draft.planned("posterior_lower_vertebra", draft.levels[-1].split("-")[1])
    draft.line("posterolateral_fusion", draft.levels[:1], units=1)
    draft.line("further_posterolateral_fusion", draft.levels[1:], units=len(draft.levels) - 1)
    draft.focus = draft.line("osteotomy", ("L3-L4",), units=1)
    draft.patient("osteotomy_within_deformity", value=True)
    draft.patient("expected_correction_deg", draft.dice.choice((8, 10, 12)), "plan")
    draft.line("laminectomy", ("L4-L5",), units=1)
    draft.line("long_screws", draft.levels)
    if to_sacrum:
        draft.planned("pelvic_anchor", draft.dice.choice(("iliac_screw", "s2_alar_iliac")))
        draft.focus = draft.line("pelvic_fixation") if draft.dice.chance(0.5) else draft.focus
        if draft.focus.endswith("osteotomy"):
            draft.line("pelvic_fixation")
    grafted(draft)
    staged = "in two stages, front and back, " if len(draft.data["stages"]) > 1 else ""
    end = "the pelvis" if to_sacrum else draft.levels[-1].split("-")[1]
    draft.plan = f"correction with an osteotomy and fusion {staged}from {draft.levels[0].split('-')[0]} to {end}"
