"""The facts that the criteria of an explored procedure read: one small widget each."""

from collections.abc import Sequence

import streamlit as st

from logic.case import STATES, Value
from logic.learn.explore import NONE, Question
from logic.vocabulary import Kind
from ui.bound import UNANSWERED, Answer, Slot, answer, choose, fill
from ui.explore_state import PREFIX, held, put
from ui.text import md

_COLUMNS = 2
_WITH_LIMIT = {Kind.NUMBER, Kind.GRADE}
_NONE_WORDS = "Asked, and none"


def fact_widgets(questions: Sequence[Question], still: frozenset[str]) -> None:
    """The facts in two columns. `still` are the open ones that can still decide."""
    for first in range(0, len(questions), _COLUMNS):
        for question, column in zip(questions[first:first + _COLUMNS], st.columns(_COLUMNS)):  # noqa: B905 - last shorter
            with column:
                _widget(question, still)


def _widget(question: Question, still: frozenset[str]) -> None:
    key, explored = PREFIX + question.path, held().explored
    unanswered = question.path not in explored.answers and question.path not in explored.shown
    label = _label(question) + (" · no longer decides" if unanswered and question.path not in still else "")
    if question.fact is None:
        fill(key, list(explored.shown.get(question.path, ())))
        st.multiselect(md(label), (*question.showings, NONE), key=key, on_change=_write_shown, args=(key,),
                       format_func=lambda name: _NONE_WORDS if name == NONE else name, placeholder=UNANSWERED)
        return
    value = explored.answers.get(question.path)
    if question.fact.kind is Kind.TEXT:
        choose(md(label), Slot(key, _write_word), value if isinstance(value, str) else None, STATES)
        return
    answer(Answer(question.fact, key, value, _write), label)


def _label(question: Question) -> str:
    """The fact with its place, and the limits that the criteria set for a number or a grade."""
    name = f"{question.label[:1].upper()}{question.label[1:]}"
    limited = question.fact is not None and question.fact.kind in _WITH_LIMIT and question.limits
    return f"{name} ({'; '.join(question.limits)})" if limited else name


def _write(key: str, value: Value | None) -> None:
    path = key.removeprefix(PREFIX)
    answers = {other: given for other, given in held().explored.answers.items() if other != path}
    put(answers=answers if value is None else {**answers, path: value})


def _write_word(key: str) -> None:
    _write(key, st.session_state[key])


def _write_shown(key: str) -> None:
    path, names = key.removeprefix(PREFIX), tuple(st.session_state[key])
    shown = {other: given for other, given in held().explored.shown.items() if other != path}
    put(shown={**shown, path: names} if names else shown)
