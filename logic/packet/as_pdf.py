"""A document as PDF: black on white, the same bytes each time, the footer and page number on every page, bookmarks.

The library cannot tag a file for screen readers; language, title, bookmarks and the order of the text are set.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path as FilePath
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak, Flowable, KeepTogether, LongTable, PageBreak as NewPage, Paragraph as Printed, SimpleDocTemplate,
    Spacer, TableStyle,
)

from logic.packet.document import (
    CUT, Block, Bullets, Document, Heading, PageBreak, Paragraph, Picture, Run, Runs, Table,
)

Draw = Callable[[Picture, float], Sequence[Flowable] | None]
"""Draws a picture in a width (points), in pieces of a page each; nothing: only its words are printed."""
_MARGIN, _FOOT, _PADDING = 46.0, 62.0, 6.0
_LEAST_BELOW, _LEAST_BELOW_PART = 90.0, 120.0
"""A heading stands with at least so much room below it; that of a part, below which another may follow, with more."""
_GREY, _RULE = colors.Color(0.91, 0.91, 0.91), colors.Color(0.55, 0.55, 0.55)
_FONT, _BOLD = "Vera", "VeraBd"
_SIZES = {"title": 16.0, "h1": 12.0, "h2": 10.0, "body": 9.0, "note": 8.0, "small": 7.0, "cell": 7.6}
_HIGHEST = 600.0
"""Points of one cell: a row has to fit on a page, below the head of its table."""


def as_pdf(document: Document, draw: Draw | None = None, *, scale: float = 1.0) -> bytes:
    """The bytes of a PDF file."""
    return _built(document, draw, scale)[0]


def pages(document: Document, *, scale: float = 1.0) -> int:
    """How many pages a document takes."""
    return _built(document, None, scale)[1]


def _built(document: Document, draw: Draw | None, scale: float) -> tuple[bytes, int]:
    _signs()
    out = BytesIO()
    printer = _Printer(out, document)
    width = printer.width - 2 * _PADDING
    story = list(_story(document, width, draw, scale))
    numbered: list[int] = []
    printer.build(story, canvasmaker=lambda *given, **how: _Numbered(document, numbered, *given, **how))
    return out.getvalue(), numbered[-1]


@cache
def _signs() -> frozenset[int]:
    """Registers the fonts that come with the library, which are embedded; the signs that both of them have."""
    home = FilePath(reportlab.__file__).parent / "fonts"
    fonts = [TTFont(name, str(home / f"{name}.ttf")) for name in (_FONT, _BOLD)]
    for font in fonts:
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(_FONT, normal=_FONT, bold=_BOLD, italic=_FONT, boldItalic=_BOLD)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))


class _Printer(SimpleDocTemplate):
    """Sets the bookmarks of the headings as they are placed."""

    def __init__(self, out: BytesIO, document: Document) -> None:
        super().__init__(
            out, pagesize=letter, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_FOOT,
            title=document.title, author="Spine Precheck", subject=document.footer[0], invariant=1, lang="en-US",
            pageCompression=1,
        )
        self.marks, self.depth = 0, -1

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - the library calls it so
        """A bookmark for each heading."""
        if not isinstance(flowable, _Headed):
            return
        self.marks, self.depth = self.marks + 1, min(flowable.depth, self.depth + 1)
        self.canv.bookmarkPage(f"h{self.marks}")
        self.canv.addOutlineEntry(flowable.told, f"h{self.marks}", self.depth)


class _Headed(Printed):
    """A heading, which becomes a bookmark."""

    def __init__(self, block: Heading, scale: float) -> None:
        super().__init__(_markup((Run(block.text),)), _style(f"h{block.level}", scale))
        self.told, self.depth = block.text, block.level - 1


class _Numbered(Canvas):
    """Writes the footer of every page once it is known how many there are."""

    def __init__(self, document: Document, numbered: list[int], *given: Any, **how: Any) -> None:
        super().__init__(*given, **how)
        self.document, self.numbered = document, numbered
        self.kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the library calls it so
        """Keeps a page until all are there."""
        self.kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        """Writes every page with its footer."""
        for number, page in enumerate(self.kept, start=1):
            self.__dict__.update(page)
            self._footer(number, len(self.kept))
            super().showPage()
        self.numbered.append(len(self.kept))
        super().save()

    def _footer(self, number: int, of: int) -> None:
        first, *others = self.document.footer
        self.setStrokeColor(_RULE)
        self.setLineWidth(0.5)
        self.line(_MARGIN, _FOOT - 8, letter[0] - _MARGIN, _FOOT - 8)
        self.setFont(_FONT, _SIZES["small"] - 0.6)
        self.drawRightString(letter[0] - _MARGIN, _FOOT - 18, f"Page {number} of {of}")
        for n, text in enumerate((first, *others)):
            self.drawString(_MARGIN, _FOOT - 18 - 9 * n, _known(text))


def _story(document: Document, width: float, draw: Draw | None, scale: float) -> Iterator[Flowable]:
    """The title and every block; a heading, caption and picture stand on one page."""
    yield Printed(_markup((Run(document.title),)), _style("title", scale))
    lead: list[Flowable] = []
    for block, following in zip(document.blocks, (*document.blocks[1:], None), strict=False):
        placed = list(_flowables(block, width, draw, scale))
        if isinstance(block, Heading) and isinstance(following, Picture):
            lead = placed
        elif isinstance(block, Picture):
            yield KeepTogether([*lead, *placed[:2]])
            yield from placed[2:]
            lead = []
        else:
            yield from placed


# -- blocks ---------------------------------------------------------------------------------------------------------

def _flowables(block: Block, width: float, draw: Draw | None, scale: float) -> Iterator[Flowable]:
    if isinstance(block, Heading):
        yield CondPageBreak((_LEAST_BELOW if block.level > 1 else _LEAST_BELOW_PART) * scale)
        yield _Headed(block, scale)
    elif isinstance(block, Paragraph):
        yield Printed(_markup(block.runs), _style(block.style, scale))
    elif isinstance(block, Bullets):
        for n, item in enumerate(block.items, start=1):
            mark = f"{n}." if block.numbered else "•"
            yield Printed(_markup(item.runs), _style(item.style, scale, indent=12), bulletText=mark)
    elif isinstance(block, Table):
        yield _table(block, width, scale)
        yield Spacer(1, 6 * scale)
    elif isinstance(block, Picture):
        yield from _picture(block, width, draw, scale)
    elif isinstance(block, PageBreak):
        yield NewPage()


def _picture(block: Picture, width: float, draw: Draw | None, scale: float) -> Iterator[Flowable]:
    """The caption; the drawing where it can be drawn, else no more than room; its words always."""
    caption = Printed(_markup((Run(block.caption, strong=True),)), _style("body", scale))
    first, *others = (draw(block, width) if draw and block.drawing is not None else None) or (Spacer(1, 0),)
    yield from (caption, first, *others)
    for line in block.words.split("\n"):
        yield Printed(_markup((Run(line),)), _style("note", scale))


def _table(block: Table, width: float, scale: float) -> Flowable:
    cell = _style("cell", scale)
    rows = [[Printed(_markup((Run(text, strong=True),)), cell) for text in block.head]]
    widths = [width * share / sum(block.widths) for share in block.widths]
    rows += [[_cell(runs, size, cell) for runs, size in zip(row, widths, strict=True)]
             for row in block.rows]
    table = LongTable(rows, colWidths=widths, repeatRows=1)
    table.setStyle(TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.4, _RULE), ("BACKGROUND", (0, 0), (-1, 0), _GREY),
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 3 * scale),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3 * scale), ("TOPPADDING", (0, 0), (-1, -1), 2 * scale),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3 * scale),
    ]))
    return table


def _cell(runs: Runs, width: float, style: ParagraphStyle) -> Printed:
    """A cell, cut where it would be higher than a page allows: a row is never split."""
    sure = int((width - _PADDING) / style.fontSize) * int(_HIGHEST / style.leading) // 2  # wide signs, broken lines
    cell = Printed(_markup(runs), style)
    if sum(len(run.text) for run in runs) <= sure or cell.wrap(width - _PADDING, _HIGHEST)[1] <= _HIGHEST:
        return cell
    return Printed(_markup(_cut(runs, sure)), style)


def _cut(runs: Runs, longest: int) -> Iterator[Run]:
    left = longest
    for run in runs:
        if left > 0:
            yield run if len(run.text) <= left else Run(run.text[:left] + CUT, run.facts, run.strong)
        left -= len(run.text)


def _style(name: str, scale: float, indent: float = 0) -> ParagraphStyle:
    size = _SIZES[name] * scale
    heading = name in {"title", "h1", "h2"}
    return ParagraphStyle(
        name, fontName=_BOLD if heading else _FONT, fontSize=size, leading=size * 1.28, splitLongWords=1,
        leftIndent=indent * scale, bulletFontName=_FONT, bulletFontSize=size,
        spaceBefore=size * 0.7 if heading else 0,
        spaceAfter=0 if name == "cell" else size * 0.4,
    )


def _markup(runs: Iterator[Run] | Runs) -> str:
    """Runs in the library's own markup, in which nothing of a text can be a tag."""
    told = ((escape(_known(run.text)), run.strong) for run in runs)
    return "".join(f"<b>{text}</b>" if strong else text for text, strong in told)


def _known(text: str) -> str:
    """A text in signs that the font has; others are counted in brackets, so that nobody reads past them."""
    signs = _signs()
    parts: list[str] = []
    missing = 0
    for letter_ in (*text, ""):
        if letter_ and ord(letter_) not in signs:
            missing += 1
            continue
        if missing:
            parts.append(f"[{missing} sign{'s' if missing > 1 else ''} not printable here]")
            missing = 0
        parts.append(letter_)
    return "".join(parts)
