"""The reference points of speed: `pytest tests/benchmarks/bench_speed.py`, with pytest-benchmark (requirements.txt here)."""

from pathlib import Path
from typing import Any

import pytest

from logic.compiled.explained import explained_of
from logic.compiled.of_answers import verdict_of
from logic.loading import SAMPLES, Library, load_case, load_library
from logic.review import decide, review
from tests.benchmarks.ours import criterion
from tests.benchmarks.reference import POLICY, Case, closures, make_cases, traced_closures

ROOT, OURS = criterion()
SAMPLE_FILES = sorted(SAMPLES.glob("*.yaml"))


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return make_cases()


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load_library()


@pytest.mark.parametrize("work", [closures(POLICY), verdict_of(ROOT, OURS.vocabulary)], ids=["closures", "compiled"])
def test_verdicts(work: Any, cases: list[Case], benchmark: Any) -> None:
    benchmark.group = "verdict of 10,000 cases"
    benchmark(lambda: [work(case) for case in cases])


@pytest.mark.parametrize("work", [traced_closures(POLICY), explained_of(ROOT, OURS.vocabulary)], ids=["closures", "compiled"])
def test_explained(work: Any, cases: list[Case], benchmark: Any) -> None:
    benchmark.group = "10,000 cases explained"
    benchmark(lambda: [work(case) for case in cases])


@pytest.mark.parametrize("work", [traced_closures(POLICY), explained_of(ROOT, OURS.vocabulary)], ids=["closures", "compiled"])
def test_explained_and_dropped(work: Any, cases: list[Case], benchmark: Any) -> None:
    benchmark.group = "10,000 cases explained, each result dropped at once"
    benchmark(lambda: all(work(case) for case in cases))


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_outcomes(path: Path, shipped: Library, benchmark: Any) -> None:
    benchmark.group = "outcomes of a sample"
    benchmark(decide, load_case(path, shipped)[0], shipped, "general")


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_reviews(path: Path, shipped: Library, benchmark: Any) -> None:
    benchmark.group = "whole review of a sample"
    benchmark(review, load_case(path, shipped)[0], shipped, "general")


def test_policies(benchmark: Any) -> None:
    benchmark.group = "policies read"
    benchmark(load_library)
