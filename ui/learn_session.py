"""The session so far: outcomes and criteria right, agreement with the engine, by kind of criterion; as a file."""

from functools import partial

import streamlit as st

from logic.learn.exporting import session_csv, session_json
from logic.learn.marking import Attempt, Tally, tally
from logic.learn.pitfalls import PitfallFile
from ui.learn_state import learn, pitfalls
from ui.saving import save_file
from ui.text import md

KAPPA = ("Cohen's kappa: agreement beyond chance over the answered lines. 1 is full agreement, 0 what chance alone "
         "would give, below 0 less than that.")


def session() -> None:
    """The sums, and the files; nothing while no case was practised."""
    attempts = learn().attempts
    if not attempts:
        return
    held, file = tally(attempts, pitfalls()), pitfalls()
    with st.container(border=True, key="learn-session", gap="xsmall"):
        st.subheader("This session", anchor=False)
        st.markdown(_told(held), help=KAPPA)
        _kinds(held, file)
        with st.container(horizontal=True, vertical_alignment="center"):
            save_file("Save as CSV", partial(_csv, attempts, file), "practice.csv", "text/csv", key="save practice csv")
            save_file("Save as JSON", partial(_json, attempts, held), "practice.json", "application/json",
                      key="save practice json")
            st.button("Forget this session", key="forget practice", type="tertiary", icon=":material/delete:",
                      on_click=_forget)
        st.caption("Kept in this browser session only; the first attempt at a case under a policy set counts.")


def _csv(attempts: tuple[Attempt, ...], file: PitfallFile) -> bytes:
    return session_csv(attempts, file).encode()


def _json(attempts: tuple[Attempt, ...], held: Tally) -> bytes:
    return session_json(attempts, held).encode()


def _told(held: Tally) -> str:
    agreement = "not defined yet" if held.kappa is None else f"{held.kappa:.2f}"
    return (f"Cases: **{held.cases}** · lines: **{held.lines}** · outcomes right: **{held.right} of {held.answered}** "
            f"answered · deciding criteria right: **{held.marked_right} of {held.marked}** marked · agreement with the "
            f"engine (kappa): **{agreement}**")


def _kinds(held: Tally, file: PitfallFile) -> None:
    titles = {kind.id: kind.title for kind in file.kinds}
    st.table({
        "Decided by": [md(titles[one.kind]) for one in held.by_kind],
        "Outcomes right": [f"{one.right} of {one.lines}" for one in held.by_kind],
        "Criteria right": [f"{one.marked_right} of {one.marked}" for one in held.by_kind],
    }, hide_index=True, border="horizontal", alt="Answers by the kind of criterion that decides")


def _forget() -> None:
    learn().attempts = ()
