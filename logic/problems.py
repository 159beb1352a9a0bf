"""A problem in a file: where it is, what was found, what was expected, and the nearest valid name."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

Path = tuple[str | int, ...]


class Severity(StrEnum):
    """An error keeps the file out; a warning is shown and the file is used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one file."""

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
        return f"{self.file}:{self.line}:{where}\n    {warning}found {self.found}; expected {self.expected}{nearest}"


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
    """
    close = get_close_matches(str(word), [str(choice) for choice in choices], n=1, cutoff=0.6)
    return close[0] if close else None


def written(path: Path) -> str:
    """A path as people write it.

    >>> written(("criteria", "all", 0, "fact"))
    'criteria.all[0].fact'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def described(value: object) -> str:
    """What was found, in words a person recognises in their own file, cut to a readable length."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        return f'the text "{value[:60]}{"…" if len(value) > 60 else ""}"'  # noqa: PLR2004 - a line of a terminal
    return "a list" if isinstance(value, list | tuple) else "a mapping"


def one_of(choices: Iterable[str]) -> str:
    """The words "one of a, b, c", cut after twelve."""
    names = [str(choice) for choice in choices]
    shown = names[:12]
    return "one of " + ", ".join(shown) + (f" and {len(names) - len(shown)} more" if len(names) > len(shown) else "")
