"""The answers in a case file, each in the form that its fact asks for; a problem where it is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from logic.case import Value
from logic.levels import UnknownLevelError, expand, likely
from logic.problems import Path, Problem, Severity, described, nearest, one_of, written
from logic.validation import day_expected, day_of
from logic.vocabulary import Fact, Kind, Vocabulary
from logic.yaml_source import Source


@dataclass
class ValueReader:
    """Reads single answers of a file and collects their problems."""

    source: Source
    vocabulary: Vocabulary
    problems: list[Problem]

    def problem(
        self, path: Path, found: str, expected: str, close: str | None = None, severity: Severity = Severity.ERROR,
    ) -> None:
        """Collects a problem at a path of the file."""
        line = self.source.line_of(path)
        self.problems.append(Problem(self.source.file, line, written(path), found, expected, close, severity))

    def value(self, fact: Fact, answer: object, path: Path) -> Value | None:
        """The answer in the form that the fact's kind asks for; None (with a problem) when it is none."""
        if answer is None:
            return None
        reader = {
            Kind.YES_NO: self.yes_no, Kind.NUMBER: self.number, Kind.GRADE: self.grade, Kind.CHOICE: self.choice,
            Kind.CHOICES: self.choices, Kind.DATE: self.day, Kind.LEVELS: self.level_list, Kind.TEXT: self.text,
        }[fact.kind]
        return reader(fact, answer, path)

    def yes_no(self, _fact: Fact, answer: object, path: Path) -> Value | None:
        """Yes or no; words in quotes are told to go without."""
        if isinstance(answer, bool):
            return answer
        quoted = isinstance(answer, str) and answer.lower() in {"yes", "no", "true", "false"}
        expected = f"{answer} without quotes" if quoted else "yes or no (unknown: leave the fact out)"
        self.problem(path, described(answer), expected)
        return None

    def number(self, fact: Fact, answer: object, path: Path) -> Value | None:
        """A number in the unit of the fact; out of its range it is kept with a warning."""
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            plain = isinstance(answer, str) and answer.replace(".", "", 1).isdecimal()
            how = "without quotes or leading zeros" if plain else "in digits alone"
            self.problem(path, described(answer), f"a number of {fact.unit}, {how}")
            return None
        low, high = fact.range or (float("-inf"), float("inf"))
        if not low <= answer <= high:
            expected = f"{low:g} to {high:g} {fact.unit} (kept as entered; check for a typing error)"
            self.problem(path, described(answer), expected, severity=Severity.WARNING)
        return answer

    def grade(self, fact: Fact, answer: object, path: Path) -> Value | None:
        """A word of the scale of the fact, or a word that means one."""
        scale = self.vocabulary.scales[fact.scale or ""]
        word = {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else answer
        word = scale.means.get(word, word) if isinstance(word, str) else word
        if isinstance(word, str) and word in (*scale.words, *scale.not_graded):
            return word
        self.unknown_word(answer, (*scale.words, *scale.not_graded, *scale.means), path)
        return None

    def unknown_word(self, answer: object, choices: tuple[str, ...], path: Path) -> None:
        """A problem for an answer that is no word of a scale or a list of options."""
        if not isinstance(answer, bool) and str(answer) in choices:
            self.problem(path, described(answer), f'the same in quotes: "{answer}"')
        else:
            self.problem(path, described(answer), one_of(choices), nearest(answer, choices))

    def choice(self, fact: Fact, answer: object, path: Path) -> Value | None:
        """One of the options of the fact."""
        if isinstance(answer, str) and answer in fact.options:
            return answer
        self.unknown_word(answer, fact.options, path)
        return None

    def choices(self, fact: Fact, answer: object, path: Path) -> Value | None:
        """Any of the options of the fact; "none" is the empty list."""
        items = [((*path, n), item) for n, item in enumerate(answer)] if isinstance(answer, list) else [(path, answer)]
        found = [self.choice(fact, item, at) for at, item in items if item != "none" or "none" in fact.options]
        return tuple(str(item) for item in found if item is not None)

    def day(self, _fact: Fact, answer: object, path: Path) -> Value | None:
        """A day as year-month-day."""
        try:
            if isinstance(answer, str):
                return day_of(answer)
        except ValueError:
            pass
        self.problem(path, described(answer), day_expected(answer))
        return None

    def level_list(self, _fact: Fact, answer: object, path: Path) -> Value | None:
        """Levels; a span stands for each of its levels."""
        if isinstance(answer, str) or (isinstance(answer, list) and all(isinstance(item, str) for item in answer)):
            return self.line_levels(answer, path)
        self.problem(path, described(answer), "levels such as L4-L5, L4-S1 or C4-6")
        return None

    def text(self, _fact: Fact, answer: object, path: Path) -> Value | None:
        """A text."""
        if isinstance(answer, str):
            return answer
        self.problem(path, described(answer), "text (in quotes if it looks like a number)")
        return None

    def line_levels(self, given: object, path: Path) -> tuple[str, ...]:
        """The levels of a text or a list of texts, each once."""
        if isinstance(given, str):
            return self.expanded(given, path)
        texts = [(n, text) for n, text in enumerate(listed(given)) if isinstance(text, str)]
        return tuple(dict.fromkeys(level for n, text in texts for level in self.expanded(text, (*path, n))))

    def expanded(self, text: str, path: Path) -> tuple[str, ...]:
        """The levels that a text such as L4-S1 names; a problem and none where it names none."""
        try:
            return expand(text)
        except UnknownLevelError:
            self.problem(path, described(text), "a level such as L4-L5, L4-S1 or C4-6", likely(text))
            return ()


def listed(value: object) -> Sequence[Any]:
    """A list as it is; nothing for anything else."""
    return value if isinstance(value, list | tuple) else ()
