"""One answer as a FHIR value, and back."""

import json
import re
from collections.abc import Mapping
from typing import Any

from logic.fhir.form import Item, ItemType
from logic.problems import cut, described

HOME = "https://spine-precheck.example/fhir"
"""Where our names begin. A name, not an address: nothing is fetched from it."""
ESCAPED = f"{HOME}/StructureDefinition/escaped-text"
"""Marks a text that FHIR does not allow as it is (empty, blanks at its ends, control signs): it stands as JSON text."""
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
CPT = "http://www.ama-assn.org/go/cpt"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
KEYS = {
    ItemType.BOOLEAN: ("valueBoolean",), ItemType.DECIMAL: ("valueDecimal", "valueInteger"),
    ItemType.INTEGER: ("valueInteger",), ItemType.DATE: ("valueDate",), ItemType.STRING: ("valueString",),
    ItemType.TEXT: ("valueString",), ItemType.CHOICE: ("valueCoding",),
    ItemType.OPEN_CHOICE: ("valueCoding", "valueString"),
}
"""How an answer of each type is written; what else is read for it follows."""
_STANDARD = {
    "diagnosis": {ICD10: re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")},
    "procedure": {CPT: re.compile(r"[0-9]{4}[0-9A-Z]"), HCPCS: re.compile(r"[A-Z][0-9]{4}")},
}
_PLAIN = re.compile(r"[ \n\t\S]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def system_of(codes: str) -> str:
    """The name of one of our own lists of codes."""
    return f"{HOME}/CodeSystem/{codes.replace('_', '-')}"


def coding(codes: str, code: str) -> dict[str, str]:
    """A code of one of our own lists."""
    return {"system": system_of(codes), "code": code, "display": code.replace("_", " ")}


def answer(item: Item, value: Any) -> dict[str, Any]:
    """An answer to a question, without where it comes from."""
    if item.type is ItemType.CHOICE:
        return {"valueCoding": coding(item.codes, value)}
    if item.type is ItemType.OPEN_CHOICE:
        for system, looks in _STANDARD[item.codes].items():
            if looks.fullmatch(value):
                return {"valueCoding": {"system": system, "code": value}}
    if isinstance(value, str) and item.type is not ItemType.DATE:
        return _text(value)
    return {KEYS[item.type][0]: value}


def _text(text: str) -> dict[str, Any]:
    if _PLAIN.fullmatch(text) and text == text.strip() and not _CONTROL.search(text):
        return {"valueString": text}
    return {"extension": [{"url": ESCAPED, "valueBoolean": True}], "valueString": json.dumps(text)}


class NotReadError(ValueError):
    """An answer that is no answer to its question: what was found and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found, self.expected = found, expected


def value_of(item: Item, given: Mapping[str, Any]) -> Any:
    """The value of an answer; None where it has none. Raises NotReadError for one that does not fit its question."""
    keys = [key for key in given if key.startswith("value")]
    if not keys:
        return None
    wanted = " or ".join(KEYS[item.type])
    if len(keys) > 1 or keys[0] not in KEYS[item.type]:
        raise NotReadError(cut(", ".join(keys)), wanted)
    value = given[keys[0]]
    if keys[0] == "valueCoding":
        return _code(item, value)
    if value is None or isinstance(value, dict | list):
        raise NotReadError(described(value), f"one value under {keys[0]}")
    if keys[0] == "valueString" and isinstance(value, str) and _escaped(given):
        return _unescaped(value)
    return value


def _code(item: Item, value: Any) -> str:
    code, system = (value.get("code"), value.get("system")) if isinstance(value, dict) else (None, None)
    if not isinstance(code, str):
        raise NotReadError("a coding without a code", "a coding with system and code")
    systems = (*_STANDARD.get(item.codes, ()), system_of(item.codes))
    if system is not None and system not in systems:
        raise NotReadError(f"a code of the system {cut(system)}", f"one of {', '.join(systems)}")
    return code


def _escaped(given: Mapping[str, Any]) -> bool:
    extensions = given.get("extension")
    return isinstance(extensions, list) and any(
        isinstance(one, dict) and one.get("url") == ESCAPED and one.get("valueBoolean") is True for one in extensions)


def _unescaped(text: str) -> str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, str) or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise NotReadError("a text marked as escaped that is none", "the text in quotes, as JSON has it")
    return value
