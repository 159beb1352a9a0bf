"""A learner's answers: line by line, over a session, and as a file; and what is told of pitfalls."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from logic.case import Outcome
from logic.learn.exporting import session_csv, session_json
from logic.learn.lessons import Lesson, load_lessons
from logic.learn.marking import Attempt, Guess, Mark, all_deciding, deciding, tally, with_attempt
from logic.learn.marking import marks as marked_by
from logic.learn.options import REASONS, Option, Reason, options
from logic.learn.pitfalls import PITFALLS, PitfallFile, load_pitfalls
from logic.learn.turning import turns
from logic.loading import SAMPLES, Library, load_case, load_library
from logic.policy import Criterion
from logic.problems import ProblemsError
from logic.review import Decision, decide, review

DAY = date(2026, 1, 12)


@pytest.fixture(scope="module")
def pitfalls(library: Library) -> PitfallFile:
    return load_pitfalls(library)


def decided(name: str, library: Library, set_id: str = "general") -> Decision:
    case, _ = load_case(SAMPLES / f"{name}.yaml", library)
    return decide(case, library, set_id)


def offered(decision: Decision, library: Library) -> dict[str, dict[str, Option]]:
    found = options(decision.case, library.catalogue, decision.determination.edition)
    return {line: {option.id: option for option in given} for line, given in found.items()}


# -- what can be marked ---------------------------------------------------------------------------------------------

@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("set_id", ["general", "aetna", "medicare", "evicore"])
def test_on_every_line_something_can_be_marked_that_decides_it(set_id: str, path: Path, library: Library) -> None:
    decision = decided(path.stem, library, set_id)
    for line, given in zip(decision.lines, offered(decision, library).values(), strict=True):
        decides = deciding(line.result, library.vocabulary)
        right = [option for option in given.values() if decides.accepts(option)]
        assert right, line.result.line.id
        assert len(right) < len(given)


def test_the_reasons_beside_criteria_are_offered_everywhere_so_that_they_give_nothing_away(library: Library) -> None:
    for given in offered(decided("two_stage_l2_pelvis", library), library).values():
        assert list(given.values())[-len(REASONS):] == list(REASONS)


def test_what_can_be_marked_depends_on_the_request_and_the_policy_alone(library: Library) -> None:
    decision = decided("l5s1_alif_mild_stenosis", library)
    bare = decision.case.model_copy(update={"patient": {}, "levels": {}, "rows": {}})
    assert options(bare, library.catalogue, decision.determination.edition) == options(
        decision.case, library.catalogue, decision.determination.edition)


def marks(decision: Decision, guesses: dict[str, Guess], pitfalls: PitfallFile) -> tuple[Mark, ...]:
    return marked_by(decision, all_deciding(decision), guesses, pitfalls)


# -- marks ----------------------------------------------------------------------------------------------------------

def test_a_line_is_marked_for_its_outcome_and_for_what_decides_it(library: Library, pitfalls: PitfallFile) -> None:
    decision = decided("l5s1_alif_mild_stenosis", library)
    given = offered(decision, library)
    fusion, graft = marks(decision, {
        "1:22558": Guess(Outcome.NOT_MET, given["1:22558"]["G1.imaging"]),
        "1:20930": Guess(Outcome.MEETS, given["1:20930"][Reason.NOTHING]),
    }, pitfalls)
    assert (fusion.right, fusion.marked_right, fusion.kinds) == (True, True, ("imaging", "care"))
    assert (graft.right, graft.marked_right, graft.outcome) == (False, False, Outcome.FOLLOWS_PRIMARY)


def test_of_two_criteria_that_fail_either_is_right_to_mark(library: Library, pitfalls: PitfallFile) -> None:
    decision = decided("l5s1_alif_mild_stenosis", library)
    given = offered(decision, library)["1:22558"]
    for name in ("G1.imaging", "G1.care.therapy"):
        assert marks(decision, {"1:22558": Guess(Outcome.NOT_MET, given[name])}, pitfalls)[0].marked_right


def test_a_criterion_that_is_met_does_not_decide_a_line_that_fails(library: Library, pitfalls: PitfallFile) -> None:
    decision = decided("l5s1_alif_mild_stenosis", library)
    symptoms = offered(decision, library)["1:22558"]["G1.symptoms"]
    assert marks(decision, {"1:22558": Guess(Outcome.NOT_MET, symptoms)}, pitfalls)[0].marked_right is False


def test_a_line_of_which_nothing_is_said_is_neither_right_nor_marked(library: Library, pitfalls: PitfallFile) -> None:
    mark = marks(decided("l5s1_alif_mild_stenosis", library), {}, pitfalls)[0]
    assert (mark.said, mark.right, mark.marked_right, mark.marked) == (None, False, None, "")


def test_an_add_on_that_falls_is_decided_by_its_primary_and_an_exclusion_by_itself(library: Library) -> None:
    found = {line.result.line.id: deciding(line.result, library.vocabulary).reasons for line in decided("two_stage_l2_pelvis", library).lines}
    assert found["1:22853"] == (Reason.PRIMARY,)
    assert found["2:22830"] == (Reason.BUNDLED,)
    aspirate = decided("l5s1_posterior_fusion_with_bma", library).lines[6]
    assert deciding(aspirate.result, library.vocabulary).reasons == (Reason.EXCLUDED,)


def test_what_turns_a_line_that_meets_is_named(library: Library) -> None:
    case, _ = load_case(SAMPLES / "l5s1_posterior_fusion_with_bma.yaml", library)
    found = review(case, library, "general")
    turning = {turn.path: turn.outcome for turn in turns(found.outlook, found.lines[0].result)}
    assert turning["L5-S1.foraminal_stenosis.left"] is Outcome.NEEDS_DOCUMENTATION
    without = case.model_copy(update={"levels": {"L5-S1": {key: held for key, held in case.levels["L5-S1"].items()
                                                           if key != "foraminal_stenosis.left"}}})
    assert review(without, library, "general").lines[0].result.outcome is Outcome.NEEDS_DOCUMENTATION


LESSONS = load_lessons(load_library())


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_the_point_of_a_lesson_can_be_marked_and_is_right(lesson: Lesson, library: Library) -> None:
    decision = decide(lesson.case, library, lesson.policy)
    result = decision.determination.by_id[lesson.line]
    shown = next((level.outcome for level in result.levels if level.level == lesson.level), result.outcome)
    assert shown is lesson.outcome
    of_level = replace(result, levels=tuple(level for level in result.levels if lesson.level in {None, level.level}))
    decides = deciding(of_level, library.vocabulary)
    assert set(lesson.decides) <= decides.names
    given = offered(decision, library)[lesson.line].values()
    assert any(decides.accepts(option) for option in given if option.ids & set(lesson.decides)) or not lesson.decides


# -- a session ------------------------------------------------------------------------------------------------------

def mark(said: Outcome | None, outcome: Outcome, *, marked: bool | None = None, kinds: tuple[str, ...] = ("imaging",)) -> Mark:
    return Mark("1:x", "=x", ("L4-L5",), said, outcome, "a criterion" if marked is not None else "", marked, kinds)


def attempt(*given: Mark, source: str = "sample") -> Attempt:
    return Attempt(source, "A case", "general", "2026-11", DAY, given)


MEETS, NOT_MET = Outcome.MEETS, Outcome.NOT_MET


def test_a_session_is_summed_by_line_and_by_kind(pitfalls: PitfallFile) -> None:
    held = [attempt(mark(MEETS, MEETS, marked=True), mark(NOT_MET, MEETS, marked=False, kinds=("imaging", "care"))),
            attempt(mark(NOT_MET, NOT_MET), mark(None, MEETS, kinds=("care",)))]
    summed = tally(held, pitfalls)
    assert (summed.cases, summed.lines, summed.answered, summed.right, summed.marked, summed.marked_right) == (2, 4, 3, 2, 2, 1)
    # agreement 2/3; by chance (1 of 3)(2 of 3) + (2 of 3)(1 of 3) = 4/9
    assert summed.kappa == pytest.approx((2 / 3 - 4 / 9) / (1 - 4 / 9))
    assert [(one.kind, one.lines, one.right, one.marked, one.marked_right) for one in summed.by_kind] == [
        ("imaging", 3, 2, 2, 1), ("care", 2, 0, 1, 0)]


def test_an_empty_session_has_no_agreement(pitfalls: PitfallFile) -> None:
    assert tally([], pitfalls).kappa is None


def test_only_the_first_attempt_at_a_case_counts() -> None:
    first, again, other = attempt(mark(NOT_MET, MEETS)), attempt(mark(MEETS, MEETS)), attempt(mark(MEETS, MEETS), source="other")
    assert with_attempt(with_attempt((first,), again), other) == (first, other)


def test_the_file_holds_a_row_a_line_and_nothing_that_a_spreadsheet_would_run(pitfalls: PitfallFile) -> None:
    held = [attempt(mark(MEETS, NOT_MET, marked=False), mark(None, MEETS))]
    rows = list(csv.DictReader(io.StringIO(session_csv(held, pitfalls))))
    assert [(row["said"], row["outcome"], row["right"], row["marked_right"]) for row in rows] == [
        ("Meets criteria", "Does not meet", "no", "no"), ("", "Meets criteria", "no", "")]
    assert rows[0]["code"] == "'=x"
    told = json.loads(session_json(held, tally(held, pitfalls)))
    assert told["tally"]["lines"] == 2
    assert "not a coverage decision" in told["notice"]
    assert [line["right"] for line in told["cases"][0]["lines"]] == [False, False]


# -- pitfalls -------------------------------------------------------------------------------------------------------

def leaves(criterion: Criterion | None) -> Iterator[Criterion]:
    if criterion is not None:
        if not criterion.parts:
            yield criterion
        for part in (criterion.when, *criterion.parts):
            yield from leaves(part)


def test_every_test_of_every_policy_is_of_one_kind(library: Library, pitfalls: PitfallFile) -> None:
    without = {leaf.subject or "a test of the request" for policy_set in library.sets.values() for edition in policy_set.editions
               for rule in edition.rules for root in (rule.criteria, rule.excluded.unless if rule.excluded else None)
               for leaf in leaves(root) if pitfalls.kind_of(leaf) is None}
    assert without == set()
    assert all(pitfalls.kind_of_reason(reason) for reason in Reason)


def test_a_pitfall_of_the_payer_comes_first_and_those_of_others_not_at_all(library: Library, pitfalls: PitfallFile) -> None:
    therapy = [Criterion.model_validate({"computed": "treatment_weeks", "min": 6.0})]
    told = {set_id: [one.id for one in pitfalls.about(therapy, (), set_id, NOT_MET)] for set_id in library.sets}
    assert told["aetna"] == ["therapy_that_does_not_count", "not_therapy"]
    assert told["general"] == ["not_therapy"]


def test_no_pitfall_speaks_as_a_payer_decides(pitfalls: PitfallFile) -> None:
    assert [one.id for one in pitfalls.pitfalls if any(word in one.says.lower() for word in ("approved", "denied", "deny"))] == []


@pytest.mark.parametrize(("old", "new", "told"), [
    ("computed: [weakest_motor_grade]", "computed: [weakest_motor_grad]", "weakest_motor_grade"),
    ("facts: [disc_degeneration]", "facts: [disc_degeneratoin]", "disc_degeneration"),
    ("sets: [medicare]", "sets: [medicar]", "medicare"),
    ("id: four_of_five", "id: back_pain_only", "each id once"),
    ("facts: [decided_by, state]", "facts: [decided_by, state, urgency]", "urgency, of the kind urgent already"),
    ("outcomes: [meets]", "outcomes: [approved]", "approved"),
    ("id: worn_disc\n    says: >-", "id: worn_disc\n    sais: >-", "sais"),
])
def test_a_mistake_is_told_with_its_place(old: str, new: str, told: str, library: Library, tmp_path: Path) -> None:
    path = Path(shutil.copy(PITFALLS, tmp_path / "pitfalls.yaml"))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        load_pitfalls(library, path)
    assert told in str(error.value)
    assert "pitfalls.yaml:" in str(error.value)
