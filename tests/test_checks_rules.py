"""Each rule on requests in which it finds something, passes, or cannot be checked."""

import pytest

from logic.checks import CheckStatus
from logic.checks.base import CHECKS
from logic.checks.run import function_of
from logic.loading import Library
from tests.test_checks_support import answer, checked

BACK, FRONT = ("posterior",), ("anterior",)
DX = "diagnoses: [{code: %s}]"
MEDICARE = "patient: {insurance_line: medicare_ffs}"
PRIOR = "surgeries: [{procedure: %s, surgery_levels: L4-L5%s}]"

TRIED: list[tuple[str, str, str, str]] = [
    # rule, answer (F finding, P passed, O cannot be checked), lines, facts
    ("CR-GEN-001", "F", "22999", ""),
    ("CR-GEN-001", "F", "62330 L4-L5", ""),
    ("CR-GEN-001", "P", "22612 L4-L5", ""),
    ("CR-GEN-002", "F", "22851", ""),
    ("CR-GEN-002", "P", "22853", ""),
    ("CR-GEN-003", "F", "22612", ""),
    ("CR-GEN-003", "P", "22612 L4-L5, 22840", ""),
    ("CR-GEN-004", "F", "22612 L4-S1 x1", ""),
    ("CR-GEN-004", "F", "22612 L4-L5 x1, 22614 L5-S1 x2", ""),
    ("CR-GEN-004", "P", "22612 L4-L5 x1, 22614 L5-S1 x1", ""),
    ("CR-GEN-004", "P", "22633 L4-S1 x1, 22634 L4-S1 x1", ""),
    ("CR-GEN-004", "P", "63030 L4-L5 x1 left, 63030 L4-L5 x1 right", ""),
    ("CR-GEN-004", "F", "63030 L4-L5 x2 left", ""),
    ("CR-GEN-004", "F", "22853 L4-S1 x1", ""),
    ("CR-GEN-004", "O", "22612 L4-L5", ""),
    ("CR-GEN-004", "O", "22214 L4-L5 x1", ""),
    ("CR-GEN-005", "F", "22612 C5-C6", ""),
    ("CR-GEN-005", "P", "22612 T12-L1, 22600 C7-T1, 22586 L5-S1", ""),
    ("CR-GEN-005", "O", "22612", ""),
    ("CR-GEN-006", "F", "22551 C5-C6", ""),
    ("CR-GEN-006", "P", "22612 L4-L5", ""),
    ("CR-GEN-006", "O", "22612 L4-L5", "stage: {approach: []}"),
    ("CR-GEN-006", "P", "22558 L4-L5", "stage: {approach: [anterolateral_oblique]}"),
    ("CR-GEN-009", "F", "63030 L4-L5", ""),
    ("CR-GEN-009", "P", "63030 L4-L5 left", ""),
    ("CR-GEN-011", "", "22612 L4-L5, 22505", ""),
    ("CR-GEN-011", "P", "22612 L4-L5, 22840 L4-L5", ""),
    ("CR-GEN-011", "F", "22802 T4-T12, 22836 T4-T12", ""),
    ("CR-GEN-012", "F", "63056 L4-L5 left, 63090 L4-L5", ""),
    ("CR-GEN-012", "P", "63056 L4-L5 left, 63090 L2-L3", ""),
    ("CR-GEN-012", "O", "63056 left, 63090 L4-L5", ""),
    ("CR-GEN-012", "", "22633 L4-L5, 63047 L4-L5", ""),
    ("CR-GEN-013", "F", "20936", ""),
    ("CR-GEN-013", "", "20931", ""),
    ("CR-GEN-015", "F", "22614 L4-L5, 22614 L4-L5", ""),
    ("CR-GEN-015", "F", "22614, 22614 L4-L5", ""),
    ("CR-GEN-015", "P", "22614 L4-L5, 22614 L5-S1", ""),
    ("CR-GEN-015", "P", "63030 L4-L5 left, 63030 L4-L5 right", ""),
    ("CR-GEN-016", "F", "22558 L4-L5 | 22840 L4-L5", ""),
    ("CR-GEN-016", "", "22558 L4-L5, 22840 L4-L5", ""),
    ("CR-GEN-017", "F", "22612 L4-L5", "stage: {plan: {graft_materials: [bone_marrow_aspirate]}}"),
    ("CR-GEN-017", "P", "22612 L4-L5, 20939", "stage: {plan: {graft_materials: [bone_marrow_aspirate]}}"),
    ("CR-GEN-017", "F", "22633 L4-S1, 22853 L4-L5", "levels: {L5-S1: {cage_planned: yes}, L4-L5: {cage_planned: yes}}"),
    ("CR-GEN-017", "P", "22633 L4-S1, 22853 L4-L5", "levels: {L4-L5: {cage_planned: yes}}"),
    ("CR-GEN-017", "F", "22633 L4-L5, 22853 L4-L5", "levels: {L4-L5: {cage_planned: no}}"),
    ("CR-GEN-017", "O", "22612 L4-L5", ""),
    ("CR-ADD-001", "F", "22614 L4-L5", ""),
    ("CR-ADD-001", "P", "22614 L4-L5 earlier", ""),
    ("CR-ADD-001", "P", "22612 L3-L4, 22614 L4-L5", ""),
    ("CR-ADD-001", "F", "22612 L4-L5 | 22840 L4-L5", ""),
    ("CR-ADD-003", "F", "22551 C4-C5, 22585 C5-C6", ""),
    ("CR-ADD-003", "F", "22612 L4-L5, 22634 L5-S1", ""),
    ("CR-ADD-003", "P", "22612 L4-L5, 22632 L5-S1", ""),
    ("CR-ADD-004", "F", "22612 L4-S1 x2", ""),
    ("CR-ADD-004", "P", "22612 L4-L5 x1", ""),
    ("CR-ADD-004", "F", "22612 L4-L5, 22612 L5-S1", ""),
    ("CR-ADD-004", "P", "22612 L2-L3, 22612 L5-S1", ""),
    ("CR-ADD-004", "P", "63030 L4-L5 left, 63030 L4-L5 right", ""),
    ("CR-ADD-004", "O", "22612, 22612 L5-S1", ""),
    ("CR-ADD-005", "F", "22612 L4-S1", ""),
    ("CR-ADD-005", "P", "22612 L4-L5, 22614 L5-S1", ""),
    ("CR-ADD-005", "O", "22612", ""),
    ("CR-LF-001", "F", "22612 L4-L5, 22630 L4-L5", ""),
    ("CR-LF-001", "F", "22614 L4-L5, 22632 L4-L5", ""),
    ("CR-LF-001", "P", "22612 L4-L5, 22632 L5-S1", ""),
    ("CR-LF-001", "O", "22612 L4-L5, 22630", ""),
    ("CR-LF-002", "F", "22633 L4-L5, 22614 L4-L5", ""),
    ("CR-LF-002", "P", "22633 L4-L5, 22614 L5-S1", ""),
    ("CR-LF-003", "F", "22633 L4-L5, 22634 L5-S1", "stage: {plan: {techniques: [posterolateral]}}"),
    ("CR-LF-003", "P", "22633 L4-L5, 22634 L5-S1", "stage: {plan: {techniques: [combined]}}"),
    ("CR-LF-003", "O", "22633 L4-L5, 22634 L5-S1", "stage: {plan: {techniques: [combined, posterolateral]}}"),
    ("CR-LF-003", "O", "22633 L4-L5, 22634 L5-S1", ""),
    ("CR-LF-004", "F", "22612 L4-L5, 22633 L5-S1", ""),
    ("CR-LF-004", "F", "22612 L2-L3, 22614 L3-L4, 22633 L4-L5", ""),
    ("CR-LF-004", "P", "22612 L1-L2, 22633 L5-S1", ""),
    ("CR-LF-004", "O", "22612, 22633 L5-S1", ""),
    ("CR-LF-005", "F", "22558 L4-L5", ""),
    ("CR-LF-005", "P", "22558 L4-L5", "stage: {approach: [lateral]}"),
    ("CR-LF-005", "O", "22558 L4-L5", "stage: {approach: []}"),
    ("CR-LF-006", "F", "22558 L4-L5 | 22633 L4-L5", ""),
    ("CR-LF-006", "P", "22558 L4-L5 | 22633 L5-S1", ""),
    ("CR-LF-007", "F", "22558 L4-L5 | 22612 L4-L5", ""),
    ("CR-LF-007", "P", "22558 L4-L5 | 22612 L5-S1", ""),
    ("CR-LF-008", "F", "22533 L4-L5", "stage: {plan: {techniques: [lateral_interbody]}}"),
    ("CR-LF-008", "F", "22533 L4-L5", "stage: {plan: {technique_words: XLIF from the left}}"),
    ("CR-LF-008", "P", "22533 L4-L5", "stage: {plan: {techniques: [extracavitary]}}"),
    ("CR-LF-008", "O", "22533 L4-L5", ""),
    ("CR-LF-008", "", "22558 L4-L5", ""),
    ("CR-LF-009", "F", "22633 T11-T12", ""),
    ("CR-LF-009", "P", "22633 T12-L1", ""),
    ("CR-LF-009", "O", "22633", ""),
    ("CR-LF-010", "F", "22586 L5-S1, 22853 L5-S1", ""),
    ("CR-LF-010", "F", "22586 L4-L5", ""),
    ("CR-LF-010", "P", "22586 L5-S1", ""),
    ("CR-LF-010", "O", "22586", ""),
    ("CR-LF-011", "F", "22612 L4-L5, 22853", ""),
    ("CR-LF-011", "F", "22612 L4-L5, 22633 L5-S1, 22853 L4-S1", ""),
    ("CR-LF-011", "F", "22612 L4-L5", "levels: {L4-L5: {cage_planned: yes}}"),
    ("CR-LF-011", "P", "22612 L4-L5, 22632 L5-S1, 22853 L5-S1", ""),
    ("CR-LF-011", "O", "22612 L4-L5, 22632 L5-S1, 22853", ""),
    ("CR-LF-012", "F", "22612 L4-L5", "stage: {plan: {technique_words: bone facet dowel at L4-L5}}"),
    ("CR-LF-012", "P", "22612 L4-L5", "stage: {plan: {techniques: [posterolateral]}}"),
    ("CR-LF-012", "O", "22612 L4-L5", ""),
    ("CR-DEC-001", "F", "22633 L4-L5, 63047 L4-L5", ""),
    ("CR-DEC-001", "P", "22633 L4-L5, 63047 L3-L4", ""),
    ("CR-DEC-001", "O", "22633 L4-L5, 63047", ""),
    ("CR-DEC-002", "F", "22612 L4-L5, 63052 L4-L5", ""),
    ("CR-DEC-002", "F", "22633 L4-L5, 63053 L4-L5", ""),
    ("CR-DEC-002", "F", "22633 L4-L5, 63052 L3-L4", ""),
    ("CR-DEC-002", "F", "22633 L4-L5, 63052 L4-L5, 63053 L4-L5 x1", ""),
    ("CR-DEC-002", "P", "22633 L4-L5, 22634 L5-S1, 63052 L4-L5, 63053 L5-S1 x1", ""),
    ("CR-DEC-002", "O", "22633, 63052", ""),
    ("CR-DEC-003", "F", "22633 L4-L5, 63047 L3-L4", ""),
    ("CR-DEC-003", "P", "22633 L4-L5, 63047 L4-L5", ""),
    ("CR-DEC-003", "O", "22633 L4-L5, 63047", ""),
    ("CR-DEC-004", "P", "22612 L4-L5, 63047 L4-L5", ""),
    ("CR-DEC-005", "F", "22633 L4-L5, 63030 L4-L5 left", ""),
    ("CR-DEC-005", "P", "22633 L4-L5, 63030 L3-L4 left", ""),
    ("CR-DEC-006", "F", "63047 L4-L5, 63030 L4-L5 left", ""),
    ("CR-DEC-006", "P", "63042 L4-L5 right, 63030 L4-L5 left", ""),
    ("CR-DEC-006", "P", "63047 L4-L5, 63030 L3-L4 left", ""),
    ("CR-DEC-007", "F", "63042 L4-L5 left", "surgeries: none"),
    ("CR-DEC-007", "F", "63042 L3-L4 left", PRIOR % ("discectomy", "")),
    ("CR-DEC-007", "F", "63042 L4-L5 left", PRIOR % ("discectomy", ", surgery_side: right")),
    ("CR-DEC-007", "P", "63042 L4-L5 left", PRIOR % ("discectomy", ", surgery_side: left")),
    ("CR-DEC-007", "O", "63042 L4-L5 left", ""),
    ("CR-DEC-007", "O", "63042 L4-L5 left", "surgeries: [{procedure: discectomy}]"),
    ("CR-DEC-008", "F", "63005 L4-L5", DX % "M43.16"),
    ("CR-DEC-008", "F", "63005 L4-L5", "levels: {L4-L5: {slip_grade: I}}"),
    ("CR-DEC-008", "P", "63005 L4-L5", DX % "M48.061"),
    ("CR-DEC-008", "O", "63005 L4-L5", ""),
    ("CR-DEC-009", "F", "63047 L3-L4 x1, 63048 L4-L5 x2", ""),
    ("CR-DEC-009", "P", "63047 L3-L4 x1, 63048 L4-L5 x1", ""),
    ("CR-DEC-009", "O", "63047 L3-L4", ""),
    ("CR-DEC-010", "F", "63051 C3-C7, 22600 C3-C4", ""),
    ("CR-DEC-010", "P", "63051 C3-C7, 22600 C7-T1", ""),
    ("CR-DEC-011", "F", "63030 L4-L5 left", "stage: {plan: {techniques: [endoscopic]}}"),
    ("CR-DEC-011", "F", "62380 L4-L5 left", "stage: {plan: {techniques: [laminotomy]}}"),
    ("CR-DEC-011", "P", "62380 L4-L5 left", "stage: {plan: {techniques: [endoscopic]}}"),
    ("CR-DEC-011", "O", "62380 L4-L5 left", ""),
    ("CR-CX-001", "F", "22551 C5-C6, 63075 C5-C6", ""),
    ("CR-CX-001", "P", "22551 C5-C6, 63075 C4-C5", ""),
    ("CR-CX-002", "F", "22551 C5-C6, 22554 C5-C6", ""),
    ("CR-CX-002", "P", "22551 C5-C6, 22554 C3-C4", ""),
    ("CR-CX-003", "F", "63081 C4-C6, 22551 C5-C6", ""),
    ("CR-CX-003", "P", "63081 C4-C6, 22551 C6-C7", ""),
    ("CR-CX-004", "O", "63081 C4-C6", ""),
    ("CR-CX-005", "F", "63081 C4-C6, 22853 C4-C6", ""),
    ("CR-CX-005", "F", "22551 C5-C6, 22854 C5-C6", ""),
    ("CR-CX-005", "F", "63081 C4-C6, 22854 C4-C6 x2", ""),
    ("CR-CX-005", "P", "63081 C4-C6, 22854 C4-C6 x1, 22853 C6-C7", ""),
    ("CR-CX-005", "P", "63081 C3-C5, 63082 C6-T1, 22854 x2", ""),
    ("CR-CX-005", "O", "63081, 22853 C4-C6", ""),
    ("CR-CX-006", "F", "22856 C5-C6, 22551 C5-C6", ""),
    ("CR-CX-006", "P", "22856 C5-C6, 22551 C4-C5", ""),
    ("CR-CX-007", "F", "22856 C4-C5, 22858 C5-C7", ""),
    ("CR-CX-007", "F", "22856 C4-C5, 22858 C5-C6 x2", ""),
    ("CR-CX-007", "P", "22856 C4-C5, 22858 C5-C6 x1", ""),
    ("CR-CX-007", "O", "22856", ""),
    ("CR-CX-008", "F", "22600 C6-C7, 22610 C7-T1", ""),
    ("CR-CX-008", "P", "22600 C3-C4, 22610 T4-T5", ""),
    ("CR-INS-001", "O", "22842 L4-S1", ""),
    ("CR-INS-001", "O", "22840 L4-S1", ""),
    ("CR-INS-001", "O", "22842", ""),
    ("CR-INS-001", "F", "22842 L5-S1", ""),
    ("CR-INS-001", "F", "22842 T10-S1", ""),
    ("CR-INS-001", "P", "22840 L5-S1", ""),
    ("CR-INS-001", "P", "22840 L2-S1", "stage: {plan: {anchored_vertebrae: [L2, S1]}}"),
    ("CR-INS-001", "F", "22842 L2-S1", "stage: {plan: {anchored_vertebrae: [L2, S1]}}"),
    ("CR-INS-001", "F", "22840 L2-S1", "stage: {plan: {anchored_vertebrae: [L2, L4, S1]}}"),
    ("CR-INS-002", "O", "22845", ""),
    ("CR-INS-003", "F", "22840 L4-L5, 22842 L2-L4", ""),
    ("CR-INS-003", "F", "22840 L4-L5, 22842", ""),
    ("CR-INS-003", "P", "22840 L4-L5, 22842 T4-T7", ""),
    ("CR-INS-003", "P", "22840 L4-L5, 22845 L4-L5", ""),
    ("CR-INS-004", "F", "22612 L5-S1, 22848", "stage: {plan: {pelvic_anchor: iliac_screw}}"),
    ("CR-INS-004", "F", "22612 L4-L5, 22842 L2-S1, 22848", "stage: {plan: {pelvic_anchor: iliac_screw}}"),
    ("CR-INS-004", "F", "22612 L5-S1, 22842 L2-S1, 22848", "stage: {plan: {pelvic_anchor: none}}"),
    ("CR-INS-004", "P", "22612 L5-S1, 22842 L2-S1, 22848", "stage: {plan: {pelvic_anchor: iliac_screw}}"),
    ("CR-INS-004", "O", "22612 L5-S1, 22842 L2-S1, 22848", ""),
    ("CR-INS-005", "F", "22848, 27279 left", ""),
    ("CR-INS-005", "P", "22848 right, 27279 left", ""),
    ("CR-INS-006", "F", "22633 L4-L5, 22853 L4-L5 x2", ""),
    ("CR-INS-006", "F", "22633 L4-L5, 22853 L5-S1 x1", ""),
    ("CR-INS-006", "P", "22633 L4-L5, 22853 L4-L5 x1", ""),
    ("CR-INS-006", "O", "22633 L4-L5, 22853 x1", ""),
    ("CR-INS-006", "O", "22633 L4-L5, 22853 L4-L5", ""),
    ("CR-INS-007", "F", "22612 L4-L5, 22853 L4-L5", ""),
    ("CR-INS-007", "F", "22612 L4-L5, 22632 L5-S1, 22853 L4-L5", ""),
    ("CR-INS-007", "P", "63081 C4-C6, 22554 C4-C6, 22854 C4-C6", ""),
    ("CR-INS-007", "P", "22633 L4-L5, 22853 L4-L5", ""),
    ("CR-INS-007", "O", "22633 L4-L5, 22853", ""),
    ("CR-INS-008", "F", "22551 C5-C6, 22853 C5-C6 x1, 20931", ""),
    ("CR-INS-008", "P", "22551 C5-C6, 22552 C6-C7, 22853 C5-C6 x1, 20931", ""),
    ("CR-INS-008", "O", "22551, 22853 C5-C6, 20931", ""),
    ("CR-INS-009", "F", "22551 C5-C6, 22845 C5-C6, 22853 C5-C6", ""),
    ("CR-INS-009", "F", "22551 C5-C6, 22845 C5-C6, 22853 C5-C6", "stage: {plan: {plate_separate: no}}"),
    ("CR-INS-009", "P", "22551 C5-C6, 22845 C5-C6, 22853 C5-C6", "stage: {plan: {plate_separate: yes}}"),
    ("CR-INS-009", "P", "22551 C5-C6, 22845, 22853 C5-C6", "levels: {C5-C6: {cage_integrated_screws: no}}"),
    ("CR-INS-010", "F", "22633 L4-L5, 22859 L4-L5", ""),
    ("CR-INS-010", "P", "22633 L4-L5, 22859 L2-L3", ""),
    ("CR-INS-010", "O", "22633 L4-L5, 22859", ""),
    ("CR-INS-011", "F", "63047 L4-L5, 22840 L4-L5", ""),
    ("CR-INS-011", "P", "22612 L4-L5, 22840 L4-L5", ""),
    ("CR-INS-012", "F", "22514 L1-L2", "stage: {plan: {cement_screws_planned: yes}}"),
    ("CR-INS-012", "P", "22514 L1-L2", "stage: {plan: {cement_screws_planned: no}}"),
    ("CR-INS-012", "O", "22514 L1-L2", ""),
    ("CR-INS-013", "F", "22845 C5-C6", ""),
    ("CR-INS-013", "P", "22840 L4-L5", ""),
    ("CR-INS-013", "O", "22840 L4-L5", "stage: {approach: []}"),
    ("CR-REV-001", "F", "22830 L4-L5, 22612 L4-L5", ""),
    ("CR-REV-001", "F", "22830, 22612 L4-L5", ""),
    ("CR-REV-001", "P", "22830 L2-L3, 22612 L4-L5", ""),
    ("CR-REV-002", "F", "22830 L4-L5", "surgeries: none"),
    ("CR-REV-002", "F", "22830 L3-L4", PRIOR % ("fusion_posterolateral", "")),
    ("CR-REV-002", "P", "22830 L4-L5", PRIOR % ("fusion_posterolateral", "")),
    ("CR-REV-002", "O", "22830 L4-L5", ""),
    ("CR-REV-002", "O", "22830", PRIOR % ("fusion_posterolateral", "")),
    ("CR-REV-003", "F", "22849 L4-L5, 22852", ""),
    ("CR-REV-003", "P", "22849 L4-L5, 22852 L1-L2", ""),
    ("CR-REV-004", "F", "22842 L2-S1, 22852 L4-L5", ""),
    ("CR-REV-004", "P", "22842 L2-S1, 22852 T10-T11", ""),
    ("CR-REV-004", "P", "22842 L2-S1, 22855 L4-L5", ""),
    ("CR-REV-005", "F", "22852 L4-L5", "surgeries: none"),
    ("CR-REV-005", "F", "22855 L4-L5", PRIOR % ("fusion_posterolateral", ", instrumentation: posterior_screws")),
    ("CR-REV-005", "P", "22852 L4-L5", PRIOR % ("fusion_posterolateral", ", instrumentation: posterior_screws")),
    ("CR-REV-005", "O", "22852 L4-L5", PRIOR % ("fusion_posterolateral", "")),
    ("CR-REV-006", "F", "22849 L3-L5", PRIOR % ("fusion_posterolateral", ", instrumentation: posterior_screws")),
    ("CR-REV-006", "P", "22849 L4-L5", PRIOR % ("fusion_posterolateral", ", instrumentation: posterior_screws")),
    ("CR-REV-006", "O", "22849 L4-L5", ""),
    ("CR-REV-007", "F", "22633 L4-L5", PRIOR % ("alif", ", hardware_status: broken_screw")),
    ("CR-REV-007", "F", "22842", PRIOR % ("alif", ", hardware_status: migrated")),
    ("CR-REV-007", "P", "22842", PRIOR % ("alif", ", hardware_status: migrated, surgery_date: 2020-03-01")),
    ("CR-REV-007", "P", "22842", "surgeries: none"),
    ("CR-REV-007", "O", "22842", ""),
    ("CR-REV-008", "F", "63047 L4-L5", PRIOR % ("laminectomy", "")),
    ("CR-REV-008", "P", "63047 L2-L3", PRIOR % ("laminectomy", "")),
    ("CR-REV-008", "O", "63047 L4-L5", ""),
    ("CR-DEF-001", "F", "22800 L1-L3", "{diagnoses: [{code: M48.061}], curves: none}"),
    ("CR-DEF-001", "P", "22800 L1-L3", DX % "M41.56"),
    ("CR-DEF-001", "P", "22800 L1-L3", "curves: [{cobb_deg: 42}]"),
    ("CR-DEF-001", "O", "22800 L1-L3", DX % "M48.061"),
    ("CR-DEF-002", "O", "22800", ""),
    ("CR-DEF-003", "F", "22802 T10-S1, 22633 L4-L5", ""),
    ("CR-DEF-003", "P", "22802 T10-L4, 22633 L5-S1", ""),
    ("CR-DEF-004", "F", "22214 L3-L4", "levels: {L3-L4: {osteotomy_type: three_column}}"),
    ("CR-DEF-004", "P", "22214 L3-L4", "levels: {L3-L4: {osteotomy_type: grade_2}}"),
    ("CR-DEF-004", "O", "22214 L3-L4", ""),
    ("CR-DEF-005", "F", "22207 L3-L4, 22214 L3-L4", ""),
    ("CR-DEF-005", "P", "22207 L3-L4, 22214 L1-L2", ""),
    ("CR-DEF-006", "F", "22214 L3-L4, 63047 L3-L4", ""),
    ("CR-DEF-006", "F", "22214, 63047 L3-L4", ""),
    ("CR-DEF-006", "P", "22214 L3-L4, 63047 L5-S1", ""),
    ("CR-DEF-007", "F", "22214 L3-L4", DX % "M41.56"),
    ("CR-DEF-007", "P", "22214 L3-L4, 22612 L3-L4", DX % "M41.56"),
    ("CR-DEF-007", "O", "22214 L3-L4, 22612 L3-L4", "{diagnoses: [{code: M48.061}], curves: none}"),
    ("CR-DEF-007", "P", "22214 L3-L4, 22612 L3-L4", "patient: {sva_cm: 7}"),
    ("CR-GRF-001", "F", "22612 L4-L5, 20930 x2", ""),
    ("CR-GRF-001", "P", "22612 L4-L5, 20930 x1", ""),
    ("CR-GRF-002", "F", "63047 L4-L5, 20930", ""),
    ("CR-GRF-002", "P", "22612 L4-L5, 20930", ""),
    ("CR-GRF-003", "F", "22612 L4-L5, 20930, 20931", ""),
    ("CR-GRF-003", "P", "22612 L4-L5, 20930, 20936", ""),
    ("CR-GRF-004", "F", "20937", "stage: {plan: {graft_harvest_site: [same_incision]}}"),
    ("CR-GRF-004", "F", "20937", "stage: {plan: {graft_harvest_site: [not_stated]}}"),
    ("CR-GRF-004", "P", "20937", "stage: {plan: {graft_harvest_site: [iliac_crest_left]}}"),
    ("CR-GRF-004", "O", "20937", ""),
    ("CR-GRF-004", "", "20936", ""),
    ("CR-GRF-005", "F", "22612 L4-L5, 38220", ""),
    ("CR-GRF-005", "P", "22612 L4-L5, 20939 left", ""),
    ("CR-GRF-006", "F", "20937, 20939 left", "stage: {plan: {graft_harvest_site: [iliac_crest_left]}}"),
    ("CR-GRF-006", "P", "20937, 20939 left", "stage: {plan: {graft_harvest_site: [iliac_crest_left, vertebral_body]}}"),
    ("CR-GRF-006", "O", "20937, 20939 left", ""),
    ("CR-GRF-007", "F", "22612 L4-L5, 20902", ""),
    ("CR-GRF-008", "F", "22612 L4-L5, 20930, 20930", "stage: {plan: {graft_materials: [rhbmp2, allograft_chips]}}"),
    ("CR-GRF-008", "F", "22612 L4-L5, 20930 x2, BMP", ""),
    ("CR-GRF-008", "P", "22612 L4-L5, 20930 x1, BMP", ""),
    ("CR-GRF-008", "O", "22612 L4-L5, 20930 x2", ""),
    ("CR-GRF-009", "F", "22612 L4-L5, 20930", "stage: {plan: {graft_materials: [allograft_structural]}}"),
    ("CR-GRF-009", "F", "22612 L4-L5, 20931", "stage: {plan: {graft_materials: [dbm]}}"),
    ("CR-GRF-009", "P", "22612 L4-L5, 20930", "stage: {plan: {graft_materials: [dbm]}}"),
    ("CR-GRF-009", "O", "22612 L4-L5, 20930", ""),
    ("CR-GRF-010", "F", "27279 left, 20930", ""),
    ("CR-GRF-010", "P", "27279 left, 22612 L5-S1, 20930", ""),
    ("CR-SI-001", "F", "27278 left", "stage: {plan: {si_approach: lateral, si_cortical_piercing: yes}}"),
    ("CR-SI-001", "P", "27279 left", "stage: {plan: {si_approach: lateral, si_cortical_piercing: yes}}"),
    ("CR-SI-001", "P", "27280 left", "stage: {plan: {si_approach: open}}"),
    ("CR-SI-001", "O", "27279 left", ""),
    ("CR-SI-002", "F", "27279 left, 27280 left", ""),
    ("CR-SI-002", "P", "27279 left, 27280 right", ""),
    ("CR-SI-002", "O", "27279, 27280 right", ""),
    ("CR-SI-003", "F", "27279", ""),
    ("CR-SI-003", "P", "27279 SI-left", ""),
    ("CR-SI-003", "O", "27279 bilateral x1", ""),
    ("CR-SI-004", "F", "27280 left, 22848", ""),
    ("CR-SI-004", "P", "27280 left", ""),
    ("CR-STM-001", "F", "22612 L4-L5, E0747", ""),
    ("CR-STM-001", "F", "22612 L4-L5, 20975", ""),
    ("CR-STM-001", "F", "22612 L4-L5, 20975, E0749, E0748", ""),
    ("CR-STM-001", "P", "22612 L4-L5, 20975, E0749", ""),
    ("CR-AUG-001", "F", "22511 L1-L2, 22514 L1-L2", DX % "M80.08XA"),
    ("CR-AUG-001", "F", "22514 L1-L2", DX % "M48.061"),
    ("CR-AUG-001", "P", "22514 L1-L2", DX % "M80.08XA"),
    ("CR-AUG-001", "O", "22514 L1-L2", ""),
    ("CR-MON-001", "F", "95940", "stage: {plan: {monitoring_billed_by: operating_surgeon}}"),
    ("CR-MON-001", "P", "95940", "stage: {plan: {monitoring_billed_by: other}}"),
    ("CR-MON-001", "O", "95940", ""),
    ("CR-MON-002", "F", "95941", MEDICARE),
    ("CR-MON-002", "F", "95941, G0453", ""),
    ("CR-MON-002", "P", "95941", "patient: {insurance_line: commercial}"),
    ("CR-MON-002", "O", "95941", ""),
    ("CR-MON-003", "F", "95940", ""),
    ("CR-MON-003", "P", "95940, 95938", ""),
    ("CR-IMG-001", "F", "63047 L4-L5, 61783", ""),
    ("CR-IMG-001", "F", "22612 L4-L5, 61783 x2", ""),
    ("CR-IMG-001", "P", "22612 L4-L5, 22840, 61783 x1", ""),
    ("CR-IMG-002", "F", "22612 L4-L5, 76000", ""),
    ("CR-IMG-002", "P", "76000", ""),
    ("CR-MIC-001", "F", "22551 C5-C6, 69990", ""),
    ("CR-MIC-001", "F", "63047 L4-L5, 69990", ""),
    ("CR-MIC-001", "P", "63081 C4-C6, 69990", ""),
    ("CR-INC-001", "F", "63047 L4-L5, 63709", ""),
    ("CR-INC-001", "P", "63709", ""),
    ("CR-ISP-001", "F", "22867 L4-L5, 22612 L4-L5", ""),
    ("CR-ISP-001", "F", "22869 L4-L5, 63045 L4-L5", ""),
    ("CR-ISP-001", "P", "22867 L4-L5, 63047 L2-L3", ""),
    ("CR-SET-001", "F", "63081 C4-C6", "{patient: {insurance_line: medicare_ffs}, stage: {setting: outpatient}}"),
    ("CR-SET-001", "P", "63081 C4-C6", "{patient: {insurance_line: medicare_ffs}, stage: {setting: inpatient}}"),
    ("CR-SET-001", "P", "22612 L4-L5", "{patient: {insurance_line: medicare_ffs}, stage: {setting: outpatient}}"),
    ("CR-SET-001", "O", "22558 L4-L5", "{patient: {insurance_line: medicare_ffs}, stage: {setting: outpatient}}"),
    ("CR-SET-001", "", "63081 C4-C6", "patient: {insurance_line: commercial}"),
    ("CR-SET-002", "F", "22612 L4-L5", "{patient: {insurance_line: medicare_ffs}, stage: {setting: outpatient, "
                                        "plan: {outpatient_site: surgery_centre}}}"),
    ("CR-SET-002", "P", "22612 L4-L5", "{patient: {insurance_line: medicare_ffs}, stage: {setting: inpatient}}"),
    ("CR-SET-002", "O", "22612 L4-L5", ""),
    ("CR-SET-003", "F", "22551 C5-C6", "{patient: {insurance_line: medicare_ffs}, stage: {setting: outpatient, "
                                        "plan: {outpatient_site: hospital_outpatient}}}"),
    ("CR-SET-003", "P", "22551 C5-C6", "{patient: {insurance_line: medicare_ffs}, stage: {setting: inpatient}}"),
    ("CR-SET-003", "O", "22551 C5-C6", ""),
    ("CR-SET-004", "F", "22612 L5-S1", "stage: {setting: inpatient, plan: {technique_words: multilevel fusion}}"),
    ("CR-SET-004", "F", "22612 L5-S1", "stage: {setting: observation, inpatient_days: 2}"),
    ("CR-SET-004", "P", "22612 L4-S1", "stage: {setting: inpatient, plan: {technique_words: multilevel fusion}}"),
    ("CR-SET-004", "O", "22612 L5-S1", "stage: {setting: inpatient}"),
    ("CR-SET-004", "", "22612 L5-S1", "stage: {setting: outpatient}"),
    ("CR-DX-001", "F", "22612 L4-L5", DX % "M51.36"),
    ("CR-DX-001", "F", "22612 L4-L5", DX % "M48.065"),
    ("CR-DX-001", "F", "22612 L4-L5", DX % "S32.010"),
    ("CR-DX-001", "P", "22612 L4-L5", DX % "M51.362"),
    ("CR-DX-001", "P", "22612 L4-L5", DX % "S32.010A"),
    ("CR-DX-001", "O", "22612 L4-L5", DX % "J45.20"),
    ("CR-DX-001", "O", "22612 L4-L5", ""),
    ("CR-DX-002", "F", "22612 L5-S1", DX % "M48.062"),
    ("CR-DX-002", "F", "22612 L5-S1", DX % "M48.00"),
    ("CR-DX-002", "F", "22551 C5-C6", DX % "M50.121"),
    ("CR-DX-002", "P", "22551 C5-C6", DX % "M50.122"),
    ("CR-DX-002", "P", "22612 L4-S1", DX % "M48.062"),
    ("CR-DX-002", "P", "27279 SI-left", DX % "M53.2X8"),
    ("CR-DX-002", "O", "22612", DX % "M48.062"),
    ("CR-DX-002", "O", "22612 L4-L5", ""),
    ("CR-DX-003", "F", "22612 L4-L5", "diagnoses: [{code: M54.16}, {code: M51.16}]"),
    ("CR-DX-003", "P", "22612 L4-L5", "diagnoses: [{code: M54.12}, {code: M51.16}]"),
    ("CR-DX-003", "F", "22612 L4-L5", "diagnoses: [{code: M43.16}, {code: M43.06}]"),
    ("CR-DX-003", "P", "22612 L4-L5", "diagnoses: [{code: M43.16}, {code: M43.07}]"),
    ("CR-DX-003", "F", "22612 L4-L5", "diagnoses: [{code: F17.210}, {code: Z87.891}]"),
    ("CR-DX-003", "O", "22612 L4-L5", ""),
    ("CR-DX-004", "F", "22612 L4-L5", "{diagnoses: [{code: M48.062}], patient: {neurogenic_claudication: no}}"),
    ("CR-DX-004", "F", "22612 L4-L5", "{diagnoses: [{code: M48.061}], patient: {neurogenic_claudication: yes}}"),
    ("CR-DX-004", "", "22612 L4-L5", DX % "M48.07"),
    ("CR-DX-005", "F", "22612 L4-L5", "{diagnoses: [{code: M48.062}], levels: {L4-L5: {central_stenosis: mild}}}"),
    ("CR-DX-005", "P", "22612 L4-L5", "{diagnoses: [{code: M48.062}], levels: {L4-L5: {central_stenosis: moderate}}}"),
    ("CR-DX-005", "F", "22612 L4-L5",
     "{diagnoses: [{code: M48.062}], levels: {L4-L5: {central_stenosis: mild_moderate}}}"),
    ("CR-DX-005", "O", "22612 L4-L5", DX % "M48.062"),
    ("CR-DX-006", "F", "22852 L4-L5", DX % "M48.062"),
    ("CR-DX-006", "P", "22852 L4-L5", DX % "T84.216A"),
    ("CR-DX-006", "O", "22852 L4-L5", ""),
]


