"""Levels of the spine: names, shorthand, regions, vertebrae and the roots each level holds."""

import re
import itertools
from collections.abc import Sequence

from logic.problems import nearest

VERTEBRAE: tuple[str, ...] = (
    "C0", *(f"C{n}" for n in range(1, 8)), *(f"T{n}" for n in range(1, 13)), *(f"L{n}" for n in range(1, 6)), "S1",
)
INTERSPACES: tuple[str, ...] = tuple(
    f"{upper}-{lower}" for upper, lower in itertools.pairwise(VERTEBRAE)
)
SI_JOINTS: tuple[str, ...] = ("SI-left", "SI-right")
LEVELS: tuple[str, ...] = INTERSPACES + SI_JOINTS
UNNAMED = "unnamed"
LONG_STRETCH = 4
"""Neighbouring levels from which on their ends are told instead of each."""
REGIONS: tuple[str, ...] = ("cervical", "thoracic", "lumbar", "sacroiliac")
ROOTS: tuple[str, ...] = (
    *(f"C{n}" for n in range(1, 9)), *(f"T{n}" for n in range(1, 13)), *(f"L{n}" for n in range(1, 6)),
    *(f"S{n}" for n in range(1, 5)),
)

_ORDER = {level: place for place, level in enumerate(LEVELS)}
_PELVIS = {"PELVIS", "ILIUM", "SACRUM"}
_SPAN = re.compile(r"^([CTLS])([0-9]{1,2})[-/]?(?:TO)?[-/]?([CTLS]?)([0-9]{1,2}|PELVIS|ILIUM|SACRUM)$")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
"""Dashes that word processors put in place of the plain one."""


class UnknownLevelError(ValueError):
    """A level text that names no motion segment of the spine."""


def expand(text: str) -> tuple[str, ...]:
    """The motion segments that a level or its shorthand names, from head to foot.

    Ends at the pelvis or sacrum stand for S1: the ilium is no motion segment.

    >>> expand("L4-S1")
    ('L4-L5', 'L5-S1')
    >>> expand("C4-6")
    ('C4-C5', 'C5-C6')
    >>> expand("L5/S1"), expand("L5-1"), expand("SI-left")
    (('L5-S1',), ('L5-S1',), ('SI-left',))

    Raises UnknownLevelError when the text names nothing, or one vertebra only.
    """
    plain = text.strip().translate(_DASHES)
    for level in LEVELS:
        if plain.lower() == level.lower():
            return (level,)
    found = _SPAN.match(plain.upper().replace(" ", ""))
    if not found:
        raise UnknownLevelError(text)
    letter, number, second_letter, end = found.groups()
    upper = f"{letter}{int(number)}"
    lower = "S1" if end in _PELVIS else _lower_end(letter, int(number), second_letter, int(end))
    if upper not in VERTEBRAE or lower not in VERTEBRAE:
        raise UnknownLevelError(text)
    first, last = VERTEBRAE.index(upper), VERTEBRAE.index(lower)
    if first >= last:
        raise UnknownLevelError(text)
    return INTERSPACES[first:last]


def likely(text: str) -> str | None:
    """The level that a text which names none probably meant; None when nothing is close.

    >>> likely("S1-L4"), likely("L4"), likely("L6-S1"), likely("lumbar")
    ('L4-S1', 'L3-L4 or L4-L5', 'L5-S1', None)
    """
    plain = text.strip().upper().translate(_DASHES)
    if plain in VERTEBRAE:
        return " or ".join(level for level in INTERSPACES if plain in level.split("-"))
    turned = "-".join(reversed(plain.split("-")))
    try:
        expand(turned)
    except UnknownLevelError:
        written = {level.upper(): level for level in LEVELS if level[:1] == plain[:1]}
        return written.get(nearest(plain, written) or "")
    return turned


