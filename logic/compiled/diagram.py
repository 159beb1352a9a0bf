"""A diagram: leaves asked one after the other until a criterion is decided. Made once for a criterion.

After each answer stands what to ask next, so that nothing is asked whose answer no longer matters. What is open, what
does not apply, and what silence means are built in: a diagram decides as `finding` and `supposing` do. Leaves stand in
it by number, so that one diagram serves every place, day and record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from logic.compiled.parts import Part
from logic.policy import Silence
from logic.truth import Truth

FAILS, OPEN, OPEN_IN_REQUEST, HOLDS = range(4)
"""How a leaf is answered: not met, open in the record, left open by the request itself, met."""
Answered = list[int] | dict[int, int]
"""How each leaf is answered, by its number."""
Overlays = Callable[[Sequence[int], Answered], "Sequence[Sequence[tuple[int, int]]]"]
"""For torn leaves: the answers of those still open (number and answer) under every combination of their facts."""


@dataclass(frozen=True, eq=False)
class Check:
    """Whether every answer of torn facts settles an open part alike, and where to go on."""

    leaves: range
    """The leaves that it may ask."""
    torn: tuple[int, ...]
    inner: "Node"
    met: "Node"
    failed: "Node"
    open: "Node"

    def decided(self, answered: Answered, overlays: Overlays) -> "Node":
        """Where to go on. Truth by supervaluation over the torn facts; what does not apply counts as met."""
        seen: set[Truth] = set()
        for overlay in overlays(self.torn, answered):
            changed = answered.copy()
            for leaf, answer in overlay:
                changed[leaf] = answer
            truth = decided(self.inner, changed, overlays)
            seen.add(Truth.MET if truth is Truth.NOT_APPLICABLE else truth)
            if len(seen) > 1 or truth is Truth.NOT_DOCUMENTED:
                return self.open
        return (self.met if Truth.MET in seen else self.failed) if seen else self.open


Step = tuple[int, "tuple[Node, Node, Node, Node]"]
"""The number of a leaf, and where to go on after each way in which it can be answered."""
Node = Truth | Check | Step


def decided(start: Node, answered: Answered, overlays: Overlays) -> Truth:
    """The truth to which the answers of the leaves lead."""
    node = start
    while True:
        while type(node) is tuple:
            leaf, following = node
            node = following[answered[leaf]]
        if isinstance(node, Truth):
            return node
        if isinstance(node, Check):
            node = node.decided(answered, overlays)


class Exits(NamedTuple):
    """Where to go on when a part is decided; an open part fails or stays open if the record never says more."""

    failed: Node
    met: Node
    nothing: Node
    open_fails: Node
    open_stays: Node


PLAIN = Exits(Truth.NOT_MET, Truth.MET, Truth.NOT_APPLICABLE, Truth.NOT_DOCUMENTED, Truth.NOT_DOCUMENTED)


@dataclass
class Building:
    """Builds diagrams of one part; equal steps are made once."""

    steps: dict[tuple[int, ...], Step] = field(default_factory=dict)
    known: dict[tuple[int, ...], Node] = field(default_factory=dict)
    kept: list[object] = field(default_factory=list)
    """What is known by its identity must stay."""

    def built(self, part: Part, exits: Exits = PLAIN) -> Node:
        """Where to begin in order to leave by the exit that the truth of a part calls for."""
        alike = (id(part), *map(id, exits))
        if alike not in self.known:
            self.kept.append((part, exits))
            self.known[alike] = self._conditioned(part, exits) if part.condition else self._own(part, exits)
        return self.known[alike]

    def step(self, leaf: int, failed: Node, is_open: Node, in_request: Node, met: Node) -> Node:
        """Asking a leaf; nothing is asked where every answer leads to the same."""
        following = (failed, is_open, in_request, met)
        if failed is is_open is in_request is met:
            return failed
        alike = (leaf, *map(id, following))
        return self.steps.setdefault(alike, (leaf, following))

    def _conditioned(self, part: Part, exits: Exits) -> Node:
        """A criterion under a condition: while that is open, only a criterion that is met is settled."""
        if not part.parts or not part.condition:
            raise TypeError
        if part.torn:
            inner = self._under_condition(part, PLAIN)
            exits = exits._replace(**{
                name: self._check(part, inner, exits, getattr(exits, name)) for name in ("open_fails", "open_stays")})
        return self._under_condition(part, exits)

    def _under_condition(self, part: Part, exits: Exits) -> Node:
        if not part.parts or not part.condition:
            raise TypeError
        own = part.parts[0]
        waiting = self.built(own, exits._replace(failed=exits.open_fails))
        return self.built(part.condition, Exits(exits.nothing, self.built(own, exits), waiting, waiting, waiting))

    def _own(self, part: Part, exits: Exits) -> Node:
        """A criterion as if it applied: silence applied to what is open after its parts are combined."""
        heard = _after_silence(part, exits)
        if part.parts is None:
            return self.step(part.leaves[0], heard.failed, heard.open_fails, heard.open_stays, heard.met)
        if part.torn:
            inner = self._group(part, PLAIN)
            heard = heard._replace(**{
                name: self._check(part, inner, exits, getattr(heard, name)) for name in ("open_fails", "open_stays")})
        return self._group(part, heard)

    def _check(self, part: Part, inner: Node, exits: Exits, is_open: Node) -> Node:
        alike = (id(part), id(inner), *map(id, exits), id(is_open))
        if alike not in self.known:
            self.kept.append((inner, exits, is_open))
            self.known[alike] = Check(part.leaves, part.torn, inner, exits.met, exits.failed, is_open)
        return self.known[alike]

    def _group(self, part: Part, exits: Exits) -> Node:
        parts = part.parts or ()
        counting = _All(len(parts), exits) if part.needed is None else _Some(len(parts), part.needed, exits)
        return self._from(parts, counting, counting.start, {})

    def _from(
        self, parts: Sequence[Part], counting: "_All | _Some", state: "_State", known: "dict[_State, Node]",
    ) -> Node:
        """Where to begin with the parts that are left, given what was counted before."""
        if state not in known:
            end = counting.end(state)
            known[state] = end if end is not None else self.built(parts[state[0]], Exits(*(
                self._from(parts, counting, following, known) for following in counting.after(state))))
        return known[state]


def _after_silence(part: Part, exits: Exits) -> Exits:
    silence = part.criterion.silence
    if silence is Silence.ASK:
        return exits
    if silence is Silence.MET:
        return exits._replace(open_fails=exits.met, open_stays=exits.met)
    return exits._replace(open_fails=exits.failed)


_State = tuple[int, ...]
"""The number of the next part, and what was counted so far."""


class _All(NamedTuple):
    """Counting where all parts that apply are needed: the state is whether one is open, and one that fails."""

    parts: int
    exits: Exits
    start: _State = (0, 0, 0)

    def end(self, state: _State) -> Node | None:
        """Where to go on when the group is decided; None while it is not."""
        at, is_open, fails = state
        if fails == _FAILED:
            return self.exits.failed
        if is_open and self.exits.open_fails is self.exits.failed and fails:
            return self.exits.failed
        if at < self.parts:
            return None
        if not is_open:
            return self.exits.met
        return self.exits.open_fails if fails else self.exits.open_stays

    def after(self, state: _State) -> tuple[_State, ...]:
        """The state after each exit of the next part."""
        at, is_open, fails = state
        silent = int(self.exits.open_fails is not self.exits.open_stays)
        on = (at + 1, is_open, fails)
        return ((at, is_open, _FAILED), on, on, (at + 1, 1, silent), (at + 1, 1, fails))


_FAILED = 2


class _Some(NamedTuple):
    """Counting where some are needed: the state is how many are met, how many open, and how many stay open."""

    parts: int
    needed: int
    exits: Exits
    start: _State = (0, 0, 0, 0)

    def end(self, state: _State) -> Node | None:
        """Where to go on when the group is decided; None while it is not."""
        at, met, is_open, stays = state
        if met >= self.needed:
            return self.exits.met
        if met + is_open + self.parts - at < self.needed:
            return self.exits.failed
        if at < self.parts:
            return None
        return self.exits.open_stays if met + stays >= self.needed else self.exits.open_fails

    def after(self, state: _State) -> tuple[_State, ...]:
        """The state after each exit of the next part."""
        at, met, is_open, stays = state
        left = self.needed - met
        on = (at + 1, met, is_open, stays)
        more = min(is_open + 1, left)
        silent = int(self.exits.open_fails is not self.exits.open_stays)
        return (on, (at + 1, met + 1, is_open, stays), on, (at + 1, met, more, stays),
                (at + 1, met, more, min(stays + silent, left)))
