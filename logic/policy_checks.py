"""Checks of the rules of an edition against vocabulary, computed facts and catalogue: every problem, with its place."""

from dataclasses import dataclass
from functools import cached_property

from pydantic import ValidationError

from logic.case import STATES
from logic.catalogue import Catalogue, Selection
from logic.levels import REGIONS
from logic.measures import MEASURES
from logic.measures.base import MOST_ASKED
from logic.policy import Criterion, PolicyFile, Requested, Rule
from logic.problems import Path, Problem, described, nearest, one_of, written
from logic.reading import word
from logic.validation import EXPECTED
from logic.vocabulary import Kind, Vocabulary
from logic.yaml_source import Source

Named = dict[str, tuple[Criterion, Source]]
"""The criteria of an edition that are used by name, each with the file that defines it."""
_READABLE = ("patient", "level", "stage", "request")
_ORDERED = {"min", "max", "more_than", "less_than"}
_TESTS_OF_KIND = {
    Kind.YES_NO: {"is"}, Kind.NUMBER: _ORDERED | {"is"}, Kind.GRADE: _ORDERED | {"is", "in"},
    Kind.CHOICE: {"is", "in"}, Kind.CHOICES: {"includes"},
}


@dataclass
class Checks:
    """Checks one edition; adds to `problems`."""

    vocabulary: Vocabulary
    catalogue: Catalogue
    named: Named
    problems: list[Problem]

    def problem(self, source: Source, path: Path, found: str, expected: str, close: str | None = None) -> None:
        """Notes a problem at a place of a file."""
        self.problems.append(Problem(source.file, source.line_of(path), written(path), found, expected, close))

    def check_name(self, name: str, source: Source) -> None:
        """A name is defined once in an edition."""
        if name in self.named:
            found = f"the criterion {name}, defined in {self.named[name][1].file} already"
            self.problem(source, ("criteria", name), found, "each name once in an edition")

    def check_file(self, file: PolicyFile, source: Source) -> None:
        """The criteria and rules of a file."""
        for name, criterion in file.criteria.items():
            path: Path = ("criteria", name)
            if criterion.cite is None and criterion.use is None:
                self.problem(source, path, f"the criterion {name} without cite", "a citation (cite: ...)")
            self._check(criterion, source, path)
        for n, rule in enumerate(file.rules):
            self._check_rule(rule, source, ("rules", n))

    def _check_rule(self, rule: Rule, source: Source, path: Path) -> None:
        self._check_selection(rule.covers, source, (*path, "covers"))
        if not any((rule.covers.codes, rule.covers.families, rule.covers.techniques)):
            self.problem(source, (*path, "covers"), "no codes, families or techniques", "what the rule covers")
        self._check_where(rule, source, path)
        for n, code in enumerate(rule.alternatives):
            self._check_code(code, source, (*path, "alternatives", n))
        if rule.excluded and rule.excluded.unless:
            self._check(rule.excluded.unless, source, (*path, "excluded", "unless"))
        if rule.incidental:
            self._check_selection(rule.incidental.to, source, (*path, "incidental", "to"))
        if rule.follows:
            self._check_selection(rule.follows, source, (*path, "follows"))
        if rule.criteria:
            self._check(rule.criteria, source, (*path, "criteria"))

    def _check_where(self, rule: Rule, source: Source, path: Path) -> None:
        """The regions and states in which a rule holds."""
        for n, region in enumerate(rule.regions):
            if region not in REGIONS:
                self.problem(source, (*path, "regions", n), f'the text "{region}"', one_of(REGIONS),
                             nearest(region, REGIONS))
        for n, state in enumerate(rule.states):
            if state not in STATES:
                self.problem(source, (*path, "states", n), f'the text "{state}"', "a state as two capital letters",
                             nearest(state, STATES))

    def _check_selection(self, selection: Selection, source: Source, path: Path) -> None:
        for key in ("codes", "except_codes"):
            for n, code in enumerate(getattr(selection, key)):
                self._check_code(code, source, (*path, key, n))
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

    def _check_code(self, code: str, source: Source, path: Path) -> None:
        if code not in self.catalogue.entries:
            self.problem(source, path, f'the code "{code}"', "a code of the catalogue",
                         nearest(code, self.catalogue.entries))

    def _check(self, criterion: Criterion, source: Source, path: Path) -> None:
        if criterion.when:
            self._check(criterion.when, source, (*path, "when"))
        if criterion.use is not None and criterion.use not in self.named:
            self.problem(source, (*path, "use"), f"the criterion {criterion.use}",
                         "a criterion defined under criteria in this edition", nearest(criterion.use, self.named))
        key = "all" if criterion.all else "any" if criterion.any else "of"
        for n, part in enumerate(criterion.parts):
            self._check(part, source, (*path, key, n))
            if part.when and key != "all":
                self.problem(source, (*path, key, n, "when"), f"a condition (when) under {key}",
                             "when under all (elsewhere a dropped part would count)")
        if criterion.requested:
            self._check_selection(criterion.requested, source, (*path, "requested"))
        if criterion.fact is not None:
            self._check_fact(criterion, source, path)
        if criterion.computed is not None:
            self._check_computed(criterion, source, path)

    def _check_fact(self, criterion: Criterion, source: Source, path: Path) -> None:
        fact = self.vocabulary.facts.get(criterion.fact or "")
        if fact is None:
            self.problem(source, (*path, "fact"), f"the fact {criterion.fact}", "a fact of the vocabulary",
                         nearest(criterion.fact, self.vocabulary.facts))
            return
        if fact.belongs not in _READABLE:
            self.problem(source, (*path, "fact"), f"the fact {fact.id} of a {fact.belongs} row",
                         f"a fact of {one_of(_READABLE)}, or a computed fact")
            return
        self._check_tests(criterion, fact.kind, self.vocabulary.grades(fact), fact.options, source, path)

    def _check_computed(self, criterion: Criterion, source: Source, path: Path) -> None:
        measure = MEASURES.get(criterion.computed or "")
        if measure is None:
            self.problem(source, (*path, "computed"), f"the computed fact {criterion.computed}",
                         one_of(sorted(MEASURES)), nearest(criterion.computed, MEASURES))
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
        for key, words in self._words_of_parameters.items():
            for n, name in enumerate(_names(criterion, key)):
                if name not in words:
                    self.problem(source, (*path, "with", key, n), f'the text "{name}"', one_of(words),
                                 nearest(name, words))
        days = [fact.id for fact in self.vocabulary.facts.values() if fact.kind is Kind.DATE]
        named = criterion.parameters.get("fact")
        if isinstance(named, str) and named not in days:
            self.problem(source, (*path, "with", "fact"), f'the text "{named}"',
                         f"a fact that is a date: {one_of(days)}", nearest(named, days))
        scale = self.vocabulary.scales[measure.scale].words if measure.scale else ()
        self._check_tests(criterion, measure.kind, scale, measure.options, source, path)

    @cached_property
    def _words_of_parameters(self) -> dict[str, tuple[str, ...]]:
        """The words that a parameter may list, by its name."""
        named = ("modality", "injection_type", "procedure", "exam_test")
        options = {name: self.vocabulary.facts[name].options for name in named}
        return {"modalities": options["modality"], "injections": options["injection_type"],
                "procedures": options["procedure"], "kinds": tuple(self.vocabulary.document_kinds),
                "signs": options["exam_test"]}

    def _check_tests(  # noqa: PLR0913 - what a test depends on
        self, criterion: Criterion, kind: Kind, scale: tuple[str, ...], options: tuple[str, ...], source: Source,
        path: Path,
    ) -> None:
        allowed = _TESTS_OF_KIND.get(kind, set()) | {"stated"}
        for name, limit in criterion.tests.items():
            if name not in allowed:
                found = f"the test {name} of a {word(kind)} answer"
                self.problem(source, (*path, name), found, one_of(sorted(allowed)))
                continue
            if criterion.computed and isinstance(limit, int | float) and abs(limit) > MOST_ASKED:
                self.problem(source, (*path, name), described(limit), f"a number of at most {MOST_ASKED}")
            words = limit if isinstance(limit, tuple) else () if name == "stated" else (limit,)
            for value in words:
                self._check_word(value, kind, (scale or options), source, (*path, name))
        for n, value in enumerate(criterion.unclear):
            self._check_word(value, kind, (scale or options), source, (*path, "unclear", n))

    def _check_word(self, value: object, kind: Kind, words: tuple[str, ...], source: Source, path: Path) -> None:
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
                regions = _meet(rule.regions, other.regions) and _meet(rule.states, other.states)
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
            self._follow(name, criterion, source, ("criteria", name), (name,), seen)

    def _follow(  # noqa: PLR0913 - where a walk stands
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
            self._follow(criterion.use, used, home, ("criteria", criterion.use), (*trail, criterion.use), seen)
        key = "all" if criterion.all else "any" if criterion.any else "of"
        for n, part in enumerate(criterion.parts):
            self._follow("", part, source, (*path, key, n), trail, seen)
        if criterion.when:
            self._follow("", criterion.when, source, (*path, "when"), trail, seen)


def _meet(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether two lists share a name; an empty one stands for every name."""
    return not some or not others or bool(set(some) & set(others))


def _names(criterion: Criterion, key: str) -> list[str]:
    """A parameter that lists names; nothing where it is no list (that is a problem of its own)."""
    given = criterion.parameters.get(key, [])
    return given if isinstance(given, list) else []
