"""Computed fact of what the record says about courses of treatment beside their length: proof, and why they ended."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from logic.case import Value
from logic.measures.base import Parameters, Place, Shown, measure, showing
from logic.measures.treatment import TreatmentDefinition, courses, fits
from logic.reading import Reading, Used, shown
from logic.vocabulary import Kind


class CourseDetails(Parameters):
    """The treatments meant, and the words of which a course has to carry one of each list that is given."""

    modalities: tuple[str, ...] = Field(min_length=1)
    proof: tuple[Literal["therapy_notes", "discharge_summary", "claims", "procedure_note", "medication_list",
                         "surgeon_summary", "none"], ...] = ()
    stopped_because: tuple[Literal["completed", "ongoing", "not_tolerated_documented_by_therapist",
                                   "not_tolerated_patient_report", "contraindicated", "refused", "access_or_cost",
                                   "surgery_urgent"], ...] = ()


@measure("course_says", label="what is recorded of a course of treatment", kind=Kind.YES_NO, parameters=CourseDetails,
         facts=("modality", "treatment_region", "treatment_proof", "stopped_because"))
def course_says(place: Place, asked: CourseDetails) -> Reading:
    """Whether a course of the region carries such words; open where none does and one lacks them."""
    asked_of = TreatmentDefinition(modalities=asked.modalities, region="line")
    kind = courses(place.record, asked_of)
    rows = [(path, row) for path, row in kind.rows if fits(row, asked_of, place) is not False]
    wanted = {"treatment_proof": asked.proof, "stopped_because": asked.stopped_because}
    answers = [[row.values[name] in words if name in row.values else None for name, words in wanted.items() if words]
               for _, row in rows]
    used = tuple(Used(path, shown(row.values.get("modality", "")), row.status, row.source, held=row)
                 for path, row in rows)
    if any(all(answer) for answer in answers):
        return Reading(kind.path, values=(True,), used=used)
    if kind.open or any(False not in answer for answer in answers):
        return Reading(kind.path, open=True, used=used + kind.looked_for, open_paths=(kind.path,))
    return Reading(kind.path, values=(False,), used=used)


@showing("course_says")
def a_course_that_says(place: Place, asked: CourseDetails, tests: Mapping[str, Value]) -> Shown | None:
    """A course of which the record says the words, if it does."""
    if tests.get("is") is not True:
        return None
    values: dict[str, Value] = {"modality": asked.modalities[0]}
    if place.regions:
        values["treatment_region"] = place.regions[0]
    if asked.proof:
        values["treatment_proof"] = asked.proof[0]
    if asked.stopped_because:
        values["stopped_because"] = asked.stopped_because[0]
    return Shown((("treatments", values),))
