"""The next question, answered in place: one key for yes, no, or not in the chart, one for the step that asks it."""

import streamlit as st

from logic.case import Entry, Row, Status, Value
from logic.editing import add_row, entries_at, mark_none, set_care, set_entry
from logic.review import Review
from logic.vocabulary import ROW_KINDS, Belongs, Fact, Kind
from logic.wording import fact_at, label_of
from ui.asked import Asked, limits_beside
from ui.bound import HIDDEN, Answer, answer
from ui.fact_rows import default_source
from ui.goto import STEP_KEY, go_button, step_of
from ui.library import library
from ui.state import case, change
from ui.text import joined, md

_HERE = (Belongs.PATIENT, Belongs.LEVEL, Belongs.STAGE)
_PREFIX = "next~"
_NAMED_BY = {"treatments": "modality", "injections": "injection_type"}
"""Rows of which a question names the kind, and the field that holds it."""


def next_question(review: Review | None, asked: Asked) -> None:
    """The question, how much depends on it, and its answer where one field holds it; without one its place stays."""
    path = review.next_path if review else None
    if not review or not path or not review.next_question:
        st.empty()
        return
    left = len(asked.open)
    with st.container(border=True, key="next-question", gap="xsmall"):
        st.markdown(joined([f":material/contact_support: **Next question:** {md(review.next_question)}",
                            f":small[:gray[{md(label_of(path, library().vocabulary))}; {left} open]]",
                            _limits(path, asked)]))
        fact = _answerable(path)
        if fact:
            _answer(fact, path)
        elif path.partition(".")[0] in ROW_KINDS.values():
            _rows(path)
        with st.container(horizontal=True, vertical_alignment="center"):
            if _may_be_missing(path, fact):
                st.button("Not in the chart", key="next not there", icon=":material/search_off:", shortcut="Alt+X",
                          on_click=_not_there, args=(path,), type="tertiary",
                          help="Somebody looked: it is not asked again, and stays on the checklist.")
            go_button(path, "next", shortcut="Alt+Q")


def _answerable(path: str) -> Fact | None:
    """The fact, where one answer at the path is all that is asked."""
    fact = fact_at(path, library().vocabulary)
    if fact is None or path.partition(".")[0] in ROW_KINDS.values() or fact.belongs not in _HERE:
        return None
    name = path.removesuffix(".left").removesuffix(".right").rpartition(".")[2]
    return fact if name == fact.id and (not fact.sided or path.endswith((".left", ".right"))) else None


def _may_be_missing(path: str, fact: Fact | None) -> bool:
    """Whether "not in the chart" is an answer that replaces no other."""
    kind, _, name = path.partition(".")
    return bool(kind in _NAMED_BY and name) if fact is None else not entries_at(case(), path)


def _limits(path: str, asked: Asked) -> str:
    fact = fact_at(path, library().vocabulary)
    return limits_beside(fact, path, asked) if fact else ""


def _answer(fact: Fact, path: str) -> None:
    if fact.kind is Kind.YES_NO:
        with st.container(horizontal=True):
            st.button("Yes", key="next yes", shortcut="Alt+Y", on_click=_write, args=(_PREFIX + path, True))
            st.button("No", key="next no", shortcut="Alt+N", on_click=_write, args=(_PREFIX + path, False))
        return
    answer(Answer(fact, _PREFIX + path, None, _write), fact.ask.rstrip("?"), **HIDDEN)


def _write(key: str, value: Value | None) -> None:
    """Takes the answer, beside an earlier one that left it open; its source is the document that is being read."""
    if value is not None:
        path = key.removeprefix(_PREFIX)
        new = Entry(value=value).model_copy(update={"source": default_source()})
        change(set_entry(case(), path, new, sum(entry.value is not None for entry in entries_at(case(), path))))


def _not_there(path: str) -> None:
    kind, _, name = path.partition(".")
    if kind in _NAMED_BY and name:
        row = Row(values={_NAMED_BY[kind]: name}).model_copy(update={"status": Status.NOT_IN_CHART})
        change(add_row(case(), kind, row))
    else:
        change(set_entry(case(), path, Entry(status=Status.NOT_IN_CHART)))


# -- rows -----------------------------------------------------------------------------------------------------------

def _rows(path: str) -> None:
    """For what is told in rows: add one, or say that there was none."""
    with st.container(horizontal=True):
        st.button("Add one", key="next yes", icon=":material/add:", shortcut="Alt+Y", on_click=_add, args=(path,))
        st.button("There was none", key="next no", shortcut="Alt+N", on_click=_none, args=(path,))


def _add(path: str) -> None:
    """A new row, opened in its step, with the kind of treatment filled in where it is known."""
    kind, _, name = path.partition(".")
    values: dict[str, Value] = {_NAMED_BY[kind]: name} if kind in _NAMED_BY and name else {}
    place = len(case().rows.get(kind) or ())
    if change(add_row(case(), kind, Row(values=values).model_copy(update={"source": default_source()}))):
        st.session_state[f"{kind}.{place}"] = True
        st.session_state[STEP_KEY] = step_of(path)


def _none(path: str) -> None:
    kind, _, name = path.partition(".")
    if kind in _NAMED_BY and name:
        change(set_care(case(), none=(*case().care.none, name)))
    else:
        change(mark_none(case(), kind, none=True))
