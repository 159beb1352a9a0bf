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

from logic.problems import Path, Problem, ProblemsError, cut, described, written

MAX_BYTES = 256 * 1024
MAX_DEPTH = 24
_INTEGER = re.compile(r"^[-+]?(0|[1-9][0-9]{0,15})$")
_DECIMAL = re.compile(r"^[-+]?(0|[1-9][0-9]{0,15})\.[0-9]{1,40}$")
_BROKEN = {
    "mapping values are not allowed": (
        "a colon where no key can stand", 'one "key: value" on a line (a text with a colon stands in quotes)'),
    "did not find expected ',' or": (
        "the {context} begun on line {begun} not closed", "a comma or the closing bracket"),
    "did not find expected key": (
        "a line that does not fit into the mapping begun on line {begun}",
        "all keys of a mapping in one column, and nothing after a closing quote"),
    "did not find expected '-' indicator": (
        "a line that does not fit into the list begun on line {begun}", "all items of a list with - in one column"),
    "found unexpected end of stream": ("the text in quotes begun on line {begun} not closed", "a closing quote"),
    "did not find expected node content": (
        "a sign where a value should stand", "a value (a text that starts with a sign stands in quotes)"),
    "block sequence entries are not allowed": (
        "a list on the line of its key", "the list on lines of its own, each item with -"),
    "cannot start any token": (
        "the sign {sign} where a value should stand", "a value (a text that starts with a sign stands in quotes)"),
}
"""What libyaml says of a text that is no YAML, and how a person would be told."""
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_TRUTHS = {
    form: truth for word, truth in (("yes", True), ("true", True), ("no", False), ("false", False))
    for form in (word, word.capitalize(), word.upper())
}


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
            elif isinstance(value, list) and isinstance(part, int) and 0 <= part < len(value):
                value = value[part]
            else:
                return None
        return value


def read_file(path: FilePath, shown_as: str | None = None, limit: int = MAX_BYTES) -> Source:
    """The YAML of a file; raises ProblemsError with every problem if it cannot be used."""
    name = shown_as or str(path)
    return read_bytes(read_content(path, name), name, limit)


def read_content(path: FilePath, shown_as: str | None = None) -> bytes:
    """The bytes of a file; raises ProblemsError if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        found = f"a file that cannot be read ({reason})"
        raise ProblemsError([Problem(shown_as or str(path), 1, "", found, "a readable file")]) from None


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
        self.text = text
        self.events: Iterator[Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.problems: list[Problem] = []
        self.lines: dict[Path, int] = {}
        self.aliases: set[str] = set()

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
            self.problems.append(self._broken(error))
        except _TooDeepError:
            pass
        if self.problems:
            raise ProblemsError(self.problems)
        return Source(self.name, data, self.lines)

    def _broken(self, error: yaml.YAMLError) -> Problem:
        """What is wrong with a text that is no YAML, in words for people."""
        mark, begun = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
        if mark is None:
            return Problem(self.name, 1, "", "a control character", "plain text")
        said, context = str(getattr(error, "problem", "")), str(getattr(error, "context", ""))
        sign = self._sign_at(mark.line, mark.column)
        if sign == "\t":
            return Problem(self.name, mark.line + 1, "", "a tab", "blanks (YAML takes no tabs before a key or value)")
        for words, (found, expected) in _BROKEN.items():
            if words in said:
                told = found.format(sign=sign, begun=begun.line + 1 if begun else 1,
                                    context="mapping { }" if "mapping" in context else "list [ ]")
                return Problem(self.name, mark.line + 1, "", told, expected)
        return Problem(self.name, mark.line + 1, "", f"text that is no YAML ({said})", "YAML")

    def _sign_at(self, line: int, column: int) -> str:
        lines = _LINE_END.split(self.text)
        return lines[line][column:column + 1] if line < len(lines) else ""

    def _problem(self, event: Event, path: Path, found: str, expected: str) -> None:
        self.problems.append(Problem(self.name, _line(event), written(path), found, expected))

    def _value(self, event: Event, path: Path) -> object:
        self.lines.setdefault(path, _line(event))
        if isinstance(event, AliasEvent):
            self._alias(event, path)
            return None
        self._plain(event, path)
        if len(path) > MAX_DEPTH:
            self._problem(event, path[:3], f"more than {MAX_DEPTH} levels of nesting", "a flatter file")
            raise _TooDeepError
        if isinstance(event, ScalarEvent):
            return _scalar(event)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path) if isinstance(event, MappingStartEvent) else None

    def _alias(self, event: AliasEvent, path: Path) -> None:
        """Refuses an alias; the first of a name speaks for all, or a few lines could give millions of problems."""
        name = str(event.anchor)
        if name not in self.aliases:
            found = f"the alias *{cut(name)}"
            self._problem(event, path, found, "the value itself (aliases are not read; with a star: text in quotes)")
        self.aliases.add(name)

    def _plain(self, event: Event, path: Path) -> None:
        """Refuses anchors and tags."""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor:
            found = f"the anchor &{cut(anchor)}"
            self._problem(event, path, found, "a value without an anchor (a text that starts with & stands in quotes)")
        if tag is not None and tag != "!":
            self._problem(event, path, f"the tag {cut(tag)}", "a value without a tag (!)")

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
                self._problem(event, path, f"the key {cut(key)} a second time", "each key once")
            self.lines[(*path, key)] = _line(event)
            value = self._value(next(self.events), (*path, key))
            items.setdefault(key, value)
        return items

    def _key(self, event: Event, path: Path) -> str:
        if isinstance(event, AliasEvent):
            self._alias(event, path)
            return "?"
        if not isinstance(event, ScalarEvent):
            self._problem(event, path, "a list or mapping as a key", "text as a key")
            self._pass_over()
            return "?"
        self._plain(event, path)
        key = _scalar(event)
        if not isinstance(key, str):
            self._problem(event, path, f"{described(key)} as a key", f'text in quotes ("{cut(event.value)}")')
        if key == "<<" and not event.style:
            self._problem(event, path, "the key <<", "the keys themselves (nothing is merged)")
        return event.value


    def _pass_over(self) -> None:
        """Reads on to the end of a list or mapping without a further look at it."""
        depth = 1
        while depth:
            event = next(self.events)
            depth += isinstance(event, SequenceStartEvent | MappingStartEvent)
            depth -= isinstance(event, SequenceEndEvent | MappingEndEvent)


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
    if text in _TRUTHS:
        return _TRUTHS[text]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text
