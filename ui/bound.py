"""Widgets bound to the case: filled only when they differ from it, written back by a callback.

A key is the path of what a widget shows. Each kind of fact has one widget; "not answered" can always be chosen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from logic.case import Value
from logic.levels import LEVELS, UnknownLevelError, expand
from logic.reading import word
from logic.vocabulary import Fact, Kind
from ui.library import library
from ui.shown import put, tied
from ui.state import desk
from ui.text import md

UNANSWERED = "Not answered"
YES_NO = {"yes": "Yes", "no": "No", "unanswered": UNANSWERED}
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
MOST_CHARACTERS = 600
HIDDEN = {"label_visibility": "collapsed"}
Write = Callable[[str, Value | None], None]
"""Puts the value of a widget into the case; the key says where."""


@dataclass(frozen=True)
class Slot:
    """A widget's key, and the callback that takes up its value: `write(key, *args)`."""

    key: str
    write: Callable[..., None]
    args: tuple[object, ...] = ()

    @property
    def settings(self) -> dict[str, Any]:
        """The arguments that bind a widget."""
        return tied(self.key, self.write, self.key, *self.args)


def fill(key: str, want: object) -> None:
    """Gives a widget what the case says, before it is drawn, and only if it shows something else or nothing yet.

    More often would lose clicks. Less often would lose answers: a widget that a slow browser has not drawn before the
    next run would begin empty, and its emptiness would be taken for an answer.
    """
    if key not in st.session_state or st.session_state[key] != want or not _drawn(key):
        put(key, want)


def _drawn(key: str) -> bool:
    """Whether the browser has told, for this run, what a widget shows. Streamlit says so nowhere else."""
    context = get_script_run_ctx()
    if context is None:
        return True
    state = context.session_state._state  # noqa: SLF001
    return state.get_widget_id_from_key(key) in state._new_widget_state.states  # noqa: SLF001


# -- single fields --------------------------------------------------------------------------------------------------

def choose(
    label: str, slot: Slot, value: str | None, options: Sequence[str], *, shown: Callable[[str], str] = word,
    **more: Any,
) -> None:
    """One of several words, or none."""
    fill(slot.key, value)
    st.selectbox(label, options, index=None, format_func=shown, **{"placeholder": UNANSWERED, **more}, **slot.settings)


def day(label: str, slot: Slot, value: date | None, **more: Any) -> None:
    """A day, or none."""
    fill(slot.key, value)
    first, last = min(FIRST_DAY, value or FIRST_DAY), max(LAST_DAY, value or LAST_DAY)
    st.date_input(label, value=None, min_value=first, max_value=last, format="YYYY-MM-DD", **more, **slot.settings)


def line(label: str, slot: Slot, value: str | None, **more: Any) -> None:
    """A line of text, or none."""
    fill(slot.key, value or "")
    longest = max(MOST_CHARACTERS, len(value or ""))
    st.text_input(label, max_chars=longest, **{"placeholder": UNANSWERED, **more}, **slot.settings)


def whole(label: str, slot: Slot, value: int | None, **more: Any) -> None:
    """A whole number, or none."""
    fill(slot.key, value)
    st.number_input(label, value=None, step=1, placeholder="Not stated", **more, **slot.settings)


def levels(label: str, slot: Slot, value: tuple[str, ...], **more: Any) -> None:
    """Levels, picked from the list or typed as shorthand ("L4-S1")."""
    fill(slot.key, list(value))
    st.multiselect(label, LEVELS, accept_new_options=True, **{"placeholder": "Pick, or type L4-S1", **more},
                   **slot.settings)


def expanded(given: Sequence[str]) -> tuple[str, ...] | None:
    """Levels and shorthand as levels; None, with a word to the user, when one of them is no level."""
    found: dict[str, None] = {}
    for text in given:
        try:
            found |= dict.fromkeys(expand(text))
        except UnknownLevelError:
            desk().not_taken = f'Not taken: "{text}" is no level. Expected a level such as L4-L5, L4-S1 or C4-6.'
            return None
    return tuple(found)


# -- answers to facts -----------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Answer:
    """A fact with its answer and where a new one goes.

    `side` names it where two sides stand beside each other; `narrow` says that there is no room for buttons.
    """

    fact: Fact
    key: str
    value: Value | None
    write: Write
    side: str | None = None
    narrow: bool = False

    def slot(self, write: Callable[[str, Write], None]) -> Slot:
        """The slot of its widget, whose raw value `write` turns into an answer."""
        return Slot(self.key, write, (self.write,))

    @property
    def empty(self) -> str:
        """What stands in an empty widget."""
        return self.side.capitalize() if self.side else UNANSWERED

    @property
    def unlikely(self) -> bool:
        """Whether a number lies outside what is plausible."""
        limits, value = self.fact.range, self.value
        return limits is not None and isinstance(value, int | float) and not limits[0] <= value <= limits[1]


