"""Discordances: what one part of the record says against another."""

import datetime as dt
from collections.abc import Iterator

from logic.case import COUNTING, Entry, RequestedLine
from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.view import View, ids, levels_of, spoken
from logic.levels import SI_JOINTS, UNNAMED, in_order, regions_of
from logic.measures import Place
from logic.measures.symptoms import Fit, fit, signs_of
from logic.reading import shown, word
from logic.vocabulary import Belongs, Fact, Kind

_COMPARTMENTS = ("central_stenosis", "lateral_recess_stenosis", "foraminal_stenosis")
_COMPARED = {Kind.GRADE, Kind.CHOICE, Kind.YES_NO}
DAYS_OF_A_WEEK = 7


def _operated(view: View) -> tuple[RequestedLine, ...]:
    """The lines that treat a level of the spine for what is found there."""
    return view.families(view.named("families"))


def _treated_levels(view: View) -> tuple[str, ...]:
    return tuple(level for level in levels_of(_operated(view)) if level not in SI_JOINTS)


@check("DIS-SYMPTOM-FIT")
def symptoms_against_levels(view: View) -> Iterator[Answer]:
    """Each symptom or sign of a compressed root fits some requested level by region, root and side."""
    lines = _operated(view)
    places = [Place(view.record, line, level) for line in lines for level in line.line.levels
              if level not in SI_JOINTS]
    signs = list(signs_of(Place(view.record, lines[0], UNNAMED))) if lines else []
    if not lines:
        yield UNCONCERNED
    elif not places:
        yield Answer("the levels are not named", ids(*lines), open=True)
    elif not signs:
        yield Answer("no symptom or sign of a compressed root is recorded", ids(*lines), open=True)
    for sign in signs if places else ():
        fits = [(place.level, fit(sign, place)) for place in places]
        mismatched = in_order({level for level, how in fits if how is Fit.MISMATCH})
        explained = any(view.at("symptom_source", place.level).values for place in places)
        if mismatched and not explained and Fit.FITS not in {how for _, how in fits}:
            says = f"{sign.told} fits no root or side of the requested levels ({spoken(mismatched)})"
            yield Answer(says, ids(*lines))


@check("DIS-WORST-LEVEL")
def worst_stenosis_not_requested(view: View) -> Iterator[Answer]:
    """The worst stenosis of the region is at a level that is requested."""
    requested = _treated_levels(view)
    if not _operated(view):
        yield UNCONCERNED
        return
    graded = {level: place for level in view.record.case.levels if (place := _worst(view, level)) is not None}
    here = [graded[level] for level in requested if level in graded]
    if not requested or not here:
        yield Answer("no graded stenosis at the requested levels", open=True)
        return
    regions = {region for level in requested for region in regions_of(level)}
    elsewhere = {level: place for level, place in graded.items()
                 if level not in requested and regions & set(regions_of(level))}
    worse = [level for level in in_order(set(elsewhere)) if elsewhere[level] > max(here)]
    if worse and True not in view.patient("other_levels_pathology_explained").values:
        words = view.record.vocabulary.scales["stenosis"].words
        worst = word(words[max(elsewhere[level] for level in worse)])
        yield Answer(f"{worst} at {spoken(worse)}, which is not requested; {word(words[max(here)])} at most at the "
                     f"requested levels ({spoken(requested)})")


def _worst(view: View, level: str) -> int | None:
    """The worst graded stenosis of a level, as a place on the scale."""
    words = view.record.vocabulary.scales["stenosis"].words
    return max((words.index(str(value)) for name in _COMPARTMENTS for value in view.at(name, level).values
                if value in words), default=None)


@check("DIS-CARE-REGION")
def care_of_another_region(view: View) -> Iterator[Answer]:
    """Conservative care was given to a requested region."""
    regions = {region for line in _operated(view) for region in view.record.regions_of_line(line)}
    if not regions:
        yield UNCONCERNED
        return
    told = stated = False
    for kind, name in (("treatments", "modality"), ("injections", "injection_type")):
        for row in view.record.rows(kind):
            told = True
            region = row.values.get("treatment_region")
            levels = row.values.get("injection_levels")
            given = {str(region)} if region else {
                found for level in (levels if isinstance(levels, tuple) else ()) for found in regions_of(level)}
            stated = stated or bool(given)
            if given and not given & regions:
                what = shown(row.values.get(name, "treatment"))
                yield Answer(f"{what} was given for the {' and '.join(sorted(given))} region, the request is "
                             f"{' and '.join(sorted(regions))}")
    if not stated:
        yield Answer("no treatment is recorded" if not told else "no treatment states its region", open=True)


@check("DIS-REPORTS-DIFFER")
def reports_differ(view: View) -> Iterator[Answer]:
    """Reports agree on the same finding at the same level (and side)."""
    if not view.record.case.levels:
        yield UNCONCERNED
    for level, facts in view.record.case.levels.items():
        for key, entries in facts.items():
            fact = view.record.vocabulary.facts[key.partition(".")[0]]
            if fact.kind in _COMPARED and fact.belongs is Belongs.LEVEL and fact.who == "radiology":
                yield from _differing(view, level, key, fact, entries)


