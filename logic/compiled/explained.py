"""A criterion over plain facts, compiled to explain itself: every part with its truth, and the facts that still matter.

For criteria without silence, conditions and asked parts (see `of_answers` for what plain facts are). Small parts side
by side are looked up together by how their leaves are answered, so that a trace is made once for all cases that are
decided alike there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from logic.compiled.diagram import FAILS, HOLDS, OPEN
from logic.compiled.groups import Group, Groups, groups_of
from logic.compiled.of_answers import Answers, Leaves, NotPlainError, plain_leaves
from logic.compiled.parts import Part, part_of
from logic.compiled.tables import Table
from logic.policy import Criterion, Silence
from logic.truth import Truth
from logic.vocabulary import Vocabulary

MOST_TOGETHER = 8
"""So many leaves are looked up together."""
OPEN_PART = 1 << 32
"""What an open part adds to a count, beside one for each that is met."""
_TRUTHS = {FAILS: Truth.NOT_MET, OPEN: Truth.NOT_DOCUMENTED, HOLDS: Truth.MET}
_AS_PART = {FAILS: 0, OPEN: OPEN_PART, HOLDS: 1}
_NOTHING = frozenset[str]()


class Trace(NamedTuple):
    """A criterion, its truth, and the traces of its parts."""

    criterion: Criterion
    truth: Truth
    parts: tuple["Trace", ...] = ()


class Explained(NamedTuple):
    """A criterion decided: its truth, the trace of every part, the missing facts that can still change it, the answers.

    A fact is missing here when some answers of the others leave the truth to it.
    """

    truth: Truth
    trace: Trace
    missing: frozenset[str]
    answers: Answers


_Found = tuple[tuple[Trace, ...], int, tuple[str, ...]]
"""Traces of parts side by side, the count of those that are met and open, and the facts of which these wait."""


class _Run(NamedTuple):
    """Parts side by side that are looked up together by how their leaves are answered."""

    where: slice
    known: Table[tuple[int, ...], _Found]


class _Wide(NamedTuple):
    """A group that is counted: the places of its runs and groups among what was found before."""

    criterion: Criterion
    counted: Table[int, int]
    """Its truth by the count of its parts."""
    torn: Group | None
    """Itself where facts are torn in it."""
    found: tuple[int, ...]


def explained_of(
    criterion: Criterion, vocabulary: Vocabulary, together: int = MOST_TOGETHER,
) -> Callable[[Answers], Explained]:
    """The criterion as a function from the answers of a case to its explanation; raises NotPlainError.

    `together` is how many leaves are looked up together; it changes nothing but the speed.
    """
    for one in _with_parts(criterion):
        if one.when or one.asked or one.silence is not Silence.ASK:
            raise NotPlainError(f"{one.id} has a silence or condition, or is asked")
    leaves = Leaves(tuple(plain_leaves(criterion, vocabulary)), vocabulary)
    part = part_of(criterion)
    groups = Groups(leaves, tuple(groups_of(part, len(leaves.criteria))))
    laid_out = _LaidOut(groups, together)
    if part.parts is None:
        laid_out.run((part,))
    else:
        laid_out.lay_out(part)
    return _explaining(laid_out)


def _explaining(laid_out: "_LaidOut") -> Callable[[Answers], Explained]:
    groups = laid_out.groups
    reading = tuple(zip(groups.leaves.facts, groups.leaves.tables, strict=True))
    runs = tuple(laid_out.runs)
    wide = tuple(group._replace(found=tuple(place if place >= 0 else len(runs) - 1 - place for place in group.found))
                 for group in laid_out.wide)
    new, truths, as_part, trace_of, explanation_of = tuple.__new__, _TRUTHS, _AS_PART, Trace, Explained

    def explained(answers: Answers) -> Explained:
        get = answers.get
        codes = tuple([table[get(fact)] for fact, table in reading])
        found = [known[codes[where]] for where, known in runs]
        for criterion, counted, torn, places in wide:
            traces: tuple[Trace, ...] = ()
            waiting: tuple[str, ...] = ()
            count = 0
            for place in places:
                beside, count_here, waiting_here = found[place]
                traces += beside
                count += count_here
                waiting += waiting_here
            code = counted[count]
            if code == OPEN and torn:
                code = groups.exact(torn, codes)
            trace = new(trace_of, (criterion, truths[code], traces))
            found.append(((trace,), as_part[code], waiting if code == OPEN else ()))
        (root,), is_open, waiting = found[-1]
        missing = _NOTHING
        if is_open == OPEN_PART:
            missing = frozenset(waiting)
            if len(missing) < len(waiting):
                missing = groups.missing(codes)
        return new(explanation_of, (root[1], root, missing, answers))

    return explained


@dataclass
class _LaidOut:
    """Runs are looked up first; wide groups then take what was found of their parts, inner ones first."""

    groups: Groups
    together: int
    runs: list[_Run] = field(default_factory=list)
    wide: list[_Wide] = field(default_factory=list)

    def lay_out(self, part: Part) -> int:
        """Lays out a group; gives where it will be found, counted back from the number of runs (-1: the first)."""
        places: list[int] = []
        for beside in _side_by_side(part.parts or (), self.together):
            if len(beside[0].leaves) > self.together and beside[0].parts is not None:
                places.append(self.lay_out(beside[0]))
            else:
                places.append(self.run(beside))
        group = self.groups.groups[self._number(part) - self.groups.first]
        counted = Table(_counting(group.needed))
        self.wide.append(_Wide(part.criterion, counted, group if part.torn else None, tuple(places)))
        return -len(self.wide)

    def run(self, parts: tuple[Part, ...]) -> int:
        """Lays out parts side by side; gives the number of their run."""
        first, last = parts[0].leaves.start, parts[-1].leaves.stop

        def made(answered: tuple[int, ...]) -> _Found:
            codes = [OPEN] * self.groups.first
            codes[first:last] = answered
            truths = self.groups.truths(codes, parts)
            count = sum(_AS_PART[truths[self._number(part)]] for part in parts)
            waiting = tuple(fact for part in parts for fact in self.groups.waiting(self._number(part), truths))
            return tuple(self._trace(part, truths) for part in parts), count, waiting

        self.runs.append(_Run(slice(first, last), Table(made)))
        return len(self.runs) - 1

    def _number(self, part: Part) -> int:
        return part.leaves[0] if part.parts is None else self.groups.numbers[id(part)]

    def _trace(self, part: Part, truths: Sequence[int]) -> Trace:
        parts = tuple(self._trace(one, truths) for one in part.parts or ())
        return Trace(part.criterion, _TRUTHS[truths[self._number(part)]], parts)


def _side_by_side(parts: Sequence[Part], together: int) -> Iterator[tuple[Part, ...]]:
    """Parts as they are looked up: as many together as have no more leaves than may be; a larger one alone."""
    beside: list[Part] = []
    for part in parts:
        if beside and part.leaves.stop - beside[0].leaves.start > together:
            yield tuple(beside)
            beside = []
        beside.append(part)
    if beside:
        yield tuple(beside)


def _counting(needed: int) -> Callable[[int], int]:
    def counted(count: int) -> int:
        met = count % OPEN_PART
        return HOLDS if met >= needed else OPEN if met + count // OPEN_PART >= needed else FAILS

    return counted


def _with_parts(criterion: Criterion) -> Iterator[Criterion]:
    yield criterion
    for part in criterion.parts:
        yield from _with_parts(part)
