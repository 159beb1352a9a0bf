"""The command line: `python -m logic COMMAND`; `--help` lists the commands."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TypeVar

from logic.applying import NoWayError, applied
from logic.case_file import read_case
from logic.case_source import read_source
from logic.checking import Checked, Wanted, checked
from logic.comparison import Comparison, compare as comparing
from logic.comparison_reports import comparison_as_json, comparison_as_markdown, comparison_as_table
from logic.fhir.command import add_fhir, fhir_text, yaml_of
from logic.loading import POLICIES, Library, library_on_demand, load_library
from logic.problems import Problem, ProblemsError, cut, described, nearest, one_of
from logic.review import NoDayError, Review
from logic.validation import day_expected, day_of
from logic.what_changed_command import add_changed, changed_text
from logic.worklist import Asked, listed_as_csv, no_day, review_of
from logic.worklist_command import case_files, with_progress
from logic.yaml_source import Source

READ_ERROR = 2

T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit code (0 all lines meet, 1 some do not, 2 something could not be read)."""
    parser = _parser()
    given = parser.parse_args(arguments)
    commands = {"check": check, "apply": apply, "compare": compare, "packet": packet, "changed": changed,
                "fhir": fhir, "from-fhir": from_fhir, "new": new, "facts": facts, "policies": policies, "diff": diff,
                "schemas": schemas}
    return commands[given.command](given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m logic", description=(
        "Pre-check of spine-surgery requests against written criteria: no coverage decision, no medical advice."))
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="decide the lines of case files")
    checking.add_argument("files", nargs="+", metavar="FILE", type=Path, help="case files, or folders of them")
    checking.add_argument("--format", choices=("table", "json", "markdown", "csv"), default="table")
    applying = commands.add_parser("apply", help="print a case with the shortest way of a line carried out")
    applying.add_argument("file", metavar="FILE", type=Path)
    applying.add_argument("--line", metavar="ID", required=True, help="the line, as check names it (1:22612)")
    packing = commands.add_parser("packet", help="write the letter, summary and other documents of a case")
    packing.add_argument("file", metavar="FILE", type=Path)
    packing.add_argument("--out", metavar="FOLDER", required=True, type=Path, help="made if it is not there")
    for deciding in (checking, applying, packing):
        deciding.add_argument("--policy", metavar="SET", help="policy set (default: the case's own, else general)")
        deciding.add_argument("--on", metavar="YYYY-MM-DD", type=_day, help="replaces the request day")
        deciding.add_argument("--strict", action="store_true", help="count only facts with a dated document")
    between = commands.add_parser("compare", help="decide cases under every policy set, side by side")
    between.add_argument("files", nargs="+", metavar="FILE", type=Path)
    between.add_argument("--policy", metavar="SET", action="append", default=[], help="only this set (several: repeat)")
    between.add_argument("--on", metavar="YYYY-MM-DD", type=_day, help="replaces the request day")
    between.add_argument("--format", choices=("table", "json", "markdown"), default="table")
    commands.add_parser("new", help="print a blank case with comments")
    naming = commands.add_parser("facts", help="list the facts that a case file can hold, with their answers")
    naming.add_argument("word", nargs="?", default="", help="only facts whose name, label or question holds it")
    listing = commands.add_parser("policies", help="check every policy file and list the sets and editions")
    listing.add_argument("--test", action="store_true", help="run the examples of the sets; tell what they miss")
    listing.add_argument("--lint", action="store_true", help="tell what loads and still cannot be meant")
    listing.add_argument("--set", metavar="SET", help="only this policy set")
    listing.add_argument("--on", metavar="YYYY-MM-DD", type=_day, help="with --lint: name sets that have ended by then")
    listing.add_argument("--folder", type=Path, default=POLICIES, help=argparse.SUPPRESS)
    differing = commands.add_parser("diff", help="tell what differs between two editions, or two sets")
    differing.add_argument("editions", nargs=2, metavar="SET@EDITION")
    differing.add_argument("--cases", nargs="+", default=[], metavar="FILE", type=Path, help="decide these under both")
    writing = commands.add_parser("schemas", help="write a JSON Schema of every kind of YAML file")
    writing.add_argument("folder", nargs="?", type=Path, default=POLICIES / "schemas")
    add_fhir(commands)
    add_changed(commands)
    return parser


