"""How much room words take in a picture, before anybody knows the letters they are drawn with."""

from collections.abc import Iterator

from logic.packet.document import plain

_OF_SIZE = 0.53
"""Width of a letter as a share of its size: that of an ordinary typeface without serifs; wider ones are set smaller."""
DOTS = "..."


def width_of(text: str, size: float) -> float:
    """The room that a text takes at most, nearly always."""
    return len(text) * size * _OF_SIZE


def shortened(text: str, width: float, size: float) -> str:
    """A text on one line that fits into a width, cut where it does not.

    >>> shortened("physical therapy", 60, 11)
    'physica...'
    """
    told = plain(text)
    most = max(int(width / (size * _OF_SIZE)), len(DOTS) + 1)
    return told if len(told) <= most else told[:most - len(DOTS)].rstrip() + DOTS


def wrapped(text: str, width: float, size: float, most: int = 4) -> tuple[str, ...]:
    """A text as lines that fit into a width; at most so many, the last of them cut.

    >>> wrapped("six weeks of therapy", 60, 11)
    ('six weeks', 'of therapy')
    """
    lines = list(_lines(plain(text).split(), width, size))
    if len(lines) > most:
        lines[most - 1] = shortened(" ".join(lines[most - 1:]), width, size)
    return tuple(lines[:most])


def _lines(words: list[str], width: float, size: float) -> Iterator[str]:
    line = ""
    for word in words:
        joined = f"{line} {word}" if line else word
        if line and width_of(joined, size) > width:
            yield shortened(line, width, size)
            line = word
        else:
            line = joined
    if line:
        yield shortened(line, width, size)
