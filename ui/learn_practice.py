"""Practice: an outcome and a deciding criterion for every line, before the outcomes are shown."""

import streamlit as st

from logic.case import SHOWN_AS, Outcome
from logic.learn.marking import Attempt, Guess, all_deciding, marks, with_attempt
from logic.learn.options import Option, options
from ui.learn_case import asked_line, presented_case
from ui.learn_result import practised_result
from ui.learn_state import Practised, learn, pitfalls, practise, reviewed_now
from ui.library import library

_OUTCOMES = [*reversed(Outcome)]


def practice(held: Practised) -> None:
    """The case beside the answers; once they are given, beside what the pre-check says."""
    case, answers = st.columns([1.1, 1], gap="medium")
    with case, st.container(key="learn-case", gap="xsmall"):
        presented_case(held.shown, held.picture)
    with answers, st.container(key="learn-answers", gap="xsmall"):
        if held.marks:
            practised_result(held)
            st.button("Practise this case again", key="practise again", icon=":material/replay:", on_click=_again,
                      help="The session counts the first attempt only.")
        else:
            _answers(held)


def _offered(held: Practised) -> dict[str, dict[str, Option]]:
    policy_set, day = library().sets[held.set_id], held.case.request.day
    edition = policy_set.edition_on(day) if day else None
    return {line: {option.id: option for option in given}
            for line, given in options(held.case, library().catalogue, edition).items()}


def _answers(held: Practised) -> None:
    st.subheader("Your answers", anchor=False)
    st.markdown("For every line: which outcome does a pre-check give, and what decides it? A line left open is counted "
                "as not answered.")
    if held.outcomes_seen:
        st.caption("Its outcomes were shown under Change one fact: this attempt is marked, and not counted.")
    offered = _offered(held)
    several = len({line.stage for line in held.shown.lines}) > 1
    with st.form("learn answers", border=False):
        for line in held.shown.lines:
            choices = offered[line.id]
            name = f"{line.code} {', '.join(line.levels)}".strip()
            with st.container(border=True, gap="xsmall"):
                st.markdown(asked_line(line, several=several))
                outcome, criterion = st.columns([1, 1.7])
                outcome.selectbox(f"Outcome of {name}", _OUTCOMES, index=None, key=_key(held, "said", line.id),
                                  format_func=SHOWN_AS.__getitem__, placeholder="Outcome",
                                  label_visibility="collapsed")
                criterion.selectbox(f"What decides {name}", list(choices), index=None, placeholder="What decides it",
                                    key=_key(held, "marked", line.id), label_visibility="collapsed",
                                    format_func={name: one.says for name, one in choices.items()}.__getitem__)
        st.form_submit_button("Show the outcomes", icon=":material/visibility:", on_click=_show, args=(held,))


def _key(held: Practised, what: str, line: str) -> str:
    return f"{what}~{held.key}~{line}"


def _show(held: Practised) -> None:
    """Decides the case, marks the answers and counts the attempt."""
    offered = _offered(held)
    for line, choices in offered.items():
        said = st.session_state.get(_key(held, "said", line))
        marked = st.session_state.get(_key(held, "marked", line))
        held.guesses[line] = Guess(Outcome(said) if said else None, choices.get(marked) if marked else None)
    found = reviewed_now(held)
    held.decides = all_deciding(found)
    held.marks = marks(found, held.decides, held.guesses, pitfalls())
    if held.outcomes_seen:
        return
    title = held.case.title or held.case.case
    learn().attempts = with_attempt(learn().attempts, Attempt(
        held.source.text, title, held.set_id, found.edition or "", found.on, held.marks))


def _again() -> None:
    held = learn().practised
    if held:
        for name in [key for key in st.session_state if str(key).startswith(("said~", "marked~"))]:
            del st.session_state[name]
        practise(held.source, held.set_id).outcomes_seen = held.outcomes_seen
