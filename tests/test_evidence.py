"""The evidence library: every statement of the notes is there, each with its origin; wrong files get exact messages."""

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from logic.background import background, cite_of, confidence_of, statement_told
from logic.evidence import Evidence, Figure, Recommendation, Remark, Study, load_evidence
from logic.loading import POLICIES, SAMPLES, load_case, load_library
from logic.policy import Confidence
from logic.measures import MEASURES
from logic.problems import ProblemsError, one_of
from logic.reports import as_json
from logic.review import review

LIBRARY = load_library()
EVIDENCE = LIBRARY.evidence
FAMILIES = sorted({entry.family for entry in LIBRARY.catalogue.entries.values()})


def names(text: str) -> list[str]:
    return text.split()


RECOMMENDATIONS = names("""
    aans_2014_1_methodology aans_2014_2_functional_outcome aans_2014_3_economic_outcome aans_2014_4_fusion_status
    aans_2014_5_films_and_function aans_2014_6_discography aans_2014_7_low_back_pain aans_2014_8_herniation
    aans_2014_9_stenosis_with_slip aans_2014_10_stenosis_without_slip aans_2014_11_interbody aans_2014_12_screws
    aans_2014_13_injections aans_2014_14_bracing aans_2014_15_monitoring aans_2014_16_graft_substitutes
    aans_2014_16_bone_marrow_aspirate aans_2014_17_stimulators aans_2005_10_stenosis aans_2009_cervical_graft nass_2014_slip
    nass_2011_stenosis nass_2012_herniation nass_2012_herniation_fusion aps_2009_discectomy acr_2021_mri
""")
STUDIES = names("""
    herkowitz_1991 fischgrund_1997 kornblum_2004 fox_1996 fritzell_2003 sport_slip_2007 sport_stenosis_2008 slip_2016 ssss_2016
    nordsten_2021 rihn_2009_complications rihn_2009_outcome barber_2018 polly_2016
""")
FIGURES = names("""
    healing_83_against_45 progression_73 iatrogenic_instability_38 without_instability_9 good_results_96_against_44
    satisfaction_93 complications_31_40_against_6_12 healing_89_to_95 healing_92_to_95 donor_site_pain_58 bmp_radiculitis_14
    cervical_aspirate_76 injection_satisfaction_55 persistent_pain_3_to_7 improvement_86_to_92 si_tests_94_78 mcg_three_months
""")
REMARKS = names("""
    grade_i_is_weakest classes_and_grades_differ journal_is_not_the_author guidelines_cover_nothing stable_grade_one_is_open
""")
SCALES = ["aans_2005", "aans_2014", "strength_2009", "aaos"]
UNIDENTIFIED = ["iatrogenic_instability_38", "without_instability_9", "donor_site_pain_58", "persistent_pain_3_to_7"]
GRADE_READ = ["aans_2014_8_herniation", "aans_2014_9_stenosis_with_slip", "aans_2005_10_stenosis"]
DOI = "10.3171/2014.4.SPINE"
DOIS = [14257, 14258, 14259, 14267, 14268, 14269, 14270, 14271, 14274, 14275, 14276, 14277, 14281, 14282, 14324, 14325, 14326]


@pytest.mark.parametrize(("kind", "expected"), [
    (Recommendation, RECOMMENDATIONS), (Study, STUDIES), (Figure, FIGURES), (Remark, REMARKS),
])
def test_every_statement_of_the_notes_is_there(kind: type, expected: list[str]) -> None:
    assert sorted(name for name, one in EVIDENCE.statements.items() if isinstance(one, kind)) == sorted(expected)


def test_every_scale_is_there_and_insufficient_is_not_the_best_grade() -> None:
    assert list(EVIDENCE.scales) == SCALES
    assert list(EVIDENCE.scales["aans_2014"].grades) == ["A", "B", "C", "I"]
    assert "insufficient" in EVIDENCE.scales["aans_2014"].grades["I"]


def test_the_update_of_2014_has_its_seventeen_parts_with_their_numbers() -> None:
    parts = {(one.part, one.doi) for one in EVIDENCE.statements.values()
             if isinstance(one, Recommendation) and one.year == 2014 and one.part}
    assert sorted(parts) == [(n, f"{DOI}{number}") for n, number in enumerate(DOIS, start=1)]


