"""The facts of a place: first those that the criteria read, then any other, picked by name."""

from collections.abc import Iterable

import streamlit as st

from logic.vocabulary import Fact
from ui.fact_rows import fact_row
from ui.state import case

Place = str


def fact_group(facts: Iterable[Fact], place: Place, read: frozenset[str]) -> None:
    """The facts of a place, those that the criteria of the requested codes read first."""
    every = list(facts)
    first = [fact for fact in every if fact.id in read]
    for fact in first:
        fact_row(fact, place)
    if not first:
        st.caption("The criteria of the requested codes read nothing else here.")
    _others([fact for fact in every if fact.id not in read], place)


def _others(facts: list[Fact], place: Place) -> None:
    """The facts that no criterion of these codes reads: the answered ones, and one to be picked."""
    answered = [fact for fact in facts if is_answered(fact, place)]
    key = f"{place or 'patient'}~others~{facts[0].id if facts else ''}"
    count = f", {len(answered)} answered" if answered else ""
    folded = st.expander(f"Not read by the criteria of these codes ({len(facts)}{count})", key=key, on_change="rerun",
                         type="compact")
    if not folded.open or not facts:
        return
    with folded:
        names = {fact.id: fact for fact in facts}
        picked = st.selectbox("Find a fact by name", list(names), index=None, key=f"{key}~pick",
                              format_func=lambda name: names[name].label, placeholder="Type a few letters")
        shown = [*answered, *([names[picked]] if picked and names[picked] not in answered else [])]
        for fact in shown:
            fact_row(fact, place)


def is_answered(fact: Fact, place: Place) -> bool:
    """Whether the case holds an answer to a fact at a place."""
    held = case()
    if not place:
        facts = held.patient
    elif place.startswith("stage"):
        facts = held.stages[int(place.removeprefix("stage")) - 1].plan
    else:
        facts = held.levels.get(place, {})
    return any(key.partition(".")[0] == fact.id for key in facts)
