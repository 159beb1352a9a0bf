"""How far each part of a case is filled in, for the codes requested: by what still decides, not by empty fields."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from logic.case import Case
from logic.checklist import ChecklistItem, ItemKind


_ENTERED = {ItemKind.VERIFY, ItemKind.STATE}


class Stand(StrEnum):
    """How far a part is."""

    NOT_STARTED = "not started"
    PARTLY = "partly"
    COMPLETE = "complete for these codes"


@dataclass(frozen=True)
class Progress:
    """How many facts of a part are answered, how many that decide are open, and how many no document states."""

    answered: int
    open: int
    unstated: int = 0

    @property
    def stand(self) -> Stand:
        """Complete only when nothing that decides is open; started when anything is answered."""
        if not self.open:
            return Stand.COMPLETE
        return Stand.PARTLY if self.answered else Stand.NOT_STARTED


def unstated_facts(checklist: Iterable[ChecklistItem]) -> tuple[str, ...]:
    """The facts entered as implied or assumed on which an outcome rests."""
    return tuple(dict.fromkeys(fact for item in checklist if item.kind is ItemKind.STATE for fact in item.facts))


def open_facts(checklist: Iterable[ChecklistItem]) -> tuple[str, ...]:
    """The facts that somebody still has to answer: neither other grounds nor what is entered without a document."""
    return tuple(dict.fromkeys(
        fact for item in checklist if not item.folded and not item.asked and item.kind not in _ENTERED
        for fact in item.facts))


def answered_facts(case: Case) -> Iterator[str]:
    """The paths of everything a case answers; each row of the record counts once."""
    yield from case.patient
    yield from (f"{level}.{key}" for level, facts in case.levels.items() for key in facts)
    for number, stage in enumerate(case.stages, start=1):
        yield from (f"stage{number}.{key}" for key in stage.plan)
        yield from ("requested" for _ in stage.lines)
    for kind, rows in case.rows.items():
        yield from (kind for _ in rows or (None,))
    yield from ("treatments" for _ in case.care.none)
    yield from ("diagnoses" for _ in case.diagnoses)
    yield from ("documents" for _ in case.documents)


def progress(
    checklist: Iterable[ChecklistItem], answered: Iterable[str], part_of: Callable[[str], str], parts: Iterable[str],
) -> Mapping[str, Progress]:
    """The progress of each part; `part_of` says to which part the path of a fact belongs."""
    items = tuple(checklist)
    in_part = [[part_of(path) for path in paths] for paths in (answered, open_facts(items), unstated_facts(items))]
    return {part: Progress(*(places.count(part) for places in in_part)) for part in parts}
