"""Guidelines, studies and figures behind the criteria, read from `policies/evidence/`.

Background to show beside a criterion, never a reason: no citation changes a criterion or an outcome. What is stored
with a figure is what tells its right use from the wrong one: population, comparison, endpoint, design and year.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path as FilePath
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from logic.catalogue import Catalogue
from logic.measures import MEASURES
from logic.policy import Confidence
from logic.policy_loading import shown_path
from logic.problems import Path, Problem, ProblemsError, nearest, one_of, written
from logic.validation import validated
from logic.vocabulary import Frozen, Vocabulary
from logic.yaml_source import Source, read_file

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1)]
About = Annotated[tuple[str, ...], Field(min_length=1)]
"""The topics of a statement (words of `topics`)."""
Year = Annotated[int, Field(ge=1950, le=2100)]
Endpoint = Literal["radiographic", "clinical", "complication", "reoperation", "diagnostic", "criterion"]
"""What was counted: healing on films is no clinical result. `criterion`: a criterion quoted as if it were a result."""


class Topic(Frozen):
    """What statements are about, and beside which criteria and rules they are shown."""

    title: Text
    facts: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    """Criteria that read one of these facts or computed facts."""
    families: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Codes of the catalogue: beside facts, the only ones under which a criterion counts; alone, their rules."""


class Scale(Frozen):
    """How a guideline grades studies or recommendations."""

    id: Name
    used_by: Text
    grades: Annotated[dict[str, Text], Field(min_length=1)]
    """Grades in the words of the scale, each with what it means."""
    note: Text | None = None


class Recommendation(Frozen):
    """What a guideline or its part says, in our own words, with its grade and whether the grade was seen."""

    id: Name
    guideline: Text
    part: int | None = Field(default=None, ge=1)
    year: Year
    says: Text
    scale: Name | None = None
    grades: tuple[str, ...] = ()
    """None: the notes name no grade."""
    grade_verified: bool = False
    """Whether the grade was read in the guideline itself, not quoted or remembered."""
    confidence: Confidence
    cite: Text
    doi: Text | None = None
    note: Text | None = None
    about: About


class Study(Frozen):
    """A trial or series: how it was made, in whom, and what it found."""

    id: Name
    title: Text
    year: Year
    design: Text
    patients: int | None = Field(default=None, ge=1)
    population: Text
    found: Text
    endpoints: Annotated[tuple[Endpoint, ...], Field(min_length=1)]
    confidence: Confidence
    """How sure we are of the figures in `found`."""
    cite: Text
    doi: Text | None = None
    about: About


class Figure(Frozen):
    """A number that determinations repeat: where it comes from, what it may be used for, and how it is misused."""

    id: Name
    figure: Text
    population: Text
    comparison: Text | None = None
    endpoint: Endpoint
    study: Name | None = None
    """The study it comes from; else `source` in words, else `unidentified`."""
    source: Text | None = None
    unidentified: bool = False
    """No source is identified: it is shown as such."""
    confidence: Confidence
    used_in: tuple[Text, ...] = ()
    """The determinations that repeat it."""
    misuse: Text | None = None
    note: Text | None = None
    about: About

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.study is not None) + (self.source is not None) + self.unidentified != 1:
            raise ValueError("exactly one of study, source, unidentified: yes")
        return self


class Remark(Frozen):
    """Something to keep in mind when evidence is read."""

    id: Name
    says: Text
    cite: Text
    about: About


