"""The criteria tree of a line as a picture, beside its list."""

import streamlit as st

from logic.case import RequestedLine
from logic.determination import LevelResult
from logic.pictures.criteria_tree import HOW_TO_READ, MOST_ROWS, criteria_tree
from logic.possible import Possible
from ui.drawing import draw
from ui.text import md, outcome_badge

EVERY_ROW = 1000


def tree_pictures(
    line: RequestedLine, levels: tuple[LevelResult, ...], possible: Possible, *, everything: bool,
) -> None:
    """The tree of each level of a line; what decides nothing is folded in a large one unless everything is wanted."""
    st.caption(HOW_TO_READ)
    for level in levels:
        if len(levels) > 1:
            st.markdown(f"**{md(level.level)}** {outcome_badge(level.outcome)}")
        draw(criteria_tree(line, level, possible, most=EVERY_ROW if everything else MOST_ROWS))
