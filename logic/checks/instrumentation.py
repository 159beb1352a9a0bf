"""Instrumentation and cages: the size of a construct, pelvic fixation, cages only where a disc space is fused."""

from collections.abc import Collection, Iterator

from logic.case import RequestedLine
from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.view import (
    View, codes_of, ids, levels_of, options, spoken, unnamed, vertebrae_in_span,
)
from logic.levels import VERTEBRAE

NON_SEGMENTAL = "22840"
_SMALLEST = 2


def code_for(view: View, codes: Collection[str], vertebrae: int) -> str | None:
    """Which of some codes the catalogue gives for a number of vertebrae."""
    for code in sorted(codes):
        entry = view.record.catalogue.entries.get(code)
        span = entry.segments if entry else None
        if span and span.min <= vertebrae and (span.max is None or vertebrae <= span.max):
            return code
    return None


def span_of(view: View, line: RequestedLine, side: str) -> tuple[int, str] | None:
    """The vertebrae that a construct spans, in number and words: by the plan, else by the levels of its line."""
    upper = options(view.plan(f"{side}_upper_vertebra", line.stage))
    lower = options(view.plan(f"{side}_lower_vertebra", line.stage))
    if len(upper) == len(lower) == 1:
        first, last = VERTEBRAE.index(upper.pop()), VERTEBRAE.index(lower.pop())
        return abs(last - first) + 1, f"{VERTEBRAE[min(first, last)]} to {VERTEBRAE[max(first, last)]}"
    count = vertebrae_in_span(line.line.levels)
    levels = line.line.levels
    return (count, f"{levels[0].split('-')[0]} to {levels[-1].split('-')[1]}") if count else None


@check("CR-INS-001")
def posterior_construct_size(view: View) -> Iterator[Answer]:
    """The posterior code follows the vertebrae spanned; fixed at the two ends only, or two vertebrae, is 22840."""
    for line in view.concerned():
        span = span_of(view, line, "posterior")
        if span is None:
            yield Answer(f"the vertebrae that {line.code} spans are not stated", (line.id,), open=True)
            continue
        count, words = span
        segmental = NON_SEGMENTAL if count <= _SMALLEST else code_for(view, view.named("segmental"), count)
        between = _anchored_between(view, line, words)
        told = f"{count} vertebrae ({words})"
        if count > _SMALLEST and between is None and line.code in {segmental, NON_SEGMENTAL}:
            says = f"{told}; whether one between the two ends is anchored is not stated ({segmental} if so, else 22840)"
            yield Answer(says, (line.id,), open=True)
            continue
        expected = NON_SEGMENTAL if between is False else segmental
        if line.code != expected:
            yield Answer(f"{told} are {expected}, requested is {line.code}", (line.id,))


def _anchored_between(view: View, line: RequestedLine, words: str) -> bool | None:
    """Whether a vertebra between the ends of a construct is anchored; None when the plan does not say."""
    anchored = view.options("anchored_vertebrae", line.stage)
    return None if anchored is None else bool(anchored - set(words.split(" to ")))


@check("CR-INS-002")
def anterior_construct_size(view: View) -> Iterator[Answer]:
    """The anterior code follows the vertebrae spanned."""
    for line in view.concerned():
        span = span_of(view, line, "anterior")
        if span is None:
            yield Answer(f"the vertebrae that {line.code} spans are not stated", (line.id,), open=True)
        elif line.code != (expected := code_for(view, view.rule.codes, span[0])):
            yield Answer(f"{span[0]} vertebrae ({span[1]}) are {expected}, requested is {line.code}", (line.id,))


@check("CR-INS-004")
def pelvic_fixation(view: View) -> Iterator[Answer]:
    """Pelvic fixation extends a segmental construct, with a fusion that reaches S1 and an anchor in the ilium."""
    for line in view.concerned():
        segmental = view.of(view.named("segmental"), line.stage)
        if not segmental and not line.line.certified_earlier:
            short = view.of({NON_SEGMENTAL}, line.stage)
            severity = "warning" if short else None
            beside = "only 22840" if short else "no segmental construct"
            yield Answer(f"22848 with {beside} in its stage", ids(line, *short), severity=severity)
        yield from _reaches_the_sacrum(view, line)
        anchor = view.options("pelvic_anchor", line.stage)
        if anchor is None:
            yield Answer("the anchor in the ilium is not stated", (line.id,), open=True)
        elif anchor == {"none"}:
            yield Answer("the plan states no anchor in the ilium", (line.id,))


def _reaches_the_sacrum(view: View, line: RequestedLine) -> Iterator[Answer]:
    fusions = view.families({"fusion"})
    if "L5-S1" in levels_of(fusions):
        return
    if missing := unnamed(fusions):
        yield Answer(f"no levels are named for {codes_of(missing)}", ids(line, *missing), open=True)
    else:
        yield Answer("no requested fusion reaches S1", ids(line, *fusions))


