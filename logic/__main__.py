"""The command line: `python -m logic check | apply | new | facts | policies`."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from logic.applying import NoWayError, applied
from logic.case_file import read_case
from logic.fact_list import fact_lines
from logic.loading import DEFAULT_SET, POLICIES, Library, load_library
from logic.problems import Problem, ProblemsError, cut, described, nearest, one_of
from logic.reports import all_meet, as_json, as_markdown, as_table
from logic.review import NoDayError, Review, review
from logic.template import blank_case
from logic.validation import day_expected, day_of
from logic.yaml_source import read_file

READ_ERROR = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit code (0 all lines meet, 1 some do not, 2 something could not be read)."""
    parser = _parser()
    given = parser.parse_args(arguments)
    command = {"check": check, "apply": apply, "new": new, "facts": facts, "policies": policies}[given.command]
    return command(given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m logic", description=(
        "Pre-check of spine-surgery requests against written criteria: no coverage decision, no medical advice."))
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="decide the lines of case files")
    checking.add_argument("files", nargs="+", metavar="FILE", type=Path)
    checking.add_argument("--format", choices=("table", "json", "markdown"), default="table")
    applying = commands.add_parser("apply", help="print a case with the shortest way of a line carried out")
    applying.add_argument("file", metavar="FILE", type=Path)
    applying.add_argument("--line", metavar="ID", required=True, help="the line, as check names it (1:22612)")
    for deciding in (checking, applying):
        deciding.add_argument("--policy", metavar="SET", help="policy set (default: the case's own, else general)")
        deciding.add_argument("--on", metavar="YYYY-MM-DD", type=_day, help="replaces the request day")
        deciding.add_argument("--strict", action="store_true", help="count only facts with a dated document")
    commands.add_parser("new", help="print a blank case with comments")
    naming = commands.add_parser("facts", help="list the facts that a case file can hold, with their answers")
    naming.add_argument("word", nargs="?", default="", help="only facts whose name, label or question holds it")
    listing = commands.add_parser("policies", help="check every policy file and list the sets and editions")
    listing.add_argument("--folder", type=Path, default=POLICIES, help=argparse.SUPPRESS)
    return parser


def _day(text: str) -> date:
    try:
        return day_of(text)
    except ValueError:
        message = f"found {described(text)}; expected {day_expected(text)}"
        raise argparse.ArgumentTypeError(message) from None


def _library(folder: Path = POLICIES) -> Library | None:
    try:
        return load_library(folder)
    except ProblemsError as error:
        print(error, file=sys.stderr)
        return None


def check(given: argparse.Namespace) -> int:
    """Decides each file; a file that cannot be read prints its problems and nothing else."""
    library = _library_with(given.policy)
    if library is None:
        return READ_ERROR
    reviews = [_reviewed(path, given, library) for path in given.files]
    done = [found for found in reviews if found]
    _print(done, given.format)
    if len(done) < len(reviews):
        return READ_ERROR
    return 0 if all(all_meet(found) for found in done) else 1


def apply(given: argparse.Namespace) -> int:
    """Prints the case with the way of a line carried out; 1 when there is none, with the reason."""
    library = _library_with(given.policy)
    found = _reviewed(given.file, given, library) if library else None
    if found is None:
        return READ_ERROR
    try:
        print(applied(found, given.line), end="")
    except ProblemsError as error:
        print(error, file=sys.stderr)
        return READ_ERROR
    except NoWayError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _library_with(set_id: str | None) -> Library | None:
    """The library, if it can be read and holds the set."""
    library = _library()
    if library and set_id is not None and set_id not in library.sets:
        known = one_of(library.sets)
        print(Problem("--policy", 0, "", f"the set {set_id}", known, nearest(set_id, library.sets)), file=sys.stderr)
        return None
    return library


def _reviewed(path: Path, given: argparse.Namespace, library: Library) -> Review | None:
    try:
        source = read_file(path)
        case, warnings = read_case(source, library.vocabulary, library.catalogue)
        for warning in warnings:
            print(warning, file=sys.stderr)
        set_id = given.policy or case.policy or DEFAULT_SET
        if set_id not in library.sets:
            raise ProblemsError([Problem(source.file, source.line_of(("policy",)), "policy", f"the set {cut(set_id)}",
                                         one_of(library.sets), nearest(set_id, library.sets))])
        return review(case, library, set_id, given.on, strict=given.strict)
    except NoDayError:
        line = source.line_of(("request", "day"))
        print(Problem(source.file, line, "request.day", "nothing", "the day of the request, or --on YYYY-MM-DD"),
              file=sys.stderr)
    except ProblemsError as error:
        print(error, file=sys.stderr)
    return None


def _print(reviews: list[Review], how: str) -> None:
    if how == "json":
        print(json.dumps([as_json(found) for found in reviews], indent=2, ensure_ascii=False))
    elif reviews:
        print("\n\n".join(as_markdown(found) if how == "markdown" else as_table(found) for found in reviews))


def new(_given: argparse.Namespace) -> int:
    """Prints a blank case."""
    print(blank_case(), end="")
    return 0


def facts(given: argparse.Namespace) -> int:
    """Lists the facts of the vocabulary."""
    library = _library()
    if library is None:
        return READ_ERROR
    print("\n".join(fact_lines(library.vocabulary, given.word)) or f"no fact holds {given.word!r}")
    return 0


def policies(given: argparse.Namespace) -> int:
    """Checks every policy file and lists what is loaded."""
    library = _library(given.folder)
    if library is None:
        return READ_ERROR
    for policy_set in library.sets.values():
        print(f"{policy_set.id}: {policy_set.file.title} ({policy_set.file.payer})")
        for edition in policy_set.editions:
            start, end = edition.entry.start, edition.entry.end
            span = f"{f'from {start}' if start else 'no first day'}, {f'to {end}' if end else 'no last day'}"
            codes = len(edition.rules_by_code)
            print(f"  {edition.entry.id}: {span}; {len(edition.rules)} rules for {codes} codes; "
                  f"{edition.entry.confidence}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
