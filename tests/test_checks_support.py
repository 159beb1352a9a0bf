"""How the tests of the checks write a request: codes with levels, side and units in one line of text."""

import copy
import re
from collections.abc import Sequence
from typing import Any

import pytest
import yaml

from logic.case import Case
from logic.case_file import read_case
from logic.checks import Check, CheckStatus, run_checks
from logic.determination import Determination, determine
from logic.loading import Library
from logic.record import Record
from logic.yaml_source import read_bytes

SIDES = {"left", "right", "bilateral"}
_LETTER = {CheckStatus.FINDING: "F", CheckStatus.PASSED: "P", CheckStatus.CANNOT_BE_CHECKED: "O"}


def line(text: str) -> dict[str, object]:
    """A line: "63030 L4-S1 left x2" is a code, its levels, side and units; "earlier": its primary was certified."""
    code, *words = text.split()
    made: dict[str, object] = {"code": code}
    for word in words:
        if re.fullmatch(r"x\d+", word):
            made["units"] = int(word[1:])
        elif word in SIDES:
            made["side"] = word
        elif word == "earlier":
            made["certified_earlier"] = True
        else:
            made.setdefault("levels", [])
            made["levels"] += [word]  # type: ignore[operator]
    return made


def case_of(library: Library, lines: str, facts: str = "", *, approach: Sequence[str] = ("posterior",)) -> Case:
    """A case with lines (stages divided by "|") and further keys of a case file; `stage:` goes to each stage."""
    more: Any = read_bytes(facts.encode(), "facts").data or {}
    stage = more.pop("stage", {})
    stages = [{"approach": list(approach), **copy.deepcopy(stage),
               "lines": [line(text) for text in part.split(",") if text.strip()]} for part in lines.split("|")]
    given = {"case": "tried", "request": {"day": "2026-01-12"}, "stages": stages, **more}
    text = yaml.safe_dump(given, sort_keys=False)
    return read_case(read_bytes(text.encode(), "tried.yaml"), library.vocabulary, library.catalogue)[0]


def checked(library: Library, lines: str, facts: str = "", *, approach: Sequence[str] = ("posterior",)) -> list[Check]:
    """Every check of a request."""
    case = case_of(library, lines, facts, approach=approach)
    record = Record(case, library.vocabulary, library.catalogue, case.request.day or pytest.fail("no day"))
    return list(run_checks(Determination(record, "none", None, determine(record, None)), library.checks))


def answer(checks: list[Check], rule: str) -> str:
    """The answers of a rule as letters: F a finding, P passed, O cannot be checked, nothing when it is silent."""
    letters = {_LETTER[check.status] for check in checks if check.id == rule}
    return "".join(letter for letter in "FPO" if letter in letters)


def findings(checks: list[Check], *severities: str) -> set[str]:
    """The rules that found something, of some severities (all)."""
    return {check.id for check in checks if check.status is CheckStatus.FINDING
            and (not severities or check.severity in severities)}
