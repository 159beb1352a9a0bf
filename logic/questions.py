"""The next question: the open fact whose answer settles most lines on average."""

from collections.abc import Mapping, Sequence

from logic.case import Outcome
from logic.gaps import Gap
from logic.looking_ahead import Outlook
from logic.prospects import Prospect, prospects
from logic.record import NAME_THE_LEVELS
from logic.vocabulary import Vocabulary
from logic.wording import fact_at, label_of, question_of

_EQUAL = 1e-9


def next_question(outlook: Outlook, gaps: Mapping[str, Gap]) -> str | None:
    """The path of the fact to ask for next; None when no open fact can change an outcome.

    It is the fact that settles most lines on average over its answers; of several, the one that then leaves fewest
    facts to ask for, then the one that the vocabulary lists first. Facts that somebody looked for and did not find are
    never asked again, and grounds that nobody documents unless they are there are not asked for.
    """
    answers = {path: prospects(outlook, path, list(gap.leaves.values()))
               for path, gap in gaps.items() if not (gap.folded or gap.asked or gap.searched)}
    settled = {path: _settled(outlook, given) for path, given in answers.items()}
    best = [path for path, lines in settled.items() if lines > max(settled.values()) - _EQUAL]
    if len(best) > 1:
        left = {path: _left(outlook, path, answers[path]) for path in best}
        best = [path for path in best if left[path] < min(left.values()) + _EQUAL]
    order = {name: place for place, name in enumerate(outlook.vocabulary.facts)}
    return min(best, key=lambda path: (_place(path, outlook.vocabulary, order), path), default=None)


def _place(path: str, vocabulary: Vocabulary, order: Mapping[str, int]) -> int:
    fact = fact_at(path, vocabulary)
    return -1 if path == NAME_THE_LEVELS else order.get(fact.id, len(order)) if fact else len(order)


def _settled(outlook: Outlook, answers: Sequence[Prospect]) -> float:
    """How many lines are settled on average over the answers."""
    waiting = Outcome.NEEDS_DOCUMENTATION
    return sum(answer.share * sum(outcome is not waiting for outcome in outlook.outcomes(answer.truths).values())
               for answer in answers)


def _left(outlook: Outlook, path: str, answers: Sequence[Prospect]) -> float:
    """How many facts would still matter on average over the answers."""
    return sum(answer.share * outlook.facts_left(answer.truths, path) for answer in answers)


def question_text(path: str, vocabulary: Vocabulary) -> str:
    """The question for a path, with where it stands."""
    return f"{label_of(path, vocabulary)}: {question_of(path, vocabulary)}"
