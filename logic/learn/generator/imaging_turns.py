"""Turns of the imaging: what a report grades, leaves out, or finds elsewhere."""

from logic.learn.generator.draft import Draft, Turn

_SOURCES = ("central_stenosis", "lateral_recess_stenosis", "foraminal_stenosis")


def _milder(draft: Draft, grade: str) -> None:
    for level in draft.levels[-1:]:
        facts = draft.data["levels"][level]
        for name in _SOURCES:
            entry = facts.get(name)
            for one in ([entry] if entry and "value" in entry else list((entry or {}).values())):
                one["value"] = grade
        for side in facts.get("root_compression", {}).values():
            side["value"] = "contact" if grade == "not_graded" else "none"
        facts.pop("report_complete" if grade == "not_graded" else "root_named", None)
        if "cord_compression" in facts:
            facts["cord_compression"]["value"] = "contact"
            facts.pop("cord_signal_change", None)


def mild(draft: Draft) -> None:
    """The report grades the level mild, or mild to moderate."""
    _milder(draft, draft.dice.choice(("mild", "mild", "mild_moderate")))


def not_graded(draft: Draft) -> None:
    """The report describes narrowing without a grade, and a root that is touched."""
    _milder(draft, "not_graded")


def report_with_holes(draft: Draft) -> None:
    """The report grades nothing but what is mild, and leaves the rest of the level out."""
    for level in draft.levels[-1:]:
        draft.drop(level, "report_complete", "root_compression", "root_named", "cord_compression",
                   "cord_signal_change", *_SOURCES)
        draft.finding(level, "central_stenosis", "mild")


def surgeon_reads(draft: Draft) -> None:
    """The grade is the surgeon's own; the report has none."""
    for level in draft.levels[-1:]:
        for name in _SOURCES:
            entry = draft.data["levels"][level].get(name)
            for one in ([entry] if entry and "value" in entry else list((entry or {}).values())):
                one.update({"status": "implied", "from": "note", "reason": "The surgeon's own reading of the films."})
        draft.drop(level, "report_complete", "root_compression", "root_named", "cord_compression")


def other_side(draft: Draft) -> None:
    """The narrowing is reported on the side that does not hurt."""
    other = "left" if draft.side == "right" else "right"
    for level in draft.levels:
        facts = draft.data["levels"][level]
        for name in ("lateral_recess_stenosis", "foraminal_stenosis", "root_compression", "root_named"):
            if draft.side in facts.get(name, {}):
                facts[name] = {other: facts[name][draft.side]}
        if "disc_herniation_side" in facts:
            facts["disc_herniation_side"]["value"] = other


def worse_elsewhere(draft: Draft) -> None:
    """A level that is not requested is narrower than those that are."""
    above = {"L2-L3": "L1-L2", "L3-L4": "L2-L3", "L4-L5": "L3-L4", "L5-S1": "L4-L5", "C4-C5": "C3-C4",
             "C5-C6": "C4-C5", "C6-C7": "C5-C6"}[draft.levels[0]]
    draft.finding(above, "central_stenosis", "critical")
    draft.finding(above, "report_complete", value=True)


IMAGING: tuple[Turn, ...] = (mild, mild, not_graded, report_with_holes, surgeon_reads)
"""What can be otherwise in the imaging of any request."""
