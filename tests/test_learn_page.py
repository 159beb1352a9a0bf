"""The Learn page without a browser: nothing is told before it is asked for, and the open case is never touched."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from logic.case import SHOWN_AS, Outcome
from logic.loading import SAMPLES, Library, load_case
from logic.review import NOTICE, review
from tests.screens import bodies, case, ran, said, started

ALIF, POSTERIOR = "l5s1_alif_mild_stenosis", "l5s1_posterior_fusion_with_bma"


@pytest.fixture
def app() -> AppTest:
    return started()


def learn(app: AppTest, **address: str) -> AppTest:
    app.switch_page("ui/learn_page.py")
    for key, value in address.items():
        app.query_params[key] = value
    return ran(app)


def practising(app: AppTest, name: str = ALIF) -> AppTest:
    return learn(app, **{"from": "sample", "name": name})


def everything(app: AppTest) -> str:
    """All that stands on the page: texts, pieces of HTML, labels and names."""
    elements = [*app.markdown, *app.caption, *app.error, *app.warning, *app.info, *app.subheader, *app.header]
    return " ".join([*(str(one.value) for one in elements), *bodies(app), *(str(one.label) for one in app.expander),
                     *(str(one.proto) for one in app.get("plotly_chart"))])


def answer(app: AppTest, line: str, outcome: Outcome | None, criterion: str | None = None, name: str = ALIF) -> None:
    end = f"~sample/{name}~general~{line}"
    if outcome:
        app.selectbox(key=f"said{end}").set_value(outcome)
    if criterion:
        app.selectbox(key=f"marked{end}").set_value(criterion)


def show(app: AppTest) -> AppTest:
    next(button for button in app.button if button.label == "Show the outcomes").click()
    return ran(app)


# -- before ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_outcome_and_no_reason_is_on_the_page_before_it_is_asked_for(path: object, app: AppTest, library: Library) -> None:
    name = path.stem  # type: ignore[attr-defined]
    practising(app, name)
    told = everything(app).replace("\\", "")
    held, _ = load_case(SAMPLES / f"{name}.yaml", library)
    found = review(held, library, held.policy or "general")
    assert [line.why for line in found.lines if line.why in told] == []
    assert [outcome for outcome in Outcome if SHOWN_AS[outcome] in told] == []
    assert held.story is None or held.story not in told
    assert app.session_state["learn"].practised.review is None


def test_the_page_says_what_it_is_for_and_what_it_is_not(app: AppTest) -> None:
    text = said(practising(app))
    assert NOTICE in text
    assert "For training" in text


def test_the_address_names_the_case_and_the_set(app: AppTest) -> None:
    learn(app, **{"from": "sample", "name": POSTERIOR, "set": "aetna"})
    assert app.selectbox(key="learn name~sample").value == POSTERIOR
    assert app.selectbox(key="learn set").value == "aetna"
    app.selectbox(key="learn name~sample").set_value(ALIF)
    ran(app)
    assert app.query_params["name"] == ALIF
    assert app.query_params["set"] == "general"


@pytest.mark.parametrize(("address", "told"), [
    ({"from": "generated", "name": "lumbar_fusion", "seed": "x"}, "is no whole number"), ({"from": "lesson", "name": "none"}, "a lesson that there is not"),
    ({"from": "generated", "name": "lumbar_fusion", "difficulty": "9"}, "difficulty or seed that there is not"),
    ({"from": "nowhere"}, "no kind of case that there is"), ({"from": "sample", "name": "../secret"}, "a sample that there is not"),
])
def test_an_address_that_names_nothing_says_so_and_a_case_is_there_all_the_same(address: dict[str, str], told: str, app: AppTest) -> None:
    assert told in said(learn(app, **address))
    assert app.session_state["learn"].practised


def test_a_generated_case_is_named_by_topic_difficulty_and_seed_and_is_the_same_again(app: AppTest) -> None:
    address = {"from": "generated", "name": "lumbar_fusion", "difficulty": "2", "seed": "7"}
    first = learn(app, **address).session_state["learn"].practised.case
    assert app.number_input(key="learn seed").value == 7
    assert learn(started(), **address).session_state["learn"].practised.case == first
    app.number_input(key="learn seed").set_value(8)
    ran(app)
    assert app.query_params["seed"] == "8"
    assert app.session_state["learn"].practised.case != first
    app.button(key="another case").click()
    ran(app)
    assert app.query_params["difficulty"] == "2"
    show(app)
    assert app.session_state["learn"].attempts


@pytest.mark.parametrize("kind", ["lesson", "sample", "generated"])
def test_each_kind_of_case_can_be_chosen(kind: str, app: AppTest) -> None:
    learn(app)
    app.selectbox(key="learn from").set_value(kind)
    ran(app)
    assert app.session_state["learn"].practised.source.kind == kind
    show(app)
    assert app.session_state["learn"].attempts


# -- after ----------------------------------------------------------------------------------------------------------

def test_answers_are_marked_and_the_session_is_summed(app: AppTest) -> None:
    practising(app)
    answer(app, "1:22558", Outcome.NOT_MET, "G1.imaging")
    answer(app, "1:20930", Outcome.MEETS)
    text = said(show(app)).replace("\\", "")
    assert "**1 of 2** outcomes right." in text
    assert "**1 of 1** marked criteria right." in text
    assert "Advanced imaging shows moderate or worse stenosis" in text
    assert "General criteria G1.imaging" in text
    assert "policies?set=general&edition=2026-11&rule=" in text
    assert "Mild, mild to moderate, effacement" in text
    assert "A newer MRI, if symptoms have progressed" in text
    assert "agreement with the engine (kappa): **0.33**" in text
    assert any("Falls with its primary" in body for body in bodies(app))
    table = app.table[0].value
    assert list(table["Decided by"]) == ["Imaging of stenosis and compression", "Conservative care", r"Add\-ons, bundling, exclusions"]


def test_practising_a_case_again_is_marked_and_counted_once(app: AppTest) -> None:
    practising(app)
    show(app)
    app.button(key="practise again").click()
    ran(app)
    answer(app, "1:22558", Outcome.NOT_MET)
    assert "**1 of 2** outcomes right." in said(show(app))
    assert "outcomes right: **0 of 0** answered" in said(app)


def test_the_session_is_forgotten_when_it_is_asked_for(app: AppTest) -> None:
    practising(app)
    show(app)
    app.button(key="forget practice").click()
    ran(app)
    assert app.session_state["learn"].attempts == ()


def test_a_line_that_meets_names_the_facts_without_which_it_would_not(app: AppTest) -> None:
    practising(app, POSTERIOR)
    text = said(show(app)).replace("\\", "")
    assert "Without *foraminal stenosis, L5-S1 left*" in text


# -- the open case --------------------------------------------------------------------------------------------------

def test_the_open_case_and_all_around_it_stay_as_they_are(app: AppTest) -> None:
    before, desk = case(app), app.session_state["desk"]
    undo = list(desk.undo)
    practising(app)
    answer(app, "1:22558", Outcome.NOT_MET)
    show(app)
    app.button_group(key="learn part").set_value("change")
    ran(app)
    change(app, {"L5-S1.foraminal_stenosis.left": "moderate"})
    assert case(app) == before
    assert app.session_state["desk"].undo == undo
    assert not app.session_state["desk"].touched


# -- change one fact ------------------------------------------------------------------------------------------------

def changing(app: AppTest) -> AppTest:
    practising(app)
    app.button_group(key="learn part").set_value("change")
    return ran(app)


def change(app: AppTest, values: dict[str, object]) -> AppTest:
    key = f"sample/{ALIF}~general"
    app.multiselect(key=f"change facts~{key}~1:22558").set_value([*values])
    ran(app)
    for path, value in values.items():
        for widget in _widgets(app, key, path):
            widget.set_value(value)
    ran(app)
    app.button(key="judge").click()
    return ran(app)


def _widgets(app: AppTest, key: str, path: str) -> Iterator[Any]:
    widgets = [*app.selectbox, *app.number_input, *app.button_group]
    yield from (one for one in widgets if one.key in {f"try~{key}~{path}", f"weeks~{key}~{path}"})


LEAST: dict[str, object] = {
    "treatments.physical_therapy": 6, "L5-S1.dynamic_report_says": "unstable", "L5-S1.foraminal_stenosis.left": "moderate",
    "symptoms_persist_despite_care": "yes",
}


def test_the_least_change_is_told_as_such(app: AppTest) -> None:
    text = said(change(changing(app), LEAST))
    assert "this is the least change" in text
    assert "1 course of weeks, 2 tests, 1 addendum" in text


@pytest.mark.parametrize(("values", "told"), [
    ({**LEAST, "treatments.physical_therapy": 5}, "Not enough"), ({**LEAST, "treatments.physical_therapy": 8}, "the shortest way takes less"),
    ({**LEAST, "L5-S1.foraminal_stenosis.left": "mild_moderate"}, "Not enough"), ({}, "Nothing is changed yet"),
    ({"L5-S1.fracture_unstable": "yes"}, "counts only where the record shows it"),
])
def test_any_other_change_is_told_what_it_is(values: dict[str, object], told: str, app: AppTest) -> None:
    assert told in said(change(changing(app), values))


def test_the_shortest_way_is_shown_when_it_is_asked_for_and_not_before(app: AppTest) -> None:
    change(changing(app), {"symptoms_persist_despite_care": "yes"})
    assert "**The shortest way**" not in said(app)
    app.button(key="show way").click()
    assert "**The shortest way**" in said(ran(app))


def test_a_case_whose_outcomes_were_seen_here_is_not_counted_in_practice(app: AppTest) -> None:
    changing(app)
    app.button_group(key="learn part").set_value("practice")
    ran(app)
    assert "not counted" in said(app)
    show(app)
    assert app.session_state["learn"].attempts == ()


def test_a_case_of_which_nothing_can_be_changed_says_so(app: AppTest) -> None:
    practising(app, POSTERIOR)
    app.button_group(key="learn part").set_value("change")
    assert "No line of this case fails for a reason that can be changed" in said(ran(app))
