"""Where a case for practice comes from, and the address that names it: the same address gives the same case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from logic.case import Case
from logic.learn.generator import generated, topics
from logic.learn.lessons import Lesson
from logic.loading import SAMPLES, Library, load_case


LARGEST_SEED = 999_999


class From(StrEnum):
    """The kinds of cases to practise on."""

    LESSON = "lesson"
    SAMPLE = "sample"
    GENERATED = "generated"


class UnknownSourceError(ValueError):
    """An address that names no case; the text says what is wrong with it."""


@dataclass(frozen=True)
class Source:
    """A case to practise on, by its name; of a generated one that is its topic, difficulty and seed tell the rest."""

    kind: From
    name: str
    difficulty: int = 1
    seed: int = 1

    @property
    def address(self) -> dict[str, str]:
        """What an address says of it."""
        named = {"from": self.kind.value, "name": self.name}
        if self.kind is From.GENERATED:
            named |= {"difficulty": str(self.difficulty), "seed": str(self.seed)}
        return named

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
        kind = From(address.get("from", ""))
    except ValueError:
        raise UnknownSourceError("no kind of case that there is") from None
    try:
        return Source(kind, address.get("name", ""), int(address.get("difficulty", "1")), int(address.get("seed", "1")))
    except ValueError:
        raise UnknownSourceError("a difficulty or seed that is no whole number") from None


def taken(source: Source, library: Library, lessons: Sequence[Lesson]) -> Taken:
    """The case of a source; raises UnknownSourceError where there is none of its name."""
    if source.kind is From.LESSON:
        lesson = next((one for one in lessons if one.id == source.name), None)
        if lesson is None:
            raise UnknownSourceError("a lesson that there is not")
        return Taken(lesson.case, lesson)
    if source.kind is From.GENERATED:
        if source.name not in topics() or source.difficulty not in DIFFICULTY or not 0 <= source.seed <= LARGEST_SEED:
            raise UnknownSourceError("a topic, difficulty or seed that there is not")
        return Taken(generated(library, source.name, source.difficulty, source.seed))
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
