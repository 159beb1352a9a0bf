"""Whole requests and what the coding rules must find in them."""

import pytest

from logic.loading import Library
from tests.test_checks_support import answer, checked, findings

ANCHORED = "stage: {plan: {anchored_vertebrae: [%s]}}"
LUMBAR_STENOSIS = "diagnoses: [{code: M48.061, role: primary}]"


def faults(library: Library, lines: str, facts: str = "", approach: tuple[str, ...] = ("posterior",)) -> set[str]:
    """Errors and warnings of coding; discordances aside."""
    found = findings(checked(library, lines, facts, approach=approach), "error", "warning")
    return {rule for rule in found if rule.startswith("CR-")}


def test_two_level_interbody_fusion_is_clean(library: Library) -> None:
    lines = ("22633 L4-L5 x1, 22634 L5-S1 x1, 22842 L4-S1 x1, 22853 L4-S1 x2, 63052 L4-L5 x1, 63053 L5-S1 x1, "
             "20930 x1, 20936 x1")
    facts = ANCHORED % "L4, L5, S1"
    assert faults(library, lines, facts) == set()
    assert findings(checked(library, lines, facts), "info") >= {"CR-GEN-013"}
    assert answer(checked(library, lines, facts), "CR-INS-001") == "P"


def test_interbody_fusion_with_the_wrong_decompression_code(library: Library) -> None:
    lines = "22633 L5-S1 x1, 63047 L5-S1 x1, 22840 L5-S1 x1, 22853 L5-S1 x1"
    assert faults(library, lines) == {"CR-DEC-001"}


def test_anterior_code_in_a_posterior_operation(library: Library) -> None:
    lines = "22612 L5-S1 x1, 22558 L5-S1 x1, 63047 L5-S1 x1, 22840 L5-S1 x1, 22853 L5-S1 x1, 20930 x1, 20939 x1"
    assert {"CR-LF-005", "CR-GEN-006", "CR-GEN-009"} <= faults(library, lines)
    without = lines.replace("22558 L5-S1 x1, ", "")
    assert {"CR-LF-011", "CR-INS-007"} <= faults(library, without)
    assert "CR-DEC-001" in faults(library, without.replace("22612", "22633"))
    assert not {"CR-LF-011", "CR-INS-007"} & faults(library, without.replace("22612", "22633"))


def test_two_level_anterior_cervical_fusion(library: Library) -> None:
    lines = "22551 C4-C5 x1, 22552 C5-C6 x1, 22845 C4-C6 x1, 22853 C4-C6 x1, 20930 x1, 20939 x1 left"
    checks = checked(library, lines, approach=("anterior",))
    assert {"CR-INS-006", "CR-INS-009"} <= findings(checks)
    assert answer(checks, "CR-INS-002") == "P"
    two_units = checked(library, lines.replace("C4-C6 x1, 20930", "C4-C6 x2, 20930"), approach=("anterior",))
    assert answer(two_units, "CR-INS-006") == "P"


def test_anterior_fusion_with_chips_alone(library: Library) -> None:
    checks = checked(library, "22558 L5-S1 x1, 20930 x1", "diagnoses: [{code: M48.062}]", approach=("anterior",))
    assert {"CR-GRF-009", "CR-DX-002"} <= findings(checks, "warning")


def test_staged_revision_without_levels(library: Library) -> None:
    lines = ("22558 L2-L3, 22853 | 22830 x1, 63052 x1, 63053 x1, 22214 x1, 22216 x1, 22633 x1, 22634 x1, 22843 x1, "
             "27280 x1, 22848 x1")
    facts = """
        stage: {plan: {posterior_upper_vertebra: L2, posterior_lower_vertebra: S1, anchored_vertebrae: [L3, L4]}}
        diagnoses: [{code: M48.062}]
        patient: {sagittal_malalignment_measured: no}
        curves: none
        surgeries: [{procedure: fusion_posterolateral, hardware_status: broken_rod}]
    """
    found = findings(checked(library, lines, facts))
    assert {"CR-GEN-003", "CR-REV-001", "CR-DEF-006", "CR-DEF-007", "CR-INS-001", "CR-INS-005", "CR-SI-004", "CR-SI-003",
            "CR-REV-007", "CR-GEN-016"} <= found


def test_a_plan_without_codes(library: Library) -> None:
    facts = "stage: {plan: {techniques: [posterior_interbody], graft_materials: [rhbmp2, bone_marrow_aspirate]}}"
    checks = checked(library, "", facts)
    assert findings(checks, "warning") == {"CR-GEN-017"}
    assert sum(check.id == "CR-GEN-017" for check in checks) == 3


def test_four_level_posterolateral_fusion_is_clean(library: Library) -> None:
    lines = "22612 L2-L3 x1, 22614 L3-S1 x3, 22842 L2-S1 x1, 63047 L2-L3 x1, 63048 L3-S1 x3"
    facts = ANCHORED % "L2, L3, L4, L5, S1"
    assert faults(library, lines, facts) == set()
    assert answer(checked(library, lines, facts), "CR-INS-001") == "P"
    assert answer(checked(library, lines, facts), "CR-DEC-004") == "P"


def test_corpectomy_with_discectomy_codes(library: Library) -> None:
    lines = "63081 C3-C5 x1, 22551 C3-C4 x1, 22552 C4-C5 x1, 22845 C3-C5 x1, 22853 C3-C5 x2"
    assert {"CR-CX-003", "CR-CX-005"} <= findings(checked(library, lines, approach=("anterior",)), "error")


@pytest.mark.parametrize(("levels", "found"), [("L3-L4", True), ("L1-L2", False)])
def test_long_deformity_construct(library: Library, levels: str, found: bool) -> None:
    lines = f"22802 T10-S1 x1, 22843 T10-S1 x1, 22848 x1, 22207 L3-L4 x1, 22214 {levels} x1, 20930 x1"
    facts = """
        stage: {plan: {anchored_vertebrae: [T11, L2], pelvic_anchor: iliac_screw}}
        diagnoses: [{code: M48.061}]
        curves: none
    """
    checks = checked(library, lines, facts)
    assert answer(checks, "CR-DEF-002") == answer(checks, "CR-INS-001") == "P"
    assert ("CR-DEF-005" in findings(checks)) is found
    assert "CR-DEF-001" in findings(checks)
    deformed = checked(library, lines, facts.replace("M48.061", "M41.56"))
    assert answer(deformed, "CR-DEF-001") == "P"
