"""The Learn screen: practise on cases before their outcomes are shown, change one fact, be shown round."""

import streamlit as st

from logic.review import NOTICE
from ui.explore_part import explore
from ui.learn_change import change_one_fact
from ui.learn_demo import demos
from ui.learn_pick import follow_address, pick
from ui.learn_practice import practice
from ui.learn_session import session
from ui.state import desk

PART = "learn part"


def _practice() -> None:
    held = pick()
    if held:
        practice(held)
        session()


def _change() -> None:
    held = pick()
    if held:
        change_one_fact(held)


PARTS = {
    "practice": ("Practice", _practice),
    "change": ("Change one fact", _change),
    "explore": ("Explore", explore),
    "demo": ("Demo", demos),
}


def main() -> None:
    """One part at a time; the case that is open on the Check page is never touched."""
    desk()
    st.header("Learn", anchor=False)
    st.caption(f"For training, with the outcomes of a pre-check. {NOTICE} The case that is open on the Check page "
               "stays as it is; answers stay in this browser session and are gone with it.")
    follow_address()
    if PART not in st.session_state:
        st.session_state[PART] = next(iter(PARTS))
    part = st.segmented_control("Part", list(PARTS), required=True, key=PART, label_visibility="collapsed",
                                format_func=lambda name: PARTS[name][0])
    PARTS[part or next(iter(PARTS))][1]()


main()
