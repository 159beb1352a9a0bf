"""A case as a QuestionnaireResponse: valid FHIR, answers to the Questionnaire, nothing lost, nobody named."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from hypothesis import given

from logic.case import (
    Care, Case, Diagnosis, Document, Entry, Expectation, Line, Provenance, Request, Row, Stage, Status,
)
from logic.case_writing import case_text
from logic.fhir.command import as_text
from logic.fhir.form import Item, form
from logic.fhir.questionnaire import CANONICAL, questionnaire
from logic.fhir.response import response
from logic.loading import ROOT, SAMPLES, Library, case_from_bytes, load_case
from logic.reports import as_json
from logic.review import review
from logic.vocabulary import ROW_KINDS, Belongs
from tests.budget import laws
from tests.test_case_round_trip import LIBRARY, VOCABULARY, cases

FILES = [*sorted(SAMPLES.glob("*.yaml")), *sorted((ROOT / "tests" / "determinations").glob("*.yaml"))]
BLANK = Case(case="tried", stages=(Stage(),))


def items(held: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every item of a Questionnaire or a response, at any depth."""
    for one in held.get("item", []):
        yield one
        yield from items(one)
        for answer in one.get("answer", []):
            yield from items(answer)


def there_and_back(case: Case) -> Case:
    return case_from_bytes(as_text(response(case, VOCABULARY)).encode(), "sent.json", LIBRARY)[0]


ASKED = {item["linkId"]: item for item in items(questionnaire(VOCABULARY))}


# -- the Questionnaire ----------------------------------------------------------------------------------------------

def test_the_questionnaire_is_valid_fhir() -> None:
    Questionnaire.model_validate(questionnaire(VOCABULARY))


def test_every_question_has_a_link_of_its_own() -> None:
    links = [item["linkId"] for item in items(questionnaire(VOCABULARY))]
    assert len(set(links)) == len(links)


def test_every_fact_stands_where_it_belongs_in_the_words_of_the_vocabulary() -> None:
    places = {Belongs.PATIENT: "patient", Belongs.LEVEL: "levels", Belongs.STAGE: "stages.plan", **ROW_KINDS}
    for fact in VOCABULARY.facts.values():
        if fact.belongs in places:
            asked = ASKED[f"{places[fact.belongs]}.{fact.id}"]
            assert asked["text"] == fact.ask
            question = ASKED[f"{asked['linkId']}.left"] if fact.sided else asked
            if fact.options and "answerOption" in question:
                assert [option["valueCoding"]["code"] for option in question["answerOption"]] == list(fact.options)
            if fact.unit:
                assert question["extension"][0]["valueCoding"]["display"] == fact.unit


@pytest.mark.parametrize(("model", "place", "other"), [
    (Case, "", {"patient", "levels", "rows"}), (Request, "request", set()), (Document, "documents", set()), (Diagnosis, "diagnoses", set()),
    (Stage, "stages", set()), (Line, "stages.lines", set()), (Care, "care", set()), (Expectation, "expect", set()),
    (Provenance, "patient.myelopathy", set()), (Entry, "levels.slip_mm", {"value"}), (Row, "exams", {"values"}),
])
def test_the_form_has_a_question_for_everything_a_case_holds(model: type[Case], place: str, other: set[str]) -> None:
    for name, field in model.model_fields.items():
        if name not in other:
            assert f"{place}.{field.alias or name}".lstrip(".") in ASKED


def test_nothing_asks_for_a_name_or_a_number_of_a_person() -> None:
    words = {word for link in ASKED for word in link.replace(".", "_").split("_")}
    assert not words & {"name", "birth", "mrn", "member", "ssn", "address", "phone", "npi"} - {"name"}
    assert [link for link in ASKED if link.endswith("name")] == ["stages.plan.graft_product_name"]


# -- a response -----------------------------------------------------------------------------------------------------

def misfits(held: dict[str, Any], form_items: dict[str, Item]) -> Iterator[str]:
    """What in a response does not answer its Questionnaire."""
    links = [one["linkId"] for one in held.get("item", [])]
    order = [link for link in form_items if link in links]
    if list(dict.fromkeys(links)) != order:
        yield f"{links} in another order"
    for one in held.get("item", []):
        item, asked = form_items.get(one["linkId"]), ASKED.get(one["linkId"])
        if item is None or asked is None:
            yield f"{one['linkId']} is not asked here"
            continue
        if links.count(item.link) > 1 and not (asked["type"] == "group" and asked.get("repeats")):
            yield f"{item.link} repeats"
        if len(one.get("answer", [])) > 1 and not asked.get("repeats"):
            yield f"{item.link} has several answers"
        if "answer" in one and "item" in one:
            yield f"{item.link} has items beside answers"
        yield from misfits(one, dict(item.by_link))
        for answer in one.get("answer", []):
            code = answer.get("valueCoding", {}).get("code")
            if asked["type"] == "choice" and code is not None and code not in item.options:
                yield f"{item.link}: {code} is no option"
            yield from misfits(answer, dict(item.by_link))


def empties(held: object) -> Iterator[str]:
    """Elements without content, which FHIR does not allow."""
    if isinstance(held, dict):
        yield from (key for key, value in held.items() if value in (None, "", [], {}))
        for value in held.values():
            yield from empties(value)
    elif isinstance(held, list):
        for value in held:
            yield from empties(value)


