"""Case files: YAML a person writes, read into a Case and written back; every problem at once."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from pydantic import Field

from logic.case import (
    COUNTING, SIDE_NOT_STATED, Care, Case, Diagnosis, Document, Entry, Expectation, Id, Line, Outcome, Provenance,
    Request, Row, Stage, Status, Value, requested_lines,
)
from logic.catalogue import Catalogue
from logic.levels import UnknownLevelError, expand, likely
from logic.problems import (
    Path, Problem, ProblemsError, Severity, cut, described, errors_in, nearest, one_of, written,
)
from logic.validation import day_expected, day_of, validated
from logic.vocabulary import ROW_KINDS, Belongs, Fact, Frozen, Kind, Vocabulary
from logic.yaml_source import Source

MOST_PLACES = 150
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
    reader = _FactReader(source, vocabulary, catalogue, problems)
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
class _FactReader:
    """Checks what the vocabulary and the catalogue have to say about a case file."""

    source: Source
    vocabulary: Vocabulary
    catalogue: Catalogue
    problems: list[Problem] = field(default_factory=list)

    def problem(
        self, path: Path, found: str, expected: str, close: str | None = None, severity: Severity = Severity.ERROR,
    ) -> None:
        line = self.source.line_of(path)
        self.problems.append(Problem(self.source.file, line, written(path), found, expected, close, severity))

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
        for n, stage in enumerate(_list(data.get("stages"))):
            self.facts(_mapping(_mapping(stage).get("plan")), Belongs.STAGE, ("stages", n, "plan"))
            for m, line in enumerate(_list(_mapping(stage).get("lines"))):
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
            for n, given in enumerate(_list(_mapping(data.get("care")).get(key))):
                self.word(given, known, ("care", key, n))
        for n, stage in enumerate(_list(data.get("stages"))):
            for m, approach in enumerate(_list(_mapping(stage).get("approach"))):
                self.word(approach, _options(self.vocabulary, "stage_approach"), ("stages", n, "approach", m))
            for m, line in enumerate(_list(_mapping(stage).get("lines"))):
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

    def line_levels(self, given: object, path: Path) -> tuple[str, ...]:
        if isinstance(given, str):
            return self.expanded(given, path)
        texts = [(n, text) for n, text in enumerate(_list(given)) if isinstance(text, str)]
        return tuple(dict.fromkeys(level for n, text in texts for level in self.expanded(text, (*path, n))))

    def expanded(self, text: str, path: Path) -> tuple[str, ...]:
        try:
            return expand(text)
        except UnknownLevelError:
            self.problem(path, described(text), "a level such as L4-L5, L4-S1 or C4-6", likely(text))
            return ()

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
        value = self.value(fact, answer["value"], (*path, "value")) if answer.get("value") is not None else None
        if provenance is None:
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

    def value(self, fact: Fact, answer: object, path: Path) -> Value | None:
        """The answer in the form that the fact's kind asks for; None (with a problem) when it is none."""
        if answer is None:
            return None
        reader = {
            Kind.YES_NO: self.yes_no, Kind.NUMBER: self.number, Kind.GRADE: self.grade, Kind.CHOICE: self.choice,
            Kind.CHOICES: self.choices, Kind.DATE: self.day, Kind.LEVELS: self.level_list, Kind.TEXT: self.text,
        }[fact.kind]
        return reader(fact, answer, path)

    def yes_no(self, _fact: Fact, answer: object, path: Path) -> Value | None:
        if isinstance(answer, bool):
            return answer
        quoted = isinstance(answer, str) and answer.lower() in {"yes", "no", "true", "false"}
        expected = f"{answer} without quotes" if quoted else "yes or no (unknown: leave the fact out)"
        self.problem(path, described(answer), expected)
        return None

    def number(self, fact: Fact, answer: object, path: Path) -> Value | None:
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            plain = isinstance(answer, str) and answer.replace(".", "", 1).isdecimal()
            how = "without quotes or leading zeros" if plain else "in digits alone"
            self.problem(path, described(answer), f"a number of {fact.unit}, {how}")
            return None
        low, high = fact.range or (float("-inf"), float("inf"))
        if not low <= answer <= high:
            expected = f"{low:g} to {high:g} {fact.unit} (kept as entered; check for a typing error)"
            self.problem(path, described(answer), expected, severity=Severity.WARNING)
        return answer

    def grade(self, fact: Fact, answer: object, path: Path) -> Value | None:
        scale = self.vocabulary.scales[fact.scale or ""]
        word = {True: "yes", False: "no"}.get(answer, answer) if isinstance(answer, bool) else answer
        word = scale.means.get(word, word) if isinstance(word, str) else word
        if isinstance(word, str) and word in (*scale.words, *scale.not_graded):
            return word
        self.unknown_word(answer, (*scale.words, *scale.not_graded, *scale.means), path)
        return None

    def unknown_word(self, answer: object, choices: tuple[str, ...], path: Path) -> None:
        """A problem for an answer that is no word of a scale or a list of options."""
        if not isinstance(answer, bool) and str(answer) in choices:
            self.problem(path, described(answer), f'the same in quotes: "{answer}"')
        else:
            self.problem(path, described(answer), one_of(choices), nearest(answer, choices))

    def choice(self, fact: Fact, answer: object, path: Path) -> Value | None:
        if isinstance(answer, str) and answer in fact.options:
            return answer
        self.unknown_word(answer, fact.options, path)
        return None

    def choices(self, fact: Fact, answer: object, path: Path) -> Value | None:
        items = [((*path, n), item) for n, item in enumerate(answer)] if isinstance(answer, list) else [(path, answer)]
        found = [self.choice(fact, item, at) for at, item in items if item != "none" or "none" in fact.options]
        return tuple(str(item) for item in found if item is not None)

    def day(self, _fact: Fact, answer: object, path: Path) -> Value | None:
        try:
            if isinstance(answer, str):
                return day_of(answer)
        except ValueError:
            pass
        self.problem(path, described(answer), day_expected(answer))
        return None

    def level_list(self, _fact: Fact, answer: object, path: Path) -> Value | None:
        if isinstance(answer, str) or (isinstance(answer, list) and all(isinstance(item, str) for item in answer)):
            return self.line_levels(answer, path)
        self.problem(path, described(answer), "levels such as L4-L5, L4-S1 or C4-6")
        return None

    def text(self, _fact: Fact, answer: object, path: Path) -> Value | None:
        if isinstance(answer, str):
            return answer
        self.problem(path, described(answer), "text (in quotes if it looks like a number)")
        return None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()


