"""The JSON Schema of a case file: its models, and every fact of the vocabulary with its answers."""

from typing import Any

from logic.case import Provenance
from logic.case_file import SIDE_KEYS, CaseFile
from logic.levels import INTERSPACES, SI_JOINTS
from logic.vocabulary import ROW_KINDS, Belongs, Fact, Kind, Vocabulary

Schema = dict[str, Any]
_LEVEL_TEXT = "A level or a span of levels: L4-L5, L4-S1, C4-6, SI-left."


def case_schema(vocabulary: Vocabulary) -> Schema:
    """What a case file may say."""
    schema = CaseFile.model_json_schema(by_alias=True)
    provenance = Provenance.model_json_schema(by_alias=True)
    definitions = schema["$defs"]
    definitions.update(provenance.get("$defs", {}))
    definitions["provenance"] = {"properties": provenance["properties"]}
    for fact in vocabulary.facts.values():
        if fact.belongs in {Belongs.PATIENT, Belongs.LEVEL, Belongs.STAGE}:
            definitions.setdefault(_answers_name(fact), _answers(fact, vocabulary))
    properties = schema["properties"]
    properties["patient"] = _facts(vocabulary, Belongs.PATIENT)
    properties["levels"] = {
        "description": _LEVEL_TEXT, "type": "object", "additionalProperties": {"$ref": "#/$defs/level"},
        "properties": {level: {"$ref": "#/$defs/level"} for level in (*INTERSPACES, *SI_JOINTS)},
    }
    definitions["level"] = _facts(vocabulary, Belongs.LEVEL)
    for belongs, key in ROW_KINDS.items():
        row = _rows(vocabulary, belongs, provenance["properties"])
        properties[key] = {"anyOf": [{"const": "none"}, {"type": "array", "items": row}, {"type": "null"}]}
    definitions["_StageModel"]["properties"]["plan"] = _facts(vocabulary, Belongs.STAGE)
    return schema


def _facts(vocabulary: Vocabulary, belongs: Belongs) -> Schema:
    found = {name: _answer(fact) for name, fact in vocabulary.belonging_to(belongs).items()}
    return {"type": ["object", "null"], "properties": found, "additionalProperties": False}


def _rows(vocabulary: Vocabulary, belongs: Belongs, provenance: Schema) -> Schema:
    values = {name: {"description": fact.ask, **_value(fact, vocabulary)}
              for name, fact in vocabulary.belonging_to(belongs).items()}
    return {"type": "object", "properties": {**values, **provenance}, "additionalProperties": False}


def _answer(fact: Fact) -> Schema:
    """The answer to a fact; a sided fact has one by side."""
    answer: Schema = {"$ref": f"#/$defs/{_answers_name(fact)}"}
    if fact.sided:
        answer = {"type": ["object", "null"], "properties": dict.fromkeys(SIDE_KEYS, answer),
                  "additionalProperties": False}
    limits = f" ({fact.range[0]:g} to {fact.range[1]:g} {fact.unit})" if fact.range else ""
    return {"description": fact.ask + limits, **answer}


def _answers_name(fact: Fact) -> str:
    """What facts with the same answers share."""
    own = fact.scale if fact.kind is Kind.GRADE else fact.id if fact.options else ""
    return f"answer.{fact.kind}{f'.{own}' if own else ''}"


def _answers(fact: Fact, vocabulary: Vocabulary) -> Schema:
    """One answer, one with where it comes from, or several side by side."""
    value = _value(fact, vocabulary)
    one = [value, _entry(value)]
    return {"anyOf": [*one, {"type": "array", "items": {"anyOf": one}}]}


def _entry(value: Schema) -> Schema:
    """An answer with its status and where it comes from."""
    return {"type": "object", "$ref": "#/$defs/provenance", "properties": {"value": value},
            "unevaluatedProperties": False}


def _value(fact: Fact, vocabulary: Vocabulary) -> Schema:
    """The answers of a fact; one left empty is no answer."""
    if fact.kind is Kind.YES_NO:
        return {"type": ["boolean", "null"]}
    if fact.kind is Kind.NUMBER:
        return {"type": ["number", "null"]}
    if fact.kind is Kind.DATE:
        return {"type": ["string", "null"], "format": "date"}
    if fact.kind is Kind.TEXT:
        return {"type": ["string", "null"]}
    if fact.kind is Kind.LEVELS:
        return {"description": _LEVEL_TEXT, "type": ["string", "array", "null"], "items": {"type": "string"}}
    return _words(fact, vocabulary)


def _words(fact: Fact, vocabulary: Vocabulary) -> Schema:
    """The words of a grade or a choice."""
    if fact.kind is Kind.GRADE:
        scale = vocabulary.scales[fact.scale or ""]
        spoken = (*scale.words, *scale.not_graded, *scale.means)
        truths = [word == "yes" for word in spoken if word in {"yes", "no"}]
        return {"enum": [*spoken, *truths, None]}
    if fact.kind is Kind.CHOICE:
        return {"enum": [*fact.options, None]}
    listed = list(dict.fromkeys((*fact.options, "none")))
    return {"anyOf": [{"enum": [*listed, None]}, {"type": "array", "items": {"enum": listed}}]}
