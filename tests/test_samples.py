"""Each sample case and each published determination gives what it says it must."""

from pathlib import Path

import pytest

from logic.case import Expectation
from logic.checks import CheckStatus
from logic.loading import SAMPLES, Library, load_case
from logic.review import Review, review

DETERMINATIONS = Path(__file__).parent / "determinations"
CASES = [*sorted(SAMPLES.glob("*.yaml")), *sorted(DETERMINATIONS.glob("*.yaml"))]


def reviewed(path: Path, library: Library, set_id: str) -> Review:
    case, _ = load_case(path, library)
    assert case.case == path.stem
    return review(case, library, set_id)


def expectations(path: Path, library: Library) -> list[tuple[Review, Expectation]]:
    case, _ = load_case(path, library)
    return [(reviewed(path, library, name), given) for name, given in case.expect.items() if name in library.sets]


def test_the_five_samples_and_thirty_determinations_are_there() -> None:
    assert len(list(SAMPLES.glob("*.yaml"))) >= 5
    assert len(list(DETERMINATIONS.glob("*.yaml"))) == 30


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_set_of_which_a_case_expects_something_is_loaded(path: Path, library: Library) -> None:
    case, _ = load_case(path, library)
    assert set(case.expect) <= set(library.sets)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_line_has_its_expected_outcome(path: Path, library: Library) -> None:
    for found, given in expectations(path, library):
        outcomes = {line.result.line.id: line.result.outcome for line in found.lines}
        assert set(given.outcomes) <= set(outcomes)
        wrong = {line: (str(outcomes[line]), [str(x) for x in accepted])
                 for line, accepted in given.outcomes.items() if outcomes[line] not in accepted}
        assert not wrong, wrong


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_checklist_plan_and_checks_name_what_they_must(path: Path, library: Library) -> None:
    for found, given in expectations(path, library):
        named = {fact for item in found.checklist for fact in item.facts}
        assert [fact for fact in given.checklist if not any(name.endswith(fact) for name in named)] == []
        plan = "\n".join(found.plan).lower()
        assert [words for words in given.plan if words.lower() not in plan] == []
        findings = {check.id for check in found.checks if check.status is CheckStatus.FINDING}
        assert [check for check in given.checks if check not in findings] == []


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_sample_holds_an_expectation_under_the_general_set(path: Path, library: Library) -> None:
    case, _ = load_case(path, library)
    assert case.expect["general"].outcomes
