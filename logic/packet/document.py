"""A document as neutral parts, before it is written as Word or PDF; every statement with the facts it rests on."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LONGEST = 4000
"""Characters of one run; what is longer came from a field that nobody meant to be printed."""
CUT = " [...]"
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = {"\u200c", "\u200d"}


def plain(text: str, longest: int = LONGEST) -> str:
    """A text on one line with nothing that steers a reader: no control, direction or private characters; cut if long.

    >>> plain("one" + chr(10) + "two" + chr(0x202E) + "!")
    'one two!'
    >>> plain("abcdef", 3)
    'abc [...]'
    """
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    kept = "".join(letter for letter in spaced if letter in _JOINERS or unicodedata.category(letter) not in _DROPPED)
    return kept if len(kept) <= longest else kept[:longest].rstrip() + CUT


@dataclass(frozen=True)
class Run:
    """Words that stand together, and the paths of the facts of the case without which they would not be said."""

    text: str
    facts: tuple[str, ...] = ()
    strong: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", plain(self.text))


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is that of a part of the document."""

    text: str
    level: Literal[1, 2] = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", plain(self.text))


@dataclass(frozen=True)
class Paragraph:
    """Sentences under one id that stays the same while its place in the document does."""

    id: str
    runs: Runs
    style: Literal["body", "note", "small"] = "body"


@dataclass(frozen=True)
class Bullets:
    """A list; each item is a paragraph of its own."""

    items: tuple[Paragraph, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table whose head is repeated on every page. `widths` are shares of the width."""

    id: str
    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class PageBreak:
    """The next part begins on a new page."""


@dataclass(frozen=True)
class Picture:
    """A drawing: what it is of (`id`), its caption, and the same in words, one sentence or more a line."""

    id: str
    caption: str
    words: str
    drawing: object = None
    """The pure description that a writer knows how to draw; None: only the words are printed."""


Block = Heading | Paragraph | Bullets | Table | PageBreak | Picture


@dataclass(frozen=True)
class Document:
    """A whole document. `footer` stands on every page, with the page number."""

    name: str
    title: str
    day: str
    """The request day, as year-month-day: documents of one case and day are the same bytes."""
    footer: tuple[str, ...]
    blocks: tuple[Block, ...]
    one_page: bool = False

    @property
    def traced(self) -> dict[str, tuple[str, ...]]:
        """The fact paths on which each paragraph and table row rests, by its id; without those that rest on none."""
        found: dict[str, tuple[str, ...]] = {}
        for name, runs in _named_runs(self.blocks):
            if facts := tuple(dict.fromkeys(fact for run in runs for fact in run.facts)):
                found[name] = facts
        return found

    @property
    def runs(self) -> Iterator[Run]:
        """Every run of its paragraphs, lists and tables."""
        for _, runs in _named_runs(self.blocks):
            yield from runs


def _named_runs(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Runs]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.id, block.runs
        elif isinstance(block, Bullets):
            yield from ((item.id, item.runs) for item in block.items)
        elif isinstance(block, Table):
            yield from ((f"{block.id}.{n}", tuple(run for cell in row for run in cell))
                        for n, row in enumerate(block.rows, start=1))
