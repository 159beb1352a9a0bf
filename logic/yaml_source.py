"""Reads YAML into plain values together with the line of each, and refuses what a case or policy never needs.

Differences from plain YAML, each to prevent a silent mistake: no anchors, aliases or tags; no repeated keys;
dates stay text; only yes/no/true/false are truth values; a number has no leading zero (00670 stays text).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

import yaml
from yaml.events import (
    AliasEvent, DocumentStartEvent, Event, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent,
    SequenceStartEvent,
)

from logic.problems import Path, Problem, ProblemsError, described, written

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
_INTEGER = re.compile(r"^[-+]?(0|[1-9][0-9]{0,15})$")
_DECIMAL = re.compile(r"^[-+]?(0|[1-9][0-9]{0,15})\.[0-9]{1,15}$")
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}


@dataclass(frozen=True)
class Source:
    """A YAML file as values, with the line on which each value (by its path) stands."""

    file: str
    data: object
    lines: dict[Path, int]

    def line_of(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1

    def value_at(self, path: Path) -> object:
        """The value at a path; None where there is none."""
        value: object = self.data
        for part in path:
            if isinstance(value, dict) and part in value:  # noqa: SIM114 - mypy needs the types apart
                value = value[part]
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value


def read_file(path: FilePath, shown_as: str | None = None, limit: int = MAX_BYTES) -> Source:
    """The YAML of a file; raises ProblemsError with every problem if it cannot be used."""
    name = shown_as or str(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        found = f"a file that cannot be read ({reason})"
        raise ProblemsError([Problem(name, 1, "", found, "a readable file")]) from None
    return read_bytes(content, name, limit)


def read_bytes(content: bytes, name: str, limit: int = MAX_BYTES) -> Source:
    """The YAML in some bytes; raises ProblemsError with every problem if it cannot be used."""
    if len(content) > limit:
        found = f"{len(content)} bytes"
        raise ProblemsError([Problem(name, 1, "", found, f"a YAML file of at most {limit // 1024} kB")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ProblemsError([Problem(name, line, "", "bytes that are not UTF-8", "text in UTF-8")]) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise ProblemsError([Problem(name, line, "", "binary content", "YAML text")])
    return _Reader(text, name).read()


class _Reader:
    """Turns the events of one document into values, keeping lines and collecting problems."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.events: Iterator[Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.problems: list[Problem] = []
        self.lines: dict[Path, int] = {}

    def read(self) -> Source:
        data: object = None
        documents = 0
        try:
            for event in self.events:
                if isinstance(event, DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._problem(event, (), "a second document (---)", "one document in a file")
                        break
                    data = self._value(next(self.events), ())
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            what = getattr(error, "problem", None) or "an unreadable character"
            line = mark.line + 1 if mark else 1
            self.problems.append(Problem(self.name, line, "", f"text that is no YAML ({what})", "YAML"))
        except _TooDeepError:
            pass
        if self.problems:
            raise ProblemsError(self.problems)
        return Source(self.name, data, self.lines)

    def _problem(self, event: Event, path: Path, found: str, expected: str) -> None:
        self.problems.append(Problem(self.name, _line(event), written(path), found, expected))

    def _value(self, event: Event, path: Path) -> object:
        self.lines.setdefault(path, _line(event))
        if isinstance(event, AliasEvent):
            self._problem(event, path, f"the alias *{event.anchor}", "the value itself (aliases are not read)")
            return None
        if getattr(event, "anchor", None):
            self._problem(event, path, f"the anchor &{getattr(event, 'anchor', '')}", "a value without an anchor")
        if getattr(event, "tag", None) is not None and getattr(event, "tag", "!") != "!":
            self._problem(event, path, f"the tag {getattr(event, 'tag', '')}", "a value without a tag")
        if len(path) > MAX_DEPTH:
            self._problem(event, path[:3], f"more than {MAX_DEPTH} levels of nesting", "a flatter file")
            raise _TooDeepError
        if isinstance(event, ScalarEvent):
            return _scalar(event)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path) if isinstance(event, MappingStartEvent) else None

    def _sequence(self, path: Path) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str, object]:
        items: dict[str, object] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self._key(event, path)
            if key in items:
                self._problem(event, path, f"the key {key} a second time", "each key once")
            self.lines[(*path, key)] = _line(event)
            value = self._value(next(self.events), (*path, key))
            items.setdefault(key, value)
        return items

    def _key(self, event: Event, path: Path) -> str:
        if not isinstance(event, ScalarEvent):
            self._problem(event, path, "a list or mapping as a key", "text as a key")
            self._value(event, (*path, "?"))
            return "?"
        key = _scalar(event)
        if not isinstance(key, str):
            self._problem(event, path, f"{described(key)} as a key", f'text in quotes ("{event.value}")')
        return event.value


class _TooDeepError(Exception):
    """Stops reading a file that nests without end."""


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(event: ScalarEvent) -> object:
    """A plain word as truth value, number, nothing or text; anything quoted as text."""
    text: str = event.value
    if event.style:
        return text
    if text in {"", "~", "null"}:
        return None
    if text.lower() in _TRUTHS:
        return _TRUTHS[text.lower()]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text
