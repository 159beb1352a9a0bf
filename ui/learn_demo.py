"""The tours there are, each with its link."""

import streamlit as st

from ui.links import LEARN
from ui.text import md
from ui.tour import PARAMETER, start_tour, touring, tours


def demos() -> None:
    """One tour below the other."""
    st.markdown("A tour goes over copies of two samples, page by page, and can be left at any moment: then everything "
                "is as it was before, unsaved changes too.")
    for name, tour in tours().items():
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{md(tour.title)}** :gray[{len(tour.steps)} steps, about {tour.minutes} minutes]  \n"
                        f"{md(tour.about)}")
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button("Start", key=f"start {name}", icon=":material/play_arrow:", on_click=start_tour,
                          args=(name, LEARN), disabled=touring() is not None,
                          help="Also started by the link beside it, in a new tab or sent to somebody.")
                st.markdown(f"[Link to this tour](/?{PARAMETER}={name})")
