"""The documentation-gap checklist: what could still change or firm up an outcome, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from logic.case import Outcome, Status
from logic.determination import Determination
from logic.finding import Finding, Key
from logic.explanation import decisive, lowered
from logic.gaps import Gap
from logic.looking_ahead import Outlook
from logic.policy import Confidence
from logic.record import NAME_THE_LEVELS
from logic.rests import SoftFact, soft_facts
from logic.truth import Truth
from logic.vocabulary import Effort, Vocabulary
from logic.wording import effort_of, fact_at, label_of, question_of


class ItemKind(StrEnum):
    """What has to happen for an item."""

    STATE = "state"        # the record supports it, no document states it
    DOCUMENT = "document"  # absent from the record
    OBTAIN = "obtain"      # a test, film or treatment that has to happen
    RESOLVE = "resolve"    # the record contradicts itself
    VERIFY = "verify"      # read the current bulletin


@dataclass(frozen=True)
class ChecklistItem:
    """One thing to obtain, from whom, with the open question that the record must answer."""

    kind: ItemKind
    facts: tuple[str, ...]
    say: str
    who: str
    document: str
    questions: tuple[str, ...]
    criteria: tuple[str, ...]
    cites: tuple[str, ...]
    affects: tuple[str, ...]
    settles: tuple[str, ...] = ()
    folded: bool = False
    """Offered as another ground only: nobody is asked for it unless it is there."""
    asked: bool = False
    """Never changes an outcome."""
    searched: bool = False
    """Somebody looked: it is not in the chart."""
    one_of: str | None = None
    """The criterion, in words, that this or another item would settle alike."""


@dataclass(frozen=True)
class WayStep:
    """A step of some line's way, in words, and the lines whose way it belongs to."""

    kind: ItemKind
    say: str
    cite: str
    lines: tuple[str, ...]


def checklist(
    outlook: Outlook, gaps: Mapping[str, Gap], rests_on: Mapping[str, tuple[str, ...]],
    ways: Mapping[str, WayStep] | None = None,
) -> tuple[ChecklistItem, ...]:
    """Every item, those that settle most lines first, asked ones last; see `ChecklistItem`.

    `ways` are the steps of the lines' ways by fact: these facts are never folded, and what is documented but has to
    change is an item too.
    """
    ways = ways or {}
    vocabulary = outlook.vocabulary
    items = [*_of_gaps(outlook, gaps, frozenset(ways)), *_of_changes(vocabulary, gaps, ways),
             *_of_soft(outlook.determination, vocabulary, rests_on), *_of_verify(outlook.determination)]
    return tuple(sorted(items, key=_rank))


def _of_changes(
    vocabulary: Vocabulary, gaps: Mapping[str, Gap], ways: Mapping[str, WayStep],
) -> Iterable[ChecklistItem]:
    """One item a step that changes what is documented (more weeks of therapy, a newer film)."""
    for path, step in ways.items():
        if path in gaps:
            continue
        fact = fact_at(path, vocabulary)
        yield ChecklistItem(
            step.kind, (path,), step.say, fact.who if fact else "surgeon", fact.document if fact else "other",
            (question_of(path, vocabulary),), (), (step.cite,), step.lines,
        )


def _rank(item: ChecklistItem) -> tuple[bool, bool, bool, bool, int, int]:
    assumed = item.kind is ItemKind.STATE and item.folded
    levels = item.facts == (NAME_THE_LEVELS,)
    return (item.asked, item.folded and not assumed, assumed, not levels, -len(item.settles), -len(item.affects))


def _of_gaps(outlook: Outlook, gaps: Mapping[str, Gap], on_way: frozenset[str]) -> Iterable[ChecklistItem]:
    groups: dict[_Group, list[Gap]] = defaultdict(list)
    for gap in gaps.values():
        groups[_group_of(gap, outlook.vocabulary, on_way)].append(gap)
    for group, together in groups.items():
        yield _item(outlook, together, group)


