"""A drawing of the levels around the request: what is asked for there and with which outcome."""

import plotly.graph_objects as go
import streamlit as st

from logic.case import SHOWN_AS, Outcome
from logic.levels import INTERSPACES, vertebrae_of
from logic.review import Review
from ui.text import joined, md

ORDER = tuple(Outcome)
_COLOURS = {
    Outcome.MEETS: "#2e7d32", Outcome.NEEDS_DOCUMENTATION: "#b45309", Outcome.NOT_MET: "#b3261e",
    Outcome.FOLLOWS_PRIMARY: "#b3261e", Outcome.EXPERIMENTAL: "#6d3fb0", Outcome.INCIDENTAL: "#5f6368",
    Outcome.NO_POLICY: "#5f6368",
}


def requested_at(review: Review) -> dict[str, list[tuple[str, Outcome]]]:
    """What is requested at each level, with its outcome there, from head to foot."""
    found: dict[str, list[tuple[str, Outcome]]] = {}
    for line in review.lines:
        for level in line.result.levels:
            if level.level in INTERSPACES:
                found.setdefault(level.level, []).append((line.result.line.code, level.outcome))
    return {level: found[level] for level in INTERSPACES if level in found}


def spine_drawing(review: Review) -> None:
    """The drawing, with the same in words below it."""
    requested = requested_at(review)
    if not requested:
        st.caption("No line names a level yet.")
        return
    st.plotly_chart(_figure(requested), key="spine", alt="Requested levels of the spine with their outcomes",
                    config={"displayModeBar": False, "staticPlot": True})
    for level, lines in requested.items():
        told = ", ".join(f"{md(code)} {SHOWN_AS[outcome].lower()}" for code, outcome in lines)
        st.markdown(f"- **{md(level)}**: {told}")


def _figure(requested: dict[str, list[tuple[str, Outcome]]]) -> go.Figure:
    vertebrae = _shown(tuple(requested))
    figure = go.Figure()
    for row, name in enumerate(vertebrae):
        figure.add_shape(type="rect", x0=0, x1=1, y0=-row + 0.05, y1=-row + 0.65, line={"color": "#8a8f98"},
                         fillcolor="rgba(138,143,152,0.18)", layer="below")
        figure.add_annotation(x=0.5, y=-row + 0.35, text=name, showarrow=False)
        level = f"{name}-{vertebrae[row + 1]}" if row + 1 < len(vertebrae) else ""
        if level in requested:
            worst = min((outcome for _, outcome in requested[level]), key=ORDER.index)
            figure.add_shape(type="rect", x0=0.02, x1=0.98, y0=-row - 0.33, y1=-row + 0.03, line={"width": 0},
                             fillcolor=_COLOURS[worst])
            codes = joined((code for code, _ in requested[level]), ", ")
            figure.add_annotation(x=1.06, y=-row - 0.15, text=f"{level}: {codes}<br>{SHOWN_AS[worst].lower()}",
                                  showarrow=False, xanchor="left", align="left")
    figure.update_layout(
        height=60 + 58 * len(vertebrae), margin={"l": 4, "r": 4, "t": 4, "b": 4}, paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    figure.update_xaxes(visible=False, range=[-0.05, 4.2])
    figure.update_yaxes(visible=False, range=[-len(vertebrae) + 0.6, 0.8])
    return figure


def _shown(levels: tuple[str, ...]) -> tuple[str, ...]:
    """Every vertebra from the highest to the lowest requested level."""
    touched = vertebrae_of(levels)
    chain = vertebrae_of(INTERSPACES)
    return chain[chain.index(touched[0]):chain.index(touched[-1]) + 1]
