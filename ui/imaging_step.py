"""Step "Imaging by level": the findings of one level at a time, and measured curves, EMG and earlier operations."""

import streamlit as st

from logic.case import requested_lines
from logic.levels import LEVELS, in_order
from logic.vocabulary import Belongs
from ui.asked import Asked
from ui.bound import fill
from ui.fact_groups import fact_group
from ui.fact_rows import pick_default_source
from ui.library import library
from ui.markup import show_heading
from ui.rows import row_list
from ui.state import case

LEVEL_KEY = "imaging level"
FIRST = ("report_complete",)


def imaging_step(asked: Asked) -> None:
    """What films and reports show."""
    level = _pick_level()
    pick_default_source()
    if level:
        show_heading(f"Findings at {level}")
        facts = sorted(library().vocabulary.belonging_to(Belongs.LEVEL).values(), key=lambda fact: fact.id not in FIRST)
        fact_group(facts, level, asked, always=FIRST)
    row_list(Belongs.SURGERY, "Earlier operations")
    row_list(Belongs.EMG, "EMG and nerve conduction")
    row_list(Belongs.CURVE, "Measured curves")


def levels_offered() -> tuple[str, ...]:
    """The levels of the request and those with findings, from head to foot."""
    named = {level for line in requested_lines(case()) for level in line.line.levels}
    picked = st.session_state.get("further level")
    return in_order({*named, *case().levels, *([picked] if picked else [])})


def _pick_level() -> str | None:
    """The level that is shown: one of the request, one with findings, or another."""
    offered = levels_offered()
    chosen = st.session_state.get(LEVEL_KEY)
    if chosen not in offered:
        requested = [level for line in requested_lines(case()) for level in line.line.levels]
        chosen = next(iter(requested or offered), None)
    with st.container(horizontal=True, vertical_alignment="bottom", key="levels"):
        if offered:
            fill(LEVEL_KEY, chosen)
            st.segmented_control("Level", offered, required=True, key=LEVEL_KEY, format_func=_level_label)
        else:
            st.caption("No level is named yet: name the levels under Request, or pick one here.")
        st.selectbox("Another level", [level for level in LEVELS if level not in offered], index=None,
                     key="further level pick", placeholder="Another level", on_change=_take_level,
                     label_visibility="collapsed")
    return chosen


def _level_label(level: str) -> str:
    count = len(case().levels.get(level, {}))
    return f"{level} ({count})" if count else level


def _take_level() -> None:
    picked = st.session_state["further level pick"]
    if picked:
        st.session_state["further level"] = picked
        st.session_state[LEVEL_KEY] = picked
        st.session_state["further level pick"] = None
