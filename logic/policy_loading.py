"""Loads policy sets: checks criteria against vocabulary, computed facts and catalogue, and puts names in place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from pydantic import ValidationError

from logic.case import Value
from logic.catalogue import Catalogue, Selection
from logic.levels import REGIONS
from logic.measures import MEASURES
from logic.policy import (
    Confidence, Criterion, Edition, EditionEntry, PolicyFile, PolicySet, Requested, Rule, SetFile,
)
from logic.problems import Path, Problem, ProblemsError, described, nearest, one_of, written
from logic.reading import shown, word
from logic.validation import EXPECTED, validated
from logic.vocabulary import Kind, Vocabulary
from logic.yaml_source import Source, read_file

_ORDERED = {"min", "max", "more_than", "less_than"}
_TESTS_OF_KIND = {
    Kind.YES_NO: {"is"}, Kind.NUMBER: _ORDERED | {"is"}, Kind.GRADE: _ORDERED | {"is", "in"},
    Kind.CHOICE: {"is", "in"}, Kind.CHOICES: {"includes"},
}


def load_sets(folder: FilePath, vocabulary: Vocabulary, catalogue: Catalogue) -> tuple[PolicySet, ...]:
    """Every policy set in a folder of folders; raises ProblemsError with every problem of every file."""
    problems: list[Problem] = []
    sets: list[PolicySet] = []
    for home in sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")):
        loaded = _load_set(home, vocabulary, catalogue, problems)
        if loaded:
            sets.append(loaded)
    if problems:
        raise ProblemsError(problems)
    return tuple(sets)


def _load_set(
    home: FilePath, vocabulary: Vocabulary, catalogue: Catalogue, problems: list[Problem],
) -> PolicySet | None:
    try:
        source = read_file(home / "set.yaml", shown_path(home / "set.yaml"))
        described_set = validated(source, SetFile)
    except ProblemsError as error:
        problems.extend(error.problems)
        for folder in _folders(home):
            _Loader(vocabulary, catalogue, problems).edition(folder, EditionEntry(id=folder.name))
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
        editions.append(_Loader(vocabulary, catalogue, problems).edition(home / entry.id, entry))
    return PolicySet(file=described_set, editions=tuple(editions))


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


@dataclass
class _Loader:
    """Loads one edition; collects problems of all its files."""

    vocabulary: Vocabulary
    catalogue: Catalogue
    problems: list[Problem]
    named: dict[str, tuple[Criterion, Source]] = field(default_factory=dict)
    done: dict[str, Criterion] = field(default_factory=dict)

    def edition(self, folder: FilePath, entry: EditionEntry) -> Edition:
        files = list(self.files(folder))
        for file, source in files:
            for name, criterion in file.criteria.items():
                self.name(name, criterion, source)
        for file, source in files:
            self.check_file(file, source)
        self.check_circles()
        rules: list[Rule] = []
        if not self.problems:
            placed = [(rule, source, ("rules", n)) for file, source in files for n, rule in enumerate(file.rules)]
            rules = [self.rule(rule) for rule, _, _ in placed]
            self.check_once(rules, [(source, path) for _, source, path in placed])
        return Edition(entry=entry, rules=tuple(rules))

    def files(self, folder: FilePath) -> Iterator[tuple[PolicyFile, Source]]:
        for path in sorted(folder.glob("*.y*ml")):
            try:
                source = read_file(path, shown_path(path))
                yield validated(source, PolicyFile), source
            except ProblemsError as error:
                self.problems.extend(error.problems)

    def problem(self, source: Source, path: Path, found: str, expected: str, close: str | None = None) -> None:
        self.problems.append(Problem(source.file, source.line_of(path), written(path), found, expected, close))

    def name(self, name: str, criterion: Criterion, source: Source) -> None:
        if name in self.named:
            found = f"the criterion {name}, defined in {self.named[name][1].file} already"
            self.problem(source, ("criteria", name), found, "each name once in an edition")
        self.named[name] = (criterion, source)

    # -- checks -------------------------------------------------------------------------------------------------

    def check_file(self, file: PolicyFile, source: Source) -> None:
        for name, criterion in file.criteria.items():
            path: Path = ("criteria", name)
            if criterion.cite is None and criterion.use is None:
                self.problem(source, path, f"the criterion {name} without cite", "a citation (cite: ...)")
            self.check(criterion, source, path)
        for n, rule in enumerate(file.rules):
            self.check_rule(rule, source, ("rules", n))

    def check_rule(self, rule: Rule, source: Source, path: Path) -> None:
        self.check_selection(rule.covers, source, (*path, "covers"))
        if not any((rule.covers.codes, rule.covers.families, rule.covers.techniques)):
            self.problem(source, (*path, "covers"), "no codes, families or techniques", "what the rule covers")
        for n, region in enumerate(rule.regions):
            if region not in REGIONS:
                self.problem(source, (*path, "regions", n), f'the text "{region}"', one_of(REGIONS),
                             nearest(region, REGIONS))
        for n, code in enumerate(rule.alternatives):
            self.check_code(code, source, (*path, "alternatives", n))
        if rule.excluded and rule.excluded.unless:
            self.check(rule.excluded.unless, source, (*path, "excluded", "unless"))
        if rule.incidental:
            self.check_selection(rule.incidental.to, source, (*path, "incidental", "to"))
        if rule.follows:
            self.check_selection(rule.follows, source, (*path, "follows"))
        if rule.criteria:
            self.check(rule.criteria, source, (*path, "criteria"))

    def check_selection(self, selection: Selection, source: Source, path: Path) -> None:
        for key in ("codes", "except_codes"):
            for n, code in enumerate(getattr(selection, key)):
                self.check_code(code, source, (*path, key, n))
        known = {
            "families": {e.family for e in self.catalogue.entries.values()},
            "techniques": {e.technique for e in self.catalogue.entries.values() if e.technique},
            "approaches": {e.approach for e in self.catalogue.entries.values()},
        }
        for key, names in known.items():
            for stated in (key, f"except_{key}"):
                for n, name in enumerate(getattr(selection, stated, ())):
                    if name not in names:
                        self.problem(source, (*path, stated, n), f'the text "{name}"', one_of(sorted(names)),
                                     nearest(name, names))
        if isinstance(selection, Requested):
            for n, region in enumerate(selection.regions):
                if region not in REGIONS:
                    self.problem(source, (*path, "regions", n), f'the text "{region}"', one_of(REGIONS),
                                 nearest(region, REGIONS))

    def check_code(self, code: str, source: Source, path: Path) -> None:
        if code not in self.catalogue.entries:
            self.problem(source, path, f'the code "{code}"', "a code of the catalogue",
                         nearest(code, self.catalogue.entries))

    def check(self, criterion: Criterion, source: Source, path: Path) -> None:
        if criterion.when:
            self.check(criterion.when, source, (*path, "when"))
        if criterion.use is not None and criterion.use not in self.named:
            self.problem(source, (*path, "use"), f"the criterion {criterion.use}",
                         "a criterion defined under criteria in this edition", nearest(criterion.use, self.named))
        key = "all" if criterion.all else "any" if criterion.any else "of"
        for n, part in enumerate(criterion.parts):
            self.check(part, source, (*path, key, n))
            if part.when and key != "all":
                self.problem(source, (*path, key, n, "when"), f"a condition (when) under {key}",
                             "when under all (elsewhere a dropped part would count)")
        if criterion.requested:
            self.check_selection(criterion.requested, source, (*path, "requested"))
        if criterion.fact is not None:
            self.check_fact(criterion, source, path)
        if criterion.computed is not None:
            self.check_computed(criterion, source, path)

    def check_fact(self, criterion: Criterion, source: Source, path: Path) -> None:
        fact = self.vocabulary.facts.get(criterion.fact or "")
        if fact is None:
            self.problem(source, (*path, "fact"), f"the fact {criterion.fact}", "a fact of the vocabulary",
                         nearest(criterion.fact, self.vocabulary.facts))
            return
        if fact.belongs not in _READABLE:
            self.problem(source, (*path, "fact"), f"the fact {fact.id} of a {fact.belongs} row",
                         f"a fact of {one_of(_READABLE)}, or a computed fact")
            return
        self.check_tests(criterion, fact.kind, self.vocabulary.grades(fact), fact.options, source, path)

    def check_computed(self, criterion: Criterion, source: Source, path: Path) -> None:
        measure = MEASURES.get(criterion.computed or "")
        if measure is None:
            self.problem(source, (*path, "computed"), f"the computed fact {criterion.computed}", one_of(MEASURES),
                         nearest(criterion.computed, MEASURES))
            return
        try:
            measure.parameters.model_validate(criterion.parameters, strict=False)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                where = (*path, "with", *detail["loc"])
                keys = measure.parameters.model_fields
                found = described(source.value_at(where))
                expected = EXPECTED.get(detail["type"], detail["msg"].removeprefix("Input should be "))
                if detail["type"] == "extra_forbidden":
                    found, expected = f"the key {detail['loc'][-1]}", one_of(keys) if keys else "no parameters"
                close = nearest(detail["loc"][-1], keys) if detail["type"] == "extra_forbidden" else None
                self.problem(source, where, found, expected, close)
        for key in ("modalities", "injections"):
            facts = {"modalities": "modality", "injections": "injection_type"}
            options = self.vocabulary.facts[facts[key]].options
            for n, name in enumerate(_names(criterion, key)):
                if name not in options:
                    self.problem(source, (*path, "with", key, n), f'the text "{name}"', one_of(options),
                                 nearest(name, options))
        for n, name in enumerate(_names(criterion, "procedures")):
            options = self.vocabulary.facts["procedure"].options
            if name not in options:
                self.problem(source, (*path, "with", "procedures", n), f'the text "{name}"', one_of(options),
                             nearest(name, options))
        scale = self.vocabulary.scales[measure.scale].words if measure.scale else ()
        self.check_tests(criterion, measure.kind, scale, measure.options, source, path)

    def check_tests(  # noqa: PLR0913 - what a test depends on
        self, criterion: Criterion, kind: Kind, scale: tuple[str, ...], options: tuple[str, ...], source: Source,
        path: Path,
    ) -> None:
        allowed = _TESTS_OF_KIND.get(kind, set()) | {"stated"}
        for name, limit in criterion.tests.items():
            if name not in allowed:
                found = f"the test {name} of a {word(kind)} answer"
                self.problem(source, (*path, name), found, one_of(sorted(allowed)))
                continue
            words = limit if isinstance(limit, tuple) else () if name == "stated" else (limit,)
            for value in words:
                self.check_word(value, kind, (scale or options), source, (*path, name))
        for n, value in enumerate(criterion.unclear):
            self.check_word(value, kind, (scale or options), source, (*path, "unclear", n))

    def check_word(self, value: object, kind: Kind, words: tuple[str, ...], source: Source, path: Path) -> None:
        if words and value not in words:
            self.problem(source, path, described(value), one_of(words), nearest(value, words))
        elif kind is Kind.YES_NO and not isinstance(value, bool):
            self.problem(source, path, described(value), "yes or no")
        elif kind is Kind.NUMBER and (isinstance(value, bool) or not isinstance(value, int | float)):
            self.problem(source, path, described(value), "a number")

    def check_once(self, rules: list[Rule], places: list[tuple[Source, Path]]) -> None:
        """No code is covered twice in one region; no rule has the id of another."""
        for n, (rule, (source, path)) in enumerate(zip(rules, places, strict=True)):
            for other in rules[:n]:
                both = sorted(set(rule.covers.codes) & set(other.covers.codes))
                regions = not rule.regions or not other.regions or set(rule.regions) & set(other.regions)
                if rule.id == other.id:
                    self.problem(source, (*path, "id"), f"the rule {rule.id} a second time",
                                 "each id once in an edition")
                elif both and regions:
                    found = f"the rule {rule.id} beside {other.id}, both for {', '.join(both)[:60]}"
                    self.problem(source, ("rules",), found, "one rule for a code and region")

    def check_circles(self) -> None:
        """No criterion is used in its own definition, whether a rule uses it or not."""
        seen: set[str] = set()
        for name, (criterion, source) in self.named.items():
            self.follow(name, criterion, source, ("criteria", name), (name,), seen)

    def follow(  # noqa: PLR0913 - where a walk stands
        self, name: str, criterion: Criterion, source: Source, path: Path, trail: tuple[str, ...], seen: set[str],
    ) -> None:
        if path == ("criteria", name):
            if name in seen:
                return
            seen.add(name)
        if criterion.use in trail:
            self.problem(source, path, f"the criterion {criterion.use} in its own definition",
                         "criteria without a circle")
        elif criterion.use in self.named:
            used, home = self.named[criterion.use]
            self.follow(criterion.use, used, home, ("criteria", criterion.use), (*trail, criterion.use), seen)
        key = "all" if criterion.all else "any" if criterion.any else "of"
        for n, part in enumerate(criterion.parts):
            self.follow("", part, source, (*path, key, n), trail, seen)
        if criterion.when:
            self.follow("", criterion.when, source, (*path, "when"), trail, seen)

    # -- names put in place -------------------------------------------------------------------------------------

    def rule(self, rule: Rule) -> Rule:
        codes = tuple(code for code, entry in self.catalogue.entries.items() if rule.covers.selects(entry))
        updates: dict[str, object] = {"covers": Selection(codes=codes)}
        if rule.criteria:
            updates["criteria"] = self.resolved(rule.criteria, rule.id, rule.cite, rule.confidence)
        if rule.excluded and rule.excluded.unless:
            unless = self.resolved(rule.excluded.unless, f"{rule.id}.unless", rule.excluded.cite,
                                   rule.excluded.confidence)
            updates["excluded"] = rule.excluded.model_copy(update={"unless": unless})
        return rule.model_copy(update=updates)

    def resolved(self, criterion: Criterion, own_id: str, cite: str, confidence: Confidence) -> Criterion:
        """The criterion with its names put in place and id, citation, confidence and words filled in."""
        if criterion.use is not None:
            return self.used(criterion, cite, confidence)
        cite, confidence = criterion.cite or cite, criterion.confidence or confidence
        updates: dict[str, object] = {
            "id": own_id, "cite": cite, "confidence": confidence, "says": criterion.says or self.words(criterion),
        }
        for key in ("all", "any", "of"):
            if parts := getattr(criterion, key):
                updates[key] = tuple(
                    self.resolved(part, f"{own_id}.{part.id or n}", cite, confidence)
                    for n, part in enumerate(parts, start=1)
                )
        if criterion.when:
            updates["when"] = self.resolved(criterion.when, f"{own_id}.when", cite, confidence)
        return criterion.changed(updates)

    def used(self, criterion: Criterion, cite: str, confidence: Confidence) -> Criterion:
        name = criterion.use or ""
        if name not in self.done:
            own, _ = self.named[name]
            self.done[name] = self.resolved(own, name, own.cite or cite, own.confidence or confidence)
        changed = {key: getattr(criterion, key) for key in criterion.model_fields_set - {"use", "when", "id"}}
        if criterion.when:
            changed["when"] = self.resolved(criterion.when, f"{name}.when", cite, confidence)
        return self.done[name].changed(changed)

    def words(self, criterion: Criterion) -> str:
        """A plain sentence for a criterion that states none."""
        if criterion.parts:
            how = {"all": "all of these", "any": "one of these"}
            key = "all" if criterion.all else "any" if criterion.any else ""
            return how.get(key, f"at least {criterion.at_least} of these")
        if criterion.requested:
            return "such a procedure is requested"
        name = criterion.fact or criterion.computed or ""
        fact = self.vocabulary.facts.get(name)
        label, unit = (fact.label, fact.unit) if fact else (MEASURES[name].label, MEASURES[name].unit)
        return f"{label}: {', '.join(limit_in_words(test, value, unit) for test, value in criterion.tests.items())}"


def _names(criterion: Criterion, key: str) -> list[str]:
    """A parameter that lists names; nothing where it is no list (that is a problem of its own)."""
    given = criterion.parameters.get(key, [])
    return given if isinstance(given, list) else []


_READABLE = ("patient", "level", "stage", "request")


def limit_in_words(name: str, value: Value, unit: str | None = None) -> str:
    """A test as people read it ("at least 6 weeks")."""
    if name == "stated":
        return "stated"
    lead = {"min": "at least ", "max": "at most ", "more_than": "more than ", "less_than": "less than ", "is": "",
            "in": "one of ", "includes": "one of "}[name]
    return f"{lead}{shown(value, unit)}"
