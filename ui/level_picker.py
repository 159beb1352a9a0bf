"""Levels picked on a drawing of the spine; the field beside each code does the same by keyboard."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from logic.case import Line
from logic.editing import set_line
from logic.levels import LEVELS, in_order
from ui.library import library
from ui.state import case, change
from ui.text import md

_PICKED, _FREE, _INK = "#3b7dd8", "#8a93a0", "#7b8290"
_COLUMNS = 2
_ROW = 26
"""Pixels for a level: room for a finger."""


def level_picker(number: int) -> None:
    """The spine for one code of a stage: a click takes a level, a second click gives it back."""
    lines = case().stages[number - 1].lines
    if not lines:
        return
    folded = st.expander("Pick levels on the spine", key=f"stage{number}~spine", on_change="rerun", type="compact")
    if not folded.open:
        return
    with folded:
        place = _line(number, lines)
        held = lines[place]
        st.caption(f"Levels of {md(held.code)}: {md(', '.join(held.levels) or 'none yet')}. The field beside the code "
                   "does the same.")
        key = f"stage{number}.line{place}~spine~{'+'.join(held.levels)}"  # a new drawing each time: no click is kept
        st.plotly_chart(_figure(held.levels), key=key, on_select=_take, selection_mode="points", theme=None,
                        config={"displayModeBar": False}, alt=f"Spine with the levels of {held.code}")
        st.session_state["picking"] = (key, number, place)


def _line(number: int, lines: Sequence[Line]) -> int:
    """The code whose levels are picked."""
    if len(lines) == 1:
        return 0
    catalogue = library().catalogue
    chosen = st.selectbox("Code", range(len(lines)), key=f"stage{number}~spine~line",
                          format_func=lambda n: f"{lines[n].code} · {catalogue.label(lines[n].code)}")
    return chosen if chosen is not None and chosen < len(lines) else 0


def _figure(picked: Sequence[str]) -> go.Figure:
    """One point a level, from head to foot in two columns; what is picked is larger, filled and ticked."""
    chosen = [level in picked for level in LEVELS]
    rows = -(-len(LEVELS) // _COLUMNS)
    figure = go.Figure(go.Scatter(
        x=[place // rows for place in range(len(LEVELS))], y=[-(place % rows) for place in range(len(LEVELS))],
        customdata=LEVELS, mode="markers+text", hoverinfo="text", hovertext=LEVELS,
        text=[f" {'✓ ' if taken else ''}{level}" for level, taken in zip(LEVELS, chosen, strict=True)],
        textposition="middle right", textfont={"color": _INK, "size": 13},
        marker={"symbol": "square", "size": [18 if taken else 14 for taken in chosen],
                "color": [_PICKED if taken else _FREE for taken in chosen]},
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    ))
    figure.update_layout(height=_ROW * rows + 20, margin={"l": 4, "r": 4, "t": 4, "b": 4}, showlegend=False,
                         paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", dragmode=False,
                         clickmode="event+select")
    figure.update_xaxes(visible=False, range=[-0.1, _COLUMNS], fixedrange=True)
    figure.update_yaxes(visible=False, range=[0.7 - rows, 0.7], fixedrange=True)
    return figure


def _take() -> None:
    """Takes the clicked level, or gives it back."""
    key, number, place = st.session_state["picking"]
    points = st.session_state[key]["selection"]["points"]
    if points:
        change(set_line(case(), number, place, levels=toggled(
            case().stages[number - 1].lines[place].levels, str(points[0]["customdata"]))))


def toggled(levels: Sequence[str], level: str) -> tuple[str, ...]:
    """The levels with one more, or one less, from head to foot."""
    return in_order(set(levels) ^ {level})
