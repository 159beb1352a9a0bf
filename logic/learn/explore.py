"""A procedure explored: a request for it with an empty record, the facts that its criteria read, and answers to them.

The request is an ordinary case that the engine decides; every answer in it is marked assumed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from logic.asking import why_asked
from logic.carrying_out import DOCUMENTS, Change, carried_out, change_of
from logic.case import Case, Entry, Line, Request, Stage, Status, Value
from logic.catalogue import Catalogue
from logic.editing import mark_none, set_care, set_entry, set_request, set_stage
from logic.finding import Finding
from logic.levels import LEVELS, UNNAMED, regions_of
from logic.looking_ahead import deciding_trees, leaves_of, trees
from logic.loading import Library
from logic.measures import SHOWINGS, Place
from logic.policy import Edition, Rule
from logic.prospects import single_fact
from logic.record import REQUEST_FIELDS, STAGE_FIELDS
from logic.review import Decision, decide
from logic.vocabulary import Belongs, Fact
from logic.wording import label_of, place_of

_JOINT = "SI-"
_BY_KIND = {"treatments", "injections"}
"""Kinds of rows of which every modality is a fact of its own."""


@dataclass(frozen=True)
class Procedure:
    """A code that a rule covers, and the levels at which the rule may hold."""

    rule: Rule
    code: str
    label: str
    levels: tuple[str, ...]

    @property
    def usual_level(self) -> str:
        """A level to begin with: low in the region, where most operations are."""
        usual = [level for level in self.levels if not level.startswith(_JOINT)] or list(self.levels)
        return usual[-2] if len(usual) > 1 else next(iter(usual), UNNAMED)


@dataclass(frozen=True)
class Explored:
    """What is explored, and the answers so far. `beside` are codes requested with it, at the same level."""

    code: str
    level: str
    day: date
    beside: tuple[str, ...] = ()
    answers: Mapping[str, Value] = field(default_factory=dict)
    """By the path of a fact."""
    shown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For what is told in rows: which of its `showings` the record holds, or that there was none."""


NONE = "none"
"""Instead of showings: somebody asked, and there was none."""


@dataclass(frozen=True)
class Question:
    """A fact that the criteria read: one answer (`fact`), or rows that would meet them (`showings`, by their words)."""

    path: str
    label: str
    limits: tuple[str, ...]
    fact: Fact | None = None
    showings: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    ground: bool = False
    """Whether only grounds that count when shown read it."""


# -- what can be explored -------------------------------------------------------------------------------------------

def procedures(edition: Edition, catalogue: Catalogue) -> tuple[Procedure, ...]:
    """Every code of an edition that has criteria or an exclusion, in the order of its rules."""
    return tuple(
        Procedure(rule, code, catalogue.label(code), _levels(rule, code, catalogue))
        for rule in edition.rules if rule.criteria or rule.excluded for code in rule.covers.codes
    )


