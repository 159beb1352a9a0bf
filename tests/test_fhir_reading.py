"""Responses of other systems: read with the problem messages of case files, never with a traceback; and the commands."""

import contextlib
import copy
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import logic.__main__ as command_line
from logic.case import Case
from logic.case_writing import case_text
from logic.fhir.reader import MOST_PROBLEMS
from logic.fhir.questionnaire import CANONICAL
from logic.fhir.response import response
from logic.fhir.validation import validate
from logic.json_source import read_json
from logic.loading import SAMPLES, Library, case_from_bytes, load_case
from logic.problems import ProblemsError
from tests.budget import laws
from tests.test_case_round_trip import LIBRARY, VOCABULARY

SAMPLE = SAMPLES / "l5s1_posterior_fusion_with_bma.yaml"
CASE, _ = load_case(SAMPLE, LIBRARY)
SENT = response(CASE, VOCABULARY)


def read(data: object) -> Case:
    return case_from_bytes(json.dumps(data, indent=1).encode(), "sent.json", LIBRARY)[0]


def problems(data: object) -> str:
    with pytest.raises(ProblemsError) as error:
        read(data)
    return str(error.value)


def with_items(*items: dict[str, Any]) -> dict[str, Any]:
    base = [{"linkId": "case", "answer": [{"valueString": "tried"}]}, {"linkId": "stages"}]
    return {"resourceType": "QuestionnaireResponse", "questionnaire": CANONICAL, "status": "completed", "item": [*base, *items]}


def patient(**answer: Any) -> dict[str, Any]:
    return with_items({"linkId": "patient", "item": [{"linkId": "patient.myelopathy", "answer": [answer]}]})


def test_a_plain_answer_counts_as_documented() -> None:
    assert read(patient(valueBoolean=True)).patient["myelopathy"][0].value is True


def test_another_version_of_the_form_is_read() -> None:
    assert read({**with_items(), "questionnaire": CANONICAL.replace("|1", "|7")}).case == "tried"


@pytest.mark.parametrize(("data", "message"), [
    ([], "found an empty list; expected a QuestionnaireResponse"),
    ({"resourceType": "Patient"}, "found the resource Patient; expected a QuestionnaireResponse"),
    ({**with_items(), "questionnaire": "https://example.org/other"}, 'questionnaire\n    found the text "https://example.org/other"; expected'),
    ({**with_items(), "status": "entered-in-error"}, 'status\n    found the text "entered-in-error"; expected one of in-progress, completed, amended'),
    ({**with_items(), "item": {}}, "found an empty mapping; expected a list"),
    ({**with_items(), "item": []}, "expected the key case"),
    (with_items({"linkId": "patiend"}), "found the question patiend; expected a question of the form; nearest: patient"),
    (with_items({"text": "no link"}), "found the question None; expected a question of the form"),
    (with_items({"linkId": "patient"}, {"linkId": "patient"}), "found the question patient a second time; expected each question once"),
    (with_items({"linkId": "patient", "item": [{"linkId": "patient.myelopaty"}]}), "nearest: patient.myelopathy"),
    (with_items({"linkId": "documents"}), "found no answer to documents.id; expected a group with its name"),
    (with_items(*[{"linkId": "levels", "item": [{"linkId": "levels.level", "answer": [{"valueCoding": {"code": "L4-L5"}}]}]}] * 2), "found L4-L5 a second time"),
    (with_items({"linkId": "treatments"}, {"linkId": "treatments_none", "answer": [{"valueBoolean": True}]}), "treatments beside treatments_none"),
    (patient(valueString="yes"), "found valueString; expected valueBoolean"),
    (patient(valueBoolean="yes"), 'found the text "yes"; expected yes without quotes'),
    (patient(valueBoolean=[True]), "found a list; expected one value under valueBoolean"),
    (patient(valueBoolean=True, valueString="x"), "found valueBoolean, valueString; expected valueBoolean"),
    (patient(valueBoolean=True, item=[{"linkId": "patient.myelopathy.status", "answer": [{"valueCoding": {"code": "guessed"}}]}]), "expected one of documented, implied"),
    (patient(valueBoolean=True, item=[{"linkId": "patient.myelopathy.from", "answer": [{"valueString": "mri"}]}]), "a document declared under documents"),
    (patient(valueBoolean=True, item=[{"linkId": "patient.myelopathy.status", "answer": [{"valueCoding": {"code": "implied"}}]}]), "no reason with the status implied"),
    (patient(valueBoolean=True, item=[{"linkId": "patient.myelopathy.reading", "answer": [{"valueInteger": [1]}]}]), "expected one value under valueInteger"),
    (with_items({"linkId": "request", "item": [{"linkId": "request.day", "answer": [{"valueDate": "2026-01"}]}]}), "a day that exists, as YYYY-MM-DD"),
    (with_items({"linkId": "request", "item": [{"linkId": "request.kind", "answer": [{"valueCoding": {"system": "urn:other", "code": "appeal"}}]}]}), "found a code of the system urn:other"),
    (with_items({"linkId": "request", "item": [{"linkId": "request.kind", "answer": [{"valueCoding": {}}]}]}), "found a coding without a code"),
    (with_items({"linkId": "request", "answer": []}, {"linkId": "title", "answer": [{}, {}]}), "found 2 answers; expected one answer"),
    (with_items({"linkId": "title", "item": []}), "items beside the answers"),
    (with_items({"linkId": "title", "answer": [{"extension": [{"url": "https://spine-precheck.example/fhir/StructureDefinition/escaped-text", "valueBoolean": True}], "valueString": "x"}]}), "marked as escaped"),
])
def test_a_wrong_response_is_told_in_the_words_of_case_files(data: object, message: str) -> None:
    assert message in problems(data)


