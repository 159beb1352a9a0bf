"""The examples beside the shipped policies: every outcome as expected, every truth of every criterion seen."""

import pytest

from logic.bench.coverage import coverage_of
from logic.bench.examples import FOLDER, read_folder
from logic.bench.possible import truths_of, Possible
from logic.bench.running import run
from logic.bench.testing import EditionRun, passed, report, run_editions
from logic.loading import POLICIES, Library, load_library

SETS = POLICIES / "sets"
EDITIONS = [(one.id, edition.entry.id) for one in load_library().sets.values() for edition in one.editions]


@pytest.fixture(scope="module")
def runs(library: Library) -> dict[tuple[str, str], EditionRun]:
    return {(one.set_id, one.edition): one for one in run_editions(library, SETS)}


@pytest.mark.parametrize(("set_id", "edition"), EDITIONS)
def test_the_examples_of_an_edition_pass_and_see_every_truth(
    set_id: str, edition: str, runs: dict[tuple[str, str], EditionRun],
) -> None:
    one = runs[set_id, edition]
    assert one.coverage, "an edition without examples"
    assert [str(failure) for failure in one.failures] == []
    assert one.problems == ()
    assert one.coverage.missing == {}
    assert one.passed


def test_the_default_set_has_examples(runs: dict[tuple[str, str], EditionRun]) -> None:
    assert runs["general", "2026-11"].coverage is not None
    assert passed((runs["general", "2026-11"],))
    assert len(runs["general", "2026-11"].runs) > 200


def test_no_criterion_takes_a_truth_that_the_bench_calls_impossible(runs: dict[tuple[str, str], EditionRun]) -> None:
    for one in runs.values():
        if one.coverage:
            beyond = {key: truths - one.coverage.possible[key] for key, truths in one.coverage.seen.items() if key in one.coverage.possible}
            assert {key: truths for key, truths in beyond.items() if truths} == {}


def test_an_example_less_is_missed(library: Library) -> None:
    """Without the examples of one topic, the truths that only they show are named."""
    policy_set = library.sets["general"]
    edition = policy_set.editions[0]
    cases = read_folder(SETS / "general" / edition.entry.id / FOLDER, library, edition).cases
    fewer = run((case for case in cases if not case.file.endswith("waivers.yaml")), library, policy_set, edition)
    coverage = coverage_of(edition, library)
    for one in fewer:
        coverage.see(level for result in one.results for level in result.levels)
    assert {name: [str(truth) for truth in truths] for name, truths in coverage.missing.items()} == {
        "G1.waiver.cauda_equina": ["met", "not_met"], "G1.waiver.myelopathy": ["not_met"], "G1.waiver.weakness": ["met"],
        "G1.waiver.fracture": ["met", "not_met"]}
    text = "\n".join(report((EditionRun("general", edition.entry.id, fewer, (), coverage),)))
    assert "  never met, never not met: G1.waiver.cauda_equina" in text


def test_what_a_criterion_can_take_follows_from_its_form(library: Library) -> None:
    edition = library.sets["general"].editions[0]
    rules = {rule.id: rule for rule in edition.rules}
    allograft = rules["allograft"].criteria
    assert allograft
    product, name = allograft.parts
    possible = Possible(rules["allograft"], library)
    assert truths_of(possible.states(product)) == {"met", "not_met"}        # silence met
    assert truths_of(possible.states(name)) == {"met", "not_documented"}    # stated
    inpatient = rules["inpatient"].criteria
    assert inpatient
    possible = Possible(rules["inpatient"], library)
    by_id = {part.id: part for group in inpatient.parts for part in (group, *group.parts)}
    assert truths_of(possible.states(by_id["inpatient.staged.stages"])) == {"met", "not_met"}
    assert truths_of(possible.states(by_id["inpatient.emergency"])) == {"met", "not_met"}
    assert truths_of(possible.states(by_id["inpatient.multilevel.levels"])) == {"met", "not_met", "not_documented"}
    assert truths_of(possible.states(by_id["inpatient.destabilising.fusion"])) == {"met", "not_met"}  # requested in the stage
