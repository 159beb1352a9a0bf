"""Draws a picture on the screen: still, in the colours of the page, with the same in words below it."""

import html
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from logic.pictures.drawing import Anchor, Box, Drawing, Label, Part, Stroke, Tone
from ui.text import md

_LIGHT: dict[Tone, tuple[str, str]] = {
    "meets": ("#1b7a3d", "#d9f0e0"), "open": ("#b45309", "#fdebd3"), "fails": ("#b3261e", "#fbe0de"),
    "neutral": ("#5f6673", "#e6e8eb"), "ink": ("#16181d", "#d0d3d9"), "quiet": ("#565c68", "#eef0f2"),
    "bone": ("#efe7d6", "#f6f1e6"), "accent": ("#1d4f91", "#dce8f8"), "finding": ("#5b3f99", "#d9cff0"),
}
_DARK: dict[Tone, tuple[str, str]] = {
    "meets": ("#5fca84", "#17402a"), "open": ("#f0a552", "#4a2f10"), "fails": ("#f28b82", "#551c1c"),
    "neutral": ("#a3aab6", "#33373f"), "ink": ("#f5f5f5", "#4a4e57"), "quiet": ("#b3b9c4", "#262a31"),
    "bone": ("#4a4539", "#3a362d"), "accent": ("#8ab4f8", "#1c3357"), "finding": ("#c4aef5", "#473573"),
}
"""Of each tone the full colour and the tint. Lettering is legible on every tint and on bone, in both.

A chart is drawn in the light ones; the style of the page turns them into the dark ones, because a change of theme
draws no chart anew.
"""
_DASH = "4px,2px"
_SIDE: dict[Anchor, str] = {"start": "left", "middle": "center", "end": "right"}


def style() -> str:
    """Rules by which a chart follows the theme of the page, paper staying light, and scrolls where it is too wide."""
    pairs = [pair for tone in _LIGHT for pair in zip(_LIGHT[tone], _DARK[tone], strict=True)]
    rules = "\n".join(
        f'[class*="st-key-drawing-"] svg [style*="{name}: {_as_written(light)}"] '
        f"{{ {name}: light-dark({light}, {dark}) !important; }}"
        for light, dark in pairs for name in ("fill", "stroke"))
    return f'<style>[class*="st-key-drawing-"] {{ overflow-x: auto; }}\n@media screen {{\n{rules}\n}}</style>'


def _as_written(colour: str) -> str:
    """A colour as browsers write it."""
    return f"rgb({', '.join(str(int(colour[n:n + 2], 16)) for n in (1, 3, 5))})"


_STYLE = style()


def draw(drawing: Drawing) -> None:
    """The picture, scrolling sideways where the window is narrower, and its words."""
    with st.container(key=f"drawing-{drawing.id}", gap="xxsmall"):
        st.html(f"{_STYLE}<style>.st-key-drawing-{drawing.id} > * {{ min-width: {drawing.width:g}px; }}</style>")
        st.plotly_chart(
            figure(drawing), width="content", height="content",
            key=f"picture {drawing.id}", alt=f"{drawing.title}. The same in words follows.",
            config={"displayModeBar": False, "staticPlot": True},
        )
    with st.expander("The same in words", type="compact"):
        st.markdown("\n".join(f"- {md(line)}" for line in drawing.words))


def figure(drawing: Drawing) -> go.Figure:
    """The picture at its own size, one unit a pixel."""
    shapes = [shape for part in drawing.parts if (shape := _shape(part))]
    made = go.Figure(layout={
        "width": round(drawing.width), "height": round(drawing.height), "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "shapes": shapes,
        "annotations": list(_labels(drawing)), "showlegend": False,
    })
    made.update_xaxes(visible=False, range=[0, drawing.width], fixedrange=True)
    made.update_yaxes(visible=False, range=[drawing.height, 0], fixedrange=True)
    return made


def _shape(part: Part) -> dict[str, Any] | None:
    if isinstance(part, Box):
        full, tint = _LIGHT[part.tone]
        outlined = part.dashed or not part.filled or part.tone == "bone"
        colour = _LIGHT["quiet" if part.tone == "bone" else part.tone][0]
        line: dict[str, Any] = {"color": colour, "width": 1 if outlined else 0,
                                "dash": _DASH if part.dashed else "solid"}
        fill = (tint if part.faint else full) if part.filled else "rgba(0,0,0,0)"
        return {"type": "rect", "x0": part.x, "x1": part.x + part.width, "y0": part.y, "y1": part.y + part.height,
                "line": line, "fillcolor": fill}
    if isinstance(part, Stroke):
        path = " L ".join(f"{x:g},{y:g}" for x, y in part.points)
        line = {"color": _LIGHT[part.tone][0], "width": part.width, "dash": _DASH if part.dashed else "solid"}
        return {"type": "path", "path": f"M {path}", "line": line}
    return None


def _labels(drawing: Drawing) -> Iterator[dict[str, Any]]:
    for part in drawing.parts:
        if isinstance(part, Label):
            text = literal(part.text)
            yield {
                "x": part.x, "y": part.y, "text": f"<b>{text}</b>" if part.strong else text, "showarrow": False,
                "xanchor": _SIDE[part.anchor], "yanchor": "middle", "borderpad": 0,
                "font": {"size": part.size, "color": _LIGHT[part.tone][0]},
            }


def literal(text: str) -> str:
    """A text in which the chart finds no markup, link or formula."""
    return html.escape(text, quote=False).replace("$", "&#36;")
