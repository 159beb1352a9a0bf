"""The case that is open. `st.session_state.case` is the only truth; every change goes through `change`."""

from dataclasses import dataclass, field
from datetime import datetime

import streamlit as st

from logic import loading
from logic.case import Case, Request, Stage
from logic.case_file import case_text
from logic.loading import DEFAULT_SET, Library, case_from_bytes, load_case
from logic.problems import Problem, ProblemsError, errors_in
from logic.review import Decision, NoDayError, Review, decide, reviewed
from ui.library import library, samples

MOST_UNDO = 50


@dataclass
class Desk:
    """What a session holds beside the case: what it came from, what was before, and what has to be said."""

    opened: str | None = None
    """The sample that is open and unchanged; None for anything else, so that it can be opened afresh."""
    touched: bool = False
    """Whether anything was opened or changed since the page was first shown."""
    wipe: bool = False
    """The draft in the browser tab has to be removed."""
    undo: list[Case] = field(default_factory=list)
    refused: tuple[str, tuple[Problem, ...]] | None = None
    """A file that could not be opened, with its problems."""
    warnings: tuple[Problem, ...] = ()
    source: str | None = None
    """The document that new answers name."""
    not_taken: str | None = None
    """Why the last answer was not taken."""
    decided: tuple[tuple[object, ...], Decision | None] | None = None
    """The inputs of the last decision, and the decision."""
    reviewed: Review | None = None
    """The review of that decision, once it was asked for."""


def desk() -> Desk:
    """The session's desk; on the first run the first sample is opened on it."""
    if "desk" not in st.session_state:
        st.session_state.desk = Desk()
        st.session_state.case = blank()
        first = next(iter(samples()), None)
        if first:
            open_sample(first)
            st.session_state.desk = Desk(opened=first)
    held: Desk = st.session_state.desk
    return held


def case() -> Case:
    """The case that is open."""
    desk()
    held: Case = st.session_state.case
    return held


def blank() -> Case:
    """A new case: today's day, one empty operation."""
    return Case(case="new_case", request=Request(day=datetime.now().astimezone().date()), stages=(Stage(),))


# -- changing -------------------------------------------------------------------------------------------------------

def change(new: Case) -> bool:
    """Takes a changed case, if it can be saved and opened again; otherwise says why not and keeps the old one."""
    at, held = desk(), case()
    at.not_taken = None
    if new == held:
        return True
    if problem := _unreadable(new):
        at.not_taken = f"Not taken: found {problem.found}; expected {problem.expected}."
        return False
    _replace(new)
    at.opened = None
    return True


def _unreadable(new: Case) -> Problem | None:
    try:
        case_from_bytes(case_text(new).encode(), "this case", library())
    except ProblemsError as error:
        return next(problem for problem in error.problems if errors_in([problem]))
    return None


def _replace(new: Case) -> None:
    at = desk()
    at.undo = [*at.undo, case()][-MOST_UNDO:]
    at.touched = True
    st.session_state.case = new


def undo() -> None:
    """Takes back the last change or opening."""
    at = desk()
    if at.undo:
        st.session_state.case = at.undo.pop()
        at.not_taken = at.refused = None
        at.opened = _sample_of(st.session_state.case)


# -- opening --------------------------------------------------------------------------------------------------------

def open_sample(name: str) -> None:
    """Opens a sample in place of the open case."""
    opened, _ = load_case(loading.SAMPLES / f"{name}.yaml", library())
    _opened(opened, name)


def open_bytes(content: bytes, name: str) -> None:
    """Opens a file in place of the open case; a wrong file is refused with its problems and changes nothing."""
    at = desk()
    try:
        opened, warnings = case_from_bytes(content, name, library())
    except ProblemsError as error:
        at.refused = (name, error.problems)
        return
    _opened(opened, None)
    at.warnings = warnings


def restore(draft: str) -> None:
    """Takes back the draft that the browser tab kept over a reload; an unreadable one is removed."""
    try:
        opened, _ = case_from_bytes(draft.encode(), "draft", library())
    except ProblemsError:
        desk().wipe = True
        return
    _opened(opened, _sample_of(opened))
    desk().undo = []


def open_blank() -> None:
    """Opens a new, blank case in place of the open one."""
    _opened(blank(), None)


def end_case() -> None:
    """Forgets the open case: here, in what can be undone, and in the browser tab."""
    st.session_state.case = blank()
    st.session_state.desk = Desk(wipe=True)


def _sample_of(held: Case) -> str | None:
    """The sample that a case still equals, if any."""
    if held.case not in samples():
        return None
    return held.case if load_case(loading.SAMPLES / f"{held.case}.yaml", library())[0] == held else None


def _opened(new: Case, name: str | None) -> None:
    at = desk()
    _replace(new)
    at.opened, at.refused, at.not_taken, at.warnings = name, None, None, ()


# -- deciding -------------------------------------------------------------------------------------------------------

def set_id(of: Case, held: Library) -> str:
    """The policy set of a case: its own if it is loaded, else the default one."""
    if of.policy in held.sets:
        return str(of.policy)
    return DEFAULT_SET if DEFAULT_SET in held.sets else next(iter(held.sets))


def current_decision() -> Decision | None:
    """The outcomes of the open case; None while the request has no day. Kept until case, set or mode changes."""
    at, held = desk(), library()
    inputs = (case(), held, set_id(case(), held), bool(st.session_state.get("strict")))
    if at.decided and at.decided[0] == inputs:
        return at.decided[1]
    try:
        fresh = decide(inputs[0], inputs[1], inputs[2], strict=inputs[3])
    except NoDayError:
        fresh = None
    at.decided, at.reviewed = (inputs, fresh), None
    return fresh


def current_review() -> Review | None:
    """The open case with checklist, ways and all; kept as long as its outcomes are."""
    decision, at = current_decision(), desk()
    if decision is not None and at.reviewed is None:
        at.reviewed = reviewed(decision, library())
    return at.reviewed
