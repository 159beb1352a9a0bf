"""What stands in the criteria tree of a line at a level: every criterion, with its truth and what it does there."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from logic.asking import standing
from logic.case import Outcome
from logic.determination import LevelResult
from logic.explanation import gives_truth, values_read
from logic.finding import Finding
from logic.looking_ahead import deciding_trees
from logic.pictures.signs import TRUTH_WORDS
from logic.policy import Scope, Silence
from logic.possible import Possible
from logic.truth import Truth
from logic.vocabulary import Vocabulary

_NOTHING, _OPEN = Truth.NOT_APPLICABLE, Truth.NOT_DOCUMENTED


class Weight(Enum):
    """What a criterion does for the outcome."""

    DECIDES = "decides"
    COUNTS = "counts"     # does not decide now, and still can, or holds beside what does
    SETTLED = "settled"   # cannot matter any more: what it is part of is settled without it


@dataclass(frozen=True)
class Node:
    """A criterion at its place in the tree. `number` tells its place ("1.2"); `parent` is None for a root."""

    number: str
    finding: Finding
    weight: Weight
    lead: str = ""
    """What is said before its name: the level, or that it is a condition or an exception."""
    parent: "Node | None" = None
    condition: bool = False
    """Whether it only says when its parent applies."""

    @property
    def depth(self) -> int:
        """How far below its root it stands."""
        return self.parent.depth + 1 if self.parent else 0

    @property
    def name(self) -> str:
        """The criterion in words."""
        return self.lead + (self.finding.criterion.says or self.finding.criterion.id or "")

    @property
    def within_condition(self) -> bool:
        """Whether it is a condition or a part of one: not met is no failure there."""
        return self.condition or bool(self.parent and self.parent.within_condition)


def nodes_of(level: LevelResult, possible: Possible) -> tuple[Node, ...]:
    """Every criterion of a line at a level, conditions before parts, a whole before what it is made of."""
    return tuple(chain.from_iterable(_below(root, possible) for root in _roots(level, possible)))


def _roots(level: LevelResult, possible: Possible) -> Iterator[Node]:
    held = [(finding, lead) for finding, lead in ((level.exclusion, "Exception: "), (level.findings, "")) if finding]
    for number, (finding, lead) in enumerate(held, start=1):
        yield Node(str(number), finding, _of_root(finding, level, possible, is_exception=bool(lead)), lead)


def _of_root(finding: Finding, level: LevelResult, possible: Possible, *, is_exception: bool) -> Weight:
    if _gives_outcome(finding, level, is_exception=is_exception):
        return Weight.DECIDES
    if level.own is Outcome.INCIDENTAL:
        return Weight.SETTLED
    opens = is_exception and finding.truth is Truth.MET
    matters = opens or any(finding is one for one in deciding_trees(level, possible.truth))
    return Weight.COUNTS if matters else Weight.SETTLED


def _gives_outcome(finding: Finding, level: LevelResult, *, is_exception: bool) -> bool:
    """Whether a root gives the level what its own criteria come to."""
    if level.own is Outcome.NEEDS_DOCUMENTATION:
        return finding.truth is _OPEN
    if is_exception:
        return level.own in {Outcome.EXPERIMENTAL, Outcome.MEETS}
    return level.own in {Outcome.MEETS, Outcome.NOT_MET}


def _below(node: Node, possible: Possible) -> Iterator[Node]:
    yield node
    finding = node.finding
    if finding.condition:
        yield from _below(Node(f"{node.number}.0", finding.condition, _of_condition(node, possible), "Applies when: ",
                               node, condition=True), possible)
    for number, part in enumerate(finding.parts, start=1):
        lead = f"{part.level}: " if finding.criterion.scope is not Scope.LEVEL else ""
        yield from _below(Node(f"{node.number}.{number}", part, _of_part(part, node, possible), lead, node), possible)


def _of_condition(node: Node, possible: Possible) -> Weight:
    finding, condition = node.finding, node.finding.condition
    if condition is None or (node.weight is Weight.SETTLED and finding.truth is not _NOTHING):
        return Weight.SETTLED
    decides = finding.truth is _NOTHING or finding.truth is condition.truth is _OPEN
    if decides and node.weight is Weight.DECIDES:
        return Weight.DECIDES
    return Weight.COUNTS if possible.truth(finding) is _OPEN or condition.truth is Truth.MET else Weight.SETTLED


def _of_part(part: Finding, whole: Node, possible: Possible) -> Weight:
    if whole.weight is Weight.SETTLED or possible.truth(whole.finding) is _NOTHING:
        return Weight.SETTLED
    if whole.weight is Weight.DECIDES and gives_truth(part, whole.finding):
        return Weight.DECIDES
    if part.criterion.asked:
        return Weight.SETTLED if part.truth is _NOTHING else Weight.COUNTS
    helps = gives_truth(part, whole.finding)
    can_change = possible.truth(whole.finding) is _OPEN and possible.truth(part) is not _NOTHING
    return Weight.COUNTS if helps or can_change else Weight.SETTLED


# -- in words -------------------------------------------------------------------------------------------------------

def truth_told(finding: Finding) -> str:
    """A truth in words, with what gave it where that was silence."""
    word = TRUTH_WORDS[finding.truth]
    if not finding.silence_decided or finding.truth is _NOTHING:
        return word
    return {Silence.SHOWN: f"{word}, counts only if shown", Silence.MET: f"{word}, presumed"}.get(
        finding.criterion.silence, f"{word} by silence")


def connector(finding: Finding) -> str:
    """How many of the parts are needed, in words; empty for a leaf."""
    count = len(finding.counting)
    if not finding.parts:
        return "at no level" if finding.criterion.scope is not Scope.LEVEL and not finding.reading else ""
    if not count:
        return "nothing below decides"
    if count == 1:
        return "the one below"
    if finding.needs_all:
        return f"all of {count}"
    return f"any of {count}" if finding.needed == 1 else f"at least {finding.needed} of {count}"


def counts(finding: Finding) -> str:
    """How the parts stand, in words ("2 met, 1 not documented"); empty for fewer than two."""
    truths = [part.truth for part in finding.counting]
    told = [f"{truths.count(truth)} {TRUTH_WORDS[truth].lower()}" for truth in Truth if truth in truths]
    return ", ".join(told) if len(truths) > 1 else ""


def read_told(finding: Finding, vocabulary: Vocabulary) -> str:
    """What a leaf read, in a few words: a number against its limit, else the values; empty while nothing is known."""
    if finding.reading and finding.reading.conflict:
        return "the record contradicts itself"
    return standing(finding, vocabulary) or values_read(finding)


def told(node: Node, vocabulary: Vocabulary, *, brief: bool = False) -> str:
    """The line under a criterion: its truth, how many parts it needs and (unless brief) has, what was read."""
    finding = node.finding
    asked = "asked, never decides" if finding.criterion.asked else ""
    return "; ".join(part for part in (truth_told(finding), connector(finding), "" if brief else counts(finding),
                                       read_told(finding, vocabulary), asked) if part)


def words_of(node: Node, vocabulary: Vocabulary) -> str:
    """A criterion as one line of words, with its number, truth and weight."""
    weight = {Weight.DECIDES: " It decides.", Weight.SETTLED: " It cannot matter any more.", Weight.COUNTS: ""}
    return f"{node.number} {node.name}: {told(node, vocabulary)}.{weight[node.weight]}"
