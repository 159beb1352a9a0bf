"""Lumbar fusion: the code follows the technique at the level. Pairs of codes are in the data of the rules."""

from collections.abc import Iterator

from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.view import View, codes_of, ids, levels_of, spoken, unnamed
from logic.levels import regions_of
from logic.reading import word

_TECHNIQUES = {"posterolateral": "posterolateral", "posterior_interbody": "posterior_interbody",
               "combined_posterior": "combined"}
"""Technique of a posterior fusion code in the catalogue, and the option of the plan that means it."""


@check("CR-LF-003")
def right_addon_for_technique(view: View) -> Iterator[Answer]:
    """The code for a further lumbar level is that of the technique planned for the stage."""
    for line in view.concerned():
        entry = view.entry(line)
        own = _TECHNIQUES.get((entry.technique if entry else None) or "")
        stated = (view.options("techniques", line.stage) or frozenset()) & set(_TECHNIQUES.values())
        if not stated:
            yield Answer(f"the technique at the level of {line.code} is not stated", (line.id,), open=True)
        elif own not in stated:
            planned = ", ".join(word(technique) for technique in sorted(stated))
            yield Answer(f"{line.code} is for {word(own or '')} fusion, the plan states {planned}", (line.id,))
        elif len(stated) > 1:
            yield Answer(f"several techniques are planned; which one at the level of {line.code} is not stated",
                         (line.id,), open=True)


@check("CR-LF-008")
def lateral_coded_as_extracavitary(view: View) -> Iterator[Answer]:
    """A lateral or oblique retroperitoneal fusion is no extracavitary one."""
    lines = view.of(view.named("extracavitary"))
    if not lines:
        yield UNCONCERNED
    for line in lines:
        techniques = view.options("techniques", line.stage)
        words = view.plan("technique_words", line.stage)
        if techniques is None and not words.values:
            yield Answer("the technique is not stated", (line.id,), open=True)
        elif (techniques or frozenset()) & view.named("lateral") or _mentions(words.values, view.named("words")):
            yield Answer(f"the plan states a lateral or oblique interbody fusion, {line.code} is extracavitary",
                         (line.id,))


def _mentions(texts: tuple[object, ...], words: frozenset[str]) -> bool:
    return any(word.lower() in str(text).lower() for text in texts for word in words)


@check("CR-LF-009")
def posterior_interbody_above_the_lumbar_spine(view: View) -> Iterator[Answer]:
    """Posterior interbody codes name lumbar levels (from T12-L1 down)."""
    for line in view.concerned():
        above = [level for level in line.line.levels if "lumbar" not in regions_of(level)]
        if above:
            yield Answer(f"{line.code} names {spoken(above)}", (line.id,))
        if not line.line.levels:
            yield Answer(f"no levels are named for {line.code}", (line.id,), open=True)


@check("CR-LF-010")
def presacral_is_all_inclusive(view: View) -> Iterator[Answer]:
    """Pre-sacral fusion includes graft, discectomy, fixation and imaging, and is for L5-S1 only."""
    for line in view.concerned():
        included = view.of(view.named("included"), line.stage)
        if included:
            yield Answer(f"{line.code} includes {codes_of(included)}", ids(line, *included))
        elsewhere = [level for level in line.line.levels if level != "L5-S1"]
        if elsewhere:
            yield Answer(f"{line.code} names {spoken(elsewhere)}", (line.id,))
        if not line.line.levels:
            yield Answer(f"no levels are named for {line.code}", (line.id,), open=True)


@check("CR-LF-011")
def cage_with_posterolateral_codes_only(view: View) -> Iterator[Answer]:
    """A level with a cage has an interbody fusion code, not a posterolateral one alone."""
    for stage in view.stages:
        lines = view.of(view.named("posterolateral"), stage)
        interbody = view.interbody(stage)
        cages = view.of(view.named("cage"), stage)
        if lines and cages and not interbody:
            yield Answer(f"a cage ({codes_of(cages)}) beside {codes_of(lines)} alone", ids(*lines, *cages))
            continue
        caged = set(levels_of(cages)) | {level for level in levels_of(lines)
                                         if view.at("cage_planned", level).values[:1] == (True,)}
        for line in lines:
            bare = [level for level in line.line.levels if level in caged - set(levels_of(interbody))]
            if bare:
                yield Answer(f"a cage is planned at {spoken(bare)}, coded {line.code} only", ids(line, *cages))
        if (missing := unnamed((*lines, *cages, *interbody))) and lines and cages:
            yield Answer(f"no levels are named for {codes_of(missing)}", ids(*missing), open=True)


@check("CR-LF-012")
def facet_dowels(view: View) -> Iterator[Answer]:
    """Dowels in the facets alone are no posterolateral fusion."""
    lines = view.of(view.named("posterolateral"))
    if not lines:
        yield UNCONCERNED
    for line in lines:
        techniques = view.options("techniques", line.stage)
        words = view.plan("technique_words", line.stage).values
        if techniques and techniques & view.named("grafted"):
            continue
        if _mentions(words, view.named("words")):
            yield Answer(f"the plan states facet dowels, coded {line.code}", (line.id,))
        elif not words and not techniques:
            yield Answer(f"the technique of {line.code} is not stated", (line.id,), open=True)
