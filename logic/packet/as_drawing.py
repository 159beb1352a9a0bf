"""A picture on paper: drawn for print in grey, where every tone has a pattern of its own beside its colour."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportlab.graphics.shapes import Drawing as Sheet, Group, Line, PolyLine, Rect, String
from reportlab.lib import colors
from reportlab.platypus import Flowable

from logic.packet.document import Picture
from logic.pictures.drawing import Box, Drawing, Part, Stroke, Tone

_FULL: Mapping[Tone, colors.Color] = {
    "meets": colors.HexColor("#1b7a3d"), "open": colors.HexColor("#b45309"), "fails": colors.HexColor("#b3261e"),
    "neutral": colors.HexColor("#5f6673"), "ink": colors.black, "quiet": colors.HexColor("#3f444d"),
    "bone": colors.HexColor("#f3eee2"), "accent": colors.HexColor("#1d4f91"), "finding": colors.HexColor("#5b3f99"),
}
_TINT: Mapping[Tone, colors.Color] = {
    "meets": colors.HexColor("#e6f4ea"), "open": colors.HexColor("#fdf1e0"), "fails": colors.HexColor("#fbe9e7"),
    "neutral": colors.HexColor("#eeeff1"), "ink": colors.HexColor("#dddddd"), "quiet": colors.HexColor("#f4f5f6"),
    "bone": colors.HexColor("#f3eee2"), "accent": colors.HexColor("#e4edf9"), "finding": colors.HexColor("#cdc1e8"),
}
_SLANTS: Mapping[Tone, tuple[int, ...]] = {"open": (1,), "fails": (1, -1), "neutral": (0,)}
"""Directions of the white lines across a full tone: none, rising, crossed, level."""
_APART, _DASH, _HAIR = 3.5, (3, 2), 0.7
_FONT, _BOLD, _SMALLER = "Vera", "VeraBd", 0.86
"""The typeface is wider than that for which the room is measured."""
HIGHEST = 610.0
"""Points of a page that a picture may take, below its caption."""


def drawn(picture: Picture, width: float) -> Sequence[Flowable]:
    """The picture as pieces that fit on a page each; empty where it is not drawn."""
    drawing = picture.drawing
    if not isinstance(drawing, Drawing):
        return ()
    scale = min(width / drawing.width, 1.0)
    return tuple(_sheet(drawing, top, bottom, scale) for top, bottom in cuts(drawing, HIGHEST / scale))


_GAP = 6.5
"""Room between two things that may stand on two pages."""


def cuts(drawing: Drawing, most: float) -> tuple[tuple[float, float], ...]:
    """A picture as bands of at most a height, cut where nothing is drawn; in one piece where that is nowhere."""
    if drawing.height <= most:
        return ((0.0, drawing.height),)
    spans = [_span(part) for part in drawing.parts]
    tops = [top for top, _ in spans]
    free = [bottom for _, bottom in spans if not any(top < bottom < end for top, end in spans)
            and min((top for top in tops if top >= bottom), default=bottom) - bottom >= _GAP]
    bands: list[tuple[float, float]] = []
    top = 0.0
    while drawing.height - top > most:
        end = max((y for y in free if top < y <= top + most), default=None)
        if end is None:
            return ((0.0, drawing.height),)
        bands.append((top, end))
        top = end
    return (*bands, (top, drawing.height))


def _span(part: Part) -> tuple[float, float]:
    """From where to where a part reaches down the plane."""
    if isinstance(part, Box):
        return part.y, part.y + part.height
    if isinstance(part, Stroke):
        heights = [y for _, y in part.points]
        return min(heights), max(heights)
    return part.y - part.size * 0.6, part.y + part.size * 0.6


def _sheet(drawing: Drawing, top: float, bottom: float, scale: float) -> Flowable:
    high = bottom - top
    fitted = min(scale, HIGHEST / high)
    sheet = Sheet(drawing.width * fitted, high * fitted)
    held = Group(transform=(fitted, 0, 0, fitted, 0, 0))
    for part in drawing.parts:
        start, end = _span(part)
        if top <= (start + end) / 2 <= bottom:
            for shape in _shapes(part, bottom):
                held.add(shape)
    sheet.add(held)
    return sheet


def _shapes(part: Part, foot: float) -> Iterator[Rect | Line | PolyLine | String]:
    """A part as shapes; paper counts from below."""
    if isinstance(part, Box):
        yield from _box(part, foot)
    elif isinstance(part, Stroke):
        points = [value for x, y in part.points for value in (x, foot - y)]
        yield PolyLine(points, **_line(_FULL[part.tone], part.width, dashed=part.dashed))
    else:
        size = part.size * _SMALLER
        yield String(part.x, foot - part.y - size * 0.36, _printable(part.text), fontSize=size,
                     fontName=_BOLD if part.strong else _FONT, fillColor=_FULL[part.tone],
                     textAnchor=part.anchor)


def _box(part: Box, foot: float) -> Iterator[Rect | Line]:
    full = _FULL[part.tone]
    outlined = part.dashed or not part.filled or part.faint or part.tone == "bone"
    fill = (_TINT if part.faint else _FULL)[part.tone] if part.filled else None
    line = (_FULL["quiet"] if part.tone == "bone" else full) if outlined else None
    if part.faint and not part.dashed:
        line = colors.linearlyInterpolatedColor(_TINT[part.tone], full, 0, 1, 0.3)
    y = foot - part.y - part.height
    yield Rect(part.x, y, part.width, part.height, **_line(line, _HAIR, dashed=part.dashed), **_fill(fill))
    if part.filled and not part.faint:
        for slant in _SLANTS.get(part.tone, ()):
            yield from _lines_across(part.x, y, part.width, part.height, slant)


def _line(colour: colors.Color | None, width: float, *, dashed: bool) -> dict[str, Any]:
    return {"strokeColor": colour, "strokeWidth": width, "strokeDashArray": _DASH if dashed else None}


def _fill(colour: colors.Color | None) -> dict[str, Any]:
    return {"fillColor": colour}


def _lines_across(x: float, y: float, width: float, height: float, slant: int) -> Iterator[Line]:
    """White lines over a rectangle, level or at half a right angle."""
    if slant == 0:
        ends = [(x, y + at, x + width, y + at) for at in _steps(height)]
    else:
        ends = []
        for at in _steps(width + height):
            low, high = max(0.0, at - height), min(width, at)
            pair = (x + low, y + at - low, x + high, y + at - high)
            ends.append(pair if slant < 0 else (2 * x + width - pair[0], pair[1], 2 * x + width - pair[2], pair[3]))
    yield from (Line(*end, strokeColor=colors.white, strokeWidth=_HAIR) for end in ends)


def _steps(length: float) -> Iterator[float]:
    at = _APART / 2
    while at < length:
        yield at
        at += _APART


def _printable(text: str) -> str:
    """A text in signs that a typeface of western letters holds; others as a question mark."""
    return text.encode("cp1252", "replace").decode("cp1252")
