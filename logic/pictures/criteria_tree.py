"""The criteria tree of one line at a level as a picture: one row a criterion, indented below what it is part of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from logic.case import SHOWN_AS, Outcome, RequestedLine
from logic.determination import LevelResult
from logic.levels import UNNAMED
from logic.pictures.drawing import Box, Drawing, Label, Part, Stroke, Tone
from logic.pictures.folding import folded_below, unfolded
from logic.pictures.lettering import shortened, width_of, wrapped
from logic.pictures.outcomes import TONES
from logic.pictures.signs import TRUTH_TONES, truth_sign
from logic.pictures.tree_nodes import Node, Weight, nodes_of, told, words_of
from logic.policy import Silence
from logic.possible import Possible
from logic.truth import Truth

WIDTH = 356.0
"""Fits a telephone without scrolling sideways."""
MOST_ROWS = 40
HOW_TO_READ = (
    "A bar at the left and bold letters: it decides. Grey: it cannot matter any more, or counts only if shown. Dashed: "
    "not documented, or asked and never decisive."
)
_INDENT, _MOST_INDENTS = 13.0, 9
_NAME, _TOLD = 12.0, 11.0
_NAME_LINE, _TOLD_LINE, _PADDING, _GAP = 15.0, 14.0, 4.0, 4.0
_SIGN, _TEXT, _SIGN_SIZE = 14.0, 26.0, 10.0
"""Where, from the left edge of a row, its sign stands and its words begin; how large the sign is."""
_BAR = 4.0
_STRONG = 0.95
"""So much of a row is left to bold letters, which are wider."""
_OPEN = Truth.NOT_DOCUMENTED


@dataclass(frozen=True)
class _Row:
    """A criterion as it is drawn: where it stands, its lines of words, and how many criteria are folded into it."""

    node: Node
    y: float
    width: float
    name: tuple[str, ...]
    told: str
    tip: str

    @property
    def x(self) -> float:
        return _left(self.node)

    @property
    def height(self) -> float:
        return 2 * _PADDING + _NAME_LINE * len(self.name) + _TOLD_LINE

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def quiet(self) -> bool:
        """Whether it stands aside: settled without it, or a ground that counts only if it is shown."""
        finding = self.node.finding
        return self.node.weight is Weight.SETTLED or (
            finding.criterion.silence is Silence.SHOWN and finding.silence_decided)

    @property
    def tone(self) -> Tone:
        """The colour of its truth; grey where its truth is no success and no failure."""
        truth = self.node.finding.truth
        if self.quiet or (self.node.within_condition and truth is not _OPEN):
            return "neutral"
        return TRUTH_TONES[truth]


def criteria_tree(
    line: RequestedLine, level: LevelResult, possible: Possible, *, width: float = WIDTH, most: int = MOST_ROWS,
) -> Drawing:
    """The criteria of a line at a level. The words name every criterion, also what the picture folds.

    `most` is the number of rows beyond which a tree is folded.
    """
    nodes = nodes_of(level, possible)
    notices = _notices(level)
    head = list(_head(notices, level, width))
    top = (_NAME_LINE * len(head) + _GAP) if head else 1.0
    rows = _rows(nodes, possible, top, width - 1, most)
    height = (rows[-1].y + rows[-1].height if rows else top) + 1
    at = "" if level.level == UNNAMED else f" at {level.level}"
    title = f"Criteria of {line.code}{at}: {SHOWN_AS[level.outcome]}"
    words = (title, *notices, *(words_of(node, possible.vocabulary) for node in nodes))
    above = {row.node.number: row for row in rows}
    lines = (part for row in rows for part in _connection(row, above))
    parts = (*head, *lines, *(part for row in rows for part in _drawn(row)))
    return Drawing(f"criteria_tree_{line.id}_{level.level}", title, width, height, parts, words)


def _notices(level: LevelResult) -> tuple[str, ...]:
    """What else stands over the outcome, in sentences: an exclusion, a bundling, the lines on which it hangs."""
    rule, found = level.rule, []
    if rule is None:
        found.append("No criteria for this code on this day.")
    elif level.region_open:
        found.append("Which criteria apply depends on the region, and no level is named.")
    if rule and rule.excluded:
        found.append(f"Excluded: {rule.excluded.says}.")
    if rule and rule.incidental and level.incidental_to:
        found.append(f"Bundled: {rule.incidental.says} ({', '.join(level.incidental_to)}).")
    if level.certified_earlier:
        found.append("The line on which it hangs was certified earlier.")
    elif level.primaries:
        hangs = ", ".join(f"{primary.line} ({SHOWN_AS[primary.outcome].lower()})" for primary in level.primaries)
        found.append(f"Hangs on: {hangs}.")
    elif level.primaries == ():
        found.append("Hangs on another line, and none is requested.")
    if rule and not level.region_open and level.exclusion is None and level.findings is None:
        found.append("No criterion of its own.")
    return tuple(found)


def _head(notices: Sequence[str], level: LevelResult, width: float) -> Iterator[Label]:
    lines = [text for notice in notices for text in wrapped(notice, width, _NAME)]
    tone = TONES[level.own] if level.own in {Outcome.EXPERIMENTAL, Outcome.INCIDENTAL} else "ink"
    for number, text in enumerate(lines):
        yield Label(0, _NAME_LINE * (number + 0.5), text, tone, size=_NAME)


def _left(node: Node) -> float:
    return min(node.depth, _MOST_INDENTS) * _INDENT + 1


def _rows(nodes: Sequence[Node], possible: Possible, y: float, right: float, most: int) -> list[_Row]:
    shown = unfolded(nodes, most)
    folded = folded_below(nodes, shown)
    rows: list[_Row] = []
    for node in shown:
        x = _left(node)
        room = right - x - _TEXT - _PADDING
        below = f"; {folded[node.number]} more below" if node.number in folded else ""
        share = _STRONG if node.weight is Weight.DECIDES else 1
        row = _Row(node, y, right - x, wrapped(node.name, room * share, _NAME, most=2),
                   _status(node, possible, room - width_of(below, _TOLD)) + below,
                   words_of(node, possible.vocabulary))
        rows.append(row)
        y += row.height + _GAP
    return rows


def _status(node: Node, possible: Possible, room: float) -> str:
    """The line under a name: without the counts where there is no room for them."""
    whole = told(node, possible.vocabulary)
    if width_of(whole, _TOLD) <= room:
        return whole
    return shortened(told(node, possible.vocabulary, brief=True), room, _TOLD)


def _connection(row: _Row, rows: Mapping[str, _Row]) -> Iterator[Part]:
    """The line from the row of the whole, down and across; heavier where the part decides."""
    if row.node.parent is None:
        return
    above = rows[row.node.parent.number]
    x = max(above.x + _INDENT / 2, 0)
    decides = row.node.weight is Weight.DECIDES
    points = ((x, above.y + above.height), (x, row.middle), (row.x, row.middle))
    yield Stroke(points, row.tone if decides else "neutral", 2 if decides else 1, dashed=row.node.condition)


def _drawn(row: _Row) -> Iterator[Part]:
    decides, finding = row.node.weight is Weight.DECIDES, row.node.finding
    dashed = finding.truth is _OPEN or finding.criterion.asked
    if decides:
        yield Box(row.x, row.y, row.width, row.height, row.tone, faint=True)
    yield Box(row.x, row.y, row.width, row.height, row.tone, filled=False, dashed=dashed, tip=row.tip)
    if decides:
        yield Box(row.x, row.y, _BAR, row.height, row.tone)
    sign_y = row.y + _PADDING + _NAME_LINE / 2
    yield from truth_sign(finding.truth, (row.x + _SIGN, sign_y), _SIGN_SIZE, row.tone, strong=decides)
    letters: Tone = "quiet" if row.quiet else "ink"
    for number, text in enumerate(row.name):
        yield Label(row.x + _TEXT, sign_y + _NAME_LINE * number, text, letters, size=_NAME, strong=decides)
    yield Label(row.x + _TEXT, row.y + row.height - _PADDING - _TOLD_LINE / 2, row.told,
                row.tone if not row.quiet and row.tone != "neutral" else "quiet", size=_TOLD)
