"""`schemas`: a JSON Schema for every kind of YAML file, made from the models, so that editors help and check."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from logic.bench.case_schema import Schema, case_schema
from logic.bench.changes import NOT_IN_A_BASE
from logic.bench.examples import ExampleFile
from logic.catalogue import CatalogueFile
from logic.checks.rules import CheckFile
from logic.clocks import ClockFile
from logic.evidence import EvidenceFile
from logic.learn.generator.codes import RequestCodes
from logic.learn.lessons import LessonFile
from logic.learn.pitfalls import PitfallFile
from logic.learn.topics import PITFALLS, TOPICS
from logic.learn.tour import Tour
from logic.levels import REGIONS
from logic.loading import Library
from logic.measures import MEASURES
from logic.policy import NotEncodedFile, PolicyFile, SetFile
from logic.packet.texts import TextFile
from logic.vocabulary import VocabularyFile

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORMS = ("use", "all", "any", "of", "fact", "computed", "requested")


def schemas(library: Library) -> dict[str, Schema]:
    """The schemas by the kind of file."""
    made = {
        "case": case_schema(library.vocabulary),
        "policy": _policy(library),
        "set": SetFile.model_json_schema(by_alias=True),
        "left_out": NotEncodedFile.model_json_schema(by_alias=True),
        "vocabulary": VocabularyFile.model_json_schema(by_alias=True),
        "catalogue": CatalogueFile.model_json_schema(by_alias=True),
        "examples": _examples(library),
        "checks": CheckFile.model_json_schema(by_alias=True),
        "clocks": ClockFile.model_json_schema(by_alias=True),
        "evidence": EvidenceFile.model_json_schema(by_alias=True),
        "lessons": _lessons(library),
        "requests": _requests(library),
        "tour": Tour.model_json_schema(by_alias=True),
        "pitfalls": PitfallFile.model_json_schema(by_alias=True),
        "packet": TypeAdapter(Annotated[TextFile, Field(discriminator="texts")]).json_schema(by_alias=True),
    }
    return {kind: {"$schema": _DIALECT, **_everywhere(schema, _said_in_yaml)} for kind, schema in made.items()}


def schema_files(library: Library) -> dict[str, str]:
    """The text of every schema file, by its name."""
    return {f"{kind}.schema.json": json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
            for kind, schema in schemas(library).items()}


def write_schemas(library: Library, folder: FilePath) -> Iterator[str]:
    """Writes every schema into a folder and tells which."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files(library).items():
        (folder / name).write_text(text, encoding="utf-8")
        yield f"wrote {folder / name}"


def _policy(library: Library) -> Schema:
    """A policy file, with the facts, computed facts, codes and regions that there are."""
    schema = PolicyFile.model_json_schema(by_alias=True)
    entries = library.catalogue.entries
    words = {
        "codes": list(entries), "families": _known(entry.family for entry in entries.values()),
        "techniques": _known(entry.technique for entry in entries.values()),
        "approaches": _known(entry.approach for entry in entries.values()),
    }
    for definition in schema["$defs"].values():
        for key, listed in words.items():
            for name in (key, f"except_{key}"):
                if name in definition.get("properties", {}):
                    definition["properties"][name]["items"] = {"enum": listed}
        if "regions" in definition.get("properties", {}):
            definition["properties"]["regions"]["items"] = {"enum": list(REGIONS)}
    criterion = schema["$defs"]["Criterion"]
    criterion["properties"]["fact"] = {"enum": list(library.vocabulary.facts)}
    criterion["properties"]["computed"] = {"enum": sorted(MEASURES)}
    criterion["oneOf"] = [{"required": [form]} for form in _FORMS]
    criterion["dependentRequired"] = {"at_least": ["of"], "of": ["at_least"], "with": ["computed"]}
    return schema


def _known(words: Iterator[str | None]) -> list[str]:
    return sorted({word for word in words if word})


def _examples(library: Library) -> Schema:
    """An example file: its base is a case file without what the examples say."""
    schema = ExampleFile.model_json_schema(by_alias=True)
    case = case_schema(library.vocabulary)
    schema["$defs"].update(case.pop("$defs"))
    base = {**case, "properties": {k: v for k, v in case["properties"].items() if k not in NOT_IN_A_BASE},
            "required": ["stages"]}
    schema["properties"]["base"] = base
    return schema


def _lessons(library: Library) -> Schema:
    """A list of lessons, with the topics, sets and pitfalls that there are."""
    schema = LessonFile.model_json_schema(by_alias=True)
    schema["properties"]["topic"] = {"enum": list(TOPICS)}
    entry = schema["$defs"]["LessonEntry"]["properties"]
    entry["policy"] = {"enum": list(library.sets)}
    entry["pitfall"] = {"enum": [*PITFALLS, None]}
    return schema


def _requests(library: Library) -> Schema:
    """The codes of made-up requests."""
    schema = RequestCodes.model_json_schema(by_alias=True)
    schema["properties"]["codes"]["additionalProperties"] = {"enum": list(library.catalogue.entries)}
    return schema


def _everywhere(schema: Any, change: Callable[[Schema], Schema]) -> Any:
    """A schema with a change made in each of its parts."""
    if isinstance(schema, dict):
        return change({key: _everywhere(value, change) for key, value in schema.items()})
    if isinstance(schema, list):
        return [_everywhere(value, change) for value in schema]
    return schema


def _said_in_yaml(schema: Schema) -> Schema:
    """Yes and no are words to editors that read YAML 1.2; a default tells nothing here."""
    kept = {key: value for key, value in schema.items() if key != "default"}
    if kept.get("type") == "boolean":
        del kept["type"]
        return {**kept, "enum": [True, False, "yes", "no"]}
    if kept.get("type") == ["boolean", "null"]:
        del kept["type"]
        return {**kept, "enum": [True, False, "yes", "no", None]}
    return kept
