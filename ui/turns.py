"""One page at a time: all sessions share one processor, and together each would be as late as the last.

Whoever came first is served first, and outcomes come before all else: once a page has sent them, pages that have not go
before it. Nobody waits longer than a moment for a page that takes long.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from itertools import count
from threading import Condition, local
from time import monotonic

LONGEST_WAIT = 0.5, 1.5
"""Seconds after which a page no longer waits for its turn: for its outcomes, and for the rest."""
OUTCOMES, REST = 0, 1
Ticket = tuple[int, int]
"""What a page wants to send, and when it came."""


class Turns:
    """Who has the turn, and who waits for it."""

    def __init__(self) -> None:
        self._door = Condition()
        self._waiting: list[Ticket] = []
        self._taken = False
        self._numbers = count()

    def take(self, what: int, longest: float) -> bool:
        """Waits for the turn; False if it did not come in time."""
        ticket, until = (what, next(self._numbers)), monotonic() + longest
        with self._door:
            heappush(self._waiting, ticket)
            while self._taken or self._waiting[0] != ticket:
                if not self._door.wait(max(until - monotonic(), 0)) and monotonic() >= until:
                    self._give_up(ticket)
                    return False
            heappop(self._waiting)
            self._taken = True
            return True

    def _give_up(self, ticket: Ticket) -> None:
        self._waiting = sorted(each for each in self._waiting if each != ticket)
        self._door.notify_all()

    def give(self) -> None:
        """Gives the turn to whoever is next."""
        with self._door:
            self._taken = False
            self._door.notify_all()


_TURNS, _MINE = Turns(), local()


@contextmanager
def in_turn() -> Iterator[None]:
    """Waits for the turn of this session, and keeps it until the page is drawn."""
    _MINE.has = _TURNS.take(OUTCOMES, LONGEST_WAIT[OUTCOMES])
    try:
        yield
    finally:
        if _MINE.has:
            _TURNS.give()


def outcomes_first() -> None:
    """Lets pages go before that have not sent their outcomes; this one has."""
    if _MINE.has:
        _TURNS.give()
        _MINE.has = _TURNS.take(REST, LONGEST_WAIT[REST])
