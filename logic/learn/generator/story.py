"""A made-up request in plain words, told from what it holds."""

from collections.abc import Iterator
from typing import Any

from logic.learn.generator.draft import Draft

_SHORT = {"physical_therapy": "physical therapy", "home_exercise": "exercises at home",
          "nsaid": "an anti-inflammatory drug", "gabapentinoid": "a drug for nerve pain",
          "acetaminophen": "acetaminophen"}
_GRADED = {"central_stenosis": "the canal", "lateral_recess_stenosis": "the recess",
           "foraminal_stenosis": "the foramen"}


def story(draft: Draft) -> str:
    """The person, the films, the care and the plan, in a few sentences; what the record does not say is not told."""
    return " ".join((_person(draft), *_films(draft), *_care(draft), f"Planned: {draft.plan}.", *draft.told))


def _person(draft: Draft) -> str:
    who = "woman" if draft.woman else "man"
    weeks = draft.stated("symptom_duration_weeks")
    if weeks:
        return f"For {weeks} weeks a {who} of {draft.age} has had {draft.complaint}."
    return f"A {who} of {draft.age} has {draft.complaint}."


def _films(draft: Draft) -> Iterator[str]:
    for level in sorted(draft.data["levels"]):
        told = list(_graded(draft.data["levels"][level]))
        if told:
            yield f"At {level} imaging reports {' and '.join(told)}."
    for curve in draft.rows("curves"):
        yield (f"Standing films measure {curve['cobb_deg']} degrees from {curve['upper_vertebra']} to "
               f"{curve['lower_vertebra']}.")


def _graded(facts: dict[str, Any]) -> Iterator[str]:
    for name, what in _GRADED.items():
        entry = facts.get(name)
        sides = {"": entry} if entry and "value" in entry else entry or {}
        for side, one in sides.items():
            on = f" on the {side}" if side in {"left", "right"} else ""
            grade = str(one["value"]).replace("_", " to " if "_" in str(one["value"]) else "")
            read = " (as the surgeon reads it)" if one.get("status") == "implied" else ""
            yield f"{what}{on} {'narrowed without a grade' if grade.startswith('not') else f'as {grade}'}{read}"
    slip = facts.get("slip_grade", {}).get("value", "none")
    if slip != "none":
        yield f"a slip of grade {slip}"
    elif "slip_grade" in facts:
        yield "no slip"


def _care(draft: Draft) -> Iterator[str]:
    told = [_course(row, draft.region) for row in draft.rows("treatments") if row["modality"] in _SHORT]
    if told:
        yield f"Care so far: {'; '.join(told)}."
    if "physical_therapy" in draft.data.get("care", {}).get("none", ()):
        yield "No physical therapy was given."


def _course(row: dict[str, Any], region: str) -> str:
    what = _SHORT[row["modality"]]
    if row["modality"] in {"physical_therapy", "home_exercise"}:
        if "weeks_stated" in row:
            what = f"{what} of {row['weeks_stated']} weeks"
        elif "start" in row:
            what = f"{what} from {row['start']} to {row['end']}"
        if row.get("treatment_region") != region:
            what = f"{what}, for the {'neck' if row.get('treatment_region') == 'cervical' else 'back'}"
    return what
