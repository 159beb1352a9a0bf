"""Everything the engine returns for a case under a policy set on a day: the one entry for screen and documents.

In two steps, so that a screen can show the outcomes before the rest: `decide`, then `reviewed`; `review` does both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from logic.case import Case
from logic.checklist import ChecklistItem, ItemKind, WayStep, checklist
from logic.checks import Check, CheckStatus, run_checks
from logic.determination import Determination, LineResult, determine
from logic.explanation import alternatives, reason
from logic.gaps import find_gaps
from logic.loading import Library
from logic.looking_ahead import Outlook
from logic.no_way import why_no_way
from logic.not_needed import not_needed
from logic.plan import plan
from logic.policy import PolicySet
from logic.questions import next_question, question_text
from logic.record import Record
from logic.rests import resting
from logic.steps import Step
from logic.ways import Way, Ways
from logic.windows import Window, windows
from logic.wording import label_of

NOTICE = (
    "A pre-check against written criteria. It is not a coverage decision, a guarantee of payment or medical advice; "
    "the payer decides."
)


@dataclass(frozen=True)
class LineDecision:
    """A requested line with its outcome and what it rests on."""

    result: LineResult
    label: str
    why: str
    """In one sentence, for a table."""
    alternatives: str
    """What is covered instead, as a sentence; empty where nothing is."""
    rests_on: tuple[str, ...]
    resting: str
    """What it rests on, as a sentence; empty where everything is documented."""

    @property
    def reason(self) -> str:
        """Why the line has its outcome, what it rests on and what is covered instead."""
        return " ".join(part for part in (self.why, self.resting, self.alternatives) if part)


@dataclass(frozen=True)
class LineReview(LineDecision):
    """A decided line with the shortest way to "meets"."""

    way: Way | None
    """None when there is none."""
    no_way: str
    """Why there is none; empty where there is one."""


@dataclass(frozen=True)
class Decision:
    """The outcomes of a case under one policy set on one day."""

    case: Case
    set_id: str
    set_title: str
    edition: str | None
    on: date
    strict: bool
    outlook: Outlook
    lines: tuple[LineDecision, ...]

    @property
    def determination(self) -> Determination:
        """What was decided, with every finding."""
        return self.outlook.determination


@dataclass(frozen=True)
class Review(Decision):
    """A decided case with all that explains it and helps to complete it."""

    lines: tuple[LineReview, ...]
    checklist: tuple[ChecklistItem, ...]
    windows: tuple[Window, ...]
    """What the passing of time changes."""
    not_needed: Mapping[str, str]
    """Open facts that can no longer decide a line, each with the reason."""
    next_path: str | None
    next_question: str | None
    plan: tuple[str, ...]
    checks: tuple[Check, ...]


class NoDayError(ValueError):
    """The case states no request day and none was given."""


class UnknownSetError(ValueError):
    """No policy set has the given name."""


def review(case: Case, library: Library, set_id: str, on: date | None = None, *, strict: bool = False) -> Review:
    """The whole result for a case. Pure: same case, set, day and mode, same result.

    Raises NoDayError when neither the case nor the caller gives a day, UnknownSetError for an unknown set.
    """
    return reviewed(decide(case, library, set_id, on, strict=strict), library)


def decide(case: Case, library: Library, set_id: str, on: date | None = None, *, strict: bool = False) -> Decision:
    """The outcomes alone, a fraction of the work; raises as `review` does."""
    day = on or case.request.day
    if day is None:
        raise NoDayError(case.case)
    if set_id not in library.sets:
        raise UnknownSetError(set_id)
    policy_set = library.sets[set_id]
    edition = policy_set.edition_on(day)
    record = Record(case, library.vocabulary, library.catalogue, day, strict=strict)
    determination = Determination(record, set_id, edition, determine(record, edition))
    outlook = Outlook(determination)
    rests = resting(outlook)
    lines = tuple(_line_decision(result, library, policy_set, rests[result.line.id]) for result in determination.lines)
    return Decision(case, set_id, policy_set.file.title, edition.entry.id if edition else None, day, strict, outlook,
                    lines)


def reviewed(decision: Decision, library: Library) -> Review:
    """Everything else for a decided case: checklist, ways, windows, next question, plan and checks."""
    outlook, determination = decision.outlook, decision.determination
    gaps = find_gaps(outlook)
    checks = run_checks(determination, library.checks)
    following = next_question(outlook, gaps)
    ways = Ways(outlook)
    lines = tuple(_line_review(line, ways.shortest(line.result)) for line in decision.lines)
    corrections = tuple(dict.fromkeys(check.fix for check in checks if check.status is CheckStatus.FINDING
                                      and check.fix and check.severity != "info"))
    steps = _steps(lines)
    needed = gaps.keys() | steps.keys()
    rests = {line.result.line.id: line.rests_on for line in lines}
    return Review(
        decision.case, decision.set_id, decision.set_title, decision.edition, decision.on, decision.strict,
        outlook, lines, checklist(outlook, gaps, rests, steps), windows(outlook, needed),
        not_needed(outlook, needed), following,
        question_text(following, library.vocabulary) if following else None,
        plan(determination, library.catalogue, corrections, {line.result.line.id: line.way for line in lines}), checks,
    )


def _line_decision(
    result: LineResult, library: Library, policy_set: PolicySet, rests: tuple[str, ...],
) -> LineDecision:
    return LineDecision(
        result, library.catalogue.label(result.line.code), reason(result, policy_set.file.title),
        alternatives(result, library.catalogue), rests, resting_on(rests, library),
    )


def _line_review(line: LineDecision, way: Way | None) -> LineReview:
    return LineReview(line.result, line.label, line.why, line.alternatives, line.rests_on, line.resting, way,
                      "" if way else why_no_way(line.result))


def resting_on(paths: tuple[str, ...], library: Library) -> str:
    """The facts that no document states and on which an outcome rests, as a sentence; empty when there are none."""
    if not paths:
        return ""
    labels = dict.fromkeys(label_of(path, library.vocabulary) for path in paths)
    return f"Rests on what no document states: {'; '.join(labels)}."


def _steps(lines: tuple[LineReview, ...]) -> dict[str, WayStep]:
    """The steps of every line's way, alternatives included, by fact."""
    said: dict[str, Step] = {}
    of_lines: dict[str, dict[str, None]] = {}
    for line in lines:
        for steps in (line.way.steps, *line.way.alternatives) if line.way else ():
            for step in [one for each in steps for one in (each, *each.others)]:
                said.setdefault(step.path, step)
                of_lines.setdefault(step.path, {})[line.result.line.id] = None
    return {path: WayStep(ItemKind(step.kind), step.say, step.cite, tuple(of_lines[path]))
            for path, step in said.items()}
