"""What the browser shows, so that an old answer is not taken for a new one.

When the server gives a field another value (another case is opened, a change is taken back), the browser goes on
sending the former value until it has drawn the new one; a click on anything in that moment would write it into the
case. Every run therefore has a number, which a hidden field carries to the browser and back: a value that was replaced
in a run that the browser has not shown yet is not an answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

FIELD = "shown"
_RUN, _REPLACED = "run", "replaced"


@dataclass(frozen=True)
class Replaced:
    """The value of a field that the server replaced, and the run in which it did."""

    value: object
    run: int


def begin_run() -> None:
    """Counts the run; what the browser has shown meanwhile is no longer remembered."""
    st.session_state[_RUN] = _run() + 1
    st.session_state[_REPLACED] = {key: one for key, one in _replaced().items() if one.run > _shown()}


def end_run() -> None:
    """Draws the hidden field, after all that the run drew."""
    st.session_state[FIELD] = str(_run())
    st.text_input("Run", key=FIELD, label_visibility="collapsed")


def put(key: str, value: object) -> None:
    """Gives a field a value, and remembers the one that it replaces."""
    if key in st.session_state and st.session_state[key] != value:
        _replaced()[key] = Replaced(st.session_state[key], _run())
    st.session_state[key] = value


def tied(key: str, write: Callable[..., None], *args: object) -> dict[str, Any]:
    """Key and callback of a field: `write(*args)` when it is changed, unless it shows what was replaced."""
    return {"key": key, "on_change": _taken, "args": (key, write, args)}


def _taken(key: str, write: Callable[..., None], args: tuple[object, ...]) -> None:
    before = _replaced().get(key)
    if before is None or before.run <= _shown() or before.value != st.session_state[key]:
        write(*args)


def _replaced() -> dict[str, Replaced]:
    held: dict[str, Replaced] = st.session_state.setdefault(_REPLACED, {})
    return held


def _run() -> int:
    held: int = st.session_state.get(_RUN, 0)
    return held


def _shown() -> int:
    """The last run that the browser has shown whole, as far as it has told."""
    told = str(st.session_state.get(FIELD) or "0")
    return int(told) if told.isdecimal() else 0
