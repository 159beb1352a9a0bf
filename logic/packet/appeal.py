"""The skeleton of an appeal for lines denied although they meet: the reason given, the criterion, the record."""

import re
from collections.abc import Iterator

from logic.case import SHOWN_AS, Outcome
from logic.levels import levels_told
from logic.packet.criteria import Point
from logic.packet.document import Block, Bullets, Document, Heading, Paragraph, Run, Runs, plain
from logic.packet.filling import filled
from logic.packet.material import Material, capital, paragraphs, spaced
from logic.review import LineReview
from logic.truth import Truth

LEAST_LETTERS = 5
"""Shorter words tell nothing of a denial reason."""
STEM = 6
"""Letters by which words are taken as alike (therapy, therapist)."""
MOST_REASON = 1500


def appeal(material: Material) -> Document | None:
    """The skeleton; None where no denial is entered, or no line meets."""
    request = material.review.case.request
    lines = [line for line in material.review.lines if line.result.outcome is Outcome.MEETS]
    if (request.denial_day is None and not request.denial_reason) or not lines:
        return None
    return material.document("appeal", material.texts.appeal.title, tuple(_blocks(material, lines)))


def _blocks(material: Material, lines: list[LineReview]) -> Iterator[Block]:
    texts = material.texts.appeal
    yield from paragraphs("address", texts.address)
    yield from paragraphs("regarding", texts.regarding)
    yield from paragraphs("salutation", (texts.salutation,))
    yield Paragraph("denial", spaced(tuple(_denial(material))))
    yield from paragraphs("opening", tuple(filled(text, **material.names) for text in texts.opening))
    told: set[str] = set()
    for line in lines:
        yield from _line(line, material, told)
    others = [line for line in material.review.lines if line.result.outcome is not Outcome.MEETS]
    if others:
        yield Heading(texts.not_argued, 2)
        yield Bullets(tuple(Paragraph(f"not_argued.{line.result.line.id}", (
            Run(f"{line.result.line.id}: {SHOWN_AS[line.result.outcome]}"),)) for line in others))
    yield from paragraphs("closing", tuple(filled(text, **material.names) for text in texts.closing))
    yield from paragraphs("signature", texts.signature)


def _denial(material: Material) -> Iterator[Run]:
    texts, request = material.texts.appeal, material.review.case.request
    if request.denial_day:
        yield Run(filled(texts.denial_dated, date=material.teller.day(request.denial_day)), ("request.denial_day",))
    else:
        yield Run(texts.denial_undated)
    if request.denial_reason:
        yield Run(filled(texts.reason, reason=plain(request.denial_reason, MOST_REASON)), ("request.denial_reason",))
    else:
        yield Run(texts.no_reason)


def _line(line: LineReview, material: Material, told: set[str]) -> Iterator[Block]:
    """The criteria of a line: those that the reason speaks of, then the others; each is told once in a document."""
    texts, result = material.texts.appeal, line.result
    points = [point for point in material.points if result.line.id in point.lines and point.truth is Truth.MET
              and point.told and not point.asked and point.id not in told]
    told.update(point.id for point in points)
    levels = levels_told(result.line.line.levels) or material.texts.letter.request.not_named
    yield Heading(filled(texts.line, line=result.line.id, label=line.label, levels=levels), 2)
    spoken = [point for point in points if speaks_of(material.review.case.request.denial_reason or "", point,
                                                     texts.passed_over)]
    for name, lead, some in (("contradicted", texts.contradicted if spoken else texts.none_named, spoken),
                             ("others", texts.others if spoken else "", [p for p in points if p not in spoken])):
        if points and lead:
            yield Paragraph(f"{name}.{result.line.id}", (Run(lead),))
        for n, point in enumerate(some, start=1):
            yield Paragraph(f"{name}.{result.line.id}.{n}", _point(point, material))


def _point(point: Point, material: Material) -> Runs:
    lead = Run(filled(material.texts.appeal.criterion, criterion=capital(point.says), cite=point.cite), strong=True)
    return spaced((lead, *(material.written(told) for told in point.told)))


def speaks_of(reason: str, point: Point, passed_over: tuple[str, ...]) -> bool:
    """Whether a denial reason and a criterion share a word that tells something; a hint for the reader, no finding."""
    return bool(_stems(reason, passed_over) & _stems(point.says, passed_over))


def _stems(text: str, passed_over: tuple[str, ...]) -> set[str]:
    words = re.findall(rf"[a-z]{{{LEAST_LETTERS},}}", text.lower())
    return {found[:STEM] for found in words if found not in passed_over}
