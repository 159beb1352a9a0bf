"""Turns a YAML source into a model, or into problems with file, line, found, expected and nearest name."""

import json
import types
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from logic.problems import Path, Problem, ProblemsError, described, nearest, one_of, written
from logic.yaml_source import Source

M = TypeVar("M", bound=BaseModel)

_EXPECTED = {
    "string_type": 'text (a code or number in quotes, such as "22612")',
    "bool_type": "yes or no",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "date_type": "a day as YYYY-MM-DD",
    "date_from_datetime_parsing": "a day that exists, as YYYY-MM-DD",
    "date_parsing": "a day that exists, as YYYY-MM-DD",
    "date_from_datetime_inexact": "a day without a time, as YYYY-MM-DD",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
}


def validated(source: Source, model: type[M]) -> M:
    """The model that a source describes; raises ProblemsError with all its problems."""
    try:
        return model.model_validate_json(json.dumps(source.data))
    except ValidationError as error:
        problems = (_problem(source, model, detail) for detail in error.errors(include_url=False))
        raise ProblemsError(problems) from None


def _problem(source: Source, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path: Path = tuple(part for part in detail["loc"] if not str(part).startswith("<"))
    path = _existing(source, path) if detail["type"] not in {"missing", "extra_forbidden"} else path
    found, expected, close = _words(source, model, detail, path)
    return Problem(source.file, source.line_of(path), written(path), found, expected, close)


def _existing(source: Source, path: Path) -> Path:
    """The part of an error's path that stands in the file (pydantic appends names of alternatives)."""
    while path and path not in source.lines:
        path = path[:-1]
    return path


def _words(
    source: Source, model: type[BaseModel], detail: ErrorDetails, path: Path,
) -> tuple[str, str, str | None]:
    kind, context = detail["type"], detail.get("ctx", {})
    value = source.value_at(path)
    if kind == "missing":
        return "nothing", f"the key {path[-1]}", None
    if kind == "extra_forbidden":
        keys = _keys_at(model, path[:-1])
        return f"the key {path[-1]}", one_of(keys) if keys else "no further key", nearest(path[-1], keys)
    if kind in {"enum", "literal_error"}:
        choices = [part.strip(" '") for part in str(context.get("expected", "")).replace(" or ", ", ").split(",")]
        return described(value), one_of(choices), nearest(value, choices)
    if kind == "value_error":
        return described(value), str(context.get("error", detail["msg"])), None
    return described(value), _EXPECTED.get(kind, detail["msg"].removeprefix("Input should be ")), None


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that a model allows at a path."""
    here: Any = model
    for part in path:
        here = _inner(here, part)
        if here is None:
            return []
    found = _model_in(here)
    return [field.alias or name for name, field in found.model_fields.items()] if found else []


def _inner(annotation: Any, part: str | int) -> Any:
    if isinstance(part, str) and (model := _model_in(annotation)):
        for name, field in model.model_fields.items():
            if part in {name, field.alias}:
                return field.annotation
    for option in _options(annotation):
        arguments = get_args(option)
        if get_origin(option) in {tuple, list} and isinstance(part, int) and arguments:
            return arguments[0]
        if get_origin(option) is dict and isinstance(part, str):
            return arguments[1]
    return None


def _options(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Annotated:
        return _options(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return tuple(option for part in get_args(annotation) for option in _options(part))
    return (annotation,)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None
