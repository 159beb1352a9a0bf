"""Example files beside a policy: a base case, and a list of changes of it with the outcomes they must give."""

from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated, Any

from pydantic import Field

from logic.bench.changes import Changed, base_of, changed
from logic.case import Case, Outcome, requested_lines
from logic.case_file import read_case
from logic.levels import UNNAMED
from logic.loading import Library
from logic.policy import Edition, Text
from logic.policy_loading import shown_path
from logic.problems import Path, Problem, ProblemsError, cut, errors_in, nearest, one_of, written
from logic.validation import validated
from logic.vocabulary import Frozen
from logic.yaml_source import Source, read_file

FOLDER = "examples"
"""The folder of an edition that holds its examples."""


class Example(Frozen):
    """One change of the base and what it must give."""

    name: Text
    change: dict[str, Any] = {}
    """Paths of the case and their new values; nothing (null) removes a fact. Places in lists count from 1."""
    expect: Annotated[dict[str, Outcome | dict[str, Outcome]], Field(min_length=1)]
    """Outcomes by line id, each of the line or of its levels."""
    note: Text | None = None


class ExampleFile(Frozen):
    """A file of examples on one topic."""

    title: Text
    base: dict[str, Any]
    """What all examples share: the content of a case file."""
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]


@dataclass(frozen=True)
class ExampleCase:
    """An example that can be decided: its case, its place and what it must give."""

    file: str
    line: int
    name: str
    case: Case
    expect: dict[str, Outcome | dict[str, Outcome]]


@dataclass(frozen=True)
class Read:
    """What a folder of examples gave."""

    cases: tuple[ExampleCase, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Errors and warnings of its files."""


def read_folder(folder: FilePath, library: Library, edition: Edition) -> Read:
    """Every example of an edition's folder, and every problem of its files."""
    cases: list[ExampleCase] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.y*ml")):
        try:
            read = read_examples(read_file(path, shown_path(path)), path.stem, library, edition)
        except ProblemsError as error:
            problems.extend(error.problems)
        else:
            cases.extend(read.cases)
            problems.extend(read.problems)
    return Read(tuple(cases), tuple(problems))


def read_examples(source: Source, topic: str, library: Library, edition: Edition) -> Read:
    """The examples of a file; raises ProblemsError when its structure is wrong."""
    file = validated(source, ExampleFile)
    reading = _Reading(source, library, edition)
    base = base_of(source, topic)
    reading.problems.extend(base.problems)
    reading.read(base)
    cases = []
    for n, example in enumerate(file.examples):
        if example.name in {earlier.name for earlier in file.examples[:n]}:
            reading.problem(("examples", n, "name"), f'the name "{cut(example.name)}" a second time', "each name once")
        work = changed(base, source, n)
        reading.problems.extend(work.problems)
        case = reading.read(work)
        if case and not work.problems:
            reading.expectations(n, example, case)
            line = source.line_of(("examples", n))
            cases.append(ExampleCase(source.file, line, example.name, case, example.expect))
    return Read(tuple(cases), tuple(dict.fromkeys(reading.problems)))


class _Reading:
    """Reads the cases of one file with the ordinary case reader and collects problems at their places."""

    def __init__(self, source: Source, library: Library, edition: Edition) -> None:
        self.source = source
        self.library = library
        self.edition = edition
        self.problems: list[Problem] = []
        self.of_base: set[tuple[str, str]] = set()

    def problem(self, path: Path, found: str, expected: str, close: str | None = None) -> None:
        line = self.source.line_of(path)
        self.problems.append(Problem(self.source.file, line, written(path), found, expected, close))

    def read(self, work: Changed) -> Case | None:
        """The case, or None; its problems are noted, those of the base once."""
        try:
            case, found = read_case(work.source, self.library.vocabulary, self.library.catalogue)
        except ProblemsError as error:
            case, found = None, error.problems
        if case:
            found = (*found, *self.day(case, work))
        self.problems.extend(_placed(p, work) for p in found if (p.path, p.found) not in self.of_base)
        if not work.example:
            self.of_base = {(problem.path, problem.found) for problem in found}
        return None if errors_in(found) else case

    def day(self, case: Case, work: Changed) -> list[Problem]:
        """An example names its day, and the edition is in force on it."""
        day, entry = case.request.day, self.edition.entry
        if day and entry.in_force_on(day):
            return []
        found = f"the day {day}" if day else "nothing"
        limits = [f"{word} {limit}" for word, limit in (("from", entry.start), ("to", entry.end)) if limit]
        expected = f"a day of the edition {entry.id} ({' '.join(limits)})" if limits else "the day of the request"
        line = work.source.line_of(("request", "day"))
        return [Problem(self.source.file, line, "request.day", found, expected)]

    def expectations(self, number: int, example: Example, case: Case) -> None:
        """What is expected names lines and levels of the case."""
        lines = {line.id: line for line in requested_lines(case)}
        for name, expected in example.expect.items():
            path: Path = ("examples", number, "expect", name)
            if name not in lines:
                self.problem(path, f"the line {cut(name)}", one_of(lines), nearest(name, lines))
            elif isinstance(expected, dict):
                levels = [level for level in lines[name].levels if level != UNNAMED]
                for level in [level for level in expected if level not in levels]:
                    wanted = one_of(levels) if levels else "an outcome of the line (it names no levels)"
                    self.problem((*path, level), f"the level {cut(level)}", wanted, nearest(level, levels))


def _placed(problem: Problem, work: Changed) -> Problem:
    """A problem of a case, at its place in the example file."""
    return Problem(problem.file, problem.line, work.place(problem.path), problem.found, problem.expected,
                   problem.nearest, problem.severity)
