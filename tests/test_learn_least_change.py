"""Change one fact: what a learner changes is judged by what it makes of the line, and against the shortest way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from logic.case import Case, Outcome
from logic.learn.least_change import Exercise, Tried, Verdict, exercises, is_single, weeks_of, with_weeks
from logic.loading import SAMPLES, Library, load_case
from logic.review import review
from logic.vocabulary import Effort

FOUR_WEEKS = """
stages: [{approach: [posterior], lines: [{code: "63047", levels: L4-L5}]}]
patient: {symptoms_persist_despite_care: yes, symptom_duration_weeks: 30}
levels: {L4-L5: {central_stenosis: moderate}}
symptoms: [{symptom: radicular_pain, symptom_root: L5, symptom_side: left, symptom_region: lumbar}]
treatments:
  - {modality: physical_therapy, in_person: yes, start: 2025-12-01, end: 2025-12-28, treatment_region: lumbar}
  - {modality: nsaid}
"""
THERAPY, GRADE = "treatments.physical_therapy", "L4-L5.central_stenosis"


@pytest.fixture
def exercise(library: Library, case_of: Callable[[str], Case]) -> Exercise:
    return of(case_of(FOUR_WEEKS), library)


def of(case: Case, library: Library) -> Exercise:
    found, = exercises(review(case, library, "general"))
    return found


def therapy(exercise: Exercise) -> Tried:
    found = exercise.rows(THERAPY)
    assert found is not None
    return found


@pytest.mark.parametrize(("weeks", "verdict", "outcome"), [
    (1, Verdict.NOT_ENOUGH, Outcome.NOT_MET), (2, Verdict.LEAST, Outcome.MEETS), (3, Verdict.DEARER, Outcome.MEETS),
])
def test_weeks_below_at_and_above_what_is_missing(weeks: int, verdict: Verdict, outcome: Outcome, exercise: Exercise) -> None:
    judged = exercise.judged([with_weeks(therapy(exercise), weeks, date(2026, 1, 12))])
    assert (judged.verdict, judged.outcome) == (verdict, outcome)
    assert judged.takes == judged.least == ((Effort.WEEKS, 1),)
    assert (judged.on - date(2026, 1, 12)).days == weeks * 7


def test_the_engine_offers_as_many_weeks_as_are_missing(exercise: Exercise) -> None:
    assert weeks_of(therapy(exercise)) == 2


@pytest.mark.parametrize(("grade", "verdict"), [
    ("mild_moderate", Verdict.NOT_ENOUGH), ("moderate", Verdict.LEAST), ("severe", Verdict.LEAST),
])
def test_a_grade_below_at_and_above_the_limit(grade: str, verdict: Verdict, library: Library, case_of: Callable[[str], Case]) -> None:
    """Below the limit it does not meet; a grade above it takes the same step."""
    text = FOUR_WEEKS.replace("central_stenosis: moderate", "central_stenosis: not_graded").replace("2025-12-28", "2026-01-11")
    ungraded = case_of(text)
    exercise = of(ungraded, library)
    assert exercise.judged([exercise.single(GRADE, grade)]).verdict is verdict


def test_a_documented_grade_changes_by_a_newer_study_and_by_nothing_else(exercise: Exercise) -> None:
    assert exercise.single(GRADE, "severe").in_power
    assert exercise.single(GRADE, "severe").effort is Effort.TEST


def test_more_than_is_needed_names_what_is_not(exercise: Exercise) -> None:
    judged = exercise.judged([therapy(exercise), exercise.single("other_pain_sources_addressed", value=True)])
    assert judged.verdict is Verdict.TOO_MUCH
    assert judged.needless == ("other_pain_sources_addressed",)


def test_nothing_is_nothing(exercise: Exercise) -> None:
    assert exercise.judged([]).verdict is Verdict.NOTHING


def test_a_ground_that_has_to_be_shown_is_no_step(exercise: Exercise) -> None:
    judged = exercise.judged([exercise.single("cauda_equina_syndrome", value=True)])
    assert judged.outcome is Outcome.MEETS
    assert judged.verdict is Verdict.GROUND
    assert judged.out_of_power == ("cauda_equina_syndrome",)


def test_what_is_on_record_and_in_nobodys_power_is_named(library: Library, case_of: Callable[[str], Case]) -> None:
    exercise = of(case_of(FOUR_WEEKS.replace("symptom_duration_weeks: 30", "symptom_duration_weeks: 30, age_years: 60")), library)
    beyond = replace(therapy(exercise), in_power=False)
    judged = exercise.judged([beyond])
    assert judged.verdict is Verdict.NOT_IN_POWER
    assert judged.out_of_power == (THERAPY,)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("set_id", ["general", "aetna"])
def test_the_shortest_way_is_the_least_and_no_part_of_it_is_enough(set_id: str, path: Path, library: Library) -> None:
    case, _ = load_case(path, library)
    for exercise in exercises(review(case, library, set_id)):
        assert exercise.line.way
        tried = [exercise.single(step.path, step.changes[0].value) if is_single(exercise, step.path) else exercise.rows(step.path)
                 for step in exercise.line.way.steps if step.path in exercise.paths]
        taken = [one for one in tried if one]
        assert len(taken) == len(exercise.line.way.steps)
        assert exercise.judged(taken).verdict is Verdict.LEAST
        for one in taken:
            assert exercise.judged([other for other in taken if other is not one]).outcome is not Outcome.MEETS


def test_a_line_that_meets_or_merely_follows_another_is_no_exercise(library: Library) -> None:
    case, _ = load_case(SAMPLES / "l5s1_alif_mild_stenosis.yaml", library)
    assert [one.line.result.line.id for one in exercises(review(case, library, "general"))] == ["1:22558"]
