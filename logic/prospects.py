"""What each answer of an open fact would make of the criteria that wait for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from logic.answers import candidates, passes, question_of_fact
from logic.case import Entry, Status, Value
from logic.editing import set_entry
from logic.finding import Finding, Key
from logic.looking_ahead import Outlook
from logic.possible import leaf_paths
from logic.rereading import reread
from logic.truth import Truth
from logic.vocabulary import Belongs, Fact
from logic.wording import fact_at

_SINGLE = {Belongs.PATIENT, Belongs.LEVEL, Belongs.STAGE}
_ROWS = ("treatments", "injections", "symptoms", "exams", "emgs", "surgeries", "curves", "documents")


@dataclass(frozen=True)
class Prospect:
    """One way to answer an open fact: a value, how likely it is, and what the leaves that wait for it become.

    `value` is None where rows are meant (treatments, symptoms).
    """

    value: Value | None
    share: float
    truths: Mapping[Key, Truth]


def single_fact(path: str, outlook: Outlook) -> Fact | None:
    """The fact at a path that holds one answer; None for rows and for what the request leaves open."""
    fact = fact_at(path, outlook.vocabulary)
    rows = path.split(".", maxsplit=1)[0] in _ROWS
    return fact if fact and fact.belongs in _SINGLE and not rows and fact.id in path.split(".") else None


def prospects(outlook: Outlook, path: str, leaves: Sequence[Finding]) -> tuple[Prospect, ...]:
    """The answers of an open fact; those that make no difference to the leaves that wait for it count as one.

    A single fact is answered with the values that tests can tell apart, and computed facts are read again from each.
    Rows are answered as a whole: none, or as much as each limit asks for. Shares add up to one.
    """
    fact = single_fact(path, outlook)
    found = list(_of_single(outlook, path, fact, leaves) if fact else _of_rows(leaves))
    total = sum(each.share for each in found)
    together: dict[frozenset[tuple[Key, Truth]], Prospect] = {}
    for each in found:
        alike = frozenset(each.truths.items())
        before = together.get(alike)
        share = each.share / total + (before.share if before else 0.0)
        together[alike] = replace(before or each, share=share)
    return tuple(together.values())


def _of_single(outlook: Outlook, path: str, fact: Fact, leaves: Sequence[Finding]) -> Iterator[Prospect]:
    asked = question_of_fact(fact, outlook.vocabulary)
    plain = [leaf for leaf in leaves if leaf.criterion.fact == fact.id]
    computed = {leaf.key for leaf in leaves} - {leaf.key for leaf in plain}
    record = outlook.determination.record
    for value, share in candidates([leaf.criterion.tests for leaf in leaves], asked).items():
        truths = {leaf.key: truth for leaf in plain
                  if (truth := answered(leaf, holds=passes(value, leaf.criterion.tests, asked)))}
        if computed:
            case = set_entry(record.case, path, Entry(value=value, status=Status.ASSUMED))
            again = reread(outlook, replace(record, case=case), (path,))
            truths |= {key: again[key] for key in computed & again.keys()}
        yield Prospect(value, share, truths)


def answered(leaf: Finding, *, holds: bool) -> Truth | None:
    """What a leaf becomes when one of the facts it waits for is answered; None while it waits for the others."""
    others = len(leaf_paths(leaf)) > 1
    if leaf.criterion.sides == "both":
        return (None if others else Truth.MET) if holds else Truth.NOT_MET
    return Truth.MET if holds else None if others else Truth.NOT_MET


def _of_rows(leaves: Sequence[Finding]) -> Iterator[Prospect]:
    """None of them, or as many as each limit asks for."""
    limits = sorted({_limit(leaf) for leaf in leaves})
    for amount in (0.0, *limits):
        truths = {leaf.key: truth for leaf in leaves
                  if (truth := answered(leaf, holds=0 < _limit(leaf) <= amount))}
        yield Prospect(None, 1.0, truths)


def _limit(leaf: Finding) -> float:
    """How much a leaf asks for; one where it asks for no number."""
    limits = [limit for name, limit in leaf.criterion.tests.items() if name in {"min", "more_than"}]
    return max((float(limit) for limit in limits if isinstance(limit, int | float)), default=1.0) or 0.5
