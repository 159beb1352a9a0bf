"""Turns of the conservative care: too short, too long ago, elsewhere, or not told."""

from datetime import timedelta
from typing import Any

from logic.learn.generator.draft import Draft, Turn

def _therapy(draft: Draft) -> dict[str, Any] | None:
    """The course of therapy that has notes of its own, if no other turn has taken it."""
    return next((row for row in draft.rows("treatments") if row["from"] == "therapy"), None)


def _moved(row: dict[str, Any], draft: Draft, *, days: int, ended: int) -> None:
    """A course of another length that ended so many days before the visit."""
    end = draft.visit - timedelta(days=ended)
    row["start"], row["end"] = (end - timedelta(days=days - 1)).isoformat(), end.isoformat()
    row["visits"] = max(days // 4, 2)
    draft.data["documents"][row["from"]]["date"] = (end + timedelta(days=2)).isoformat()


def just_six_weeks(draft: Draft) -> None:
    """Therapy at the limit or one day below it."""
    if row := _therapy(draft):
        _moved(row, draft, days=draft.dice.choice((41, 42)), ended=draft.dice.between(7, 40))


def short_therapy(draft: Draft) -> None:
    """Therapy of two to five weeks."""
    if row := _therapy(draft):
        _moved(row, draft, days=7 * draft.dice.between(2, 5), ended=draft.dice.between(7, 40))


def old_therapy(draft: Draft) -> None:
    """A good course, more than a year ago."""
    if row := _therapy(draft):
        _moved(row, draft, days=7 * draft.dice.between(7, 12), ended=draft.dice.between(380, 480))
        draft.patient("symptom_duration_weeks", draft.dice.between(80, 130))


def no_therapy(draft: Draft) -> None:
    """No therapy at all, and the record says so."""
    draft.data["treatments"] = [row for row in draft.rows("treatments") if row["modality"] != "physical_therapy"]
    draft.data["documents"].pop("therapy", None)
    draft.data.setdefault("care", {})["none"] = ["physical_therapy", "aquatic_therapy"]


def therapy_not_mentioned(draft: Draft) -> None:
    """The record is silent about therapy."""
    draft.data["treatments"] = [row for row in draft.rows("treatments") if row["modality"] != "physical_therapy"]
    draft.data["documents"].pop("therapy", None)


def only_told(draft: Draft) -> None:
    """Therapy told in the note by its weeks alone, without dates and visits."""
    if row := _therapy(draft):
        for name in ("start", "end", "visits", "in_person", "active_program"):
            row.pop(name, None)
        draft.data["documents"].pop("therapy", None)
        weeks = draft.dice.choice((6, 8, 12))
        row.update({"weeks_stated": weeks, "from": "note", "treatment_proof": "surgeon_summary"})


def at_home(draft: Draft) -> None:
    """Exercises at home in place of therapy with a therapist."""
    if row := _therapy(draft):
        for name in ("visits", "in_person", "active_program"):
            row.pop(name, None)
        draft.data["documents"].pop("therapy", None)
        row.update({"modality": "home_exercise", "from": "note"})
        draft.data.setdefault("care", {})["none"] = ["physical_therapy", "aquatic_therapy"]


def effect_not_told(draft: Draft) -> None:
    """Nobody wrote whether the care helped."""
    for row in draft.rows("treatments"):
        row.pop("response", None)


def other_region(draft: Draft) -> None:
    """The therapy notes are of another region."""
    if row := _therapy(draft):
        row["treatment_region"] = "lumbar" if draft.region == "cervical" else "cervical"


def weak_muscle(draft: Draft) -> None:
    """Weakness near the limit of severe, seen once or twice, before any therapy."""
    motor = next((row for row in draft.rows("exams") if row["exam_test"] == "motor"), None)
    if motor is None:
        return
    no_therapy(draft)
    motor["mrc"] = draft.dice.choice(("3", "4-", "4"))
    draft.patient("symptom_duration_weeks", draft.dice.between(4, 5))
    draft.patient("progressive_deficit", value=False)
    began = (draft.visit - timedelta(days=20)).isoformat()
    draft.data["treatments"] = [{**row, "start": began} for row in draft.rows("treatments")]
    draft.data.pop("injections", None)
    draft.data["documents"].pop("injection", None)
    for name in {"mri", "films"} & draft.data["documents"].keys():
        draft.data["documents"][name]["date"] = (draft.visit - timedelta(days=12)).isoformat()
    draft.told.append(f"Strength of the {motor['exam_muscle']} is {motor['mrc']} of 5.")
    if draft.dice.chance(0.5):
        before = draft.visit - timedelta(days=10)
        draft.document("first_visit", "clinic_note", "surgeon", before)
        draft.rows("exams").append({**motor, "exam_date": before.isoformat(), "from": "first_visit"})


CARE: tuple[Turn, ...] = (just_six_weeks, just_six_weeks, short_therapy, old_therapy, no_therapy,
                          therapy_not_mentioned, only_told, at_home, effect_not_told)
"""What can be otherwise in the care of any request."""