class EvidenceFile(Frozen):
    """One file of `policies/evidence/`."""

    topics: dict[Name, Topic] = {}
    scales: tuple[Scale, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    studies: tuple[Study, ...] = ()
    figures: tuple[Figure, ...] = ()
    remarks: tuple[Remark, ...] = ()


Statement = Recommendation | Study | Figure | Remark
_LISTS = ("recommendations", "studies", "figures", "remarks")


class Evidence(Frozen):
    """All statements together."""

    files: tuple[EvidenceFile, ...]

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """Topics by name."""
        return {name: topic for file in self.files for name, topic in file.topics.items()}

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """Scales by id."""
        return {scale.id: scale for file in self.files for scale in file.scales}

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """Every statement by its id, in the order of the files."""
        return {one.id: one for file in self.files for name in _LISTS for one in getattr(file, name)}

    def about(self, topic: str) -> tuple[Statement, ...]:
        """The statements on a topic, in the order of the files."""
        return tuple(one for one in self.statements.values() if topic in one.about)

    def origin_of(self, figure: Figure) -> str:
        """Where a figure comes from, in words; an untraced one says so."""
        study = self.statements.get(figure.study or "")
        if isinstance(study, Study):
            return f"{study.title}, {study.cite}"
        return figure.source or "source not identified"


def load_evidence(folder: FilePath, vocabulary: Vocabulary, catalogue: Catalogue) -> Evidence:
    """The evidence in a folder; raises ProblemsError with the problems of every file in it."""
    problems: list[Problem] = []
    files: list[tuple[EvidenceFile, Source]] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            source = read_file(path, shown_path(path))
            files.append((validated(source, EvidenceFile), source))
        except ProblemsError as error:
            problems.extend(error.problems)
    evidence = Evidence(files=tuple(file for file, _ in files))
    problems.extend(_names_twice(files))
    if not problems:  # a file that could not be read would make every name in it unknown
        problems.extend(_unknown_names(files, evidence))
        problems.extend(_unknown_places(files, vocabulary, catalogue))
    if problems:
        raise ProblemsError(problems)
    return evidence


def _names_twice(files: list[tuple[EvidenceFile, Source]]) -> Iterator[Problem]:
    """No two statements and no two scales share an id."""
    seen: dict[tuple[bool, str], str] = {}
    for file, source in files:
        for name in ("scales", *_LISTS):
            for n, one in enumerate(getattr(file, name)):
                key = (name == "scales", one.id)
                if key in seen:
                    found = f"the id {one.id}, used in {seen[key]} already"
                    yield _problem(source, (name, n, "id"), found, "each id once")
                seen.setdefault(key, source.file)


def _unknown_names(files: list[tuple[EvidenceFile, Source]], evidence: Evidence) -> Iterator[Problem]:
    """Topics, scales, grades and studies that statements name exist."""
    studies = [one.id for one in evidence.statements.values() if isinstance(one, Study)]
    for file, source in files:
        for name in _LISTS:
            for n, one in enumerate(getattr(file, name)):
                for m, topic in enumerate(one.about):
                    if topic not in evidence.topics:
                        yield _unknown(source, (name, n, "about", m), topic, evidence.topics)
        for n, figure in enumerate(file.figures):
            if figure.study is not None and figure.study not in studies:
                yield _unknown(source, ("figures", n, "study"), figure.study, studies)
        for n, one in enumerate(file.recommendations):
            yield from _unknown_grades(one, source, ("recommendations", n), evidence)


def _unknown_places(
    files: list[tuple[EvidenceFile, Source]], vocabulary: Vocabulary, catalogue: Catalogue,
) -> Iterator[Problem]:
    """Facts, computed facts, families and codes that topics name exist."""
    known: dict[str, Iterable[str]] = {
        "facts": vocabulary.facts, "computed": MEASURES, "codes": catalogue.entries,
        "families": sorted({entry.family for entry in catalogue.entries.values()}),
    }
    expected = {"facts": "a fact of the vocabulary", "codes": "a code of the catalogue"}
    for file, source in files:
        for name, topic in file.topics.items():
            for key, names in known.items():
                for n, stated in enumerate(getattr(topic, key)):
                    if stated not in names:
                        yield _problem(source, ("topics", name, key, n), f'the text "{stated}"',
                                       expected.get(key) or one_of(names), nearest(stated, names))


def _unknown_grades(one: Recommendation, source: Source, path: Path, evidence: Evidence) -> Iterator[Problem]:
    if one.scale is None:
        if one.grades:
            yield _problem(source, (*path, "grades"), "grades without a scale", "the scale they belong to (scale: ...)")
        return
    if one.scale not in evidence.scales:
        yield _unknown(source, (*path, "scale"), one.scale, evidence.scales)
        return
    grades = evidence.scales[one.scale].grades
    for n, grade in enumerate(one.grades):
        if grade not in grades:
            yield _unknown(source, (*path, "grades", n), grade, grades)


def _unknown(source: Source, path: Path, name: str, known: Collection[str]) -> Problem:
    return _problem(source, path, f'the text "{name}"', one_of(known), nearest(name, known))


def _problem(source: Source, path: Path, found: str, expected: str, close: str | None = None) -> Problem:
    return Problem(source.file, source.line_of(path), written(path), found, expected, close)