@pytest.mark.parametrize(("rule", "expected", "lines", "facts"), TRIED)
def test_rule(library: Library, rule: str, expected: str, lines: str, facts: str) -> None:
    assert answer(checked(library, lines, facts), rule) == expected


def test_claudication_digit_agrees_with_the_record(library: Library) -> None:
    facts = "{diagnoses: [{code: M48.062}], patient: {neurogenic_claudication: %s}}"
    assert answer(checked(library, "22612 L4-L5", facts % "yes"), "CR-DX-004") == "P"
    assert answer(checked(library, "22612 L4-L5", DX % "M48.062"), "CR-DX-004") == "O"
    assert answer(checked(library, "22612 L4-L5", DX % "M48.061"), "CR-DX-004") == "O"


def test_the_same_disc_fused_twice_from_behind_in_two_stages_is_a_warning(library: Library) -> None:
    checks = checked(library, "22612 L4-L5 | 22633 L4-L5", "")
    assert {check.severity for check in checks if check.id == "CR-GEN-016"} == {"info", "warning"}


def test_pelvic_fixation_on_a_short_construct_is_a_warning(library: Library) -> None:
    plan = "stage: {plan: {pelvic_anchor: iliac_screw}}"
    short = checked(library, "22612 L5-S1, 22840 L5-S1, 22848", plan)
    none = checked(library, "22612 L5-S1, 22848", plan)
    assert [check.severity for check in short if check.id == "CR-INS-004"] == ["warning"]
    assert [check.severity for check in none if check.id == "CR-INS-004"] == ["error"]


