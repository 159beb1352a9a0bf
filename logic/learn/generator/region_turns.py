"""Turns of the sacroiliac joint and of deformity."""

from logic.learn.generator.draft import Draft, Turn
from logic.learn.generator.neck_and_pelvis import blocks

_TESTS = ("si_distraction", "si_compression", "si_thigh_thrust", "si_faber", "si_gaenslen")


def few_tests(draft: Draft) -> None:
    """No more than two positive tests."""
    positive = draft.dice.some(_TESTS, draft.dice.between(1, 2))
    for test in _TESTS:
        draft.data["patient"][test] = {draft.side: {"value": test in positive, "from": "note"}}


def tests_not_told(draft: Draft) -> None:
    """The note calls the tests positive and does not say which."""
    for test in _TESTS:
        draft.data["patient"].pop(test, None)


def weak_relief(draft: Draft) -> None:
    """Relief near the limits that payers set."""
    relief = draft.dice.choice((40, 50, 60, 70))
    blocks(draft, (relief, relief))


def one_injection(draft: Draft) -> None:
    """One injection where some payers ask for two."""
    draft.data["documents"].pop("block_2", None)
    blocks(draft, (draft.dice.choice((70, 80)),))


def no_injection(draft: Draft) -> None:
    """No injection of the joint."""
    for name in ("block_1", "block_2"):
        draft.data["documents"].pop(name, None)
    draft.data.pop("injections", None)
    draft.data["patient"].pop("si_injection_relief_percent", None)
    draft.data.setdefault("care", {})["none"] = ["si_intraarticular"]


def care_helped(draft: Draft) -> None:
    """Whether the care of the joint failed is denied or not told."""
    if draft.dice.chance(0.5):
        draft.data["patient"].pop("si_conservative_care_failed", None)
    else:
        draft.data["patient"]["si_conservative_care_failed"] = {draft.side: {"value": False, "from": "note"}}
        for row in draft.rows("treatments"):
            row["response"] = "good"


def lumbar_not_excluded(draft: Draft) -> None:
    """Nobody wrote whether the lumbar spine was ruled out."""
    draft.data["patient"].pop("si_lumbar_source_excluded", None)


SI: tuple[Turn, ...] = (few_tests, few_tests, tests_not_told, weak_relief, weak_relief, one_injection, no_injection,
                        care_helped, lumbar_not_excluded)
"""What can be otherwise in a request for the sacroiliac joint."""


def no_standing_films(draft: Draft) -> None:
    """A deformity in words, without films of the whole spine."""
    draft.data.pop("curves", None)
    draft.data["documents"].pop("standing", None)
    for name in ("sagittal_malalignment_measured", "kyphosis_measured_abnormal", "sva_cm", "scoliosis_type",
                 "coronal_deformity_present", "osteotomy_within_deformity"):
        draft.data["patient"].pop(name, None)


def small_curve(draft: Draft) -> None:
    """A curve of less than ten degrees and a balanced trunk."""
    for row in draft.rows("curves"):
        row["cobb_deg"] = draft.dice.choice((6, 8, 9))
    draft.patient("coronal_deformity_present", value=False, source="standing")
    draft.patient("sagittal_malalignment_measured", value=False, source="standing")
    draft.patient("sva_cm", 2, "standing")
    for name in ("scoliosis_type", "osteotomy_within_deformity"):
        draft.data["patient"].pop(name, None)
    codes = [one["code"] for one in draft.data["diagnoses"] if not one["code"].startswith("M41")]
    draft.data["diagnoses"] = []
    draft.diagnose(*codes)
    draft.complaint = draft.complaint.removesuffix(", and a trunk that leans over")


def balance_not_told(draft: Draft) -> None:
    """The films measure the curve alone."""
    for name in ("sagittal_malalignment_measured", "kyphosis_measured_abnormal", "sva_cm"):
        draft.data["patient"].pop(name, None)


def walks_well(draft: Draft) -> None:
    """The deformity takes no function."""
    draft.patient("deformity_functional_limitation", value=False)


DEFORMITY: tuple[Turn, ...] = (no_standing_films, small_curve, small_curve, balance_not_told, walks_well)
"""What can be otherwise in a request for deformity."""