def _options(vocabulary: Vocabulary, fact: str) -> tuple[str, ...]:
    return vocabulary.facts[fact].options if fact in vocabulary.facts else ()


def _fields(model: Frozen) -> dict[str, Any]:
    """The fields of a model under the names its constructor takes."""
    fields = type(model).model_fields
    return {fields[name].alias or name: getattr(model, name) for name in fields}


def case_text(case: Case) -> str:
    """The case as a YAML file that `read_case` reads back to an equal case."""
    notice = (
        "# A pre-check record. It holds no names or record numbers, but dates of care are protected health\n"
        "# information: keep and send this file like any other part of a medical record.\n"
    )
    return notice + yaml.dump(_plain_case(case), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Dumper(yaml.SafeDumper):
    """Writes numbers without exponents and odd line ends as escapes: so both are read back as they were."""


def _float(dumper: yaml.SafeDumper, number: float) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", _digits(number))


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _ODD_LINE_END.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_ODD_LINE_END = re.compile("[\r\x85\u2028\u2029\ufeff]")
_Dumper.add_representer(float, _float)
_Dumper.add_representer(str, _text)


def _digits(number: float) -> str:
    """A number with all its digits, and a point."""
    digits = f"{Decimal(repr(number)):f}"
    return digits if "." in digits else f"{digits}.0"


def _plain_case(case: Case) -> dict[str, Any]:
    plain: dict[str, Any] = {"case": case.case}
    for key in ("title", "story", "synthetic", "policy"):
        if getattr(case, key) != type(case).model_fields[key].default:
            plain[key] = getattr(case, key)
    plain["request"] = _plain(case.request)
    plain["documents"] = {name: _plain(document) for name, document in case.documents.items()}
    plain["diagnoses"] = [_plain(diagnosis) for diagnosis in case.diagnoses]
    plain["stages"] = [_plain_stage(stage) for stage in case.stages]
    plain["patient"] = _plain_facts(case.patient)
    plain["levels"] = {level: _plain_facts(facts) for level, facts in case.levels.items() if facts}
    for key in ROW_KINDS.values():
        if key in case.rows:
            plain[key] = [_plain_row(row) for row in case.rows[key]] or "none"
    plain["care"] = _plain(case.care)
    plain["expect"] = {name: _plain_expectation(given) for name, given in case.expect.items()}
    return {key: value for key, value in plain.items() if value not in ({}, [])}


def _plain(model: Frozen) -> dict[str, Any]:
    """The set fields of a model as YAML values; days as text."""
    dumped: dict[str, Any] = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return dumped


def _plain_stage(stage: Stage) -> dict[str, Any]:
    plain = _plain(stage.model_copy(update={"plan": {}, "lines": ()}))
    if stage.plan:
        plain["plan"] = _plain_facts(stage.plan)
    plain["lines"] = [_plain(line) for line in stage.lines]
    return plain


def _plain_facts(facts: Mapping[str, tuple[Entry, ...]]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, entries in facts.items():
        if not entries:
            continue
        name, _, side = key.partition(".")
        items = [_plain_entry(entry) for entry in entries]
        answer = items[0] if len(items) == 1 else items
        if side:
            plain.setdefault(name, {})[side] = answer
        else:
            plain[name] = answer
    return plain


def _plain_entry(entry: Entry) -> Any:
    plain = _plain(entry)
    if set(plain) == {"value"}:
        return plain["value"]
    return plain


def _plain_row(row: Row) -> dict[str, Any]:
    plain = _plain(row)
    return {**plain.pop("values"), **plain}


def _plain_expectation(given: Expectation) -> dict[str, Any]:
    plain = _plain(given)
    if "outcomes" in plain:
        plain["outcomes"] = {line: x[0] if len(x) == 1 else x for line, x in plain["outcomes"].items()}
    return plain