@check("CR-INS-006")
def cage_units(view: View) -> Iterator[Answer]:
    """One unit for each interspace with a cage, and only where the disc space is fused."""
    for line in view.concerned():
        fused = view.interbody(line.stage)
        if missing := unnamed((line, *fused)):
            yield Answer(f"no levels are named for {codes_of(missing)}", ids(line, *missing), open=True)
            continue
        levels, units = line.line.levels, line.line.units
        bare = [level for level in levels if level not in levels_of(fused)]
        if fused and bare:
            yield Answer(f"22853 names {spoken(bare)}, where no disc space is fused", (line.id,))
        if units is not None and units > len(levels_of(fused)) > 0:
            yield Answer(f"22853 x{units} for {len(levels_of(fused))} interbody levels", (line.id,))
        elif units is not None and units < len(levels):
            yield Answer(f"22853 x{units} names {len(levels)} levels ({spoken(levels)})", (line.id,))
        elif units is None:
            yield Answer("the units of 22853 are not stated", (line.id,), open=True)


@check("CR-INS-007")
def cage_without_interbody_fusion(view: View) -> Iterator[Answer]:
    """A cage needs a fusion through the disc space, or a corpectomy with a fusion, at its level."""
    for line in view.concerned():
        fusions = view.families({"fusion"}, line.stage)
        corpectomies = view.families({"corpectomy"}, line.stage) if fusions else ()
        around = (*view.interbody(line.stage), *corpectomies)
        if line.line.certified_earlier:
            continue
        if not around:
            yield Answer(f"{line.code} without an interbody fusion in its stage", ids(line, *fusions))
        elif missing := unnamed((line, *around)):
            yield Answer(f"no levels are named for {codes_of(missing)}", ids(line, *missing), open=True)
        elif bare := [level for level in line.line.levels if level not in levels_of(around)]:
            yield Answer(f"{line.code} at {spoken(bare)}, where no disc space is fused", (line.id,))


@check("CR-INS-008")
def cage_and_structural_graft(view: View) -> Iterator[Answer]:
    """A cage in every fused disc space leaves no room for a structural graft."""
    for stage in view.stages:
        cages, grafts = view.of({"22853"}, stage), view.of({"20931"}, stage)
        fused = view.interbody(stage)
        if not cages or not grafts:
            continue
        if missing := unnamed((*cages, *fused)):
            yield Answer(f"no levels are named for {codes_of(missing)}", ids(*missing), open=True)
            continue
        count = sum(line.line.units or len(line.line.levels) for line in cages)
        if count == len(levels_of(fused)):
            says = f"a cage in each of the {count} fused disc spaces, and the structural graft 20931"
            yield Answer(says, ids(*cages, *grafts))


@check("CR-INS-009")
def plate_with_self_anchored_cage(view: View) -> Iterator[Answer]:
    """Screws of a cage belong to the cage; an anterior plate code is for a separate plate."""
    for stage in view.stages:
        plates, cages = view.of(view.named("plates"), stage), view.of(view.named("cages"), stage)
        if not plates or not cages:
            continue
        separate = view.plan("plate_separate", stage).values
        own_screws = [view.at("cage_integrated_screws", level).values for level in levels_of(cages)]
        if True in separate or (own_screws and all(values == (False,) for values in own_screws)):
            continue
        says = "not separate by the plan" if False in separate else "whether it is separate is not stated"
        yield Answer(f"{codes_of(plates)} beside {codes_of(cages)}: {says}", ids(*plates, *cages))


@check("CR-INS-010")
def spacer_without_fusion(view: View) -> Iterator[Answer]:
    """22859 is for a spacer where nothing is fused."""
    for line in view.concerned():
        for fusion in view.interbody(line.stage):
            if missing := unnamed((line, fusion)):
                yield Answer(f"no levels are named for {codes_of(missing)}", ids(line, fusion), open=True)
            elif levels := set(line.line.levels) & set(fusion.line.levels):
                yield Answer(f"22859 and {fusion.code} both name {spoken(sorted(levels))}", ids(line, fusion))


@check("CR-INS-011")
def instrumentation_without_fusion(view: View) -> Iterator[Answer]:
    """Fixation goes with a fusion, fracture, osteotomy or corpectomy."""
    for line in view.concerned():
        reasons = (*view.families(view.named("families"), line.stage), *view.of(view.named("fractures"), line.stage))
        if not reasons and not line.line.certified_earlier:
            yield Answer(f"{line.code} without a fusion, fracture, osteotomy or corpectomy in its stage", (line.id,))


@check("CR-INS-012")
def screw_cement(view: View) -> Iterator[Answer]:
    """Cement around screws is no vertebroplasty or kyphoplasty."""
    if not view.concerned():
        yield UNCONCERNED
    for line in view.concerned():
        planned = view.plan("cement_screws_planned", line.stage).values
        if True in planned:
            yield Answer(f"the plan states cement around screws, {line.code} is requested", (line.id,))
        elif not planned:
            yield Answer("whether screws are cemented is not stated", (line.id,), open=True)