def test_a_grade_counts_as_verified_only_where_it_was_read() -> None:
    read = [one for one in EVIDENCE.statements.values() if isinstance(one, Recommendation) and one.grade_verified]
    assert sorted(one.id for one in read) == sorted(GRADE_READ)
    assert all(one.grades and one.confidence is Confidence.CONFIRMED for one in read)


def test_a_figure_has_a_study_or_a_source_or_says_that_none_is_identified() -> None:
    figures = [one for one in EVIDENCE.statements.values() if isinstance(one, Figure)]
    assert sorted(one.id for one in figures if one.unidentified) == sorted(UNIDENTIFIED)
    assert all(EVIDENCE.origin_of(one) == "source not identified" for one in figures if one.unidentified)
    assert EVIDENCE.origin_of(figures[0]) == "Fischgrund, Spine 1997;22:2807-2812"
    assert all(one.confidence is Confidence.VERIFY for one in figures if one.unidentified)


def test_a_misused_figure_carries_the_warning() -> None:
    silent = [one.id for one in EVIDENCE.statements.values() if isinstance(one, Figure) and not one.misuse]
    assert silent == ["si_tests_94_78"]


def test_radiographic_and_clinical_results_are_told_apart() -> None:
    endpoints = {name: one.endpoint for name, one in EVIDENCE.statements.items() if isinstance(one, Figure)}
    assert endpoints["healing_83_against_45"] == endpoints["progression_73"] == "radiographic"
    assert endpoints["good_results_96_against_44"] == endpoints["satisfaction_93"] == "clinical"
    assert endpoints["complications_31_40_against_6_12"] == "complication"
    fischgrund = EVIDENCE.statements["fischgrund_1997"]
    assert isinstance(fischgrund, Study)
    assert "did not differ" in fischgrund.found


def test_every_topic_has_statements_and_finds_them() -> None:
    assert [topic for topic in EVIDENCE.topics if not EVIDENCE.about(topic)] == []
    assert {one.id for one in EVIDENCE.about("bone_marrow_aspirate")} == {
        "aans_2014_16_bone_marrow_aspirate", "barber_2018", "cervical_aspirate_76"}
    assert EVIDENCE.about("no_such_topic") == ()


def test_no_statement_decides_anything() -> None:
    text = "".join(path.read_text(encoding="utf-8").lower() for path in (POLICIES / "evidence").glob("*.yaml"))
    assert [word for word in ("approved", "denied", "we recommend") if word in text] == []
    assert max(map(len, text.splitlines())) <= 120


# -- wrong files ----------------------------------------------------------------------------------------------------

GOOD: dict[str, Any] = {
    "topics": {"graft": {"title": "Graft", "facts": ["slip_mm"], "codes": ["22612"]}},
    "scales": [{"id": "abc", "used_by": "Somebody", "grades": {"A": "good", "B": "fair"}}],
    "recommendations": [{"id": "one", "guideline": "Somebody", "year": 2014, "says": "Use it.", "scale": "abc", "grades": ["A"],
                         "confidence": "verify", "cite": "Somebody 2014", "about": ["graft"]}],
    "studies": [{"id": "two", "title": "Trial", "year": 2001, "design": "randomised", "population": "adults",
                 "found": "Nothing.", "endpoints": ["clinical"], "confidence": "verify", "cite": "Journal 1", "about": ["graft"]}],
    "figures": [{"id": "three", "figure": "5 percent", "population": "adults", "endpoint": "clinical", "study": "two",
                 "confidence": "verify", "about": ["graft"]}],
    "remarks": [{"id": "four", "says": "Mind it.", "cite": "Somebody 2014", "about": ["graft"]}],
}


def problems_of(folder: Path, *contents: Mapping[str, object]) -> list[str]:
    """The problems of files with these contents, one line each; JSON is YAML too, a line a statement."""
    for n, content in enumerate(contents, start=1):
        text = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in content.items())
        (folder / f"file{n}.yaml").write_text("{" + text + "}\n", encoding="utf-8")
    try:
        load_evidence(folder, LIBRARY.vocabulary, LIBRARY.catalogue)
    except ProblemsError as error:
        shown = str(error).replace(str(folder) + "/", "").splitlines()
        return [f"{place} {told.strip()}" for place, told in zip(shown[::2], shown[1::2], strict=True)]
    return []


