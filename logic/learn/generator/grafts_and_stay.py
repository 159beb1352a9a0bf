"""Requests about what goes into a fusion, and about the stay in hospital."""

from logic.learn.generator.draft import Draft
from logic.learn.generator.lumbar import anterior, slip, stenosis
from logic.learn.generator.neck_and_pelvis import deformity, neck


def grafts(draft: Draft) -> None:
    """A fusion with a graft that has a question of its own."""
    draft.dice.choice((slip, slip, anterior, neck))(draft)
    kinds = [_plain_bone, _cells, _aspirate]
    if draft.region == "lumbar":
        kinds += [_protein, _protein]
    draft.dice.choice(kinds)(draft)
    if draft.difficulty > 1 and draft.region == "lumbar" and "marrow_aspirate" not in draft.parts():
        focus = draft.focus
        _aspirate(draft)
        draft.focus = focus


def _donor(draft: Draft) -> str:
    """The line of donor bone."""
    return f"{len(draft.data['stages'])}:{'donor_block' if 'donor_block' in draft.parts() else 'donor_chips'}"


def _materials(draft: Draft) -> list[str]:
    found: list[str] = draft.last["plan"]["graft_materials"]["value"]
    return found


def _plain_bone(draft: Draft) -> None:
    draft.planned("graft_product_name", "donor bone of a bone bank")
    draft.focus = _donor(draft)


def _cells(draft: Draft) -> None:
    """A product with living cells under the code of donor bone; whether it is plain bone is denied or not said."""
    if "donor_block" in draft.parts():
        _plain_bone(draft)
        return
    draft.planned("graft_materials", [*_materials(draft), "cellular_allograft"])
    draft.planned("graft_product_name", "a cell-based allograft")
    if draft.dice.chance(0.7):
        draft.planned("graft_is_bone_or_dbm", value=False)
    else:
        draft.last["plan"].pop("graft_is_bone_or_dbm")
    draft.focus = _donor(draft)
    draft.told.append("The donor graft is a product with living cells.")


def _aspirate(draft: Draft) -> None:
    draft.planned("graft_materials", [*_materials(draft), "bone_marrow_aspirate"])
    draft.planned("graft_harvest_site", [f"iliac_crest_{draft.side}"])
    draft.focus = draft.line("marrow_aspirate", side=draft.side)
    draft.told.append("Bone marrow is to be drawn from the iliac crest and added to the graft.")


def _protein(draft: Draft) -> None:
    kept = [one for one in _materials(draft) if one != "allograft_chips"]
    draft.last["lines"] = [line for line in draft.last["lines"] if line["code"] != "donor_chips"]
    draft.last["plan"].pop("graft_is_bone_or_dbm", None)
    draft.planned("graft_materials", [*kept, "rhbmp2"])
    draft.planned("bmp_levels", list(draft.levels))
    draft.focus = draft.line("BMP")
    draft.told.append("Growth protein is to take the place of donor bone.")
    reason = draft.dice.choice((True, True, False, None))
    if reason is not None:
        draft.planned("bmp_reason_recorded", reason)
        if reason:
            draft.told.append("The plan says why: a former smoker in whom bone may not heal.")
            draft.patient("nicotine_status", "former_over_1_year")


def stay(draft: Draft) -> None:
    """An operation for which inpatient days are requested, with or without a ground of their own."""
    bases = {1: (slip, slip, stenosis), 2: (slip, neck, stenosis), 3: (slip, deformity)}
    base = draft.dice.choice(bases[draft.difficulty])
    base(draft)
    for stage in draft.data["stages"]:
        days = stage.get("inpatient_days") or draft.dice.between(1, 3)
        stage.update({"setting": "inpatient", "inpatient_days": days})
    draft.focus = f"{len(draft.data['stages'])}:inpatient"
    draft.data["surgeries"] = "none"
    _expected(draft)
    if base is slip and draft.dice.chance(0.4):
        _facet(draft)


_SHORT = 2
"""Levels up to which a stay is short."""
_OLDER = 55
"""The age from which heart, lung and kidney are given as reasons."""
_AS_TOLD = {"sleep_apnea_cpap": "sleep apnoea", "coronary": "coronary disease", "heart_failure": "heart failure",
            "copd": "chronic lung disease", "chronic_kidney_disease": "kidney disease"}


def _expected(draft: Draft) -> None:
    """What the record says of the expected midnights and of the reason."""
    long = len(draft.levels) > _SHORT
    nights = draft.dice.choice((3, 4, 5, None) if long else (1, 1, 2, 2, 3, None))
    reason = draft.dice.choice((True, True, False, None))
    if nights is not None:
        draft.patient("expected_midnights", nights)
        draft.last["inpatient_days"] = nights
        draft.told.append(f"The surgeon expects {nights} midnight{'s' if nights > 1 else ''} in hospital.")
    if reason is not None:
        draft.patient("inpatient_risk_reason_stated", reason)
    if reason:
        ill = draft.dice.some(tuple(_AS_TOLD), 2) if draft.age >= _OLDER else ("sleep_apnea_cpap",)
        draft.patient("comorbidities", list(ill))
        draft.told.append(f"The reason given: {' and '.join(_AS_TOLD[word] for word in ill)}.")


def _facet(draft: Draft) -> None:
    """A facet that is removed completely, or half of it, with the reason in the plan."""
    share = draft.dice.choice((50, 100))
    for level in draft.levels[-1:]:
        draft.finding(level, "facet_removal_percent", share, "plan", side=draft.side)
        draft.finding(level, "facet_removal_reason_stated", value=True, source="plan")
    much = "completely" if share == 100 else "by half"  # noqa: PLR2004 - percent
    draft.told.append(f"The {draft.side} facet joint at {draft.levels[-1]} is to be removed {much}.")


