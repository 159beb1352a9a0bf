"""Treatments at the edges of their window, what would add to them, and whether symptoms persisted."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from logic.case import Case, Outcome, Status, Value
from logic.loading import Library
from logic.looking_ahead import facts_read_by
from logic.measures import MEASURES, Place
from logic.measures.base import SHOWINGS
from logic.policy import Criterion
from logic.reading import Reading, Used
from logic.record import Record
from logic.review import review

Build = Callable[[str], Case]
DAY = date(2026, 1, 12)
INFINITE = float("inf")
HEAD = """request: {day: 2026-01-12, surgery_day: 2026-03-02}
stages: [{lines: [{code: "63047", levels: L4-L5}]}]
"""
ANYWHERE = 'request: {day: 2026-01-12}\nstages: [{lines: [{code: "22830"}]}]\n'
"""A line of which neither the levels nor the code tell the region."""
INJECTED = {"modalities": [], "injections": ["esi_transforaminal", "esi_caudal"]}
GIVEN = "injections: [{injection_type: esi_transforaminal, injection_date: 2025-12-01}]\n"
THERAPY = "treatments: [{{modality: physical_therapy, {}}}]\n"


def place_of(rows: str, case_of: Build, library: Library) -> Place:
    given = "treatments:\n" + "".join(f"  - {{modality: {row}}}\n" for row in rows.split("; ")) if rows else ""
    return place_with(given, case_of, library)


def place_with(given: str, case_of: Build, library: Library, head: str = HEAD, **details: Any) -> Place:
    """The first line at its level, in a record of the given text, which may hide paths or be strict."""
    record = Record(case_of(head + given), library.vocabulary, library.catalogue, DAY, **details)
    return Place(record, record.lines[0], record.lines[0].levels[0])


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
    ("physical_therapy, in_person: no", {"in_person": True, "within_days": 365}, (0, 0)),          # its day would change nothing
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
    ("physical_therapy, start: 2024-12-01, end: 2025-01-20", {"within_days": 365}, (9 / 7, 9 / 7)),  # the days inside the window
    ("physical_therapy, start: 2025-12-01, visits: 1", {"within_days": 365}, (1 / 7, 1 / 7)),
    ("physical_therapy, start: 2024-12-01, visits: 1", {"within_days": 365}, (0, 0)),
    ("physical_therapy, start: 2025-11-01, weeks_stated: 0.1", {}, (1 / 7, 1 / 7)),                # a part of a day counts as the day
    ("physical_therapy, start: 2025-11-01, end: 2025-11-07, weeks_stated: 2", {}, (1, 1)),         # days go before a stated length
    ("physical_therapy, start: 2025-11-01, end: 2025-11-07, visits: 1", {}, (1, 1)),
    ("physical_therapy, end: 2025-11-07", {}, (0, INFINITE)),                                      # nobody says since when
    ("physical_therapy, weeks_stated: 8", {"in_person": True}, (0, INFINITE)),                     # it may not have been in person
    ("physical_therapy, visits: 1", {"in_person": True}, (0, INFINITE)),
    ("physical_therapy, weeks_stated: 8; physical_therapy, visits: 2", {}, (8, INFINITE)),         # one of them is open
    ("", {}, (0, INFINITE)),
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
    ("nsaid, response: temporary", {}, (True,)),
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


@pytest.mark.parametrize(("given", "parameters", "days"), [
    (GIVEN, {}, (1, 1)), (GIVEN, {"within_days": 365}, (1, 1)), (GIVEN, {"within_days": 41}, (0, 0)),
    ("injections: [{injection_type: snrb, injection_date: 2025-12-01}]\n", {}, (0, INFINITE)),     # of another kind
    ("injections: [{injection_type: esi_caudal}]\n", {}, (0, INFINITE)),                           # of no day
    ("injections: none\n", {}, (0, 0)),
    ("care: {none: [esi_transforaminal, esi_caudal]}\n", {}, (0, 0)),
    ("care: {none: [esi_caudal]}\n", {}, (0, INFINITE)),
])
def test_an_injection_is_a_treatment_of_one_day(
    given: str, parameters: dict[str, Any], days: tuple[float, float], case_of: Build, library: Library,
) -> None:
    reading = read("treatment_weeks", {**INJECTED, **parameters}, place_with(given, case_of, library))
    assert reading.span == pytest.approx((days[0] / 7, days[1] / 7))
    assert reading.path == "injections.esi_transforaminal"


def test_an_injection_is_told_by_its_kind_and_day(case_of: Build, library: Library) -> None:
    reading = read("treatments_tried", INJECTED, place_with(GIVEN, case_of, library))
    assert (reading.span, [used.value for used in reading.used]) == ((1, 1), ["ESI transforaminal, 2025-12-01"])


def test_an_injection_that_is_missing_is_shown_on_its_day(case_of: Build, library: Library) -> None:
    place = place_with("", case_of, library)
    found = SHOWINGS["treatments_tried"][0](place, asked_of("treatments_tried", INJECTED), {"min": 1})
    assert found is not None
    assert found.rows == (("injections", {"injection_type": "esi_transforaminal", "injection_date": DAY}),)


def test_a_course_that_is_shown_is_for_the_region_of_the_line_where_the_region_is_asked(
    case_of: Build, library: Library,
) -> None:
    def region(parameters: dict[str, Any], place: Place) -> Value | None:
        found = SHOWINGS["treatments_tried"][0](place, asked_of("treatments_tried", parameters), {"min": 1})
        assert found is not None
        return found.rows[0][1].get("treatment_region")

    lumbar = place_with("", case_of, library)
    assert region({"region": "line"}, lumbar) == "lumbar"
    assert region({}, lumbar) is None
    assert region({"region": "line"}, place_with("", case_of, library, ANYWHERE)) is None
    assert region({"region": "line"}, place_with("", case_of, library, HEAD.replace("L4-L5", "T12-L1"))) == "thoracic"


def test_a_course_of_any_region_counts_for_a_line_that_names_none(case_of: Build, library: Library) -> None:
    given = "treatments: [{modality: physical_therapy, treatment_region: cervical}]\n"
    asked = {"region": "line", "region_stated": True}
    assert read("treatments_tried", asked, place_with(given, case_of, library, ANYWHERE)).span == (1, 1)
    assert read("treatments_tried", asked, place_with(given, case_of, library)).span == (0, 0)


def test_more_courses_of_one_of_the_kinds_leave_it_open(case_of: Build, library: Library) -> None:
    given = "treatments: [{{modality: nsaid, weeks_stated: 2}}]\ncare: {{more_possible: [{}]}}\n"
    drugs = {"modalities": ["nsaid", "opioid"]}
    for kind, most in (("opioid", INFINITE), ("nsaid", INFINITE), ("brace", 2)):
        place = place_with(given.format(kind), case_of, library)
        assert read("treatment_weeks", drugs, place).span == (2, most)
        assert read("treatments_tried", drugs, place).open is (most == INFINITE)


@pytest.mark.parametrize(("given", "hidden", "span"), [
    ("treatments: [{modality: physical_therapy}, {modality: nsaid}]\n", "treatments.nsaid", (1, 1)),
    ("treatments: [{modality: physical_therapy}]\n", "treatments.physical_therapy", (0, INFINITE)),
    ("treatments: none\n", "treatments", (0, INFINITE)),
    ("treatments: none\n", "treatments.physical_therapy", (0, INFINITE)),
    ("treatments: none\n", "treatments.nsaid", (0, 0)),
    ("care: {none: [physical_therapy]}\n", "treatments.physical_therapy", (0, INFINITE)),
])
def test_without_what_is_hidden_a_kind_of_treatment_is_open(
    given: str, hidden: str, span: tuple[float, float], case_of: Build, library: Library,
) -> None:
    place = place_with(given, case_of, library, hidden=frozenset({hidden}))
    assert read("treatments_tried", {}, place).span == span


def test_what_was_looked_for_is_told_while_it_is_open(case_of: Build, library: Library) -> None:
    def told(given: str, parameters: dict[str, Any] | None = None, **details: Any) -> tuple[Used, ...]:
        return read("treatments_tried", parameters or {}, place_with(given, case_of, library, **details)).used

    searched = "treatments: [{modality: physical_therapy, status: not_in_chart}]\n"
    assert told(searched) == (Used("treatments.physical_therapy", "not in the chart", Status.NOT_IN_CHART),)
    assert told(searched + "care: {none: [physical_therapy]}\n") == ()
    assumed = "treatments: [{modality: physical_therapy, status: assumed}]\n"
    assert told(assumed, strict=True) == ()          # a course that does not count is not one looked for in vain
    injected = "injections: [{injection_type: esi_caudal, status: not_in_chart}]\n"
    assert told(injected, INJECTED) == (Used("injections.esi_transforaminal", "not in the chart", Status.NOT_IN_CHART),)
    assert told("injections: [{injection_type: snrb, status: not_in_chart}]\n", INJECTED) == ()


@pytest.mark.parametrize(("given", "remark"), [
    ("words: six weeks of it", "six weeks of it"), ("remark: by telephone", "by telephone"),
    ("status: implied, reason: the note names the clinic", "the note names the clinic"),
    ("status: implied, reason: the reason, words: the words, remark: the remark", "the words"),
    ("status: implied, reason: the reason, remark: the remark", "the reason"), ("visits: 2", None),
])
def test_a_course_is_told_with_its_words_else_the_reason_else_a_remark(
    given: str, remark: str | None, case_of: Build, library: Library,
) -> None:
    reading = read("treatments_tried", {}, place_of(f"physical_therapy, {given}", case_of, library))
    assert [used.remark for used in reading.used] == [remark]


@pytest.mark.parametrize("stated", [True, False])
def test_what_is_said_of_the_patient_goes_before_the_response_to_a_treatment(
    stated: bool, case_of: Build, library: Library,
) -> None:
    given = ("treatments: [{modality: nsaid, response: none}, {modality: physical_therapy, response: good}]\n"
             f"patient: {{symptoms_persist_despite_care: {'yes' if stated else 'no'}}}\n")
    place = place_with(given, case_of, library)
    assert read("symptoms_persisted", {}, place).values == (stated,)
    hidden = replace(place, record=replace(place.record, hidden=frozenset({"symptoms_persist_despite_care"})))
    assert read("symptoms_persisted", {}, hidden).open


def test_the_responses_are_told_with_their_treatments(case_of: Build, library: Library) -> None:
    reading = read("symptoms_persisted", {}, place_of("nsaid, response: none; opioid; brace, response: good", case_of, library))
    assert [(used.path, used.value) for used in reading.used] == [
        ("treatments.nsaid", "response none"), ("treatments.brace", "response good")]


@pytest.mark.parametrize(("name", "parameters", "fact", "one", "other"), [
    *[(name, {}, "modality", "treatments: [{modality: physical_therapy, weeks_stated: 2}]\n", "treatments: [{modality: brace}]\n")
      for name in ("treatment_weeks", "treatments_tried")],
    *[(name, {"region": "line"}, "treatment_region", THERAPY.format("treatment_region: lumbar, weeks_stated: 2"),
       THERAPY.format("treatment_region: cervical, weeks_stated: 2")) for name in ("treatment_weeks", "treatments_tried")],
    *[(name, INJECTED, "injection_type", GIVEN, GIVEN.replace("esi_transforaminal", "snrb"))
      for name in ("treatment_weeks", "treatments_tried")],
    *[(name, {"within_days": 365}, "start", THERAPY.format("start: 2025-12-01, visits: 1"),
       THERAPY.format("start: 2024-12-01, visits: 1")) for name in ("treatment_weeks", "treatments_tried")],
    *[(name, {"within_days": 365}, "end", THERAPY.format("start: 2024-12-01, end: 2024-12-02"),
       THERAPY.format("start: 2024-12-01, end: 2025-12-01")) for name in ("treatment_weeks", "treatments_tried")],
    ("treatment_weeks", {}, "weeks_stated", THERAPY.format("weeks_stated: 2"), THERAPY.format("weeks_stated: 3")),
    ("treatment_weeks", {}, "visits", THERAPY.format("visits: 1"), THERAPY.format("visits: 2")),
    *[("treatment_weeks", {fact: True}, fact, THERAPY.format(f"weeks_stated: 2, {fact}: yes"),
       THERAPY.format(f"weeks_stated: 2, {fact}: no")) for fact in ("in_person", "active_program", "supervised")],
    ("treatment_weeks", {**INJECTED, "within_days": 365}, "injection_date", GIVEN, GIVEN.replace("2025", "2024")),
    ("symptoms_persisted", {}, "symptoms_persist_despite_care", "patient: {symptoms_persist_despite_care: yes}\n",
     "patient: {symptoms_persist_despite_care: no}\n"),
    ("symptoms_persisted", {}, "response", THERAPY.format("response: none"), THERAPY.format("response: good")),
    ("symptoms_persisted", {"modalities": ["physical_therapy"]}, "modality", THERAPY.format("response: none"),
     "treatments: [{modality: brace, response: none}]\n"),
])
def test_a_fact_that_changes_what_is_computed_is_declared_as_read(
    name: str, parameters: dict[str, Any], fact: str, one: str, other: str, case_of: Build, library: Library,
) -> None:
    first, second = (read(name, parameters, place_with(given, case_of, library)) for given in (one, other))
    assert (first.span, first.values) != (second.span, second.values)
    test = {"is": True} if name == "symptoms_persisted" else {"min": 1}
    criterion = Criterion.model_validate({"computed": name, "with": parameters, **test}, strict=False)
    assert fact in facts_read_by(criterion, library.vocabulary)


@pytest.mark.parametrize(("name", "label", "unit"), [
    ("treatment_weeks", "weeks of treatment", "weeks"), ("treatments_tried", "treatments tried", "treatments"),
    ("symptoms_persisted", "symptoms persisting after treatment", None),
])
def test_what_is_computed_of_care_has_plain_words(name: str, label: str, unit: str | None) -> None:
    assert (MEASURES[name].label, MEASURES[name].unit) == (label, unit)


def test_treatment_that_the_record_denies_can_still_be_given(case_of: Build, library: Library) -> None:
    denied = 'stages: [{lines: [{code: "63047", levels: L4-L5}]}]\ntreatments: none\ninjections: none\n'
    shown = "levels: {L4-L5: {central_stenosis: severe}}\npatient: {neurogenic_claudication: yes, symptoms_persist_despite_care: yes}\n"
    (line,) = review(case_of(denied + shown), library, "general").lines
    assert line.result.outcome is Outcome.NOT_MET
    assert line.way is not None
    assert {step.path for step in line.way.steps} >= {"treatments.physical_therapy", "treatments.nsaid"}


def test_a_stated_length_beyond_the_calendar_ends_with_it(case_of: Build, library: Library) -> None:
    found = read("treatment_weeks", {}, place_of("physical_therapy, start: 2025-11-01, weeks_stated: 500000", case_of, library))
    assert found.span == (73 / 7, 73 / 7)  # up to the request


def test_an_outcome_rests_on_the_assumed_course_whose_response_it_reads(case_of: Build, library: Library) -> None:
    case = case_of("""
stages: [{lines: [{code: "63047", levels: L4-L5}]}]
levels: {L4-L5: {central_stenosis: severe, report_complete: yes}}
patient: {neurogenic_claudication: yes, other_pain_sources_addressed: yes}
treatments:
  - {modality: physical_therapy, weeks_stated: 8}
  - {modality: nsaid}
  - {modality: home_exercise, response: none, status: assumed}
""")
    (line,) = review(case, library, "general").lines
    assert (line.result.outcome, line.rests_on) == (Outcome.MEETS, ("treatments.home_exercise",))
