"""Reads a QuestionnaireResponse back into a case, with the problem messages of case files."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from logic.case import Status
from logic.fhir.form import NONE, READING, Item, ItemType, form
from logic.fhir.questionnaire import CANONICAL, URL
from logic.fhir.values import NotReadError, value_of
from logic.json_source import read_json
from logic.problems import Path, Problem, ProblemsError, cut, described, nearest, one_of, written
from logic.vocabulary import ROW_KINDS, Vocabulary
from logic.yaml_source import Source

MOST_PROBLEMS = 200
"""A file with more is some other form: the rest would tell nothing new."""
_STATUSES = ("in-progress", "completed", "amended")


def source_from_fhir(content: bytes, name: str, vocabulary: Vocabulary) -> Source:
    """A response as the content of a case file, with its lines; raises ProblemsError with every problem."""
    reader = _Reader(read_json(content, name))
    data = reader.response(form(vocabulary))
    if reader.problems:
        raise ProblemsError(reader.problems)
    return Source(name, data, reader.lines)


@dataclass
class _Reader:
    """Walks a response along the form, keeping the line of each value under its path in a case file."""

    source: Source
    problems: list[Problem] = field(default_factory=list)
    lines: dict[Path, int] = field(default_factory=dict)

    def problem(self, path: Path, found: str, expected: str, close: str | None = None) -> None:
        line = self.source.line_of(path)
        self.problems.append(Problem(self.source.file, line, written(path), found, expected, close))
        if len(self.problems) >= MOST_PROBLEMS:
            raise ProblemsError(self.problems)

    def response(self, whole: Item) -> dict[str, Any]:
        data = self.source.data
        if not isinstance(data, dict) or data.get("resourceType") != "QuestionnaireResponse":
            kind = data.get("resourceType") if isinstance(data, dict) else None
            found = f"the resource {cut(kind)}" if isinstance(kind, str) else described(data)
            self.problem((), found, "a QuestionnaireResponse")
            return {}
        canonical = data.get("questionnaire")
        if not isinstance(canonical, str) or canonical.partition("|")[0] != URL:
            self.problem(("questionnaire",), described(canonical), CANONICAL)
        if data.get("status") not in _STATUSES:
            self.problem(("status",), described(data.get("status")), one_of(_STATUSES))
        return self.rows(self.group(whole, data, (), ()))

    def rows(self, tree: dict[str, Any]) -> dict[str, Any]:
        """Kinds of rows of which there are none, as a case file says it."""
        for kind in ROW_KINDS.values():
            none = tree.pop(f"{kind}{NONE}", None)
            if none is True and kind in tree:
                self.problem(("item",), f"{kind} beside {kind}{NONE}", "one of the two")
            elif none is True:
                tree[kind] = "none"
        return tree

    # -- groups -----------------------------------------------------------------------------------------------------

    def group(self, group: Item, given: dict[str, Any], path: Path, at: Path) -> dict[str, Any]:
        """The answers of a group by the keys of a case file; `path` leads through the response, `at` the case."""
        found: dict[str, list[Path]] = {}
        for place, one in self.listed(given, "item", path):
            link = one.get("linkId")
            if isinstance(link, str) and link in group.by_link:
                found.setdefault(link, []).append(place)
            else:
                self.problem(place, f"the question {cut(link)}", f"a question of {group.link or 'the form'}",
                             nearest(link, group.by_link))
        tree: dict[str, Any] = {}
        for link, places in found.items():
            item = group.by_link[link]
            self.lines[*at, item.key] = self.source.line_of(places[0])
            tree[item.key] = self.value(item, places, (*at, item.key))
        return tree

    def listed(self, given: dict[str, Any], key: str, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
        """The mappings of a list, each with its place."""
        inner = given.get(key, [])
        if not isinstance(inner, list):
            self.problem((*path, key), described(inner), "a list")
            return
        for number, one in enumerate(inner):
            if isinstance(one, dict):
                yield (*path, key, number), one
            else:
                self.problem((*path, key, number), described(one), "a mapping (key: value)")

    def value(self, item: Item, places: list[Path], at: Path) -> Any:
        if item.type is ItemType.GROUP and item.repeats:
            return self.by_name(item, places, at) if item.named_by else [
                self.group(item, self.at(place), place, self.lined((*at, number), place))
                for number, place in enumerate(places)]
        for place in places[1:]:
            self.problem(place, f"the question {item.link} a second time", "each question once")
        if item.type is ItemType.GROUP:
            return self.group(item, self.at(places[0]), places[0], at)
        return self.question(item, places[0], at)

    def at(self, place: Path) -> dict[str, Any]:
        held: Any = self.source.value_at(place)
        return held if isinstance(held, dict) else {}

    def lined(self, at: Path, place: Path) -> Path:
        """The path in the case, its line noted."""
        self.lines[at] = self.source.line_of(place)
        return at

    def by_name(self, item: Item, places: list[Path], at: Path) -> dict[str, Any]:
        """The groups of one kind by the answer that names each."""
        named: dict[str, Any] = {}
        for place in places:
            name = self.name(item, place)
            if name in named:
                self.problem(place, f"{cut(name)} a second time", f"each {item.named_by} once")
            elif name is not None:
                tree = self.group(item, self.at(place), place, self.lined((*at, name), place))
                del tree[item.named_by or ""]
                others = [key for key in item.by_key if key != item.named_by]
                named[name] = tree if len(others) > 1 else tree.get(others[0], [])
        return named

    def name(self, item: Item, place: Path) -> str | None:
        naming = item.by_key[item.named_by or ""]
        for path, one in self.listed(self.at(place), "item", place):
            if one.get("linkId") == naming.link:
                name = next((self.scalar(naming, at) for at, _ in self.listed(one, "answer", path)), None)
                if isinstance(name, str):
                    return name
        self.problem(place, f"no answer to {naming.link}", "a group with its name")
        return None

    # -- questions --------------------------------------------------------------------------------------------------

    def question(self, item: Item, place: Path, at: Path) -> Any:
        given = self.at(place)
        if "item" in given:
            self.problem((*place, "item"), "items beside the answers", "items under an answer")
        answers = [path for path, _ in self.listed(given, "answer", place)]
        for number, path in enumerate(answers):
            self.lines[*at, number] = self.source.line_of(path)
        if item.readings:
            return self.readings(item, answers, at)
        values = [self.scalar(item, path) for path in answers]
        if item.many:
            return values
        if len(values) > 1:
            self.problem(answers[1], f"{len(values)} answers", "one answer")
        return values[0] if values else None

    def scalar(self, item: Item, place: Path) -> Any:
        try:
            return value_of(item, self.at(place))
        except NotReadError as error:
            self.problem(place, error.found, error.expected)
            return None

    def readings(self, item: Item, answers: list[Path], at: Path) -> list[dict[str, Any]]:
        """The readings of a fact; the answers of one that is a list of words are brought together."""
        read: dict[object, dict[str, Any]] = {}
        for number, place in enumerate(answers):
            origin = self.group(item, self.at(place), place, (*at, number))
            reading = origin.pop(READING, None)
            key = ("answer", number) if reading is None and not item.many else reading
            entry = {**origin, "value": self.reading_value(item, origin, place)}
            if key in read and not item.many:
                self.problem(place, f"the reading {reading} a second time", "each reading once")
            elif key in read and {**read[key], "value": None} != {**entry, "value": None}:
                self.problem(place, "answers of one reading that differ in where they come from", "the same for each")
            elif key in read:
                entry["value"] = [*(read[key]["value"] or []), *(entry["value"] or [])]
            read[key] = entry
        return [{key: value for key, value in entry.items() if value is not None} for entry in read.values()]

    def reading_value(self, item: Item, origin: dict[str, Any], place: Path) -> Any:
        """The value of one answer; a list of words without a value is empty where it was documented at all."""
        value = self.scalar(item, place)
        if not item.many:
            return value
        empty = origin.get("status") not in {str(Status.NOT_IN_CHART), str(Status.UNANSWERED)}
        return [value] if value is not None else [] if empty else None
