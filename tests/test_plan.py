"""The plan: remedies, withdrawals and how what remains would be coded."""

from collections.abc import Callable

from logic.case import Case, Outcome
from logic.loading import Library
from logic.review import Review, review

Build = Callable[[str], Case]
GOOD = """levels:
  L4-L5: {central_stenosis: none, report_complete: yes}
  L5-S1: {central_stenosis: severe, slip_grade: I}
patient: {neurogenic_claudication: yes}
treatments:
  - {modality: physical_therapy, weeks_stated: 8, response: none}
  - {modality: nsaid}
"""


def reviewed(lines: str, facts: str, case_of: Build, library: Library) -> Review:
    return review(case_of("stages:\n  - lines:\n" + lines + facts), library, "general")


def test_an_additional_level_that_meets_alone_is_recoded_as_a_first_level(case_of: Build, library: Library) -> None:
    lines = '      - {code: "22612", levels: L4-L5}\n      - {code: "22614", levels: L5-S1}\n'
    found = reviewed(lines, GOOD, case_of, library)
    assert found.determination.by_id["1:22614"].outcome is Outcome.FOLLOWS_PRIMARY
    assert [step for step in found.plan if step.startswith("L5-S1 meets on its own")] == [
        "L5-S1 meets on its own: if it is operated alone, request it as 22612 (Posterolateral lumbar fusion (PLF), "
        "first interspace) instead of 22614."]


def test_decompression_that_meets_without_its_interbody_fusion_is_recoded(case_of: Build, library: Library) -> None:
    lines = '      - {code: "22633", levels: L5-S1}\n      - {code: "63052", levels: L5-S1}\n'
    none = ("slip_grade: none, dynamic_report_says: stable, dynamic_motion_called_abnormal: no, "
            "facet_removal_percent: {bilateral: 0}")
    found = reviewed(lines, GOOD.replace("slip_grade: I", none) + "surgeries: none\n", case_of, library)
    assert found.determination.by_id["1:63052"].outcome is Outcome.FOLLOWS_PRIMARY
    assert any("63052 at L5-S1 meets on its own" in step and "request 63047 (" in step for step in found.plan)


def test_nothing_is_recoded_where_the_primary_meets(case_of: Build, library: Library) -> None:
    found = reviewed('      - {code: "22633", levels: L5-S1}\n      - {code: "63052", levels: L5-S1}\n', GOOD, case_of, library)
    assert not any("meets on its own" in step for step in found.plan)
