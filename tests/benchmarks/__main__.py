"""Prints the two tables of the README: `python -m tests.benchmarks`."""

from collections.abc import Callable, Sequence
from statistics import median
from time import process_time
from typing import Any

from logic.compiled.explained import explained_of
from logic.compiled.of_answers import verdict_of
from tests.benchmarks.ours import criterion
from tests.benchmarks.reference import POLICY, Case, closures, make_cases, traced_closures
from tests.benchmarks.scaling import rows

ROUNDS = 7
Work = Callable[[Case], Any]


def kept(work: Work, cases: Sequence[Case]) -> float:
    """Seconds of CPU when every result is kept."""
    begun = process_time()
    held = [work(case) for case in cases]
    spent = process_time() - begun
    del held
    return spent


def dropped(work: Work, cases: Sequence[Case]) -> float:
    """Seconds of CPU when each result is dropped at once."""
    begun = process_time()
    for case in cases:
        work(case)
    return process_time() - begun


def compared(name: str, reference: Work, ours: Work) -> None:
    """Both in turns, on new cases each round: the median rates, and the median of the ratios of each round."""
    for how in (kept, dropped):
        pairs = []
        for seed in range(ROUNDS):
            cases = make_cases(seed=1000 + seed)
            pairs.append((how(reference, cases), how(ours, cases)))
        rates = [10_000 / median(spent[n] for spent in pairs) for n in (0, 1)]
        ratio = median(one / other for one, other in pairs)
        print(f"| {name}, results {how.__name__} | {rates[0]:,.0f} | {rates[1]:,.0f} | {ratio:.2f} |")


def main() -> None:
    """Prints the tables."""
    root, library = criterion()
    print("| 10,000 cases | closures, cases/s | compiled, cases/s | ratio |\n| --- | ---: | ---: | ---: |")
    compared("verdict only", closures(POLICY), verdict_of(root, library.vocabulary))
    compared("trace and missing facts", traced_closures(POLICY), explained_of(root, library.vocabulary))
    print("\n| what grows | how many | ms | µs each |\n| --- | ---: | ---: | ---: |")
    for what, count, milliseconds, each in rows():
        print(f"| {what} | {count:,} | {milliseconds:,.1f} | {each:,.2f} |")


if __name__ == "__main__":
    main()
