"""Add-on codes: none without its primary, the right one for it, first-level codes once."""

import itertools
from collections.abc import Iterator

from logic.case import RequestedLine
from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.counting import families
from logic.checks.view import View, codes_of, ids, in_one_row, opposite, spoken, unnamed

_NO_SURGERY = {"level_of_care", "monitoring", "graft", "stimulator"}


def has_primary(view: View, line: RequestedLine) -> bool:
    """Whether a code with which an add-on may be reported stands in its stage, or was certified earlier."""
    if line.line.certified_earlier:
        return True
    primaries = view.record.catalogue.primaries_of(line.code)
    if primaries is not None:
        return bool(view.of(primaries, line.stage))
    entries = [view.entry(other) for other in view.lines if other.stage == line.stage]
    return any(entry and not entry.addon and entry.family not in _NO_SURGERY for entry in entries)


@check("CR-ADD-001")
def addon_without_primary(view: View) -> Iterator[Answer]:
    """An add-on code stands with one of its primaries."""
    for line in view.concerned():
        entry = view.entry(line)
        if entry and entry.addon and not has_primary(view, line):
            yield Answer(f"no code of this stage is a primary of {line.code}", (line.id,))


@check("CR-ADD-003")
def wrong_addon(view: View) -> Iterator[Answer]:
    """The code for a further level belongs to the first-level code of its stage."""
    for line in view.concerned():
        if has_primary(view, line):
            continue
        for family in view.rule.add_ons:
            used = view.of(family.first, line.stage)
            if used and line.code not in family.further and _related(view, line, used[0]):
                right = " or ".join(family.further)
                yield Answer(f"further levels after {used[0].code} are {right}, not {line.code}", ids(used[0], line))


def _related(view: View, line: RequestedLine, first: RequestedLine) -> bool:
    """Whether two codes stand for the same sort of operation."""
    one, other = view.entry(line), view.entry(first)
    return bool(one and other and one.family == other.family)


@check("CR-ADD-004")
def first_level_code_repeated(view: View) -> Iterator[Answer]:
    """A first-level code is reported once for a row of levels; further levels take the add-on."""
    for line in view.concerned():
        units = line.line.units or 1
        if units > 1 and not (view.unilateral(line) and line.line.side == "bilateral"):
            yield Answer(f"{line.code} x{units}", (line.id,))
    for one, other in itertools.combinations(view.concerned(), 2):
        if one.code != other.code or one.stage != other.stage or opposite(one, other):
            continue
        if missing := unnamed((one, other)):
            says = f"{one.code} stands twice, no levels are named for {codes_of(missing)}"
            yield Answer(says, ids(one, other), open=True)
        elif in_one_row(one.line.levels, other.line.levels):
            says = f"{one.code} stands twice for contiguous levels ({spoken((*one.line.levels, *other.line.levels))})"
            yield Answer(says, ids(one, other))


@check("CR-ADD-005")
def additional_level_missing(view: View) -> Iterator[Answer]:
    """The codes of a family cover as many levels as its lines name."""
    counted = [family for family in families(view) if family.name not in view.named("counts_vertebrae")]
    if not counted:
        yield UNCONCERNED
    for family in counted:
        covered = sum(family.covered(line) for line in family.lines)
        if covered < len(family.levels):
            says = (f"{codes_of(family.lines)}: {len(family.levels)} levels are named ({spoken(family.levels)}), "
                    f"the codes cover {covered}")
            yield Answer(says, ids(*family.lines))
        elif missing := unnamed(family.lines):
            yield Answer(f"no levels are named for {codes_of(missing)}", ids(*missing), open=True)
