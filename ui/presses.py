"""Buttons inside our own pieces of HTML: one listener hears them all and tells the server which was pressed.

A button of Streamlit for each line of a list would cost the browser more than the list itself.
"""

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from ui.markup import icon

Taken = Callable[[str], None]
"""What happens for the value of a pressed button."""
KEY = "presses"
_JS = """export default function({ setTriggerValue }) {
  window.tellPress = told => setTriggerValue("pressed", told);
  if (window.pressesHeard) return;
  window.pressesHeard = true;
  document.addEventListener("click", event => {
    const pressed = event.target.closest("button[data-press]");
    if (pressed) window.tellPress(pressed.dataset.press);
  });
}"""
_listener = st.components.v2.component("presses", js=_JS)


def press(action: str, value: str, words: str, sign: str = "", hint: str = "") -> str:
    """A button as HTML: what it does and for what, its words with an icon, and a hint where they do not say it all."""
    told = f' title="{escape(hint)}"' if hint else ""
    drawn = f"{icon(sign)} " if sign else ""
    return (f'<button type="button" class="press" data-press="{escape(f"{action} {value}")}"{told}>'
            f"{drawn}{escape(words)}</button>")


def hear(actions: Mapping[str, Taken]) -> None:
    """Takes the presses of this page; every action is called with the value of its button."""
    def taken() -> None:
        take(str(st.session_state[KEY].get("pressed") or ""), actions)

    _listener(key=KEY, height="content", on_pressed_change=taken)


def take(told: str, actions: Mapping[str, Taken]) -> None:
    """Does what a press asks for; one that the page does not know does nothing."""
    action, _, value = told.partition(" ")
    if action in actions:
        actions[action](value)
