"""A case with a mark in every text that a person can enter, to be looked for wherever it must not be."""

from collections.abc import Iterator
from typing import Any

import yaml

from logic.case_writing import case_text
from logic.loading import SAMPLES, Library, case_from_bytes, load_case
from logic.problems import ProblemsError
from logic.vocabulary import Belongs, Kind

MARK = "Zq7Mark"
SAMPLE, DOCUMENT = "l5s1_revision_tlif", "record"
OURS = {"policy", "code", "from", "status", "kind", "author", "day", "side", "urgency"}
HOSTILE = '=1+1 ![x](http://outside.example/x.png) <script>alert(1)</script> [y](http://outside.example) $z$'


def planted(library: Library, further: str = "") -> tuple[str, tuple[str, ...]]:
    """A sample as a file with a numbered mark in every text that takes one, and the marks.

    `further` is put before each mark, where the text may hold it.
    """
    plain: Any = yaml.safe_load(case_text(load_case(SAMPLES / f"{SAMPLE}.yaml", library)[0]))
    _give_texts(plain, library)
    assert _reads(plain, library)
    marks: list[str] = []
    for holder, key in list(_texts(plain)):
        before = holder[key]
        for told in (f"{further} {MARK}{len(marks)}".strip(), f"{MARK}{len(marks)}", f"{MARK}{len(marks)}".lower()):
            holder[key] = told
            if _reads(plain, library):
                marks.append(told)
                break
        else:
            holder[key] = before
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True), tuple(marks)


def _give_texts(plain: Any, library: Library) -> None:
    """Adds the texts that the sample does not have: the request's own, and every fact that is a text."""
    plain.update(title="x", story="x")
    plain["request"].update(denial_reason="x", denial_day="2025-01-01")
    for fact in library.vocabulary.facts.values():
        if fact.kind is Kind.TEXT and fact.belongs is Belongs.PATIENT:
            plain["patient"][fact.id] = {"value": "x", "words": "x", "page": "x", "remark": "x"}
    for facts in plain["levels"].values():
        for name, given in facts.items():
            if isinstance(given, dict) and "value" in given:
                facts[name] = {**given, "words": "x", "page": "x", "remark": "x"}
    text = yaml.safe_dump(plain).replace(f"{DOCUMENT}:", f"{MARK.lower()}_of_a_document:")
    plain |= yaml.safe_load(text.replace(f"from: {DOCUMENT}\n", f"from: {MARK.lower()}_of_a_document\n"))


def _texts(plain: Any) -> Iterator[tuple[Any, Any]]:
    """Where texts may stand that are no words of ours: the mapping, and the key."""
    for key, value in plain.items() if isinstance(plain, dict) else enumerate(plain):
        if isinstance(value, str) and key not in OURS and isinstance(plain, dict):
            yield plain, key
        elif isinstance(value, dict | list):
            yield from _texts(value)


def _reads(plain: Any, library: Library) -> bool:
    try:
        case_from_bytes(yaml.safe_dump(plain, sort_keys=False, allow_unicode=True).encode(), "planted", library)
    except ProblemsError:
        return False
    return True
