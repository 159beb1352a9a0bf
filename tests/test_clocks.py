"""The payer's clocks: which one a request starts, when it runs out, and that nothing is claimed beyond the sources."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from logic.case import Case, Request
from logic.clocks import Clock, clocks_for
from logic.loading import POLICIES, Library, load_library
from logic.policy import Confidence
from logic.problems import ProblemsError

DAY = date(2026, 1, 12)


def asked(**request: object) -> Case:
    return Case(case="tried", request=Request(**{"day": DAY, **request}))  # type: ignore[arg-type]


@pytest.mark.parametrize(("request_fields", "due"), [
    ({}, date(2026, 1, 19)), ({"urgency": "expedited"}, date(2026, 1, 15)), ({"kind": "resubmission"}, date(2026, 1, 19)),
    ({"day": date(2026, 1, 1)}, date(2026, 1, 8)), ({"day": date(2025, 12, 31)}, None), ({"day": None}, None),
    ({"urgency": "emergent"}, None), ({"kind": "appeal"}, None), ({"kind": "retrospective"}, None), ({"kind": "concurrent"}, None),
])
def test_a_request_starts_the_clock_of_its_kind_and_urgency(request_fields: dict[str, object], due: date | None, library: Library) -> None:
    found = clocks_for(asked(**request_fields), library.clocks)
    assert [running.due for running in found] == ([due] if due else [])


def test_another_day_can_be_given(library: Library) -> None:
    assert clocks_for(asked(day=None), library.clocks, date(2026, 2, 1))[0].due == date(2026, 2, 8)


def test_a_clock_says_whom_it_binds_and_that_its_wording_is_not_confirmed(library: Library) -> None:
    text = clocks_for(asked(), library.clocks)[0].text
    assert "Medicare Advantage, Medicaid and CHIP only" in text
    assert "wording not confirmed" in text
    assert "counted from the request day" in text


def test_every_clock_is_marked_to_be_verified_and_what_is_not_known_is_named(library: Library) -> None:
    assert library.clocks
    assert {clock.confidence for clock in library.clocks} == {Confidence.VERIFY}
    assert {one.what.split()[0] for one in library.no_clocks} >= {"Emergent", "Concurrent", "Reconsideration,", "Other"}


@pytest.mark.parametrize(("line", "message"), [
    ("days: 7\n    hours: 72", "exactly one of days, hours"), ("says: 5", "text, in quotes"), ("kinds: [any]", "one of first_request"),
    ("urgency: []", "at least 1"), ("confidence: sure", "one of confirmed, secondary, verify"), ("weeks: 1", "nearest"),
])
def test_a_wrong_file_of_clocks_is_told(line: str, message: str, tmp_path: Path) -> None:
    for part in POLICIES.iterdir():
        if part.name != "clocks":
            (tmp_path / part.name).symlink_to(part)
    key = line.partition(":")[0]
    base = {"id": "a", "title": "A", "says": "s", "plans": "p", "kinds": "[appeal]", "urgency": "[elective]", "days": "7", "cite": "c", "confidence": "verify"}
    held = [f"{name}: {value}" for name, value in base.items() if name != key]
    (tmp_path / "clocks").mkdir()
    (tmp_path / "clocks" / "mine.yaml").write_text("clocks:\n  - " + "\n    ".join([*held, line]) + "\n", encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        load_library(tmp_path)
    assert message in str(error.value) or message == "nearest"
    assert "mine.yaml" in str(error.value)


def test_hours_run_out_on_the_day_on_which_the_last_one_ends(case_of: Callable[[str], Case]) -> None:
    clock = Clock.model_validate({"id": "a", "title": "A", "says": "s", "plans": "p", "kinds": ("appeal",), "urgency": ("elective",), "hours": 73,
                                  "cite": "c", "confidence": Confidence.VERIFY})
    assert clock.due(DAY) == date(2026, 1, 16)