# -- limits: just below, at, just above --------------------------------------------------------------------------

POSTERIOR = {"22842": ((2, "F"), (3, "P"), (6, "P"), (7, "F")), "22843": ((6, "F"), (7, "P"), (12, "P"), (13, "F")),
             "22844": ((12, "F"), (13, "P"), (15, "P")), "22840": ((2, "P"), (3, "F"))}
ANTERIOR = {"22845": ((2, "P"), (3, "P"), (4, "F")), "22846": ((3, "F"), (4, "P"), (7, "P"), (8, "F")),
            "22847": ((7, "F"), (8, "P"), (9, "P"))}
DEFORMITY = {"22800": ((5, "P"), (6, "P"), (7, "F")), "22802": ((6, "F"), (7, "P"), (12, "P"), (13, "F")),
             "22804": ((12, "F"), (13, "P")), "22808": ((3, "P"), (4, "F")),
             "22810": ((3, "F"), (4, "P"), (7, "P"), (8, "F")), "22812": ((7, "F"), (8, "P"))}
VERTEBRAE = [f"T{n}" for n in range(1, 13)] + [f"L{n}" for n in range(1, 6)] + ["S1"]


def _spans(codes: dict[str, tuple[tuple[int, str], ...]]) -> list[tuple[str, int, str]]:
    return [(code, count, expected) for code, spans in codes.items() for count, expected in spans]


