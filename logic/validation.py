"""Turns a YAML source into a model, or into problems with file, line, found, expected and nearest name."""

import json
import re
import types
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from logic.problems import Path, Problem, ProblemsError, cut, described, nearest, one_of, written
from logic.yaml_source import Source

M = TypeVar("M", bound=BaseModel)

EXPECTED = {
    "bool_type": "yes or no",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list, in brackets: [ ]",
    "list_type": "a list, in brackets: [ ]",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "string_pattern_mismatch": "a name of letters, digits, _, . and -, without blanks",
    "string_too_short": "some text",
}
_LIMITS = {
    "greater_than_equal": "at least {ge}", "less_than_equal": "at most {le}",
    "too_short": "at least {min_length} in the list", "too_long": "at most {max_length} in the list",
    "string_too_long": "at most {max_length} characters",
}
FIRST_YEAR, LAST_YEAR = 1900, 2199
_DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


def validated(source: Source, model: type[M]) -> M:
    """The model that a source describes; raises ProblemsError with all its problems."""
    try:
        found = model.model_validate_json(json.dumps(source.data))
    except ValidationError as error:
        raise ProblemsError(_problems(source, model, error.errors(include_url=False))) from None
    if problems := list(_numbers_as_days(source, found, ())):
        raise ProblemsError(problems)
    return found


def day_of(text: str) -> date:
    """The day that a text names; raises ValueError for any other form than YYYY-MM-DD, and far from our time."""
    if not _DAY.match(text):
        raise ValueError(text)
    day = date.fromisoformat(text)
    if not is_of_our_time(day):
        raise ValueError(text)
    return day


def is_of_our_time(day: date) -> bool:
    """Whether days can be counted from a day, decades back and forth."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def day_expected(value: object) -> str:
    """What was expected where a value is no day."""
    if isinstance(value, str) and _DAY.match(value) and not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        return f"a day of the years {FIRST_YEAR} to {LAST_YEAR}"
    timed = isinstance(value, str) and bool(_DAY.match(value[:10])) and value[10:11] in {"T", " "}
    return "a day without a time, as YYYY-MM-DD" if timed else "a day that exists, as YYYY-MM-DD"


def _problems(source: Source, model: type[BaseModel], details: Iterable[ErrorDetails]) -> Iterator[Problem]:
    """One problem for each place: what any of its alternatives expects, unless something inside it is wrong."""
    by_place: dict[Path, list[ErrorDetails]] = {}
    for detail in details:
        by_place.setdefault(_place(source, detail), []).append(detail)
    around = {path[:length] for path in by_place for length in range(len(path))}
    for path, here in by_place.items():
        alone = path not in around
        words = [_words(source, model, detail, path) for detail in here if alone or not _may_follow(detail)]
        if words:
            expected = ", or ".join(dict.fromkeys(expected for _, expected, _ in words))
            close = next((close for _, _, close in words if close), None)
            yield Problem(source.file, source.line_of(path), written(path), words[0][0], expected, close)


def _may_follow(detail: ErrorDetails) -> bool:
    """Whether the error may only say that something inside was wrong, or that another alternative was meant."""
    return detail["type"] in {"too_short", "enum", "literal_error"} or detail["type"].endswith("_type")


def _place(source: Source, detail: ErrorDetails) -> Path:
    """Where an error stands in the file (pydantic puts names of alternatives into its path)."""
    path: Path = ()
    for part in detail["loc"]:
        if (*path, part) in source.lines:
            path = (*path, part)
    return (*path, detail["loc"][-1]) if detail["type"] == "missing" else path


def _words(
    source: Source, model: type[BaseModel], detail: ErrorDetails, path: Path,
) -> tuple[str, str, str | None]:
    kind, context = detail["type"], detail.get("ctx", {})
    value = source.value_at(path)
    if kind == "missing":
        return "nothing", f"the key {path[-1]}", None
    if kind == "extra_forbidden":
        keys = _keys_at(model, path[:-1])
        return f"the key {cut(path[-1])}", one_of(keys) if keys else "no further key", nearest(path[-1], keys)
    if kind in {"enum", "literal_error"}:
        named = str(context.get("expected", "")).replace(" or ", ", ").replace("True", "yes").replace("False", "no")
        choices = [part.strip(" '") for part in named.split(",")]
        return described(value), one_of(choices), nearest(value, choices)
    if kind in _LIMITS:
        found = f"a list of {len(value)}" if isinstance(value, list) and value else described(value)
        return found, _LIMITS[kind].format(**context), None
    held = f"the keys {', '.join(value)}" if kind == "value_error" and isinstance(value, dict) else described(value)
    return held, _expected(detail, value), None


def _expected(detail: ErrorDetails, value: object) -> str:
    kind = detail["type"]
    if kind == "value_error":
        return str(detail.get("ctx", {}).get("error", detail["msg"]))
    if kind == "string_type":
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return f'text, in quotes: "{value}"' if number else "text"
    if kind.startswith("date_"):
        return day_expected(value)
    return EXPECTED.get(kind, detail["msg"].removeprefix("Input should be "))


def _numbers_as_days(source: Source, value: object, path: Path) -> Iterator[Problem]:
    """Days that were read from a number in quotes ("0" is a day of 1970 to pydantic), and those far from our time."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _numbers_as_days(source, getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _numbers_as_days(source, item, (*path, key))
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            yield from _numbers_as_days(source, item, (*path, n))
    elif isinstance(value, date):
        given = source.value_at(path)
        if isinstance(given, str) and not (_DAY.match(given) and is_of_our_time(value)):
            yield Problem(source.file, source.line_of(path), written(path), described(given), day_expected(given))


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