def _lower_end(letter: str, start: int, second_letter: str, end: int) -> str:
    """The lower vertebra of a span: "C4-6" stays in its region, "L5-1" and "T12-1" step into the next."""
    if second_letter:
        return f"{second_letter}{end}"
    if end > start:
        return f"{letter}{end}"
    following = {"C": "T", "T": "L", "L": "S"}.get(letter, "")
    return f"{following}{end}"


def in_order(levels: set[str] | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The levels without repeats, from head to foot; unknown ones last."""
    return tuple(sorted(set(levels), key=lambda level: (_ORDER.get(level, len(_ORDER)), level)))


def levels_told(levels: Sequence[str]) -> str:
    """Levels for a reader: a long unbroken stretch by its ends and length, all others one by one, in their order.

    >>> levels_told(("L4-L5", "L5-S1")), levels_told(expand("T10-S1")), levels_told(())
    ('L4-L5, L5-S1', 'T10-S1 (8 levels)', '')
    >>> levels_told(("C5-C6", *expand("L1-L5")))
    'C5-C6, L1-L5 (4 levels)'
    """
    stretches: list[list[str]] = []
    for level in levels:
        follows = stretches and _ORDER.get(stretches[-1][-1], -2) + 1 == _ORDER.get(level, -1) < len(INTERSPACES)
        if follows:
            stretches[-1].append(level)
        else:
            stretches.append([level])
    return ", ".join(_stretch(stretch) for stretch in stretches)


def _stretch(levels: list[str]) -> str:
    if len(levels) < LONG_STRETCH:
        return ", ".join(levels)
    return f"{levels[0].partition('-')[0]}-{levels[-1].partition('-')[2]} ({len(levels)} levels)"


def regions_of(level: str) -> tuple[str, ...]:
    """The regions whose criteria may apply at a level; junctions belong to both, L5-S1 is lumbar.

    >>> regions_of("C7-T1"), regions_of("L5-S1"), regions_of("unnamed")
    (('cervical', 'thoracic'), ('lumbar',), ())
    """
    if level in SI_JOINTS:
        return ("sacroiliac",)
    if level not in _ORDER:
        return ()
    upper, lower = level.split("-")
    names = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "lumbar"}
    return tuple(dict.fromkeys((names[upper[0]], names[lower[0]])))


def neighbours(level: str) -> tuple[str, ...]:
    """The motion segments directly above and below a level."""
    if level not in INTERSPACES:
        return ()
    place = INTERSPACES.index(level)
    return INTERSPACES[max(place - 1, 0):place] + INTERSPACES[place + 1:place + 2]


def vertebrae_of(levels: tuple[str, ...]) -> tuple[str, ...]:
    """Every vertebra that the levels touch, from head to foot."""
    touched = {end for level in levels if level in INTERSPACES for end in level.split("-")}
    return tuple(v for v in VERTEBRAE if v in touched)


def exiting_root(level: str) -> str | None:
    """The root that leaves through the foramen of a level (C7-T1: C8; above: the lower vertebra's number)."""
    if level not in INTERSPACES:
        return None
    upper, lower = level.split("-")
    if level == "C7-T1":
        return "C8"
    return lower if upper[0] == "C" else upper


def traversing_root(level: str) -> str | None:
    """The root that passes a lumbar level in the lateral recess on its way to the next foramen."""
    if level not in INTERSPACES:
        return None
    upper, lower = level.split("-")
    return lower if upper[0] == "L" else None


def roots_of(level: str) -> tuple[str, ...]:
    """The roots that a finding at the level can compress."""
    return tuple(dict.fromkeys(r for r in (exiting_root(level), traversing_root(level)) if r))


def root_distance(level: str, root: str) -> int:
    """How many roots away from those of the level a root is (0 = of the level, 1 = neighbouring)."""
    return min((abs(ROOTS.index(root) - ROOTS.index(own)) for own in roots_of(level)), default=0)


def region_of_root(root: str) -> str:
    """The region whose symptoms a root gives: arm roots cervical, trunk thoracic, leg and saddle roots lumbar."""
    if root == "T1" or root[0] == "C":
        return "cervical"
    return "thoracic" if root[0] == "T" else "lumbar"
