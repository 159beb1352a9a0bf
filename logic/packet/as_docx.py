"""A document as Word: plain styles that an office can edit, page numbers, nothing active, the same bytes each time."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from logic.packet.document import (
    Bullets, Document, Heading, PageBreak, Paragraph, Picture, Runs, Table,
)

_FONT = "Calibri"
_SIZES = {"body": 10.5, "note": 9.5, "small": 8.0}
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The day of every part of the file: a Word file would otherwise carry the clock."""


def as_docx(document: Document) -> bytes:
    """The bytes of a Word file."""
    word = docx.Document()
    _settings(word, document)
    word.add_heading(document.title, level=0)
    for block, after in zip(document.blocks, (*document.blocks[1:], None), strict=True):
        if isinstance(block, Heading):
            word.add_heading(block.text, level=block.level)
        elif isinstance(block, Paragraph):
            added = word.add_paragraph()
            _runs(added, block.runs, _SIZES[block.style])
            added.paragraph_format.keep_with_next = isinstance(after, Bullets | Table)
        elif isinstance(block, Bullets):
            style = "List Number" if block.numbered else "List Bullet"
            for item in block.items:
                _runs(word.add_paragraph(style=style), item.runs, _SIZES[item.style])
        elif isinstance(block, Table):
            _table(word, block)
        elif isinstance(block, Picture):
            _picture(word, block)
        elif isinstance(block, PageBreak):
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    return _bytes(word)


def _settings(word: WordDocument, document: Document) -> None:
    """Fonts, margins, footer and what the file says of itself."""
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(_SIZES["body"])
    normal.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 18), ("Heading 1", 13), ("Heading 2", 11)):
        font = word.styles[name].font
        font.name, font.size, font.color.rgb = _FONT, Pt(size), None
    section = word.sections[0]
    section.left_margin = section.right_margin = Pt(62)
    section.top_margin, section.bottom_margin = Pt(56), Pt(56)
    footer = section.footer.paragraphs[0]
    for n, text in enumerate(document.footer):
        _small(footer, text)
        if n == 0:
            _small(footer, " | Page ")
            _field(footer, "PAGE")
            _small(footer, " of ")
            _field(footer, "NUMPAGES")
        footer.add_run().add_break()
    told = word.core_properties
    told.title, told.author, told.last_modified_by, told.comments = document.title, "Spine Precheck", "", ""
    told.created = told.modified = datetime.fromisoformat(document.day)
    told.language, told.revision = "en-US", 1


def _small(paragraph: WordParagraph, text: str) -> None:
    paragraph.add_run(text).font.size = Pt(_SIZES["small"])


def _field(paragraph: WordParagraph, name: str) -> None:
    """A page number that Word counts itself."""
    run = paragraph.add_run()
    run.font.size = Pt(_SIZES["small"])
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run.text = "1"
    field.append(run._r)  # noqa: SLF001 - the library has no call for fields
    paragraph._p.append(field)  # noqa: SLF001


def _runs(paragraph: WordParagraph, runs: Runs, size: float) -> None:
    for run in runs:
        added = paragraph.add_run(run.text)
        added.bold = run.strong or None
        added.font.size = Pt(size)


def _table(word: WordDocument, block: Table) -> None:
    table = word.add_table(rows=1, cols=len(block.head))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.LEFT, False
    section = word.sections[0]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    widths = [Emu(width * share // sum(block.widths)) for share in block.widths]
    for cell, text in zip(table.rows[0].cells, block.head, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = True, Pt(_SIZES["note"])
    _mark(table.rows[0], "w:tblHeader")
    for row in block.rows:
        cells = table.add_row().cells
        for cell, runs in zip(cells, row, strict=True):
            _runs(cell.paragraphs[0], runs, _SIZES["note"])
    for column, share in zip(table.columns, widths, strict=True):
        column.width = share  # some programs read the width of the columns, others that of the cells
    for each in table.rows:
        _mark(each, "w:cantSplit")
        for cell, share in zip(each.cells, widths, strict=True):
            _placed(cell, share)
    word.add_paragraph()


def _mark(row: _Row, name: str) -> None:
    """A property of a row that is either there or not: repeated on each page, or not split between two."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - the library has no call for it


def _placed(cell: _Cell, width: Emu) -> None:
    cell.width = width
    cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _picture(word: WordDocument, block: Picture) -> None:
    """A picture is told in words here: the office edits the letter, not a drawing."""
    word.add_heading(block.caption, level=2)
    word.add_paragraph(block.words)


def _bytes(word: WordDocument) -> bytes:
    """The file, with the same day on each of its parts."""
    relations = word.part.package.rels
    for name in [name for name, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[name]  # a picture of the library's own template
    held = BytesIO()
    word.save(held)
    out = BytesIO()
    with ZipFile(held) as given, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for item in given.infolist():
            written.writestr(ZipInfo(item.filename, _EARLIEST), given.read(item), ZIP_DEFLATED)
    return out.getvalue()
