"""Deformity and osteotomy: codes by span, one osteotomy a vertebra, and only with a deformity."""

from collections.abc import Iterator

from logic.checks.base import Answer, check
from logic.checks.instrumentation import code_for
from logic.checks.view import View, ids, options, spoken, vertebrae_in_span
from logic.reading import word

_MEASURED = ("coronal_deformity_present", "kyphosis_measured_abnormal", "sagittal_malalignment_measured")


def deformity_shown(view: View) -> bool | None:
    """Whether a diagnosis or measurement shows a deformity; None when neither is settled."""
    if view.diagnosed(view.named("diagnoses")):
        return True
    curves = view.record.rows("curves")
    stated = {name: view.patient(name).values for name in _MEASURED}
    if any("cobb_deg" in row.values for row in curves) or any(True in values for values in stated.values()):
        return True
    if any(view.patient(name).values for name in view.rule.lists.get("measurements", ())):
        return True
    coronal_closed = not curves.open or False in stated["coronal_deformity_present"]
    others_closed = all(False in view.patient(name).values for name in view.rule.lists.get("closed_by", ()))
    return False if view.record.case.diagnoses and coronal_closed and others_closed else None


@check("CR-DEF-001")
def deformity_code_without_deformity(view: View) -> Iterator[Answer]:
    """Deformity codes need a diagnosis or a measurement of deformity."""
    shown = deformity_shown(view)
    for line in view.concerned():
        if shown is False:
            yield Answer(f"{line.code}, no diagnosis or measured curve shows a deformity", (line.id,))
        elif shown is None:
            yield Answer("diagnoses or measured curves are not recorded", (line.id,), open=True)


@check("CR-DEF-002")
def deformity_code_by_span(view: View) -> Iterator[Answer]:
    """The deformity code follows the number of fused vertebrae."""
    for line in view.concerned():
        count = vertebrae_in_span(line.line.levels)
        codes = view.named("posterior") if line.code in view.named("posterior") else view.named("anterior")
        if not count:
            yield Answer(f"no levels are named for {line.code}", (line.id,), open=True)
        elif line.code != (expected := code_for(view, codes, count)):
            yield Answer(f"{count} vertebrae are {expected}, requested is {line.code}", (line.id,))


@check("CR-DEF-004")
def osteotomy_by_column(view: View) -> Iterator[Answer]:
    """The osteotomy code is that of the planned type: posterior column, three columns, or anterior."""
    for line in view.concerned():
        entry = view.entry(line)
        right = view.named((entry.technique if entry else None) or "")
        stated = {level: options(view.at("osteotomy_type", level)) for level in line.line.levels}
        wrong = [level for level, types in stated.items() if types and not types & right]
        if wrong:
            types = ", ".join(word(kind) for level in wrong for kind in sorted(stated[level]))
            yield Answer(f"{line.code} at {spoken(wrong)}, the plan states {types}", (line.id,))
        elif not stated or not all(stated.values()):
            yield Answer(f"the type of osteotomy that {line.code} means is not stated", (line.id,), open=True)


@check("CR-DEF-007")
def osteotomy_without_deformity_or_fusion(view: View) -> Iterator[Answer]:
    """An osteotomy needs a measured deformity and a fusion."""
    shown = deformity_shown(view)
    for line in view.concerned():
        if not view.families({"fusion"}, line.stage) and not line.line.certified_earlier:
            yield Answer(f"{line.code} without a fusion in its stage", (line.id,))
    lines = ids(*view.concerned())
    if shown is False:
        yield Answer("osteotomy without a diagnosis or measurement of deformity", lines)
    elif shown is None:
        yield Answer("curve or sagittal balance is not recorded", lines, open=True)
