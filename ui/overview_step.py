"""The whole request at a glance: what is asked for, how far each step is, and what is open."""

import streamlit as st

from logic.case import requested_lines
from logic.progress import Progress, Stand
from logic.reading import word
from ui.goto import step_button
from ui.library import library
from ui.state import case
from ui.text import joined, md

STANDS = {
    Stand.NOT_STARTED: ":gray[:material/radio_button_unchecked: Not started]",
    Stand.PARTLY: ":orange[:material/timelapse: Partly]",
    Stand.COMPLETE: ":green[:material/check_circle: Complete for these codes]",
}


def overview(progress: dict[str, Progress]) -> None:
    """The request in words, then the steps with their state."""
    st.markdown(_request())
    for number, stage in enumerate(case().stages, start=1):
        lines = [line for line in requested_lines(case()) if line.stage == number]
        head = joined([f"**Stage {number}**" if len(case().stages) > 1 else "**Requested**",
                       md(", ".join(map(word, stage.approach)) or "approach not stated"),
                       md(stage.setting if stage.setting != "unknown" else "setting not stated")], " · ")
        told = [f"- **{md(line.code)}** {md(', '.join(line.line.levels) or 'no level named')} "
                f":gray[{md(library().catalogue.label(line.code))}]" for line in lines]
        st.markdown("\n".join([head, *told]) if told else f"{head}: no code yet")
    with st.container(key="steps", gap="xsmall"):
        for step, held in progress.items():
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                step_button(step)
                st.markdown(joined([STANDS[held.stand], _counts(held)]), width="content")
        st.caption(f"Documents declared: {len(case().documents)}. Answers name them as their source.")


def _request() -> str:
    request = case().request
    days = [f"request of **{md(request.day.isoformat())}**" if request.day else "request day not stated",
            f"surgery planned for **{md(request.surgery_day.isoformat())}**" if request.surgery_day
            else "surgery day not stated"]
    diagnoses = ", ".join(diagnosis.code for diagnosis in case().diagnoses) or "none entered"
    return (f"{md(word(request.kind).capitalize())}, {md(request.urgency)}; {', '.join(days)}; "
            f"diagnosis codes: {md(diagnoses)}.")


def _counts(held: Progress) -> str:
    told = [f"{held.answered} answered"] if held.answered else []
    told += [f"{held.open} open"] if held.open else []
    told += [f"{held.unstated} that no document states"] if held.unstated else []
    return f":gray[{', '.join(told)}]" if told else ""
