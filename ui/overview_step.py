"""The whole request at a glance: what is asked for, how far each step is, and what is open."""

from html import escape

import streamlit as st

from logic.case import requested_lines
from logic.progress import Progress, Stand
from logic.reading import word
from ui.goto import step_press
from ui.library import library
from ui.markup import bullets, gray, icon
from ui.state import case

STANDS = {
    Stand.NOT_STARTED: ("radio_button_unchecked", "Not started", "gray"),
    Stand.PARTLY: ("timelapse", "Partly", "part"),
    Stand.COMPLETE: ("check_circle", "Complete for these codes", "good"),
}


def overview(progress: dict[str, Progress]) -> None:
    """The request in words, then the steps with their state."""
    steps = bullets((_step(step, held) for step, held in progress.items()), "steps")
    stages = map(_stage, range(1, len(case().stages) + 1))
    documents = gray(f"Documents declared: {len(case().documents)}. Answers name them as their source.")
    st.html("".join([f"<p>{_request()}</p>", *stages, steps, f"<p>{documents}</p>"]))


def _stage(number: int) -> str:
    """A stage in words, and its codes."""
    stage = case().stages[number - 1]
    lines = [line for line in requested_lines(case()) if line.stage == number]
    head = " · ".join([f"<b>{f'Stage {number}' if len(case().stages) > 1 else 'Requested'}</b>",
                       escape(", ".join(map(word, stage.approach)) or "approach not stated"),
                       stage.setting if stage.setting != "unknown" else "setting not stated"])
    told = bullets(f"<b>{escape(line.code)}</b> {escape(', '.join(line.line.levels) or 'no level named')} "
                   f"{gray(library().catalogue.label(line.code))}" for line in lines)
    return f"<p>{head}{'' if told else ': no code yet'}</p>{told}"


def _step(step: str, held: Progress) -> str:
    sign, words, colour = STANDS[held.stand]
    return f'{step_press(step)} <span class="{colour}">{icon(sign)} {words}</span> {_counts(held)}'


def _request() -> str:
    request = case().request
    days = [f"request of <b>{request.day}</b>" if request.day else "request day not stated",
            f"surgery planned for <b>{request.surgery_day}</b>" if request.surgery_day
            else "surgery day not stated"]
    diagnoses = ", ".join(diagnosis.code for diagnosis in case().diagnoses) or "none entered"
    return (f"{word(request.kind).capitalize()}, {request.urgency}; {', '.join(days)}; "
            f"diagnosis codes: {escape(diagnoses)}.")


def _counts(held: Progress) -> str:
    told = [f"{held.answered} answered"] if held.answered else []
    told += [f"{held.open} open"] if held.open else []
    told += [f"{held.unstated} that no document states"] if held.unstated else []
    return gray(", ".join(told))