def _levels(rule: Rule, code: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The levels of the regions of a rule, and where it names none those of the code; all where neither does."""
    entry = catalogue.entries.get(code)
    own = {"lumbosacral": ("lumbar", "sacroiliac"), "any": ()}.get(entry.region, (entry.region,)) if entry else ()
    regions = {*(rule.regions or own)}
    found = tuple(level for level in LEVELS if regions & {*regions_of(level)})
    within = tuple(level for level in found if not own or {*own} & {*regions_of(level)})
    return within or found or tuple(level for level in LEVELS if not level.startswith(_JOINT))


def blank_case(explored: Explored, set_id: str) -> Case:
    """A request for the procedure of which nothing is known. Lines it would hang on count as certified earlier.

    It is requested on one side: without a side, each finding of a side would be asked twice.
    """
    levels = () if explored.level == UNNAMED else (explored.level,)
    sideless = explored.level == UNNAMED or explored.level.startswith(_JOINT)
    lines = tuple(Line(code=code, levels=levels, side=None if sideless else "left", certified_earlier=True)
                  for code in (explored.code, *explored.beside))
    return Case(case="explored", policy=set_id, request=Request(day=explored.day), stages=(Stage(lines=lines),))


def explored_case(explored: Explored, set_id: str, questions: Sequence[Question]) -> Case:
    """The request with every answer that was given, each marked assumed."""
    case = blank_case(explored, set_id)
    for question in questions:
        if question.path in explored.answers:
            case = _answered(case, question.path, explored.answers[question.path])
        case = _shown(case, question, explored.shown.get(question.path, ()))
    return case


def _answered(case: Case, path: str, value: Value) -> Case:
    if path in REQUEST_FIELDS:
        return set_request(case, **{REQUEST_FIELDS[path]: value})
    if path in STAGE_FIELDS:
        return set_stage(case, 1, **{STAGE_FIELDS[path]: value})
    return set_entry(case, path, Entry(value=value, status=Status.ASSUMED))


def _shown(case: Case, question: Question, chosen: Sequence[str]) -> Case:
    changes = [change for name in chosen for change in question.showings.get(name, ())]
    if changes and case.request.day:
        return carried_out(case, changes, case.request.day)
    if NONE not in chosen:
        return case
    kind, _, name = question.path.partition(".")
    if kind in _BY_KIND and name:
        return set_care(case, none=(*case.care.none, name))
    return case if case.rows.get(kind) else mark_none(case, kind, none=True)


def decided(explored: Explored, set_id: str, questions: Sequence[Question], library: Library) -> Decision:
    """The outcome of the procedure under a set, with the answers that were given."""
    return decide(explored_case(explored, set_id, questions), library, set_id)


# -- what is asked --------------------------------------------------------------------------------------------------

def questions_of(explored: Explored, sets: Sequence[str], library: Library) -> tuple[Question, ...]:
    """The facts that the criteria of the procedure read under some sets, in their order; each once.

    Whether a rule holds can wait for the request itself (the state), and it then reads more: the answers so far count.
    """
    found: dict[str, Question] = {}
    for set_id in sets:
        blank = decide(blank_case(explored, set_id), library, set_id)
        for question in _asked(blank):
            found[question.path] = _together(found.get(question.path), question)
        request = {path: value for path, value in explored.answers.items()
                   if path in found and path in {*REQUEST_FIELDS, *STAGE_FIELDS}}
        if request:
            case = blank.case
            for path, value in request.items():
                case = _answered(case, path, value)
            for question in _asked(decide(case, library, set_id)):
                found[question.path] = _together(found.get(question.path), question)
    return tuple(found.values())


def _together(one: Question | None, other: Question) -> Question:
    if one is None:
        return other
    return Question(one.path, one.label, tuple(dict.fromkeys((*one.limits, *other.limits))), one.fact,
                    {**one.showings, **other.showings}, one.ground and other.ground)


def _asked(decision: Decision) -> Iterator[Question]:
    """What the explored line reads, by path."""
    result = decision.lines[0].result
    level = result.levels[0]
    plain = {path for root in trees(level) for path in decision.outlook.likely.paths(root)}
    reasons = why_asked(decision.determination)
    by_path: dict[str, list[Finding]] = {}
    for root in trees(level):
        for leaf in leaves_of(root):
            for path in _paths(leaf):
                by_path.setdefault(path, []).append(leaf)
    for path, leaves in by_path.items():
        fact = _single(path, decision)
        showings = {} if fact else _showings(path, leaves, decision)
        if fact or showings:
            limits = tuple(dict.fromkeys(reason.limit for reason in reasons.get(path, ()) if reason.limit))
            yield Question(path, _label(path, level.level, decision), limits, fact, showings, path not in plain)


def _label(path: str, level: str, decision: Decision) -> str:
    """The fact in words; its place only where that is another level than the explored one."""
    label, where = label_of(path, decision.outlook.vocabulary), place_of(path)
    return label.removesuffix(f", {where}") if where in {level, f"{level} left", "left", "stage 1"} else label


def _paths(leaf: Finding) -> tuple[str, ...]:
    if leaf.reading is None:
        return ()
    used = tuple(used.path for used in leaf.reading.used)
    return tuple(dict.fromkeys((*leaf.reading.open_paths, *used))) or (leaf.reading.path,)


def _single(path: str, decision: Decision) -> Fact | None:
    """The fact at a path that one widget answers."""
    if path in {*REQUEST_FIELDS, *STAGE_FIELDS}:
        return decision.outlook.vocabulary.facts.get(path)
    fact = single_fact(path, decision.outlook)
    sided = path.endswith((".left", ".right"))
    if fact is None or fact.sided is not sided:
        return None
    at = path.removesuffix(".left").removesuffix(".right").rpartition(".")[0]
    wanted = {Belongs.PATIENT: "", Belongs.LEVEL: at if at in LEVELS else None, Belongs.STAGE: "stage1"}
    return fact if wanted.get(fact.belongs) == at else None


def _showings(path: str, leaves: Sequence[Finding], decision: Decision) -> dict[str, tuple[Change, ...]]:
    """What the rows at a path could show, by the words of the criteria that it would meet."""
    kind, _, name = path.partition(".")
    found: dict[str, tuple[Change, ...]] = {}
    for leaf in leaves:
        show, _ = SHOWINGS.get(leaf.criterion.computed or "", (None, False))
        place = Place(decision.determination.record, decision.lines[0].result.line, leaf.level)
        shown = show(place, leaf.criterion.arguments, leaf.criterion.tests) if show else None
        if shown is None or shown.days or not shown.rows:
            continue
        changes = tuple(change_of(of, {**row, **_of_kind(of, kind, name)}) for of, row in shown.rows)
        if changes not in found.values() and not any(change.path == DOCUMENTS for change in changes):
            found[leaf.criterion.says or leaf.criterion.id or ""] = changes
    return found


def _of_kind(of: str, kind: str, name: str) -> dict[str, Value]:
    """The modality that a path names, in place of the one that a definition names first."""
    if of != kind or not name:
        return {}
    key = {"treatments": "modality", "injections": "injection_type"}.get(kind)
    return {key: name} if key else {}


def still_deciding(decision: Decision) -> frozenset[str]:
    """The open facts that can still change the explored line."""
    level = decision.lines[0].result.levels[0]
    possible = decision.outlook.possible
    return frozenset[str]().union(*(possible.paths(root) for root in deciding_trees(level, possible.truth)))