def _day(text: str) -> date:
    try:
        return day_of(text)
    except ValueError:
        message = f"found {described(text)}; expected {day_expected(text)}"
        raise argparse.ArgumentTypeError(message) from None


def _library(folder: Path = POLICIES, *, whole: bool = True) -> Library | None:
    """The library; not the whole: sets are read, and their problems told, when a case asks for them."""
    try:
        return load_library(folder) if whole else library_on_demand(folder)
    except ProblemsError as error:
        print(error, file=sys.stderr)
        return None


def check(given: argparse.Namespace) -> int:
    """Decides each file; a file that cannot be read prints its problems and nothing else."""
    library = _library_with([given.policy], whole=False)
    if library is None:
        return READ_ERROR
    files, empty = case_files(given.files)
    wanted = Wanted(Asked(given.policy, given.on, given.strict), given.format)
    found: list[Checked] = []
    for _, one in zip(with_progress(files, sys.stderr), checked(files, wanted, library), strict=True):
        for told in one.told:
            print(told, file=sys.stderr)
        found.append(one)
    for problem in empty:
        print(problem, file=sys.stderr)
    made = [one.made for one in found if one.made is not None]
    if given.format == "csv":
        print(listed_as_csv(one.row for one in found if one.row), end="")
    else:
        _print_made(made, given.format)
    if empty or len(made) < len(found):
        return READ_ERROR
    return 0 if all(one.meets for one in found) else 1


def apply(given: argparse.Namespace) -> int:
    """Prints the case with the way of a line carried out; 1 when there is none, with the reason."""
    library = _library_with([given.policy], whole=False)
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


def _library_with(
    sets: Sequence[str | None], option: str = "--policy", folder: Path = POLICIES, *, whole: bool = True,
) -> Library | None:
    """The library, if it can be read and holds the sets."""
    library = _library(folder, whole=whole)
    if library is None:
        return None
    unknown = [name for name in sets if name is not None and name not in library.sets]
    for name in unknown:
        known = one_of(library.sets)
        print(Problem(option, 0, "", f"the set {cut(name)}", known, nearest(name, library.sets)), file=sys.stderr)
    return None if unknown else library


def _reviewed(path: Path, given: argparse.Namespace, library: Library) -> Review | None:
    def reviewing(source: Source) -> tuple[Review, tuple[Problem, ...]]:
        return review_of(source, library, Asked(given.policy, given.on, given.strict))

    return _decided(path, library, reviewing)


def _compared(source: Source, given: argparse.Namespace, library: Library) -> tuple[Comparison, tuple[Problem, ...]]:
    case, warnings = read_case(source, library.vocabulary, library.catalogue)
    try:
        return comparing(case, library, given.policy, given.on), warnings
    except NoDayError:
        raise ProblemsError([no_day(source)]) from None


def _decided(path: Path, library: Library, decide: Callable[[Source], tuple[T, tuple[Problem, ...]]]) -> T | None:
    """What is decided of the case in a file; None when it cannot be, with the problems shown."""
    try:
        found, warnings = decide(read_source(path, library.vocabulary))
    except ProblemsError as error:
        print(error, file=sys.stderr)
        return None
    for warning in warnings:
        print(warning, file=sys.stderr)
    return found


_COMPARED: dict[str, Callable[[Comparison], object]] = {
    "json": comparison_as_json, "table": comparison_as_table, "markdown": comparison_as_markdown,
}


def _print_made(made: Sequence[object], form: str) -> None:
    if form == "json":
        print(json.dumps(made, indent=2, ensure_ascii=False))
    elif made:
        print("\n\n".join(map(str, made)))


def compare(given: argparse.Namespace) -> int:
    """Decides each file under every set, or under those named."""
    library = _library_with(given.policy)
    if library is None:
        return READ_ERROR
    decided = [_decided(path, library, lambda source: _compared(source, given, library))
               for path in given.files]
    done = [found for found in decided if found]
    _print_made([_COMPARED[given.format](found) for found in done], given.format)
    return 0 if len(done) == len(decided) else READ_ERROR


def packet(given: argparse.Namespace) -> int:
    """Writes the documents of a case into a folder."""
    from logic.packet.command import write_packet  # noqa: PLC0415 - only this command waits for it

    library = _library_with([given.policy])
    found = _reviewed(given.file, given, library) if library else None
    if library is None or found is None:
        return READ_ERROR
    try:
        for line in write_packet(found, library, given.out):
            print(line)
    except ProblemsError as error:
        print(error, file=sys.stderr)
        return READ_ERROR
    return 0


