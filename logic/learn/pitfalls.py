"""Kinds of criteria and what is commonly got wrong about them: data of `policies/learn/`. None of it decides a line."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path as FilePath
from typing import Annotated

from pydantic import Field, StringConstraints

from logic.case import Outcome
from logic.learn.options import Reason
from logic.loading import POLICIES, Library
from logic.measures import MEASURES
from logic.policy import Confidence, Criterion
from logic.policy_loading import shown_path
from logic.problems import Path, Problem, ProblemsError, nearest, one_of, written
from logic.validation import validated
from logic.vocabulary import Frozen
from logic.yaml_source import Source, read_file

PITFALLS = POLICIES / "learn" / "pitfalls.yaml"
Text = Annotated[str, StringConstraints(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class CriterionKind(Frozen):
    """A kind of criteria, by the facts that they read, by which answers are counted."""

    id: Id
    title: Text
    facts: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """What can decide beside criteria."""
    requests: bool = False
    """Whether tests of the request itself are of this kind."""

    def has(self, leaf: Criterion) -> bool:
        """Whether a single test is of this kind."""
        return leaf.fact in self.facts or leaf.computed in self.computed or (self.requests and bool(leaf.requested))


class Pitfall(Frozen):
    """What is commonly got wrong about some facts, in our own words, with where it stands."""

    id: Id
    says: Text
    cite: Text
    confidence: Confidence
    facts: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    sets: tuple[str, ...] = ()
    """The policy sets of which it is true; none given: of all."""
    outcomes: tuple[Outcome, ...] = ()
    """The outcomes beside which it is told; none given: beside all."""

    def fits(self, set_id: str, outcome: Outcome) -> bool:
        """Whether it is true of a policy set and worth telling beside an outcome."""
        return (not self.sets or set_id in self.sets) and (not self.outcomes or outcome in self.outcomes)


class PitfallFile(Frozen):
    """`policies/learn/pitfalls.yaml`."""

    kinds: Annotated[tuple[CriterionKind, ...], Field(min_length=1)]
    pitfalls: Annotated[tuple[Pitfall, ...], Field(min_length=1)]

    def kind_of(self, leaf: Criterion) -> CriterionKind | None:
        """The kind of a single test; None for one that no kind names."""
        return next((kind for kind in self.kinds if kind.has(leaf)), None)

    def kind_of_reason(self, reason: Reason) -> CriterionKind | None:
        """The kind of what decides beside criteria."""
        return next((kind for kind in self.kinds if reason in kind.reasons), None)

    def about(self, leaves: Iterable[Criterion], reasons: Collection[Reason], set_id: str, outcome: Outcome,
              ) -> tuple[Pitfall, ...]:
        """The pitfalls about what decides, those of the policy set first, then in the order of the file."""
        read = list(leaves)
        facts, computed = {leaf.fact for leaf in read}, {leaf.computed for leaf in read}
        meant = (one for one in self.pitfalls if one.fits(set_id, outcome) and (
            facts & set(one.facts) or computed & set(one.computed) or set(reasons) & set(one.reasons)))
        return tuple(sorted(meant, key=lambda one: not one.sets))


def load_pitfalls(library: Library, path: FilePath = PITFALLS) -> PitfallFile:
    """The pitfalls in a file; raises ProblemsError with all that is wrong in it."""
    source = read_file(path, shown_path(path))
    found = validated(source, PitfallFile)
    if problems := list(_problems(found, source, library)):
        raise ProblemsError(problems)
    return found


def _problems(file: PitfallFile, source: Source, library: Library) -> Iterator[Problem]:
    for name in ("kinds", "pitfalls"):
        yield from _of_list(name, getattr(file, name), source, library)
    yield from _in_two_kinds(file, source)


def _of_list(name: str, held: Iterable[CriterionKind | Pitfall], source: Source, library: Library) -> Iterator[Problem]:
    """Every id stands once, and facts, computed facts and sets exist."""
    known: dict[str, Collection[str]] = {"facts": library.vocabulary.facts, "computed": MEASURES, "sets": library.sets}
    seen: set[str] = set()
    for n, one in enumerate(held):
        if one.id in seen:
            yield _problem(source, (name, n, "id"), f"the id {one.id} again", "each id once")
        seen.add(one.id)
        for key, names in known.items():
            for m, stated in enumerate(getattr(one, key, ())):
                if stated not in names:
                    expected = "a fact of the vocabulary" if key == "facts" else one_of(names)
                    yield _problem(source, (name, n, key, m), f'the text "{stated}"', expected, nearest(stated, names))


def _in_two_kinds(file: PitfallFile, source: Source) -> Iterator[Problem]:
    """No fact, computed fact or reason is of two kinds: each answer is counted once."""
    for key in ("facts", "computed", "reasons"):
        kinds: dict[str, str] = {}
        for n, kind in enumerate(file.kinds):
            for m, stated in enumerate(getattr(kind, key)):
                if stated in kinds:
                    yield _problem(source, ("kinds", n, key, m), f"{stated}, of the kind {kinds[stated]} already",
                                   "each in one kind")
                kinds.setdefault(stated, kind.id)


def _problem(source: Source, path: Path, found: str, expected: str, close: str | None = None) -> Problem:
    return Problem(source.file, source.line_of(path), written(path), found, expected, close)