def test_a_problem_names_the_line() -> None:
    text = json.dumps(patient(valueBoolean=5), indent=1)
    line = next(n for n, words in enumerate(text.splitlines(), start=1) if '"valueBoolean"' in words)
    with pytest.raises(ProblemsError) as error:
        case_from_bytes(text.encode(), "sent.json", LIBRARY)
    told = next(one for one in error.value.problems if one.path == "patient.myelopathy[0].value")
    assert abs(told.line - line) <= 1


def test_a_file_of_nothing_but_mistakes_is_told_in_part() -> None:
    with pytest.raises(ProblemsError) as error:
        read({**with_items(), "item": [{"linkId": f"x{n}"} for n in range(5000)]})
    assert len(error.value.problems) <= MOST_PROBLEMS


@pytest.mark.parametrize("content", [
    b"", b"{", b"[1,]", b"\xff\xfe", b"nothing", b'{"a": NaN}', b'{"a": 1e999}', b'{"a": 1, "a": 2}', b"[" * 100000, b'"\\ud800"',
    b"1" * 5000, b'{"resourceType": "QuestionnaireResponse"}', b"null", b"case: x\nstages: []\n", b"x" * (5 * 1024 * 1024),
])
def test_what_is_no_response_is_refused_with_problems(content: bytes) -> None:
    with pytest.raises(ProblemsError) as error:
        case_from_bytes(content, "sent.json", LIBRARY)
    assert error.value.problems[0].file == "sent.json"


JUNK = st.recursive(st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from([0.5, -1e-7, 2.5e15]) | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["linkId", "answer", "item", "valueString", "valueCoding", "code"]), inner, max_size=3))


def places(held: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = held.items() if isinstance(held, dict) else enumerate(held) if isinstance(held, list) else ()
    return [path, *(place for key, value in inner for place in places(value, (*path, key)))]


PLACES = places(SENT)[1:]


@laws(4)
@given(st.integers(0, 10**6), JUNK)
def test_any_damage_gives_a_case_or_problems(seed: int, junk: Any) -> None:
    place = random.Random(seed).choice(PLACES)
    damaged = copy.deepcopy(SENT)
    held: Any = damaged
    for key in place[:-1]:
        held = held[key]
    held[place[-1]] = junk
    with contextlib.suppress(ProblemsError):
        case_text(read(damaged))


@laws(2)
@given(JUNK, st.sampled_from([None, 0, 1, 4]))
def test_every_value_has_its_line(data: Any, indent: int | None) -> None:
    text = json.dumps(data, indent=indent)
    source = read_json(text.encode(), "x.json")
    assert source.data == data
    assert set(source.lines) == set(places(data))
    assert indent is None or max(source.lines.values()) <= text.count("\n") + 1


# -- commands -------------------------------------------------------------------------------------------------------

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(command_line, "load_library", lambda _folder: library)

    def running(*arguments: object) -> tuple[int, str, str]:
        code = command_line.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return running


def test_the_commands_go_there_and_back(run: Run, tmp_path: Path) -> None:
    code, sent, _ = run("fhir", SAMPLE, "--validate")
    assert code == 0
    assert json.loads(sent) == SENT
    (tmp_path / "sent.json").write_text(sent, encoding="utf-8")
    code, text, _ = run("from-fhir", tmp_path / "sent.json")
    assert code == 0
    (tmp_path / "back.yaml").write_text(text, encoding="utf-8")
    assert load_case(tmp_path / "back.yaml", LIBRARY)[0] == CASE
    plain, as_fhir = (json.loads(run("check", file, "--format", "json")[1]) for file in (SAMPLE, tmp_path / "sent.json"))
    assert as_fhir == plain


def test_the_questionnaire_is_printed_and_valid(run: Run) -> None:
    code, text, _ = run("fhir", "--questionnaire", "--validate")
    assert code == 0
    assert json.loads(text)["resourceType"] == "Questionnaire"


def test_a_response_can_be_marked_completed(run: Run) -> None:
    assert json.loads(run("fhir", SAMPLE, "--completed")[1])["status"] == "completed"


@pytest.mark.parametrize("arguments", [("fhir",), ("fhir", "nothing.yaml"), ("from-fhir", "nothing.json"), ("from-fhir", SAMPLE), ("fhir", SAMPLES)])
def test_what_cannot_be_read_is_told_and_nothing_is_printed(arguments: tuple[object, ...], run: Run) -> None:
    code, text, told = run(*arguments)
    assert (code, text) == (2, "")
    assert "; expected " in told
    assert "Traceback" not in told


def test_without_the_package_the_check_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fhir.resources.R4B", None)
    with pytest.raises(ProblemsError, match=r"pip install fhir\.resources"):
        validate(SENT, "sent.json")


def test_an_invalid_resource_is_told_with_its_place() -> None:
    with pytest.raises(ProblemsError, match="valid FHIR R4B"):
        validate({**SENT, "status": 5}, "sent.json")
