"""The way in: a made-up request for a topic, a difficulty and a seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from logic.case import Case
from logic.case_file import read_case
from logic.learn.generator.codes import code_of
from logic.learn.generator.dice import Dice
from logic.learn.generator.draft import Draft
from logic.learn.generator.story import story
from logic.learn.generator.topic import TOPIC, made
from logic.learn.topics import TOPICS
from logic.loading import DEFAULT_SET, Library
from logic.yaml_source import Source

DIFFICULTIES = (1, 2, 3)


@dataclass(frozen=True)
class Generated:
    """A made-up request and the line that its topic is about."""

    case: Case
    line: str


def topics() -> Mapping[str, str]:
    """The titles of the topics for which requests can be made up, by id."""
    return {topic: TOPICS[topic] for topic in TOPICS if topic in TOPIC}


def generated(library: Library, topic: str, difficulty: int, seed: int) -> Case:
    """The made-up request for a topic (an id of `topics()`), a difficulty (1 to 3) and any whole number.

    Same arguments, same case, on every machine. Raises KeyError for an unknown topic, ValueError for a difficulty
    that there is not.
    """
    return generated_request(library, topic, difficulty, seed).case


def generated_request(library: Library, topic: str, difficulty: int, seed: int) -> Generated:
    """The same, with the line that the topic is about; raises as `generated` does."""
    if difficulty not in DIFFICULTIES:
        raise ValueError(difficulty)
    draft = Draft(Dice(topic, difficulty, seed), difficulty)
    made(draft, TOPIC[topic])
    case, _warnings = read_case(Source(f"{topic}_{difficulty}_{seed}", _content(draft, topic, seed), {}),
                                library.vocabulary, library.catalogue)
    stage, part = draft.focus.split(":")
    return Generated(case, f"{stage}:{code_of(part)}")


def _content(draft: Draft, topic: str, seed: int) -> dict[str, Any]:
    """The content of a case file."""
    where = f"{draft.levels[0]}" if len(draft.levels) == 1 else f"{draft.levels[0]} to {draft.levels[-1]}"
    return {
        "case": f"{topic}_{draft.difficulty}_{seed}", "title": f"{TOPICS[topic]}, {where} (seed {seed})",
        "story": story(draft), "synthetic": True, "policy": DEFAULT_SET, **draft.data,
        "stages": [{**stage, "lines": [{**line, "code": code_of(line["code"])} for line in stage["lines"]]}
                   for stage in draft.data["stages"]],
    }
