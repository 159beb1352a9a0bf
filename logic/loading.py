"""Folders in; a library of vocabulary, catalogue and policy sets, or every problem at once, out."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import TypeVar

from pydantic import BaseModel

from logic.case import Case
from logic.case_file import read_case
from logic.case_source import case_source, read_source
from logic.catalogue import Catalogue, CatalogueFile
from logic.checks.rules import CheckFile, CheckRule
from logic.clocks import Clock, ClockFile, NoClock
from logic.evidence import Evidence, load_evidence
from logic.policy import PolicySet
from logic.policy_loading import SetsOnDemand, load_sets, shown_path
from logic.problems import Problem, ProblemsError
from logic.validation import validated
from logic.vocabulary import Vocabulary, VocabularyFile
from logic.yaml_source import read_file

ROOT = FilePath(__file__).resolve().parent.parent
POLICIES = ROOT / "policies"
SAMPLES = ROOT / "sample_cases"
DEFAULT_SET = "general"
POLICY_LIMIT = 2 * 1024 * 1024
"""Our own files may be longer than a case (bytes)."""

F = TypeVar("F", bound=BaseModel)


NO_EVIDENCE = Evidence(files=())


@dataclass(frozen=True, repr=False)
class Library:
    """Everything that is read from `policies/`."""

    vocabulary: Vocabulary
    catalogue: Catalogue
    sets: Mapping[str, PolicySet]
    checks: tuple[CheckRule, ...] = ()
    evidence: Evidence = NO_EVIDENCE
    clocks: tuple[Clock, ...] = ()
    """The time limits of payers."""
    no_clocks: tuple[NoClock, ...] = ()
    """Time limits that are not known, with the reason."""


def load_library(folder: FilePath = POLICIES) -> Library:
    """The library in a folder; raises ProblemsError with the problems of every file in it."""
    with _nothing_discarded():
        library, problems = _without_sets(folder), list[Problem]()
        try:
            loaded = load_sets(folder / "sets", library.vocabulary, library.catalogue)
            library = replace(library, sets={policy_set.id: policy_set for policy_set in loaded})
        except ProblemsError as error:
            problems.extend(error.problems)
        try:
            evidence = load_evidence(folder / "evidence", library.vocabulary, library.catalogue)
            library = replace(library, evidence=evidence)
        except ProblemsError as error:
            problems.extend(error.problems)
        if problems:
            raise ProblemsError(problems)
        return library


def library_on_demand(folder: FilePath = POLICIES) -> Library:
    """The library without evidence, its sets read when they are asked for (see `SetsOnDemand`).

    Raises ProblemsError with the problems of every other file.
    """
    with _nothing_discarded():
        library = _without_sets(folder)
        return replace(library, sets=SetsOnDemand(folder / "sets", library.vocabulary, library.catalogue))


def _without_sets(folder: FilePath) -> Library:
    problems: list[Problem] = []
    vocabulary = Vocabulary(files=_files(folder / "vocabulary", VocabularyFile, problems))
    catalogue = Catalogue(files=_files(folder / "catalogue", CatalogueFile, problems))
    checks = tuple(rule for file in _files(folder / "checks", CheckFile, problems) for rule in file.rules)
    timed = _files(folder / "clocks", ClockFile, problems)
    if problems:
        raise ProblemsError(problems)
    return Library(
        vocabulary, catalogue, {}, checks, NO_EVIDENCE, tuple(clock for file in timed for clock in file.clocks),
        tuple(one for file in timed for one in file.left_out))


@contextmanager
def _nothing_discarded() -> Iterator[None]:
    """While much is read that stays, the search for what could be discarded takes a tenth of the time for nothing."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


def _files(folder: FilePath, model: type[F], problems: list[Problem]) -> tuple[F, ...]:
    """The files of a folder, each as a model; problems are collected."""
    found: list[F] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found.append(validated(read_file(path, shown_path(path), limit=POLICY_LIMIT), model))
        except ProblemsError as error:
            problems.extend(error.problems)
    return tuple(found)


def load_case(path: FilePath, library: Library) -> tuple[Case, tuple[Problem, ...]]:
    """The case in a file and its warnings; raises ProblemsError when it cannot be used."""
    return read_case(read_source(path, library.vocabulary), library.vocabulary, library.catalogue)


def case_from_bytes(content: bytes, name: str, library: Library) -> tuple[Case, tuple[Problem, ...]]:
    """The case in an uploaded file and its warnings; raises ProblemsError when it cannot be used."""
    return read_case(case_source(content, name, library.vocabulary), library.vocabulary, library.catalogue)
