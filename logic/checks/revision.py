"""Revision surgery: exploration, removal and exchange of hardware against what was operated on before."""

from collections.abc import Iterator

from logic.case import Row
from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.decompression import surgery_levels, unspecified
from logic.checks.view import View, ids, spoken
from logic.levels import INTERSPACES, VERTEBRAE, regions_of
from logic.record import row_day


@check("CR-REV-002")
def exploration_without_prior_fusion(view: View) -> Iterator[Answer]:
    """Exploration of a fusion needs an earlier fusion at the explored level."""
    rows = view.record.rows("surgeries")
    for line in view.concerned():
        fusions = [row for row in rows if row.values.get("procedure") in view.named("fusions")]
        there = [row for row in fusions if set(surgery_levels(row)) & set(line.line.levels)]
        if not there and (rows.open or (unspecified(rows) and not fusions)):
            yield Answer("earlier operations are not (fully) recorded", (line.id,), open=True)
        elif not fusions:
            yield Answer(f"{line.code}, no earlier fusion is recorded", (line.id,))
        elif not line.line.levels or not all(surgery_levels(row) for row in fusions):
            if not there:
                yield Answer("the levels of the exploration or of the earlier fusion are not stated", (line.id,),
                             open=True)
        elif not there:
            yield Answer(f"no earlier fusion is recorded at {spoken(line.line.levels)}", (line.id,))


@check("CR-REV-005")
def hardware_without_prior_hardware(view: View) -> Iterator[Answer]:
    """Exchange or removal of hardware needs earlier instrumentation on that side of the spine."""
    rows = view.record.rows("surgeries")
    for line in view.concerned():
        held = view.named("anterior" if line.code in view.named("anterior_codes") else "posterior")
        if line.code in view.named("either_codes"):
            held = view.named("anterior") | view.named("posterior")
        there = [row for row in rows if _same_region(row, line.line.levels)]
        if any(row.values.get("instrumentation") in held for row in there):
            continue
        if rows.open or any("instrumentation" not in row.values for row in there):
            yield Answer(f"the earlier hardware that {line.code} means is not recorded", (line.id,), open=True)
        else:
            yield Answer(f"{line.code}, no such hardware is recorded from an earlier operation", (line.id,))


def _same_region(row: Row, levels: tuple[str, ...]) -> bool:
    """Whether an earlier operation can have been in the region of a line; unknown levels can."""
    there = {region for level in surgery_levels(row) for region in regions_of(level)}
    here = {region for level in levels for region in regions_of(level)}
    return not there or not here or bool(there & here)


@check("CR-REV-006")
def exchange_for_another_span(view: View) -> Iterator[Answer]:
    """Exchange of hardware is at the same levels; a longer or shorter construct has an insertion code."""
    rows = view.record.rows("surgeries")
    for line in view.concerned():
        upper = view.options("posterior_upper_vertebra", line.stage)
        lower = view.options("posterior_lower_vertebra", line.stage)
        planned = _between(min(upper), min(lower)) if upper and lower else line.line.levels
        before = {level for row in rows if row.values.get("instrumentation", "none") != "none"
                  for level in surgery_levels(row)}
        if not planned or not before:
            yield Answer("the levels of the old or the new construct are not stated", (line.id,), open=True)
        elif set(planned) != before:
            old = spoken(level for level in INTERSPACES if level in before)
            yield Answer(f"the new construct is at {spoken(planned)}, the old one at {old}", (line.id,))


def _between(upper: str, lower: str) -> tuple[str, ...]:
    first, last = VERTEBRAE.index(upper), VERTEBRAE.index(lower)
    return INTERSPACES[first:last]


@check("CR-REV-007")
def broken_hardware_without_detail(view: View) -> Iterator[Answer]:
    """Failed hardware is recorded with its level and the day of the operation, and a code takes it on."""
    rows = view.record.rows("surgeries")
    failed = [row for row in rows if row.values.get("hardware_status") in view.named("failed")]
    at_levels = [level for level in view.record.case.levels
                 if view.at("hardware_failure", level).values[:1] not in {(), ("none",)}]
    unsited = view.patient("hardware_failure_site_named").values[:1] == (False,)
    if not (failed or at_levels or unsited):
        if rows.open:
            yield Answer("earlier operations are not recorded", open=True)
        return
    lacking = []
    if unsited or (not at_levels and not all(surgery_levels(row) for row in failed)):
        lacking.append("its level")
    dated = [row for row in (failed or rows) if row_day(row, "surgery_date") or "months_since_stated" in row.values]
    if not dated:
        lacking.append("the day of the earlier operation")
    if not view.of(view.named("codes")):
        lacking.append("a code for its removal or for new instrumentation")
    if lacking:
        yield Answer(f"failed hardware is recorded without {', '.join(lacking)}")


@check("CR-REV-008")
def revision_laminectomy(view: View) -> Iterator[Answer]:
    """A repeated decompression for stenosis stays 63047; 63042 is a repeated laminotomy or discectomy."""
    rows = view.record.rows("surgeries")
    for line in view.concerned():
        there = [row for row in rows if row.values.get("procedure") in view.named("earlier")
                 and set(surgery_levels(row)) & set(line.line.levels)]
        if there:
            levels = {level for row in there for level in surgery_levels(row)} & set(line.line.levels)
            yield Answer(f"{line.code} at {spoken(sorted(levels))}, decompressed before", (line.id,))
        elif rows.open or unspecified(rows) or not line.line.levels:
            yield Answer("earlier operations or the levels of the line are not recorded", (line.id,), open=True)


@check("CR-DX-006")
def revision_diagnoses(view: View) -> Iterator[Answer]:
    """A revision code goes with a revision diagnosis."""
    lines = view.concerned()
    if not lines:
        yield UNCONCERNED
    elif not view.record.case.diagnoses:
        yield Answer("no diagnosis is recorded", ids(*lines), open=True)
    elif not view.diagnosed(view.named("diagnoses")):
        yield Answer("no diagnosis states why the earlier operation is revised", ids(*lines))
