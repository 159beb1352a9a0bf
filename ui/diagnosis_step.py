"""Step "Diagnosis and symptoms": ICD-10 codes, symptoms, examination, and the facts of the patient."""

import re

import streamlit as st

from logic.case import Diagnosis
from logic.editing import set_diagnosis
from logic.vocabulary import Belongs, Fact
from ui.asked import Asked
from ui.bound import fill
from ui.fact_groups import fact_group
from ui.fact_rows import pick_default_source
from ui.library import library
from ui.markup import show_heading
from ui.rows import row_list
from ui.shown import tied
from ui.state import case, change, desk
from ui.text import md

CARE_FACTS = ("symptoms_persist_despite_care", "symptoms_unremitting", "conservative_care_exhausted")
"""Facts of the patient that are asked with the conservative care."""
_ICD = re.compile(r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$")


def diagnosis_step(asked: Asked) -> None:
    """What is wrong, as coded, felt and examined."""
    _diagnoses()
    pick_default_source()
    row_list(Belongs.SYMPTOM, "Symptoms")
    row_list(Belongs.EXAM, "Examination")
    show_heading("The patient")
    fact_group(_facts(), "", asked)


def _facts() -> list[Fact]:
    facts = library().vocabulary.belonging_to(Belongs.PATIENT).values()
    return [fact for fact in facts if fact.id not in CARE_FACTS]


def _diagnoses() -> None:
    """The codes as one field; the first is the primary diagnosis."""
    codes = [diagnosis.code for diagnosis in case().diagnoses]
    fill("diagnoses", codes)
    st.multiselect(
        "ICD-10-CM codes, the primary one first", codes, accept_new_options=True,
        **tied("diagnoses", _write_diagnoses), placeholder="Type a code such as M48.062 and press Enter",
    )


def _write_diagnoses() -> None:
    given = [text.strip().upper() for text in st.session_state.diagnoses]
    wrong = [text for text in given if not _ICD.match(text)]
    if wrong:
        desk().not_taken = f'Not taken: "{md(wrong[0])}" does not look like an ICD-10-CM code such as M48.062.'
        return
    new = case()
    for place in reversed(range(len(new.diagnoses))):
        new = set_diagnosis(new, place, None)
    for place, code in enumerate(dict.fromkeys(given)):
        new = set_diagnosis(new, place, Diagnosis(code=code, role="secondary" if place else "primary"))
    change(new)
