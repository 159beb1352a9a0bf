"""`diff SET@EDITION SET@EDITION`: finds the two editions, reads the cases, and gives the lines to print."""

from collections.abc import Iterator
from pathlib import Path as FilePath

from logic.bench.differences import Named, changed_outcomes, differences
from logic.loading import Library, load_case
from logic.problems import Problem, ProblemsError, cut, nearest, one_of


def diff_lines(library: Library, names: tuple[str, str], files: list[FilePath]) -> Iterator[str]:
    """What differs; raises ProblemsError for editions that there are not and cases that cannot be read."""
    old, new = (_edition(library, name) for name in names)
    cases = {}
    problems: list[Problem] = []
    for path in files:
        try:
            cases[str(path)] = load_case(path, library)[0]
        except ProblemsError as error:
            problems.extend(error.problems)
    if problems:
        raise ProblemsError(problems)
    yield from differences(old, new)
    yield from changed_outcomes(old, new, cases, library)


def _edition(library: Library, name: str) -> Named:
    known = {f"{one.id}@{edition.entry.id}": edition for one in library.sets.values() for edition in one.editions}
    if name not in known:
        raise ProblemsError([Problem("diff", 0, "", f"the edition {cut(name)}", one_of(known), nearest(name, known))])
    return Named(name, known[name])
