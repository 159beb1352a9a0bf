"""Which case is practised, under which policy set: picked, or named by the address, which always tells it."""

from dataclasses import replace
from secrets import randbelow

import streamlit as st

from logic.learn.generator import topics
from logic.learn.sources import (
    DIFFICULTY, LARGEST_SEED, From, Source, UnknownSourceError, numbered, source_at,
)
from logic.learn.topics import TOPICS
from ui.bound import fill
from ui.learn_state import Practised, learn, lessons, practise
from ui.library import library, samples
from ui.text import md

KIND, NAME, SET, DIFFICULT, SEED = "learn from", "learn name", "learn set", "learn difficulty", "learn seed"
KINDS = {From.LESSON: "A lesson", From.SAMPLE: "A sample", From.GENERATED: "A generated case"}
NAMES = {From.LESSON: "Lesson", From.SAMPLE: "Sample", From.GENERATED: "Topic"}


def follow_address() -> None:
    """Takes up the case that the address names, once; afterwards the pickers hold."""
    at, address = learn(), {key: value for key, value in st.query_params.to_dict().items() if key != "demo"}
    if "from" not in address or at.followed == address:
        return
    at.followed = address
    try:
        practise(source_at(address), address.get("set"))
    except UnknownSourceError as error:
        at.problem = f"The address names {error}."


def pick() -> Practised | None:
    """The pickers, then the case that is practised."""
    at = learn()
    problem, held = at.problem, at.practised or practise(_first())
    kind, which, under = st.columns([1.2, 3, 1.6], vertical_alignment="bottom")
    with kind:
        fill(KIND, held.source.kind)
        st.selectbox("Case", list(KINDS), key=KIND, format_func=KINDS.__getitem__, on_change=_take_kind)
    with which:
        _which(held)
    with under:
        sets = library().sets
        fill(SET, held.set_id)
        st.selectbox("Policy set", list(sets), key=SET, on_change=_take_set,
                     format_func=lambda name: sets[name].file.title)
    if problem:
        st.warning(md(problem), icon=":material/link_off:")
    _tell_address(held)
    return at.practised


def _first(kind: From = From.LESSON) -> Source:
    return Source(kind, next(iter(_titles(kind))))


def _titles(kind: From) -> dict[str, str]:
    """What can be chosen, by name. A lesson is named by its topic and number: its title would give away its point."""
    if kind is From.GENERATED:
        return dict(topics())
    return samples() if kind is From.SAMPLE else numbered(lessons(), TOPICS)


def _which(held: Practised) -> None:
    """The case among those of its kind; of generated ones topic, difficulty and seed."""
    kind = held.source.kind
    if kind is From.GENERATED:
        topic, difficulty, seed, another = st.columns([2.2, 1.3, 1.2, 1.1], vertical_alignment="bottom")
        with topic:
            _named(held)
        fill(DIFFICULT, held.source.difficulty)
        difficulty.selectbox("Difficulty", list(DIFFICULTY), key=DIFFICULT, format_func=DIFFICULTY.__getitem__,
                             on_change=_take_generated)
        fill(SEED, held.source.seed)
        seed.number_input("Seed", min_value=0, max_value=LARGEST_SEED, step=1, key=SEED, on_change=_take_generated,
                          help="The same topic, difficulty and seed give the same case; so does the page's address.")
        another.button("Another", key="another case", icon=":material/casino:", on_click=_take_another)
    else:
        _named(held)


def _named(held: Practised) -> None:
    kind = held.source.kind
    titles, key = _titles(kind), f"{NAME}~{kind}"  # a late click on names of another kind is no choice
    fill(key, held.source.name)
    st.selectbox(NAMES[kind], list(titles), key=key, on_change=_take_name, args=(kind,),
                 format_func=titles.__getitem__)


def _take_kind() -> None:
    held, kind = learn().practised, From(st.session_state[KIND])
    if held is None or held.source.kind is not kind:
        practise(_first(kind))


def _take_name(kind: From) -> None:
    held = learn().practised
    old = held.source if held and held.source.kind is kind else Source(kind, "")
    _take(replace(old, name=st.session_state[f"{NAME}~{kind}"]))


def _take_generated() -> None:
    held = learn().practised
    if held and held.source.kind is From.GENERATED:
        _take(replace(held.source, difficulty=st.session_state[DIFFICULT], seed=st.session_state[SEED]))


def _take_another() -> None:
    """A case of the same topic and difficulty with a seed of chance."""
    held = learn().practised
    if held and held.source.kind is From.GENERATED:
        _take(replace(held.source, seed=randbelow(LARGEST_SEED + 1)))


def _take(source: Source) -> None:
    """Takes up another case than the one that is practised; one that there is not is told."""
    held = learn().practised
    if held is None or held.source != source:
        try:
            practise(source)
        except UnknownSourceError as error:
            learn().problem = f"Chosen: {error}."


def _take_set() -> None:
    held = learn().practised
    if held and held.set_id != st.session_state[SET]:
        practise(held.source, st.session_state[SET])


def _tell_address(held: Practised) -> None:
    """The address names the case, so that the same link gives the same case."""
    wanted = {**held.source.address, "set": held.set_id}
    told = st.query_params.to_dict()
    if {key: value for key, value in told.items() if key != "demo"} != wanted:
        learn().followed = wanted
        demo = {"demo": told["demo"]} if "demo" in told else {}
        st.query_params.from_dict({**demo, **wanted})

