"""A case with one answer, row, line or document changed. Pure: every function returns a new case.

A fact is named by its path, as everywhere: "neurogenic_claudication" (patient), "si_faber.left" (patient, by side),
"L5-S1.slip_mm" (level), "stage1.graft_materials" (stage).
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from logic.case import Case, Diagnosis, Document, Entry, Line, Row, Stage
from logic.levels import LEVELS
from logic.vocabulary import Frozen

MOST_STAGES = 4
T = TypeVar("T")
Facts = Mapping[str, tuple[Entry, ...]]


# -- facts ----------------------------------------------------------------------------------------------------------

def entries_at(case: Case, path: str) -> tuple[Entry, ...]:
    """All answers to the fact at a path, in the order in which they were entered."""
    where, key = _split(path)
    return _facts(case, where).get(key, ())


def set_entry(case: Case, path: str, entry: Entry | None, place: int = 0) -> Case:
    """The case with one answer of a fact put in place, added after the others, or (None) taken away."""
    where, key = _split(path)
    facts = _facts(case, where)
    entries = _placed(facts.get(key, ()), entry, place)
    changed = {name: given for name, given in facts.items() if name != key or entries}
    if entries:
        changed[key] = entries
    return _with_facts(case, where, changed)


def answer(case: Case, path: str, entry: Entry) -> Case:
    """The case with one answer of a fact in place of all that were given."""
    where, key = _split(path)
    return _with_facts(case, where, {**_facts(case, where), key: (entry,)})


def _split(path: str) -> tuple[str, str]:
    """The place of a path (a level, "stage1", or empty for the patient) and the key of the fact there."""
    first, _, rest = path.partition(".")
    here = first in LEVELS or (first.startswith("stage") and first.removeprefix("stage").isdigit())
    return (first, rest) if here and rest else ("", path)


def _facts(case: Case, where: str) -> Facts:
    if not where:
        return case.patient
    if where in LEVELS:
        return case.levels.get(where, {})
    return case.stages[_stage_place(where)].plan


def _with_facts(case: Case, where: str, facts: Facts) -> Case:
    if not where:
        return _changed(case, patient=facts)
    if where in LEVELS:
        levels = {level: given for level, given in case.levels.items() if level != where or facts}
        return _changed(case, levels={**levels, where: facts} if facts else levels)
    return set_stage(case, _stage_place(where) + 1, plan=facts)


def _stage_place(where: str) -> int:
    return int(where.removeprefix("stage")) - 1


# -- the request ----------------------------------------------------------------------------------------------------

def set_case(case: Case, **fields: object) -> Case:
    """The case with other fields of its own (title, policy, care)."""
    return _changed(case, **fields)


def set_request(case: Case, **fields: object) -> Case:
    """The case with other fields of its request (day, surgery day, kind, urgency, who decides)."""
    return _changed(case, request=_changed(case.request, **fields))


def add_stage(case: Case) -> Case:
    """The case with one more, empty operation; at most four."""
    return case if len(case.stages) >= MOST_STAGES else _changed(case, stages=(*case.stages, Stage()))


def remove_stage(case: Case, number: int) -> Case:
    """The case without one of its operations; the last one left is emptied instead."""
    return _changed(case, stages=_placed(case.stages, None, number - 1) or (Stage(),))


def set_stage(case: Case, number: int, **fields: object) -> Case:
    """The case with other fields of one operation (approach, setting, days, plan)."""
    return _changed(case, stages=_placed(case.stages, _changed(case.stages[number - 1], **fields), number - 1))


def add_line(case: Case, stage: int, line: Line) -> Case:
    """The case with one more requested code at the end of a stage."""
    return set_stage(case, stage, lines=(*case.stages[stage - 1].lines, line))


def set_line(case: Case, stage: int, place: int, **fields: object) -> Case:
    """The case with other fields of one requested code."""
    lines = case.stages[stage - 1].lines
    return set_stage(case, stage, lines=_placed(lines, _changed(lines[place], **fields), place))


def remove_line(case: Case, stage: int, place: int) -> Case:
    """The case without one requested code."""
    return set_stage(case, stage, lines=_placed(case.stages[stage - 1].lines, None, place))


# -- rows -----------------------------------------------------------------------------------------------------------

def add_row(case: Case, kind: str, row: Row) -> Case:
    """The case with one more row of a kind ("treatments"); the kind is no longer marked none."""
    return _changed(case, rows={**case.rows, kind: (*case.rows.get(kind, ()), row)})


def set_row(case: Case, kind: str, place: int, row: Row) -> Case:
    """The case with one row replaced."""
    return _changed(case, rows={**case.rows, kind: _placed(case.rows[kind], row, place)})


def remove_row(case: Case, kind: str, place: int) -> Case:
    """The case without one row. Without its last row a kind is open again: nobody said that there was none."""
    left = _placed(case.rows[kind], None, place)
    return _changed(case, rows={**case.rows, kind: left}) if left else mark_none(case, kind, none=False)


def mark_none(case: Case, kind: str, *, none: bool) -> Case:
    """The case with a whole kind of rows marked "asked and none", or left open again."""
    others = {name: rows for name, rows in case.rows.items() if name != kind}
    return _changed(case, rows={**others, kind: ()} if none else others)


def set_care(case: Case, **fields: tuple[str, ...]) -> Case:
    """The case with other kinds of treatment marked none, or marked as perhaps not complete."""
    return _changed(case, care=_changed(case.care, **fields))


# -- diagnoses and documents ----------------------------------------------------------------------------------------

def set_diagnosis(case: Case, place: int, diagnosis: Diagnosis | None) -> Case:
    """The case with a diagnosis put in place, added after the others, or (None) taken away."""
    return _changed(case, diagnoses=_placed(case.diagnoses, diagnosis, place))


def set_document(case: Case, name: str, document: Document) -> Case:
    """The case with a document declared or changed under its id."""
    return _changed(case, documents={**case.documents, name: document})


def renew_document(case: Case, kind: str, document: Document) -> Case:
    """The case with a newer document of a kind that shows all that the earlier ones of the kind show."""
    name = free_name(case, kind)
    earlier = {other for other, held in case.documents.items() if held.kind == kind}
    return _changed(
        set_document(case, name, document), patient=_referring(case.patient, earlier, name),
        levels={level: _referring(facts, earlier, name) for level, facts in case.levels.items()},
    )


def _referring(facts: Facts, earlier: set[str], name: str) -> Facts:
    return {key: tuple(_changed(entry, source=name) if entry.source in earlier else entry for entry in entries)
            for key, entries in facts.items()}


def free_name(case: Case, kind: str) -> str:
    """An id for a new document of a kind that no other document has."""
    number = 1
    while f"{kind}_{number}" in case.documents:
        number += 1
    return f"{kind}_{number}"


def remove_document(case: Case, name: str) -> Case:
    """The case without a document. What referred to it stays, without a document."""
    documents = {
        other: _changed(document, addendum_to=None) if document.addendum_to == name else document
        for other, document in case.documents.items() if other != name
    }
    return _changed(
        case, documents=documents, patient=_forgetting(case.patient, name),
        levels={level: _forgetting(facts, name) for level, facts in case.levels.items()},
        stages=tuple(_changed(stage, plan=_forgetting(stage.plan, name)) for stage in case.stages),
        rows={kind: tuple(_sourceless(row, name) for row in rows) for kind, rows in case.rows.items()},
    )


def _forgetting(facts: Facts, document: str) -> Facts:
    return {key: tuple(_sourceless(entry, document) for entry in entries) for key, entries in facts.items()}


P = TypeVar("P", Entry, Row)


def _sourceless(given: P, document: str) -> P:
    return _changed(given, source=None) if given.source == document else given


# -- helpers --------------------------------------------------------------------------------------------------------

M = TypeVar("M", bound=Frozen)


def _changed(model: M, **fields: object) -> M:
    changed: M = model.model_copy(update=fields)
    return changed


def _placed(items: Iterable[T], item: T | None, place: int) -> tuple[T, ...]:
    """The items with one put at a place (after the last: added), or (None) taken away."""
    held = list(items)
    held[place:place + 1] = [] if item is None else [item]
    return tuple(held)
