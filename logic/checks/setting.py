"""Where the operation takes place, against what Medicare pays there."""

import datetime as dt
from collections.abc import Iterator

from logic.case import INPATIENT, RequestedLine
from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.view import View, codes_of, ids, levels_of, spoken

NEW_LIST_FROM = dt.date(2026, 1, 1)
_MEDICARE = {"medicare_ffs", "medicare_advantage"}


def _insurance(view: View) -> str | None:
    values = view.patient("insurance_line").values
    return str(values[0]) if values else None


def _setting(view: View, stage: int) -> str | None:
    values = view.plan("stage_setting", stage).values
    return str(values[0]) if values else None


def _site(view: View, stage: int) -> str | None:
    """Where an operation that is not inpatient takes place."""
    if _setting(view, stage) == "inpatient":
        return "inpatient"
    values = view.plan("outpatient_site", stage).values
    return str(values[0]) if values else None


@check("CR-SET-001")
def inpatient_only(view: View) -> Iterator[Answer]:
    """A code that Medicare pays in hospital only is not planned as an outpatient operation."""
    insurance = _insurance(view)
    if insurance and insurance not in _MEDICARE:
        yield UNCONCERNED
        return
    for stage in view.stages:
        listed = [line for line in view.lines if line.stage == stage and _listed(view, line) is not False]
        setting = _setting(view, stage)
        if not listed or setting == "inpatient":
            continue
        certain = [line for line in listed if _listed(view, line)]
        if insurance is None or setting is None or not certain:
            says = f"insurance, setting or day is not stated for {codes_of(listed)}"
            yield Answer(says, ids(*listed), open=True)
        else:
            says = f"{codes_of(certain)} is on the inpatient-only list, the setting is {setting}"
            yield Answer(says, ids(*certain))


def _listed(view: View, line: RequestedLine) -> bool | None:
    """Whether a code is on the list on the day of surgery; None when the day decides and is not stated."""
    entry = view.entry(line)
    medicare = entry.medicare if entry else {}
    before = medicare.get("inpatient_only_2025") is True
    after = medicare.get("inpatient_only_2026") == "listed_inferred"
    day = view.record.case.request.surgery_day
    if before == after:
        return before
    if day is None:
        return None
    return after if day >= NEW_LIST_FROM else before


@check("CR-SET-002")
def surgery_centre(view: View) -> Iterator[Answer]:
    """What Medicare pays in a surgery centre changed with 2026: the current list decides."""
    insurance = _insurance(view)
    if insurance and insurance not in _MEDICARE:
        yield UNCONCERNED
        return
    for stage in view.stages:
        lines, site = view.concerned(stage), _site(view, stage)
        if not lines:
            continue
        if site is None or (site == "surgery_centre" and insurance is None):
            yield Answer("the site or the kind of insurance is not stated", ids(*lines), open=True)
        elif site == "surgery_centre":
            yield Answer(f"{codes_of(lines)} in a surgery centre", ids(*lines))


@check("CR-SET-003")
def outpatient_authorization(view: View) -> Iterator[Answer]:
    """Some cervical fusions need Medicare's own prior authorization in a hospital outpatient department."""
    insurance = _insurance(view)
    if insurance and insurance != "medicare_ffs":
        yield UNCONCERNED
        return
    for stage in view.stages:
        lines, site = view.concerned(stage), _site(view, stage)
        if not lines or site in {"inpatient", "surgery_centre", "office"}:
            continue
        if site is None or insurance is None:
            yield Answer("the site or the kind of insurance is not stated", ids(*lines), open=True)
        else:
            yield Answer(f"{codes_of(lines)} in a hospital outpatient department", ids(*lines))


@check("CR-SET-004")
def inpatient_argument(view: View) -> Iterator[Answer]:
    """Days in hospital are not argued with observation, nor one fused interspace with several levels."""
    stays = [line for line in view.lines if line.code == INPATIENT]
    if not stays:
        yield UNCONCERNED
    for line in stays:
        if _setting(view, line.stage) == "observation":
            yield Answer("inpatient days are requested, the setting is observation", (line.id,))
            continue
        words = " ".join(str(value) for value in view.plan("technique_words", line.stage).values).lower()
        fused = levels_of(view.families({"fusion"}, line.stage))
        if len(fused) == 1 and any(said in words for said in view.named("words")):
            yield Answer(f"the record says several levels, one is fused ({spoken(fused)})", (line.id,))
        elif not words:
            yield Answer("the argument for the stay is not recorded", (line.id,), open=True)