def changed(kind: str, **fields: object) -> dict[str, object]:
    """The good file with fields of its one statement of a kind changed (None: left out)."""
    statement = {**GOOD[kind][0], **fields}
    return {**GOOD, kind: [{key: value for key, value in statement.items() if value is not None}]}


def test_the_good_file_loads(tmp_path: Path) -> None:
    assert problems_of(tmp_path, GOOD) == []


@pytest.mark.parametrize(("content", "message"), [
    (changed("figures", about=["graff"]),
     'file1.yaml:5: figures[0].about[0] found the text "graff"; expected graft; nearest: graft'),
    ({**GOOD, "topics": {"graft": {"title": "Graft", "facts": ["slip_mn"]}}},
     'file1.yaml:1: topics.graft.facts[0] found the text "slip_mn"; expected a fact of the vocabulary; nearest: slip_mm'),
    ({**GOOD, "topics": {"graft": {"title": "Graft", "computed": ["listesis"]}}},
     f'file1.yaml:1: topics.graft.computed[0] found the text "listesis"; expected {one_of(MEASURES)}; nearest: listhesis'),
    ({**GOOD, "topics": {"graft": {"title": "Graft", "codes": ["22613"]}}},
     'file1.yaml:1: topics.graft.codes[0] found the text "22613"; expected a code of the catalogue; nearest: 22614'),
    ({**GOOD, "topics": {"graft": {"title": "Graft", "families": ["fusions"]}}},
     f'file1.yaml:1: topics.graft.families[0] found the text "fusions"; expected {one_of(FAMILIES)}; nearest: fusion'),
    (changed("remarks", about=[]), "file1.yaml:6: remarks[0].about found an empty list; expected at least 1 in the list"),
    (changed("figures", study="too"), 'file1.yaml:5: figures[0].study found the text "too"; expected two; nearest: two'),
    (changed("figures", study="one"), 'file1.yaml:5: figures[0].study found the text "one"; expected two'),
    (changed("figures", study=None),
     "file1.yaml:5: figures[0] found the keys id, figure, population, endpoint, confidence, about; "
     "expected exactly one of study, source, unidentified: yes"),
    (changed("figures", unidentified=True),
     "file1.yaml:5: figures[0] found the keys id, figure, population, endpoint, study, confidence, about, unidentified; "
     "expected exactly one of study, source, unidentified: yes"),
    (changed("recommendations", scale="abd"),
     'file1.yaml:3: recommendations[0].scale found the text "abd"; expected abc; nearest: abc'),
    (changed("recommendations", grades=["D"]),
     'file1.yaml:3: recommendations[0].grades[0] found the text "D"; expected one of A, B'),
    (changed("recommendations", scale=None),
     "file1.yaml:3: recommendations[0].grades found grades without a scale; expected the scale they belong to (scale: ...)"),
    (changed("recommendations", cite=None), "file1.yaml:3: recommendations[0].cite found nothing; expected the key cite"),
    (changed("studies", endpoints=["pain"]),
     'file1.yaml:4: studies[0].endpoints[0] found the text "pain"; '
     "expected one of radiographic, clinical, complication, reoperation, diagnostic, criterion"),
    (changed("studies", about=["graft"], id="one"),
     "file1.yaml:4: studies[0].id found the id one, used in file1.yaml already; expected each id once"),
    (changed("studies", author="Me"),
     "file1.yaml:4: studies[0].author found the key author; expected one of id, title, year, design, patients, population, "
     "found, endpoints, confidence, cite, doi, about"),
])
def test_each_mistake_gets_its_message(content: dict[str, object], message: str, tmp_path: Path) -> None:
    assert message in problems_of(tmp_path, content)


def test_the_problems_of_all_files_come_at_once(tmp_path: Path) -> None:
    second = {"remarks": [{"id": "four", "says": "Again.", "cite": "Me", "about": ["graft"]}], "studys": []}
    found = problems_of(tmp_path, changed("figures", study=None), second)
    assert [line.split(":")[0] for line in found] == ["file1.yaml", "file2.yaml"]
    third = {"remarks": [{"id": "four", "says": "Again.", "cite": "Me", "about": ["graft"]}]}
    assert problems_of(tmp_path, GOOD, third) == [
        "file2.yaml:1: remarks[0].id found the id four, used in file1.yaml already; expected each id once"]


def test_nothing_to_read_is_no_evidence(tmp_path: Path) -> None:
    assert load_evidence(tmp_path, LIBRARY.vocabulary, LIBRARY.catalogue) == Evidence(files=())


