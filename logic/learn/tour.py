"""Guided tours: what is shown in which order, with what is said of it. Data of `policies/templates/demo/`."""

from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from logic.case import Outcome, requested_lines
from logic.loading import POLICIES, SAMPLES, Library, load_case
from logic.policy_loading import shown_path
from logic.problems import Path, Problem, ProblemsError, nearest, one_of, written
from logic.validation import validated
from logic.vocabulary import Frozen
from logic.yaml_source import Source, read_file

TOURS = POLICIES / "templates" / "demo"
Text = Annotated[str, StringConstraints(min_length=1, max_length=900)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=90)]


class TourStep(Frozen):
    """One thing that is shown."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    page: Literal["check", "compare", "learn", "policies"]
    sample: str
    """The sample that is open, as a copy."""
    policy: str | None = None
    """The policy set under which it is open; none: its own."""
    title: Words
    text: Text
    look: Words
    """Where to look, in words."""
    at: Annotated[str | None, Field(pattern=r"^[a-z][a-z-]*$")] = None
    """The part of the page that is framed, by its key."""
    walk: Literal["overview", "request", "diagnosis", "imaging", "care", "documents"] | None = None
    result: Literal["checklist", "why", "plan", "drawing", "packet"] | None = None
    line: str | None = None
    """The line that is opened: of the result, of the comparison, or of the exercise."""
    learn: Literal["practice", "change"] | None = None
    seconds: Annotated[int, Field(ge=5, le=120)]
    """How long it takes to read and look."""
    claims: dict[str, Outcome] = {}
    """The outcomes that the text speaks of, by line: what the engine has to give."""


class Tour(Frozen):
    """A tour from its first step to its last."""

    title: Words
    about: Text
    steps: Annotated[tuple[TourStep, ...], Field(min_length=1)]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return round(sum(step.seconds for step in self.steps) / 60)


def load_tours(library: Library, folder: FilePath = TOURS) -> dict[str, Tour]:
    """The tours of a folder by the names of their files; raises ProblemsError with all that is wrong in them."""
    problems: list[Problem] = []
    found: dict[str, Tour] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            source = read_file(path, shown_path(path))
            found[path.stem] = validated(source, Tour)
            problems.extend(_problems(found[path.stem], source, library))
        except ProblemsError as error:
            problems.extend(error.problems)
    if problems:
        raise ProblemsError(problems)
    return found


def _problems(tour: Tour, source: Source, library: Library) -> Iterator[Problem]:
    """Samples, policy sets and lines exist, and every id stands once."""
    samples = {path.stem: path for path in SAMPLES.glob("*.yaml")}
    seen: set[str] = set()
    for n, step in enumerate(tour.steps):
        at: Path = ("steps", n)
        if step.id in seen:
            yield Problem(source.file, source.line_of((*at, "id")), written((*at, "id")), f"the id {step.id} again",
                          "each id once")
        seen.add(step.id)
        if step.policy is not None and step.policy not in library.sets:
            yield _unknown(source, (*at, "policy"), step.policy, list(library.sets))
        if step.sample not in samples:
            yield _unknown(source, (*at, "sample"), step.sample, sorted(samples))
            continue
        lines = [line.id for line in requested_lines(load_case(samples[step.sample], library)[0])]
        if step.line is not None and step.line not in lines:
            yield _unknown(source, (*at, "line"), step.line, lines)
        for name in step.claims:
            if name not in lines:
                yield _unknown(source, (*at, "claims", name), name, lines)


def _unknown(source: Source, path: Path, found: str, known: list[str]) -> Problem:
    return Problem(source.file, source.line_of(path), written(path), f'the text "{found}"', one_of(known),
                   nearest(found, known))
