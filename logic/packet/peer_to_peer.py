"""One page for the call with the payer's physician: criteria in the payer's order, the weak points first."""

from collections.abc import Iterator
from dataclasses import replace

from logic.case import SHOWN_AS
from logic.explanation import lowered
from logic.packet.criteria import Point
from logic.packet.document import Block, Bullets, Document, Heading, Paragraph, Run, Runs, Table, plain
from logic.packet.filling import filled
from logic.packet.material import Material, capital, spaced
from logic.packet.telling import Told
from logic.truth import Truth
from logic.wording import question_of

MOST = 40
"""Rows that are tried at first; a page takes fewer."""
MOST_FACTS, MOST_QUESTIONS, MOST_SIGNS, MOST_LINES = 2, 2, 170, 700


def peer_to_peer(material: Material, most: int = MOST) -> Document:
    """The sheet with at most so many criteria; how many more there are is told."""
    return material.document("peer_to_peer", material.texts.peer_to_peer.title, tuple(_blocks(material, most)),
                             one_page=True)


def _blocks(material: Material, most: int) -> Iterator[Block]:
    texts = material.texts.peer_to_peer
    points = [point for point in material.points if not point.asked or point.told]
    weak = sorted((point for point in points if point.weak), key=lambda point: point.rank)
    strong = [point for point in points if not point.weak and point.told]
    yield Paragraph("lead", (Run(filled(texts.lead, **material.names)),), "note")
    yield Paragraph("lines", spaced((Run(texts.lines, strong=True), Run(_lines(material)))), "note")
    room = max(most - len(strong), most // 2)
    for name, heading, rows, count in (("weak", texts.weak, weak, room), ("strong", texts.strong, strong, most - min(
            len(weak), room))):
        yield Heading(heading, 2)
        if rows:
            yield Table(name, texts.head, tuple(_row(point, material) for point in rows[:count]), (27, 13, 20, 40))
        else:
            yield Paragraph(name, (Run(texts.none),), "note")
        if len(rows) > count:
            told = filled(material.texts.common.and_more, number=str(len(rows) - count))
            yield Paragraph(f"{name}.more", (Run(told),), "note")
    yield Bullets(tuple(Paragraph(f"rule.{n}", (Run(rule),), "note") for n, rule in enumerate(texts.rules, start=1)))


def _lines(material: Material) -> str:
    """The lines with their outcome, those of one outcome together."""
    found: dict[str, list[str]] = {}
    for line in material.review.lines:
        found.setdefault(SHOWN_AS[line.result.outcome], []).append(
            " ".join((line.result.line.code, *line.result.line.line.levels)))
    return plain("; ".join(f"{outcome}: {', '.join(lines)}" for outcome, lines in found.items()), MOST_LINES) + "."


def _row(point: Point, material: Material) -> tuple[Runs, ...]:
    truth = material.texts.common.truths[point.truth]
    evidence = dict.fromkeys(told.document for told in point.told[:MOST_FACTS])
    return ((Run(capital(plain(point.says, MOST_SIGNS))),), (Run(truth, strong=True),),
            (Run("; ".join(evidence)),), _sentence(point, material))


def _sentence(point: Point, material: Material) -> Runs:
    """What to say: what the record shows, where it stops, or that it says otherwise."""
    texts = material.texts.peer_to_peer
    said = tuple(_short(told, material) for told in point.told[:MOST_FACTS])
    facts = tuple(path for told in point.told[:MOST_FACTS] for path in told.facts)
    if point.contradicted:
        return (Run(filled(texts.contrary, facts=" ".join(run.text for run in said)), facts),)
    if point.truth is Truth.MET:
        return spaced(said) or (Run(texts.nothing),)
    if point.truth is Truth.NOT_MET and not point.by_silence:
        return (Run(texts.by_parts),)
    vocabulary = material.library.vocabulary
    questions = list(dict.fromkeys(question_of(path, vocabulary) for path in point.open_paths))[:MOST_QUESTIONS]
    form = texts.open_partly if said else texts.open
    open_ = Run(filled(form, questions=" ".join(questions)) if questions else texts.nothing)
    return spaced((*said, open_))


def _short(told: Told, material: Material) -> Run:
    run = material.spoken(replace(told, document=lowered(told.document)))
    return Run(plain(run.text, 2 * MOST_SIGNS), run.facts)
