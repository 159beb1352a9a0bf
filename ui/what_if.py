"""What if: changes are tried on a copy; what they would turn stands on top of every page, until kept or discarded."""

import streamlit as st

from logic.case import Outcome
from logic.flips import Flip, flips
from logic.levels import levels_told
from ui.bound import fill
from ui.shown import tied
from ui.state import case, current_decision, desk, discard_what_if, keep_what_if, kept_decision, start_what_if
from ui.text import joined, md, outcome_badge

KEY = "what if"


def what_if_toggle() -> None:
    """Starts the mode; switched off, it discards what was tried."""
    fill(KEY, desk().kept is not None)
    st.toggle("What if", **tied(KEY, _switch),
              help="Try answers on a copy: the case stays as it is until you keep the changes. Switching it off "
                   "discards them; Undo brings them back.")


def _switch() -> None:
    if st.session_state[KEY]:
        start_what_if()
    else:
        discard_what_if()


def what_if_banner() -> None:
    """On every page while the mode is on: that this is a copy, what it turns, and how to leave.

    Otherwise its place stays: the page below would be drawn twice while it moves.
    """
    kept = desk().kept
    if kept is None:
        st.empty()
        return
    with st.container(border=True, key="what-if-banner", gap="xsmall"):
        says, buttons = st.columns([5, 1.4], vertical_alignment="center")
        says.markdown(f":violet[:material/alt_route:] **What if**, on a copy of {md(kept.title or kept.case)}. New "
                      "answers are marked assumed; the case itself stays as it is.")
        with buttons.container(horizontal=True, horizontal_alignment="right"):
            st.button("Keep", key="keep what if", icon=":material/check:", on_click=keep_what_if,
                      help="The changed copy becomes the case, its new answers marked assumed. Undo takes it back.")
            st.button("Discard", key="discard what if", icon=":material/close:", on_click=discard_what_if,
                      help="Back to the case as it is. Undo brings the what-if back.")
        st.markdown(_told())


def _told() -> str:
    """What the copy turns, as a list; or that nothing turns."""
    if case() == desk().kept:
        return "Nothing is changed yet."
    before, after = kept_decision(), current_decision()
    if before is None or after is None:
        return "Without a request day the two cannot be compared."
    found = flips(before, after)
    if not found:
        return "No outcome changes."
    several = len(after.case.stages) > 1
    turns: dict[tuple[Outcome | None, Outcome | None], list[str]] = {}
    for flip in found:
        turns.setdefault((flip.before, flip.after), []).append(_line(flip, several=several))
    return f"**{len(found)} outcome{'s' if len(found) > 1 else ''} changed:**\n" + "\n".join(
        f"- {_outcome(before)} → {_outcome(after)}: {'; '.join(lines)}" for (before, after), lines in turns.items())


def _line(flip: Flip, *, several: bool) -> str:
    return joined([f"stage {flip.line.stage}" if several else "", f"**{md(flip.line.code)}**",
                   md(flip.level or levels_told(flip.line.line.levels))])


def _outcome(outcome: Outcome | None) -> str:
    return outcome_badge(outcome) if outcome else "not requested"