@pytest.mark.parametrize(("code", "count", "expected"), _spans(POSTERIOR))
def test_posterior_construct_by_vertebrae(library: Library, code: str, count: int, expected: str) -> None:
    anchored = VERTEBRAE[-count:]
    facts = f"stage: {{plan: {{anchored_vertebrae: [{', '.join(anchored)}]}}}}"
    by_levels = checked(library, f"{code} {anchored[0]}-S1", facts)
    assert answer(by_levels, "CR-INS-001") == expected
    plan = f"posterior_upper_vertebra: {anchored[0]}, posterior_lower_vertebra: S1, anchored_vertebrae: {anchored}"
    by_plan = checked(library, code, f"stage: {{plan: {{{plan}}}}}".replace("'", ""))
    assert answer(by_plan, "CR-INS-001") == expected


@pytest.mark.parametrize(("code", "count", "expected"), _spans(ANTERIOR))
def test_anterior_construct_by_vertebrae(library: Library, code: str, count: int, expected: str) -> None:
    assert answer(checked(library, f"{code} {VERTEBRAE[-count]}-S1"), "CR-INS-002") == expected


@pytest.mark.parametrize(("code", "count", "expected"), _spans(DEFORMITY))
def test_deformity_code_by_vertebrae(library: Library, code: str, count: int, expected: str) -> None:
    assert answer(checked(library, f"{code} {VERTEBRAE[-count]}-S1"), "CR-DEF-002") == expected


