"""What need not be asked any more, with the reason; which lines a gap affects; the day of the plan."""

from collections.abc import Callable
from pathlib import Path

import pytest

from logic.case import Case
from logic.loading import SAMPLES, Library, load_case
from logic.review import review

Build = Callable[[str], Case]
OPEN = 'stages: [{lines: [{code: "63047", levels: L4-L5}, {code: "63048", levels: L4-L5}]}]\n'
SEVERE = OPEN + "levels: {L4-L5: {central_stenosis: severe}}\n"
MILD = OPEN + "levels: {L4-L5: {central_stenosis: mild, report_complete: yes}}\npatient: {neurogenic_claudication: yes}\nemgs: none\n"


def test_another_compartment_is_not_needed_once_one_meets(case_of: Build, library: Library) -> None:
    found = review(case_of(SEVERE), library, "general")
    assert found.not_needed["L4-L5.foraminal_stenosis.left"] == (
        "advanced imaging shows moderate or worse stenosis, or compression of a named root or the cord, at the level: "
        "is met already")
    assert "neurogenic_claudication" not in found.not_needed


def test_a_waiver_is_not_needed_where_imaging_fails_whatever_it_shows(case_of: Build, library: Library) -> None:
    found = review(case_of(MILD), library, "general")
    assert "treatments.physical_therapy" not in found.not_needed  # a step of the way, once a newer film shows more
    assert found.not_needed["cauda_equina_syndrome"].endswith("is not met, whatever it shows")


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_nothing_is_both_needed_and_not(path: Path, library: Library) -> None:
    case, _ = load_case(path, library)
    for name in library.sets:
        found = review(case, library, name)
        assert not set(found.not_needed) & {fact for item in found.checklist for fact in item.facts}


def test_a_gap_of_a_primary_affects_the_lines_that_hang_on_it(case_of: Build, library: Library) -> None:
    text = 'stages: [{lines: [{code: "22612", levels: L4-L5}, {code: "20930"}]}]\n'
    found = review(case_of(text), library, "general")
    (symptoms,) = [item for item in found.checklist if "neurogenic_claudication" in item.facts and not item.folded]
    assert set(symptoms.affects) == {"1:22612", "1:20930"}


def test_the_plan_ends_with_the_first_day_on_which_a_line_could_meet(case_of: Build, library: Library) -> None:
    therapy = "treatments:\n  - {modality: physical_therapy, start: 2026-01-05, end: 2026-01-11}\n  - {modality: nsaid}\n"
    shown = "patient: {neurogenic_claudication: yes, symptoms_persist_despite_care: yes}\n"
    found = review(case_of(SEVERE + shown + therapy), library, "general")
    # Seven of forty-two days are documented: thirty-five more, from the day after the request.
    assert found.plan[-1] == "Submit not before 2026-02-16: the first day on which 1:63047, 1:63048 could meet."
