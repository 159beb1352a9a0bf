"""Complete lumbar requests: a herniated disc, a narrow canal, a slip that is fused."""

from logic.learn.generator.anatomy import disc_code, foramen_root, recess_root, slip_code, stenosis_code
from logic.learn.generator.draft import Draft, listed
from logic.learn.generator.record import care, claudicates, person, radicular

GRADES = ("moderate", "moderate_severe", "severe", "severe")


def scanned(draft: Draft) -> None:
    """An MRI that goes through every compartment of the treated levels."""
    draft.document("mri", "mri_report", "radiologist", draft.scan)
    for level in draft.levels:
        draft.finding(level, "report_complete", value=True)


def disc(draft: Draft) -> None:
    """A herniated disc that presses on one root, to be removed from behind."""
    level = draft.dice.choice(("L4-L5", "L5-S1", "L5-S1", "L3-L4"))
    draft.levels, draft.side = (level,), draft.dice.choice(("left", "right"))
    person(draft, 24, 55)
    scanned(draft)
    lateral = draft.dice.chance(0.2)
    root = foramen_root(level) if lateral else recess_root(level)
    draft.finding(level, "disc_herniation", draft.dice.choice(("protrusion", "extrusion", "sequestration")))
    draft.finding(level, "disc_herniation_location", "foraminal" if lateral else "paracentral")
    draft.finding(level, "disc_herniation_side", draft.side)
    draft.finding(level, "foraminal_stenosis" if lateral else "lateral_recess_stenosis",
                  draft.dice.choice(GRADES), side=draft.side)
    draft.finding(level, "root_compression", draft.dice.choice(("compression", "impingement")), side=draft.side)
    draft.finding(level, "root_named", root, side=draft.side)
    draft.patient("neurogenic_claudication", value=False)
    radicular(draft, root)
    draft.complaint = f"pain down the {draft.side} leg along the {root} root"
    draft.diagnose(disc_code(level))
    care(draft)
    draft.stage("posterior")
    draft.focus = draft.line("disc_removal", draft.levels, side=draft.side, units=1)
    draft.plan = f"removal of the disc at {level} on the {draft.side}"


def stenosis(draft: Draft) -> None:
    """A narrow canal with claudication, to be opened at one level or more."""
    runs = {1: (("L4-L5",), ("L3-L4",), ("L4-L5",)), 2: (("L3-L4", "L4-L5"), ("L4-L5",)),
            3: (("L2-L3", "L3-L4", "L4-L5"), ("L3-L4", "L4-L5"))}
    draft.levels = draft.dice.choice(runs[draft.difficulty])
    person(draft, 58, 83)
    narrowed(draft)
    claudicates(draft)
    draft.diagnose(stenosis_code(draft.levels[-1], claudication=True))
    care(draft)
    draft.stage("posterior")
    draft.focus = draft.line("laminectomy", draft.levels[-1:], units=1)
    if len(draft.levels) > 1:
        draft.line("further_laminectomy", draft.levels[:-1], units=len(draft.levels) - 1)
    draft.plan = f"laminectomy at {listed(draft.levels)}"


def narrowed(draft: Draft) -> None:
    """An MRI that grades the canal of every treated level."""
    scanned(draft)
    for level in draft.levels:
        draft.finding(level, "central_stenosis", draft.dice.choice(GRADES))
        draft.finding(level, "facet_hypertrophy", value=True, side="bilateral")
        draft.finding(level, "ligament_hypertrophy", value=True)
        draft.finding(level, "stenosis_causes", ["facet", "ligament"])


def slip(draft: Draft) -> None:
    """A slip with a narrow canal, to be opened and fused at one level or two."""
    level = draft.dice.choice(("L4-L5", "L4-L5", "L3-L4"))
    pair = {"L4-L5": ("L3-L4", "L4-L5"), "L3-L4": ("L3-L4", "L4-L5")}
    draft.levels = pair[level] if draft.difficulty == 3 and draft.dice.chance(0.7) else (level,)  # noqa: PLR2004
    person(draft, 50, 78, fusion=True)
    narrowed(draft)
    claudicates(draft)
    for one in draft.levels:
        slipped(draft, one)
    draft.diagnose(slip_code(level), stenosis_code(level, claudication=True))
    care(draft)
    if draft.dice.chance(0.3):
        posterolateral(draft)
    else:
        interbody(draft)