@pytest.mark.parametrize(("rule", "code", "limit"), [
    ("CR-GEN-007", "22632", 4), ("CR-GEN-007", "22612", 1), ("CR-GEN-008", "22614", 13), ("CR-GEN-008", "22853", 4),
])
def test_units_at_the_daily_limit(library: Library, rule: str, code: str, limit: int) -> None:
    for units, expected in ((limit - 1, "P"), (limit, "P"), (limit + 1, "F")):
        if units:
            assert answer(checked(library, f"{code} x{units}"), rule) == expected
    assert answer(checked(library, code), rule) == "O"
    half = ", ".join([f"{code} x1"] * (limit + 1))
    assert answer(checked(library, half), rule) == "F"


@pytest.mark.parametrize(("line", "level", "limit"), [
    ("63081 C4-C6", "C4-C5", 50), ("63085 T8-T10", "T8-T9", 33), ("63090 L2-L4", "L2-L3", 33),
])
def test_corpectomy_threshold(library: Library, line: str, level: str, limit: int) -> None:
    for percent, expected in ((limit - 1, "F"), (limit, "P"), (limit + 1, "P")):
        facts = f"levels: {{{level}: {{body_removal_percent: {percent}}}}}"
        assert answer(checked(library, line, facts), "CR-CX-004") == expected


