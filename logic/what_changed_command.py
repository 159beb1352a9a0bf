"""`changed OLD NEW`: reads the two files and gives the page to print."""

import argparse
from pathlib import Path as FilePath

from logic.case import Case
from logic.case_file import read_case
from logic.case_source import read_source
from logic.loading import DEFAULT_SET, Library
from logic.problems import Problem, ProblemsError, cut, nearest, one_of
from logic.worklist import no_day


def add_changed(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command and its options."""
    telling = commands.add_parser("changed", help="tell what changed between two versions of a case")
    telling.add_argument("old", metavar="OLD", type=FilePath)
    telling.add_argument("new", metavar="NEW", type=FilePath)
    telling.add_argument("--policy", metavar="SET", help="policy set (default: that of the new case, else general)")
    telling.add_argument("--format", choices=("table", "markdown"), default="table")


def changed_text(given: argparse.Namespace, library: Library) -> str:
    """The page; raises ProblemsError with the problems of both files."""
    from logic.what_changed import what_changed  # noqa: PLC0415 - other commands do not wait for it
    from logic.what_changed_reports import changed_as_markdown, changed_as_text  # noqa: PLC0415

    problems: list[Problem] = []
    cases: list[Case] = []
    for path in (given.old, given.new):
        try:
            cases.append(_dated(path, library))
        except ProblemsError as error:
            problems.extend(error.problems)
    if problems:
        raise ProblemsError(problems)
    old, new = cases
    set_id = given.policy or new.policy or DEFAULT_SET
    if set_id not in library.sets:
        where = "--policy" if given.policy else str(given.new)
        raise ProblemsError([Problem(where, 0, "", f"the set {cut(set_id)}", one_of(library.sets),
                                     nearest(set_id, library.sets))])
    found = what_changed(old, new, library, set_id)
    return changed_as_markdown(found) if given.format == "markdown" else changed_as_text(found)


def _dated(path: FilePath, library: Library) -> Case:
    """The case of a file; one without a request day is a problem."""
    source = read_source(path, library.vocabulary)
    case, _ = read_case(source, library.vocabulary, library.catalogue)
    if case.request.day is None:
        raise ProblemsError([no_day(source)])
    return case
