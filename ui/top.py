"""The top of the Check screen: which case, which policy, which day; open, save, undo."""

from html import escape

import streamlit as st

from logic.case_source import ENDINGS
from logic.editing import set_case, set_request
from logic.review import NOTICE, Decision
from ui.bound import Slot, choose, day
from ui.library import library, samples, show_problems
from ui.markup import badge, heading, icon
from ui.state import (
    case, change, desk, end_case, open_blank, open_bytes, open_sample, redo, save, set_id, undo, unsaved,
)
from ui.text import md
from ui.what_if import what_if_toggle

ENDING = "ending asked"
FIRST_LEAVE = "Keep or discard the what-if before another case is opened."


def top() -> None:
    """The case and what can be done with it, pickers, then what has to be said about them."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="top"):
        st.html(heading(case().title or case().case, level=2))
        _files()
        _samples()
        held = library()
        choose("Policy set", Slot("policy", _write_policy), set_id(case(), held), list(held.sets),
               shown={name: policy_set.file.title for name, policy_set in held.sets.items()}.__getitem__)
        day("Request day", Slot("request.day", _write_day), case().request.day)
        st.toggle("Strict", key="strict", help="Only facts with a dated document count.", width="content")
        what_if_toggle()
    _messages()


def _samples() -> None:
    """The samples; during a what-if no other case is opened, or what was tried would be lost on the way."""
    if desk().kept:
        st.caption(FIRST_LEAVE)
        return
    titles = samples()
    choose("Sample case", Slot("sample", _open_sample), desk().opened, list(titles), shown=titles.__getitem__,
           placeholder="Choose a sample")


def _files() -> None:
    """What can be done with the whole case, as one row of buttons, and whether it is saved.

    The keys of undo and redo are not those by which a text field takes back what was typed in it.
    """
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="right", key="files"):
        st.html(badge("orange", "Unsaved changes", "edit") if unsaved() else "<span></span>", width="content")
        opening = st.popover("Open or start", icon=":material/folder_open:", key="open", on_change="rerun")
        if opening.open:
            with opening:
                _opening()
        save_button("save")
        st.button("Undo", key="undo last", icon=":material/undo:", disabled=not desk().undo, on_click=undo,
                  shortcut="Alt+Z", help="Alt+Z")
        st.button("Redo", key="redo last", icon=":material/redo:", disabled=not desk().redo, on_click=redo,
                  shortcut="Alt+Shift+Z", help="Alt+Shift+Z")


def save_button(key: str) -> None:
    """The case itself as a file; never what a what-if makes of it."""
    st.button("Save kept case" if desk().kept else "Save", key=key, icon=":material/download:", on_click=save)


def _opening() -> None:
    """A file, a blank case, or the end of this one."""
    if desk().kept:
        st.caption(FIRST_LEAVE)
    else:
        st.file_uploader("Open a case file (YAML, or FHIR as JSON)", type=ENDINGS, key="upload", on_change=_upload)
        st.button("Start blank", key="start blank", icon=":material/note_add:", on_click=open_blank)
    _ending()


def _ending() -> None:
    """The end of the case; what would be lost for good is asked about first."""
    asking = bool(st.session_state.get(ENDING)) and (unsaved() or desk().kept is not None)
    st.button("End case", key="end case", icon=":material/logout:", on_click=_end, disabled=asking,
              help="Forgets this case here and in this browser tab. Files on the Worklist page stay until that list "
                   "is cleared.")
    if asking:
        st.warning("It has changes that are not saved. They cannot be brought back.", icon=":material/warning:")
        with st.container(horizontal=True):
            st.button("End without saving", key="end unsaved", on_click=_end_unsaved)
            st.button("Keep working", key="keep working", on_click=_keep_working)


def _end() -> None:
    if unsaved() or desk().kept:
        st.session_state[ENDING] = True
    else:
        end_case()


def _end_unsaved() -> None:
    st.session_state[ENDING] = False
    end_case()


def _keep_working() -> None:
    st.session_state[ENDING] = False


def after_failure() -> None:
    """What can be done when a page cannot be drawn: the case is still there."""
    st.error("This page cannot be shown. The case is kept, with your last answer: take that back or save it, or choose "
             "another page.", icon=":material/error:")
    with st.container(horizontal=True):
        save_button("save after failure")
        st.button("Undo the last change", key="undo after failure", icon=":material/undo:", disabled=not desk().undo,
                  on_click=undo)


def _open_sample(widget: str) -> None:
    if st.session_state[widget]:
        open_sample(st.session_state[widget])


def _write_policy(widget: str) -> None:
    if st.session_state[widget]:
        change(set_case(case(), policy=st.session_state[widget]))


def _write_day(widget: str) -> None:
    change(set_request(case(), day=st.session_state[widget]))


def _upload() -> None:
    given = st.session_state.upload
    if given is not None:
        open_bytes(given.getvalue(), given.name)


def _messages() -> None:
    """A refused file with its problems, an answer that was not taken, warnings, an unknown policy set."""
    at = desk()
    if at.refused:
        name, problems = at.refused
        st.error(f"{md(name)} cannot be opened. The case that was open stays as it was.", icon=":material/error:")
        show_problems(problems)
        st.button("Close this list", key="close problems", on_click=_close, type="tertiary")
    if at.warnings:
        st.warning("The file was opened, with these remarks.", icon=":material/warning:")
        show_problems(at.warnings)
    if at.replaced:
        st.info(f"{md(at.replaced)} had changes that are not saved. Undo brings it back.", icon=":material/undo:")
    if at.not_taken:
        st.warning(md(at.not_taken), icon=":material/warning:")
    if case().policy and case().policy not in library().sets:
        st.warning(f"No policy set named {md(case().policy)} is loaded; shown under another set.",
                   icon=":material/warning:")


def _close() -> None:
    desk().refused = None


def policy_head(decision: Decision | None) -> None:
    """Policy, edition with its days, request day and mode, and what this page is not."""
    if decision is None:
        st.warning(f"The request day is not stated: choose it, and the case is decided.  \n:small[{NOTICE}]",
                   icon=":material/event:")
        return
    edition = decision.determination.edition
    if edition is None:
        told = f'<span class="part">{icon("event_busy")} no edition known for this day</span>'
    else:
        start, end = edition.entry.start, edition.entry.end
        days = f"in force {start or 'from the first'} to {end or 'now'}" if start or end else "in force on any day"
        told = f"edition {escape(edition.entry.id)} ({days})"
    strict = " · <b>strict</b>: only facts with a dated document count" if decision.strict else ""
    st.html(f"<p><b>{escape(decision.set_title)}</b>, {told}, on {decision.on}{strict}<br><small>{NOTICE}</small></p>")
