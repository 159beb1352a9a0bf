"""The vocabulary holds, or leaves out with a reason, every field that an intake form of the field may ask for."""

import json
from collections import Counter
from pathlib import Path

import pytest
import yaml

from logic.vocabulary import Fact, Kind, LeftOut, Scale, Vocabulary, VocabularyFile

TESTS = Path(__file__).parent
FOLDER = TESTS.parent / "policies" / "vocabulary"
INTAKE = (TESTS / "data" / "intake_fields.txt").read_text("utf-8").split()
FILES = {path.name: path for path in sorted(FOLDER.glob("*.yaml"))}


def _read(path: Path) -> VocabularyFile:
    return VocabularyFile.model_validate_json(json.dumps(yaml.safe_load(path.read_text("utf-8"))))


VOCABULARY = Vocabulary(files=tuple(_read(path) for path in FILES.values()))
FACTS: tuple[Fact, ...] = tuple(fact for file in VOCABULARY.files for fact in file.facts)
SCALES: tuple[Scale, ...] = tuple(scale for file in VOCABULARY.files for scale in file.scales)
LEFT_OUT: tuple[LeftOut, ...] = tuple(left for file in VOCABULARY.files for left in file.left_out)


def _repeated(names: list[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _legal(fact: Fact) -> tuple[str | bool, ...]:
    """The values that a fact may take when a complete report does not mention it."""
    return {
        Kind.YES_NO: (True, False), Kind.GRADE: VOCABULARY.grades(fact), Kind.CHOICE: fact.options,
    }.get(fact.kind, ())


def test_every_intake_field_is_held_or_left_out() -> None:
    known = {field for fact in FACTS for field in fact.covers} | {left.field for left in LEFT_OUT}
    assert [field for field in INTAKE if field not in known] == []


def test_nothing_is_held_or_left_out_that_no_intake_form_has() -> None:
    named = {field for fact in FACTS for field in fact.covers} | {left.field for left in LEFT_OUT}
    assert sorted(named - set(INTAKE)) == []


def test_a_field_left_out_is_held_by_no_fact_and_has_a_reason() -> None:
    held = {field for fact in FACTS for field in fact.covers}
    assert [left.field for left in LEFT_OUT if left.field in held or not left.reason.strip()] == []


def test_names_are_unique() -> None:
    assert _repeated([fact.id for fact in FACTS]) == []
    assert _repeated([scale.id for scale in SCALES]) == []
    assert _repeated([left.field for left in LEFT_OUT]) == []
    assert _repeated(INTAKE) == []


def test_scales_exist_and_each_is_used() -> None:
    used = {fact.scale for fact in FACTS if fact.scale}
    assert used == {scale.id for scale in SCALES}


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: str(scale.id))
def test_the_words_of_a_scale_do_not_clash(scale: Scale) -> None:
    assert _repeated([*scale.words, *scale.means, *scale.not_graded]) == []
    assert set(scale.means.values()) <= set(scale.words)


def test_document_kinds_and_suppliers_exist() -> None:
    assert [fact.id for fact in FACTS if fact.document not in VOCABULARY.document_kinds] == []
    assert [fact.id for fact in FACTS if fact.who not in VOCABULARY.suppliers] == []


def test_the_question_about_the_kind_of_document_offers_every_kind() -> None:
    assert set(VOCABULARY.facts["document_kind"].options) == set(VOCABULARY.document_kinds)


def test_what_a_complete_report_leaves_unsaid_has_a_legal_value() -> None:
    closed = [fact for fact in FACTS if fact.when_report_complete is not None]
    assert [fact.id for fact in closed if fact.when_report_complete not in _legal(fact)] == []
    assert [fact.id for fact in closed if fact.belongs != "level"] == []


def test_a_complete_report_says_nothing_about_motion() -> None:
    motion = [fact for fact in FACTS if fact.document == "flexion_extension_report"]
    assert motion
    assert [fact.id for fact in motion if fact.when_report_complete is not None] == []


def test_ranges_are_ordered_and_belong_to_numbers() -> None:
    assert [fact.id for fact in FACTS if fact.range and fact.range[0] >= fact.range[1]] == []
    assert [fact.id for fact in FACTS if (fact.range or fact.unit) and fact.kind is not Kind.NUMBER] == []


def test_options_are_not_repeated() -> None:
    assert [fact.id for fact in FACTS if _repeated(list(fact.options))] == []


def test_only_patient_level_and_stage_facts_have_sides() -> None:
    assert [fact.id for fact in FACTS if fact.sided and fact.belongs not in {"patient", "level", "stage"}] == []


def test_every_fact_asks_an_open_question_and_explains_it() -> None:
    assert [fact.id for fact in FACTS if not fact.ask.endswith("?")] == []
    assert [fact.id for fact in FACTS if not fact.help.endswith(".") or not fact.label.strip()] == []


@pytest.mark.parametrize("name", FILES)
def test_files_have_no_anchors_and_stay_readable(name: str) -> None:
    text = FILES[name].read_text("utf-8")
    tokens = list(yaml.scan(text))
    assert not any(isinstance(token, yaml.AnchorToken | yaml.AliasToken) for token in tokens)
    assert max(map(len, text.splitlines())) <= 120
