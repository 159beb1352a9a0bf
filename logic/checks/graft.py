"""Bone graft: once an operation, only with a fusion, the code by the material and the harvest."""

from collections.abc import Iterator

from logic.case import RequestedLine
from logic.checks.addons import has_primary
from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.view import View, codes_of, ids

_SAME = "same_incision"


@check("CR-GRF-001")
def graft_units(view: View) -> Iterator[Answer]:
    """A graft code is reported once an operation."""
    for line in view.concerned():
        if (line.line.units or 1) > 1:
            yield Answer(f"{line.code} x{line.line.units}", (line.id,))


@check("CR-GRF-002")
def graft_without_fusion(view: View) -> Iterator[Answer]:
    """A spinal graft code goes with a fusion."""
    for line in view.concerned():
        if not has_primary(view, line):
            yield Answer(f"{line.code} without a fusion in its stage", (line.id,))


@check("CR-GRF-004")
def separate_incision(view: View) -> Iterator[Answer]:
    """Graft or marrow from elsewhere needs an incision of its own."""
    lines = view.of(view.named("separate"))
    if not lines:
        yield UNCONCERNED
    for line in lines:
        separate = view.plan("harvest_separate_incision", line.stage).values
        sites = view.options("graft_harvest_site", line.stage)
        if True in separate:
            continue
        if False in separate or sites == frozenset({_SAME}):
            yield Answer(f"{line.code}, taken through the incision of the operation", (line.id,))
        elif sites == frozenset({"not_stated"}):
            yield Answer(f"{line.code}, the record was searched and states no harvest site", (line.id,),
                         severity="warning")
        elif sites is None or sites & {_SAME, "not_stated"}:
            yield Answer(f"where and through which incision {line.code} is taken is not stated", (line.id,), open=True)


@check("CR-GRF-005")
def marrow_aspirate_code(view: View) -> Iterator[Answer]:
    """Marrow for a spinal graft is 20939, not a diagnostic aspiration."""
    lines = view.of(view.named("diagnostic"))
    for line in lines:
        others = tuple(other for other in view.lines if other.stage == line.stage and other.code != line.code
                       and (entry := view.entry(other)) and entry.family != "level_of_care")
        if others:
            yield Answer(f"{line.code} beside {codes_of(others)}", (line.id,))


@check("CR-GRF-006")
def marrow_and_crest_from_one_site(view: View) -> Iterator[Answer]:
    """Marrow from the site of a crest graft has no incision of its own."""
    for stage in view.stages:
        marrow, crest = view.of({"20939"}, stage), view.of(view.named("crest"), stage)
        if not marrow or not crest:
            continue
        sites = (view.options("graft_harvest_site", stage) or frozenset()) - {"not_stated"}
        if not sites:
            yield Answer("the harvest sites are not stated", ids(*marrow, *crest), open=True)
        elif len(sites) == 1:
            yield Answer(f"{codes_of((*marrow, *crest))} from one site", ids(*marrow, *crest))


@check("CR-GRF-007")
def no_spinal_graft_code(view: View) -> Iterator[Answer]:
    """Codes of limb and tumour surgery are no spinal graft codes."""
    for line in view.concerned():
        yield Answer(f"{line.code} is no code for a spinal graft", (line.id,))


@check("CR-GRF-008")
def same_material_twice(view: View) -> Iterator[Answer]:
    """Chips, demineralised matrix, morphogenetic protein and extenders together are one 20930."""
    for stage in view.stages:
        lines = view.of({"20930"}, stage)
        units = sum(line.line.units or 1 for line in lines)
        if units <= 1:
            continue
        materials = view.options("graft_materials", stage)
        items = view.of(view.named("items"), stage)
        if items or (materials or frozenset()) & view.named("materials"):
            yield Answer(f"20930 x{units} for materials that it covers once", ids(*lines, *items))
        elif materials is None:
            yield Answer("the graft materials are not stated", ids(*lines), open=True)


@check("CR-GRF-009")
def allograft_type_against_code(view: View) -> Iterator[Answer]:
    """A structural spacer is 20931, chips and putty 20930; something has to hold up a fused disc space."""
    for stage in view.stages:
        if not view.concerned(stage):
            continue
        yield from _support(view, stage)
        materials = view.options("graft_materials", stage)
        chips, spacer = view.of({"20930"}, stage), view.of({"20931"}, stage)
        if materials is None and (chips or spacer):
            yield Answer("the graft materials are not stated", ids(*chips, *spacer), open=True)
        elif materials and chips and not spacer and "allograft_structural" in materials:
            yield Answer("a structural allograft is planned, coded 20930", ids(*chips))
        elif materials and spacer and "allograft_structural" not in materials:
            yield Answer("20931 is requested, the plan states no structural allograft", ids(*spacer))


def _support(view: View, stage: int) -> Iterator[Answer]:
    fused: tuple[RequestedLine, ...] = view.interbody(stage)
    if fused and not view.of(view.named("supports"), stage):
        says = f"{codes_of(fused)} without a cage or structural graft (22853, 20931, 20938)"
        yield Answer(says, ids(*fused, *view.concerned(stage)))


@check("CR-GRF-010")
def graft_with_joint_fusion_only(view: View) -> Iterator[Answer]:
    """Fusion of the sacroiliac joint includes its graft."""
    for stage in view.stages:
        joints, grafts = view.families({"si_joint"}, stage), view.of(view.named("grafts"), stage)
        if joints and grafts and not view.families({"fusion"}, stage):
            yield Answer(f"{codes_of(grafts)} with {codes_of(joints)} alone", ids(*grafts, *joints))
