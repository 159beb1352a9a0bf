"""Explore on the screen: choose a procedure, answer facts, and the trees and outcomes follow."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from logic.learn.explore import Procedure, procedures
from logic.loading import load_library
from tests.screens import ran, said

COMPARED = "The same under"


def page() -> None:
    from ui.explore_part import explore

    explore()


@pytest.fixture
def app() -> AppTest:
    return ran(AppTest.from_function(page, default_timeout=60))


def charts(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


def choose(app: AppTest, name: str, value: object) -> AppTest:
    app.selectbox(key=f"explore~{name}").set_value(value)
    return ran(app)


def outcomes(app: AppTest) -> str:
    """The line that stays in view: each set with its outcome."""
    return next(str(element.value) for element in app.markdown if str(element.value).startswith("General criteria"))


def test_it_opens_on_a_procedure_of_which_nothing_is_documented(app: AppTest) -> None:
    assert charts(app) == 2
    assert "Needs documentation" in outcomes(app)
    words = [str(element.value).replace("\\", "") for element in app.markdown if "Criteria of" in str(element.value)]
    assert words
    assert words[0].count(": Met") == words[0].count(": Met, presumed")


def test_an_answer_fills_the_tree_in_and_taking_it_back_empties_it(app: AppTest) -> None:
    level = app.selectbox(key="explore~level").value
    key = f"{level}.central_stenosis"
    choose(app, key, "severe")
    assert "Met; severe" in said(app).replace("\\", "")
    choose(app, key, None)
    assert "Met; severe" not in said(app).replace("\\", "")


def test_yes_and_no_are_one_click_and_the_outcome_follows(app: AppTest) -> None:
    toggle = "explore~symptoms_persist_despite_care"
    assert app.segmented_control(key=toggle).value == "unanswered"
    app.segmented_control(key=toggle).set_value("no")
    assert "Does not meet" in outcomes(ran(app))
    app.segmented_control(key=toggle).set_value("unanswered")
    assert "Needs documentation" in outcomes(ran(app))


def test_what_is_told_in_rows_is_chosen_by_what_it_shows(app: AppTest) -> None:
    key = "explore~treatments.physical_therapy"
    app.multiselect(key=key).set_value([app.multiselect(key=key).options[0]])
    assert "6 of 6 weeks" in said(ran(app))
    app.multiselect(key=key).set_value(["none"])
    assert "6 of 6 weeks" not in said(ran(app))


def test_the_same_procedure_stands_under_as_many_sets_as_are_chosen(app: AppTest) -> None:
    others = app.multiselect(key="explore~others")
    assert others.label == COMPARED
    assert charts(app) == 1 + len(others.value)
    others.set_value([])
    assert charts(ran(app)) == 1
    app.multiselect(key="explore~others").set_value(list(app.multiselect(key="explore~others").options[:1]))
    assert charts(ran(app)) <= 2


def test_answers_are_kept_under_another_set_and_cleared_by_the_button_and_by_another_level(app: AppTest) -> None:
    app.segmented_control(key="explore~symptoms_persist_despite_care").set_value("yes")
    ran(app)
    other = app.multiselect(key="explore~others").value[0]
    choose(app, "set", other)
    assert app.session_state["explore"].set_id == other
    assert app.session_state["explore"].explored.answers == {"symptoms_persist_despite_care": True}
    app.button(key="explore~anew").click()
    assert ran(app).session_state["explore"].explored.answers == {}
    app.segmented_control(key="explore~symptoms_persist_despite_care").set_value("yes")
    ran(app)
    levels = app.selectbox(key="explore~level")
    choose(app, "level", next(level for level in levels.options if level != levels.value))
    assert app.session_state["explore"].explored.answers == {}


def test_another_procedure_brings_a_code_and_a_level_of_its_own(app: AppTest) -> None:
    rules = app.selectbox(key="explore~rule")
    before = (app.selectbox(key="explore~code").value, rules.value)
    for rule in dict.fromkeys(one.rule.id for one in _offered(app)):
        choose(app, "rule", rule)
        assert app.selectbox(key="explore~rule").value == rule
        assert app.selectbox(key="explore~level").value in app.selectbox(key="explore~level").options
    assert (app.selectbox(key="explore~code").value, app.selectbox(key="explore~rule").value) != before


def _offered(app: AppTest) -> tuple[Procedure, ...]:
    library, held = load_library(), app.session_state["explore"]
    edition = library.sets[held.set_id].edition_on(held.explored.day)
    assert edition
    return procedures(edition, library.catalogue)


def test_a_day_without_edition_says_so_and_another_day_brings_it_back(app: AppTest) -> None:
    choose(app, "set", app.multiselect(key="explore~others").value[0])
    app.date_input(key="explore~day").set_value(date(2018, 1, 12))
    assert "No edition of this set" in said(ran(app))
    assert charts(app) == 0
    app.date_input(key="explore~day").set_value(date(2026, 9, 1))
    assert charts(ran(app)) > 0


def test_the_open_case_is_not_touched(app: AppTest) -> None:
    app.segmented_control(key="explore~symptoms_persist_despite_care").set_value("no")
    ran(app)
    assert "case" not in app.session_state
    assert "desk" not in app.session_state


def test_it_says_what_it_is_and_names_policy_edition_and_day(app: AppTest) -> None:
    told = said(app).replace("\\", "")
    assert "not a coverage decision" in told
    assert "every answer here is assumed" in told
    assert "edition 2026-11" in told
    assert app.session_state["explore"].explored.day.isoformat() in told


def test_every_criterion_can_be_drawn(app: AppTest) -> None:
    app.toggle(key="explore~everything").set_value(True)
    assert charts(ran(app)) == 2
