"""One page at a time: all sessions share one processor, and together each would be as late as the last.

Whoever came first is served first. Nobody waits longer than a moment for a page that takes long.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

LONGEST_WAIT = 0.5
"""Seconds after which a page no longer waits for its turn."""
_TURN = Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """Waits for the turn of this session, and keeps it until the page is drawn."""
    got = _TURN.acquire(timeout=LONGEST_WAIT)
    try:
        yield
    finally:
        if got:
            _TURN.release()
