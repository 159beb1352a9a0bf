"""Loads policy sets: every file of every edition, checked, with names put in place."""

from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath

from logic.catalogue import Catalogue
from logic.policy import Edition, EditionEntry, NotEncoded, NotEncodedFile, PolicyFile, PolicySet, Rule, SetFile
from logic.policy_checks import Checks, Named
from logic.policy_resolving import Resolving
from logic.problems import Path, Problem, ProblemsError, nearest, written
from logic.validation import validated
from logic.vocabulary import Vocabulary
from logic.yaml_source import Source, read_file


def load_sets(folder: FilePath, vocabulary: Vocabulary, catalogue: Catalogue) -> tuple[PolicySet, ...]:
    """Every policy set in a folder of folders; raises ProblemsError with every problem of every file."""
    problems: list[Problem] = []
    sets: list[PolicySet] = []
    for home in _homes(folder):
        loaded = _load_set(home, vocabulary, catalogue, problems)
        if loaded:
            sets.append(loaded)
    if problems:
        raise ProblemsError(problems)
    return tuple(sets)


def _homes(folder: FilePath) -> list[FilePath]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


class SetsOnDemand(Mapping[str, PolicySet]):
    """The policy sets in a folder by name, each read when first asked for; raises ProblemsError with its problems.

    For who needs one set and should not wait for the others. What is never asked for is never checked.
    """

    def __init__(self, folder: FilePath, vocabulary: Vocabulary, catalogue: Catalogue) -> None:
        self._homes = {home.name: home for home in _homes(folder)}
        self._places = vocabulary, catalogue
        self._loaded: dict[str, PolicySet] = {}

    def __getitem__(self, name: str) -> PolicySet:
        if name not in self._loaded:
            problems: list[Problem] = []
            loaded = _load_set(self._homes[name], *self._places, problems)
            if problems or loaded is None:
                raise ProblemsError(problems)
            self._loaded[name] = loaded
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


def _load_set(
    home: FilePath, vocabulary: Vocabulary, catalogue: Catalogue, problems: list[Problem],
) -> PolicySet | None:
    try:
        source = read_file(home / "set.yaml", shown_path(home / "set.yaml"))
        described_set = validated(source, SetFile)
    except ProblemsError as error:
        problems.extend(error.problems)
        for folder in _folders(home):
            _edition(folder, EditionEntry(id=folder.name), vocabulary, catalogue, problems)
        return None
    problems.extend(_folder_problems(home, described_set, source))
    if described_set.set != home.name:
        problems.append(Problem(source.file, source.line_of(("set",)), "set", f'the text "{described_set.set}"',
                                f"the name of its folder, {home.name}"))
    problems.extend(_overlaps(described_set, source))
    editions = []
    for n, entry in enumerate(described_set.editions):
        if entry.id in {earlier.id for earlier in described_set.editions[:n]} or not (home / entry.id).is_dir():
            continue
        editions.append(_edition(home / entry.id, entry, vocabulary, catalogue, problems))
    return PolicySet(file=described_set, editions=tuple(editions), left_out=_left_out(home, problems))


def _left_out(home: FilePath, problems: list[Problem]) -> tuple[NotEncoded, ...]:
    """What a set knows of and does not encode; a set need not say."""
    path = home / "left_out.yaml"
    if not path.exists():
        return ()
    try:
        return validated(read_file(path, shown_path(path)), NotEncodedFile).left_out
    except ProblemsError as error:
        problems.extend(error.problems)
        return ()


def _folders(home: FilePath) -> list[FilePath]:
    return sorted(path for path in home.iterdir() if path.is_dir() and not path.name.startswith((".", "_")))


def _folder_problems(home: FilePath, described_set: SetFile, source: Source) -> Iterator[Problem]:
    """Editions without a folder or with one that holds nothing, and folders without an edition."""
    names = [entry.id for entry in described_set.editions]
    for n, name in enumerate(names):
        path: Path = ("editions", n, "id")
        wrong = None
        if name in names[:n]:
            wrong = f"the edition {name} a second time", "each id once"
        elif not (home / name).is_dir():
            wrong = f'the text "{name}"', f"a folder {home.name}/{name} with the edition's files"
        elif not list((home / name).glob("*.y*ml")):
            wrong = f"the folder {home.name}/{name} without a file of rules", "at least one YAML file in it"
        if wrong:
            yield Problem(source.file, source.line_of(path), written(path), *wrong)
    for folder in _folders(home):
        if folder.name not in names:
            yield Problem(source.file, source.line_of(("editions",)), "editions",
                          f"no edition for the folder {home.name}/{folder.name}", "each folder to be an edition",
                          nearest(folder.name, names))


def _overlaps(described_set: SetFile, source: Source) -> Iterator[Problem]:
    for n, later in enumerate(described_set.editions):
        for earlier in described_set.editions[:n]:
            apart = (earlier.end and later.start and earlier.end < later.start) or (
                later.end and earlier.start and later.end < earlier.start)
            if not apart:
                path: Path = ("editions", n)
                yield Problem(source.file, source.line_of(path), written(path),
                              f"the edition {later.id} in force together with {earlier.id}",
                              "editions whose days do not overlap (from, to)")


def shown_path(path: FilePath) -> str:
    """A path as shown to people: from the folder `policies` on."""
    parts = path.parts
    return "/".join(parts[parts.index("policies"):]) if "policies" in parts else str(path)


def _edition(
    folder: FilePath, entry: EditionEntry, vocabulary: Vocabulary, catalogue: Catalogue, problems: list[Problem],
) -> Edition:
    files = list(_files(folder, problems))
    named: Named = {}
    checks = Checks(vocabulary, catalogue, named, problems)
    for file, source in files:
        for name, criterion in file.criteria.items():
            checks.check_name(name, source)
            named[name] = (criterion, source)
    for file, source in files:
        checks.check_file(file, source)
    checks.check_circles()
    rules: list[Rule] = []
    if not problems:
        placed = [(rule, source, ("rules", n)) for file, source in files for n, rule in enumerate(file.rules)]
        resolving = Resolving(vocabulary, catalogue, named)
        rules = [resolving.rule(rule) for rule, _, _ in placed]
        checks.check_once(rules, [(source, path) for _, source, path in placed])
    return Edition(entry=entry, rules=tuple(rules))


def _files(folder: FilePath, problems: list[Problem]) -> Iterator[tuple[PolicyFile, Source]]:
    for path in sorted(folder.glob("*.y*ml")):
        try:
            source = read_file(path, shown_path(path))
            yield validated(source, PolicyFile), source
        except ProblemsError as error:
            problems.extend(error.problems)
