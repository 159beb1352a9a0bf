"""What would make a day or a report young or old enough, and which report an age is read from."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from logic.case import Case, Value
from logic.loading import Library
from logic.measures import MEASURES, Place
from logic.measures.base import SHOWINGS, Shown
from logic.record import Record

Build = Callable[[str], Case]
DAY = date(2026, 1, 12)
HEAD = 'stages: [{lines: [{code: "63047", levels: L4-L5}]}]\npatient: {nicotine_test_date: 2026-01-02}\n'


def place_of(case: Case, library: Library) -> Place:
    record = Record(case, library.vocabulary, library.catalogue, DAY)
    return Place(record, record.lines[0], "L4-L5")


def shown_by(name: str, parameters: dict[str, Any], tests: Mapping[str, Value], place: Place) -> Shown | None:
    return SHOWINGS[name][0](place, MEASURES[name].parameters.model_validate(parameters, strict=False), tests)


@pytest.mark.parametrize(("fact", "tests", "expected"), [
    ("nicotine_test_date", {"max": 30}, Shown((("facts", {"nicotine_test_date": DAY}),))),
    ("nicotine_test_date", {"less_than": 30}, Shown((("facts", {"nicotine_test_date": DAY}),))),
    ("nicotine_test_date", {"min": 42}, Shown(days=32)),
    ("nicotine_test_date", {"more_than": 42}, Shown(days=33)),
    ("nicotine_test_date", {"min": 42, "max": 90}, None),     # neither the same again nor time alone
    ("hba1c_date", {"min": 42}, None),                        # no day from which time could pass
    ("hba1c_date", {"max": 30}, Shown((("facts", {"hba1c_date": DAY}),))),
])
def test_a_day_is_made_new_by_doing_it_again_and_old_by_time(
    fact: str, tests: Mapping[str, Value], expected: Shown | None, case_of: Build, library: Library,
) -> None:
    assert shown_by("days_since", {"fact": fact}, tests, place_of(case_of(HEAD), library)) == expected


@pytest.mark.parametrize(("documents", "tests", "kind"), [
    ("{a: {kind: ct_report, author: radiologist, date: 2025-01-12}}", {"max": 180}, "ct_report"),     # the kind of the latest
    ("{a: {kind: ct_report, author: radiologist, date: 2025-01-12}}", {"less_than": 180}, "ct_report"),
    ("{a: {kind: clinic_note, author: surgeon, date: 2025-01-12}}", {"max": 180}, "mri_report"),      # else the first kind
    ("{a: {kind: ct_report, author: radiologist, date: 2025-01-12}}", {"min": 180}, None),
])
def test_a_report_is_made_new_by_another_of_its_kind(
    documents: str, tests: Mapping[str, Value], kind: str | None, case_of: Build, library: Library,
) -> None:
    place = place_of(case_of(f"documents: {documents}\n{HEAD}"), library)
    expected = Shown((("documents", {"document_kind": kind, "document_date": DAY}),)) if kind else None
    assert shown_by("report_age", {"kinds": ["mri_report", "ct_report"]}, tests, place) == expected


@pytest.mark.parametrize(("day", "age"), [("2026-01-12", 0), ("2026-01-11", 1), ("2026-01-13", None)])
def test_a_report_counts_up_to_the_day_of_the_request(day: str, age: int | None, case_of: Build, library: Library) -> None:
    place = place_of(case_of(f"documents: {{a: {{kind: mri_report, author: radiologist, date: {day}}}}}\n{HEAD}"), library)
    measure = MEASURES["report_age"]
    reading = measure.read(place, measure.parameters.model_validate({"kinds": ["mri_report"]}, strict=False))
    assert (reading.open, reading.span) == ((True, None) if age is None else (False, (age, age)))


def test_a_hidden_kind_of_report_is_open_again(case_of: Build, library: Library) -> None:
    case = case_of(f"documents: {{a: {{kind: mri_report, author: radiologist, date: 2026-01-02}}}}\n{HEAD}")
    record = Record(case, library.vocabulary, library.catalogue, DAY, hidden=frozenset({"documents.mri_report"}))
    measure = MEASURES["report_age"]
    asked = measure.parameters.model_validate({"kinds": ["mri_report"]}, strict=False)
    reading = measure.read(Place(record, record.lines[0], "L4-L5"), asked)
    assert (reading.open, reading.span, reading.open_paths) == (True, None, ("documents.mri_report",))


def test_only_reports_of_the_kind_that_counting_answers_cite_tell_the_age(case_of: Build, library: Library) -> None:
    case = case_of("""documents:
  cited: {kind: mri_report, author: radiologist, date: 2025-01-12}
  newer: {kind: mri_report, author: radiologist, date: 2026-01-02}
  ct: {kind: ct_report, author: radiologist, date: 2026-01-10}
levels: {L4-L5: {central_stenosis: {value: severe, from: cited}, slip_grade: {value: none, from: ct},
                 disc_herniation: {status: not_in_chart, from: newer}}}
""" + HEAD)
    measure = MEASURES["report_age"]
    reading = measure.read(place_of(case, library), measure.parameters.model_validate({"kinds": ["mri_report"]}, strict=False))
    assert reading.span == (365, 365)
    assert [used.source for used in reading.used] == ["cited"]


def test_of_several_days_that_stand_side_by_side_the_latest_counts(case_of: Build, library: Library) -> None:
    case = case_of(HEAD.replace("2026-01-02", "[{value: 2025-12-01}, {value: 2026-01-02}]"))
    measure = MEASURES["days_since"]
    asked = measure.parameters.model_validate({"fact": "nicotine_test_date"}, strict=False)
    assert measure.read(place_of(case, library), asked).span == (10, 10)
