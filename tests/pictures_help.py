"""What tests of pictures share: whether every part stands inside the plane."""

from collections.abc import Iterator

from logic.pictures.drawing import Box, Drawing, Label


def corners(drawing: Drawing) -> Iterator[tuple[float, float]]:
    """The outermost points of every part; of a text the point at which it stands."""
    for part in drawing.parts:
        if isinstance(part, Box):
            yield part.x, part.y
            yield part.x + part.width, part.y + part.height
        elif isinstance(part, Label):
            yield part.x, part.y - part.size / 2
            yield part.x, part.y + part.size / 2
        else:
            yield from part.points


def outside(drawing: Drawing) -> list[tuple[float, float]]:
    """The points that do not lie in the plane."""
    return [(x, y) for x, y in corners(drawing) if not (0 <= x <= drawing.width and 0 <= y <= drawing.height)]


def texts(drawing: Drawing) -> str:
    """All that is written in a picture."""
    return " ".join(part.text for part in drawing.parts if isinstance(part, Label))
