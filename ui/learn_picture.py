"""A drawing of the requested levels with their codes, for a case whose outcomes are not shown: one colour for all."""

import plotly.graph_objects as go
import streamlit as st

from logic.learn.presented import Presented
from logic.levels import INTERSPACES, vertebrae_of

_GROUND, _EDGE, _ASKED = "rgba(138,143,152,0.18)", "#8a8f98", "#4a78b8"


def requested_levels(shown: Presented) -> dict[str, list[str]]:
    """The codes requested at each level, from head to foot."""
    found: dict[str, list[str]] = {}
    for line in shown.lines:
        for level in line.levels:
            if level in INTERSPACES:
                found.setdefault(level, []).append(line.code)
    return {level: found[level] for level in INTERSPACES if level in found}


def levels_drawing(shown: Presented) -> None:
    """The drawing; nothing where no line names a level. The list of lines above says the same in words."""
    requested = requested_levels(shown)
    if requested:
        st.plotly_chart(_figure(requested), key="learn levels", config={"displayModeBar": False, "staticPlot": True},
                        alt="The requested levels with their codes, as the list above names them")


def _figure(requested: dict[str, list[str]]) -> go.Figure:
    chain, touched = vertebrae_of(INTERSPACES), vertebrae_of(tuple(requested))
    names = chain[chain.index(touched[0]):chain.index(touched[-1]) + 1]
    figure = go.Figure()
    for row, name in enumerate(names):
        figure.add_shape(type="rect", x0=0, x1=1, y0=-row + 0.05, y1=-row + 0.65, line={"color": _EDGE},
                         fillcolor=_GROUND, layer="below")
        figure.add_annotation(x=0.5, y=-row + 0.35, text=name, showarrow=False)
        level = f"{name}-{names[row + 1]}" if row + 1 < len(names) else ""
        if level in requested:
            figure.add_shape(type="rect", x0=0.02, x1=0.98, y0=-row - 0.3, y1=-row, line={"width": 0}, fillcolor=_ASKED)
            codes = ", ".join(requested[level])
            figure.add_annotation(x=1.06, y=-row - 0.15, text=f"{level}: {codes}", showarrow=False, xanchor="left",
                                  align="left")
    figure.update_layout(height=40 + 44 * len(names), margin={"l": 4, "r": 4, "t": 4, "b": 4},
                         paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)")
    figure.update_xaxes(visible=False, range=[-0.05, 4.2])
    figure.update_yaxes(visible=False, range=[-len(names) + 0.6, 0.8])
    return figure
