"""Where a case for practice comes from, and the address that names it: the same address gives the same case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from logic.case import Case
from logic.learn.lessons import Lesson
from logic.loading import SAMPLES, Library, load_case


class From(StrEnum):
    """The kinds of cases to practise on."""

    LESSON = "lesson"
    SAMPLE = "sample"


class UnknownSourceError(ValueError):
    """An address that names no case; the text says what is wrong with it."""


@dataclass(frozen=True)
class Source:
    """A case to practise on, by its name."""

    kind: From
    name: str

    @property
    def address(self) -> dict[str, str]:
        """What an address says of it."""
        return {"from": self.kind.value, "name": self.name}

    @property
    def text(self) -> str:
        """The same in one word, for a file."""
        return "/".join(self.address.values())


@dataclass(frozen=True)
class Taken:
    """A case that was taken up, with the lesson that it belongs to, if any."""

    case: Case
    lesson: Lesson | None = None

    @property
    def policy(self) -> str | None:
        """The policy set under which it is meant to be practised."""
        return self.lesson.policy if self.lesson else self.case.policy


def source_at(address: Mapping[str, str]) -> Source:
    """The source that an address names; raises UnknownSourceError for one that names no kind."""
    try:
        return Source(From(address.get("from", "")), address.get("name", ""))
    except ValueError:
        raise UnknownSourceError("no kind of case that there is") from None


def taken(source: Source, library: Library, lessons: Sequence[Lesson]) -> Taken:
    """The case of a source; raises UnknownSourceError where there is none of its name."""
    if source.kind is From.LESSON:
        lesson = next((one for one in lessons if one.id == source.name), None)
        if lesson is None:
            raise UnknownSourceError("a lesson that there is not")
        return Taken(lesson.case, lesson)
    names = {path.stem: path for path in SAMPLES.glob("*.yaml")}
    if source.name not in names:
        raise UnknownSourceError("a sample that there is not")
    return Taken(load_case(names[source.name], library)[0])


def numbered(lessons: Sequence[Lesson], titles: Mapping[str, str]) -> dict[str, str]:
    """The names of lessons that give nothing away: topic, number in it, and difficulty."""
    count: dict[str, int] = {}
    found = {}
    for lesson in lessons:
        count[lesson.topic] = number = count.get(lesson.topic, 0) + 1
        found[lesson.id] = f"{titles.get(lesson.topic, lesson.topic)} {number} ({DIFFICULTY[lesson.difficulty]})"
    return found


DIFFICULTY: Mapping[int, str] = {1: "easy", 2: "middling", 3: "hard"}
