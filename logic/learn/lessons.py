"""Lessons: a case, one point to learn, and what the engine has to say about it. Read only when they are asked for."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated, Literal

from pydantic import Field

from logic.case import Case, Id, Outcome, requested_lines
from logic.learn.topics import PITFALLS, TOPICS
from logic.loading import POLICIES, POLICY_LIMIT, SAMPLES, Library, load_case
from logic.policy import Text
from logic.policy_loading import shown_path
from logic.problems import Path, Problem, ProblemsError, described, errors_in, nearest, one_of, written
from logic.validation import validated
from logic.vocabulary import Frozen
from logic.yaml_source import Source, read_file

LESSONS = POLICIES / "lessons"
"""The lists of lessons, one file a topic."""
CASES = SAMPLES / "lessons"
"""The cases of the lessons: ordinary case files."""
LONGEST_POINT = 240
"""Characters of a point: one thing to learn."""


class LessonEntry(Frozen):
    """A lesson as its file tells it; the case stands in a file of its own."""

    id: Id
    title: Text
    difficulty: Literal[1, 2, 3]
    point: Annotated[str, Field(min_length=1, max_length=LONGEST_POINT)]
    """The one thing to learn, in our own words."""
    policy: str
    line: str
    """The id of the line that it is about ("1:22612")."""
    level: str | None = None
    """The level that it is about, where the line has several."""
    outcome: Outcome
    decides: tuple[Text, ...] = ()
    """Ids of criteria that stand together in a smallest deciding set, or what else decides ("excluded", "primary")."""
    pitfall: str | None = None
    case: Id | None = None
    """The name of the case file; none given: the id."""


class LessonFile(Frozen):
    """One file of `policies/lessons/`."""

    topic: str
    lessons: Annotated[tuple[LessonEntry, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Lesson:
    """One lesson with its case."""

    id: str
    title: str
    topic: str
    difficulty: int
    """1 to 3."""
    point: str
    policy: str
    line: str
    level: str | None
    outcome: Outcome
    """Of the line, or of the level if one is named."""
    decides: tuple[str, ...]
    pitfall: str | None
    case: Case


def load_lessons(library: Library, lists: FilePath = LESSONS, cases: FilePath = CASES) -> tuple[Lesson, ...]:
    """All lessons, by topic in the order of the topics; raises ProblemsError with the problems of every file."""
    problems: list[Problem] = []
    found: list[Lesson] = []
    seen: Counter[str] = Counter()
    for path in sorted(lists.glob("*.yaml")):
        try:
            source = read_file(path, shown_path(path), limit=POLICY_LIMIT)
            file = validated(source, LessonFile)
        except ProblemsError as error:
            problems.extend(error.problems)
            continue
        seen.update(entry.id for entry in file.lessons)
        problems.extend(_problems(source, file, library, seen))
        for number, entry in enumerate(file.lessons):
            case = _case(source, number, entry, cases, library)
            if isinstance(case, Case):
                found.append(_lesson(file.topic, entry, case))
            else:
                problems.extend(case)
    if errors_in(problems):
        raise ProblemsError(problems)
    order = list(TOPICS)
    return tuple(sorted(found, key=lambda lesson: (order.index(lesson.topic), lesson.difficulty)))


def _lesson(topic: str, entry: LessonEntry, case: Case) -> Lesson:
    return Lesson(entry.id, entry.title, topic, entry.difficulty, entry.point, entry.policy, entry.line, entry.level,
                  entry.outcome, entry.decides, entry.pitfall, case)


def _case(
    source: Source, number: int, entry: LessonEntry, cases: FilePath, library: Library,
) -> Case | tuple[Problem, ...]:
    """The case of a lesson, or why it cannot be had: it is not there, cannot be read, or lacks the line or level."""
    path, where = cases / f"{entry.case or entry.id}.yaml", ("lessons", number)
    if not path.is_file():
        files = [file.stem for file in cases.glob("*.yaml")]
        return (_problem(source, (*where, "case" if entry.case else "id"), entry.case or entry.id,
                         f"the name of a case file in {shown_path(cases)}", files),)
    try:
        case, _warnings = load_case(path, library)
    except ProblemsError as error:
        return error.problems
    lines = {line.id: line for line in requested_lines(case)}
    if entry.line not in lines:
        return (_problem(source, (*where, "line"), entry.line, one_of(lines), lines),)
    levels = lines[entry.line].levels
    if entry.level and entry.level not in levels:
        return (_problem(source, (*where, "level"), entry.level, one_of(levels), levels),)
    return case


def _problems(source: Source, file: LessonFile, library: Library, seen: Counter[str]) -> Iterator[Problem]:
    """What a file names and nothing holds: topics, sets, pitfalls; ids that stand twice."""
    if file.topic not in TOPICS:
        yield _problem(source, ("topic",), file.topic, one_of(TOPICS), TOPICS)
    for number, entry in enumerate(file.lessons):
        where: Path = ("lessons", number)
        if seen[entry.id] > 1:
            yield _problem(source, (*where, "id"), entry.id, "an id that no other lesson has", ())
        if entry.policy not in library.sets:
            yield _problem(source, (*where, "policy"), entry.policy, one_of(library.sets), library.sets)
        if entry.pitfall is not None and entry.pitfall not in PITFALLS:
            yield _problem(source, (*where, "pitfall"), entry.pitfall, one_of(PITFALLS), PITFALLS)


def _problem(source: Source, path: Path, found: object, expected: str, choices: Iterable[str]) -> Problem:
    return Problem(source.file, source.line_of(path), written(path), described(found), expected,
                   nearest(found, choices))
