"""The files of the editions as their authors wrote them, with the line of everything in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath

from logic.loading import Library
from logic.policy import Criterion, Edition, PolicyFile, PolicySet, Rule
from logic.policy_loading import shown_path
from logic.problems import Path
from logic.validation import validated
from logic.yaml_source import Source, read_file

_WORDS = {"id": None, "says": None, "cite": None, "confidence": None, "read_on": None, "note": None, "remedy": None}


@dataclass(frozen=True)
class Node:
    """A criterion at its place in a file."""

    criterion: Criterion
    source: Source
    path: Path
    is_root: bool = False
    """It is a whole named criterion, or the whole condition of a rule."""


@dataclass(frozen=True)
class EditionFiles:
    """One edition: as loaded, and as written."""

    policy_set: PolicySet
    edition: Edition
    files: tuple[tuple[PolicyFile, Source], ...]

    @property
    def name(self) -> str:
        """The set and the edition, for people."""
        return f"{self.policy_set.id} {self.edition.entry.id}"

    @cached_property
    def named(self) -> dict[str, Node]:
        """The criteria that are used by name."""
        return {name: Node(criterion, source, ("criteria", name), is_root=True)
                for file, source in self.files for name, criterion in file.criteria.items()}

    @cached_property
    def rules(self) -> tuple[tuple[Rule, Source, Path], ...]:
        """The rules with their places."""
        return tuple((rule, source, ("rules", n)) for file, source in self.files for n, rule in enumerate(file.rules))

    def roots(self) -> Iterator[Node]:
        """Every named criterion, and every condition of a rule."""
        yield from self.named.values()
        for rule, source, path in self.rules:
            if rule.criteria:
                yield Node(rule.criteria, source, (*path, "criteria"), is_root=True)
            if rule.excluded and rule.excluded.unless:
                yield Node(rule.excluded.unless, source, (*path, "excluded", "unless"), is_root=True)

    def nodes(self) -> Iterator[Node]:
        """Every criterion in the files, once."""
        for root in self.roots():
            yield from inside(root)

    def plain(self, criterion: Criterion) -> Criterion:
        """A criterion without words and names: what it decides, with the names it uses put in place."""
        if criterion.use is not None:
            used = self.plain(self.named[criterion.use].criterion)
            own = {key: getattr(criterion, key) for key in criterion.model_fields_set - {"use", *_WORDS}}
            if criterion.when:
                own["when"] = self.plain(criterion.when)
            return used.changed(own)
        parts = {key: tuple(self.plain(part) for part in given)
                 for key in ("all", "any", "of") if (given := getattr(criterion, key))}
        when = {"when": self.plain(criterion.when)} if criterion.when else {}
        return criterion.changed({**_WORDS, **parts, **when})


def inside(node: Node) -> Iterator[Node]:
    """A criterion and everything in it, each with its place."""
    yield node
    for part in parts_of(node):
        yield from inside(part)
    if node.criterion.when:
        yield from inside(Node(node.criterion.when, node.source, (*node.path, "when")))


def parts_of(node: Node) -> list[Node]:
    """The parts of a group with their places."""
    key = "all" if node.criterion.all else "any" if node.criterion.any else "of"
    return [Node(part, node.source, (*node.path, key, n)) for n, part in enumerate(node.criterion.parts)]


def edition_files(library: Library, sets: FilePath, only: str | None = None) -> Iterator[EditionFiles]:
    """The files of every edition of a library that was loaded from the folder of sets."""
    for policy_set in library.sets.values():
        if only not in {None, policy_set.id}:
            continue
        for edition in policy_set.editions:
            paths = sorted((sets / policy_set.id / edition.entry.id).glob("*.y*ml"))
            sources = [read_file(path, shown_path(path)) for path in paths]
            files = tuple((validated(source, PolicyFile), source) for source in sources)
            yield EditionFiles(policy_set, edition, files)
