"""Keeps the open case over a reload of the page, in the browser tab only; gone when the tab is closed."""

import streamlit as st

from logic.case_file import case_text
from ui.state import case, desk, restore

_JS = """export default function({ data, setTriggerValue }) {
  const key = "case-draft", box = window.sessionStorage;
  if (data.wipe) box.removeItem(key);
  else if (data.draft !== null) box.setItem(key, data.draft);
  else { const kept = box.getItem(key); if (kept !== null) setTriggerValue("restored", kept); }
}"""


_keeper = st.components.v2.component("case_keeper", js=_JS)


def keep_draft() -> None:
    """Mirrors the open case into the tab; on the first run asks the tab for what it kept."""
    at = desk()
    wipe, at.wipe = at.wipe, False
    draft = case_text(case()) if at.touched and not wipe else None
    _keeper(key="keeper", height="content", data={"draft": draft, "wipe": wipe}, on_restored_change=_restored)


def _restored() -> None:
    kept = st.session_state.keeper.get("restored")
    if kept:
        restore(str(kept))
