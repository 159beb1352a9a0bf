"""Choices that a seed decides, the same on every machine and in every version of Python."""

from collections.abc import Sequence
from hashlib import sha256
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A run of choices from a seed.

    Only `Random.random()` seeded by a whole number is used: the documentation promises that its sequence stays as it
    is. `choice`, `shuffle` and `sample` of the standard library may change, so they are made of it here; and the seed
    is a digest of its parts, because `hash()` differs from run to run.
    """

    def __init__(self, *parts: object) -> None:
        digest = sha256("/".join(map(str, parts)).encode()).digest()
        self._random = Random(int.from_bytes(digest, "big"))  # noqa: S311 - it makes up cases, it keeps no secret

    def chance(self, share: float) -> bool:
        """Whether something happens that happens in this share of cases."""
        return self._random.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def choice(self, options: Sequence[T]) -> T:
        """One of some options."""
        return options[self.between(0, len(options) - 1)]

    def some(self, options: Sequence[T], count: int) -> tuple[T, ...]:
        """So many of some options (all, if there are fewer), in the order in which they are given."""
        left = list(range(len(options)))
        chosen = [left.pop(self.between(0, len(left) - 1)) for _ in range(min(count, len(left)))]
        return tuple(options[place] for place in sorted(chosen))
