"""Lets the keys of buttons through to the page while a drop-down field has the focus, which would swallow them."""

import streamlit as st

_JS = """export default function() {
  if (window.shortcutsPassOn) return;
  window.shortcutsPassOn = true;
  const passOn = event => {
    const letter = event.altKey && !event.ctrlKey && !event.metaKey && /^Key[A-Z]$/.test(event.code);
    if (!letter || !event.isTrusted || !event.target.closest('[role="combobox"]')) return;
    event.stopPropagation();
    event.preventDefault();
    const { key, code, keyCode, altKey, shiftKey } = event;
    document.dispatchEvent(new KeyboardEvent(event.type, { key, code, keyCode, which: keyCode, altKey, shiftKey }));
  };
  for (const type of ["keydown", "keyup"]) document.addEventListener(type, passOn, true);
}"""

_passer = st.components.v2.component("shortcuts_pass_on", js=_JS)


def let_shortcuts_through() -> None:
    """Once for each window; draws nothing."""
    _passer(key="shortcuts", height="content")
