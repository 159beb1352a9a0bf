"""The reviewer's summary: outcomes, criteria with truth and source, checklist, ways, checks, editions, evidence."""

from collections.abc import Iterable, Iterator, Sequence

from logic.background import Background, background, cite_of, statement_told
from logic.case import SHOWN_AS
from logic.checks import CheckStatus
from logic.checklist import ChecklistItem
from logic.levels import levels_told
from logic.packet.criteria import Point
from logic.packet.document import Block, Bullets, Document, Heading, Paragraph, Picture, Run, Runs, Table, plain
from logic.packet.filling import filled
from logic.packet.material import Material, capital, spaced
from logic.policy import EditionEntry, Rule, SetSource
from logic.reports import window_text
from logic.review import LineReview

LONGEST_TITLE = 300
WIDE = (11, 24, 12, 16, 37)


def summary(material: Material, pictures: Sequence[Picture] = ()) -> Document:
    """The whole result on paper. `pictures` are the drawings of the spine and of the course of care, if any."""
    return material.document("summary", material.texts.summary.title, tuple(_blocks(material, pictures)))


def _blocks(material: Material, pictures: Sequence[Picture]) -> Iterator[Block]:
    texts, review = material.texts.summary, material.review
    case = review.case
    yield Paragraph("case", (Run(plain(case.title or case.case, LONGEST_TITLE), strong=True),))
    yield Paragraph("lead", (Run(filled(texts.lead, **material.names)),))
    yield Heading(texts.outcomes)
    yield Table("outcomes", texts.outcomes_head, tuple(_outcome(line, material) for line in review.lines), WIDE)
    if pictures:
        yield Heading(texts.pictures)
        yield from pictures
    yield Heading(texts.criteria)
    yield from _criteria(material)
    yield Heading(texts.checklist)
    yield _checklist(material) if review.checklist else Paragraph("checklist", (Run(texts.nothing_open),))
    yield Heading(texts.ways)
    yield from _ways(material)
    yield from _listed("plan", texts.plan, review.plan, material)
    yield from _listed("windows", texts.windows, map(window_text, review.windows), material)
    yield Heading(texts.checks)
    yield from _checks(material)
    yield Heading(texts.editions)
    yield from _editions(material)
    if case.documents:
        yield Heading(texts.documents)
        yield _documents(material)
    yield Heading(texts.evidence)
    yield from _evidence(material)


def cells(*texts: str) -> tuple[Runs, ...]:
    """A row of plain cells."""
    return tuple((Run(text),) for text in texts)


def _listed(name: str, heading: str, entries: Iterable[str], material: Material) -> Iterator[Block]:
    """A list under its heading; nothing where it is empty."""
    items = tuple(Paragraph(f"{name}.{n}", (Run(material.teller.days_in(entry)),))
                  for n, entry in enumerate(entries, start=1))
    if items:
        yield Heading(heading)
        yield Bullets(items)


# -- outcomes and criteria ------------------------------------------------------------------------------------------

def _outcome(line: LineReview, material: Material) -> tuple[Runs, ...]:
    result, request = line.result, material.texts.letter.request
    shown = SHOWN_AS[result.outcome] + (f" ({request.if_used})" if result.line.line.if_used else "")
    levels = levels_told(result.line.line.levels) or request.not_named
    if len({level.outcome for level in result.levels}) > 1:
        levels = "; ".join(f"{level.level}: {SHOWN_AS[level.outcome]}" for level in result.levels)
    return cells(result.line.id, line.label, levels, shown, material.teller.days_in(line.reason))


def _criteria(material: Material) -> Iterator[Block]:
    texts = material.texts.summary
    for number, section in enumerate(material.sections, start=1):
        yield Heading(filled(material.texts.letter.section, rule=section.rule, lines=", ".join(section.lines)), 2)
        if section.points:
            yield Table(f"criteria.{number}", texts.criteria_head,
                        tuple(_criterion(point, material) for point in section.points), (26, 14, 39, 21))
        if section.above:
            above = "; ".join(point.says for point in section.above)
            told = Run(filled(material.texts.letter.told_above, criteria=above))
            yield Paragraph(f"criteria.{number}.above", (told,), "note")
        elif not section.points:
            yield Paragraph(f"criteria.{number}.none", (Run(texts.no_criteria),), "note")


def _criterion(point: Point, material: Material) -> tuple[Runs, ...]:
    texts, truths = material.texts.summary, material.texts.common.truths
    truth: Runs = (Run(truths[point.truth], strong=True),)
    truth += (Run(f" ({texts.by_silence})"),) if point.by_silence else ()
    truth += (Run(f" ({texts.asked})"),) if point.asked else ()
    shown = spaced(tuple(material.written(told) for told in point.told)) or (Run(texts.nothing_shown),)
    return ((Run(capital(point.says)),), truth, shown, (Run(point.cite),))


# -- what to do -----------------------------------------------------------------------------------------------------

def _checklist(material: Material) -> Table:
    rows = tuple(_item(item, material) for item in material.review.checklist)
    return Table("checklist", material.texts.summary.checklist_head, rows, (38, 13, 33, 16))


