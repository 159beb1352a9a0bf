"""The Check screen: left the walk, right the live result."""

import streamlit as st

from logic.progress import Progress, answered_facts, progress
from logic.review import Decision, Review
from ui.asked import asked_of
from ui.care_step import care_step
from ui.diagnosis_step import diagnosis_step
from ui.documents_step import documents_step
from ui.goto import DOCUMENTS, GO, OVERVIEW, STEP, STEP_KEY, STEPS, go_to, open_step, step_of
from ui.imaging_step import imaging_step
from ui.markup import heading
from ui.next_question import next_question
from ui.overview_step import overview
from ui.outcome_table import WHY, outcome_table, summary_html
from ui.presses import hear
from ui.request_step import LINE, open_fields, request_step
from ui.results import open_line, results
from ui.sending import send_now
from ui.state import case, current_decision, current_review, desk
from ui.top import policy_head, top
from ui.turns import outcomes_first

_STEPS = {
    "request": request_step, "diagnosis": diagnosis_step, "imaging": imaging_step, "care": care_step,
    "documents": documents_step,
}


def main() -> None:
    """Top, then the walk beside its result. The outcomes are sent before all else: every change is made for them."""
    desk()
    head = st.container(gap="xsmall", key="head")
    decision = current_decision()
    policy_head(decision)
    st.html(_counts(decision))
    walk, result = st.columns([1, 1.05], gap="medium")
    with result:
        shown = st.container(key="results", gap="xsmall")
    with shown:
        outcome_table(decision)
    send_now()
    outcomes_first()
    review = current_review()
    with head:
        top()
    with walk, st.container(key="walk", gap="xsmall"):
        st.html(heading("Answers", anchor="answers"))
        _walk(review)
    with shown:
        if review:
            results(review)
        hear({WHY: open_line, GO: go_to, STEP: open_step, LINE: open_fields})


def _counts(decision: Decision | None) -> str:
    """How many lines have which outcome, and the ways to result and answers on a narrow screen."""
    told = ""
    if decision:
        told = summary_html(decision) if decision.lines else "No code is requested yet: add one under Request."
    return f'<div class="counts">{told} <nav><a href="#result">Result</a> · <a href="#answers">Answers</a></nav></div>'


def _walk(review: Review | None) -> None:
    """The steps with their state, the next question, and the step that is open."""
    asked = asked_of(review)
    parts = [step for step in STEPS if step not in {OVERVIEW, DOCUMENTS}]
    held = dict(progress(review.checklist if review else (), answered_facts(case()), step_of, parts))
    if STEP_KEY not in st.session_state:
        st.session_state[STEP_KEY] = OVERVIEW
    step = st.segmented_control("Step", list(STEPS), required=True, key=STEP_KEY, label_visibility="collapsed",
                                format_func=lambda name: _step_label(name, held.get(name)))
    next_question(review, asked)
    if step in _STEPS:
        _STEPS[step](asked)
    else:
        overview(held)


def _step_label(step: str, held: Progress | None) -> str:
    """The name of a step, with how many open facts it has; the overview says so in words."""
    return f"{STEPS[step]} ({held.open})" if held and held.open else STEPS[step]


main()
