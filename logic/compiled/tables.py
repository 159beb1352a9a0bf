"""Tables that fill themselves: what is worked out for a key is kept, up to a limit."""

from collections.abc import Callable, Hashable
from typing import TypeVar

MOST_KEPT = 4096

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Table(dict[K, V]):
    """What a function gives for each key it was asked for. Beyond the limit nothing more is kept."""

    def __init__(self, made: Callable[[K], V], most: int = MOST_KEPT) -> None:
        super().__init__()
        self._made = made
        self._most = most

    def __missing__(self, key: K) -> V:
        value = self._made(key)
        if len(self) < self._most:
            self[key] = value
        return value