@dataclass(frozen=True)
class _Group:
    """What facts have in common that one document from one person would answer."""

    kind: ItemKind
    who: str
    document: str
    folded: bool
    asked: bool
    searched: bool
    one_of: str | None
    apart: str


def _group_of(gap: Gap, vocabulary: Vocabulary, on_way: frozenset[str]) -> _Group:
    fact = fact_at(gap.path, vocabulary)
    kind = _kind(gap, vocabulary)
    alone = kind is ItemKind.RESOLVE or gap.path == NAME_THE_LEVELS
    return _Group(
        kind, fact.who if fact else "office", fact.document if fact else "payer_form",
        folded=gap.folded and not gap.asked and gap.path not in on_way, asked=gap.asked, searched=gap.searched,
        one_of=next(iter(gap.one_of.values())) if len(gap.one_of) == 1 else None, apart=gap.path if alone else "",
    )


def _kind(gap: Gap, vocabulary: Vocabulary) -> ItemKind:
    if gap.conflict:
        return ItemKind.RESOLVE
    return ItemKind.OBTAIN if effort_of(gap.path, vocabulary) in {Effort.TEST, Effort.WEEKS} else ItemKind.DOCUMENT


def _item(outlook: Outlook, together: list[Gap], group: _Group) -> ChecklistItem:
    vocabulary, determination = outlook.vocabulary, outlook.determination
    leaves = {key: leaf for gap in together for key, leaf in gap.leaves.items()}
    alone = group.asked or group.folded or group.apart == NAME_THE_LEVELS
    affects = tuple(dict.fromkeys(line for gap in together for line in gap.lines))
    cites = [leaf.criterion.cite or "" for leaf in leaves.values()]
    if group.apart == NAME_THE_LEVELS:
        rules = [determination.by_id[line].deciding.rule for line in affects]
        cites = [rule.cite for rule in rules if rule]
    return ChecklistItem(
        group.kind, tuple(gap.path for gap in together), _say(together, vocabulary, group), group.who, group.document,
        questions=tuple(dict.fromkeys(_question(gap, vocabulary) for gap in together)),
        criteria=tuple(dict.fromkeys(leaf.criterion.says or "" for leaf in leaves.values())),
        cites=tuple(dict.fromkeys(cites)), affects=affects,
        settles=() if alone else _settled(outlook, leaves),
        folded=group.folded, asked=group.asked, searched=group.searched, one_of=group.one_of,
    )


def _settled(outlook: Outlook, leaves: dict[Key, Finding]) -> tuple[str, ...]:
    """The lines that stop needing documentation if these facts, and no others, are shown."""
    after = outlook.outcomes(dict.fromkeys(leaves, Truth.MET))
    before = {result.line.id: result.outcome for result in outlook.determination.lines}
    waiting = Outcome.NEEDS_DOCUMENTATION
    return tuple(line for line in before if before[line] is waiting and after[line] is not waiting)


def _question(gap: Gap, vocabulary: Vocabulary) -> str:
    if gap.conflict:
        return f"The record contradicts itself: {gap.conflict}. What does the surgeon state about it?"
    return question_of(gap.path, vocabulary)


def _say(together: list[Gap], vocabulary: Vocabulary, group: _Group) -> str:
    if together[0].path == NAME_THE_LEVELS:
        return "Name the levels of the request."
    if together[0].conflict:
        return f"Resolve: {together[0].conflict}."
    labels = _joined(_label(gap, vocabulary) for gap in together)
    searched = " (not in the chart when looked for)" if group.searched else ""
    kind = vocabulary.document_kinds.get(group.document, group.document.replace("_", " "))
    supplier = vocabulary.suppliers.get(group.who, group.who.replace("_", " "))
    return f"{_capital(kind)} from {supplier}: {labels}{searched}."


