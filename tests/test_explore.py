"""A procedure explored: an empty record, the facts that its criteria read, and answers that the engine decides on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest

from logic.answers import candidates, question_of_fact
from logic.case import Case, Entry, Outcome, Row, Status, Value
from logic.learn.explore import (
    NONE, Explored, Procedure, Question, blank_case, decided, explored_case, procedures, questions_of, still_deciding,
)
from logic.levels import regions_of
from logic.loading import Library
from logic.looking_ahead import leaves_of, trees
from logic.review import Decision
from logic.truth import Truth
from logic.vocabulary import Kind

DAY = date(2026, 9, 1)
Start = Callable[[str, str], Explored]


def each(library: Library) -> Iterator[tuple[str, Procedure]]:
    """One procedure of every rule of every set."""
    for set_id, policy_set in library.sets.items():
        edition = policy_set.edition_on(DAY)
        assert edition
        rules: set[str] = set()
        for procedure in procedures(edition, library.catalogue):
            if procedure.rule.id not in rules:
                rules.add(procedure.rule.id)
                yield set_id, procedure


def of(procedure: Procedure) -> Explored:
    return Explored(procedure.code, procedure.usual_level, DAY)


def given(case: Case) -> list[Entry | Row]:
    """Every answer and row of a case."""
    facts = [case.patient, *case.levels.values(), *(stage.plan for stage in case.stages)]
    return [*(entry for held in facts for entries in held.values() for entry in entries),
            *(row for rows in case.rows.values() for row in rows)]


def used(decision: Decision) -> set[str]:
    """The paths that the criteria of the explored line rest on."""
    level = decision.lines[0].result.levels[0]
    return {one.path for root in trees(level) for leaf in leaves_of(root) for one in (leaf.reading.used if leaf.reading else ())}


def some_answer(question: Question, library: Library) -> Value:
    assert question.fact
    if question.fact.kind is Kind.TEXT:
        return "TX"
    asked = question_of_fact(question.fact, library.vocabulary)
    if question.fact.kind is Kind.DATE:
        return date(2026, 1, 12)
    if question.fact.kind is Kind.CHOICES:
        return question.fact.options[:1]
    return [value for value in candidates([], asked) if value != "unknown"][0]  # noqa: RUF015 - the first that is an answer


def test_every_rule_can_be_explored_from_an_empty_record(library: Library) -> None:
    seen = 0
    for set_id, procedure in each(library):
        explored = of(procedure)
        assert given(blank_case(explored, set_id)) == []
        line = decided(explored, set_id, questions_of(explored, [set_id], library), library).lines[0]
        assert line.result.line.code == procedure.code
        assert line.result.outcome is not Outcome.NO_POLICY
        rule = line.result.levels[0].rule
        assert rule
        assert rule.id == procedure.rule.id or procedure.code in rule.covers.codes
        seen += 1
    assert seen > 40


def test_each_fact_stands_once_and_every_answer_to_it_is_read_and_marked_assumed(library: Library) -> None:
    for set_id, procedure in each(library):
        explored = of(procedure)
        questions = questions_of(explored, [set_id], library)
        assert len({question.path for question in questions}) == len(questions)
        for question in questions:
            if question.fact is None:
                continue
            answered = replace(explored, answers={question.path: some_answer(question, library)})
            decision = decided(answered, set_id, questions, library)
            assert question.path in used(decision), (set_id, procedure.rule.id, question.path)
            assert all(one.status is Status.ASSUMED for one in given(decision.case))


def test_what_rows_could_show_meets_the_criterion_whose_words_it_bears(library: Library) -> None:
    tried = 0
    for set_id, procedure in each(library):
        explored = of(procedure)
        questions = questions_of(explored, [set_id], library)
        for question in questions:
            for words in question.showings:
                decision = decided(replace(explored, shown={question.path: (words,)}), set_id, questions, library)
                assert all(one.status is Status.ASSUMED for one in given(decision.case))
                assert Truth.MET in truths(decision, words), (set_id, procedure.rule.id, question.path, words)
                tried += 1
    assert tried > 50


def truths(decision: Decision, words: str) -> set[Truth]:
    level = decision.lines[0].result.levels[0]
    return {leaf.raw for root in trees(level) for leaf in leaves_of(root) if words in {leaf.criterion.says, leaf.criterion.id}}


def test_none_closes_what_is_told_in_rows(library: Library) -> None:
    explored = first(library, "general")
    questions = questions_of(explored, ["general"], library)
    kinds = [question for question in questions if question.showings]
    assert kinds
    for question in kinds:
        decision = decided(replace(explored, shown={question.path: (NONE,)}), "general", questions, library)
        kind, _, name = question.path.partition(".")
        assert given(decision.case) == []
        assert decision.case.care.none == ((name,) if name else ())
        assert decision.case.rows == ({} if name else {kind: ()})
        if name:
            assert question.path in still_deciding(decided(explored, "general", questions, library))
            assert question.path not in still_deciding(decision)


def first(library: Library, set_id: str) -> Explored:
    return of(next(procedure for name, procedure in each(library) if name == set_id))


def test_answers_in_any_order_make_the_same_case(library: Library) -> None:
    explored = first(library, "general")
    questions = questions_of(explored, ["general"], library)
    single = [question for question in questions if question.fact][:4]
    answers = {question.path: some_answer(question, library) for question in single}
    turned = dict(reversed(answers.items()))
    assert explored_case(replace(explored, answers=answers), "general", questions) == explored_case(
        replace(explored, answers=turned), "general", questions)


def test_the_same_answers_are_read_under_several_sets_and_each_fact_is_asked_once(library: Library) -> None:
    explored = first(library, "general")
    sets = ["general", "aetna"]
    every = questions_of(explored, sets, library)
    alone = [questions_of(explored, [name], library) for name in sets]
    paths = [question.path for question in every]
    assert len(set(paths)) == len(paths)
    assert set(paths) == {question.path for questions in alone for question in questions}
    assert len(paths) < sum(map(len, alone))
    cases = [explored_case(explored, name, every) for name in sets]
    assert cases[0].model_copy(update={"policy": None}) == cases[1].model_copy(update={"policy": None})


def test_answers_lead_from_needs_documentation_to_meets_and_back(library: Library) -> None:
    explored = first(library, "general")
    questions = questions_of(explored, ["general"], library)
    level = explored.level
    met = replace(explored, answers={
        f"{level}.central_stenosis": "severe", "symptoms_persist_despite_care": True,
    }, shown={question.path: tuple(question.showings)[:1] for question in questions if question.showings and not question.ground})
    assert outcome(explored, questions, library) is Outcome.NEEDS_DOCUMENTATION
    assert outcome(met, questions, library) is Outcome.MEETS
    failed = replace(met, answers={**met.answers, "symptoms_persist_despite_care": False})
    assert outcome(failed, questions, library) is Outcome.NOT_MET


def outcome(explored: Explored, questions: Sequence[Question], library: Library) -> Outcome:
    return decided(explored, "general", questions, library).lines[0].result.outcome


def test_where_the_criteria_wait_for_the_state_its_answer_opens_them(library: Library) -> None:
    rule = next(procedure for name, procedure in each(library) if name == "medicare" and procedure.rule.states)
    explored = of(rule)
    closed = questions_of(explored, ["medicare"], library)
    assert [question.path for question in closed] == ["state"]
    opened = questions_of(replace(explored, answers={"state": rule.rule.states[0]}), ["medicare"], library)
    assert len(opened) > 3


def test_an_add_on_is_explored_as_if_its_primary_were_certified(library: Library) -> None:
    addons = [(name, procedure) for name, procedure in each(library) if library.catalogue.entries[procedure.code].addon]
    assert addons
    for name, procedure in addons:
        decision = decided(of(procedure), name, (), library)
        assert decision.lines[0].result.outcome is decision.lines[0].result.levels[0].own


def test_a_code_requested_with_it_is_read_by_criteria_that_ask_for_one(library: Library) -> None:
    explored = first(library, "general")
    beside = replace(explored, beside=("22853",))
    decision = decided(beside, "general", (), library)
    assert [line.result.line.code for line in decision.lines] == [explored.code, "22853"]
    assert {line.levels for line in decision.case.stages[0].lines} == {(explored.level,)}


@pytest.mark.parametrize("set_id", ["general", "aetna", "evicore", "medicare"])
def test_levels_belong_to_the_regions_of_the_rule(set_id: str, library: Library) -> None:
    edition = library.sets[set_id].edition_on(DAY)
    assert edition
    for procedure in procedures(edition, library.catalogue):
        assert procedure.usual_level in procedure.levels
        if procedure.rule.regions:
            assert all({*procedure.rule.regions} & {*regions_of(level)} for level in procedure.levels)
