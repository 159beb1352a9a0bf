"""The sets `medicare` and `evicore`: what the notes hold is encoded or left out, and every limit is where it should be."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from logic.case import Case, Outcome
from logic.finding import Finding
from logic.loading import POLICIES, Library
from logic.measures import MEASURES, Place
from logic.policy import Confidence, Criterion
from logic.reading import Reading
from logic.record import Record
from logic.review import review
from logic.truth import Truth

MEETS, OPEN, NOT_MET = Outcome.MEETS, Outcome.NEEDS_DOCUMENTATION, Outcome.NOT_MET
EXPERIMENTAL, FOLLOWS, NO_POLICY = Outcome.EXPERIMENTAL, Outcome.FOLLOWS_PRIMARY, Outcome.NO_POLICY
YES, NO, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.NOT_DOCUMENTED
Build = Callable[[str], Case]
SETS = ("medicare", "evicore")
DAYS = {"medicare": "{day: 2026-01-12, state: TX}", "evicore": "{day: 2026-09-01, state: TX}"}


# -- what the notes hold --------------------------------------------------------------------------------------------

NOTES = {
    "medicare": [
        "L37848.1", "L37848.2", "L37848.3", "L37848.4", "L37848.setting", "L37848.shared_decision", "L37848.arthroplasty",
        "lumbar_fusion.state", "L33382", "CFR412.3.midnights", "CFR412.3.order", "CFR412.3.short_stay", "CFR412.3.inpatient_only",
        "CFR412.3.shorter_stay_in_fact", "OPD.22551", "NCD150.2.failed", "NCD150.2.multilevel", "L39455", "CMS-4201-F",
        "CMS-0057-F",
    ],
    "evicore": [
        "EVI609.V1.0.2025", "EVI609.V2.0.2025", "EVI609.urgent", "EVI609.incapacitating", "EVI609.4", "EVI609.4a", "EVI609.4b",
        "EVI609.4c", "EVI609.4c.found_during_surgery", "EVI609.4d", "EVI609.4e", "EVI609.4e.coronal_shift", "EVI609.4f",
        "EVI609.4f.level", "EVI609.4g", "EVI609.4h", "EVI609.4h.repeat_discectomy", "EVI609.5", "EVI609.5.care",
        "EVI609.5.disc", "EVI609.daily_pain", "EVI609.mental_health", "EVI609.6", "EVI609.7", "EVI609.8", "EVI609.nicotine",
        "EVI609.2.posterior_column", "EVI609.2.three_column", "EVI609.3", "EVI609.EIU.presacral_fusion",
        "EVI609.EIU.facet_fusion", "EVI609.EIU.facet_arthroplasty", "EVI609.EIU.interspinous_device",
        "EVI609.EIU.interspinous_with_decompression", "EVI609.EIU.interbody_device", "EVI609.EIU.technique", "EVI608",
        "EVI608.waiver", "EVI608.percutaneous", "EVI601.radiculopathy", "EVI601.care", "EVI601.nicotine",
        "EVI601.compression", "EVI601.sign_of_root", "EVI601.injection_level", "EVI601.myelopathy",
        "EVI601.urgent", "EVI601.progressive_on_two_examinations", "EVI601.repeat", "EVI.imaging_age",
        "EVI603", "EVI604", "EVI611", "EVI612",
        "EVI614", "CIGNA0118.autograft", "CIGNA0118.allograft", "CIGNA0118.bone_marrow_aspirate", "CIGNA0118.BMP2",
        "CIGNA0118.xenograft",
    ],
}


def encoded(name: str) -> set[str]:
    """The names of criteria and the ids of rules in the files of a set."""
    found: set[str] = set()
    for path in (POLICIES / "sets" / name).glob("*/*.yaml"):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        found |= set(content.get("criteria", {})) | {rule["id"] for rule in content.get("rules", [])}
    return found


def left_out(name: str) -> dict[str, str]:
    path: Path = POLICIES / "sets" / name / "left_out.yaml"
    return {entry["id"]: entry["reason"] for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["left_out"]}


@pytest.mark.parametrize("name", SETS)
def test_all_that_the_notes_hold_is_encoded_or_left_out_with_a_reason(name: str) -> None:
    assert [noted for noted in NOTES[name] if noted not in encoded(name) | set(left_out(name))] == []
    assert set(left_out(name)) <= set(NOTES[name])
    assert [noted for noted, reason in left_out(name).items() if noted in encoded(name) or not reason.strip()] == []


@pytest.mark.parametrize("name", SETS)
def test_no_named_criterion_is_idle(name: str) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (POLICIES / "sets" / name).glob("*/*.yaml"))
    used = set(re.findall(r"use: ([\w.]+)", text))
    rules = {rule["id"] for path in (POLICIES / "sets" / name).glob("*/*.yaml")
             for rule in yaml.safe_load(path.read_text(encoding="utf-8")).get("rules", [])}
    assert sorted(encoded(name) - used - rules) == []


def criteria_of(criterion: Criterion) -> Iterator[Criterion]:
    yield criterion
    for part in criterion.parts:
        yield from criteria_of(part)


@pytest.mark.parametrize("name", SETS)
def test_what_was_not_read_is_marked_to_be_verified(name: str, library: Library) -> None:
    for edition in library.sets[name].editions:
        for rule in edition.rules:
            for criterion in criteria_of(rule.criteria) if rule.criteria else ():
                if criterion.cite and "not read" in criterion.cite:
                    assert criterion.confidence is Confidence.VERIFY, criterion.id


@pytest.mark.parametrize(("name", "day", "edition"), [
    ("medicare", "2024-09-11", None), ("medicare", "2024-09-12", "2024-09"), ("medicare", "2026-11-22", "2024-09"),
    ("evicore", "2025-12-18", None), ("evicore", "2026-08-03", None), ("evicore", "2026-08-04", "2026-08"),
    ("evicore", "2026-08-05", "2026-08"),
])
def test_an_edition_that_is_not_in_force_is_never_used(
    name: str, day: str, edition: str | None, case_of: Build, library: Library,
) -> None:
    lines = 'stages:\n  - setting: inpatient\n    lines:\n      - {code: "22612", levels: L4-L5}\n      - {code: "20939"}\n'
    found = review(case_of("request: {day: 2026-01-12, state: TX}\n" + lines), library, name, on=date.fromisoformat(day))
    assert found.edition == edition
    decided = {line.result.outcome for line in found.lines}
    assert decided == {NO_POLICY} if edition is None else decided != {NO_POLICY}


# -- helpers --------------------------------------------------------------------------------------------------------

def stage(*lines: str, head: str = "approach: [posterior]") -> str:
    return "stages:\n  - " + head + "\n    lines:\n" + "".join(f"      - {line}\n" for line in lines)


def level(*facts: str, at: str = "L4-L5") -> str:
    return f"levels:\n  {at}:\n" + "".join(f"    {fact}\n" for fact in facts)


def decided(text: str, name: str, case_of: Build, library: Library) -> dict[str, Outcome]:
    head = "" if "request:" in text else f"request: {DAYS[name]}\n"
    return {line.result.line.id: line.result.outcome for line in review(case_of(head + text), library, name).lines}


def walked(finding: Finding) -> Iterator[Finding]:
    yield finding
    for part in finding.parts:
        yield from walked(part)


def truth(text: str, name: str, line: str, criterion: str, case_of: Build, library: Library) -> Truth:
    """The truth of a criterion at the first level of a line."""
    head = "" if "request:" in text else f"request: {DAYS[name]}\n"
    found = review(case_of(head + text), library, name).determination.by_id[line].levels[0].findings
    assert found
    return next(part.truth for part in walked(found) if part.criterion.id == criterion)


FUSION = stage('{code: "22612", levels: L4-L5}')
L5_PAIN = "symptoms:\n  - {symptom: radicular_pain, symptom_root: L5, symptom_side: left, symptom_region: lumbar}\n"


# -- medicare: lumbar fusion ----------------------------------------------------------------------------------------

@pytest.mark.parametrize(("facts", "expected"), [
    (["instability_causes: [degenerative]"], MEETS), (["instability_causes: [iatrogenic_expected]"], MEETS),
    (["instability_causes: [tumor, infection]"], MEETS), (["fracture_unstable: yes"], MEETS),
    (["instability_causes: []"], OPEN), (["instability_causes: []", "disc_excision_necessary: no"], NOT_MET),
    (["slip_grade: III", "dynamic_translation_mm: 9", "disc_excision_necessary: no"], OPEN),
])
def test_medicare_asks_for_instability_with_a_cause_and_for_no_figure(
    facts: list[str], expected: Outcome, case_of: Build, library: Library,
) -> None:
    assert decided(FUSION + level(*facts), "medicare", case_of, library)["1:22612"] is expected


STABLE = ("instability_causes: []", "disc_excision_necessary: no")
YEAR = "treatments:\n  - {{modality: nsaid, weeks_stated: {}, response: none}}\n"
DEFORMED = "patient:\n  deformity_functional_limitation: yes\n"


@pytest.mark.parametrize(("more", "expected"), [
    ("  sva_cm: 4.9\n", NOT_MET), ("  sva_cm: 5\n", MEETS), ("  sva_cm: 5.1\n", MEETS),
    ("  coronal_shift_cm: 4.9\n", NOT_MET), ("  coronal_shift_cm: 5\n", MEETS), ("  coronal_shift_cm: 5.1\n", MEETS),
    ("curves:\n  - {cobb_deg: 20, curve_progression_deg: 9.9}\n", NOT_MET),
    ("curves:\n  - {cobb_deg: 20, curve_progression_deg: 10}\n", MEETS),
    ("curves:\n  - {cobb_deg: 20, curve_progression_deg: 10.1}\n", MEETS),
    ("curves:\n  - {cobb_deg: 29.9, curve_progression_deg: 0}\n", NOT_MET),
    ("curves:\n  - {cobb_deg: 30, curve_progression_deg: 0}\n", NOT_MET),
    ("curves:\n  - {cobb_deg: 30.1, curve_progression_deg: 0}\n", MEETS),
    ("curves:\n  - {cobb_deg: 20}\n", NOT_MET), ("curves:\n  - {curve_progression_deg: 12}\n", MEETS),
])
def test_medicare_deformity_figures(more: str, expected: Outcome, case_of: Build, library: Library) -> None:
    text = FUSION + level(*STABLE) + YEAR.format(52) + DEFORMED + more
    assert decided(text, "medicare", case_of, library)["1:22612"] is expected


@pytest.mark.parametrize(("weeks", "expected"), [(51.9, NOT_MET), (52, MEETS), (52.1, MEETS)])
def test_medicare_deformity_asks_for_a_year_of_care(
    weeks: float, expected: Outcome, case_of: Build, library: Library,
) -> None:
    text = FUSION + level(*STABLE) + YEAR.format(weeks) + DEFORMED + "  sva_cm: 9\n"
    assert decided(text, "medicare", case_of, library)["1:22612"] is expected


def test_medicare_deformity_has_to_limit_function(case_of: Build, library: Library) -> None:
    text = FUSION + level(*STABLE) + YEAR.format(60) + "patient: {deformity_functional_limitation: no, sva_cm: 9}\n"
    assert decided(text, "medicare", case_of, library)["1:22612"] is NOT_MET


REVISION = "patient: {{conservative_care_exhausted: {}, revision_counselling_documented: {}}}\n" \
           "surgeries:\n  - {{procedure: fusion_posterolateral, surgery_levels: {}, months_since_stated: {}, initial_benefit: {}}}\n"


@pytest.mark.parametrize(("exhausted", "counselled", "where", "months", "benefit", "found", "expected"), [
    ("yes", "yes", "L4-L5", 11.9, "good", "yes", NOT_MET), ("yes", "yes", "L4-L5", 12, "good", "yes", MEETS),
    ("yes", "yes", "L4-L5", 12.1, "partial", "yes", MEETS), ("yes", "yes", "L4-L5", 30, "none", "yes", NOT_MET),
    ("no", "yes", "L4-L5", 30, "good", "yes", NOT_MET), ("yes", "no", "L4-L5", 30, "good", "yes", NOT_MET),
    ("yes", "yes", "L2-L3", 30, "good", "yes", NOT_MET), ("yes", "yes", "L4-L5", 30, "good", "no", NOT_MET),
])
def test_medicare_revision_needs_every_part(
    exhausted: str, counselled: str, where: str, months: float, benefit: str, found: str, expected: Outcome, case_of: Build,
    library: Library,
) -> None:
    text = FUSION + level(*STABLE, f"pseudarthrosis: {found}") + REVISION.format(exhausted, counselled, where, months, benefit)
    assert decided(text, "medicare", case_of, library)["1:22612"] is expected


DISC = ("instability_causes: []", "disc_excision_necessary: yes", "disc_herniation: extrusion",
        "root_compression: {left: compression}")


@pytest.mark.parametrize(("facts", "expected"), [
    (DISC, MEETS), ((*DISC[:1], "disc_excision_necessary: no", *DISC[2:]), NOT_MET), ((*DISC[:1], *DISC[2:]), OPEN),
    ((*DISC[:3], "root_compression: {left: contact}"), OPEN),
    ((*DISC[:3], "root_compression: {left: none}", "report_complete: yes"), NOT_MET),
    ((*DISC[:2], DISC[3], "report_complete: yes"), OPEN),
    ((*DISC[:2], "stenosis_causes: [disc, facet]", DISC[3]), MEETS),
    ((*DISC[:2], "disc_herniation: none", "stenosis_causes: [facet]", DISC[3]), NOT_MET),
    ((*DISC[:3], "cauda_equina_crowding: severe"), MEETS),
])
def test_medicare_compression_asks_that_the_disc_has_to_go(
    facts: tuple[str, ...], expected: Outcome, case_of: Build, library: Library,
) -> None:
    assert decided(FUSION + level(*facts) + L5_PAIN, "medicare", case_of, library)["1:22612"] is expected


def test_medicare_decides_each_fused_level_on_its_own(case_of: Build, library: Library) -> None:
    text = stage('{code: "22612", levels: L4-S1}') + "levels:\n  L4-L5: {instability_causes: [trauma]}\n" \
        "  L5-S1: {instability_causes: [], disc_excision_necessary: no}\n"
    found = review(case_of(f"request: {DAYS['medicare']}\n" + text), library, "medicare").determination.by_id["1:22612"]
    assert {at.level: at.outcome for at in found.levels} == {"L4-L5": MEETS, "L5-S1": NOT_MET}


@pytest.mark.parametrize("line", [
    '{code: "22612", levels: T10-T11}', '{code: "22551", levels: C5-C6}', '{code: "22857", levels: L4-L5}',
    '{code: "63047", levels: L4-L5}', '{code: "22586", levels: L5-S1}', '{code: "27279", side: left}',
])
def test_medicare_has_no_criteria_beyond_lumbar_fusion(line: str, case_of: Build, library: Library) -> None:
    assert list(decided(stage(line), "medicare", case_of, library).values()) == [NO_POLICY]


@pytest.mark.parametrize(("request_day", "expected"), [
    ("{day: 2026-01-12, state: TX}", MEETS), ("{day: 2026-01-12, state: ga}", MEETS),
    pytest.param("{day: 2026-01-12, state: CA}", NO_POLICY),
    ("{day: 2026-01-12}", OPEN),
])
def test_the_local_determination_holds_in_its_contractors_states_only(
    request_day: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    text = f"request: {request_day}\n" + FUSION + level("instability_causes: [degenerative]")
    assert decided(text, "medicare", case_of, library)["1:22612"] is expected


def test_nobody_fails_the_local_determination_before_the_state_is_known(case_of: Build, library: Library) -> None:
    text = "request: {day: 2026-01-12}\n" + FUSION + level(*STABLE)
    assert decided(text, "medicare", case_of, library)["1:22612"] is OPEN


def test_a_rule_of_some_states_is_itself_there_nothing_elsewhere_and_a_question_before(library: Library) -> None:
    rule = next(rule for rule in library.sets["medicare"].editions[0].rules if rule.id == "lumbar_fusion")
    assert rule.in_state("TX") is rule
    assert rule.in_state("CA") is None
    asking = rule.in_state(None)
    assert asking
    assert asking.criteria
    assert (asking.criteria.fact, asking.criteria.stated, asking.excluded) == ("state", True, None)
    everywhere = rule.model_copy(update={"states": ()})
    assert everywhere.in_state(None) is everywhere.in_state("CA") is everywhere


# -- medicare: level of care and stimulators ------------------------------------------------------------------------

ADMITTED = stage('{code: "22612", levels: L4-L5}', head="setting: inpatient") + level("instability_causes: [degenerative]")


@pytest.mark.parametrize(("patient", "expected"), [
    ("expected_midnights: 1, inpatient_risk_reason_stated: yes", NOT_MET),
    ("expected_midnights: 2, inpatient_risk_reason_stated: yes", MEETS),
    ("expected_midnights: 3, inpatient_risk_reason_stated: yes", MEETS),
    ("expected_midnights: 2, inpatient_risk_reason_stated: no", NOT_MET), ("expected_midnights: 2", OPEN),
    ("expected_midnights: 1, short_stay_reason_stated: yes", MEETS),
    ("expected_midnights: 2, inpatient_risk_reason_stated: yes, inpatient_order_present: no", MEETS),
])
def test_medicare_inpatient_care_follows_the_two_midnight_rule(
    patient: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    assert decided(ADMITTED + f"patient: {{{patient}}}\n", "medicare", case_of, library)["1:inpatient"] is expected


def test_medicare_lists_some_procedures_as_inpatient_only(case_of: Build, library: Library) -> None:
    listed = stage('{code: "22612", levels: L4-L5}', head="setting: inpatient\n    plan: {inpatient_only_procedure: yes}")
    text = listed + level("instability_causes: [degenerative]") + "patient: {expected_midnights: 1}\n"
    assert decided(text, "medicare", case_of, library)["1:inpatient"] is MEETS


@pytest.mark.parametrize(("patient", "expected"), [
    ("failed_fusions: 0, months_without_healing: 20", NOT_MET), ("failed_fusions: 1, months_without_healing: 8.9", NOT_MET),
    ("failed_fusions: 1, months_without_healing: 9", MEETS), ("failed_fusions: 2, months_without_healing: 9.1", MEETS),
])
def test_medicare_stimulator_for_a_failed_fusion(patient: str, expected: Outcome, case_of: Build, library: Library) -> None:
    text = stage('{code: "E0748"}', head="plan: {fused_vertebrae_count: 2}") + f"patient: {{{patient}}}\n"
    assert decided(text, "medicare", case_of, library)["1:E0748"] is expected


@pytest.mark.parametrize(("levels", "count", "expected"), [
    ("L4-L5", 2, NOT_MET), ("L4-S1", 2, MEETS), ("L3-S1", 2, MEETS), ("L4-L5", 3, MEETS), ("L4-L5", 4, MEETS),
])
def test_medicare_stimulator_beside_a_multilevel_fusion(
    levels: str, count: int, expected: Outcome, case_of: Build, library: Library,
) -> None:
    lines = stage(f'{{code: "22612", levels: {levels}}}', '{code: "20975"}', head=f"plan: {{fused_vertebrae_count: {count}}}")
    text = lines + "patient: {failed_fusions: 0}\n"
    assert decided(text, "medicare", case_of, library)["1:20975"] is expected


# -- evicore: lumbar decompression and fusion -----------------------------------------------------------------------

BOTH = stage('{code: "22612", levels: L4-L5}', '{code: "63047", levels: L4-L5}')
CARE = """treatments:
  - {modality: physical_therapy, weeks_stated: 6, treatment_region: lumbar, response: none}
  - {modality: nsaid, weeks_stated: 6, response: none}