def slipped(draft: Draft, level: str) -> None:
    """A forward slip of grade I, measured lying and in motion."""
    films = draft.document("films", "flexion_extension_report", "radiologist", draft.scan)
    moves = draft.dice.chance(0.6)
    draft.finding(level, "spondylolisthesis", value=True)
    draft.finding(level, "slip_grade", "I")
    draft.finding(level, "slip_mm", draft.dice.between(3, 8))
    draft.finding(level, "slip_direction", "antero")
    draft.finding(level, "slip_type", "degenerative")
    draft.finding(level, "slip_record_consistent", value=True)
    millimetres = draft.dice.between(4, 6) if moves else draft.dice.between(1, 2)
    draft.finding(level, "dynamic_translation_mm", millimetres, films)
    draft.finding(level, "dynamic_angulation_deg", draft.dice.between(3, 9), films)
    draft.finding(level, "dynamic_report_says", "unstable" if moves else "stable", films)
    draft.finding(level, "dynamic_motion_called_abnormal", moves, films)
    if moves:
        draft.finding(level, "instability_causes", ["degenerative"], "note")


def interbody(draft: Draft) -> None:
    """Combined interbody and posterolateral fusion from behind, with cages, screws and bone."""
    first, rest = draft.levels[-1:], draft.levels[:-1]
    draft.stage("posterior")
    draft.planned("techniques", ["combined"])
    draft.focus = draft.line("combined_fusion", first, units=1)
    if rest:
        draft.line("further_combined_fusion", rest, units=len(rest))
    draft.line("cage_level_decompression", first, units=1)
    if rest:
        draft.line("further_cage_level_decompression", rest, units=len(rest))
    screws(draft)
    draft.line("cage", draft.levels, units=len(draft.levels))
    for level in draft.levels:
        draft.finding(level, "cage_planned", value=True, source="plan")
    grafted(draft)
    draft.plan = f"decompression and fusion with cages and screws at {listed(draft.levels)}"


def posterolateral(draft: Draft) -> None:
    """Posterolateral fusion with laminectomy, screws and bone; no work in the disc."""
    first, rest = draft.levels[-1:], draft.levels[:-1]
    draft.stage("posterior")
    draft.planned("techniques", ["posterolateral", "laminectomy"])
    draft.focus = draft.line("posterolateral_fusion", first, units=1)
    if rest:
        draft.line("further_posterolateral_fusion", rest, units=len(rest))
    draft.line("laminectomy", first, units=1)
    if rest:
        draft.line("further_laminectomy", rest, units=len(rest))
    screws(draft)
    grafted(draft)
    draft.plan = f"laminectomy and posterolateral fusion with screws at {listed(draft.levels)}"


def screws(draft: Draft) -> None:
    """Pedicle screws that span the levels."""
    draft.planned("anchors", ["pedicle_screw"])
    draft.planned("posterior_upper_vertebra", draft.levels[0].split("-")[0])
    draft.planned("posterior_lower_vertebra", draft.levels[-1].split("-")[1])
    draft.line("long_screws" if len(draft.levels) > 1 else "short_screws", draft.levels)


def grafted(draft: Draft) -> None:
    """Local bone and donor chips."""
    draft.planned("graft_materials", ["local_autograft", "allograft_chips"])
    draft.planned("graft_is_bone_or_dbm", value=True)
    draft.line("local_bone")
    draft.line("donor_chips")


def anterior(draft: Draft) -> None:
    """A slip through the pars at the lowest level that narrows the foramina, to be fused from the front."""
    level = "L5-S1"
    draft.levels, draft.side = (level,), draft.dice.choice(("left", "right"))
    person(draft, 30, 58, fusion=True)
    scanned(draft)
    root = foramen_root(level)
    draft.finding(level, "foraminal_stenosis", draft.dice.choice(GRADES), side=draft.side)
    draft.finding(level, "root_compression", "compression", side=draft.side)
    draft.finding(level, "root_named", root, side=draft.side)
    draft.finding(level, "pars_defect", "defect", side="bilateral")
    draft.finding(level, "disc_herniation", "bulge")
    draft.finding(level, "stenosis_causes", ["disc", "listhesis"])
    slipped(draft, level)
    draft.finding(level, "slip_type", "isthmic")
    draft.drop(level, "instability_causes")
    draft.patient("neurogenic_claudication", value=False)
    radicular(draft, root)
    draft.complaint = f"back pain and pain down the {draft.side} leg along the {root} root"
    draft.diagnose(slip_code(level), disc_code(level))
    care(draft)
    draft.stage("anterior")
    draft.planned("techniques", ["anterior_interbody"])
    draft.planned("graft_materials", ["allograft_chips"])
    draft.planned("graft_is_bone_or_dbm", value=True)
    draft.focus = draft.line("anterior_fusion", draft.levels, units=1)
    draft.line("cage", draft.levels, units=1)
    draft.line("donor_chips")
    draft.finding(level, "cage_planned", value=True, source="plan")
    draft.finding(level, "disc_excision_necessary", value=True, source="plan")
    draft.plan = f"fusion from the front with a cage at {level}"
