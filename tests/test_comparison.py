"""One case under several sets: the same outcomes as one by one, and what the sets differ in, with the reason."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from logic.case import Case, Outcome
from logic.comparison import NOT_ASKED, ComparedLine, Comparison, compare
from logic.comparison_reports import comparison_as_json, comparison_as_markdown, comparison_as_table
from logic.determination import determine
from logic.loading import SAMPLES, Library, load_case, load_library
from logic.record import Record
from logic.review import NOTICE, NoDayError, UnknownSetError
from logic.truth import Truth
from tests.budget import laws
from tests.strategies import built, case_data

LIBRARY = load_library()
Build = Callable[[str], Case]


def sample(name: str, *sets: str) -> Comparison:
    return compare(load_case(SAMPLES / f"{name}.yaml", LIBRARY)[0], LIBRARY, sets)


def line(found: Comparison, name: str) -> ComparedLine:
    return next(one for one in found.lines if one.line.id == name)


def told(compared: ComparedLine) -> dict[str, dict[str, list[str]]]:
    """What decides, and what the other sets say on it."""
    return {difference.decides.says: {name: [one.says for one in there] for name, there in difference.elsewhere.items()}
            for difference in compared.differences}


# -- outcomes and editions ------------------------------------------------------------------------------------------

@laws(0.5)
@given(data=case_data())
def test_each_set_gives_what_it_gives_alone(data: dict[str, Any]) -> None:
    case = built(data, LIBRARY)
    found = compare(case, LIBRARY)
    record = Record(case, LIBRARY.vocabulary, LIBRARY.catalogue, found.on)
    assert [column.id for column in found.columns] == ["general", *sorted(set(LIBRARY.sets) - {"general"})]
    for column in found.columns:
        alone = determine(record, column.policy_set.edition_on(found.on))
        assert {one.line.id: one.results[column.id].outcome for one in found.lines} == {
            result.line.id: result.outcome for result in alone}


@laws(0.5)
@given(data=case_data())
def test_a_difference_decides_under_its_set_and_is_otherwise_under_another(data: dict[str, Any]) -> None:
    for compared in compare(built(data, LIBRARY), LIBRARY).lines:
        for difference in compared.differences:
            assert compared.results[difference.set_id].outcome not in {Outcome.MEETS, Outcome.NO_POLICY}
            assert difference.set_id not in difference.elsewhere
            assert difference.decides.truth in {Truth.NOT_MET, Truth.NOT_DOCUMENTED, None}
            others = [one for there in difference.elsewhere.values() for one in there]
            assert any(one.truth is not difference.decides.truth or one.says != difference.decides.says for one in others)


def test_sets_that_agree_differ_in_nothing() -> None:
    found = sample("l5s1_posterior_fusion_with_bma", "general")
    assert [one.differences for one in found.lines] == [()] * len(found.lines)
    assert all(one.alike for one in found.lines)


@pytest.mark.parametrize(("day", "edition"), [(date(2026, 8, 3), None), (date(2026, 8, 4), "2026-08")])
def test_an_edition_is_used_from_its_first_day_on(day: date, edition: str | None, case_of: Build, library: Library) -> None:
    case = case_of('stages: [{lines: [{code: "63047", levels: L4-L5}]}]\n')
    found = compare(case, library, ["evicore"], day)
    assert (found.columns[0].entry.id if found.columns[0].entry else None) == edition
    outcome = found.lines[0].results["evicore"].outcome
    assert (outcome is Outcome.NO_POLICY) is (edition is None)


@pytest.mark.parametrize(("day", "edition"), [
    (date(2016, 10, 31), None), (date(2016, 11, 1), "2016-11"), (date(2017, 9, 22), "2016-11"), (date(2017, 9, 23), None),
    (date(2025, 10, 31), None), (date(2025, 11, 1), "2025-11"),
])
def test_of_two_editions_the_one_of_the_day_is_used(day: date, edition: str | None, case_of: Build, library: Library) -> None:
    found = compare(case_of('stages: [{lines: [{code: "63047", levels: L4-L5}]}]\n'), library, ["aetna"], day)
    assert (found.columns[0].entry.id if found.columns[0].entry else None) == edition


def test_a_case_without_a_day_is_refused(library: Library) -> None:
    with pytest.raises(NoDayError):
        compare(Case(case="tried"), library)


def test_an_unknown_set_is_refused(library: Library) -> None:
    with pytest.raises(UnknownSetError):
        compare(load_case(SAMPLES / "c4c6_acdf_with_bma.yaml", library)[0], library, ["nobody"])


# -- differences ----------------------------------------------------------------------------------------------------

def test_aetna_asks_for_nicotine_and_for_therapy_in_person() -> None:
    compared = line(sample("l5s1_posterior_fusion_with_bma", "general", "aetna"), "1:22612")
    assert not compared.alike
    differences = told(compared)
    assert differences["Nicotine use, past and present, is on record"] == {"general": [NOT_ASKED.says]}
    therapy = next(says for says in differences if "physical therapy in person" in says)
    assert differences[therapy] == {"general": ["Formal physical therapy of at least six weeks in all"]}


def test_what_general_calls_met_stands_beside_what_aetna_leaves_open() -> None:
    compared = line(sample("l5s1_posterior_fusion_with_bma", "general", "aetna"), "1:22612")
    therapy = next(one for one in compared.differences if "physical therapy in person" in one.decides.says)
    assert (therapy.decides.truth, therapy.elsewhere["general"][0].truth) == (Truth.NOT_DOCUMENTED, Truth.MET)


def test_aetna_asks_a_reason_for_a_cage_in_the_neck() -> None:
    compared = line(sample("c4c6_acdf_with_bma", "general", "aetna"), "1:22853")
    assert [result.outcome for result in compared.results.values()] == [Outcome.MEETS, Outcome.NOT_MET]
    first = compared.differences[0]
    assert first.asked_alone
    assert "corpectomy" in first.decides.says
    assert first.decides.cite.startswith("Aetna CPB 0016")


def test_aetna_excludes_the_protein_by_approach() -> None:
    compared = line(sample("l5s1_revision_tlif", "general", "aetna"), "1:BMP")
    assert [result.outcome for result in compared.results.values()] == [Outcome.MEETS, Outcome.EXPERIMENTAL]
    (difference,) = compared.differences
    assert "anterior or lateral approach" in difference.decides.says
    assert difference.elsewhere["general"][0].says == "does not rule it out"


def test_aetna_finds_neither_grade_nor_compression_in_the_report() -> None:
    compared = line(sample("l5s1_revision_tlif", "general", "aetna"), "1:22633")
    imaging = next(one for one in compared.differences if one.decides.says.startswith("CT or MRI"))
    assert imaging.decides.truth is Truth.NOT_DOCUMENTED
    assert Truth.MET in {one.truth for one in imaging.elsewhere["general"]}


def test_an_exclusion_in_both_is_no_difference() -> None:
    compared = line(sample("c4c6_acdf_with_bma", "general", "aetna"), "1:20939")
    assert compared.alike
    assert compared.differences == ()


def test_an_add_on_differs_in_the_line_on_which_it_hangs() -> None:
    compared = line(sample("c4c6_acdf_with_bma", "general", "aetna"), "1:22845")
    assert told(compared) == {
        "hangs on 1:22551 (needs documentation), 1:22552 (needs documentation)":
            {"general": ["hangs on 1:22551 (meets criteria), 1:22552 (meets criteria)"]}}


def test_a_set_without_criteria_for_a_line_makes_no_difference() -> None:
    found = sample("c4c6_acdf_with_bma", "general", "medicare", "evicore")
    assert all(one.alike and not one.differences for one in found.lines)


def test_a_state_decides_alone_where_a_set_holds_in_some_states(case_of: Build, library: Library) -> None:
    case = case_of('stages: [{lines: [{code: "22612", levels: L4-L5}]}]\n')
    (compared,) = compare(case, library, ["general", "medicare"]).lines
    alone = [one.decides.says for one in compared.differences if one.set_id == "medicare"]
    assert alone == ["The state is stated: the criteria hold in some states only"]


# -- as JSON and text -----------------------------------------------------------------------------------------------

def test_the_json_names_editions_outcomes_and_differences() -> None:
    found = comparison_as_json(sample("l5s1_revision_tlif", "general", "aetna", "evicore"))
    assert found["sets"] == [
        {"policy": "general", "title": "General criteria", "edition": "2026-11", "from": None, "to": None, "confidence": "confirmed"}
        | {key: found["sets"][0][key] for key in ("from", "confidence")},
        {"policy": "aetna", "title": "Aetna", "edition": "2025-11", "from": "2025-11-01", "to": None, "confidence": "verify"},
        {"policy": "evicore", "title": "Cigna / EviCore", "edition": None, "from": None, "to": None, "confidence": None}]
    protein = next(one for one in found["lines"] if one["id"] == "1:BMP")
    assert [(one["policy"], one["outcome"]) for one in protein["sets"]] == [
        ("general", "meets"), ("aetna", "experimental"), ("evicore", "no_policy")]
    (difference,) = protein["differences"]
    assert (difference["policy"], difference["criterion"], difference["truth"]) == ("aetna", None, None)
    assert difference["elsewhere"] == [{"policy": "general", "criteria": [
        {"criterion": None, "says": "does not rule it out", "truth": None, "read": "", "cite": "", "confidence": None}]}]
    assert found["notice"] == NOTICE


def test_the_table_names_each_sets_edition_and_tells_alike_lines_together() -> None:
    text = comparison_as_table(sample("l5s1_posterior_fusion_with_bma", "general", "aetna", "evicore"))
    lines = text.splitlines()
    assert lines[:4] == [
        "l5s1_posterior_fusion_with_bma: compared on 2025-11-13", "  general: General criteria, edition 2026-11",
        "  aetna: Aetna, edition 2025-11, its days not confirmed", "  evicore: Cigna / EviCore, no edition known for this day"]
    assert "  1:22612      L5-S1      Meets criteria            Needs documentation       No policy loaded" in lines
    assert "  1:22612, 1:22558: where they differ" in lines
    assert "    - only aetna asks:" in lines
    assert lines[-1].strip() == NOTICE


def test_every_criterion_told_carries_its_citation_and_an_unconfirmed_one_says_so() -> None:
    text = comparison_as_table(sample("c4c6_acdf_with_bma", "general", "aetna"))
    assert "level next to a plated fusion: not met [Aetna CPB 0016, cervical cages (AET016.CG2); wording not confirmed]" in text


def test_an_asked_criterion_says_that_it_decides_nothing() -> None:
    text = comparison_as_table(sample("l5s1_revision_tlif", "general", "aetna"))
    assert "[General criteria G1.other_sources (source 002); asked for, decides nothing]" in text


def test_the_markdown_is_a_document_with_notice_and_table() -> None:
    text = comparison_as_markdown(sample("l5s1_revision_tlif", "general", "aetna"))
    assert text.startswith("# ")
    assert f"> {NOTICE}" in text
    assert "| Line | Levels | general | aetna |\n| --- | --- | --- | --- |\n| 1:22633 | L5-S1 | Meets criteria | Needs documentation |" in text
    assert "## 1:BMP\n\n- aetna: rhBMP-2 is experimental" in text


# -- the command ----------------------------------------------------------------------------------------------------

def test_the_command_compares_files_under_the_named_sets(command: Callable[..., tuple[int, str, str]]) -> None:
    files = [str(SAMPLES / f"{name}.yaml") for name in ("c4c6_acdf_with_bma", "l5s1_revision_tlif")]
    code, shown, problems = command("compare", *files, "--policy", "general", "--policy", "evicore", "--on", "2026-09-01", "--format", "json")
    assert (code, problems) == (0, "")
    found = json.loads(shown)
    assert [(one["case"], one["on"]) for one in found] == [("c4c6_acdf_with_bma", "2026-09-01"), ("l5s1_revision_tlif", "2026-09-01")]
    assert [column["edition"] for column in found[0]["sets"]] == ["2026-11", "2026-08"]


def test_the_command_tells_every_unknown_set(command: Callable[..., tuple[int, str, str]]) -> None:
    code, shown, problems = command("compare", "none.yaml", "--policy", "aetnaa", "--policy", "medicar")
    assert (code, shown) == (2, "")
    assert problems == (
        "--policy\n    found the set aetnaa; expected one of aetna, evicore, general, medicare; nearest: aetna\n"
        "--policy\n    found the set medicar; expected one of aetna, evicore, general, medicare; nearest: medicare\n")


def test_an_unreadable_file_leaves_the_others_shown(command: Callable[..., tuple[int, str, str]]) -> None:
    code, shown, problems = command("compare", "none.yaml", str(SAMPLES / "c4c6_acdf_with_bma.yaml"))
    assert code == 2
    assert shown.startswith("c4c6_acdf_with_bma: compared on 2025-12-04")
    assert problems.startswith("none.yaml")
