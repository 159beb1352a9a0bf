"""Reads JSON into plain values together with the line of each, under the limits that hold for YAML."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator

from logic.problems import Path, Problem, ProblemsError, cut
from logic.yaml_source import MAX_BYTES, Source

LIMIT = 16 * MAX_BYTES
"""A case takes about ten times as many bytes here as in YAML."""
_LONGEST, _SMALLEST, _LARGEST = 16, 1e-20, 1e16
"""What a YAML case file can hold of a number: digits of a whole one, and the bounds of a broken one."""
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_json(content: bytes, name: str, limit: int = LIMIT) -> Source:
    """The JSON in some bytes; raises ProblemsError if it cannot be used."""
    if len(content) > limit:
        raise _error(name, 1, f"{len(content)} bytes", f"a JSON file of at most {limit // 1024} kB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _error(name, line, "bytes that are not UTF-8", "text in UTF-8") from None
    repeated: list[str] = []
    try:
        data = json.loads(text, parse_constant=_no_number, parse_int=_integer, parse_float=_decimal,
                          object_pairs_hook=lambda pairs: _object(pairs, repeated))
        torn = _SURROGATE.search(json.dumps(data, ensure_ascii=False))
    except json.JSONDecodeError as error:
        raise _error(name, error.lineno, f"text that is no JSON ({error.msg})", "JSON") from None
    except ValueError:
        raise _error(name, 1, "a number too long or too small to be kept", "numbers of at most 16 digits") from None
    except RecursionError:
        raise _error(name, 1, "lists in lists without end", "a flatter file") from None
    if repeated:
        raise _error(name, 1, f"the key {cut(repeated[0])} a second time", "each key once")
    if torn:
        raise _error(name, 1, "half of a character", "text in Unicode")
    return Source(name, data, dict(_lines(text)))


def _error(name: str, line: int, found: str, expected: str) -> ProblemsError:
    return ProblemsError([Problem(name, line, "", found, expected)])


def _no_number(word: str) -> object:
    raise ValueError(word)


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST:
        raise ValueError(digits)
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if number and not _SMALLEST <= abs(number) < _LARGEST:
        raise ValueError(digits)
    return number


def _object(pairs: list[tuple[str, object]], repeated: list[str]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in pairs:
        if key in made:
            repeated.append(key)
        made[key] = value
    return made


def _lines(text: str) -> Iterator[tuple[Path, int]]:
    """The line of every value of a text that is JSON, by the value's path."""
    ends = [found.start() for found in re.finditer("\n", text)]
    path: list[str | int] = []
    awaits_key = False
    for found in _TOKEN.finditer(text):
        sign = found.group()
        if sign in {"]", "}"}:
            path.pop()
        elif sign == ",":
            last = path[-1]
            awaits_key = isinstance(last, str)
            if isinstance(last, int):
                path[-1] = last + 1
        elif sign == ":":
            awaits_key = False
        elif awaits_key:
            path[-1] = json.loads(sign)
        else:
            yield tuple(path), bisect_left(ends, found.start()) + 1
            if sign == "[":
                path.append(0)
            elif sign == "{":
                path.append("")
                awaits_key = True