def assert_sound(case: Case) -> None:
    made = response(case, VOCABULARY)
    QuestionnaireResponse.model_validate_json(json.dumps(made))
    assert list(misfits(made, dict(form(VOCABULARY).by_link))) == []
    assert list(empties(made)) == []
    assert made["questionnaire"] == CANONICAL
    assert not {"subject", "author", "source", "identifier", "encounter", "basedOn", "text"} & set(made)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_case_goes_out_as_sound_fhir_and_comes_back_the_same(path: Path) -> None:
    case, _ = load_case(path, LIBRARY)
    assert_sound(case)
    assert there_and_back(case) == case


@laws(2)
@given(cases())
def test_any_case_comes_back_the_same(case: Case) -> None:
    assert there_and_back(case) == case


@laws(1)
@given(cases())
def test_any_case_goes_out_as_sound_fhir(case: Case) -> None:
    assert_sound(case)


@laws(1)
@given(cases())
def test_what_comes_back_can_be_saved_and_opened(case: Case) -> None:
    assert case_from_bytes(case_text(there_and_back(case)).encode(), "saved.yaml", LIBRARY)[0] == case


def test_it_is_decided_as_before(library: Library) -> None:
    case, _ = load_case(FILES[0], library)
    assert as_json(review(there_and_back(case), library, "general")) == as_json(review(case, library, "general"))


def test_an_answer_tells_where_it_comes_from() -> None:
    entry = Entry(value=True, status=Status.IMPLIED, **{"from": "note", "page": "3", "words": "unsteady", "reason": "gait and reflexes", "remark": "r"})
    case = Case(case="tried", documents={"note": Document(kind="clinic_note")}, stages=(Stage(),), patient={"myelopathy": (entry,)})
    asked = next(one for one in items(response(case, VOCABULARY)) if one["linkId"] == "patient.myelopathy")
    answer = asked["answer"][0]
    assert answer["valueBoolean"] is True
    told = {one["linkId"].rpartition(".")[2]: one["answer"][0] for one in answer["item"]}
    assert told["status"]["valueCoding"]["code"] == "implied"
    assert {key: told[key]["valueString"] for key in ("from", "page", "words", "reason", "remark")} == {
        "from": "note", "page": "3", "words": "unsteady", "reason": "gait and reflexes", "remark": "r"}


@pytest.mark.parametrize(("status", "value"), [(Status.NOT_IN_CHART, None), (Status.UNANSWERED, None), (Status.DOCUMENTED, ())])
def test_an_answer_without_a_value_says_why(status: Status, value: tuple[str, ...] | None) -> None:
    case = BLANK.model_copy(update={"patient": {"adl_limitations": (Entry(value=value, status=status),)}})
    asked = next(one for one in items(response(case, VOCABULARY)) if one["linkId"] == "patient.adl_limitations")
    assert [list(answer) for answer in asked["answer"]] == [["item"]]
    assert there_and_back(case) == case


def test_several_readings_of_a_list_of_words_stay_apart() -> None:
    options = VOCABULARY.facts["adl_limitations"].options
    readings = (Entry(value=options[:2]), Entry(value=options[1:2], status=Status.ASSUMED), Entry(value=()), Entry(value=options[:1]))
    case = BLANK.model_copy(update={"patient": {"adl_limitations": readings}})
    assert there_and_back(case) == case


@pytest.mark.parametrize("text", ["", " ", "a ", "\x07", "\x00", "\x85", "\u2028", "\r\n", "two\nlines", "Größe", "שלום", "🙂", '"', "\\u0041", "\xa0"])
def test_every_text_comes_back_as_it_was(text: str) -> None:
    case = BLANK.model_copy(update={"story": text})
    assert_sound(case)
    assert there_and_back(case) == case


def test_codes_stand_under_their_own_systems() -> None:
    lines = tuple(Line(code=code) for code in ("22612", "0200T", "L0631", "BMP", "some thing"))
    case = BLANK.model_copy(update={"stages": (Stage(lines=lines),), "diagnoses": (Diagnosis(code="M48.062"), Diagnosis(code="?"))})
    given_codes = [one["answer"][0] for one in items(response(case, VOCABULARY)) if one["linkId"] in {"stages.lines.code", "diagnoses.code"}]
    assert [answer.get("valueCoding", {}).get("system", "text") for answer in given_codes] == [
        "http://hl7.org/fhir/sid/icd-10-cm", "text", "http://www.ama-assn.org/go/cpt", "http://www.ama-assn.org/go/cpt",
        "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "text", "text"]
    assert there_and_back(case) == case


def test_a_fact_that_the_vocabulary_does_not_know_is_never_dropped_silently() -> None:
    with pytest.raises(KeyError, match="guesswork"):
        response(BLANK.model_copy(update={"patient": {"guesswork": (Entry(value=True),)}}), VOCABULARY)


def test_a_response_is_in_progress_until_somebody_says_otherwise() -> None:
    assert response(BLANK, VOCABULARY)["status"] == "in-progress"
    assert response(BLANK, VOCABULARY, completed=True)["status"] == "completed"


def test_the_case_is_not_changed(case_of: Callable[[str], Case]) -> None:
    case = case_of("stages: [{lines: [{code: \"22612\"}]}]\npatient: {myelopathy: yes}\n")
    before = case.model_copy(deep=True)
    assert as_text(response(case, VOCABULARY)) == as_text(response(case, VOCABULARY))
    assert case == before
