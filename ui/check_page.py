"""The Check screen: left the walk, right the live result."""

import streamlit as st

from logic.progress import Progress, answered_facts, progress
from logic.review import NOTICE, Decision, Review
from ui.asked import asked_of
from ui.care_step import care_step
from ui.diagnosis_step import diagnosis_step
from ui.documents_step import documents_step
from ui.goto import DOCUMENTS, OVERVIEW, STEP_KEY, STEPS, step_of
from ui.imaging_step import imaging_step
from ui.next_question import next_question
from ui.overview_step import overview
from ui.outcome_table import outcome_table, summary_html
from ui.request_step import request_step
from ui.results import results
from ui.state import case, current_decision, current_review, desk
from ui.top import policy_head, top

_STEPS = {
    "request": request_step, "diagnosis": diagnosis_step, "imaging": imaging_step, "care": care_step,
    "documents": documents_step,
}


def main() -> None:
    """Top, then the walk beside its result. The outcomes are sent before all else: every change is made for them."""
    desk()
    head, summary = st.container(key="top"), st.container(key="summary", gap="xxsmall")
    counts = st.container(key="counts", horizontal=True, vertical_alignment="center")
    walk, result = st.columns([1, 1.05], gap="medium")
    with result:
        shown = st.container(key="results", gap="xsmall")
    decision = current_decision()
    with shown:
        st.subheader("Result", anchor="result")
        if decision:
            outcome_table(decision)
    with counts:
        _counts(decision)
    with summary:
        _policy(decision)
    with head:
        top()
    review = current_review()  # takes longer than the outcomes, which are on their way to the browser by now
    with walk, st.container(key="walk", gap="xsmall"):
        st.subheader("Answers", anchor="answers")
        _walk(review)
    with shown:
        if review:
            results(review)


def _counts(decision: Decision | None) -> None:
    """How many lines have which outcome, and the ways to result and answers on a narrow screen."""
    if decision is None:
        return
    if decision.lines:
        st.html(summary_html(decision), width="content")
    else:
        st.markdown("No code is requested yet: add one under Request.", width="content")
    st.markdown("[Result](#result) · [Answers](#answers)", width="content")


def _policy(decision: Decision | None) -> None:
    if decision:
        policy_head(decision)
    else:
        st.warning("The request day is not stated: choose it, and the case is decided.", icon=":material/event:")
        st.caption(NOTICE)


def _walk(review: Review | None) -> None:
    """The steps with their state, the next question, and the step that is open."""
    asked = asked_of(review)
    parts = [step for step in STEPS if step not in {OVERVIEW, DOCUMENTS}]
    held = dict(progress(review.checklist if review else (), answered_facts(case()), step_of, parts))
    if STEP_KEY not in st.session_state:
        st.session_state[STEP_KEY] = OVERVIEW
    step = st.segmented_control("Step", list(STEPS), required=True, key=STEP_KEY, label_visibility="collapsed",
                                format_func=lambda name: _step_label(name, held.get(name)))
    if review:
        next_question(review, asked)
    if step in _STEPS:
        _STEPS[step](asked)
    else:
        overview(held)


def _step_label(step: str, held: Progress | None) -> str:
    """The name of a step, with how many open facts it has; the overview says so in words."""
    return f"{STEPS[step]} ({held.open})" if held and held.open else STEPS[step]


main()
