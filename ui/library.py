"""Policies, vocabulary and samples: read once, and again when a file has changed."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from logic import loading
from logic.loading import Library
from logic.packet.texts import Texts
from logic.problems import Problem, ProblemsError
from ui.sending import send_as_drawn
from ui.shelf import Policies, Shelf, Stamp, stamp
from ui.text import md

FIRST_SAMPLE = "l5s1_posterior_fusion_with_bma"
Misfit = Callable[[Library], Problem | None]
"""Why what a session has open cannot be read under a library; None if it can."""
ANEW, MISFIT = "policies read anew", "policies that do not fit"


def library() -> Library:
    """Everything under `policies/`, as read at the start of this run of the page."""
    return _policies().library


def texts() -> Texts:
    """The texts of the packet, read together with the library."""
    return _policies().texts


def _policies() -> Policies:
    held: Policies = st.session_state.policies if "policies" in st.session_state else refresh_library()
    return held


def refresh_library(misfit: Misfit = lambda _: None) -> Policies:
    """Takes up what has changed, for this run of the page, unless the open case could not be read under it.

    If the policies could never be read, the problems are shown and the page stops.
    """
    newest = _shelf().held
    if newest is None:
        st.error("The policies cannot be read, so nothing can be decided.", icon=":material/error:")
        show_problems(_shelf().problems)
        send_as_drawn()
        st.stop()
    before: Policies | None = st.session_state.get("policies")
    changed = before is not None and newest is not before
    st.session_state[MISFIT] = misfit(newest.library) if changed else None
    if before is not None and st.session_state[MISFIT]:
        return before
    if changed:
        st.session_state[ANEW] = True
        st.session_state.pop("policy", None)  # the field would show a set under its former title
    st.session_state.policies = newest
    return newest


def _shelf() -> Shelf:
    shelf = _shelf_of(str(loading.POLICIES))
    shelf.look()
    return shelf


@st.cache_resource(max_entries=2, show_spinner=False)
def _shelf_of(folder: str) -> Shelf:
    return Shelf(Path(folder))


def policy_news() -> None:
    """On every page: that the policies were read anew, or that they have changed and why that is not taken."""
    with st.container(key="policy-news"):
        _policy_news()


def _policy_news() -> None:
    problems = _shelf().problems
    if problems:
        st.warning("The policy files have changed and cannot be read as they are now. Everything shown rests on them "
                   "as they were before.", icon=":material/sync_problem:")
        with st.expander(f"What is wrong with them ({len(problems)})", type="compact"):
            show_problems(problems)
    told: Problem | None = st.session_state.get(MISFIT)
    if told:
        st.warning(f"The policy files have changed, and this case cannot be read under them: found {md(told.found)}; "
                   f"expected {md(told.expected)}. It stays under the policies as they were before.",
                   icon=":material/sync_problem:")
    if st.session_state.get(ANEW):
        st.info("The policy files have changed. Everything shown now rests on them as they are.",
                icon=":material/sync:")
        st.button("Close this notice", key="close policy news", type="tertiary", on_click=_close_news)


def _close_news() -> None:
    st.session_state[ANEW] = False


@st.cache_resource(max_entries=2, show_spinner=False)
def _titles(at: Stamp) -> dict[str, str]:
    titles: dict[str, str] = {}
    for name, *_ in at:
        try:
            case, _warnings = loading.load_case(Path(name), library())
        except ProblemsError:
            continue
        titles[Path(name).stem] = case.title or case.case
    return titles


def samples() -> dict[str, str]:
    """The titles of the samples that can be read, by their id; the one that opens first stands first."""
    titles = _titles(stamp(loading.SAMPLES, "*.yaml"))
    return {name: titles[name] for name in sorted(titles, key=lambda name: (name != FIRST_SAMPLE, name))}


def show_problems(problems: tuple[Problem, ...]) -> None:
    """The problem list of the command line as a table: line, where, found, expected, nearest."""
    st.table(
        {
            "File": [md(f"{problem.file}:{problem.line}") for problem in problems],
            "Where": [md(problem.path) for problem in problems],
            "Found": [md(problem.found) for problem in problems],
            "Expected": [md(problem.expected) for problem in problems],
            "Nearest": [md(problem.nearest or "") for problem in problems],
        },
        hide_index=True, border="horizontal", alt="Problems in the file",
    )