def new(_given: argparse.Namespace) -> int:
    """Prints a blank case."""
    from logic.template import blank_case  # noqa: PLC0415 - only this command waits for it

    print(blank_case(), end="")
    return 0


def facts(given: argparse.Namespace) -> int:
    """Lists the facts of the vocabulary."""
    from logic.fact_list import fact_lines  # noqa: PLC0415 - only this command waits for it

    library = _library(whole=False)
    if library is None:
        return READ_ERROR
    print("\n".join(fact_lines(library.vocabulary, given.word)) or f"no fact holds {given.word!r}")
    return 0


def policies(given: argparse.Namespace) -> int:
    """Checks every policy file and lists what is loaded; with --test or --lint, puts it to the test."""
    from logic.bench.command import at_the_bench, set_lines  # noqa: PLC0415 - only this command waits for it

    library = _library_with([given.set], "--set", given.folder)
    if library is None or not _texts_read(given.folder / "templates" / "packet") or not _learning_read(
            library, given.folder):
        return READ_ERROR
    if given.test or given.lint:
        lines, code = at_the_bench(library, given.folder / "sets", given)
    else:
        lines, code = list(set_lines(library, given.set)), 0
    print("\n".join(lines))
    return code


def _texts_read(folder: Path) -> bool:
    """Whether the texts of the packet, where there are any, can be used; problems are shown."""
    from logic.packet.texts import load_texts  # noqa: PLC0415 - only this command waits for it

    try:
        if folder.is_dir():
            load_texts(folder)
    except ProblemsError as error:
        print(error, file=sys.stderr)
        return False
    return True


def _learning_read(library: Library, folder: Path) -> bool:
    """Whether pitfalls, lessons and tours, where there are any, can be used; problems are shown."""
    from logic.learn.lessons import load_lessons  # noqa: PLC0415 - only this command waits for them
    from logic.learn.pitfalls import PITFALLS, load_pitfalls  # noqa: PLC0415
    from logic.learn.tour import load_tours  # noqa: PLC0415

    readers = ((folder / "learn" / PITFALLS.name, load_pitfalls), (folder / "lessons", load_lessons),
               (folder / "templates" / "demo", load_tours))
    try:
        for path, read in readers:
            if path.exists():
                read(library, path)
    except ProblemsError as error:
        print(error, file=sys.stderr)
        return False
    return True


def diff(given: argparse.Namespace) -> int:
    """Tells what differs between two editions."""
    from logic.bench.diff_command import diff_lines  # noqa: PLC0415 - only this command waits for it

    library = _library()
    if library is None:
        return READ_ERROR
    try:
        print("\n".join(diff_lines(library, tuple(given.editions), given.cases)))
    except ProblemsError as error:
        print(error, file=sys.stderr)
        return READ_ERROR
    return 0


def schemas(given: argparse.Namespace) -> int:
    """Writes the JSON Schemas."""
    from logic.bench.schemas import write_schemas  # noqa: PLC0415 - only this command waits for it

    library = _library()
    if library is None:
        return READ_ERROR
    print("\n".join(write_schemas(library, given.folder)))
    return 0


def fhir(given: argparse.Namespace) -> int:
    """Prints a case as a QuestionnaireResponse, or the Questionnaire."""
    return _printed(given, fhir_text)


def from_fhir(given: argparse.Namespace) -> int:
    """Prints the case of a QuestionnaireResponse as a case file."""
    return _printed(given, yaml_of)


def changed(given: argparse.Namespace) -> int:
    """Tells what changed between two versions of a case."""
    return _printed(given, changed_text)


def _printed(given: argparse.Namespace, text: Callable[[argparse.Namespace, Library], str]) -> int:
    """Prints what a command makes; a file that cannot be used prints its problems and nothing else."""
    library = _library(whole=False)
    if library is None:
        return READ_ERROR
    try:
        print(text(given, library), end="")
    except ProblemsError as error:
        print(error, file=sys.stderr)
        return READ_ERROR
    return 0


def run() -> int:
    """Runs the command of this process; a reader that stops early (a pipe into `head`) is no error."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        with suppress(BrokenPipeError):
            sys.stdout.close()  # otherwise the interpreter writes what is left at its end
        return READ_ERROR
    return code


if __name__ == "__main__":
    sys.exit(run())
