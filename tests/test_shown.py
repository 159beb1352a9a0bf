"""A value that the browser still sends because it has not drawn the newer one is no answer; anything else is."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.screens import case, pressed_sample, ran, started

OTHER = "c4c6_acdf_with_bma"


@pytest.fixture
def opened() -> tuple[AppTest, str]:
    """The app with another sample opened, and the run that the browser had shown before."""
    app = started()
    before = str(app.text_input(key="shown").value)
    return pressed_sample(app, OTHER), before


def late(app: AppTest, run: str) -> AppTest:
    """The next message comes from a browser that has shown only this run."""
    app.text_input(key="shown").set_value(run)
    return app


def test_every_run_is_told_to_the_browser() -> None:
    app = started()
    first = int(app.text_input(key="shown").value or 0)
    assert int(ran(app).text_input(key="shown").value or 0) == first + 1


def test_what_a_late_browser_still_shows_is_not_written_into_the_case(opened: tuple[AppTest, str]) -> None:
    app, before = opened
    held = case(app)
    late(app, before).date_input(key="request.day").set_value(date(2025, 11, 13))
    ran(app)
    assert case(app) == held
    assert app.date_input(key="request.day").value == held.request.day


def test_the_same_value_is_taken_once_the_browser_has_shown_the_case(opened: tuple[AppTest, str]) -> None:
    app, _ = opened
    app.date_input(key="request.day").set_value(date(2025, 11, 13))
    assert case(ran(app)).request.day == date(2025, 11, 13)


def test_another_value_is_taken_even_from_a_late_browser(opened: tuple[AppTest, str]) -> None:
    app, before = opened
    late(app, before).date_input(key="request.day").set_value(date(2025, 12, 24))
    assert case(ran(app)).request.day == date(2025, 12, 24)


def test_a_hidden_field_that_holds_no_number_stops_nothing(opened: tuple[AppTest, str]) -> None:
    app, _ = opened
    late(app, "x").date_input(key="request.day").set_value(date(2025, 12, 24))
    assert case(ran(app)).request.day == date(2025, 12, 24)
