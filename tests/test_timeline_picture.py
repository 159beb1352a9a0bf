"""The picture of the course of care: what counts and why, the windows asked for, and nothing placed that has no date."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from logic.case import Case
from logic.loading import SAMPLES, Library, load_case
from logic.pictures.care_asked import CareAsked, care_asked
from logic.pictures.care_given import COUNTS, LEFT_OUT, NOT_ASKED, NOT_COUNTED, NOT_FOUND, OPEN, Given, care_given
from logic.pictures.drawing import Box, Drawing, Label, Stroke
from logic.pictures.spine import NARROW, WIDE
from logic.pictures.time_axis import axis_over, axis_parts
from logic.pictures.timeline import timeline
from logic.reports import window_text
from logic.review import Review, review
from tests.budget import laws
from tests.strategies import built, case_data
from tests.test_spine_picture import labels, outside

Build = Callable[[str], Case]
FUSION = "stages: [{approach: [posterior], lines: [{code: '22612', levels: L4-L5}]}]\nlevels: {L4-L5: {slip_grade: II}}\n"
IN_PERSON = "modality: physical_therapy, in_person: yes, active_program: yes"


def reviewed(case: Case, library: Library, set_id: str = "aetna", *, strict: bool = False) -> Review:
    return review(case, library, set_id, strict=strict)


def asked_of(found: Review) -> tuple[CareAsked, ...]:
    return care_asked(found.outlook)


def given_of(found: Review) -> tuple[Given, ...]:
    return care_given(found.determination.record, asked_of(found))


def therapy(found: Review) -> CareAsked:
    """What is asked of physical therapy over six weeks."""
    return next(one for one in asked_of(found) if one.needed == "6 weeks needed")


def bars(drawing: Drawing) -> list[Box]:
    """The outlines of dated courses."""
    return [part for part in drawing.parts if isinstance(part, Box) and part.tip and part.height < 12]


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("set_id", ["general", "aetna", "evicore"])
@given(data=case_data())
@laws(0.4)
def test_every_part_stays_on_the_plane_and_every_course_is_told(library: Library, set_id: str, width: float, data: dict[str, object]) -> None:
    found = reviewed(built(data, library), library, set_id)
    drawing = timeline(found, width)
    assert outside(drawing) == []
    rows = found.case.rows
    assert len(given_of(found)) == len(rows.get("treatments", ())) + len(rows.get("injections", ()))
    told = list(drawing.words)
    for one in given_of(found):
        told.remove(one.told)
    for window in found.windows:
        assert window_text(window) in told
    assert drawing == timeline(found, width)


@pytest.mark.parametrize(("row", "mark", "why"), [
    (f"{IN_PERSON}, start: 2025-06-01, end: 2025-08-01", COUNTS, "62 days"),
    (f"{IN_PERSON}, start: 2024-01-01, end: 2024-06-01", NOT_COUNTED, "before the window"),
    (f"{IN_PERSON}, start: 2026-02-01, end: 2026-03-01", NOT_COUNTED, "begins after the request"),
    (f"{IN_PERSON}, start: 2025-06-01, end: 2025-08-01, treatment_region: cervical", NOT_COUNTED, "given to another region (cervical)"),
    ("modality: physical_therapy, in_person: no, active_program: yes, start: 2025-06-01, end: 2025-08-01", NOT_COUNTED, "not in person"),
    ("modality: physical_therapy, active_program: yes, start: 2025-06-01, end: 2025-08-01", OPEN, "not stated whether in person"),
    (f"{IN_PERSON}, start: 2025-06-01", OPEN, "last day not stated"),
    (f"{IN_PERSON}, weeks_stated: 8", OPEN, "no dates, and a look-back applies"),
])
def test_a_course_counts_or_not_for_a_reason(row: str, mark: str, why: str, case_of: Build, library: Library) -> None:
    found = reviewed(case_of(FUSION + f"treatments: [{{{row}}}]"), library)
    one = given_of(found)[0]
    assert one.mark == mark
    verdicts = dict(therapy(found).verdicts)
    assert why in verdicts[id(one.row)].why
    assert mark in labels(timeline(found, NARROW))
    assert why in one.told


def test_kinds_that_nothing_asks_for_and_rows_that_are_not_read(case_of: Build, library: Library) -> None:
    found = reviewed(case_of(FUSION + "documents: {late: {kind: therapy_notes, date: 2026-03-01}}\ntreatments: [{modality: massage}, "
                                      "{modality: nsaid, status: not_in_chart}, {modality: nsaid, from: late}]"), library)
    assert [one.mark for one in given_of(found)] == [NOT_ASKED, NOT_FOUND, LEFT_OUT]
    assert any("its document is dated after the request" in line for line in timeline(found, NARROW).words)
    strict = reviewed(case_of(FUSION + "treatments: [{modality: nsaid}]"), library, strict=True)
    assert "no dated document states it (strict)" in given_of(strict)[0].told


def test_the_window_is_that_of_the_policy(case_of: Build, library: Library) -> None:
    case = case_of("request: {day: 2026-01-12, surgery_day: 2026-02-20}\n" + FUSION)
    one = therapy(reviewed(case, library))
    assert (one.within_days, one.counted_from, one.first, one.anchor) == (365, "request", date(2025, 1, 12), date(2026, 1, 12))
    found = timeline(reviewed(case, library), NARROW)
    assert "window 2025-01-12 to 2026-01-12" in labels(found)
    assert any("counted over 365 days back from the request" in line for line in found.words)
    open_ended = asked_of(reviewed(case, library, "general"))
    assert open_ended
    assert all(asked.first is None for asked in open_ended)
    assert not any(text.startswith("window ") for text in labels(timeline(reviewed(case, library, "general"), NARROW)))


@pytest.mark.parametrize(("days", "truth"), [(41, "not_met"), (42, "met")])
def test_the_limit_itself_counts(days: int, truth: str, case_of: Build, library: Library) -> None:
    start = date(2025, 6, 1)
    row = f"{{{IN_PERSON}, start: {start}, end: {start + timedelta(days=days - 1)}}}"
    one = therapy(reviewed(case_of(FUSION + f"treatments: [{row}]"), library))
    assert one.truth == truth
    assert one.counted == f"{round(days / 7, 1):g} weeks counted"


def test_only_what_has_a_day_stands_on_the_axis(case_of: Build, library: Library) -> None:
    text = FUSION + "treatments: [{modality: nsaid, weeks_stated: 8}, {modality: opioid}]"
    undated = timeline(reviewed(case_of(text), library, "general"), NARROW)
    assert bars(undated) == []
    assert "8 weeks stated, no dates" in labels(undated)
    assert not any("Without dates" in text for text in labels(undated))
    dated = timeline(reviewed(case_of(text.replace("treatments: [", "treatments: [{modality: snri, start: 2025-06-01, end: 2025-07-01}, ")), library, "general"), NARROW)
    assert len(bars(dated)) == 1
    assert "Without dates, so on no day of the axis:" in labels(dated)


def test_a_length_or_day_that_is_not_told_is_dashed(case_of: Build, library: Library) -> None:
    rows = "{modality: nsaid, start: 2025-06-01, end: 2025-07-01}, {modality: nsaid, start: 2025-06-02, weeks_stated: 4}, {modality: nsaid, start: 2025-06-03}"
    found = timeline(reviewed(case_of(FUSION + f"treatments: [{rows}]"), library), NARROW)
    assert [bar.dashed for bar in bars(found)] == [False, True, True]
    assert bars(found)[0].width > 10 > bars(found)[2].width


def test_days_that_count_are_filled_inside_the_window_only(case_of: Build, library: Library) -> None:
    found = timeline(reviewed(case_of(FUSION + f"treatments: [{{{IN_PERSON}, start: 2024-11-01, end: 2025-04-01}}]"), library), NARROW)
    filled = [part for part in found.parts if isinstance(part, Box) and part.filled and part.height == 9]
    whole = bars(found)[0]
    assert len(filled) == 1
    assert filled[0].x > whole.x
    assert filled[0].x + filled[0].width == pytest.approx(whole.x + whole.width)


def test_request_and_surgery_stand_on_the_axis(case_of: Build, library: Library) -> None:
    text = FUSION + "treatments: [{modality: nsaid, start: 2025-06-01, end: 2025-07-01}]"
    alone = timeline(reviewed(case_of(text), library), NARROW)
    both = timeline(reviewed(case_of("request: {day: 2026-01-12, surgery_day: 2026-02-20}\n" + text), library), NARROW)
    assert {"request 2026-01-12", "surgery 2026-02-20"} <= set(labels(both))
    assert not any(text.startswith("surgery 2") for text in labels(alone))
    assert not [part for part in alone.parts if isinstance(part, Stroke) and part.tone == "accent" and part.dashed]
    assert [part for part in both.parts if isinstance(part, Stroke) and part.tone == "accent" and part.dashed]
    assert alone.words[0] == "Request: 2026-01-12. Planned surgery: not stated."


def test_what_lapses_before_the_surgery_is_said(case_of: Build, library: Library) -> None:
    text = f"request: {{day: 2026-01-12, surgery_day: 2027-02-20}}\n{FUSION}treatments: [{{{IN_PERSON}, start: 2025-06-01, end: 2025-08-15}}]"
    found = reviewed(case_of(text), library)
    window = next(one for one in found.windows if one.path.startswith("treatments") and one.kind == "lapses")
    drawing = timeline(found, NARROW)
    assert f"holds until {window.day.isoformat()}" in " ".join(labels(drawing))
    assert any(window_text(window) == line for line in drawing.words)


def test_whole_kinds_marked_by_a_person_are_told(case_of: Build, library: Library) -> None:
    words = timeline(reviewed(case_of(FUSION + "care: {none: [acupuncture], more_possible: [nsaid]}\ninjections: none"), library), NARROW).words
    assert "Marked as not given: acupuncture." in words
    assert "More courses may exist of: NSAID." in words
    assert "Marked: no injections." in words
    assert "No treatments are recorded; whether there were any is open." in words


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("set_id", ["general", "aetna", "medicare", "evicore"])
def test_every_sample_has_its_picture(path: Path, set_id: str, library: Library) -> None:
    found = reviewed(load_case(path, library)[0], library, set_id)
    drawing = timeline(found, NARROW)
    assert outside(drawing) == []
    for one in asked_of(found):
        assert any(one.says in line and one.counted in line for line in drawing.words)
        assert set(one.lines) <= {line.result.line.id for line in found.lines}


DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


@given(days=st.lists(DAYS, max_size=6), request=st.one_of(DAYS, st.sampled_from([date.min, date.max])))
@laws(4)
def test_the_axis_keeps_the_order_of_days(days: list[date], request: date) -> None:
    axis = axis_over(days, request, 8, 344)
    places = [axis.x(day) for day in sorted([*days, request])]
    assert places == sorted(places)
    assert all(8 <= place <= 344 for place in places)
    assert axis.holds(request) or request in {date.min, date.max}
    marks = [part for part in axis_parts(axis, 20) if isinstance(part, Label)]
    assert len({mark.text for mark in marks}) == len(marks)
    assert all(right.x - left.x > 25 for left, right in pairwise(marks))


def test_a_course_years_ago_does_not_squeeze_the_rest(case_of: Build, library: Library) -> None:
    rows = "{modality: nsaid, start: 1990-06-01, end: 1990-07-01}, {modality: snri, start: 2025-06-01, end: 2025-08-01}"
    found = timeline(reviewed(case_of(FUSION + f"treatments: [{rows}]"), library), NARROW)
    assert outside(found) == []
    old, new = bars(found)
    assert old.x < 10
    assert new.width > 10
    assert "1990-06-01 to 1990-07-01" in labels(found)
