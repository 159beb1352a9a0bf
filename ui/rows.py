"""Rows of the record (treatments, symptoms, examinations ...): a list of lines, each opening into its fields."""

from collections.abc import Mapping

import streamlit as st

from logic.case import COUNTING, Row, Status, Value
from logic.editing import add_row, mark_none, remove_row, set_row
from logic.reading import shown
from logic.vocabulary import ROW_KINDS, Belongs, Fact, Kind
from ui.bound import Answer, Slot, answer, choose, line
from ui.fact_rows import default_source, document_names
from ui.library import library
from ui.markup import badge, show_heading
from ui.state import case, change
from ui.text import STATUS_WORDS, joined, md, status_badge

COLUMNS = 3
NAMED = {
    Belongs.SYMPTOM: "symptom", Belongs.EXAM: "finding of the examination", Belongs.TREATMENT: "course of treatment",
    Belongs.INJECTION: "injection", Belongs.EMG: "EMG result", Belongs.SURGERY: "earlier operation",
    Belongs.CURVE: "measured curve",
}


def row_list(belongs: Belongs, title: str) -> None:
    """All rows of a kind, a button for one more, and the mark that there were none."""
    kind = ROW_KINDS[belongs]
    given = case().rows.get(kind)
    show_heading(title, _how_many(given))
    for place in range(len(given or ())):
        _row(belongs, kind, place)
    with st.container(horizontal=True):
        st.button(f"Add a {NAMED[belongs]}".replace("a e", "an e").replace("a E", "an E").replace("a i", "an i"),
                  key=f"{kind}~add", icon=":material/add:", on_click=_add, args=(kind,))
        if given is None:
            st.button("Asked, and none", key=f"{kind}~none", type="tertiary", on_click=_none, args=(kind, True),
                      help="Closes the question: somebody asked, and there is none.")
        elif not given:
            st.button("Not asked yet", key=f"{kind}~open", type="tertiary", on_click=_none, args=(kind, False))


def _how_many(given: tuple[Row, ...] | None) -> str:
    if given is None:
        return badge("gray", "Not answered")
    return badge("gray", str(len(given))) if given else badge("blue", "Asked, and none")


def _add(kind: str) -> None:
    place = len(case().rows.get(kind) or ())
    if change(add_row(case(), kind, Row(values={}).model_copy(update={"source": default_source()}))):
        st.session_state[f"{kind}.{place}"] = True


def _none(kind: str, none: bool) -> None:
    change(mark_none(case(), kind, none=none))


def _row(belongs: Belongs, kind: str, place: int) -> None:
    """One row: closed it is a sentence, open its fields."""
    row = case().rows[kind][place]
    key = f"{kind}.{place}"
    opened = st.expander(_told(belongs, row), key=key, on_change="rerun", type="compact")
    if not opened.open:
        return
    with opened:
        _fields(belongs, row, key)
        _provenance(row, key)
        st.button("Remove this row", key=f"{key}~remove", type="tertiary", icon=":material/delete:", on_click=_remove,
                  args=(kind, place))


def _told(belongs: Belongs, row: Row) -> str:
    """A row in a few words, with its status and document."""
    facts = library().vocabulary.belonging_to(belongs)
    said = ", ".join(_said(facts[name], value) for name, value in row.values.items() if name in facts)
    source = f":gray[{md(row.source)}]" if row.source else ":gray[no document named]"
    return joined([md(said) if said else "*Empty row*", status_badge(row.status), source], " ")


def _said(fact: Fact, value: Value) -> str:
    if fact.kind is Kind.YES_NO:
        return fact.label if value else f"not {fact.label}"
    if fact.kind is Kind.DATE:
        return f"{fact.label} {shown(value)}"
    return shown(value, fact.unit and fact.unit.removesuffix("s") if value == 1 else fact.unit)


def _fields(belongs: Belongs, row: Row, key: str) -> None:
    """The usual fields, and on request all of them; those that hold something are always shown."""
    facts = library().vocabulary.belonging_to(belongs)
    everything = bool(st.session_state.get(f"{key}~all"))
    offered = [fact for fact in facts.values() if everything or not fact.advanced or fact.id in row.values]
    for first in range(0, len(offered), COLUMNS):
        for fact, column in zip(offered[first:first + COLUMNS], st.columns(COLUMNS)):  # noqa: B905 - last row shorter
            with column:
                answer(Answer(fact, f"{key}.{fact.id}", row.values.get(fact.id), _write, narrow=True),
                       _label(fact))
    if any(fact.advanced for fact in facts.values()):
        st.toggle("All fields", key=f"{key}~all")


def _label(fact: Fact) -> str:
    """The short name of a field, with its unit."""
    return f"{fact.label[:1].upper()}{fact.label[1:]}{f' ({fact.unit})' if fact.unit else ''}"


def _place(key: str) -> tuple[str, int]:
    kind, place = key.split(".")[:2]
    return kind, int(place)


def _at(key: str) -> tuple[str, int, Row]:
    kind, place = _place(key)
    return kind, place, case().rows[kind][place]


def _write(key: str, value: Value | None) -> None:
    kind, place, row = _at(key)
    name = key.split(".")[2]
    values: Mapping[str, Value] = {other: held for other, held in row.values.items() if other != name}
    if value is not None:
        order = {**row.values, name: value}
        values = order
    change(set_row(case(), kind, place, row.model_copy(update={"values": values})))


def _remove(kind: str, place: int) -> None:
    if change(remove_row(case(), kind, place)):
        st.session_state[f"{kind}.{place}"] = False


def _provenance(row: Row, key: str) -> None:
    """Status, document and remark of a row."""
    status, document, remark = st.columns(COLUMNS)
    with status:
        choose("Status", Slot(f"{key}~status", _write_status, (key,)), row.status, list(COUNTING),
               shown=lambda status: STATUS_WORDS[Status(status)])
        if row.status is Status.IMPLIED or st.session_state.get(f"{key}~wanted"):
            line("What in the record supports it", Slot(f"{key}~reason", _write_reason, (key,)), row.reason,
                 placeholder="Needed: implied counts once this is stated")
    with document:
        names = document_names()
        choose("Document", Slot(f"{key}~from", _write_field, (key, "source")), row.source, list(names),
               shown=names.__getitem__, placeholder="No document named")
    with remark:
        line("Remark", Slot(f"{key}~remark", _write_field, (key, "remark")), row.remark, placeholder="None")


def _write_status(widget: str, key: str) -> None:
    kind, place, row = _at(key)
    status = st.session_state[widget] or Status.DOCUMENTED
    st.session_state[f"{key}~wanted"] = status is Status.IMPLIED and not row.reason
    if not st.session_state[f"{key}~wanted"]:
        change(set_row(case(), kind, place, row.model_copy(update={"status": status})))


def _write_reason(widget: str, key: str) -> None:
    kind, place, row = _at(key)
    reason = st.session_state[widget].strip() or None
    st.session_state[f"{key}~wanted"] = False
    status = Status.IMPLIED if reason else Status.DOCUMENTED
    change(set_row(case(), kind, place, row.model_copy(update={"reason": reason, "status": status})))


def _write_field(widget: str, key: str, field: str) -> None:
    kind, place, row = _at(key)
    change(set_row(case(), kind, place, row.model_copy(update={field: st.session_state[widget] or None})))
