"""Runs examples against their edition: what they must give against what they give."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from logic.bench.examples import ExampleCase
from logic.case import SHOWN_AS, Outcome
from logic.determination import LineResult, determine
from logic.explanation import reason
from logic.loading import Library
from logic.policy import Edition, PolicySet
from logic.record import Record


@dataclass(frozen=True)
class Failure:
    """An outcome that is not the expected one."""

    example: ExampleCase
    line: str
    level: str | None
    expected: Outcome
    got: Outcome
    why: str

    def __str__(self) -> str:
        """The place, then what was expected and what came."""
        at = f" at {self.level}" if self.level else ""
        return (f"{self.example.file}:{self.example.line}: {self.example.name}\n"
                f"    {self.line}{at}: expected {self.expected} ({SHOWN_AS[self.expected]}), "
                f"got {self.got} ({SHOWN_AS[self.got]})" + (f"\n    {self.why}" if self.why else ""))


@dataclass(frozen=True)
class Run:
    """An example that was decided."""

    example: ExampleCase
    results: tuple[LineResult, ...]
    failures: tuple[Failure, ...]


def run(cases: Iterable[ExampleCase], library: Library, policy_set: PolicySet, edition: Edition) -> tuple[Run, ...]:
    """Every example decided under its edition, on its own request day."""
    return tuple(_run(example, library, policy_set, edition) for example in cases)


def _run(example: ExampleCase, library: Library, policy_set: PolicySet, edition: Edition) -> Run:
    day = example.case.request.day
    if day is None:
        raise ValueError(f"{example.name}: an example without a day was read")
    results = determine(Record(example.case, library.vocabulary, library.catalogue, day), edition)
    return Run(example, results, tuple(_failures(example, results, policy_set.file.title)))


def _failures(example: ExampleCase, results: tuple[LineResult, ...], title: str) -> Iterator[Failure]:
    by_id = {result.line.id: result for result in results}
    for name, expected in example.expect.items():
        result = by_id[name]
        wanted = expected if isinstance(expected, dict) else {None: expected}
        at_level = {at.level: at.outcome for at in result.levels}
        for level, outcome in wanted.items():
            got = result.outcome if level is None else at_level[level]
            if got is not outcome:
                why = reason(result, title) if level in {None, result.deciding.level} else ""
                yield Failure(example, name, level, outcome, got, why)
