"""Which criteria of a large tree are drawn: a tree is opened from its root, what decides first, until it is full."""

from collections.abc import Sequence
from heapq import heappop, heappush

from logic.pictures.tree_nodes import Node, Weight
from logic.policy import Silence


def unfolded(nodes: Sequence[Node], most: int) -> tuple[Node, ...]:
    """The nodes that are drawn, in their order: all, or at most so many, never a part without its whole.

    The roots are always drawn.
    """
    if len(nodes) <= most:
        return tuple(nodes)
    place = {node.number: n for n, node in enumerate(nodes)}
    children: dict[str, list[Node]] = {}
    for node in nodes:
        children.setdefault(node.parent.number if node.parent else "", []).append(node)
    shown = {node.number for node in children[""]}
    waiting = [(*_order(node), place[node.number]) for node in children[""]]
    waiting.sort()
    while waiting:
        *_, number = heappop(waiting)
        below = children.get(nodes[number].number, ())
        if len(shown) + len(below) <= most:
            shown.update(node.number for node in below)
            for node in below:
                heappush(waiting, (*_order(node), place[node.number]))
    return tuple(node for node in nodes if node.number in shown)


def folded_below(nodes: Sequence[Node], shown: Sequence[Node]) -> dict[str, int]:
    """How many criteria are folded into each node that is drawn, by its number; only where there are some."""
    drawn = {node.number for node in shown}
    found: dict[str, int] = {}
    for node in nodes:
        head = node
        while head.number not in drawn and head.parent:
            head = head.parent
        if head is not node:
            found[head.number] = found.get(head.number, 0) + 1
    return found


def _order(node: Node) -> tuple[int, int]:
    """What is opened first: what decides, then what can, then the rest; among these what stands higher."""
    aside = node.finding.criterion.silence is Silence.SHOWN and node.finding.silence_decided
    rank = 2 if aside else {Weight.DECIDES: 0, Weight.COUNTS: 1, Weight.SETTLED: 2}[node.weight]
    return rank, node.depth
