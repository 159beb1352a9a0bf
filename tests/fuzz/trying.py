"""Trying one file: it is read, or every problem is told; anything else is a finding."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import FrameType

from logic.case import Case, Line, Stage
from logic.case_file import read_case
from logic.loading import DEFAULT_SET, SAMPLES, Library
from logic.policy_loading import load_sets
from logic.problems import ProblemsError
from logic.review import NoDayError, decide, review, reviewed
from logic.yaml_source import read_bytes
from tests.fuzz.mutating import Corpus

SECONDS = 10
MEGABYTES = 200
MOST_LINES = 3
"""So many rules of a file that loads are asked for, with nothing documented."""
_HERE = Path(__file__).parent
SEEDS = {"case": _HERE / "seeds" / "cases", "policy": _HERE / "seeds" / "policies"}
"""Files that once gave something else than problems, by kind."""
WEIGHT = 6
"""So many times a whole case stands among those that say one thing wrong."""
SET_FILE = "set: tried\ntitle: Tried\npayer: Nobody\nabout: A set to try files in.\neditions: [{id: one}]\n"


class TooSlowError(Exception):
    """A file that took longer than it may."""


class TooLargeError(Exception):
    """A file that took more memory than it may."""


@contextmanager
def bounded(seconds: int = SECONDS, megabytes: int | None = MEGABYTES) -> Iterator[None]:
    """Ends what runs within after some seconds of CPU; afterwards looks at the most memory that the process ever took."""
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError(f"more than {seconds} seconds of CPU")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if megabytes is not None and peak() > megabytes:
        raise TooLargeError(f"{peak()} MB")


def peak() -> int:
    """The most memory that the process ever took (MB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def refused(error: ProblemsError) -> bool:
    """That a file cannot be read, which is told as a list of problems that is not empty."""
    if not error.problems or not str(error):
        raise AssertionError("refused without a problem")
    return False


def try_case(content: bytes, library: Library, *, fully: bool = False) -> bool:
    """Whether a case file can be read; what can be read is decided, or reviewed."""
    try:
        case, warnings = read_case(read_bytes(content, "tried.yaml"), library.vocabulary, library.catalogue)
    except ProblemsError as error:
        return refused(error)
    assert all(map(str, warnings))
    try:
        decision = decide(case, library, case.policy if case.policy and case.policy in library.sets else DEFAULT_SET)
    except NoDayError:
        return True
    if fully:
        reviewed(decision, library)
    return True


def try_policy(content: bytes, library: Library, folder: Path) -> bool:
    """Whether a file of rules can be loaded as the one file of an edition; `folder` is written into."""
    home = folder / "tried" / "one"
    home.mkdir(parents=True, exist_ok=True)
    (home.parent / "set.yaml").write_text(SET_FILE, encoding="utf-8")
    (home / "rules.yaml").write_bytes(content)
    try:
        sets = load_sets(folder, library.vocabulary, library.catalogue)
    except ProblemsError as error:
        return refused(error)
    rules = sets[0].editions[0].rules
    lines = tuple(Line(code=code, levels=("L4-L5",)) for rule in rules for code in rule.covers.codes[:1])[:MOST_LINES]
    if lines:
        case = Case(case="tried", stages=(Stage(lines=lines),))
        review(case, replace(library, sets={one.id: one for one in sets}), "tried", date(2026, 9, 1))
    return True


def corpus_of(kind: str) -> Corpus:
    """The files to begin with: those that ship, and those of the tests that say one thing wrong."""
    tests = _HERE.parent
    if kind == "case":
        whole = [*SAMPLES.glob("*.yaml"), *(tests / "determinations").glob("*.yaml")] * WEIGHT
        return Corpus(tuple(text for path in [*whole, *(tests / "bad_cases").glob("*.yaml")] if (text := _text(path))))
    return Corpus(tuple(_policies(tests)))


def _policies(tests: Path) -> Iterator[str]:
    """Rules one by one with the criteria that they name, as far as these are short, and the bad ones of the tests."""
    for path in sorted(SAMPLES.parent.glob("policies/sets/*/*/*.yaml")):
        text = _text(path)
        for part in text.split("\n\n") if text else ():
            head = "policy: tried\ntitle: Tried\n"
            if part.startswith("  - id:"):
                yield head + "rules:\n" + part + "\n"
            elif part.startswith("  ") and ":" in part.split("\n", maxsplit=1)[0]:
                yield head + "criteria:\n" + part + "\n"
    for path in sorted((tests / "bad_policies").glob("*.yaml")):
        text = _text(path)
        if "rules:" in text:
            yield text


def _text(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
        read_bytes(text.encode(), path.name)
    except (UnicodeDecodeError, ProblemsError):
        return ""
    return text
