"""Anterior cervical surgery, corpectomy and disc replacement."""

from collections.abc import Iterator

from logic.case import RequestedLine
from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.view import View, blocks, codes_of, ids, levels_of, number, shared, spoken, unnamed
from logic.levels import regions_of

MOST_REPLACED_DISCS = 2
_VERTEBRAL_RESECTION = {"corpectomy", "osteotomy"}


@check("CR-CX-004")
def corpectomy_threshold(view: View) -> Iterator[Answer]:
    """A corpectomy removes at least the part of the body that its region asks for."""
    for line in view.concerned():
        planned = [value for level in line.line.levels
                   if (value := number(view.at("body_removal_percent", level))) is not None]
        limits = [view.rule.limits[region] for level in line.line.levels for region in regions_of(level)
                  if region in view.rule.limits]
        if not planned or not limits:
            yield Answer(f"how much of the body {line.code} removes is not stated", (line.id,), open=True)
        elif max(planned) < min(limits):
            says = f"{line.code} with {max(planned):g} percent of the body, at least {min(limits):g} asked for"
            yield Answer(says, (line.id,))


@check("CR-CX-005")
def cage_for_a_corpectomy_defect(view: View) -> Iterator[Answer]:
    """A cage that fills a defect of a body is 22854, once a defect; 22853 is for a disc space."""
    for stage in view.stages:
        corpectomies = view.families({"corpectomy"}, stage)
        resections = view.families(_VERTEBRAL_RESECTION, stage)
        for line in view.of({"22853"}, stage):
            yield from _disc_cage(line, corpectomies)
        for line in view.of({"22854"}, stage):
            yield from _defect_cage(line, resections)


def _disc_cage(line: RequestedLine, corpectomies: tuple[RequestedLine, ...]) -> Iterator[Answer]:
    for removed in corpectomies:
        if missing := unnamed((line, removed)):
            yield Answer(f"no levels are named for {codes_of(missing)}", ids(line, removed), open=True)
        elif levels := shared(line, removed):
            says = f"22853 at {spoken(levels)}, next to the vertebra removed by {removed.code}: 22854 for the defect"
            yield Answer(says, ids(line, removed))


def _defect_cage(line: RequestedLine, resections: tuple[RequestedLine, ...]) -> Iterator[Answer]:
    if not resections:
        yield Answer("22854 without a corpectomy or resection of a vertebra", (line.id,))
    elif missing := unnamed(resections):
        yield Answer(f"no levels are named for {codes_of(missing)}", ids(*missing), open=True)
    elif (line.line.units or 1) > len(blocks(levels_of(resections))):
        defects = len(blocks(levels_of(resections)))
        yield Answer(f"22854 x{line.line.units} for {defects} contiguous defect{'s' * (defects > 1)}",
                     ids(line, *resections))


@check("CR-CX-007")
def more_than_two_replaced_discs(view: View) -> Iterator[Answer]:
    """The codes for disc replacement cover at most two levels of a region."""
    for first, further in (("22856", "22858"), ("22857", "22860")):
        lines = view.of({first, further})
        if len(levels_of(lines)) > MOST_REPLACED_DISCS:
            yield Answer(f"{codes_of(lines)} name {spoken(levels_of(lines))}", ids(*lines))
        for line in view.of({further}):
            if (line.line.units or 1) > 1:
                yield Answer(f"{further} x{line.line.units}", (line.id,))
        if missing := unnamed(lines):
            yield Answer(f"no levels are named for {codes_of(missing)}", ids(*missing), open=True)
    if not view.concerned():
        yield UNCONCERNED
