"""Decompression: which code at a fused level, one code a level, re-exploration, counting."""

from collections.abc import Iterable, Iterator

from logic.case import RequestedLine, Row
from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.counting import families, mismatch
from logic.checks.view import View, codes_of, ids, levels_of, shared, side_of, spoken, unnamed


@check("CR-DEC-002")
def decompression_with_interbody(view: View) -> Iterator[Answer]:
    """63052 and 63053 hang on a posterior interbody fusion at the same level; 63053 on 63052."""
    for stage in view.stages:
        first, further = view.of({"63052"}, stage), view.of({"63053"}, stage)
        lines = tuple(line for line in (*first, *further) if not line.line.certified_earlier)
        fused = view.of(view.named("interbody"), stage)
        if lines and not fused:
            says = f"{codes_of(lines)} without a posterior interbody fusion in its stage"
            yield Answer(says, ids(*lines))
            continue
        if any(line in lines for line in further) and not first:
            yield Answer("63053 without 63052", ids(*further))
        yield from _at_fused_levels(lines, fused)


def _at_fused_levels(lines: tuple[RequestedLine, ...], fused: tuple[RequestedLine, ...]) -> Iterator[Answer]:
    if not lines:
        return
    if missing := unnamed((*lines, *fused)):
        yield Answer(f"no levels are named for {codes_of(missing)}", ids(*missing), open=True)
        return
    levels = set(levels_of(fused))
    for line in lines:
        outside = [level for level in line.line.levels if level not in levels]
        if outside:
            yield Answer(f"{line.code} names {spoken(outside)}, where no interbody fusion is requested", (line.id,))
        if line.code == "63053" and (line.line.units or 1) > len(levels) - 1:
            yield Answer(f"63053 x{line.line.units or 1} with {len(levels)} interbody levels", ids(line, *fused))


@check("CR-DEC-003")
def decompression_beside_interbody(view: View) -> Iterator[Answer]:
    """Laminectomy at a level that is not interbody-fused stands apart, with a modifier."""
    for stage in view.stages:
        fused = view.of(view.named("interbody"), stage)
        for line in view.concerned(stage):
            if fused and (missing := unnamed((line, *fused))):
                yield Answer(f"no levels are named for {codes_of(missing)}", ids(*missing), open=True)
            elif fused and not set(line.line.levels) & set(levels_of(fused)):
                says = f"{line.code} at {spoken(line.line.levels)}, the interbody fusion at {spoken(levels_of(fused))}"
                yield Answer(says, ids(line, *fused))


@check("CR-DEC-004")
def decompression_with_posterolateral(view: View) -> Iterator[Answer]:
    """Laminectomy at a level with posterolateral fusion alone is separate: no coding problem."""
    for stage in view.stages:
        interbody = set(levels_of(view.interbody(stage)))
        for line in view.of(view.named("decompression"), stage):
            for fusion in view.of(view.named("posterolateral"), stage):
                levels = [level for level in shared(line, fusion) if level not in interbody]
                if levels:
                    says = f"{line.code} is separate from {fusion.code} at {spoken(levels)}"
                    yield Answer(says, ids(line, fusion), fine=True)


@check("CR-DEC-007")
def reexploration_without_prior_surgery(view: View) -> Iterator[Answer]:
    """A re-exploration code needs an earlier decompression at the same level (and side)."""
    rows = view.record.rows("surgeries")
    for line in view.concerned():
        if not line.line.levels:
            yield Answer(f"no levels are named for {line.code}", (line.id,), open=True)
            continue
        there = [row for row in rows if row.values.get("procedure") in view.named("earlier")
                 and set(surgery_levels(row) or line.line.levels) & set(line.line.levels)]
        if not there and (rows.open or unspecified(rows)):
            yield Answer("earlier operations are not (fully) recorded", (line.id,), open=True)
        elif not there:
            says = f"no earlier decompression is recorded at {spoken(line.line.levels)}"
            yield Answer(says, (line.id,))
        elif all({side_of(line), row.values.get("surgery_side")} == {"left", "right"} for row in there):
            yield Answer(f"{line.code} is on the {side_of(line)}, the earlier operation on the other side", (line.id,))
        elif not any(surgery_levels(row) for row in there):
            yield Answer("the levels of the earlier operation are not recorded", (line.id,), open=True)


def unspecified(rows: Iterable[Row]) -> bool:
    """Whether some earlier operation can have been of any kind."""
    return any(row.values.get("procedure", "other") == "other" for row in rows)


def surgery_levels(row: Row) -> tuple[str, ...]:
    """The levels of an earlier operation; empty when they are not recorded."""
    levels = row.values.get("surgery_levels")
    return levels if isinstance(levels, tuple) else ()


@check("CR-DEC-008")
def laminectomy_with_slip(view: View) -> Iterator[Answer]:
    """Plain lumbar laminectomy codes exclude spondylolisthesis."""
    lines = view.of(view.named("plain"))
    if not lines:
        yield UNCONCERNED
    for line in lines:
        found = view.diagnosed(view.named("diagnoses"))
        slipped = [level for level in line.line.levels if view.at("spondylolisthesis", level).values[:1] == (True,)
                   or view.at("slip_grade", level).values[:1] not in {(), ("none",)}]
        if found or slipped:
            where = f"the diagnosis {', '.join(found)}" if found else f"a slip at {spoken(slipped)}"
            yield Answer(f"{line.code} with {where}", (line.id,))
        elif not view.record.case.diagnoses:
            yield Answer("no diagnosis is recorded", (line.id,), open=True)


@check("CR-DEC-009")
def laminectomy_units(view: View) -> Iterator[Answer]:
    """Decompression is counted by interspace: the first code once, one add-on for each further one."""
    for family in families(view):
        if family.name in view.named("families") and (answer := mismatch(family)):
            yield answer


@check("CR-DEC-011")
def endoscopic_or_open(view: View) -> Iterator[Answer]:
    """Full-endoscopic decompression has its own code; tubular surgery keeps the open ones."""
    for line in view.concerned():
        techniques = view.options("techniques", line.stage)
        endoscopic = line.code in view.named("endoscopic")
        if techniques is None:
            yield Answer(f"whether {line.code} is done by endoscope is not stated", (line.id,), open=True)
        elif endoscopic != ("endoscopic" in techniques):
            planned = "endoscopic" if not endoscopic else "not endoscopic"
            yield Answer(f"{line.code} is {'endoscopic' if endoscopic else 'open or tubular'}, the plan is {planned}",
                         (line.id,))
