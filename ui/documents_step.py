"""Step "Documents": each document of the record once, so that answers can name it."""

import streamlit as st

from logic.case import Document
from logic.editing import free_name, remove_document, set_document
from ui.asked import Asked
from ui.bound import Slot, choose, day, fill, line
from ui.library import library
from ui.shown import tied
from ui.state import case, change
from ui.text import md

IDENTIFIERS = "No names, birth dates or record numbers. Dates of care are protected health information all the same."


def documents_step(_asked: Asked) -> None:
    """The declared documents: kind, author's role, date."""
    st.caption(f"Each document once; answers refer to it. {IDENTIFIERS}")
    for name in case().documents:
        _document(name)
    key = "document~new"
    fill(key, None)
    kinds = library().vocabulary.document_kinds
    st.selectbox("Add a document", list(kinds), index=None, format_func=kinds.__getitem__,
                 placeholder="Add a document: choose its kind", label_visibility="collapsed", **tied(key, _add))


def _document(name: str) -> None:
    held = case().documents[name]
    vocabulary = library().vocabulary

    def slot(field: str) -> Slot:
        return Slot(f"document.{name}.{field}", _write, (name, field))

    with st.container(border=True, key=f"box.{name}"):
        st.markdown(f"**{md(name)}**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            choose("Kind", slot("kind"), held.kind, list(vocabulary.document_kinds),
                   shown=lambda kind: vocabulary.document_kinds[kind])
            choose("Author", slot("author"), held.author, vocabulary.facts["document_author"].options,
                   placeholder="Not stated")
            day("Date", slot("date"), held.date)
            st.button("Remove", key=f"document.{name}~remove", type="tertiary", on_click=_remove, args=(name,))
        with st.container(horizontal=True):
            line("Note", slot("note"), held.note, placeholder="None")
            others = [other for other in case().documents if other != name]
            choose("Addendum to", slot("addendum_to"), held.addendum_to, others, shown=str,
                   placeholder="Not an addendum")


def _write(widget: str, name: str, field: str) -> None:
    value = st.session_state[widget] or None
    if field == "kind" and value is None:
        return
    change(set_document(case(), name, case().documents[name].model_copy(update={field: value})))


def _add() -> None:
    kind = st.session_state["document~new"]
    if kind:
        name = free_name(case(), kind.removesuffix("_report").removesuffix("_note"))
        change(set_document(case(), name, Document(kind=kind)))


def _remove(name: str) -> None:
    change(remove_document(case(), name))
