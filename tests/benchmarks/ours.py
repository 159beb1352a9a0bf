"""Reference policies in the policy language of this project, read by the loader of this project."""

from pathlib import Path
from typing import Any

from logic.loading import Library, load_library
from logic.policy import Criterion
from tests.benchmarks.reference import CATEGORIES, RANGES, Node

FOLDER = Path(__file__).parent / "policies"
WORDS = {"all": "any", "any": "all"}


def criterion() -> tuple[Criterion, Library]:
    """The criteria of the one rule in `policies/`, loaded as every policy is."""
    library = load_library(FOLDER)
    (edition,) = library.sets["invented"].editions
    (rule,) = edition.rules
    assert rule.criteria
    return rule.criteria, library


def in_our_language(node: Node, *, turned: bool = False) -> dict[str, Any]:
    """A reference policy as the policy language says it: a negation is carried down to the tests of the leaves."""
    said = {"says": node["id"].replace("_", " ")}
    if "not" in node:
        return in_our_language(node["not"], turned=not turned)
    if "fact" in node:
        return {**said, "fact": node["fact"], **_test(node, turned=turned)}
    if "of" in node:
        count = len(node["of"]) - node["at_least"] + 1 if turned else node["at_least"]
        return {**said, "at_least": count, "of": [in_our_language(part, turned=turned) for part in node["of"]]}
    key = "all" if "all" in node else "any"
    return {**said, WORDS[key] if turned else key: [in_our_language(part, turned=turned) for part in node[key]]}


def _test(node: Node, *, turned: bool) -> dict[str, Any]:
    op, value = node["op"], node["value"]
    if op == "is":
        return {"is": value is not turned}
    if op == "in":
        return {"in": [word for word in CATEGORIES[node["fact"]] if (word in value) is not turned]}
    return {{("ge", False): "min", ("le", False): "max", ("ge", True): "less_than", ("le", True): "more_than"}[op, turned]: value}


def fact(name: str) -> dict[str, Any]:
    """A fact of a reference policy as the vocabulary says it."""
    told: dict[str, Any] = {"id": name, "label": name.replace("_", " "), "kind": "yes_no", "belongs": "patient",
                            "ask": f"{name.replace('_', ' ')}?", "help": "Invented.", "document": "note", "who": "office"}
    if name in RANGES:
        told |= {"kind": "number", "unit": "units", "range": list(RANGES[name])}
    if name in CATEGORIES:
        told |= {"kind": "choice", "options": CATEGORIES[name]}
    return told
