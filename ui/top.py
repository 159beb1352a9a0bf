"""The top of the Check screen: which case, which policy, which day; open, save, undo."""

from functools import partial

import streamlit as st

from logic.case import Case
from logic.case_file import case_text
from logic.editing import set_case, set_request
from logic.review import NOTICE, Decision
from ui.bound import Slot, choose, day
from ui.library import library, samples, show_problems
from ui.state import case, change, desk, end_case, open_blank, open_bytes, open_sample, set_id, undo
from ui.text import md


def top() -> None:
    """Pickers and files, then what has to be said about them."""
    sample, policy, on, strict, files = st.columns([2.7, 2.1, 1.6, 1.1, 3.5], vertical_alignment="bottom")
    with sample:
        titles = samples()
        choose("Sample case", Slot("sample", _open_sample), desk().opened, list(titles), shown=titles.__getitem__,
               placeholder="Choose a sample")
    with policy:
        held = library()
        choose("Policy set", Slot("policy", _write_policy), set_id(case(), held), list(held.sets),
               shown={name: policy_set.file.title for name, policy_set in held.sets.items()}.__getitem__)
    with on:
        day("Request day", Slot("request.day", _write_day), case().request.day)
    strict.toggle("Strict", key="strict", help="Only facts with a dated document count.")
    with files:
        _files()
    _messages()


def _files() -> None:
    """What can be done with the whole case, as one row of buttons."""
    with st.container(horizontal=True, vertical_alignment="center", key="files"):
        opening = st.popover("Open or start", icon=":material/folder_open:", key="open", on_change="rerun")
        if opening.open:
            with opening:
                _opening()
        st.download_button("Save", data=partial(_file_of, case()), file_name=f"{case().case}.yaml",
                           mime="application/yaml", on_click="ignore", icon=":material/download:", key="save")
        st.button("Undo", key="undo last", icon=":material/undo:", disabled=not desk().undo, on_click=undo)


def _opening() -> None:
    """A file, a blank case, or the end of this one."""
    st.file_uploader("Open a case file (YAML)", type=["yaml", "yml"], key="upload", on_change=_upload)
    st.button("Start blank", key="start blank", icon=":material/note_add:", on_click=open_blank)
    st.button("End case", key="end case", icon=":material/logout:", on_click=end_case,
              help="Forgets this case here and in this browser tab. Save it first if you need it.")


def _file_of(held: Case) -> bytes:
    return case_text(held).encode()


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
    if at.not_taken:
        st.warning(md(at.not_taken), icon=":material/warning:")
    if case().policy and case().policy not in library().sets:
        st.warning(f"No policy set named {md(case().policy)} is loaded; shown under another set.",
                   icon=":material/warning:")


def _close() -> None:
    desk().refused = None


def policy_head(decision: Decision) -> None:
    """Policy, edition with its days, request day and mode, and what this page is not."""
    edition = decision.determination.edition
    if edition is None:
        told = ":orange[:material/event_busy: no edition known for this day]"
    else:
        start, end = edition.entry.start, edition.entry.end
        days = f"in force {start or 'from the first'} to {end or 'now'}" if start or end else "in force on any day"
        told = f"edition {md(edition.entry.id)} ({md(days)})"
    strict = " · **strict**: only facts with a dated document count" if decision.strict else ""
    st.markdown(f"**{md(decision.set_title)}**, {told}, on {md(decision.on.isoformat())}{strict}  \n:small[{NOTICE}]")