@pytest.mark.parametrize(("day", "expected"), [("2025-12-31", "F"), ("2026-01-01", "P"), ("2026-01-02", "P")])
def test_inpatient_only_list_of_the_day_of_surgery(library: Library, day: str, expected: str) -> None:
    facts = (f"{{request: {{day: 2025-11-13, surgery_day: {day}}}, patient: {{insurance_line: medicare_ffs}}, "
             "stage: {setting: outpatient}}")
    assert answer(checked(library, "22558 L4-L5", facts), "CR-SET-001") == expected


@pytest.mark.parametrize(("day", "code", "expected"), [
    ("2024-09-30", "M51.36", "O"), ("2024-10-01", "M51.36", "F"), ("2024-10-02", "M51.36", "F"),
    ("2025-09-30", "M48.062", "O"), ("2025-10-01", "M48.062", "P"), ("2026-09-30", "M48.062", "P"),
    ("2026-10-01", "M48.062", "O"), ("2026-10-01", "M48.06", "F"), ("2025-09-30", "M48.06", "O"),
])
def test_edition_of_the_diagnosis_table(library: Library, day: str, code: str, expected: str) -> None:
    facts = f"{{request: {{day: {day}}}, diagnoses: [{{code: {code}}}]}}"
    assert answer(checked(library, "22612 L4-L5", facts), "CR-DX-001") == expected


