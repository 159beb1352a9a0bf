"""`policies --test`: the examples of every edition, what failed, and what no example has seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath

from logic.bench.coverage import Coverage, coverage_of
from logic.bench.examples import FOLDER, read_folder
from logic.bench.running import Failure, Run, run
from logic.loading import Library
from logic.policy import Edition, PolicySet
from logic.problems import Problem, errors_in


@dataclass(frozen=True)
class EditionRun:
    """What the examples of one edition gave."""

    set_id: str
    edition: str
    runs: tuple[Run, ...]
    problems: tuple[Problem, ...]
    coverage: Coverage | None
    """None: the edition has no examples."""

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Every outcome that is not the expected one."""
        return tuple(failure for run in self.runs for failure in run.failures)

    @property
    def passed(self) -> bool:
        """Whether all examples could be read, gave what they must give and saw every truth."""
        whole = self.coverage is None or self.coverage.complete
        return whole and not self.failures and not errors_in(self.problems)


def run_editions(library: Library, sets: FilePath, only: str | None = None) -> tuple[EditionRun, ...]:
    """Every edition (of one set, or of all in the folder) with its examples run."""
    return tuple(
        _run_edition(library, sets / policy_set.id / edition.entry.id / FOLDER, policy_set, edition)
        for policy_set in library.sets.values() if only in {None, policy_set.id} for edition in policy_set.editions
    )


def _run_edition(library: Library, folder: FilePath, policy_set: PolicySet, edition: Edition) -> EditionRun:
    if not folder.is_dir():
        return EditionRun(policy_set.id, edition.entry.id, (), (), None)
    read = read_folder(folder, library, edition)
    runs = run(read.cases, library, policy_set, edition)
    coverage = coverage_of(edition, library)
    for one in runs:
        coverage.see(level for result in one.results for level in result.levels)
    return EditionRun(policy_set.id, edition.entry.id, runs, read.problems, coverage)


def passed(found: tuple[EditionRun, ...]) -> bool:
    """Whether there are examples and all passed; editions without examples are told, and do not fail."""
    return any(one.coverage for one in found) and all(one.passed for one in found)


def report(found: tuple[EditionRun, ...]) -> Iterator[str]:
    """What people read: failures first, then what is missing, edition by edition."""
    for one in found:
        yield from _edition(one)
    without = [f"{one.set_id} {one.edition}" for one in found if one.coverage is None]
    if without:
        yield f"without a folder of examples: {', '.join(without)}"


def _edition(one: EditionRun) -> Iterator[str]:
    if one.coverage is None:
        return
    failed = sum(bool(run.failures) for run in one.runs)
    told = f"{failed} not as expected" if failed else "all as expected"
    yield f"{one.set_id} {one.edition}: {len(one.runs)} examples, {told}"
    for problem in one.problems:
        yield f"  {str(problem).replace(chr(10), chr(10) + '  ')}"
    for failure in one.failures:
        yield f"  {str(failure).replace(chr(10), chr(10) + '  ')}"
    coverage = one.coverage
    share = 100 * coverage.seen_count / coverage.wanted_count if coverage.wanted_count else 100.0
    yield (f"  coverage: {coverage.seen_count} of {coverage.wanted_count} truths "
           f"of {len(coverage.possible)} criteria ({share:.1f} %)")
    for name, truths in coverage.missing.items():
        yield f"  never {', never '.join(truth.replace('_', ' ') for truth in truths)}: {name}"
