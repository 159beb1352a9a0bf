"""Messages to those who hold records, one a supplier, and questions for an addendum with every answer possible.

What is offered only as another ground ("if present") is asked of nobody: a message about tumours finds tumours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from logic.checklist import ChecklistItem, ItemKind
from logic.packet.document import Block, Bullets, Document, Heading, PageBreak, Paragraph, Run, Table
from logic.packet.filling import filled
from logic.packet.material import Material, capital
from logic.packet.summary import cells
from logic.reading import word
from logic.vocabulary import Fact, Kind
from logic.wording import fact_at, label_of, place_of, question_of

OFFICE = "office"
_IN_ROWS = {"symptoms", "exams", "emgs", "surgeries", "curves", "treatments", "injections"}


@dataclass(frozen=True)
class Asked:
    """One fact to ask for, and the item of the checklist that names it."""

    path: str
    item: ChecklistItem


def records_request(material: Material) -> Document:
    """All messages in one document, to be copied from."""
    return material.document("records_request", material.texts.records_request.title, tuple(_blocks(material)))


def _blocks(material: Material) -> Iterator[Block]:
    texts = material.texts.records_request
    yield Paragraph("lead", (Run(filled(texts.lead, **material.names)),))
    asked = by_supplier(material)
    if not asked:
        yield Paragraph("nothing", (Run(texts.nothing_open),))
        return
    for who, facts in asked.items():
        yield from _message(who, facts, material)
    queries = {who: found for who in texts.addendum_from if (found := _queries(asked.get(who, ())))}
    if queries:
        yield PageBreak()
        yield Heading(texts.addendum_heading)
        yield from _fixed("addendum", texts.addendum_lead)
        for who, facts in queries.items():
            yield Heading(filled(texts.addendum_to, supplier=_supplier(who, material)), 2)
            yield Table(f"addendum.{who}", texts.addendum_head,
                        tuple(cells(*_query(one, material)) for one in facts), (45, 17, 38))
        yield from _fixed("addendum_end", texts.addendum_end)


def _fixed(name: str, texts: tuple[str, ...]) -> Iterator[Paragraph]:
    yield from (Paragraph(f"{name}.{n}", (Run(text),)) for n, text in enumerate(texts, start=1))


def by_supplier(material: Material) -> Mapping[str, tuple[Asked, ...]]:
    """What to ask of whom: every fact of the checklist under the supplier of its own document, each once."""
    found: dict[str, dict[str, Asked]] = {}
    for item in material.review.checklist:
        if item.folded and item.kind is not ItemKind.STATE:
            continue
        for path in item.facts or ("",):
            fact = fact_at(path, material.library.vocabulary) if path else None
            who = fact.who if fact else OFFICE if item.kind is ItemKind.VERIFY else item.who
            found.setdefault(who, {}).setdefault(path or item.say, Asked(path, item))
    suppliers = material.library.vocabulary.suppliers
    return {who: tuple(found[who].values()) for who in sorted(found, key=lambda who: _place(who, tuple(suppliers)))}


def _place(who: str, suppliers: tuple[str, ...]) -> int:
    return suppliers.index(who) if who in suppliers else len(suppliers)


def _supplier(who: str, material: Material) -> str:
    return material.library.vocabulary.suppliers.get(who, word(who))


def _message(who: str, asked: tuple[Asked, ...], material: Material) -> Iterator[Block]:
    """A short message: what is asked for, as open questions."""
    texts = material.texts.records_request
    own = who == OFFICE
    yield Heading(filled(texts.own_office if own else texts.to, supplier=_supplier(who, material)))
    lead = (texts.own_office_lead,) if own else tuple(filled(text, **material.names) for text in texts.message)
    yield from _fixed(f"message.{who}", lead)
    items = dict.fromkeys(_item(one, material) for one in asked)
    yield Bullets(tuple(Paragraph(f"message.{who}.item.{n}", (Run(item),)) for n, item in enumerate(items, start=1)))
    if not own:
        yield from _fixed(f"message.{who}.end", tuple(filled(text, **material.names) for text in texts.message_end))


def _item(asked: Asked, material: Material) -> str:
    """What is asked for: the kind of document, the fact and its place, the open question."""
    vocabulary = material.library.vocabulary
    if not asked.path or asked.item.kind in {ItemKind.RESOLVE, ItemKind.OBTAIN}:
        return material.teller.days_in(asked.item.say)
    fact = fact_at(asked.path, vocabulary)
    document = vocabulary.document_kinds.get(fact.document, fact.document) if fact else ""
    lead = f"{capital(document)}: " if document else ""
    return f"{lead}{label_of(asked.path, vocabulary)}. {question_of(asked.path, vocabulary)}"


# -- questions for an addendum --------------------------------------------------------------------------------------

def _queries(asked: tuple[Asked, ...]) -> tuple[Asked, ...]:
    """What an author could add from memory of the visit or the images; a test or film cannot be added."""
    return tuple(one for one in asked if one.path and one.item.kind not in {ItemKind.OBTAIN, ItemKind.VERIFY})


def _query(asked: Asked, material: Material) -> tuple[str, str, str]:
    vocabulary = material.library.vocabulary
    question = question_of(asked.path, vocabulary)
    if asked.item.kind is ItemKind.RESOLVE:
        question = " ".join(asked.item.questions)
    return question, place_of(asked.path), answers(asked.path, material)


def answers(path: str, material: Material) -> str:
    """Every answer that a question can have, each with a box; none is suggested."""
    texts = material.texts.records_request
    fact = fact_at(path, material.library.vocabulary)
    if path.partition(".")[0] in _IN_ROWS or fact is None:
        possible: tuple[str, ...] = (texts.rows,)
    else:
        possible = _possible(fact, material)
    return "  ".join(f"{texts.box} {answer}" for answer in (*possible, texts.not_known))


def _possible(fact: Fact, material: Material) -> tuple[str, ...]:
    texts = material.texts.records_request
    if fact.kind is Kind.YES_NO:
        return texts.yes, texts.no
    if fact.kind in {Kind.CHOICE, Kind.CHOICES, Kind.GRADE}:
        words = material.library.vocabulary.grades(fact) or fact.options
        return tuple(material.teller.word(option) for option in words)
    if fact.kind is Kind.NUMBER:
        return (filled(texts.number, unit=fact.unit or ""),)
    return (texts.date,) if fact.kind is Kind.DATE else (texts.free,)
