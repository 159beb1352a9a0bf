"""An example's changes put into the base case of its file, with the line of every value kept."""

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from logic.problems import Path, Problem, cut, described, written
from logic.yaml_source import Source

NOT_IN_A_BASE = {"case": "no id of a case (each example has a name)", "policy": "no set (the folder tells it)",
                 "expect": "no outcomes (they stand in each example)"}
"""Keys of a case file that would say nothing in a base, and why."""

_TOP: Path = ()


@dataclass(frozen=True)
class Changed:
    """A base case with changes put in: its source, the problems met, and where each changed path came from."""

    source: Source
    problems: tuple[Problem, ...] = ()
    changed: Mapping[str, str] = field(default_factory=dict)
    """The paths in the example file by the changed path of the case, both as written."""
    example: str = ""
    """The example whose changes were put in; empty for the base alone."""

    def place(self, path: str) -> str:
        """Where a path of the case stands in the example file."""
        for of_case, of_file in sorted(self.changed.items(), reverse=True):  # the longest of those that fit first
            if path == of_case or path.startswith((f"{of_case}.", f"{of_case}[")):
                return of_file + path.removeprefix(of_case)
        whose = f" (with {self.example})" if self.example else ""
        return (f"base.{path}" if path else "base") + whose


def base_of(source: Source, name: str) -> Changed:
    """The base of an example file as a case of its own."""
    given = source.value_at(("base",))
    data = dict(given) if isinstance(given, dict) else {}
    problems = [
        Problem(source.file, source.line_of(("base", key)), f"base.{key}", f"the key {key}", expected)
        for key, expected in NOT_IN_A_BASE.items() if key in data
    ]
    for key in NOT_IN_A_BASE:
        data.pop(key, None)
    lines = {path[1:]: line for path, line in source.lines.items() if path[:1] == ("base",)}
    return Changed(Source(source.file, {"case": name, **data}, lines), tuple(problems))


def changed(base: Changed, source: Source, number: int) -> Changed:
    """The base with the changes of an example: values put in, in their order, then facts removed, last first."""
    given = source.value_at(("examples", number, "change"))
    changes = given if isinstance(given, dict) else {}
    work = _Changing(source, number, copy.deepcopy(base.source.data), dict(base.source.lines))
    for key, value in changes.items():
        if value is not None:
            work.put(key, value)
    for key in sorted((key for key, value in changes.items() if value is None), key=_place_in_order, reverse=True):
        work.remove(key)
    return Changed(Source(source.file, work.data, work.lines), tuple(work.problems), work.changed,
                   written(("examples", number)))


def _place_in_order(key: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in key.split("."))


@dataclass
class _Changing:
    """Puts the changes of one example into the data of a case."""

    source: Source
    number: int
    data: Any
    lines: dict[Path, int]
    problems: list[Problem] = field(default_factory=list)
    changed: dict[str, str] = field(default_factory=dict)

    def problem(self, key: str, found: str, expected: str) -> None:
        path: Path = ("examples", self.number, "change", key)
        self.problems.append(Problem(self.source.file, self.source.line_of(path), written(path), found, expected))

    def put(self, key: str, value: object) -> None:
        """Puts a value at a path; what is missing on the way is made."""
        parts = key.split(".")
        here, path = self.data, _TOP
        for part, following in zip(parts, [*parts[1:], None], strict=True):
            last = following is None
            step = self.step(here, part, key, path, may_add=True)
            if step is None:
                return
            path = (*path, step)
            if last:
                self.store(here, step, copy.deepcopy(value))
                self.move_lines(key, path)
            elif self.missing(here, step):
                self.store(here, step, [] if str(following).isdecimal() else {})
                home: Path = ("examples", self.number, "change", key)
                self.lines[path] = self.source.line_of(home)
                self.changed[written(path)] = written(home)
            here = here[step]

    def remove(self, key: str) -> None:
        """Takes out what stands at a path."""
        here, path = self.data, _TOP
        parts = key.split(".")
        for part in parts:
            step = self.step(here, part, key, path, may_add=False)
            if step is None:
                return
            if self.missing(here, step):
                self.problem(key, f"nothing at {cut(key)} that could be removed", "a path of the base")
                return
            path = (*path, step)
            if len(path) < len(parts):
                here = here[step]
        del here[path[-1]]
        around = path[:-1] if isinstance(path[-1], int) else path
        self.lines = {at: line for at, line in self.lines.items() if at[:len(around)] != around or at == around}

    def step(self, here: object, part: str, key: str, path: Path, *, may_add: bool) -> str | int | None:
        """The key or position that a part of a path names; None (with a problem) when it names none."""
        if not part:
            self.problem(key, f'the path "{cut(key)}"', "a path such as patient.age_years or levels.L4-L5.slip_mm")
        elif isinstance(here, dict):
            return part
        elif isinstance(here, list):
            most = len(here) + may_add
            if part.isdecimal() and 1 <= int(part) <= most:
                return int(part) - 1
            self.problem(key, f"{cut(part)} as a place of {written(path)}", f"a number from 1 to {most}")
        else:
            self.problem(key, f"{described(here)} at {written(path)}", "a mapping or a list, to change something in it")
        return None

    @staticmethod
    def missing(here: Any, step: str | int) -> bool:
        if isinstance(here, dict):
            return here.get(step) is None
        return isinstance(step, int) and step >= len(here)

    @staticmethod
    def store(here: Any, step: str | int, value: object) -> None:
        if isinstance(here, list) and isinstance(step, int) and step == len(here):
            here.append(value)
        else:
            here[step] = value

    def move_lines(self, key: str, path: Path) -> None:
        """Notes where the values of a change stand."""
        home: Path = ("examples", self.number, "change", key)
        self.lines = {at: line for at, line in self.lines.items() if at[:len(path)] != path}
        self.lines.update(_under(self.source.lines, home, path))
        self.changed[written(path)] = written(home)


def _under(lines: Mapping[Path, int], home: Path, path: Path) -> Iterable[tuple[Path, int]]:
    for at, line in lines.items():
        if at[:len(home)] == home:
            yield (*path, *at[len(home):]), line
