"""What `check` makes of each file, one after the other or, where that is faster, in several processes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from logic.case_source import read_source
from logic.loading import Library, library_on_demand
from logic.problems import ProblemsError
from logic.reports import all_meet, as_json, as_markdown, as_table
from logic.worklist import Asked, Listed, decided_row, listed, review_of, unread_row

ENOUGH = 100
"""From so many files on several processes are faster: each of them has to start and to read the policies first."""
MOST_PROCESSES = 8
CHUNK = 8
"""So many files a process takes at once."""


@dataclass(frozen=True)
class Wanted:
    """How cases are to be decided, and in which form (table, json, markdown or csv)."""

    asked: Asked
    form: str = "table"


@dataclass(frozen=True)
class Checked:
    """What became of a file: its problems and warnings, what it gives in the form wanted, and whether all lines meet.

    `made` is None where the file could not be decided; then all that is known stands in `told`.
    """

    told: tuple[str, ...]
    made: Any
    meets: bool
    row: Listed | None = None


def checked(files: Sequence[FilePath], wanted: Wanted, library: Library) -> Iterator[Checked]:
    """What becomes of each file, in their order."""
    done = 0
    for one in _in_processes(files, wanted) if len(files) >= ENOUGH else ():
        done += 1
        yield one
    # What is left when a process was ended from outside is done here.
    for path in files[done:]:
        yield check_file(path, wanted, library)


def _in_processes(files: Sequence[FilePath], wanted: Wanted) -> Iterator[Checked]:
    """None on a machine of one core."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - who checks one file does not wait for it
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415
    from multiprocessing import cpu_count, get_context  # noqa: PLC0415

    processes = min(cpu_count(), MOST_PROCESSES, len(files) // CHUNK)
    if processes < 2:  # noqa: PLR2004 - one process is this one
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _start, (wanted,))
    try:
        yield from pool.map(_check, files, chunksize=CHUNK)
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_HELD: list[tuple[Wanted, Library]] = []
"""What a process needs for all its files."""


def _start(wanted: Wanted) -> None:
    _HELD.append((wanted, library_on_demand()))


def _check(path: FilePath) -> Checked:
    wanted, library = _HELD[-1]
    return check_file(path, wanted, library)


def check_file(path: FilePath, wanted: Wanted, library: Library) -> Checked:
    """What becomes of one file; one that cannot be used is told and has a row that says so."""
    try:
        found, warnings = review_of(read_source(path, library.vocabulary), library, wanted.asked)
    except ProblemsError as error:
        row = listed(unread_row(str(path))) if wanted.form == "csv" else None
        return Checked((str(error),), None, meets=False, row=row)
    told = tuple(map(str, warnings))
    if wanted.form == "csv":
        return Checked(told, "", all_meet(found), listed(decided_row(str(path), found, library)))
    forms = {"json": as_json, "table": as_table, "markdown": as_markdown}
    return Checked(told, forms[wanted.form](found), all_meet(found))