def _differing(view: View, level: str, key: str, fact: Fact, entries: tuple[Entry, ...]) -> Iterator[Answer]:
    counting = [entry for entry in entries if entry.status in COUNTING and entry.value is not None]
    scale = view.record.vocabulary.grades(fact)
    told = {shown(entry.value): _document(view, entry) for entry in counting if not scale or entry.value in scale}
    if len(told) > 1:
        side = key.partition(".")[2]
        readings = "; ".join(f"{value} ({where})" for value, where in told.items())
        yield Answer(f"{fact.label} at {level}{f' {side}' if side else ''}: {readings}")


def _document(view: View, entry: Entry) -> str:
    """The document of an answer in words."""
    document = view.record.document_of(entry.source)
    if document is None:
        return "no document named"
    kind = view.record.vocabulary.document_kinds.get(document.kind, document.kind)
    return f"{kind}{f', {document.date.isoformat()}' if document.date else ', undated'}"


@check("DIS-SLIP")
def slip_grade_against_measure(view: View) -> Iterator[Answer]:
    """The grade of a slip agrees with its percentage and millimetres."""
    known = False
    for level in view.record.case.levels:
        grades, percent, length = (view.at(name, level).values for name in ("slip_grade", "slip_percent", "slip_mm"))
        known = known or bool(grades and (percent or length))
        for grade in grades:
            for value in percent:
                if isinstance(value, int | float) and grade != (expected := _meyerding(view, float(value))):
                    yield Answer(f"at {level} the slip is grade {grade}, {value:g} percent are grade {expected}")
            for value in length:
                if isinstance(value, int | float) and (grade == "none") != (value <= 0):
                    yield Answer(f"at {level} the slip is grade {grade}, measured {value:g} mm")
        for value in length:
            if isinstance(value, int | float) and value > view.rule.limits["most_mm"]:
                known = True
                yield Answer(f"at {level} a slip of {value:g} mm is longer than a vertebra is deep")
    if not known:
        yield UNCONCERNED


def _meyerding(view: View, percent: float) -> str:
    """The grade of a slip by its percentage; each limit still belongs to the lower grade."""
    words = view.record.vocabulary.scales["meyerding"].words
    limits = [view.rule.limits[grade] for grade in words if grade in view.rule.limits]
    return words[0] if percent <= 0 else words[1 + sum(percent > limit for limit in limits)]


@check("DIS-SLIP-DENIED")
def slip_denied_and_graded(view: View) -> Iterator[Answer]:
    """A level without spondylolisthesis has no grade of a slip."""
    concerned = False
    for level in view.record.case.levels:
        stated = view.at("spondylolisthesis", level).values
        grades = [str(value) for value in view.at("slip_grade", level).values]
        concerned = concerned or bool(stated and grades)
        if False in stated and any(grade != "none" for grade in grades):
            yield Answer(f"at {level} no spondylolisthesis is recorded, and a slip of grade {', '.join(grades)}")
        if True in stated and grades and all(grade == "none" for grade in grades):
            yield Answer(f"at {level} spondylolisthesis is recorded, and a slip of grade none")
    if not concerned:
        yield UNCONCERNED


@check("DIS-DURATION-NOT-THERAPY")
def duration_is_not_therapy(view: View) -> Iterator[Answer]:
    """Long symptoms stand beside recorded treatment: their duration is no therapy."""
    weeks = _weeks_of_symptoms(view)
    if weeks is None or weeks < view.rule.limits["weeks"]:
        yield UNCONCERNED
        return
    treated = [row for row in view.record.rows("treatments")
               if row.values.get("modality") not in view.named("no_therapy")]
    if not treated:
        yield Answer(f"symptoms for {weeks:g} weeks are recorded, no course of treatment")


def _weeks_of_symptoms(view: View) -> float | None:
    stated = view.patient("symptom_duration_weeks").values
    onset = view.patient("symptom_onset").values
    if stated and isinstance(stated[0], int | float):
        return float(stated[0])
    first = next((value for value in onset if isinstance(value, dt.date)), None)
    return (view.record.on - first).days // DAYS_OF_A_WEEK if first else None


@check("DIS-NOT-IMAGED")
def requested_level_not_imaged(view: View) -> Iterator[Answer]:
    """The record says something of the imaging of each requested level."""
    levels = _treated_levels(view)
    imaging = view.record.vocabulary.belonging_to(Belongs.LEVEL)
    imaged = [level for level, facts in view.record.case.levels.items()
              if any(imaging[key.partition(".")[0]].who == "radiology" for key in facts)]
    if not levels:
        yield UNCONCERNED
    elif not imaged:
        yield Answer("no imaging is recorded", open=True)
    elif missing := [level for level in levels if level not in imaged]:
        yield Answer(f"no imaging is recorded at {spoken(missing)}")


@check("DIS-WRONG-DOOR")
def who_decides(view: View) -> Iterator[Answer]:
    """It is known that the payer decides itself; a vendor has its own door and criteria."""
    decides = view.record.case.request.decided_by
    if decides == "delegated_vendor":
        yield Answer("a vendor decides for the payer: the request goes there, by the vendor's criteria")
    elif decides == "unknown":
        yield Answer("whether the payer or a vendor decides is not known")

