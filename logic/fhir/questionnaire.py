"""The form as a FHIR R4B Questionnaire, with the words of the vocabulary as answers."""

from collections.abc import Iterator
from typing import Any

from logic.fhir.form import Item, ItemType, form
from logic.fhir.values import HOME, coding, system_of
from logic.vocabulary import Vocabulary

URL = f"{HOME}/Questionnaire/spine-precheck"
VERSION = "1"
"""Changes when a link id changes its meaning; new facts do not change it."""
CANONICAL = f"{URL}|{VERSION}"
_UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"


def questionnaire(vocabulary: Vocabulary) -> dict[str, Any]:
    """The Questionnaire of the whole record."""
    whole = form(vocabulary)
    lists = {item.codes: item.options for item in _all(whole) if item.shared}
    return {
        "resourceType": "Questionnaire", "id": "spine-precheck",
        "contained": [_value_set(codes, options) for codes, options in lists.items()],
        "url": URL, "version": VERSION, "name": "SpinePrecheck", "title": whole.text, "status": "active",
        "subjectType": ["Patient"],
        "description": "Every fact that the criteria of the loaded policies can ask for. A pre-check against written "
                       "criteria: no coverage decision. Nothing here asks for a name, a birth date or a record number.",
        "item": [_item(item) for item in whole.items],
    }


def _all(item: Item) -> Iterator[Item]:
    yield item
    for inner in item.items:
        yield from _all(inner)


def _item(item: Item) -> dict[str, Any]:
    made: dict[str, Any] = {"linkId": item.link, "text": item.text, "type": str(item.type)}
    if item.unit:
        made = {"extension": [{"url": _UNIT, "valueCoding": {"display": item.unit}}], **made}
    if item.required:
        made["required"] = True
    if item.repeats:
        made["repeats"] = True
    if item.type is ItemType.CHOICE and item.shared:
        made["answerValueSet"] = f"#{_list_id(item.codes)}"
    elif item.type is ItemType.CHOICE:
        made["answerOption"] = [{"valueCoding": coding(item.codes, code)} for code in item.options]
    if item.items:
        made["item"] = [_item(inner) for inner in item.items]
    return made


def _value_set(codes: str, options: tuple[str, ...]) -> dict[str, Any]:
    concepts = [{"code": code, "display": code.replace("_", " ")} for code in dict.fromkeys(options)]
    return {"resourceType": "ValueSet", "id": _list_id(codes), "status": "active",
            "compose": {"include": [{"system": system_of(codes), "concept": concepts}]}}


def _list_id(codes: str) -> str:
    return codes.replace("_", "-")
