"""Diagnoses: billable, of the region that is treated, not excluding each other, matching symptoms and imaging."""

import itertools
from collections.abc import Iterator

from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.icd10 import CodeTable, code_table
from logic.checks.rules import ExcludedDiagnoses
from logic.checks.view import View, levels_of, spoken
from logic.levels import UnknownLevelError, expand

_NONE_RECORDED = Answer("no diagnosis is recorded", open=True)
_COMPARTMENTS = ("central_stenosis", "lateral_recess_stenosis", "foraminal_stenosis")
_SHOWN = 3
"""How many more specific codes a message names."""


def _codes(view: View) -> tuple[str, ...]:
    return tuple(dict.fromkeys(diagnosis.code.strip().upper() for diagnosis in view.record.case.diagnoses))


@check("CR-DX-001")
def diagnosis_billable(view: View) -> Iterator[Answer]:
    """Each diagnosis is the most specific code of the edition in force on the day of surgery."""
    if not _codes(view):
        yield _NONE_RECORDED
    for code in _codes(view):
        if answer := _billable(view, code, code_table()):
            yield answer


def _billable(view: View, code: str, table: CodeTable) -> Answer | None:
    day = view.surgery_day
    longer = table.more_specific(code)
    more = ", ".join(longer[:_SHOWN]) + (" and others" if len(longer) > _SHOWN else "")
    split = table.split.get(code)
    if longer and (day >= (split or table.in_force_from)):
        return Answer(f"{code} is not billable, more specific: {more}")
    if not table.in_force(day):
        return Answer(f"{code} on {day.isoformat()}; the table is the {table.edition}, in force from "
                      f"{table.in_force_from.isoformat()} to {table.in_force_to.isoformat()}", open=True)
    if code in table.billable:
        return None
    if table.holds(code):
        return Answer(f"{code} is not in the {table.edition}")
    return Answer(f"{code} is outside the table of codes for the spine ({table.edition})", open=True)


# -- region -----------------------------------------------------------------------------------------------------


def sites(view: View, code: str) -> tuple[str, ...] | None:
    """The levels that the region of a diagnosis fits; empty when its site is not specified, None when it has none."""
    fitting = [(prefix, region) for region in view.rule.regions for prefix in region.prefixes
               if code.startswith(prefix)]
    if not fitting:
        return None
    prefix, region = max(fitting, key=lambda item: len(item[0]))
    rest = code.removeprefix(prefix).removeprefix(".")
    key = max((key for key in region.levels if rest.startswith(key)), key=len, default=None)
    return None if key is None else tuple(level for text in region.levels[key] for level in _expanded(text))


def _expanded(text: str) -> tuple[str, ...]:
    try:
        return expand(text)
    except UnknownLevelError:
        return ()


@check("CR-DX-002")
def diagnosis_region(view: View) -> Iterator[Answer]:
    """The region that a diagnosis names is treated at some level."""
    treated = levels_of(view.lines)
    named = {code: found for code in _codes(view) if (found := sites(view, code)) is not None}
    if not _codes(view):
        yield _NONE_RECORDED
    for code, levels in named.items():
        if not levels:
            yield Answer(f"{code} names no site")
        elif not treated:
            yield Answer(f"{code} names a region, the lines name no levels", open=True)
        elif not set(levels) & set(treated):
            yield Answer(f"{code} is for {_range(levels)}, the request is for {spoken(treated)}")


def _range(levels: tuple[str, ...]) -> str:
    return levels[0] if len(levels) == 1 else f"{levels[0]} to {levels[-1]}"


@check("CR-DX-003")
def excluded_diagnoses(view: View) -> Iterator[Answer]:
    """Diagnoses of which one contains or contradicts the other are not coded together."""
    if not _codes(view):
        yield _NONE_RECORDED
    for one, other in itertools.combinations(_codes(view), 2):
        if any(_excluded(view, rule, one, other) for rule in view.rule.excludes):
            yield Answer(f"{one} and {other} are not coded together")


def _excluded(view: View, rule: ExcludedDiagnoses, one: str, other: str) -> bool:
    if not any(a.startswith(rule.one) and b.startswith(rule.other) for a, b in ((one, other), (other, one))):
        return False
    here, there = sites(view, one), sites(view, other)
    return not (rule.same_site and here and there) or bool(set(here) & set(there))


# -- diagnosis against record -----------------------------------------------------------------------------------


@check("CR-DX-004")
def claudication_digit(view: View) -> Iterator[Answer]:
    """The digit of lumbar stenosis says whether there is neurogenic claudication; so do the symptoms."""
    stating = [code for code in _codes(view) if code in {"M48.061", "M48.062"}]
    if not stating:
        yield UNCONCERNED
    claudication = view.patient("neurogenic_claudication").values
    for code in stating:
        if not claudication:
            yield Answer(f"{code}; whether there is neurogenic claudication is not recorded", open=True)
        elif True in claudication and code == "M48.061":
            yield Answer("M48.061 is stenosis without neurogenic claudication, the record states it")
        elif True not in claudication and code == "M48.062":
            yield Answer("M48.062 is stenosis with neurogenic claudication, the record denies it")


@check("CR-DX-005")
def stenosis_diagnosis_against_mild_imaging(view: View) -> Iterator[Answer]:
    """A diagnosis of stenosis with claudication beside imaging that grades no requested level moderate or worse."""
    codes = view.diagnosed(view.named("diagnoses"))
    if not codes:
        yield UNCONCERNED
        return
    words = view.record.vocabulary.scales["stenosis"].words
    moderate = words.index("moderate")
    graded = [str(value) for level in levels_of(view.lines) for name in _COMPARTMENTS
              for value in view.at(name, level).values if value in words]
    if not graded:
        yield Answer("no graded imaging at the requested levels", open=True)
    elif all(words.index(word) < moderate for word in graded):
        worst = max(graded, key=words.index).replace("_", " ")
        claudication = " with neurogenic claudication" if "M48.062" in codes else ""
        yield Answer(f"the diagnosis is stenosis{claudication} ({', '.join(codes)}), imaging at the requested levels "
                     f"grades it {worst} at most")