@pytest.mark.parametrize(("day", "expected"), [("2025-12-31", "O"), ("2026-01-01", "F")])
def test_sacroiliac_codes_by_piercing_from_2026(library: Library, day: str, expected: str) -> None:
    facts = (f"{{request: {{day: {day}}}, "
             "stage: {plan: {si_approach: posterior, si_cortical_piercing: no}}}")
    assert answer(checked(library, "27279 left", facts), "CR-SI-001") == expected


# -- the whole table of rules ------------------------------------------------------------------------------------


def test_every_rule_is_applied_or_left_out_with_a_reason(library: Library) -> None:
    assert [rule.id for rule in library.checks if not rule.left_out and not function_of(rule)] == []
    assert {rule.id for rule in library.checks if rule.left_out} == {"CR-ADD-002", "CR-GEN-010", "CR-GEN-014"}
    assert set(CHECKS) <= {rule.id for rule in library.checks}
    assert len(library.checks) == len({rule.id for rule in library.checks})
    assert sum(rule.id.startswith("CR-") for rule in library.checks) == 115


def test_every_applied_coding_rule_is_tried_here(library: Library) -> None:
    elsewhere = {"CR-GEN-007", "CR-GEN-008"}
    tried = {rule for rule, _, _, _ in TRIED} | elsewhere
    assert {rule.id for rule in library.checks if rule.id.startswith("CR-") and not rule.left_out} == tried


