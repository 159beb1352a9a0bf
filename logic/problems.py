"""A problem in a file: where it is, what was found, what was expected, and the nearest valid name."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from enum import StrEnum
from itertools import takewhile

Path = tuple[str | int, ...]
LONGEST_SHOWN = 60
"""Characters of a text that a message repeats."""
AS_CLOSE = 20
"""Choices that are compared once more when several are alike."""


class Severity(StrEnum):
    """An error keeps the file out; a warning is shown and the file is used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one file, or (line 0) in something that has no lines, such as an option of a command."""

    file: str
    line: int
    path: str
    found: str
    expected: str
    nearest: str | None = None
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """Two lines: the place, then what is wrong with it."""
        nearest = f"; nearest: {self.nearest}" if self.nearest else ""
        warning = "warning: " if self.severity is Severity.WARNING else ""
        where = f" {self.path}" if self.path else ""
        line = f":{self.line}:" if self.line else ""
        return f"{self.file}{line}{where}\n    {warning}found {self.found}; expected {self.expected}{nearest}"


class ProblemsError(Exception):
    """Raised when files cannot be used; carries every problem found, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.path, p.found)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def errors_in(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems keeps its file out."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def nearest(word: object, choices: Iterable[str]) -> str | None:
    """The valid name most like a word, if one is alike.

    >>> nearest("slip_mmm", ["slip_mm", "slip_grade"])
    'slip_mm'
    >>> nearest("22613", ["22861", "22614"])
    '22614'
    """
    if not isinstance(word, str) or len(word) > LONGEST_SHOWN:
        return None
    close = get_close_matches(word, [str(choice) for choice in choices], n=AS_CLOSE, cutoff=0.6)
    return max(close, key=lambda choice: _likeness(word, choice), default=None)


def _likeness(word: str, choice: str) -> tuple[float, int]:
    """How alike two words are; of equally alike ones the one that begins alike is nearer (codes do)."""
    start = takewhile(lambda letters: letters[0] == letters[1], zip(word, choice, strict=False))
    return SequenceMatcher(None, choice, word).ratio(), len(list(start))


def cut(text: object) -> str:
    """A text of someone else's file, on one line and short enough for a message.

    >>> cut(chr(9).join(["one", "two"]))
    'one two'
    """
    line = "".join(letter if letter.isprintable() else " " for letter in str(text)[:LONGEST_SHOWN + 1])
    return line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}…"


def written(path: Path) -> str:
    """A path as people write it.

    >>> written(("criteria", "all", 0, "fact"))
    'criteria.all[0].fact'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{cut(part)}" if text else cut(part)
    return text


def described(value: object) -> str:
    """What was found, in words a person recognises in their own file, cut to a readable length."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"the number {int(value) if value == int(value) else value}"
    if isinstance(value, str):
        return f'the text "{cut(value)}"'
    kind = "list" if isinstance(value, list | tuple) else "mapping"
    return f"a {kind}" if value else f"an empty {kind}"


def one_of(choices: Iterable[str]) -> str:
    """The words "one of a, b, c", cut after twelve; a single choice stands alone."""
    names = [str(choice) for choice in choices]
    if len(names) == 1:
        return names[0]
    shown = names[:12]
    return "one of " + ", ".join(shown) + (f" and {len(names) - len(shown)} more" if len(names) > len(shown) else "")
