"""The pictures of the reviewer's summary, with the same in words in the office's form of dates."""

from collections.abc import Iterator

from logic.packet.document import Picture
from logic.packet.material import Material
from logic.pictures.drawing import Drawing
from logic.pictures.spine import WIDE, spine_in_parts
from logic.pictures.timeline import timeline

HIGHEST = 640.0
"""Units that fit on a page below a heading and a caption."""


def pictures_of(material: Material) -> tuple[Picture, ...]:
    """The spine, where a level is requested or recorded, and the course of care."""
    return tuple(_pictures(material))


def _pictures(material: Material) -> Iterator[Picture]:
    for drawing in (*spine_in_parts(material.review, WIDE, HIGHEST), timeline(material.review, WIDE)):
        yield _picture(drawing, material)


def _picture(drawing: Drawing, material: Material) -> Picture:
    words = "\n".join(material.teller.days_in(line) for line in drawing.words)
    return Picture(drawing.id, drawing.title, words, drawing)
