"""Step "Conservative care": treatments and injections as dated rows, what was asked and did not happen, the effect."""

import streamlit as st

from logic.editing import set_care
from logic.reading import word
from logic.vocabulary import Belongs
from ui.asked import Asked
from ui.bound import fill
from ui.diagnosis_step import CARE_FACTS
from ui.fact_groups import fact_group
from ui.fact_rows import pick_default_source
from ui.library import library
from ui.markup import show_heading
from ui.rows import row_list
from ui.shown import tied
from ui.state import case, change
from ui.text import joined, md, truth_mark


def care_step(asked: Asked) -> None:
    """What was tried before surgery, and whether it helped."""
    pick_default_source()
    _against_the_limits(asked)
    row_list(Belongs.TREATMENT, "Treatments, one row for each course")
    row_list(Belongs.INJECTION, "Injections")
    with st.container(horizontal=True):
        _kinds("Asked for, and did not take place", "none", _known())
        _kinds("More courses may exist than are listed", "more_possible", _known())
    show_heading("Effect")
    facts = library().vocabulary.facts
    fact_group([facts[name] for name in CARE_FACTS if name in facts], "", asked, key="effect")


def _against_the_limits(asked: Asked) -> None:
    """What the criteria ask of the care, each with what counts so far."""
    reasons = {(reason.criterion, reason.standing): reason for path, each in (asked.why or {}).items()
               if path.partition(".")[0] in {"treatments", "injections"} for reason in each if reason.standing}
    if reasons:
        st.markdown("**What the criteria ask of the care**\n" + "\n".join("- " + joined([
            truth_mark(reason.truth), md(reason.says), f"**{md(reason.standing)}**",
            f":gray[for {md(', '.join(reason.lines))}]"]) for reason in reasons.values()))


def _known() -> tuple[str, ...]:
    facts = library().vocabulary.facts
    return (*facts["modality"].options, *facts["injection_type"].options)


def _kinds(label: str, field: str, options: tuple[str, ...]) -> None:
    """Kinds of treatment marked as a whole."""
    key = f"care.{field}"
    fill(key, list(getattr(case().care, field)))
    st.multiselect(label, options, format_func=word, placeholder="None marked", **tied(key, _write, field))


def _write(field: str) -> None:
    change(set_care(case(), **{field: tuple(st.session_state[f"care.{field}"])}))