def _label(gap: Gap, vocabulary: Vocabulary) -> str:
    """A gap in words; a kind of treatment is named by the criterion that asks for it."""
    if gap.path.startswith(("treatments.", "injections.")):
        says = next(iter(gap.leaves.values())).criterion.says
        return lowered(says.replace(", ", " ")) if says else label_of(gap.path, vocabulary)
    return label_of(gap.path, vocabulary)


def _joined(labels: Iterable[str]) -> str:
    """Labels with the places of equal ones brought together ("central stenosis, L3-L4 and L4-L5")."""
    places: dict[str, list[str]] = {}
    for text in labels:
        label, _, place = text.partition(", ")
        places.setdefault(label, []).append(place)
    return "; ".join(f"{label}{', ' if any(where) else ''}{_and(where)}" for label, where in places.items())


def _and(places: list[str]) -> str:
    named = [place for place in dict.fromkeys(places) if place]
    return " and ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else "".join(named)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _of_soft(
    determination: Determination, vocabulary: Vocabulary, rests_on: Mapping[str, tuple[str, ...]],
) -> Iterable[ChecklistItem]:
    """The implied facts on which an outcome rests, by document; the assumed ones together in one folded item."""
    soft = soft_facts(determination)
    lines: dict[str, list[str]] = defaultdict(list)
    for line, resting in rests_on.items():
        for path in resting:
            lines[path].append(line)
    resting_on = {path: soft[path] for path in lines}
    assumed = [path for path, fact in resting_on.items() if fact.status is Status.ASSUMED]
    implied: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, held in resting_on.items():
        if held.status is Status.IMPLIED:
            fact = fact_at(path, vocabulary)
            implied[(fact.who, fact.document) if fact else ("", "")].append(path)
    for paths in implied.values():
        yield _state(paths, vocabulary, resting_on, lines, "Implied only; have a document state")
    if assumed:
        lead = "Assumed for this case; the record must show"
        yield replace(_state(assumed, vocabulary, resting_on, lines, lead), folded=True)


def _state(
    paths: list[str], vocabulary: Vocabulary, soft: Mapping[str, SoftFact], lines: Mapping[str, list[str]], lead: str,
) -> ChecklistItem:
    first = fact_at(paths[0], vocabulary)
    labels = _joined(_soft_label(path, soft[path], vocabulary) for path in paths)
    criteria = [criterion for path in paths for criterion in soft[path].criteria.values()]
    return ChecklistItem(
        ItemKind.STATE, tuple(paths), f"{lead}, as it is: {labels}.", first.who if first else "surgeon",
        first.document if first else "clinic_note",
        tuple(dict.fromkeys(question_of(path, vocabulary) for path in paths)),
        tuple(dict.fromkeys(criterion.says or "" for criterion in criteria)),
        tuple(dict.fromkeys(criterion.cite or "" for criterion in criteria)),
        tuple(dict.fromkeys(line for path in paths for line in lines[path])),
    )


def _soft_label(path: str, soft: SoftFact, vocabulary: Vocabulary) -> str:
    """A fact in words; treatment is named by the criterion that counts it."""
    if path.startswith(("treatments.", "injections.")):
        says = next(iter(soft.criteria.values())).says or ""
        return f"{label_of(path, vocabulary)} ({lowered(says.replace(', ', ' '))})"
    return label_of(path, vocabulary)


def _of_verify(determination: Determination) -> Iterable[ChecklistItem]:
    """One item for all deciding criteria whose wording could not be confirmed."""
    cites: dict[str, None] = {}
    lines: dict[str, None] = {}
    for result in determination.lines:
        for level in result.levels:
            for finding in decisive(level):
                if finding.criterion.confidence is Confidence.VERIFY:
                    cites[finding.criterion.cite or ""] = None
                    lines[result.line.id] = None
    if cites:
        yield ChecklistItem(ItemKind.VERIFY, (), f"Read the current bulletin: {'; '.join(cites)}.", "office", "other",
                            (), (), tuple(cites), tuple(lines))
