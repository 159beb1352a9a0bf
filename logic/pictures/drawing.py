"""What a picture is made of: boxes, strokes and texts on a plane, with the same in words.

The plane is measured in units of one pixel at normal size: x from left to right, y from top to bottom. Colours are
named by what they mean (`Tone`): each writer has its own for light, dark and paper, and none is ever the only sign.
"""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["meets", "open", "fails", "neutral", "ink", "quiet", "bone", "accent", "finding"]
"""What a colour stands for: truth or outcome (green, amber, red, grey), lettering, hints, bone, what is requested,
what the record shows at a place."""
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Box:
    """A rectangle; `tip` is told when it is pointed at and is part of the words of the picture."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone
    filled: bool = True
    faint: bool = False
    """A light tint, for what carries lettering or lies behind."""
    dashed: bool = False
    """A dashed outline: asked for or expected, not there."""
    tip: str = ""


@dataclass(frozen=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    tone: Tone
    width: float = 1.5
    dashed: bool = False


@dataclass(frozen=True)
class Label:
    """Words at a point; `anchor` says which end of them stands there, and the point is at half their height."""

    x: float
    y: float
    text: str
    tone: Tone = "ink"
    anchor: Anchor = "start"
    size: float = 12
    strong: bool = False
    tip: str = ""


Part = Box | Stroke | Label


@dataclass(frozen=True)
class Drawing:
    """A whole picture. Parts later in the order lie on top of earlier ones."""

    id: str
    title: str
    width: float
    height: float
    parts: tuple[Part, ...]
    words: tuple[str, ...]
    """The picture in sentences, one a line: everything that it shows."""
