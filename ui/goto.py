"""From a fact to the step of the walk that asks for it."""

import streamlit as st

from logic.levels import LEVELS
from logic.vocabulary import ROW_KINDS, Belongs
from logic.wording import fact_at
from ui.diagnosis_step import CARE_FACTS
from ui.imaging_step import LEVEL_KEY
from ui.library import library
from ui.presses import press

STEP_KEY = "step"
GO, STEP = "go", "step"
"""The actions of the buttons inside our own HTML."""
OVERVIEW, DOCUMENTS = "overview", "documents"
STEPS = {
    OVERVIEW: "Overview", "request": "1 Request", "diagnosis": "2 Diagnosis", "imaging": "3 Imaging",
    "care": "4 Conservative care", DOCUMENTS: "Documents",
}
_BY_PLACE = {
    Belongs.PATIENT: "diagnosis", Belongs.SYMPTOM: "diagnosis", Belongs.EXAM: "diagnosis", Belongs.LEVEL: "imaging",
    Belongs.SURGERY: "imaging", Belongs.EMG: "imaging", Belongs.CURVE: "imaging", Belongs.TREATMENT: "care",
    Belongs.INJECTION: "care", Belongs.DOCUMENT: "documents", Belongs.DIAGNOSIS: "diagnosis",
}


def step_of(path: str) -> str:
    """The step that asks for the fact at a path."""
    first = path.partition(".")[0]
    for belongs, kind in ROW_KINDS.items():
        if first == kind:
            return _BY_PLACE[belongs]
    fact = fact_at(path, library().vocabulary)
    if fact and fact.id in CARE_FACTS:
        return "care"
    return _BY_PLACE.get(fact.belongs, "request") if fact else "request"


def go_button(path: str, key: str, shortcut: str | None = None) -> None:
    """A button that opens the step (and level) where a fact is entered."""
    st.button(f"Answer it in {_where(path)}", key=f"go~{key}", type="tertiary", icon=":material/arrow_back:",
              on_click=go_to, args=(path,), shortcut=shortcut)


def go_press(path: str) -> str:
    """The same as HTML."""
    return press(GO, path, f"Answer it in {_where(path)}", "arrow_back")


def _where(path: str) -> str:
    place = path.partition(".")[0]
    return f"{STEPS[step_of(path)]}, {place}" if place in LEVELS else STEPS[step_of(path)]


def go_to(path: str) -> None:
    """Opens the step (and level) where a fact is entered."""
    place = path.partition(".")[0]
    open_step(step_of(path))
    if place in LEVELS:
        st.session_state["further level"] = place
        st.session_state[LEVEL_KEY] = place


def step_press(step: str) -> str:
    """A button, as HTML, that opens a step."""
    return press(STEP, step, f"Open {STEPS[step]}", "arrow_forward")


def open_step(step: str) -> None:
    """Opens a step of the walk."""
    if step in STEPS:
        st.session_state[STEP_KEY] = step
