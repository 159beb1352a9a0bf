"""Three-valued truth and its one counting rule, `at_least`."""

from collections.abc import Iterable
from enum import StrEnum


class Truth(StrEnum):
    """Truth of a criterion (Kleene's strong three-valued logic, and "does not apply")."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_DOCUMENTED = "not_documented"
    NOT_APPLICABLE = "not_applicable"


def at_least(count: int, truths: Iterable[Truth]) -> Truth:
    """Whether `count` or more of `truths` hold, given what is still open; what does not apply is ignored.

    >>> at_least(2, [Truth.MET, Truth.NOT_DOCUMENTED, Truth.NOT_MET])
    <Truth.NOT_DOCUMENTED: 'not_documented'>
    """
    seen = list(truths)
    proven = seen.count(Truth.MET)
    if proven >= count:
        return Truth.MET
    return Truth.NOT_DOCUMENTED if proven + seen.count(Truth.NOT_DOCUMENTED) >= count else Truth.NOT_MET


def all_of(truths: Iterable[Truth]) -> Truth:
    """Whether all that apply hold; an empty one holds."""
    applying = [truth for truth in truths if truth is not Truth.NOT_APPLICABLE]
    return at_least(len(applying), applying)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Whether one that applies holds; an empty one does not."""
    return at_least(1, truths)
