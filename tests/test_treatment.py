"""Treatments at the edges of their window, what would add to them, and whether symptoms persisted."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from logic.case import Case, Value
from logic.loading import Library
from logic.measures import MEASURES, Place
from logic.measures.base import SHOWINGS
from logic.reading import Reading
from logic.record import Record

Build = Callable[[str], Case]
DAY = date(2026, 1, 12)
INFINITE = float("inf")
HEAD = """request: {day: 2026-01-12, surgery_day: 2026-03-02}
stages: [{lines: [{code: "63047", levels: L4-L5}]}]
"""


def place_of(rows: str, case_of: Build, library: Library) -> Place:
    given = "treatments:\n" + "".join(f"  - {{modality: {row}}}\n" for row in rows.split("; ")) if rows else ""
    record = Record(case_of(HEAD + given), library.vocabulary, library.catalogue, DAY)
    return Place(record, record.lines[0], "L4-L5")


def asked_of(name: str, parameters: dict[str, Any]) -> Any:
    given = parameters if name == "symptoms_persisted" else {"modalities": ["physical_therapy"], **parameters}
    return MEASURES[name].parameters.model_validate(given, strict=False)


def read(name: str, parameters: dict[str, Any], place: Place) -> Reading:
    return MEASURES[name].read(place, asked_of(name, parameters))


@pytest.mark.parametrize(("rows", "parameters", "span"), [
    ("physical_therapy", {}, (1, 1)), ("physical_therapy; physical_therapy", {}, (2, 2)), ("nsaid", {}, (0, INFINITE)),
    ("physical_therapy", {"within_days": 365}, (0, 1)),                                            # no day: may lie in the window
    ("physical_therapy, start: 2025-01-12", {"within_days": 365}, (1, 1)),                         # the first day of the window
    ("physical_therapy, start: 2025-01-11", {"within_days": 365}, (0, 0)),                         # one day too early
    ("physical_therapy, start: 2025-01-01, end: 2025-01-12", {"within_days": 365}, (1, 1)),        # the last day counts
    ("physical_therapy, start: 2025-03-01", {"within_days": 365, "counted_from": "surgery"}, (0, 0)),
    ("physical_therapy, start: 2025-03-02", {"within_days": 365, "counted_from": "surgery"}, (1, 1)),
    ("physical_therapy", {"in_person": True}, (0, 1)), ("physical_therapy, in_person: no", {"in_person": True}, (0, 0)),
    ("physical_therapy, in_person: yes, supervised: no", {"in_person": True, "supervised": True}, (0, 0)),
])
def test_treatments_count_in_their_window(
    rows: str, parameters: dict[str, Any], span: tuple[float, float], case_of: Build, library: Library,
) -> None:
    reading = read("treatments_tried", parameters, place_of(rows, case_of, library))
    assert reading.span == span
    assert reading.open is (span[0] != span[1])
    assert reading.open_paths == (("treatments.physical_therapy",) if reading.open else ())


@pytest.mark.parametrize(("rows", "parameters", "span"), [
    ("physical_therapy, visits: 1", {}, (1 / 7, 1 / 7)), ("physical_therapy, visits: 2", {}, (0, INFINITE)),
    ("physical_therapy, visits: 1", {"within_days": 365}, (0, INFINITE)),
    ("physical_therapy, start: 2025-11-01, weeks_stated: 2", {}, (2, 2)),
    ("physical_therapy, weeks_stated: 8; physical_therapy, weeks_stated: 3", {}, (8, 11)),
    ("physical_therapy, weeks_stated: 8, in_person: no", {"in_person": True}, (0, 0)),
    ("physical_therapy, start: 2026-01-12, end: 2026-02-12", {}, (1 / 7, 1 / 7)),                  # the day of the request counts
    ("physical_therapy, start: 2026-01-13, end: 2026-02-12", {}, (0, 0)),
])
def test_weeks_stated_and_dated(
    rows: str, parameters: dict[str, Any], span: tuple[float, float], case_of: Build, library: Library,
) -> None:
    reading = read("treatment_weeks", parameters, place_of(rows, case_of, library))
    assert reading.span == pytest.approx(span)
    assert reading.open is (span[1] == INFINITE)
    assert bool(reading.open_paths) is (span[0] != span[1])


@pytest.mark.parametrize(("rows", "tests", "count"), [
    ("", {"min": 1}, 1), ("", {"min": 3}, 3), ("physical_therapy", {"min": 3}, 2), ("physical_therapy", {"more_than": 1}, 1),
])
def test_the_treatments_that_are_missing_are_shown(
    rows: str, tests: Mapping[str, Value], count: int, case_of: Build, library: Library,
) -> None:
    found = SHOWINGS["treatments_tried"][0](place_of(rows, case_of, library), asked_of("treatments_tried", {}), tests)
    assert found is not None
    assert found.rows == (("treatments", {"modality": "physical_therapy", "start": DAY, "end": DAY}),) * count


@pytest.mark.parametrize(("rows", "first", "last", "days"), [
    ("", date(2025, 12, 2), DAY, 0),                                                                # open: six weeks up to the request
    ("physical_therapy, start: 2025-11-01, end: 2025-12-11", date(2026, 1, 13), date(2026, 1, 13), 1),    # one day is missing
    ("physical_therapy, start: 2025-11-01, end: 2025-11-07", date(2026, 1, 13), DAY + timedelta(days=35), 35),
])
def test_the_weeks_that_are_missing_are_shown(
    rows: str, first: date, last: date, days: int, case_of: Build, library: Library,
) -> None:
    place = place_of(rows, case_of, library)
    found = SHOWINGS["treatment_weeks"][0](place, asked_of("treatment_weeks", {"in_person": True} if not rows else {}), {"min": 6})
    assert found is not None
    [(kind, values)] = found.rows
    assert (kind, values["start"], values["end"], found.days) == ("treatments", first, last, days)
    assert values.get("in_person") is (True if not rows else None)


@pytest.mark.parametrize(("rows", "parameters", "values"), [
    ("nsaid, response: partial", {}, (True,)), ("nsaid, response: worse", {}, (True,)), ("nsaid, response: good", {}, (False,)),
    ("nsaid, response: resolved; physical_therapy, response: none", {}, (True,)), ("nsaid", {}, ()), ("", {}, ()),
    ("nsaid, response: none; physical_therapy, response: resolved", {"modalities": ["physical_therapy"]}, (False,)),
    ("nsaid, response: none", {"modalities": ["physical_therapy"]}, ()),
])
def test_symptoms_persist_by_the_response_to_the_treatments_asked_for(
    rows: str, parameters: dict[str, Any], values: tuple[bool, ...], case_of: Build, library: Library,
) -> None:
    reading = read("symptoms_persisted", parameters, place_of(rows, case_of, library))
    assert (reading.values, reading.open) == (values, not values)
    assert reading.open_paths == (() if values else ("symptoms_persist_despite_care",))


@pytest.mark.parametrize(("row", "told"), [
    ("physical_therapy", "physical therapy"), ("physical_therapy, visits: 1", "physical therapy, 1 visit"),
    ("physical_therapy, visits: 2", "physical therapy, 2 visits"), ("physical_therapy, weeks_stated: 8", "physical therapy, 8 weeks stated"),
    ("physical_therapy, start: 2025-11-01, end: 2025-11-01", "physical therapy, 2025-11-01"),
    ("physical_therapy, start: 2025-11-01, end: 2025-11-02", "physical therapy, 2025-11-01 to 2025-11-02"),
    ("physical_therapy, start: 2025-11-01, weeks_stated: 1", "physical therapy, 2025-11-01 to 2025-11-07"),
])
def test_a_course_in_a_few_words(row: str, told: str, case_of: Build, library: Library) -> None:
    reading = read("treatments_tried", {}, place_of(row, case_of, library))
    assert [used.value for used in reading.used] == [told]


@pytest.mark.parametrize(("rows", "parameters", "span"), [
    ("physical_therapy, treatment_region: lumbar", {"region": "line"}, (1, 1)),
    ("physical_therapy, treatment_region: cervical", {"region": "line"}, (0, 0)),
    ("physical_therapy, treatment_region: cervical", {}, (1, 1)),
    ("physical_therapy", {"region": "line"}, (1, 1)),
    ("physical_therapy", {"region": "line", "region_stated": True}, (0, 1)),
])
def test_a_course_for_another_region_does_not_count_where_the_region_is_asked(
    rows: str, parameters: dict[str, Any], span: tuple[float, float], case_of: Build, library: Library,
) -> None:
    assert read("treatments_tried", parameters, place_of(rows, case_of, library)).span == span


def test_a_course_before_the_window_adds_nothing_whatever_is_unknown_of_it(case_of: Build, library: Library) -> None:
    place = place_of("physical_therapy, start: 2024-01-01, end: 2024-02-01", case_of, library)
    assert read("treatment_weeks", {"in_person": True, "within_days": 365}, place).span == (0, 0)
    later = place_of("physical_therapy, start: 2026-02-01, end: 2026-02-10", case_of, library)
    assert read("treatment_weeks", {"in_person": True}, later).span == (0, 0)


def test_none_of_a_whole_list_closes_the_kind_and_what_was_looked_for_is_told(case_of: Build, library: Library) -> None:
    def tried(given: str) -> Reading:
        record = Record(case_of(HEAD + given), library.vocabulary, library.catalogue, DAY)
        return read("treatments_tried", {}, Place(record, record.lines[0], "L4-L5"))

    closed = tried("treatments: none\n")
    assert (closed.span, closed.open, closed.used) == ((0, 0), False, ())
    looked = tried("treatments: [{modality: nsaid}, {modality: physical_therapy, status: not_in_chart}]\n")
    assert (looked.span, [used.value for used in looked.used]) == ((0, INFINITE), ["not in the chart"])
    assert tried("treatments: [{modality: nsaid, status: not_in_chart}]\n").used == ()
    assert tried("treatments: [{modality: nsaid}]\n").used == ()


def test_weeks_in_an_open_course_can_still_be_documented(case_of: Build, library: Library) -> None:
    rows = "physical_therapy, start: 2025-12-01; physical_therapy, start: 2025-11-01, end: 2025-11-07"
    found = SHOWINGS["treatment_weeks"][0](place_of(rows, case_of, library), asked_of("treatment_weeks", {}), {"min": 6})
    assert found is not None
    assert (found.days, found.rows[0][1]["end"]) == (0, DAY)


def test_a_stated_length_of_zero_weeks_adds_no_day(case_of: Build, library: Library) -> None:
    assert read("treatment_weeks", {}, place_of("physical_therapy, start: 2025-11-03, weeks_stated: 0", case_of, library)).span == (0, 0)


@pytest.mark.parametrize(("row", "counted"), [
    ("injection_levels: L4-L5", 1), ("injection_levels: C5-C6", 0), ("injection_levels: [C5-C6, L4-L5]", 1),
    ("injection_levels: C7-T1", 0), ("injection_date: 2025-11-03", 1),
])
def test_an_injection_belongs_to_the_region_of_its_levels(row: str, counted: int, case_of: Build, library: Library) -> None:
    case = case_of(HEAD + f"injections:\n  - {{injection_type: esi_transforaminal, {row}}}\n")
    record = Record(case, library.vocabulary, library.catalogue, DAY)
    asked = MEASURES["treatments_tried"].parameters.model_validate({"injections": ["esi_transforaminal"], "region": "line"}, strict=False)
    assert MEASURES["treatments_tried"].read(Place(record, record.lines[0], "L4-L5"), asked).span == (counted, counted)