"""
CANDIDATE = L5_PAIN + CARE
NEVER = "patient: {nicotine_status: never}\n"


def lumbar(*facts: str) -> str:
    return BOTH + level("central_stenosis: severe", *facts) + CANDIDATE


@pytest.mark.parametrize(("care", "expected"), [
    (CARE, MEETS), (CARE.replace("weeks_stated: 6", "weeks_stated: 6.1"), MEETS),
    (CARE.replace("physical_therapy, weeks_stated: 6", "physical_therapy, weeks_stated: 5.9"), OPEN),
    (CARE.replace("nsaid, weeks_stated: 6", "nsaid, weeks_stated: 5.9"), OPEN),
    (CARE.replace("weeks_stated: 6", "weeks_stated: 5.9") + "injections: none\n", NOT_MET),
    (CARE.replace("nsaid, weeks_stated: 6", "nsaid, weeks_stated: 5") + "injections:\n  - {injection_type: esi_caudal}\n", MEETS),
    (CARE.replace("response: none", "response: good"), NOT_MET),
    ("treatments: none\ninjections: none\n", NOT_MET),
    ("treatments: none\ninjections: none\npatient: {cauda_equina_syndrome: yes}\n", MEETS),
    ("treatments: none\ninjections: none\npatient: {progressive_deficit: yes}\n", MEETS),
])
def test_evicore_decompression_asks_for_two_kinds_of_care(
    care: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    text = stage('{code: "63047", levels: L4-L5}') + level("central_stenosis: severe") + L5_PAIN + care
    assert decided(text, "evicore", case_of, library)["1:63047"] is expected


@pytest.mark.parametrize(("mrc", "expected"), [("3-", YES), ("3", YES), ("3+", NO), ("4-", NO)])
@pytest.mark.parametrize(("line", "where", "waiver", "root"), [
    ("63047", "L4-L5", "EVI608.waiver", "L5"), ("22551", "C5-C6", "EVI601.urgent", "C6")])
def test_evicore_waives_care_for_strength_of_three_or_worse(
    mrc: str, expected: Truth, line: str, where: str, waiver: str, root: str, case_of: Build, library: Library,
) -> None:
    exam = f'exams:\n  - {{exam_test: motor, exam_root: {root}, mrc: "{mrc}", exam_date: 2026-08-20}}\n'
    text = stage(f'{{code: "{line}", levels: {where}}}') + level("central_stenosis: severe", at=where) + exam
    assert truth(text, "evicore", f"1:{line}", waiver, case_of, library) is expected


@pytest.mark.parametrize(("grade", "expected"), [("mild", NO), ("mild_moderate", NO), ("moderate", YES), ("severe", YES)])
def test_evicore_counts_stenosis_from_moderate_on(grade: str, expected: Truth, case_of: Build, library: Library) -> None:
    text = BOTH + level(f"central_stenosis: {grade}", "report_complete: yes")
    assert truth(text, "evicore", "1:63047", "EVI608.imaging", case_of, library) is expected


@pytest.mark.parametrize(("facts", "expected"), [
    (["slip_grade: I", "slip_type: degenerative", "dynamic_translation_mm: 2.9"], NO),
    (["slip_grade: I", "slip_type: degenerative", "dynamic_translation_mm: 3"], NO),
    (["slip_grade: I", "slip_type: degenerative", "dynamic_translation_mm: 3.1"], YES),
    (["slip_grade: I", "slip_type: degenerative"], UNKNOWN),
    (["slip_grade: II", "slip_type: degenerative"], YES), (["slip_grade: III", "slip_type: degenerative"], YES),
    (["slip_grade: II", "slip_type: isthmic"], NO), (["slip_grade: none", "dynamic_translation_mm: 9"], NO),
])
def test_evicore_degenerative_slip(facts: list[str], expected: Truth, case_of: Build, library: Library) -> None:
    assert truth(lumbar(*facts), "evicore", "1:22612", "EVI609.4a", case_of, library) is expected


@pytest.mark.parametrize(("facts", "more", "expected"), [
    (["slip_type: isthmic", "slip_grade: I", "slip_progression: yes"], "", YES),
    (["pars_defect: {left: defect}", "slip_grade: II", "slip_progression: yes"], "", YES),
    (["slip_type: isthmic", "slip_grade: II", "slip_progression: no"], "patient: {symptom_course: stable}\n", UNKNOWN),
    (["slip_type: isthmic", "slip_grade: II", "slip_progression: no", "slip_percent: 49.9"], "patient: {symptom_course: stable}\n", NO),
    (["slip_type: isthmic", "slip_grade: II", "slip_progression: no", "slip_percent: 50"], "patient: {symptom_course: stable}\n", YES),
    (["slip_type: isthmic", "slip_grade: II", "slip_progression: no", "slip_percent: 50.1"], "", YES),
    (["slip_type: isthmic", "slip_grade: III"], "", YES),
    (["slip_type: isthmic", "slip_grade: I"], "patient: {symptom_course: worsening}\n", YES),
    (["slip_type: degenerative", "pars_defect: {bilateral: none}", "slip_grade: III"], "", NO),
    (["pars_defect: {left: defect}", "slip_grade: none", "slip_progression: no"], "  L3-L4: {pars_defect: {right: defect}}\n", YES),
])
def test_evicore_isthmic_slip(facts: list[str], more: str, expected: Truth, case_of: Build, library: Library) -> None:
    text = BOTH + level("central_stenosis: severe", *facts) + more + CANDIDATE
    assert truth(text, "evicore", "1:22612", "EVI609.4b", case_of, library) is expected


EARLIER = "surgeries:\n  - {procedure: laminectomy, surgery_levels: L4-L5}\n"


@pytest.mark.parametrize(("facts", "more", "expected"), [
    (["facet_removed_earlier_percent: {bilateral: 50}"], EARLIER, NO),
    (["facet_removed_earlier_percent: {bilateral: 50.1}"], EARLIER, YES),
    (["facet_removed_earlier_percent: {left: 51, right: 49}"], EARLIER, NO),
    (["facet_removed_earlier_percent: {left: 74.9}"], EARLIER, NO),
    (["facet_removed_earlier_percent: {left: 75}"], EARLIER, YES), (["facet_removed_earlier_percent: {left: 76}"], EARLIER, YES),
    (["slip_type: iatrogenic"], EARLIER, YES), (["pars_defect: {left: defect}"], EARLIER, YES),
    (["slip_type: iatrogenic"], "surgeries: none\n", NO),
])
def test_evicore_instability_after_an_operation(
    facts: list[str], more: str, expected: Truth, case_of: Build, library: Library,
) -> None:
    assert truth(lumbar(*facts) + more, "evicore", "1:22612", "EVI609.4c", case_of, library) is expected


CLOSED = ("slip_grade: none", "pars_removal_planned: {bilateral: no}", "facet_removal_percent: {bilateral: 0}")


@pytest.mark.parametrize(("facts", "expected"), [
    (CLOSED, NO), ((*CLOSED[:2], "facet_removal_percent: {bilateral: 50}"), NO),
    ((*CLOSED[:2], "facet_removal_percent: {bilateral: 50.1}"), YES), ((*CLOSED[:2], "facet_removal_percent: {bilateral: 60}"), YES),
    ((*CLOSED[:2], "facet_removal_percent: {left: 74.9, right: 0}"), NO),
    ((*CLOSED[:2], "facet_removal_percent: {left: 75, right: 0}"), YES),
    ((*CLOSED[:2], "facet_removal_percent: {left: 75.1, right: 0}"), YES),
    (("slip_grade: none", "pars_removal_planned: {left: yes}"), YES),
    (("slip_grade: I", "foraminal_stenosis: {left: minimal}", *CLOSED[1:]), YES),
    (("slip_grade: I", "foraminal_stenosis: {bilateral: none}", *CLOSED[1:]), NO),
    (("slip_grade: none", "foraminal_stenosis: {left: severe}", *CLOSED[1:]), NO),
    ((*CLOSED, "body_removal_percent: 33.2"), NO), ((*CLOSED, "body_removal_percent: 33.3"), YES),
    ((*CLOSED, "body_removal_percent: 33.4"), YES),
])
def test_evicore_expected_instability(facts: tuple[str, ...], expected: Truth, case_of: Build, library: Library) -> None:
    assert truth(lumbar(*facts), "evicore", "1:22612", "EVI609.4d", case_of, library) is expected


CURVE = "curves:\n  - {{upper_vertebra: L2, lower_vertebra: {}, cobb_deg: {}}}\n"


@pytest.mark.parametrize(("facts", "more", "expected"), [
    ([], CURVE.format("L5", 30), NO), ([], CURVE.format("L5", 30.1), YES), ([], CURVE.format("L5", 29.9), NO),
    ([], CURVE.format("L4", 50), NO),
    ([], "patient: {sva_cm: 7.9}\n", NO), ([], "patient: {sva_cm: 8}\n", NO), ([], "patient: {sva_cm: 8.1}\n", YES),
    ([], "patient: {pi_minus_ll_deg: 14.9}\n", NO), ([], "patient: {pi_minus_ll_deg: 15}\n", NO),
    ([], "patient: {pi_minus_ll_deg: 15.1}\n", YES),
    (["asymmetric_collapse: yes", "foraminal_stenosis: {left: mild}"], "", YES),
    (["asymmetric_collapse: yes", "foraminal_stenosis: {bilateral: none}"], "", NO),
    ([], "patient: {coronal_shift_cm: 9}\n", NO),
])
def test_evicore_adult_deformity(facts: list[str], more: str, expected: Truth, case_of: Build, library: Library) -> None:
    assert truth(lumbar(*facts) + more, "evicore", "1:22612", "EVI609.4e", case_of, library) is expected


@pytest.mark.parametrize(("facts", "expected"), [
    (["disc_herniation: extrusion", "disc_herniation_location: far_lateral", "herniation_out_of_reach: yes"], YES),
    (["disc_herniation: protrusion", "disc_herniation_location: foraminal", "herniation_out_of_reach: yes"], YES),
    (["disc_herniation: protrusion", "disc_herniation_location: foraminal", "herniation_out_of_reach: no"], NO),
    (["disc_herniation: protrusion", "disc_herniation_location: paracentral", "herniation_out_of_reach: yes"], NO),
    (["disc_herniation: bulge", "disc_herniation_location: foraminal", "herniation_out_of_reach: yes"], NO),
    (["disc_herniation: extrusion", "cord_compression: contact"], YES), (["disc_herniation: extrusion"], NO),
])
def test_evicore_first_herniation(facts: list[str], expected: Truth, case_of: Build, library: Library) -> None:
    assert truth(lumbar(*facts), "evicore", "1:22612", "EVI609.4f", case_of, library) is expected


@pytest.mark.parametrize(("facts", "first", "second"), [
    (["herniation_recurrences: 0", "slip_grade: II"], NO, NO), (["herniation_recurrences: 1", "slip_grade: II"], YES, NO),
    (["herniation_recurrences: 1", "slip_grade: I", "dynamic_translation_mm: 3"], NO, NO),
    (["herniation_recurrences: 1", "slip_grade: I", "dynamic_translation_mm: 3.1"], YES, NO),
    (["herniation_recurrences: 1", "slip_grade: none"], NO, NO), (["herniation_recurrences: 2"], NO, YES),
    (["herniation_recurrences: 3"], NO, YES),
])
def test_evicore_recurrent_herniation(facts: list[str], first: Truth, second: Truth, case_of: Build, library: Library) -> None:
    assert truth(lumbar(*facts), "evicore", "1:22612", "EVI609.4g", case_of, library) is first
    assert truth(lumbar(*facts), "evicore", "1:22612", "EVI609.4h", case_of, library) is second


@pytest.mark.parametrize(("patient", "expected"), [
    ("nicotine_status: never", YES), ("nicotine_status: current", UNKNOWN),
    ("nicotine_status: current, nicotine_free_weeks: 5.9, cotinine_within_normal: yes", NO),
    ("nicotine_status: current, nicotine_free_weeks: 6, cotinine_within_normal: yes", YES),
    ("nicotine_status: former_over_1_year, nicotine_free_weeks: 6.1, cotinine_within_normal: yes", YES),
    ("nicotine_status: former_over_1_year, nicotine_free_weeks: 200", UNKNOWN),
    ("nicotine_status: current, nicotine_free_weeks: 6, cotinine_within_normal: no", NO),
    ("nicotine_status: current, nicotine_free_weeks: 6, cotinine_within_normal: yes, nicotine_replacement_in_use: yes", NO),
])
def test_evicore_nicotine(patient: str, expected: Truth, case_of: Build, library: Library) -> None:
    text = lumbar() + f"patient: {{{patient}}}\n"
    assert truth(text, "evicore", "1:22612", "EVI609.nicotine", case_of, library) is expected


HIGH = ("slip_grade: II", "slip_type: degenerative")


@pytest.mark.parametrize(("text", "expected"), [
    (lumbar(*HIGH) + NEVER, MEETS),
    (lumbar(*HIGH) + "patient: {nicotine_status: current, nicotine_free_weeks: 2, pain_incapacitating: yes}\n", MEETS),
    (lumbar(*HIGH), OPEN),
    (stage('{code: "22612", levels: L4-L5}') + level("central_stenosis: severe", *HIGH) + CANDIDATE + NEVER, OPEN),
    (BOTH + level("fracture_unstable: yes"), MEETS),
    (BOTH + level("spinal_infection: yes", "instability_causes: [infection]"), MEETS),
    (BOTH + level("spinal_tumor: yes", "instability_causes: [iatrogenic_expected]"), MEETS),
])
def test_evicore_fusion_with_decompression_and_urgent_surgery(
    text: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    assert decided(text, "evicore", case_of, library)["1:22612"] is expected


def test_evicore_waits_for_instability_in_infection_and_tumour(case_of: Build, library: Library) -> None:
    for disease in ("spinal_infection", "spinal_tumor", "fracture"):
        text = BOTH + level(f"{disease}: yes", "instability_causes: []", "dynamic_report_says: stable")
        assert truth(text, "evicore", "1:22612", "EVI609.urgent", case_of, library) is NO


THREE_MONTHS = "treatments:\n  - {{modality: {}, {}, response: none{}}}\n"


@pytest.mark.parametrize(("care", "expected"), [
    (THREE_MONTHS.format("gabapentinoid", "weeks_stated: 12.9", ""), UNKNOWN),
    (THREE_MONTHS.format("gabapentinoid", "weeks_stated: 13", ""), YES),
    (THREE_MONTHS.format("nsaid", "weeks_stated: 13.1", ""), YES),
    (THREE_MONTHS.format("physical_therapy", "weeks_stated: 13", ", treatment_region: lumbar"), YES),
    (THREE_MONTHS.format("home_exercise", "weeks_stated: 13", ", provider_directed: yes"), YES),
    (THREE_MONTHS.format("home_exercise", "weeks_stated: 13", ", provider_directed: no"), UNKNOWN),
    (THREE_MONTHS.format("muscle_relaxant", "weeks_stated: 30", ""), UNKNOWN),
    (THREE_MONTHS.format("nsaid", "start: 2026-05-01, end: 2026-07-29", ""), UNKNOWN),       # 90 days
    (THREE_MONTHS.format("nsaid", "start: 2026-05-01, end: 2026-07-30", ""), YES),           # 91 days
    (THREE_MONTHS.format("nsaid", "start: 2026-05-01, end: 2026-07-31", ""), YES),
    ("treatments:\n  - {modality: nsaid, start: 2026-05-01, end: 2026-06-10}\n"
     "  - {modality: nsaid, start: 2026-06-11, end: 2026-07-30}\n", YES),                     # without a gap
    ("treatments:\n  - {modality: nsaid, start: 2026-05-01, end: 2026-06-10}\n"
     "  - {modality: nsaid, start: 2026-06-12, end: 2026-08-20}\n", UNKNOWN),                 # a day between
])
def test_evicore_three_months_of_care_without_a_break(care: str, expected: Truth, case_of: Build, library: Library) -> None:
    text = FUSION + level(*HIGH) + care
    assert truth(text, "evicore", "1:22612", "EVI609.5.care", case_of, library) is expected


ALONE = FUSION + level(*HIGH) + THREE_MONTHS.format("nsaid", "weeks_stated: 14", "")


@pytest.mark.parametrize(("patient", "expected"), [
    ("nicotine_status: never, pain_limits_function_daily: yes, mental_health: none", MEETS),
    ("nicotine_status: never, pain_limits_function_daily: yes, mental_health: in_treatment", MEETS),
    ("nicotine_status: never, pain_limits_function_daily: yes, mental_health: not_assessed", OPEN),
    ("nicotine_status: never, pain_limits_function_daily: no, mental_health: none", NOT_MET),
    ("nicotine_status: never, pain_limits_function_daily: yes, mental_health: unmanaged_major, pain_incapacitating: yes", MEETS),
])
def test_evicore_fusion_without_decompression(patient: str, expected: Outcome, case_of: Build, library: Library) -> None:
    assert decided(ALONE + f"patient: {{{patient}}}\n", "evicore", case_of, library)["1:22612"] is expected


DDD = "disc_degeneration: moderate"
STRUCTURED = "treatments:\n  - {{modality: physical_therapy, weeks_stated: {0}, treatment_region: lumbar}}\n" \
             "  - {{modality: nsaid, weeks_stated: 10}}\n"
SOUND = "patient: {{nicotine_status: never, pain_limits_function_daily: yes, mental_health: none, axial_pain_weeks: {}}}\n"


@pytest.mark.parametrize(("levels", "disc", "pain", "care", "expected"), [
    ("L4-L5", "moderate", 52, STRUCTURED.format(52), YES), ("L4-L5", "severe", 53, STRUCTURED.format(53), YES),
    ("L4-L5", "mild", 52, STRUCTURED.format(52), NO), ("L4-L5", "moderate", 51.9, STRUCTURED.format(52), NO),
    ("L4-L5", "moderate", 52, STRUCTURED.format(41.9), NO),
    ("L4-S1", "moderate", 52, STRUCTURED.format(52), NO),
    ("L4-L5", "moderate", 52, "treatments:\n  - {modality: nsaid, weeks_stated: 60}\n", NO),
])
def test_evicore_degenerated_disc(
    levels: str, disc: str, pain: float, care: str, expected: Truth, case_of: Build, library: Library,
) -> None:
    text = stage(f'{{code: "22612", levels: {levels}}}') + level(f"disc_degeneration: {disc}") + care + SOUND.format(pain)
    assert truth(text, "evicore", "1:22612", "EVI609.5.disc", case_of, library) is expected


@pytest.mark.parametrize(("weeks", "expected"), [(51.9, NO), (52, YES), (52.1, YES)])
def test_evicore_degenerated_disc_asks_for_twelve_months_of_care(
    weeks: float, expected: Truth, case_of: Build, library: Library,
) -> None:
    care = f"treatments:\n  - {{modality: physical_therapy, weeks_stated: {weeks}, treatment_region: lumbar}}\n" \
           "injections:\n  - {injection_type: mbb}\n"
    text = FUSION + level(DDD) + care + SOUND.format(60)
    assert truth(text, "evicore", "1:22612", "EVI609.5.disc", case_of, library) is expected


@pytest.mark.parametrize(("surgeries", "expected"), [
    ("surgeries:\n  - {procedure: alif, surgery_levels: L5-S1, months_since_stated: 5.9}\n", NOT_MET),
    ("surgeries:\n  - {procedure: alif, surgery_levels: L5-S1, months_since_stated: 6}\n", MEETS),
    ("surgeries:\n  - {procedure: alif, surgery_levels: L5-S1, months_since_stated: 6.1}\n", MEETS),
    ("surgeries:\n  - {procedure: alif, surgery_levels: L2-L3, months_since_stated: 1}\n", MEETS),
    ("surgeries:\n  - {procedure: laminectomy, surgery_levels: L5-S1, months_since_stated: 1}\n", MEETS),
    ("", MEETS),
])
def test_evicore_beside_a_fusion_six_months_have_to_pass(
    surgeries: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    assert decided(lumbar(*HIGH) + NEVER + surgeries, "evicore", case_of, library)["1:22612"] is expected


AGAIN = "surgeries:\n  - {{procedure: alif, surgery_levels: L4-L5, months_since_stated: {}}}\n"


@pytest.mark.parametrize(("fact", "months", "expected"), [
    ("pseudarthrosis: yes", 5.9, NO), ("pseudarthrosis: yes", 6, NO), ("pseudarthrosis: yes", 6.1, YES),
    ("pseudarthrosis: no", 20, NO), ("hardware_failure: screw_fracture", 1, YES), ("hardware_failure: none", 20, NO),
])
def test_evicore_fusion_again(fact: str, months: float, expected: Truth, case_of: Build, library: Library) -> None:
    text = lumbar(fact) + "patient: {nicotine_status: never, mental_health: none}\n" + AGAIN.format(months)
    assert truth(text, "evicore", "1:22612", "EVI609.8", case_of, library) is expected


@pytest.mark.parametrize(("drugs", "exercise", "expected"), [(5.9, 6, NO), (6, 5.9, NO), (6, 6, YES), (6.1, 6.1, YES)])
def test_evicore_fusion_again_asks_for_drugs_and_exercise(
    drugs: float, exercise: float, expected: Truth, case_of: Build, library: Library,
) -> None:
    care = f"treatments:\n  - {{modality: opioid, weeks_stated: {drugs}}}\n" \
           f"  - {{modality: home_exercise, weeks_stated: {exercise}, treatment_region: lumbar}}\n"
    text = FUSION + level("pseudarthrosis: yes") + L5_PAIN + care + AGAIN.format(8) + \
        "patient: {nicotine_status: never, mental_health: none}\n"
    assert truth(text, "evicore", "1:22612", "EVI609.8", case_of, library) is expected


@pytest.mark.parametrize(("patient", "cobb", "expected"), [
    ("age_years: 15, scoliosis_type: adolescent_idiopathic", 50, NO), ("age_years: 15, scoliosis_type: adolescent_idiopathic", 50.1, YES),
    ("age_years: 17.9, scoliosis_type: adolescent_idiopathic", 60, YES), ("age_years: 18, scoliosis_type: adolescent_idiopathic", 60, NO),
    ("age_years: 18.1, skeletal_maturity: immature, scoliosis_type: adolescent_idiopathic", 60, YES),
    ("age_years: 9, scoliosis_type: congenital", 20, YES), ("age_years: 9, scoliosis_type: neuromuscular", 20, YES),
    ("age_years: 9, scoliosis_type: juvenile_or_infantile", 20, YES), ("age_years: 9, scoliosis_type: other", 80, NO),
    ("age_years: 15, scoliosis_type: adolescent_idiopathic", 49.9, NO),
])
def test_evicore_growing_spine(patient: str, cobb: float, expected: Truth, case_of: Build, library: Library) -> None:
    text = FUSION + f"patient: {{{patient}}}\n" + CURVE.format("L5", cobb)
    assert truth(text, "evicore", "1:22612", "EVI609.3", case_of, library) is expected


# -- evicore: osteotomy ---------------------------------------------------------------------------------------------

FLEXIBLE = "deformity_fixed: no, correction_per_segment_deg: {}, {}"


@pytest.mark.parametrize(("patient", "more", "expected"), [
    (FLEXIBLE.format(4.9, "sva_cm: 9"), "", NO), (FLEXIBLE.format(5, "sva_cm: 9"), "", YES),
    (FLEXIBLE.format(5.1, "sva_cm: 9"), "", YES), (FLEXIBLE.format(9.9, "sva_cm: 9"), "", YES),
    (FLEXIBLE.format(10, "sva_cm: 9"), "", YES), (FLEXIBLE.format(10.1, "sva_cm: 9"), "", NO),
    (FLEXIBLE.format(7, "sva_cm: 8, pi_minus_ll_deg: 15"), CURVE.format("L5", 30), NO),
    (FLEXIBLE.format(7, "sva_cm: 8.1"), "", YES), (FLEXIBLE.format(7, "pi_minus_ll_deg: 15.1"), "", YES),
    (FLEXIBLE.format(7, "sva_cm: 7.9, pi_minus_ll_deg: 14.9, curve_flexibility_limited: yes"), CURVE.format("L5", 30), NO),
    (FLEXIBLE.format(7, "curve_flexibility_limited: yes"), CURVE.format("L5", 30.1), YES),
    (FLEXIBLE.format(7, "sva_cm: 1, pi_minus_ll_deg: 1, curve_flexibility_limited: no"), CURVE.format("L5", 60), NO),
    ("deformity_fixed: yes, correction_per_segment_deg: 7, sva_cm: 9", "", NO),
])
def test_evicore_posterior_column_osteotomy(
    patient: str, more: str, expected: Truth, case_of: Build, library: Library,
) -> None:
    text = stage('{code: "22214", levels: L4-L5}') + f"patient: {{{patient}}}\n" + more
    assert truth(text, "evicore", "1:22214", "EVI609.2.posterior_column", case_of, library) is expected


@pytest.mark.parametrize(("lines", "scheuermann", "expected"), [
    (['{code: "22214", levels: L1-L2}', '{code: "22216", levels: L2-L4}'], "no", YES),
    (['{code: "22214", levels: L1-L2}', '{code: "22216", levels: L2-L5}'], "no", YES),
    (['{code: "22214", levels: L1-L2}', '{code: "22216", levels: L2-S1}'], "no", NO),
    (['{code: "22214", levels: L1-L2}', '{code: "22216", levels: L2-S1}'], "yes", YES),
])
def test_evicore_limits_posterior_column_osteotomies_to_four(
    lines: list[str], scheuermann: str, expected: Truth, case_of: Build, library: Library,
) -> None:
    patient = FLEXIBLE.format(7, f"sva_cm: 9, scheuermann_kyphosis: {scheuermann}")
    text = stage(*lines) + f"patient: {{{patient}}}\n"
    assert truth(text, "evicore", "1:22214", "EVI609.2.posterior_column", case_of, library) is expected


@pytest.mark.parametrize(("patient", "cobb", "expected"), [
    ("deformity_fixed: yes, sagittal_deformity_deg: 29.9", 60, NO), ("deformity_fixed: yes, sagittal_deformity_deg: 30", 60, NO),
    ("deformity_fixed: yes, sagittal_deformity_deg: 30.1", 10, YES), ("deformity_fixed: yes, sagittal_deformity_deg: 5", 60.1, YES),
    ("deformity_fixed: yes, sagittal_deformity_deg: 5", 59.9, NO), ("deformity_fixed: no, sagittal_deformity_deg: 50", 70, NO),
])
def test_evicore_three_column_osteotomy(patient: str, cobb: float, expected: Truth, case_of: Build, library: Library) -> None:
    text = stage('{code: "22207", levels: L3-L4}') + f"patient: {{{patient}}}\n" + CURVE.format("L5", cobb)
    assert truth(text, "evicore", "1:22207", "EVI609.2.three_column", case_of, library) is expected


def test_an_osteotomy_falls_with_its_fusion(case_of: Build, library: Library) -> None:
    lines = ['{code: "22214", levels: L4-L5}', '{code: "22586", levels: L5-S1}']
    text = stage(*lines) + f"patient: {{{FLEXIBLE.format(7, 'sva_cm: 9')}}}\n"
    assert decided(text, "evicore", case_of, library) == {"1:22214": FOLLOWS, "1:22586": EXPERIMENTAL}


# -- evicore: cervical ----------------------------------------------------------------------------------------------

ACDF = stage('{code: "22551", levels: C5-C6}', head="approach: [anterior]")
ARM = "symptoms:\n  - {symptom: radicular_pain, symptom_root: C6, symptom_side: left, symptom_region: cervical}\n"
NECK_CARE = "treatments:\n  - {{modality: physical_therapy, weeks_stated: {}, treatment_region: cervical}}\n" \
            "  - {{modality: nsaid, weeks_stated: {}}}\n"
NECK = "patient: {{pain_limits_function_daily: yes, symptoms_unremitting: yes, mental_health: none, {}}}\n"
FILMS = "foraminal_stenosis: {left: severe}", "dynamic_report_says: stable"


@pytest.mark.parametrize(("facts", "care", "nicotine", "expected"), [
    (FILMS, (6, 6), "nicotine_status: never", YES), (FILMS, (6.1, 6.1), "nicotine_status: never", YES),
    (FILMS, (5.9, 6), "nicotine_status: never", UNKNOWN), (FILMS, (6, 5.9), "nicotine_status: never", UNKNOWN),
    (FILMS, (5.9, 5.9), "nicotine_status: never", NO),
    (FILMS, (6, 6), "nicotine_status: current, nicotine_free_weeks: 5.9", NO),
    (FILMS, (6, 6), "nicotine_status: current, nicotine_free_weeks: 6", YES),
    (FILMS, (6, 6), "nicotine_status: current, nicotine_free_weeks: 6.1", YES),
    (FILMS[:1], (6, 6), "nicotine_status: never", UNKNOWN),
    (("foraminal_stenosis: {bilateral: mild}", "dynamic_report_says: stable", "report_complete: yes"), (6, 6), "nicotine_status: never", NO),
])
def test_evicore_cervical_radiculopathy(
    facts: tuple[str, ...], care: tuple[float, float], nicotine: str, expected: Truth, case_of: Build, library: Library,
) -> None:
    text = ACDF + level(*facts, at="C5-C6") + ARM + NECK_CARE.format(*care) + NECK.format(nicotine)
    assert truth(text, "evicore", "1:22551", "EVI601.radiculopathy", case_of, library) is expected
    assert (decided(text, "evicore", case_of, library)["1:22551"] is MEETS) is (expected is YES)


def test_an_injection_counts_as_one_of_two_kinds_of_care(case_of: Build, library: Library) -> None:
    care = NECK_CARE.format(6, 1) + "injections:\n  - {injection_type: snrb, injection_levels: C5-C6}\n"
    text = ACDF + level(*FILMS, at="C5-C6") + ARM + care + NECK.format("nicotine_status: never")
    assert truth(text, "evicore", "1:22551", "EVI601.radiculopathy", case_of, library) is YES


def test_a_declared_report_of_flexion_extension_films_will_do(case_of: Build, library: Library) -> None:
    films = "documents:\n  films: {kind: flexion_extension_report, author: radiologist, date: 2026-08-01}\n"
    text = films + ACDF + level(*FILMS[:1], at="C5-C6") + ARM + NECK_CARE.format(6, 6) + NECK.format("nicotine_status: never")
    assert truth(text, "evicore", "1:22551", "EVI601.radiculopathy", case_of, library) is YES


@pytest.mark.parametrize(("facts", "patient", "exam", "expected"), [
    (["cord_compression: compression"], "myelopathy: yes", "{exam_test: hoffmann, exam_result: positive}", YES),
    (["central_stenosis: moderate"], "myelopathy_symptoms: [falls]", "{exam_test: reflex, exam_result: increased}", YES),
    (["central_stenosis: mild", "report_complete: yes"], "myelopathy: yes", "{exam_test: hoffmann, exam_result: positive}", NO),
    (["cord_compression: compression"], "myelopathy: yes", "{exam_test: hoffmann, exam_result: negative}", NO),
    (["cord_compression: compression"], "myelopathy: no", "{exam_test: clonus, exam_result: positive}", NO),
    (["cord_compression: compression"], "myelopathy: yes", "{exam_test: spurling, exam_result: positive}", NO),
])
def test_evicore_myelopathy_needs_symptom_sign_and_compression_but_no_care(
    facts: list[str], patient: str, exam: str, expected: Truth, case_of: Build, library: Library,
) -> None:
    text = ACDF + level(*facts, at="C5-C6") + f"treatments: none\npatient: {{{patient}}}\nexams:\n  - {exam}\n"
    assert truth(text, "evicore", "1:22551", "EVI601.myelopathy", case_of, library) is expected


@pytest.mark.parametrize(("facts", "patient", "expected"), [
    (["dynamic_translation_mm: 3.4"], "", NO), (["dynamic_translation_mm: 3.5"], "", NO), (["dynamic_translation_mm: 3.6"], "", YES),
    (["dynamic_angulation_deg: 10.9"], "", NO), (["dynamic_angulation_deg: 11"], "", NO), (["dynamic_angulation_deg: 11.1"], "", YES),
    (["central_stenosis: severe"], "patient: {progressive_deficit: yes}\n", YES),
    (["central_stenosis: severe"], "patient: {bladder_function: new_retention}\n", YES),
    (["central_stenosis: severe"], "patient: {bowel_function: new_incontinence}\n", YES),
    (["central_stenosis: severe"], "patient: {bladder_function: urgency}\n", NO),
    (["central_stenosis: mild", "report_complete: yes"], "patient: {progressive_deficit: yes}\n", NO),
])
def test_evicore_urgent_cervical_findings(
    facts: list[str], patient: str, expected: Truth, case_of: Build, library: Library,
) -> None:
    text = ACDF + level(*facts, at="C5-C6") + patient
    assert truth(text, "evicore", "1:22551", "EVI601.urgent", case_of, library) is expected


@pytest.mark.parametrize(("months", "expected"), [(5.9, NO), (6, NO), (6.1, YES)])
def test_evicore_repeats_a_cervical_fusion_after_six_months(
    months: float, expected: Truth, case_of: Build, library: Library,
) -> None:
    surgeries = f"surgeries:\n  - {{procedure: acdf, surgery_levels: C5-C6, months_since_stated: {months}}}\n"
    text = ACDF + level("pseudarthrosis: yes", at="C5-C6") + surgeries
    assert truth(text, "evicore", "1:22551", "EVI601.repeat", case_of, library) is expected


# -- evicore: what is unproven, and graft ---------------------------------------------------------------------------

GOOD = level("central_stenosis: severe", *HIGH) + CANDIDATE + NEVER
PAIR = ('{code: "22633", levels: L4-L5}', '{code: "63052", levels: L4-L5}')


@pytest.mark.parametrize(("lines", "facts", "code", "expected"), [
    (['{code: "22586", levels: L5-S1}'], GOOD, "22586", EXPERIMENTAL),
    (['{code: "0221T", levels: L4-L5}'], GOOD, "0221T", EXPERIMENTAL),
    (['{code: "0719T", levels: L4-L5}'], GOOD, "0719T", EXPERIMENTAL),
    (['{code: "22869", levels: L4-L5}'], GOOD, "22869", EXPERIMENTAL),
    (['{code: "22867", levels: L4-L5}'], GOOD, "22867", NO_POLICY),
    ([*PAIR, '{code: "22853", levels: L4-L5}'], GOOD, "22853", MEETS),
    ([*PAIR, '{code: "22853", levels: L4-L5}'], level("central_stenosis: severe", *HIGH, "cage_patient_specific: yes"), "22853", EXPERIMENTAL),
    ([*PAIR, '{code: "20936"}'], GOOD, "20936", MEETS), ([*PAIR, '{code: "20930"}'], GOOD, "20930", MEETS),
    ([*PAIR, '{code: "20939"}'], GOOD, "20939", EXPERIMENTAL), ([*PAIR, "{code: BMP}"], GOOD, "BMP", NO_POLICY),
    ([*PAIR, '{code: "22840"}'], GOOD, "22840", NO_POLICY), (['{code: "22600", levels: C5-C6}'], "", "22600", NO_POLICY),
    (['{code: "22610", levels: T5-T6}'], "", "22610", NO_POLICY), (['{code: "62380", levels: L4-L5}'], GOOD, "62380", NO_POLICY),
    (['{code: "27279", side: left}'], "", "27279", NO_POLICY), (['{code: "E0748"}'], "", "E0748", NO_POLICY),
])
def test_evicore_unproven_procedures_graft_and_what_was_not_read(
    lines: list[str], facts: str, code: str, expected: Outcome, case_of: Build, library: Library,
) -> None:
    assert decided(stage(*lines) + facts, "evicore", case_of, library)[f"1:{code}"] is expected


@pytest.mark.parametrize(("plan", "expected"), [
    ("graft_is_bone_or_dbm: yes", MEETS), ("graft_is_bone_or_dbm: no", NOT_MET),
    ("graft_is_bone_or_dbm: no, graft_materials: [ceramic]", MEETS),
    ("graft_is_bone_or_dbm: no, graft_materials: [cellular_allograft]", NOT_MET),
])
def test_evicore_graft_is_bone_or_ceramic(plan: str, expected: Outcome, case_of: Build, library: Library) -> None:
    text = stage(*PAIR, '{code: "20930"}', head=f"plan: {{{plan}}}") + GOOD
    assert decided(text, "evicore", case_of, library)["1:20930"] is expected


# -- computed facts that these sets read -----------------------------------------------------------------------------

def computed(name: str, text: str, case_of: Build, library: Library, where: str = "L4-L5", **parameters: object) -> Reading:
    """What a computed fact gives for the first line of a case at a level."""
    record = Record(case_of(FUSION + text), library.vocabulary, library.catalogue, date(2026, 1, 12))
    measure = MEASURES[name]
    return measure.read(Place(record, record.lines[0], where), measure.parameters.model_validate(parameters, strict=False))


TWO_RUNS = "treatments:\n  - {modality: nsaid, start: 2025-01-01, end: 2025-02-04}\n" \
           "  - {modality: nsaid, start: 2025-02-12, end: 2025-03-18}\n"


@pytest.mark.parametrize(("text", "span"), [
    (TWO_RUNS, (5, 5)), (TWO_RUNS + "  - {modality: nsaid, start: 2025-02-01, end: 2025-02-20}\n", (11, 11)),
    (TWO_RUNS + "  - {modality: nsaid, weeks_stated: 1}\n", (5, 11)), (TWO_RUNS + "  - {modality: nsaid, weeks_stated: 8}\n", (8, 18)),
    (TWO_RUNS + "  - {modality: nsaid}\n", (5, float("inf"))), ("treatments: none\n", (0, 0)), ("", (0, float("inf"))),
])
def test_unbroken_care_is_the_longest_run(text: str, span: tuple[float, float], case_of: Build, library: Library) -> None:
    reading = computed("unbroken_weeks", text, case_of, library, modalities=["nsaid"])
    assert reading.span == span
    assert bool(reading.open_paths) is (span[0] != span[1])


@pytest.mark.parametrize(("rows", "values"), [
    ("none", (False,)), ("\n  - {procedure: alif, surgery_levels: L4-L5, initial_benefit: good}", (True,)),
    ("\n  - {procedure: alif, surgery_levels: L4-L5, initial_benefit: none}", (False,)),
    ("\n  - {procedure: alif, surgery_levels: L4-L5}", ()), ("\n  - {procedure: alif, initial_benefit: good}", ()),
    ("\n  - {surgery_levels: L4-L5, initial_benefit: good}", ()), ("\n  - {procedure: acdf, surgery_levels: L4-L5}", (False,)),
])
def test_relief_after_an_earlier_operation(rows: str, values: tuple[bool, ...], case_of: Build, library: Library) -> None:
    reading = computed("earlier_surgery_helped", f"surgeries: {rows}\n", case_of, library, procedures=["alif"])
    assert (reading.values, reading.open) == (values, not values)


@pytest.mark.parametrize(("rows", "span"), [
    ("none", (0, 0)), ("\n  - {exam_test: reflex, exam_result: reduced}", (1, 1)), ("\n  - {exam_test: reflex}", (0, 1)),
    ("\n  - {exam_test: reflex, exam_result: normal}", (0, 0)), ('\n  - {exam_test: motor, mrc: "4+"}', (1, 1)),
    ('\n  - {exam_test: motor, mrc: "5"}', (0, 0)), ("\n  - {exam_test: reflex, exam_root: C6, exam_result: absent}", (0, 0)),
    ('\n  - {exam_test: reflex, exam_result: absent}\n  - {exam_test: motor, mrc: "3"}\n  - {exam_test: motor, mrc: "4"}', (2, 2)),
    ("\n  - {exam_test: hoffmann, exam_result: positive}", (0, 0)),
])
def test_abnormal_signs_are_counted_once_each_in_the_region(
    rows: str, span: tuple[float, float], case_of: Build, library: Library,
) -> None:
    assert computed("abnormal_signs", f"exams: {rows}\n", case_of, library, signs=["reflex", "motor"]).span == span


@pytest.mark.parametrize(("rows", "span"), [
    ("\n  - {exam_test: reflex, exam_result: increased}", (1, 1)), ("\n  - {exam_test: reflex, exam_result: reduced}", (0, 0)),
    ("\n  - {exam_test: reflex, exam_result: abnormal}", (0, 1)), ("\n  - {exam_test: reflex}", (0, 1)),
    ("\n  - {exam_test: clonus, exam_result: abnormal}", (1, 1)),
])
def test_of_the_reflexes_only_brisk_ones_count_where_a_policy_says_so(
    rows: str, span: tuple[float, float], case_of: Build, library: Library,
) -> None:
    found = computed("abnormal_signs", f"exams: {rows}\n", case_of, library, signs=["reflex", "clonus"], brisk_reflexes=True)
    assert found.span == span


@pytest.mark.parametrize(("text", "span"), [
    ("", (0, float("inf"))), ("curves: none\n", (0, 0)), ("patient: {coronal_deformity_present: no}\n", (0, 0)),
    ("curves:\n  - {cobb_deg: 20, curve_progression_deg: 4}\n  - {cobb_deg: 9, curve_progression_deg: 7}\n", (7, 7)),
    ("curves:\n  - {cobb_deg: 20, curve_progression_deg: 4}\n  - {cobb_deg: 9}\n", (4, float("inf"))),
])
def test_the_largest_increase_of_a_curve(text: str, span: tuple[float, float], case_of: Build, library: Library) -> None:
    assert computed("curve_progression", text, case_of, library).span == span
