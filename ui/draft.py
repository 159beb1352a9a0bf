"""Keeps the open case over a reload of the page, in the browser tab only; gone when the tab is closed.

The draft belongs to who is signed in: for anyone else it is removed.
A what-if is kept beside the case that it leaves alone, never in its place. Files to save are handed over here too, made
in the browser: Streamlit's own download would either not tell that it happened, or be gone by the rerun that tells it,
and would leave the file at an address of the server that anyone could read. Once there, they are forgotten here.
"""

import json
from dataclasses import asdict

import streamlit as st

from logic.case import Case
from logic.loading import case_from_bytes
from logic.problems import ProblemsError
from ui.library import library
from ui.sign_in import owner
from ui.state import Held, desk, own, restore, text_of

_JS = """export default function({ data, setTriggerValue }) {
  const key = "case-draft", box = window.sessionStorage;
  if (data.wipe || (box.getItem("case-owner") ?? "") !== data.owner) {
    for (const name of [key, "case-file"]) box.removeItem(name);
    box.setItem("case-owner", data.owner);
  }
  if (data.wipe) { if (data.leaving) setTriggerValue("left", true); }
  else if (data.draft !== null) box.setItem(key, data.draft);
  else { const kept = box.getItem(key); if (kept !== null) setTriggerValue("restored", kept); }
  if (data.file && box.getItem("case-file") !== data.file.id) {
    box.setItem("case-file", data.file.id);
    const { text, packed, mime: type } = data.file;
    const content = packed ? Uint8Array.from(atob(text), letter => letter.charCodeAt(0)) : text;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = data.file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60 * 1000);
    setTriggerValue("handed", data.file.id);
  }
}"""


_keeper = st.components.v2.component("case_keeper", js=_JS)


def keep_draft() -> None:
    """Mirrors the open case into the tab; on the first run asks the tab for what it kept.

    Stands before the page is drawn: a page that fails must not lose the answer on which it failed.
    """
    at, mine = desk(), own().desk
    wipe, mine.wipe = mine.wipe or at.leaving, False
    draft = _draft() if mine.touched and not wipe else None
    _keeper(key="keeper", height="content", on_restored_change=_restored, on_handed_change=_handed,
            on_left_change=st.logout,
            data={"draft": draft, "wipe": wipe, "leaving": at.leaving, "owner": owner(),
                  "file": asdict(at.file) if at.file else None})


def _draft() -> str:
    """The user's own case, whether it is saved, and what a what-if makes of it."""
    mine = own()
    kept = mine.desk.kept or mine.case
    tried = text_of(mine.case) if mine.desk.kept else None
    return json.dumps({"case": text_of(kept), "saved": kept in mine.desk.saved, "what_if": tried})


def _restored() -> None:
    kept = st.session_state.keeper.get("restored")
    if kept:
        take_back(str(kept))


def _handed() -> None:
    at = desk()
    if at.file and at.file.id == st.session_state.keeper.get("handed"):
        at.file = None


def take_back(draft: str) -> None:
    """Opens what the tab kept; an unreadable draft is removed."""
    try:
        told = json.loads(draft)
        held, tried = _read(told["case"]), told["what_if"]
        restore(Held(_read(tried), held) if tried else Held(held), saved=bool(told["saved"]))
    except (ProblemsError, ValueError, KeyError, TypeError, AttributeError):
        own().desk.wipe = True


def _read(text: str) -> Case:
    return case_from_bytes(text.encode(), "draft", library())[0]
