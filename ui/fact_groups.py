"""The facts of a place: those that can still decide are open; the others are folded, with the reason."""

from collections.abc import Iterable

import streamlit as st

from logic.vocabulary import Fact
from ui.asked import Asked, Group
from ui.fact_rows import fact_row, path_of
from ui.state import case
from ui.text import md

Place = str
_TITLES = {Group.GROUND: "Other grounds, only if present", Group.NOT_NEEDED: "Not needed for these codes, because ..."}


def fact_group(
    facts: Iterable[Fact], place: Place, asked: Asked, always: tuple[str, ...] = (), key: str | None = None,
) -> None:
    """The facts of a place, in four groups; those named in `always` are never folded. `key` tells lists apart."""
    key = key or place or "patient"
    groups: dict[Group, list[Fact]] = {group: [] for group in Group}
    answered = answered_at(place)
    for fact in facts:
        group = asked.group(fact, path_of(fact, place), answered=fact.id in answered)
        groups[Group.OPEN if fact.id in always else group].append(fact)
    for fact in groups[Group.OPEN]:
        fact_row(fact, place, asked)
    if not groups[Group.OPEN]:
        st.caption("Nothing here can decide for the requested codes now.")
    for group in _TITLES:
        _folded(group, groups[group], place, asked, key)
    _others(groups[Group.NOT_READ], place, asked, key)


def _folded(group: Group, facts: list[Fact], place: Place, asked: Asked, key: str) -> None:
    """The facts of a group behind its title, drawn when it is opened; what is not needed with the reason."""
    if not facts:
        return
    folded = st.expander(f"{_TITLES[group]} ({len(facts)})", key=f"{key}~{group.value}", on_change="rerun",
                         type="compact")
    if not folded.open:
        return
    with folded:
        for fact in facts:
            fact_row(fact, place, asked)
            if group is Group.NOT_NEEDED:
                st.caption(f"Not needed: {md(asked.because(path_of(fact, place)))}")


def _others(facts: list[Fact], place: Place, asked: Asked, key: str) -> None:
    """The facts that no criterion of these codes reads here: the answered ones, and one to be picked."""
    if not facts:
        return
    held = answered_at(place)
    answered = [fact for fact in facts if fact.id in held]
    key = f"{key}~others"
    count = f", {len(answered)} answered" if answered else ""
    folded = st.expander(f"Not read by the criteria of these codes ({len(facts)}{count})", key=key, on_change="rerun",
                         type="compact")
    if not folded.open:
        return
    with folded:
        names = {fact.id: fact for fact in facts}
        picked = st.selectbox("Find a fact by name", list(names), index=None, key=f"{key}~pick",
                              format_func=lambda name: names[name].label, placeholder="Type a few letters")
        shown = [*answered, *([names[picked]] if picked and names[picked] not in answered else [])]
        for fact in shown:
            fact_row(fact, place, asked)


def answered_at(place: Place) -> frozenset[str]:
    """The facts of a place to which the case holds an answer, by name."""
    held = case()
    if not place:
        facts = held.patient
    elif place.startswith("stage"):
        facts = held.stages[int(place.removeprefix("stage")) - 1].plan
    else:
        facts = held.levels.get(place, {})
    return frozenset(key.partition(".")[0] for key in facts)
