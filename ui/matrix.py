"""The codes by levels as a picture."""

import streamlit as st

from logic.pictures.matrix import matrix as matrix_of
from logic.review import Decision
from ui.drawing import draw


def matrix(review: Decision) -> None:
    """The outcome of every requested line at each of its levels, as a picture with its words."""
    if not review.lines:
        st.caption("No code is requested yet.")
        return
    draw(matrix_of(review))