def answer(asked: Answer, label: str | None = None, **more: Any) -> None:
    """The widget for an answer of a fact's kind; without a label of its own it asks the fact's question."""
    as_list = asked.fact.kind is Kind.YES_NO and (asked.side or asked.narrow)
    draw = _yes_no_list if as_list else _WIDGETS[asked.fact.kind]
    draw(asked, md(label or asked.fact.ask), {"help": md(asked.fact.help), **more})
    if asked.unlikely and asked.fact.range:
        low, high = asked.fact.range
        told = f"{low:g} to {high:g} {asked.fact.unit} expected; a typing error?"
        st.caption(f":orange[:material/warning:] {md(told)}")


More = dict[str, Any]


def _yes_no(asked: Answer, label: str, more: More) -> None:
    fill(asked.key, _TOLD.get(asked.value, "unanswered") if isinstance(asked.value, bool) else "unanswered")
    st.segmented_control(label, list(YES_NO), required=True, format_func=YES_NO.__getitem__, wrap=False, **more,
                         **asked.slot(_write_yes_no).settings)


def _yes_no_list(asked: Answer, label: str, more: More) -> None:
    value = _TOLD[asked.value] if isinstance(asked.value, bool) else None
    choose(label, asked.slot(_write_yes_no), value, ("yes", "no"), placeholder=asked.empty, **more)


_TOLD = {True: "yes", False: "no"}


def _write_yes_no(key: str, write: Write) -> None:
    write(key, {"yes": True, "no": False}.get(st.session_state[key]))


def _number(asked: Answer, label: str, more: More) -> None:
    fill(asked.key, float(asked.value) if isinstance(asked.value, int | float) else None)
    st.number_input(label, value=None, format="%g", step=1.0, placeholder=f"{asked.empty} ({asked.fact.unit})", **more,
                    **asked.slot(_write_number).settings)


def _write_number(key: str, write: Write) -> None:
    value: float | None = st.session_state[key]
    write(key, int(value) if value is not None and value.is_integer() else value)


def _one(asked: Answer, label: str, more: More) -> None:
    value = asked.value if isinstance(asked.value, str) else None
    choose(label, asked.slot(_write_plain), value, words_of(asked.fact), placeholder=asked.empty, **more)


def words_of(fact: Fact) -> tuple[str, ...]:
    """The words a graded or chosen fact can take; those that leave a grade open stand last."""
    if fact.kind is Kind.GRADE:
        scale = library().vocabulary.scales[fact.scale or ""]
        return (*scale.words, *scale.not_graded)
    return fact.options


def _write_plain(key: str, write: Write) -> None:
    write(key, st.session_state[key] or None)


def _several(asked: Answer, label: str, more: More) -> None:
    fill(asked.key, list(asked.value) if isinstance(asked.value, tuple) else [])
    st.multiselect(label, asked.fact.options, format_func=word, placeholder=asked.empty, **more,
                   **asked.slot(_write_several).settings)


def _write_several(key: str, write: Write) -> None:
    write(key, tuple(st.session_state[key]) or None)


def _date(asked: Answer, label: str, more: More) -> None:
    day(label, asked.slot(_write_plain), asked.value if isinstance(asked.value, date) else None, **more)


def _text(asked: Answer, label: str, more: More) -> None:
    line(label, asked.slot(_write_plain), str(asked.value) if asked.value else None, placeholder=asked.empty, **more)


def _levels(asked: Answer, label: str, more: More) -> None:
    levels(label, asked.slot(_write_levels), asked.value if isinstance(asked.value, tuple) else (), **more)


def _write_levels(key: str, write: Write) -> None:
    given = expanded(st.session_state[key])
    if given is not None:
        write(key, given or None)


_WIDGETS: dict[Kind, Callable[[Answer, str, More], None]] = {
    Kind.YES_NO: _yes_no, Kind.NUMBER: _number, Kind.GRADE: _one, Kind.CHOICE: _one, Kind.CHOICES: _several,
    Kind.DATE: _date, Kind.LEVELS: _levels, Kind.TEXT: _text,
}
