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
USUAL, OTHER_SHARES = 0.12, (0.0, 0.05, 0.3, 0.5)
"""The shares of facts that are not documented."""
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


def compared(name: str, reference: Work, ours: Work, how: Callable[[Work, Sequence[Case]], float], unknown: float) -> None:
    """Both in turns, on new cases each round: the median rates, and the median of the ratios of each round."""
    pairs = []
    for seed in range(ROUNDS):
        cases = make_cases(unknown=unknown, seed=1000 + seed)
        pairs.append((how(reference, cases), how(ours, cases)))
    rates = [10_000 / median(spent[n] for spent in pairs) for n in (0, 1)]
    ratios = [one / other for one, other in pairs]
    print(f"| {name} | {unknown:.0%} | {rates[0]:,.0f} | {rates[1]:,.0f} | {median(ratios):.2f} | {ratios[0]:.2f} |")


def main() -> None:
    """Prints the tables."""
    root, library = criterion()
    print("| 10,000 cases | not documented | closures, cases/s | compiled, cases/s | ratio | in the first round |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for unknown in (USUAL, *OTHER_SHARES):
        compared("verdict only", closures(POLICY), verdict_of(root, library.vocabulary), kept, unknown)
    for how in (kept, dropped):
        for unknown in (USUAL, *OTHER_SHARES):
            compared(f"trace and missing facts, results {how.__name__}", traced_closures(POLICY),
                     explained_of(root, library.vocabulary), how, unknown)
    print("\n| what grows | how many | ms | µs each |\n| --- | ---: | ---: | ---: |")
    for what, count, milliseconds, each in rows():
        print(f"| {what} | {count:,} | {milliseconds:,.1f} | {each:,.2f} |")


if __name__ == "__main__":
    main()
