"""A guided tour over copies of samples: started by a link, left at any moment; then everything is as it was before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from logic.learn.sources import From, Source
from logic.learn.tour import Tour, TourStep, load_tours
from ui.goto import STEP_KEY
from ui.learn_state import LearnDesk, learn, practise
from ui.library import library
from ui.results import LINE as WHY_LINE, PART as RESULT_PART
from ui.state import bring_back, open_copy, set_aside
from ui.text import md

PARAMETER = "demo"
_SCREEN = (STEP_KEY, RESULT_PART, WHY_LINE, "compare day", "compare case", "compare sets", "compare line",
           "learn part", "strict")
"""What the pages remember of themselves and a tour sets."""


_FRAME = ("box-shadow: inset 0 0 0 3px light-dark(#1d4f91, #8ab4f8); border-radius: 0.3rem; padding: 0.5rem; "
          "scroll-margin: 14rem 0 1rem;")
_LOOK = """export default function({ data }) {
  if (window.tourLooksAt === data.step) return;
  window.tourLooksAt = data.step;
  let tries = 20;
  const look = () => {
    const part = document.querySelector(`.st-key-${data.at}`);
    if (part) part.scrollIntoView({ block: "start" });
    if (tries-- > 0 && (!part || tries > 16)) setTimeout(look, 150);
  };
  setTimeout(look, 150);
}"""
_looker = st.components.v2.component("tour_looks", js=_LOOK)


@dataclass
class Touring:
    """A tour that is under way, and what it has to give back."""

    name: str
    began_on: str
    """The page on which it was started."""
    learn: LearnDesk
    screen: dict[str, Any]
    place: int = 0
    fresh: bool = True
    """The step has still to be shown: its page, its sample and what is opened there."""


@dataclass
class Left:
    """A tour that was left, until the page of before is shown again."""

    page: str
    screen: Mapping[str, Any] = field(default_factory=dict)


def tours() -> dict[str, Tour]:
    """The tours, read again when the policies are."""
    held = library()
    if st.session_state.get("tours of") is not held:
        st.session_state["tours of"], st.session_state["tours"] = held, load_tours(held)
    found: dict[str, Tour] = st.session_state["tours"]
    return found


def touring() -> Touring | None:
    """The tour that is under way."""
    held: Touring | None = st.session_state.get("touring")
    return held


def start_tour(name: str, page: str) -> None:
    """Puts the open case aside and begins."""
    if name in tours() and not touring():
        screen = {key: st.session_state[key] for key in _SCREEN if key in st.session_state}
        st.session_state.touring = Touring(name, page, learn(), screen)
        st.session_state.learn = LearnDesk()
        set_aside()


def leave_tour() -> None:
    """Gives back everything; the page of before is shown on the next run."""
    held = touring()
    if held:
        del st.session_state["touring"]
        bring_back()
        st.session_state.learn = held.learn
        st.session_state["tour left"] = Left(held.began_on, held.screen)


def follow_link(page: StreamlitPage) -> None:
    """Starts the tour that the address names; the name is then taken out of the address."""
    name = st.query_params.get(PARAMETER)
    if name is None:
        return
    del st.query_params[PARAMETER]
    if name in tours():
        start_tour(name, page.url_path)
    else:
        st.warning("The address names a tour that there is not.", icon=":material/link_off:")


def tour_bar(pages: Mapping[str, StreamlitPage], page: StreamlitPage) -> None:
    """On every page while a tour is under way: the step, and how to go on, back or away."""
    _after_leaving(pages, page)
    held = touring()
    if held is None:
        st.empty()
        return
    tour = tours()[held.name]
    step = tour.steps[held.place]
    there = pages[step.page]
    if held.fresh and page.url_path != there.url_path:
        st.switch_page(there)
    if held.fresh:
        _show(step)
        held.fresh = False
    _bar(tour, step, held, elsewhere=page.url_path != there.url_path)


def _after_leaving(pages: Mapping[str, StreamlitPage], page: StreamlitPage) -> None:
    left: Left | None = st.session_state.get("tour left")
    if left is None:
        return
    there = next((one for one in pages.values() if one.url_path == left.page), page)
    if there.url_path != page.url_path:
        st.switch_page(there)
    del st.session_state["tour left"]
    _set_screen(left.screen)


def _set_screen(wanted: Mapping[str, Any]) -> None:
    """What the pages remember of themselves, and nothing else of it."""
    for key in _SCREEN:
        if key in wanted:
            st.session_state[key] = wanted[key]
        elif key in st.session_state:
            del st.session_state[key]


# -- a step ---------------------------------------------------------------------------------------------------------

def _show(step: TourStep) -> None:
    """The sample as a copy, and what is opened on the page."""
    open_copy(step.sample, step.policy)
    opened = {STEP_KEY: step.walk, RESULT_PART: step.result, WHY_LINE: step.line, "compare line": step.line,
              "learn part": step.learn}
    _set_screen({key: value for key, value in opened.items() if value is not None})
    if step.learn:
        practise(Source(From.SAMPLE, step.sample), step.policy).line = step.line


def _bar(tour: Tour, step: TourStep, held: Touring, *, elsewhere: bool) -> None:
    with st.container(border=True, key="tour-bar", gap="xsmall"):
        if step.at and not elsewhere:
            st.html(f"<style>.st-key-{step.at} {{ {_FRAME} }}</style>")
            _looker(key="tour_look", height="content", data={"step": f"{held.name}.{step.id}", "at": step.at})
        says, buttons = st.columns([4.2, 2], vertical_alignment="center")
        with says:
            st.markdown(f":blue[:material/tour:] **{md(step.title)}** :gray[{held.place + 1} of {len(tour.steps)} · "
                        f"{md(tour.title)}]  \n{md(step.text)}  \n:gray[Look at:] **{md(step.look)}**")
        with buttons.container(horizontal=True, horizontal_alignment="right"):
            if elsewhere:
                st.button("Show it", key="tour show", icon=":material/my_location:", on_click=_go, args=(0,),
                          help="The page that this step speaks of.")
            st.button("Back", key="tour back", icon=":material/arrow_back:", on_click=_go, args=(-1,),
                      disabled=held.place == 0)
            st.button("Next", key="tour next", icon=":material/arrow_forward:", on_click=_go, args=(1,),
                      disabled=held.place == len(tour.steps) - 1)
            st.button("Leave", key="tour leave", icon=":material/close:", on_click=leave_tour,
                      help="Back to what was open before, with its unsaved changes.")


def _go(by: int) -> None:
    held = touring()
    if held:
        last = len(tours()[held.name].steps) - 1
        held.place, held.fresh = min(max(held.place + by, 0), last), True
