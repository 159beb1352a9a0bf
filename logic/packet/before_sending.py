"""The note for the office before the letter goes out: what is open, contradicted, implied, undated. Not to be sent."""

from collections.abc import Iterator

from logic.case import SHOWN_AS
from logic.checklist import ItemKind
from logic.levels import levels_told
from logic.packet.document import Block, Bullets, Document, Heading, Paragraph, Run, Table
from logic.packet.filling import filled
from logic.packet.letter import soft_facts
from logic.packet.material import Material, spaced


def before_sending(material: Material) -> Document:
    """The note that goes with a letter."""
    return material.document("before_sending", material.texts.letter.before.title, tuple(_blocks(material)))


def _blocks(material: Material) -> Iterator[Block]:
    texts = material.texts.letter.before
    yield Paragraph("lead", (Run(filled(texts.lead, **material.names)),))
    yield Heading(texts.outcomes_heading)
    yield _outcomes(material)
    yield Heading(texts.open_heading)
    yield from _listed("open", list(_open(material)), texts.nothing_open)
    for name, heading, lead, items in (
        ("contrary", texts.contrary_heading, texts.contrary_lead, list(_contrary(material))),
        ("soft", texts.soft_heading, texts.soft_lead, list(soft_facts(material))),
        ("undated", texts.undated_heading, texts.undated_lead, list(_undated(material))),
        ("verify", texts.verify_heading, "", list(_verify(material))),
    ):
        if items:
            yield Heading(heading)
            if lead:
                yield Paragraph(name, (Run(lead),))
            yield from _listed(name, items, "")
    yield Heading(texts.placeholders_heading)
    yield from _listed("by_hand", [Run(text) for text in texts.placeholders], "")


def _listed(name: str, items: list[Run], nothing: str) -> Iterator[Block]:
    if items:
        yield Bullets(tuple(Paragraph(f"{name}.{n}", (item,)) for n, item in enumerate(items, start=1)))
    elif nothing:
        yield Paragraph(name, (Run(nothing),))


def _outcomes(material: Material) -> Table:
    unnamed = material.texts.letter.request.not_named
    rows = tuple(
        tuple((Run(cell),) for cell in (
            line.result.line.id, SHOWN_AS[line.result.outcome], levels_told(line.result.line.line.levels) or unnamed,
            material.teller.days_in(line.reason)))
        for line in material.review.lines
    )
    return Table("outcomes", material.texts.letter.before.outcomes_head, rows, (13, 18, 14, 55))


def _open(material: Material) -> Iterator[Run]:
    """The checklist, without what is offered only as another ground."""
    for item in material.review.checklist:
        if not item.folded and item.kind is not ItemKind.VERIFY:
            lines = f" [{', '.join(item.affects)}]" if item.affects else ""
            yield Run(f"{material.teller.days_in(item.say)}{lines}")


def _contrary(material: Material) -> Iterator[Run]:
    for point in material.points:
        if point.contradicted:
            told = spaced(tuple(material.written(told) for told in point.told))
            yield Run(f"{point.says} ({point.cite}). {''.join(run.text for run in told)}",
                      tuple(path for told in point.told for path in told.facts))


def _undated(material: Material) -> Iterator[Run]:
    documents = material.review.case.documents
    for source in material.enclosed:
        if documents[source].date is None:
            yield Run(material.teller.document_told(documents[source]), (f"documents.{source}",))


def _verify(material: Material) -> Iterator[Run]:
    for item in material.review.checklist:
        if item.kind is ItemKind.VERIFY:
            yield from (Run(cite) for cite in item.cites)
