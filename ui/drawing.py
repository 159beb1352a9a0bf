"""A picture on the screen: its parts by plotly in the colours of the theme, and the same in words below."""

from collections.abc import Iterator, Mapping
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from logic.pictures.drawing import Box, Drawing, Label, Stroke, Tone
from ui.text import md

_LIGHT: Mapping[Tone, str] = {
    "meets": "#1b6e3c", "open": "#9a4a00", "fails": "#b3261e", "neutral": "#767b85", "ink": "#16181d",
    "quiet": "#5b616b", "bone": "#b9a98a", "accent": "#1d4f91",
}
_DARK: Mapping[Tone, str] = {
    "meets": "#6fd08c", "open": "#f5b061", "fails": "#f28b82", "neutral": "#9aa0aa", "ink": "#f5f5f5",
    "quiet": "#b4b9c2", "bone": "#8d8064", "accent": "#8ab4f8",
}
_TINT = 0.13


def draw(drawing: Drawing, key: str) -> None:
    """The picture at its own size, to be scrolled sideways where there is less room; the same in words below."""
    colours = _DARK if st.context.theme.type == "dark" else _LIGHT
    with st.container(key=f"drawing-{key}"):
        st.plotly_chart(_figure(drawing, colours), key=key, width="content", theme=None, alt=drawing.title,
                        config={"displayModeBar": False})
    with st.expander("The picture in words", type="compact"):
        st.markdown("\n".join(f"- {md(line)}" for line in drawing.words))


def _figure(drawing: Drawing, colours: Mapping[Tone, str]) -> go.Figure:
    tips = [part for part in drawing.parts if isinstance(part, Box) and part.tip]
    figure = go.Figure(go.Scatter(
        x=[box.x + box.width / 2 for box in tips], y=[box.y + box.height / 2 for box in tips], mode="markers",
        marker={"opacity": 0, "size": 18}, hoverinfo="text", hovertext=[_broken(box.tip) for box in tips]))
    figure.update_layout(
        width=drawing.width, height=drawing.height, margin={"l": 0, "r": 0, "t": 0, "b": 0}, showlegend=False,
        paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", dragmode=False, hovermode="closest",
        shapes=list(_shapes(drawing, colours)), annotations=list(_annotations(drawing, colours)),
    )
    figure.update_xaxes(visible=False, range=[0, drawing.width], fixedrange=True)
    figure.update_yaxes(visible=False, range=[drawing.height, 0], fixedrange=True)
    return figure


def _shapes(drawing: Drawing, colours: Mapping[Tone, str]) -> Iterator[dict[str, Any]]:
    for part in drawing.parts:
        if isinstance(part, Box):
            colour = colours[part.tone]
            yield {"type": "rect", "x0": part.x, "y0": part.y, "x1": part.x + part.width, "y1": part.y + part.height,
                   "line": {"color": colour, "width": 0 if part.filled and not part.dashed else 1,
                            "dash": "dot" if part.dashed else "solid"},
                   "fillcolor": _tinted(colour, part) if part.filled else "rgba(0,0,0,0)"}
        elif isinstance(part, Stroke):
            path = "M" + " L".join(f"{x},{y}" for x, y in part.points)
            yield {"type": "path", "path": path, "line": {"color": colours[part.tone], "width": part.width,
                                                          "dash": "dot" if part.dashed else "solid"}}


def _tinted(colour: str, box: Box) -> str:
    red, green, blue = (int(colour[n:n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_TINT if box.faint else 1})"


def _annotations(drawing: Drawing, colours: Mapping[Tone, str]) -> Iterator[dict[str, Any]]:
    anchors = {"start": "left", "middle": "center", "end": "right"}
    for part in drawing.parts:
        if isinstance(part, Label):
            text = _escaped(part.text)
            yield {"x": part.x, "y": part.y, "text": f"<b>{text}</b>" if part.strong else text, "showarrow": False,
                   "xanchor": anchors[part.anchor], "yanchor": "middle", "borderpad": 0,
                   "font": {"size": part.size, "color": colours[part.tone]}}


def _broken(text: str, width: int = 60) -> str:
    lines = [""]
    for word in _escaped(text).split():
        lines[-1:] = [f"{lines[-1]} {word}".strip()] if len(lines[-1]) + len(word) < width else [lines[-1], word]
    return "<br>".join(lines)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
