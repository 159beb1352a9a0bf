"""A case written as a YAML file that is read back to an equal case."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import yaml

from logic.case import Case, Entry, Expectation, Row, Stage
from logic.vocabulary import ROW_KINDS, Frozen


def case_text(case: Case) -> str:
    """The case as a YAML file that `read_case` reads back to an equal case."""
    notice = (
        "# A pre-check record. It holds no names or record numbers, but dates of care are protected health\n"
        "# information: keep and send this file like any other part of a medical record.\n"
    )
    return notice + yaml.dump(_plain_case(case), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Dumper(yaml.CSafeDumper):
    """Writes numbers without exponents and odd line ends as escapes: so both are read back as they were."""


def _float(dumper: yaml.CSafeDumper, number: float) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:float", _digits(number))


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    whole = text.encode("utf-8", "replace").decode()  # half of a character, which no file can hold, becomes "?"
    style = '"' if _ODD_LINE_END.search(whole) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", whole, style=style)


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