# -- beside criteria ------------------------------------------------------------------------------------------------

def behind(set_id: str, rule_id: str, *codes: str) -> dict[str, tuple[str, ...]]:
    """The topics behind a rule, each with the criteria beside which it stands."""
    rule = next(rule for rule in LIBRARY.sets[set_id].editions[-1].rules if rule.id == rule_id)
    found = background(rule, codes or rule.covers.codes, EVIDENCE, LIBRARY.catalogue)
    assert all(one.statements for one in found)
    return {one.topic.title: one.beside for one in found}


def test_a_topic_stands_beside_the_criteria_that_read_its_facts() -> None:
    found = behind("general", "lumbar_fusion", "22612")
    assert found["Stenosis with spondylolisthesis"][0] == "Spondylolisthesis of any grade"
    assert found["Wide decompression and removal of facet joints"]
    assert "Bone graft and its substitutes" not in found


def test_a_topic_of_codes_stands_beside_their_rules_only() -> None:
    assert behind("general", "bone_marrow_aspirate")["Bone marrow aspirate"] == ()
    assert "Interbody fusion" in behind("general", "lumbar_fusion", "22633")
    assert "Interbody fusion" not in behind("general", "lumbar_fusion", "22612")


def test_a_topic_of_facts_and_codes_needs_both() -> None:
    assert "Stenosis without deformity or instability" in behind("general", "lumbar_fusion", "22612")
    assert "Stenosis without deformity or instability" not in behind("general", "cervical_fusion", "22554")


def test_every_topic_but_two_stands_beside_something() -> None:
    """No criterion reads discography; how to read grades and figures is shown with the library."""
    shown = {title for policy_set in LIBRARY.sets.values() for edition in policy_set.editions for rule in edition.rules
             for title in (one.topic.title for one in background(rule, rule.covers.codes, EVIDENCE, LIBRARY.catalogue))}
    bare = {name for name, topic in EVIDENCE.topics.items() if not (topic.facts or topic.computed or topic.codes or topic.families)}
    assert bare == {"discography", "reading_evidence"}
    unshown = {topic.title for topic in EVIDENCE.topics.values()} - shown
    assert unshown == {"Discography", "How to read grades and figures", "Braces", "Nerve monitoring during surgery"}


def test_a_recommendation_is_told_with_its_part_and_whether_its_grade_was_read() -> None:
    told = {name: statement_told(EVIDENCE.statements[name], EVIDENCE) for name in RECOMMENDATIONS}
    assert told["aans_2014_2_functional_outcome"] == (
        "AANS/CNS update on lumbar fusion 2014, part 2: Measure the result of a fusion with validated scales (such as ODI or SF-36). "
        "Grade A and B of AANS/CNS update of 2014, after the scheme of NASS, not read in the guideline itself.")
    assert all("not read in the guideline itself" not in told[name] for name in GRADE_READ)
    assert "No grade known." in told["aans_2014_1_methodology"]


def test_a_figure_is_told_with_population_endpoint_origin_and_misuse() -> None:
    told = statement_told(EVIDENCE.statements["progression_73"], EVIDENCE)
    assert told.startswith("The figure progression in 73 percent (in: a slip before surgery in whom no fusion was attained; counted: radiographic).")
    assert "From: Fox" in told
    assert "Misused: Source 000 leaves out" in told


@pytest.mark.parametrize("name", UNIDENTIFIED)
def test_a_figure_without_source_says_so(name: str) -> None:
    assert "From: source not identified." in statement_told(EVIDENCE.statements[name], EVIDENCE)


def test_every_statement_is_told_and_cited() -> None:
    for one in EVIDENCE.statements.values():
        told = statement_told(one, EVIDENCE)
        assert told
        assert "None" not in told
        assert "  " not in told
        assert bool(cite_of(one)) is not isinstance(one, Figure)
        assert (confidence_of(one) is None) is isinstance(one, Remark)


def test_evidence_changes_no_outcome() -> None:
    bare = dataclasses.replace(LIBRARY, evidence=Evidence(files=()))
    for path in sorted(SAMPLES.glob("*.yaml")):
        case = load_case(path, LIBRARY)[0]
        assert as_json(review(case, LIBRARY, "aetna")) == as_json(review(case, bare, "aetna"))
