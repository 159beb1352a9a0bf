"""Case files: YAML a person writes, read into a Case; every problem at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from logic.case import (
    COUNTING, SIDE_NOT_STATED, Care, Case, Diagnosis, Document, Entry, Expectation, Id, Line, Outcome, Provenance,
    Request, Row, Stage, Status, Value, requested_lines,
)
from logic.case_values import ValueReader, listed
from logic.catalogue import Catalogue
from logic.problems import (
    Path, Problem, ProblemsError, Severity, cut, described, errors_in, nearest, one_of, written,
)
from logic.validation import validated
from logic.vocabulary import ROW_KINDS, Belongs, Fact, Frozen, Kind, Vocabulary
from logic.yaml_source import Source

MOST_PLACES = 240
"""So many lines, each at each of its levels, a request holds at most."""
SIDES = ("left", "right")
SIDE_KEYS = (*SIDES, "bilateral", SIDE_NOT_STATED)
_PROVENANCE = tuple(field.alias or name for name, field in Provenance.model_fields.items())


_PLACES = {
    Belongs.REQUEST: "under request", Belongs.DOCUMENT: "in a document", Belongs.DIAGNOSIS: "in a diagnosis",
    Belongs.STAGE: "under plan in its stage", Belongs.LINE: "in a line of the request",
    Belongs.PATIENT: "under patient", Belongs.LEVEL: "under levels, at its level",
    **{belongs: f"in a row of {key}" for belongs, key in ROW_KINDS.items()},
}
"""Where the facts of each kind stand in a case file."""


class _ExpectationFile(Frozen):
    outcomes: dict[str, Outcome | tuple[Outcome, ...]] = {}
    checklist: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    agrees: bool | None = None
    remark: str | None = None


class CaseFile(Frozen):
    """The keys of a case file; facts are checked against the vocabulary afterwards."""

    case: Id
    title: str = ""
    story: str | None = None
    synthetic: bool = False
    policy: str | None = None
    request: Request = Request()
    documents: dict[str, Document] = {}
    diagnoses: tuple[Diagnosis, ...] = ()
    stages: tuple["_StageModel", ...] = Field(min_length=1, max_length=4)
    patient: dict[str, Any] = {}
    levels: dict[str, dict[str, Any]] = {}
    symptoms: Any = None
    exams: Any = None
    treatments: Any = None
    injections: Any = None
    emgs: Any = None
    surgeries: Any = None
    curves: Any = None
    care: Care = Care()
    expect: dict[str, _ExpectationFile] = {}


class _LineModel(Line):
    levels: str | tuple[str, ...] = ()  # type: ignore[assignment]


class _StageModel(Stage):
    plan: dict[str, Any] = {}
    lines: tuple[_LineModel, ...] = ()


CaseFile.model_rebuild()


def read_case(source: Source, vocabulary: Vocabulary, catalogue: Catalogue) -> tuple[Case, tuple[Problem, ...]]:
    """The case in a file and the warnings it gave; raises ProblemsError when it cannot be used."""
    if not isinstance(source.data, dict):
        found = described(source.data)
        raise ProblemsError([Problem(source.file, 1, "", found, "a case (keys such as case, request, stages)")])
    try:
        file = validated(source, CaseFile)
    except ProblemsError as error:
        file, problems = None, list(error.problems)
    else:
        problems = []
    reader = _FactReader(source, vocabulary, problems, catalogue)
    if file is None:
        reader.facts_only(source.data)
        raise ProblemsError(problems)
    reader.words(source.data)
    case = reader.case(file)
    reader.size(case)
    if errors_in(problems):
        raise ProblemsError(problems)
    return case, tuple(problems)


@dataclass
class _FactReader(ValueReader):
    """Checks what the vocabulary and the catalogue have to say about a case file."""

    catalogue: Catalogue

    def size(self, case: Case) -> None:
        """A request is as large as one can be: what every line waits for is compared with every other."""
        places = sum(len(line.levels) for line in requested_lines(case))
        if places > MOST_PLACES:
            self.problem(("stages",), f"{places} lines and levels", f"at most {MOST_PLACES} (each line at each level)")

    def facts_only(self, data: dict[str, Any]) -> None:
        """Finds the problems of words and facts although the file's structure is wrong already."""
        self.words(data)
        self.facts(_mapping(data.get("patient")), Belongs.PATIENT, ("patient",))
        self.level_facts({k: v for k, v in _mapping(data.get("levels")).items() if isinstance(v, dict)})
        for n, stage in enumerate(listed(data.get("stages"))):
            self.facts(_mapping(_mapping(stage).get("plan")), Belongs.STAGE, ("stages", n, "plan"))
            for m, line in enumerate(listed(_mapping(stage).get("lines"))):
                self.line_levels(_mapping(line).get("levels"), ("stages", n, "lines", m, "levels"))
        for belongs, key in ROW_KINDS.items():
            if data.get(key) is not None:
                self.rows(data[key], belongs, (key,))

    def words(self, data: dict[str, Any]) -> None:
        """Checks the words that stand in the vocabulary or the catalogue; values of another type are passed over."""
        documents = _mapping(data.get("documents"))
        for name, document in documents.items():
            self.document(_mapping(document), documents, ("documents", name))
        known = _options(self.vocabulary, "modality") + _options(self.vocabulary, "injection_type")
        for key in ("none", "more_possible"):
            for n, given in enumerate(listed(_mapping(data.get("care")).get(key))):
                self.word(given, known, ("care", key, n))
        for n, stage in enumerate(listed(data.get("stages"))):
            for m, approach in enumerate(listed(_mapping(stage).get("approach"))):
                self.word(approach, _options(self.vocabulary, "stage_approach"), ("stages", n, "approach", m))
            for m, line in enumerate(listed(_mapping(stage).get("lines"))):
                self.code(_mapping(line).get("code"), ("stages", n, "lines", m, "code"))

    def word(self, given: object, known: Iterable[str], path: Path) -> None:
        if isinstance(given, str) and given not in (choices := tuple(known)):
            self.problem(path, described(given), one_of(choices), nearest(given, choices))

    def document(self, document: Mapping[str, Any], declared: Mapping[str, Any], path: Path) -> None:
        self.word(document.get("kind"), self.vocabulary.document_kinds, (*path, "kind"))
        self.word(document.get("author"), _options(self.vocabulary, "document_author"), (*path, "author"))
        amended = document.get("addendum_to")
        others = [name for name in declared if name != path[-1]]
        if isinstance(amended, str) and amended not in others:
            self.undeclared(amended, others, (*path, "addendum_to"), "another document")

    def undeclared(self, name: str, declared: Iterable[str], path: Path, what: str = "a document") -> None:
        names = list(declared)
        listed = one_of(names) if names else "there is none"
        self.problem(path, described(name), f"{what} declared under documents ({listed})", nearest(name, names))

    def code(self, code: object, path: Path) -> None:
        if isinstance(code, str) and code not in self.catalogue.entries:
            self.problem(
                path, f'the code "{cut(code)}"', "a code of the catalogue (the line is kept without policy)",
                nearest(code, self.catalogue.entries), Severity.WARNING,
            )

    def case(self, file: CaseFile) -> Case:
        rows = {}
        for belongs, key in ROW_KINDS.items():
            if (given := getattr(file, key)) is not None:
                rows[key] = self.rows(given, belongs, (key,))
        return Case(
            case=file.case, title=file.title, story=file.story, synthetic=file.synthetic, policy=file.policy,
            request=file.request, documents=file.documents, diagnoses=file.diagnoses,
            stages=tuple(self.stage(stage, ("stages", n)) for n, stage in enumerate(file.stages)),
            patient=self.facts(file.patient, Belongs.PATIENT, ("patient",)), levels=self.level_facts(file.levels),
            rows=rows, care=file.care,
            expect={name: self.expectation(given) for name, given in file.expect.items()},
        )

    def expectation(self, given: _ExpectationFile) -> Expectation:
        outcomes = {line: (x,) if isinstance(x, Outcome) else x for line, x in given.outcomes.items()}
        return Expectation(**{**given.model_dump(), "outcomes": outcomes})

    def stage(self, stage: _StageModel, path: Path) -> Stage:
        lines = tuple(
            Line(**{**_fields(line), "levels": self.line_levels(line.levels, (*path, "lines", n, "levels"))})
            for n, line in enumerate(stage.lines)
        )
        plan = self.facts(stage.plan, Belongs.STAGE, (*path, "plan"))
        return Stage(**{**_fields(stage), "plan": plan, "lines": lines})

    def level_facts(self, given: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, tuple[Entry, ...]]]:
        levels: dict[str, dict[str, tuple[Entry, ...]]] = {}
        for text, facts in given.items():
            path = ("levels", text)
            found = self.facts(facts, Belongs.LEVEL, path)
            for level in self.expanded(text, path):
                for name, entries in found.items():
                    if name in levels.get(level, {}):
                        expected = "each fact once (a span such as L4-S1 holds for each of its levels)"
                        self.problem((*path, name.split(".")[0]), f"{name} at {level} a second time", expected)
                    levels.setdefault(level, {})[name] = entries
        return levels

    def facts(self, given: Mapping[str, Any], belongs: Belongs, path: Path) -> dict[str, tuple[Entry, ...]]:
        """The facts of one place; a sided fact becomes one key a side ("foraminal_stenosis.left")."""
        here = self.vocabulary.belonging_to(belongs)
        found: dict[str, tuple[Entry, ...]] = {}
        for name, answer in given.items():
            fact = here.get(name)
            if fact is None:
                self.unknown_fact(name, belongs, (*path, name))
            elif fact.sided:
                found.update(self.sided(fact, answer, (*path, name)))
            else:
                found[name] = self.entries(fact, answer, (*path, name))
        return {key: entries for key, entries in found.items() if entries}

    def unknown_fact(self, name: str, belongs: Belongs, path: Path) -> None:
        elsewhere = self.vocabulary.facts.get(name)
        if elsewhere:
            expected = f"it {_PLACES[elsewhere.belongs]} (it is no fact of the {belongs})"
            self.problem(path, f"the fact {name}", expected)
        else:
            here = [*self.vocabulary.belonging_to(belongs), *(_PROVENANCE if belongs in ROW_KINDS else ())]
            self.problem(path, f"the fact {cut(name)}", f"a fact of the {belongs} from the vocabulary",
                         nearest(name, here))

    def sided(self, fact: Fact, answer: object, path: Path) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        wanted = f"{one_of(SIDE_KEYS)} ({fact.label} is recorded by side)"
        if not isinstance(answer, dict) or not answer:
            if answer is not None:
                self.problem(path, described(answer), wanted)
            return
        for side, value in answer.items():
            if side not in SIDE_KEYS:
                self.problem((*path, side), f"the key {cut(side)}", wanted, nearest(side, SIDE_KEYS))
                continue
            if side in SIDES and "bilateral" in answer:
                self.problem((*path, side), f"the side {side} beside bilateral", "each side once")
            entries = self.entries(fact, value, (*path, side))
            for one in SIDES if side == "bilateral" else (side,):
                yield f"{fact.id}.{one}", entries

    def entries(self, fact: Fact, answer: object, path: Path) -> tuple[Entry, ...]:
        holds_words = fact.kind in {Kind.CHOICES, Kind.LEVELS} and isinstance(answer, list) and not any(
            isinstance(item, dict | list) for item in answer)
        if isinstance(answer, list) and not holds_words:
            found = [self.entry(fact, item, (*path, n)) for n, item in enumerate(answer)]
            return tuple(entry for entry in found if entry)
        entry = self.entry(fact, answer, path)
        return (entry,) if entry else ()

    def entry(self, fact: Fact, answer: object, path: Path) -> Entry | None:
        if not isinstance(answer, dict):
            value = self.value(fact, answer, path)
            return None if value is None else Entry(value=value)
        if set(answer) & set(SIDE_KEYS):
            side = next(key for key in answer if key in SIDE_KEYS)
            self.problem((*path, side), f"the side {side}", f"no side ({fact.label} is not recorded by side)")
            return None
        keys = ("value", *_PROVENANCE)
        for key in [key for key in answer if key not in keys]:
            self.problem((*path, key), f"the key {cut(key)}", one_of(keys), nearest(key, keys))
        provenance = self.provenance({k: v for k, v in answer.items() if k in _PROVENANCE}, path)
        given = answer.get("value")
        value = self.value(fact, given, (*path, "value"))
        if provenance is None or (given is not None and value is None):
            return None
        return self.consistent(Entry(**_fields(provenance), value=value), path)

    def consistent(self, entry: Entry, path: Path) -> Entry | None:
        if entry.status in COUNTING and entry.value is None:
            self.problem(path, f"no value with the status {entry.status}", "a value, or the status not_in_chart")
            return None
        if entry.status not in COUNTING and entry.value is not None:
            self.problem(path, f"a value with the status {entry.status}", "no value")
            return None
        return entry

    def provenance(self, given: dict[str, Any], path: Path) -> Provenance | None:
        inner = Source(self.source.file, given, {p[len(path):]: n for p, n in self.source.lines.items()
                                                if p[:len(path)] == path})
        try:
            provenance = validated(inner, Provenance)
        except ProblemsError as error:
            for problem in error.problems:
                where = ".".join(part for part in (written(path), problem.path) if part)
                self.problems.append(Problem(problem.file, problem.line, where, problem.found, problem.expected,
                                             problem.nearest))
            return None
        declared = self.source.data.get("documents", {}) if isinstance(self.source.data, dict) else {}
        if provenance.source is not None and provenance.source not in _mapping(declared):
            self.undeclared(provenance.source, _mapping(declared), (*path, "from"))
        if provenance.status is Status.IMPLIED and not provenance.reason:
            self.problem(path, "no reason with the status implied", "a reason: what in the record supports it")
        return provenance

    def rows(self, given: object, belongs: Belongs, path: Path) -> tuple[Row, ...]:
        if given == "none":
            return ()
        if not isinstance(given, list):
            self.problem(path, described(given), "a list of rows, or none")
            return ()
        rows = [self.row(item, belongs, (*path, n)) for n, item in enumerate(given)]
        return tuple(row for row in rows if row)

    def row(self, given: object, belongs: Belongs, path: Path) -> Row | None:
        if not isinstance(given, dict):
            self.problem(path, described(given), "a mapping (key: value)")
            return None
        here = self.vocabulary.belonging_to(belongs)
        values: dict[str, Value] = {}
        for name, answer in given.items():
            if name in _PROVENANCE:
                continue
            fact = here.get(name)
            if fact is None:
                self.unknown_fact(name, belongs, (*path, name))
            elif (value := self.value(fact, answer, (*path, name))) is not None:
                values[name] = value
        provenance = self.provenance({k: v for k, v in given.items() if k in _PROVENANCE}, path)
        self.ordered_days(values, path)
        return Row(**_fields(provenance), values=values) if provenance else None

    def ordered_days(self, values: Mapping[str, Value], path: Path) -> None:
        start, end = values.get("start"), values.get("end")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self.problem((*path, "end"), f"the day {end}", f"a day not before the start {start}")


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _options(vocabulary: Vocabulary, fact: str) -> tuple[str, ...]:
    return vocabulary.facts[fact].options if fact in vocabulary.facts else ()


def _fields(model: Frozen) -> dict[str, Any]:
    """The fields of a model under the names its constructor takes."""
    fields = type(model).model_fields
    return {fields[name].alias or name: getattr(model, name) for name in fields}
