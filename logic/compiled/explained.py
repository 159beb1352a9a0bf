"""A criterion over plain facts, compiled to explain itself: every part with its truth, and the facts that still matter.

For criteria without silence, conditions and asked parts (see `of_answers` for what plain facts are).

Every explanation holds its whole trace when it is handed over; nothing in it is worked out later. Explanations share
what is alike in them: the trace of a small group, or of small parts side by side, is made once for each way in which
its leaves are answered, and kept in a table with a limit. What is shared holds criteria, truths and the names of facts;
it cannot be changed, and nothing of a case is in it. What stands above the small parts is made for each case.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, TypeVar

from logic.case import Value
from logic.compiled.diagram import FAILS, HOLDS, OPEN
from logic.compiled.knots import BITS, Knot, Reading, knot_of
from logic.compiled.of_answers import Answers, Leaves, NotPlainError, plain_leaves
from logic.compiled.parts import Part, part_of
from logic.compiled.straight import Get, looking_up
from logic.compiled.tables import Table
from logic.policy import Criterion, Silence
from logic.truth import Truth
from logic.vocabulary import Vocabulary

MOST_TOGETHER = 8
"""So many leaves are looked up together."""
MOST_WAYS = 3 ** MOST_TOGETHER
"""For so many ways in which they are answered what was found is kept."""
OPEN_PART = 1 << 16
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


_Found = tuple[tuple[Trace, ...], int, tuple[str, ...], int]
"""Of parts side by side: their traces, the count of those met and open, the facts for which they wait, and what they
add to the signature of the knot in which they stand (0: they stand in none)."""
X = TypeVar("X")
_Finding = Callable[[X], _Found]
"""What is found by the answers of a case, or by a key: how some leaves are answered, in BITS for each."""


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
    finding = _Explaining(leaves, Reading(leaves.facts), together).finding((part_of(criterion),), None)
    new, explanation_of = tuple.__new__, Explained

    def explained(answers: Answers) -> Explained:
        (trace,), _, waiting, _ = finding(answers.get)
        return new(explanation_of, (trace[1], trace, frozenset(waiting) if waiting else _NOTHING, answers))

    return explained


@dataclass(frozen=True, eq=False)
class _Explaining:
    """Small parts are looked up by how their leaves are answered; wide groups combine what was found of their parts."""

    leaves: Leaves
    reading: Reading
    together: int

    def finding(self, beside: tuple[Part, ...], around: Knot | None) -> _Finding[Get]:
        """Parts side by side as a function of the answers; `around` is the knot in which they stand."""
        part = beside[0]
        if part.parts is None or len(part.leaves) <= self.together:
            return self._looking_up(beside, around)
        inside = self._inside(part, around)
        return self._group(part, inside, around, tuple(
            self.finding(some, inside) for some in _side_by_side(part.parts, self.together)))

    def _looking_up(self, beside: tuple[Part, ...], around: Knot | None) -> _Finding[Get]:
        """Small parts side by side; how to find them is worked out when something is not known yet."""
        reading = tuple(self._codes(range(beside[0].leaves.start, beside[-1].leaves.stop)))
        known = Table(_later(lambda: _added(self._by_key(beside, beside[0].leaves.start, around))), MOST_WAYS)
        return looking_up(reading, known)

    def _codes(self, leaves: range) -> Iterator[tuple[str, Table[Value | None, int]]]:
        """The facts that some leaves read, and what an answer adds to the key."""
        by_fact: dict[str, list[tuple[int, Table[Value | None, int]]]] = {}
        for n in leaves:
            by_fact.setdefault(self.leaves.facts[n], []).append((BITS * (n - leaves.start), self.leaves.tables[n]))
        for fact, reading in by_fact.items():
            yield fact, Table(lambda value, reading=reading: sum(  # type: ignore[misc]
                table[value] << shift for shift, table in reading))

    def _by_key(self, parts: Sequence[Part], first: int, around: Knot | None) -> tuple[_Finding[int], ...]:
        """Each of some small parts by the key of all leaves from the first one on."""
        return tuple(_shifted(self._small(part, around), BITS * (part.leaves.start - first),
                              (1 << BITS * len(part.leaves)) - 1) for part in parts)

    def _small(self, part: Part, around: Knot | None) -> dict[int, _Found]:
        """What is found of a small part by the key of its own leaves."""
        if part.parts is None:
            return {code: self._leaf(part, code, around) for code in _TRUTHS}
        inside = self._inside(part, around)
        parts = self._by_key(part.parts, part.leaves.start, inside)
        return Table(self._group(part, inside, around, parts), MOST_WAYS)

    def _leaf(self, part: Part, code: int, around: Knot | None) -> _Found:
        waiting = (self.leaves.facts[part.leaves.start],) if code == OPEN else ()
        signature = around.signs(part)[code] if around else 0
        return (Trace(part.criterion, _TRUTHS[code]),), _AS_PART[code], waiting, signature

    def _inside(self, part: Part, around: Knot | None) -> Knot | None:
        """The knot in which the parts of a group stand."""
        return knot_of(part, self.reading, self.leaves) if self.reading.closed(part) else around

    def _group(
        self, part: Part, inside: Knot | None, around: Knot | None, findings: tuple[_Finding[X], ...],
    ) -> _Finding[X]:
        """A group, found by whatever its parts are found by."""
        criterion, counted = part.criterion, Table(_counting(part))
        settled = inside.settled(part) if inside and (part.torn or inside.part is part) else None
        loose = inside.loose if inside else 0
        sign = (around.signs(part) if around else dict.fromkeys(_TRUTHS, 0)).get
        new, trace_of, truths, as_part = tuple.__new__, Trace, _TRUTHS, _AS_PART

        def find(given: X) -> _Found:
            traces: tuple[Trace, ...] = ()
            waiting: tuple[str, ...] = ()
            count = signature = 0
            for finding in findings:
                beside, count_here, waiting_here, signature_here = finding(given)
                traces += beside
                count += count_here
                waiting += waiting_here
                signature += signature_here
            code = counted[count]
            if code == OPEN and settled is not None and signature >= loose:
                code, matter = settled[signature]
                if matter is not None:
                    waiting = tuple([fact for fact in waiting if fact in matter])
            trace = new(trace_of, (criterion, truths[code], traces))
            return (trace,), as_part[code], waiting if code == OPEN else (), sign(code, signature)

        return find


def _shifted(known: dict[int, _Found], shift: int, mask: int) -> _Finding[int]:
    return lambda key: known[key >> shift & mask]


def _later(making: Callable[[], _Finding[int]]) -> _Finding[int]:
    made = cache(making)

    def find(key: int) -> _Found:
        return made()(key)

    return find


def _added(findings: Sequence[_Finding[int]]) -> _Finding[int]:
    """What is found side by side."""
    if len(findings) == 1:
        return findings[0]

    def find(key: int) -> _Found:  # written out as in a group, which would lose time by calling this
        traces: tuple[Trace, ...] = ()
        waiting: tuple[str, ...] = ()
        count = signature = 0
        for finding in findings:
            beside, count_here, waiting_here, signature_here = finding(key)
            traces += beside
            count += count_here
            waiting += waiting_here
            signature += signature_here
        return traces, count, waiting, signature

    return find


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


def _counting(part: Part) -> Callable[[int], int]:
    needed = len(part.parts or ()) if part.needed is None else part.needed

    def counted(count: int) -> int:
        met = count % OPEN_PART
        return HOLDS if met >= needed else OPEN if met + count // OPEN_PART >= needed else FAILS

    return counted


def _with_parts(criterion: Criterion) -> Iterator[Criterion]:
    yield criterion
    for part in criterion.parts:
        yield from _with_parts(part)
