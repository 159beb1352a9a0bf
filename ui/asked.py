"""What the walk asks and why: the facts that can still decide, those that cannot any more, and other grounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import streamlit as st

from logic.asking import Reason, why_asked
from logic.progress import open_facts
from logic.review import Review
from logic.vocabulary import Fact, Kind
from ui.reads import facts_read
from ui.text import confidence_mark, joined, md, truth_mark

_WITH_LIMIT = {Kind.NUMBER, Kind.GRADE}


class Group(Enum):
    """Where a question stands in its step."""

    OPEN = "open"
    GROUND = "ground"
    NOT_NEEDED = "not needed"
    NOT_READ = "not read"


@dataclass(frozen=True)
class Asked:
    """What a review asks of the record."""

    read: frozenset[str] = frozenset()
    """The facts that the criteria of the requested codes read, by name."""
    open: frozenset[str] = frozenset()
    """The paths that somebody still has to answer."""
    grounds: frozenset[str] = frozenset()
    """The paths of grounds that count only if present."""
    not_needed: Mapping[str, str] | None = None
    """The paths that can no longer decide, each with the reason."""
    why: Mapping[str, tuple[Reason, ...]] | None = None

    def group(self, fact: Fact, path: str, *, answered: bool) -> Group:
        """Where the question of a fact at a path belongs; an answered one stays open to see."""
        if fact.id not in self.read:
            return Group.NOT_READ
        if answered or _any(self.open, path):
            return Group.OPEN
        if _any(self.grounds, path):
            return Group.GROUND
        return Group.NOT_NEEDED if _any(self.not_needed or {}, path) else Group.NOT_READ

    def because(self, path: str) -> str:
        """Why a fact is not needed any more."""
        return next((reason for name, reason in (self.not_needed or {}).items() if _under(name, path)), "")

    def reasons(self, path: str) -> tuple[Reason, ...]:
        """The criteria that read a path, or a side of it."""
        found = [reason for name, reasons in (self.why or {}).items() if _under(name, path) for reason in reasons]
        return tuple({reason.criterion: reason for reason in found}.values())


def _under(name: str, path: str) -> bool:
    """Whether a name is the path itself or one side of it."""
    return name == path or name.startswith(f"{path}.")


def _any(names: frozenset[str] | Mapping[str, str], path: str) -> bool:
    return any(_under(name, path) for name in names)


def asked_of(review: Review | None) -> Asked:
    """What a review asks; nothing while there is none."""
    if review is None:
        return Asked()
    waiting = frozenset(open_facts(review.checklist))
    grounds = {fact for item in review.checklist if item.folded for fact in item.facts}
    return Asked(facts_read(review.determination), waiting, frozenset(grounds - waiting), review.not_needed,
                 why_asked(review.determination))


# -- on demand ------------------------------------------------------------------------------------------------------

def limits_beside(fact: Fact, path: str, asked: Asked) -> str:
    """The limits that criteria set for a number or a grade, to stand beside its value; empty for other facts."""
    if fact.kind not in _WITH_LIMIT:
        return ""
    limits = dict.fromkeys(reason.limit for reason in asked.reasons(path) if reason.limit)
    return f":small[:gray[asked: {md('; '.join(limits))}]]" if limits else ""


def why_it_is_asked(path: str, asked: Asked) -> None:
    """The criteria that read a fact, with citation and lines."""
    reasons = asked.reasons(path)
    if not reasons:
        st.caption("No criterion of the requested codes reads it.")
        return
    st.markdown("**Why it is asked**\n" + "\n".join("- " + joined([
        truth_mark(reason.truth), md(reason.says), f"({md(reason.standing)})" if reason.standing else "",
        f":gray[{md(reason.cite)}]", confidence_mark(reason.confidence), f":gray[for {md(', '.join(reason.lines))}]",
    ]) for reason in reasons))
