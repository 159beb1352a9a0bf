"""The criteria of a decided case in the payer's order, each once, with what the record tells of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from logic.case import COUNTING, Outcome
from logic.determination import Determination, LevelResult, LineResult
from logic.finding import Finding
from logic.levels import UNNAMED
from logic.packet.telling import SOFT, How, Teller, Told
from logic.policy import Confidence
from logic.truth import Truth

STRONG = 6
"""The rank of a criterion that nobody could doubt."""
SMALL = 1
"""A group with no group below it is told as one criterion."""


@dataclass(frozen=True)
class Point:
    """One criterion with its truth, what the record tells of it, and the lines that it concerns."""

    id: str
    says: str
    cite: str
    confidence: Confidence | None
    truth: Truth
    asked: bool
    by_silence: bool
    told: tuple[Told, ...]
    open_paths: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def weak(self) -> bool:
        """Whether somebody could doubt it: not met, open, or resting on what no dated document states."""
        return self.rank < STRONG

    @property
    def rank(self) -> int:
        """How soon to speak of it: contradicted, not met, open, assumed, implied, undated; then what stands."""
        hows = {told.how for told in self.told}
        signs = (self.contradicted, self.truth is Truth.NOT_MET, self.truth is not Truth.MET, How.ASSUMED in hows,
                 bool(hows & SOFT), any(told.undated for told in self.told))
        return signs.index(True) if True in signs else STRONG

    @property
    def tellable(self) -> tuple[Told, ...]:
        """What a letter tells: what a complete report does not mention only where the criterion is met by it."""
        return tuple(told for told in self.told if self.truth is Truth.MET or not told.derived)

    @property
    def contradicted(self) -> bool:
        """Whether the record, not its silence, is against it."""
        return self.truth is Truth.NOT_MET and not self.by_silence and bool(self.told)

    @property
    def latest(self) -> date | None:
        """The day of the latest document behind it."""
        return max((told.day for told in self.told if told.day), default=None)


@dataclass(frozen=True)
class Section:
    """A rule of the policy with the lines that it decides."""

    rule: str
    lines: tuple[str, ...]
    points: tuple[Point, ...]
    """Told here for the first time."""
    above: tuple[Point, ...]
    """Asked for here too, and told in an earlier section."""


def sections(determination: Determination, teller: Teller) -> tuple[Section, ...]:
    """The sections in the order of the request; lines under one rule stand together."""
    titles: dict[str, str] = {}
    places: dict[str, list[str]] = {}
    found: dict[str, dict[_Key, Point]] = {}
    for result in determination.lines:
        for level in result.levels:
            if level.rule:
                titles[level.rule.id] = level.rule.title
                place = line_at(result, level)
                places.setdefault(level.rule.id, []).append(place)
                held = found.setdefault(level.rule.id, {})
                for point in points_of(level, teller, result.line.id):
                    _note(held, point)
    return tuple(_sections(titles, places, found))


_Key = tuple[str, Truth, frozenset[str]]


def _note(held: dict[_Key, Point], point: Point) -> None:
    key = _key(point)
    earlier = held.get(key)
    held[key] = replace(earlier, lines=tuple(dict.fromkeys((*earlier.lines, *point.lines))),
                        open_paths=tuple(dict.fromkeys((*earlier.open_paths, *point.open_paths)))) if earlier else point


def _key(point: Point) -> _Key:
    return (point.id or point.says, point.truth, frozenset(path for told in point.told for path in told.facts))


def _sections(
    titles: dict[str, str], places: dict[str, list[str]], found: dict[str, dict[_Key, Point]],
) -> Iterator[Section]:
    told: set[_Key] = set()
    for rule, title in titles.items():
        fresh = tuple(point for key, point in found[rule].items() if key not in told)
        again = tuple(point for key, point in found[rule].items() if key in told)
        told |= found[rule].keys()
        yield Section(title, tuple(dict.fromkeys(places[rule])), fresh, again)


def line_at(result: LineResult, level: LevelResult) -> str:
    """A line and one of its levels, as people name them."""
    return result.line.code if level.level == UNNAMED else f"{result.line.code} {level.level}"


def points_of(level: LevelResult, teller: Teller, line: str) -> Iterator[Point]:
    """The criteria of a line at a level; an exception to an exclusion only where it is shown."""
    roots = [level.exclusion] if level.exclusion and level.exclusion.truth is Truth.MET else []
    if level.own is not Outcome.EXPERIMENTAL and level.findings:
        roots.append(level.findings)
    said: set[str] = set()
    seen: set[tuple[str | None, str]] = set()
    for root in roots:
        for finding in _criteria(root):
            key = (finding.criterion.id, finding.level)
            if key in seen:
                continue
            seen.add(key)
            point = _point(finding, teller, line)
            if point.truth is not Truth.MET and finding.parts:
                point = replace(point, told=tuple(told for told in point.told if not said.issuperset(told.facts)))
            said.update(path for told in point.told for path in told.facts)
            yield point


def _point(finding: Finding, teller: Teller, line: str) -> Point:
    criterion = finding.criterion
    told = teller.told_of(_leaves(finding))
    if finding.truth is not Truth.MET:
        told = tuple(one for one in told if one.how is not How.REQUESTED)
    open_paths = dict.fromkeys(path for leaf in _open(finding) if leaf.reading for path in leaf.reading.waiting)
    return Point(criterion.id or "", criterion.says or criterion.id or "", criterion.cite or "", criterion.confidence,
                 finding.truth, criterion.asked, finding.silence_decided, told, tuple(open_paths), (line,))


def _criteria(finding: Finding) -> Iterator[Finding]:
    """The criteria to tell: parts that are all needed one by one, of alternatives those that hold, else all as one."""
    if finding.truth is Truth.NOT_APPLICABLE:
        return
    if finding.criterion.asked:
        yield finding
    elif finding.parts and finding.needs_all and not (finding.truth is Truth.MET and _told_as_one(finding)):
        for part in finding.parts:
            yield from _criteria(part)
    elif finding.truth is Truth.MET:
        held = [part for part in finding.parts if part.truth is Truth.MET]
        if any(_height(part) > SMALL for part in held):
            for part in held:
                yield from _criteria(part)
        else:
            yield finding
    else:
        yield from _inside(finding)
        yield finding


def _told_as_one(finding: Finding) -> bool:
    """Whether a group has words of its own and one of its tests has not (those begin with the name of a fact)."""
    return bool(finding.criterion.says) and any(
        part.is_leaf and (part.criterion.says or "")[:1].islower() for part in finding.parts)


def _inside(finding: Finding) -> Iterator[Finding]:
    """Inside alternatives none of which is met: the criteria of their own of which the record tells something.

    What stands in one alternative only would claim the alternative ("it causes symptoms", of a non-union).
    """
    for part in finding.parts:
        if part.truth is Truth.NOT_APPLICABLE or part.silence_decided:
            continue
        if finding.needs_all and _named(part, finding) and _tells(part):
            yield from _criteria(part)
        else:
            yield from _inside(part)


def _named(part: Finding, around: Finding) -> bool:
    """Whether a criterion is defined on its own and used by name, or has an id that the payer gave it."""
    return not (part.criterion.id or "").startswith(f"{around.criterion.id}.")


def _tells(finding: Finding) -> bool:
    """Whether the record, not the request alone, says something of a criterion."""
    if finding.is_leaf:
        used = finding.reading.used if finding.reading else ()
        return any(one.status in COUNTING and (one.held or one.source) for one in used)
    return any(_tells(part) for part in finding.parts)


def _height(finding: Finding) -> int:
    return 1 + max(map(_height, finding.parts)) if finding.parts else 0


def _leaves(finding: Finding) -> Iterator[Finding]:
    """The tests that bear on a criterion as it stands: of alternatives those that hold, if one does; else all."""
    if finding.is_leaf:
        yield finding
    for part in finding.parts:
        held = finding.needs_all or finding.truth is not Truth.MET or part.truth is Truth.MET
        if held and part.truth is not Truth.NOT_APPLICABLE:
            yield from _leaves(part)


def _open(finding: Finding) -> Iterator[Finding]:
    if finding.truth is Truth.NOT_DOCUMENTED or finding.silence_decided:
        if finding.is_leaf:
            yield finding
        for part in finding.parts:
            yield from _open(part)
