"""Choices that a seed decides, the same on every machine and in every version of Python."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")
_BITS = 53
"""As many as a float holds exactly."""


class Dice:
    """A run of choices from a seed.

    Each number is the digest of the seed and of its place in the run: SHA-256 is the same everywhere for good, while
    the methods of `random` may change from version to version, and `hash()` from run to run.
    """

    def __init__(self, *parts: object) -> None:
        self._seed = "/".join(map(str, parts))
        self._thrown = 0

    def _number(self) -> float:
        """At least 0 and less than 1."""
        self._thrown += 1
        digest = sha256(f"{self._seed}/{self._thrown}".encode()).digest()
        return (int.from_bytes(digest[:8], "big") >> (64 - _BITS)) / float(1 << _BITS)

    def chance(self, share: float) -> bool:
        """Whether something happens that happens in this share of cases."""
        return self._number() < share

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._number() * (high - low + 1))

    def choice(self, options: Sequence[T]) -> T:
        """One of some options."""
        return options[self.between(0, len(options) - 1)]

    def some(self, options: Sequence[T], count: int) -> tuple[T, ...]:
        """So many of some options (all, if there are fewer), in the order in which they are given."""
        left = list(range(len(options)))
        chosen = [left.pop(self.between(0, len(left) - 1)) for _ in range(min(count, len(left)))]
        return tuple(options[place] for place in sorted(chosen))