def test_rules_name_codes_of_the_catalogue(library: Library) -> None:
    """A code that nobody can request would keep its rule silent for ever."""
    known = set(library.catalogue.entries)
    for rule in library.checks:
        named = {*rule.codes, *rule.except_codes, *(code for pair in rule.pairs for code in (*pair.one, *pair.other)),
                 *(code for planned in rule.planned for code in planned.codes)}
        assert named <= known, (rule.id, named - known)


def test_rules_name_facts_and_options_of_the_vocabulary(library: Library) -> None:
    facts = library.vocabulary.facts
    for rule in library.checks:
        for planned in rule.planned:
            assert set(planned.values) <= set(facts[planned.fact].options), planned
        assert set(rule.lists.get("measurements", ())) | set(rule.lists.get("closed_by", ())) <= set(facts), rule.id
    for name, options in (("earlier", "procedure"), ("fusions", "procedure"), ("failed", "hardware_status"),
                          ("materials", "graft_materials"), ("team", "monitoring_billed_by")):
        for rule in library.checks:
            assert set(rule.lists.get(name, ())) <= set(facts[options].options), (rule.id, name)


def test_rules_of_other_codes_are_silent(library: Library) -> None:
    checks = checked(library, "27279 left", "")
    silent = [rule for rule in library.checks if rule.codes and "27279" not in rule.codes]
    assert {check.id for check in checks} & {rule.id for rule in silent} == set()


def test_what_cannot_be_checked_offers_no_fix(library: Library) -> None:
    checks = checked(library, "22612, 63047, 22842, 20937, 27279", "")
    assert all(check.fix is None for check in checks if check.status is not CheckStatus.FINDING)
    assert all(check.fix for check in checks if check.status is CheckStatus.FINDING)
    once = [check.id for check in checks if check.status is CheckStatus.CANNOT_BE_CHECKED]
    assert len(once) == len(set(once))