def _item(item: ChecklistItem, material: Material) -> tuple[Runs, ...]:
    texts = material.texts.summary
    lead = [texts.only_if_present] if item.folded and item.kind != "state" else []
    lead += [filled(texts.one_of, criterion=item.one_of)] if item.one_of else []
    who = material.library.vocabulary.suppliers.get(item.who, item.who)
    return cells(" ".join((*lead, material.teller.days_in(item.say))), capital(who), " ".join(item.questions),
                 ", ".join(item.affects))


def _ways(material: Material) -> Iterator[Block]:
    """The way of each line, or why there is none; lines with the same one stand together."""
    texts = material.texts.summary
    lines: dict[str, list[str]] = {}
    for line in material.review.lines:
        if line.no_way or (line.way and line.way.steps):
            lines.setdefault(_way(line, material), []).append(line.result.line.id)
    items = tuple(Paragraph(f"way.{of[0]}", spaced((Run(f"{', '.join(of)}:", strong=True), Run(way))))
                  for way, of in lines.items())
    yield Bullets(items) if items else Paragraph("ways", (Run(texts.ways_none),))


def _way(line: LineReview, material: Material) -> str:
    texts, teller = material.texts.summary, material.teller
    if line.way is None:
        return teller.days_in(line.no_way)
    steps = [f" {texts.way_or} ".join(said.say for said in (step, *step.others)) for step in line.way.steps]
    return f"{teller.days_in(' '.join(steps))} {filled(texts.way_done, date=teller.day(line.way.on))}"


def _checks(material: Material) -> Iterator[Block]:
    texts, checks = material.texts.summary, material.review.checks
    found = [check for check in checks if check.status is CheckStatus.FINDING]
    told = [f"{check.severity}: {material.teller.days_in(check.says)} [{check.id}]" for check in found]
    items = tuple(Paragraph(f"check.{n}", (Run(text),)) for n, text in enumerate(told, start=1))
    yield Bullets(items) if items else Paragraph("check", (Run(texts.no_findings),))
    counted = {status: str(sum(check.status is status for check in checks)) for status in CheckStatus}
    sums = filled(texts.checks_counted, passed=counted[CheckStatus.PASSED],
                  open=counted[CheckStatus.CANNOT_BE_CHECKED])
    yield Paragraph("checks", (Run(sums),), "note")


# -- sources --------------------------------------------------------------------------------------------------------

def _editions(material: Material) -> Iterator[Block]:
    texts = material.texts.summary
    policy = material.library.sets[material.review.set_id].file
    entry = next((entry for entry in policy.editions if entry.id == material.review.edition), None)
    if entry is None:
        yield Paragraph("edition", (Run(texts.no_edition),))
        return
    yield Paragraph("edition", (Run(_edition(entry, policy.title, policy.payer, material)),))
    yield Bullets(tuple(Paragraph(f"source.{name}", (Run(_source(source, material)),))
                        for name, source in policy.sources.items()))
    cited = dict.fromkeys((point.cite, str(point.confidence or "")) for point in material.points if point.cite)
    if cited:
        yield Heading(texts.citations, 2)
        yield Table("citations", texts.citations_head, tuple(cells(cite, wording) for cite, wording in cited), (80, 20))


def _source(source: SetSource, material: Material) -> str:
    return material.teller.days_in(f"{source.title}, {source.href}" if source.href else source.title)


def _edition(entry: EditionEntry, title: str, payer: str, material: Material) -> str:
    texts, teller = material.texts.summary, material.teller
    start, end = (teller.day(day) if day else texts.without_limit for day in (entry.start, entry.end))
    told = filled(texts.edition, set=title, payer=payer, edition=entry.id, start=start, end=end,
                  confidence=str(entry.confidence))
    return f"{told} {teller.days_in(entry.note)}" if entry.note else told


def _evidence(material: Material) -> Iterator[Block]:
    texts = material.texts.summary
    found = _backgrounds(material)
    if not found:
        yield Paragraph("evidence", (Run(texts.no_evidence),))
        return
    yield Paragraph("evidence", (Run(texts.evidence_lead),))
    evidence = material.library.evidence
    for name, one in found.items():
        yield Heading(one.topic.title, 2)
        yield Bullets(tuple(
            Paragraph(f"evidence.{name}.{n}", spaced(tuple(Run(text) for text in (
                statement_told(statement, evidence), f"[{cite_of(statement)}]" if cite_of(statement) else "") if text)),
                "note")
            for n, statement in enumerate(one.statements, start=1)))


def _backgrounds(material: Material) -> dict[str, Background]:
    """The topics beside the rules that decided, each once."""
    rules: dict[str, tuple[Rule, list[str]]] = {}
    for result in material.review.determination.lines:
        for level in result.levels:
            if level.rule:
                rules.setdefault(level.rule.id, (level.rule, []))[1].append(result.line.code)
    found: dict[str, Background] = {}
    for rule, codes in rules.values():
        for one in background(rule, tuple(dict.fromkeys(codes)), material.library.evidence, material.library.catalogue):
            if one.statements:
                found.setdefault(one.topic.title, one)
    return found


def _documents(material: Material) -> Table:
    texts, names = material.texts.summary, material.library.vocabulary.document_kinds
    rows = tuple(
        cells(capital(names.get(document.kind, document.kind)),
              material.teller.day(document.date) if document.date else texts.undated,
              (document.author or "").replace("_", " "), document.note or "")
        for document in material.review.case.documents.values()
    )
    return Table("documents", texts.documents_head, rows, (30, 20, 16, 34))
