"""The pictures of the Check screen: the spine of the request, the codes by levels, and the course of care."""

import streamlit as st

from logic.pictures.matrix import matrix
from logic.pictures.spine import NARROW, spine
from logic.pictures.timeline import timeline
from logic.review import Review
from ui.drawing import draw


def pictures(review: Review) -> None:
    """The pictures, each with its words."""
    found = spine(review)
    if found is None:
        st.caption("No line names a level yet, and no finding is recorded at one.")
    for drawing in (found, matrix(review) if review.lines else None, timeline(review, NARROW)):
        if drawing:
            st.markdown(f"**{drawing.title}**")
            draw(drawing)
