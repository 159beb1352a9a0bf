"""The letter of medical necessity: the request, then what the record shows of each criterion, in the payer's order.

A criterion of which the record shows nothing is absent here and stands in the note before sending.
"""

from collections.abc import Iterator

from logic.case import INPATIENT, Stage, requested_lines
from logic.levels import levels_told
from logic.packet.criteria import Point, Section
from logic.packet.document import Block, Bullets, Document, Heading, Paragraph, Run, Runs, Table
from logic.packet.filling import filled
from logic.packet.material import Material, capital, paragraphs, spaced
from logic.packet.telling import How
from logic.reading import word
from logic.truth import Truth


def letter(material: Material) -> Document:
    """The letter as an office edits it."""
    return material.document("letter", material.texts.letter.title, tuple(_blocks(material)))


def _blocks(material: Material) -> Iterator[Block]:
    texts = material.texts.letter
    yield from paragraphs("address", texts.address)
    yield from paragraphs("regarding", texts.regarding)
    yield from paragraphs("salutation", (texts.salutation,))
    yield from paragraphs("opening", tuple(filled(text, **material.names) for text in texts.opening))
    yield Heading(texts.request.heading)
    yield from _request(material)
    yield Heading(texts.criteria_heading)
    yield Paragraph("criteria", (Run(filled(texts.criteria_lead, **material.names)),))
    for number, section in enumerate(material.sections, start=1):
        yield from _section(section, number, material)
    yield from paragraphs("closing", tuple(filled(text, **material.names) for text in texts.closing))
    yield from paragraphs("signature", texts.signature)
    yield Heading(texts.enclosures_heading)
    yield _enclosures(material)


# -- the administrative half ----------------------------------------------------------------------------------------

def _request(material: Material) -> Iterator[Block]:
    texts, request, teller = material.texts.letter.request, material.review.case.request, material.teller
    asked = [Run(filled(texts.kind, kind=word(request.kind), urgency=word(request.urgency)),
                 ("request.kind", "request.urgency"))]
    planned = request.surgery_day
    asked.append(Run(filled(texts.planned_day, date=teller.day(planned)), ("request.surgery_day",)) if planned
                 else Run(texts.no_planned_day))
    yield Paragraph("request", spaced(tuple(asked)))
    yield _lines(material)
    for number, stage in enumerate(material.review.case.stages, start=1):
        yield Paragraph(f"stage.{number}", spaced(tuple(_stage(material, number, stage))))
    yield Paragraph("diagnoses", (Run(texts.diagnoses),))
    yield Bullets(tuple(_diagnoses(material)))
    if plan := tuple(_plan(material)):
        yield Paragraph("plan", (Run(texts.plan_heading),))
        yield Bullets(plan)


def _lines(material: Material) -> Table:
    """Every requested code with its levels, side and units. The stay is told with its stage."""
    texts, case = material.texts.letter.request, material.review.case
    rows = []
    numbers: dict[int, int] = {}
    for requested in requested_lines(case):
        if requested.code == INPATIENT:
            continue
        numbers[requested.stage] = numbers.get(requested.stage, 0) + 1
        line, path = requested.line, f"stages.{requested.stage}.lines.{numbers[requested.stage]}"
        marks = [text for stated, text in ((line.if_used, texts.if_used),
                                           (line.certified_earlier, texts.certified_earlier)) if stated]
        label = "; ".join((material.library.catalogue.label(line.code), *marks))
        cells = (str(requested.stage), line.code, label, levels_told(line.levels) or texts.not_named,
                 line.side or texts.not_stated, str(line.units) if line.units else texts.not_stated)
        rows.append(tuple((Run(cell, (path,)),) for cell in cells))
    return Table("lines", texts.lines_head, tuple(rows), (10, 12, 38, 16, 12, 12))


