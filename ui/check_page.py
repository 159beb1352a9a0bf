"""The Check screen: left the walk, right the live result."""

import streamlit as st

from logic.review import NOTICE
from ui.care_step import care_step
from ui.diagnosis_step import diagnosis_step
from ui.documents_step import documents_step
from ui.goto import STEP_KEY, STEPS
from ui.imaging_step import imaging_step
from ui.reads import facts_read
from ui.request_step import request_step
from ui.results import results, summary
from ui.state import case, current_review, desk
from ui.text import md
from ui.top import policy_head, top

_STEPS = {
    "request": request_step, "diagnosis": diagnosis_step, "imaging": imaging_step, "care": care_step,
    "documents": documents_step,
}


def main() -> None:
    """Top, then the walk beside its result."""
    desk()
    st.header(md(case().title or case().case), anchor=False)
    with st.container(key="top"):
        top()
    review = current_review()
    with st.container(key="summary", gap="xxsmall"):
        if review:
            policy_head(review)
        else:
            st.warning("The request day is not stated: choose it, and the case is decided.", icon=":material/event:")
            st.caption(NOTICE)
    if review:
        with st.container(key="counts", horizontal=True, vertical_alignment="center"):
            summary(review)
            st.markdown("[Result](#result) · [Answers](#answers)", width="content")
    walk, result = st.columns([1, 1.05], gap="medium")
    with walk, st.container(key="walk", gap="xsmall"):
        st.subheader("Answers", anchor="answers")
        if STEP_KEY not in st.session_state:
            st.session_state[STEP_KEY] = "request"
        step = st.segmented_control("Step", list(STEPS), required=True, key=STEP_KEY, format_func=STEPS.__getitem__,
                                    label_visibility="collapsed")
        _STEPS[step or "request"](facts_read(review.determination) if review else frozenset())
    with result, st.container(key="results", gap="xsmall"):
        st.subheader("Result", anchor="result")
        if review:
            results(review)


main()
