"""The next question: the open fact whose answer settles most lines on average."""

from logic.case import Outcome
from logic.checklist import gaps
from logic.determination import Determination
from logic.looking_ahead import supposing
from logic.record import NAME_THE_LEVELS
from logic.truth import Truth
from logic.vocabulary import Vocabulary
from logic.wording import fact_at, label_of, question_of


def next_question(determination: Determination, vocabulary: Vocabulary) -> str | None:
    """The path of the fact to ask for next; None when no open fact can change an outcome.

    Facts that somebody looked for and did not find are never asked again.
    """
    order = {name: place for place, name in enumerate(vocabulary.facts)}
    best: tuple[float, int, str] | None = None
    for path, gap in gaps(determination).items():
        if gap.folded or gap.asked or gap.searched:
            continue
        settled = sum(_settled(determination, dict.fromkeys(gap.leaves, truth)) for truth in (Truth.MET, Truth.NOT_MET))
        fact = fact_at(path, vocabulary)
        place = -1 if path == NAME_THE_LEVELS else order.get(fact.id, len(order)) if fact else len(order)
        rank = (-settled / 2, place, path)
        best = min(best, rank) if best else rank
    return best[2] if best else None


def _settled(determination: Determination, supposed: dict[tuple[str, str, str], Truth]) -> int:
    after = supposing(determination, supposed)
    return sum(outcome is not Outcome.NEEDS_DOCUMENTATION for outcome in after.values())


def question_text(path: str, vocabulary: Vocabulary) -> str:
    """The question for a path, with where it stands."""
    return f"{label_of(path, vocabulary)}: {question_of(path, vocabulary)}"