def _stage(material: Material, number: int, stage: Stage) -> Iterator[Run]:
    texts = material.texts.letter.request
    at = f"stages.{number}"
    setting = texts.not_stated if stage.setting == "unknown" else word(stage.setting)
    approach = ", ".join(map(word, stage.approach)) or texts.not_stated
    yield Run(filled(texts.stage, stage=str(number), setting=setting, approach=approach, days=""),
              tuple(f"{at}.{name}" for name, stated in (("setting", stage.setting != "unknown"),
                                                        ("approach", stage.approach)) if stated))
    days = _inpatient_days(stage)
    if stage.setting == "inpatient" or days is not None:
        yield Run(filled(texts.nights, days=str(days)), (f"{at}.inpatient_days",)) if days is not None else Run(
            texts.days_unstated)
    if stage.days_after_previous is not None:
        yield Run(filled(texts.after_previous, stage=str(number), days=str(stage.days_after_previous)),
                  (f"{at}.days_after_previous",))


def _inpatient_days(stage: Stage) -> int | None:
    lines = [line.days for line in stage.lines if line.code == INPATIENT and line.days is not None]
    return lines[0] if lines else stage.inpatient_days


def _diagnoses(material: Material) -> Iterator[Paragraph]:
    texts, diagnoses = material.texts.letter.request, material.review.case.diagnoses
    for n, diagnosis in enumerate(diagnoses, start=1):
        yield Paragraph(f"diagnosis.{n}", (Run(filled(texts.diagnosis, code=diagnosis.code, role=diagnosis.role),
                                               (f"diagnoses.{n}",)),))
    if not diagnoses:
        yield Paragraph("diagnosis", (Run(texts.no_diagnosis),))


def _plan(material: Material) -> Iterator[Paragraph]:
    for number in range(1, len(material.review.case.stages) + 1):
        for n, told in enumerate(material.teller.planned(number), start=1):
            yield Paragraph(f"plan.{number}.{n}", (material.written(told),))


# -- the criteria ---------------------------------------------------------------------------------------------------

def _section(section: Section, number: int, material: Material) -> Iterator[Block]:
    """The paragraphs of a rule; nothing where the record tells nothing of it."""
    texts = material.texts.letter
    fresh = [point for point in section.points if point.tellable]
    above = [point.says for point in section.above if point.tellable]
    if not fresh and not above:
        return
    yield Heading(filled(texts.section, rule=section.rule, lines=", ".join(section.lines)), 2)
    for n, point in enumerate(fresh, start=1):
        yield Paragraph(f"criterion.{number}.{n}", told_paragraph(point, material))
    if above:
        yield Paragraph(f"criterion.{number}.above", (Run(filled(texts.told_above, criteria="; ".join(above))),),
                        "note")


def told_paragraph(point: Point, material: Material) -> Runs:
    """A criterion and what the record tells of it: a conclusion only where it is met by what documents state."""
    texts = material.texts.letter
    lead = Run(filled(texts.criterion, criterion=capital(point.says), cite=point.cite), strong=True)
    return spaced((lead, Run(_standing(point, material)), *(material.written(told) for told in point.tellable)))


def _standing(point: Point, material: Material) -> str:
    """What may be said before the facts: the record shows it, says so much so far, or no document shows it."""
    texts = material.texts.letter
    if all(told.how is How.ASSUMED for told in point.tellable):
        return texts.no_document
    stated = any(not told.soft for told in point.tellable)
    return texts.shown if point.truth is Truth.MET and stated else texts.so_far


def _enclosures(material: Material) -> Bullets:
    """The documents that the letter quotes."""
    case, teller = material.review.case, material.teller
    items = tuple(Paragraph(f"enclosure.{source}", (Run(teller.document_told(case.documents[source]),
                                                        (f"documents.{source}",)),)) for source in material.enclosed)
    none = Paragraph("enclosure", (Run(material.texts.letter.no_enclosures),))
    return Bullets(items or (none,), numbered=bool(items))


def soft_facts(material: Material) -> Iterator[Run]:
    """What the letter words as implied or assumed."""
    told = (told for point in material.points for told in point.tellable if told.soft)
    planned = (told for number in range(1, len(material.review.case.stages) + 1)
               for told in material.teller.planned(number) if told.soft)
    yield from dict.fromkeys(material.written(one) for one in (*told, *planned))


