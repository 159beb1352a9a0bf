"""Tours: what they claim is what the engine gives, and leaving one gives everything back."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from logic.editing import set_case
from logic.learn.tour import TOURS, load_tours
from logic.loading import SAMPLES, Library, load_case
from logic.problems import ProblemsError
from logic.review import review
from tests.screens import case, ran, said, started, to_step

STEPS = [(name, number) for name in ("first", "second") for number in range(10)]
UI = Path(__file__).resolve().parent.parent / "ui"


# -- the texts ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "number"), STEPS)
def test_a_step_claims_what_the_engine_gives(name: str, number: int, library: Library) -> None:
    step = load_tours(library)[name].steps[number]
    held, _ = load_case(SAMPLES / f"{step.sample}.yaml", library)
    found = {line.result.line.id: line.result.outcome for line in review(held, library, step.policy or held.policy or "general").lines}
    assert {line: found[line] for line in step.claims} == step.claims


@pytest.mark.parametrize("name", ["first", "second"])
def test_a_tour_takes_five_minutes_over_two_samples_and_several_pages(name: str, library: Library) -> None:
    tour = load_tours(library)[name]
    assert sum(step.seconds for step in tour.steps) == 300
    assert len({step.sample for step in tour.steps}) == 2
    assert {"check", "compare", "learn"} <= {step.page for step in tour.steps}


def test_what_a_step_frames_is_a_part_of_a_page(library: Library) -> None:
    drawn = "".join(path.read_text(encoding="utf-8") for path in UI.glob("*.py"))
    framed = {step.at for tour in load_tours(library).values() for step in tour.steps if step.at}
    assert [key for key in framed if f'key="{key}"' not in drawn and f" st-key-{key}" not in drawn] == []


@pytest.mark.parametrize(("old", "new", "told"), [
    ("sample: l5s1_alif_mild_stenosis", "sample: l5s1_alif", "l5s1_alif_mild_stenosis"), ('line: "1:20939"', 'line: "1:20938"', "1:20939"),
    ("page: compare", "page: compared", "compare"), ("id: exclusion", "id: every_code", "each id once"),
    ('{"1:22612": meets, "1:22840"', '{"1:22613": meets, "1:22840"', "1:22612"), ("title: Packet", "titel: Packet", "title"),
    ("seconds: 40", "seconds: 400", "120"),
])
def test_a_mistake_is_told_with_its_place(old: str, new: str, told: str, library: Library, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(TOURS, tmp_path / "demo"))
    path = folder / "first.yaml"
    text = path.read_text(encoding="utf-8").replace("title: What leaves the office", "title: Packet")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        load_tours(library, folder)
    assert told in str(error.value)
    assert "first.yaml:" in str(error.value)


# -- on the screen --------------------------------------------------------------------------------------------------

@pytest.fixture
def app() -> AppTest:
    """The app with a case that has unsaved changes, seen on the imaging step."""
    app = started()
    changed = set_case(case(app), title="My own case")
    app.session_state["case"] = changed
    return to_step(app, "imaging")


def touring(app: AppTest, name: str = "first") -> AppTest:
    app.query_params["demo"] = name
    return ran(app)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return ran(app)


def test_a_link_starts_a_tour_over_a_copy(app: AppTest) -> None:
    mine = case(app)
    touring(app)
    assert "Every code gets its own outcome" in said(app)
    assert case(app).case == "l5s1_posterior_fusion_with_bma"
    assert case(app).title != "My own case"
    assert app.session_state["aside"].case == mine
    assert "demo" not in app.query_params


def test_a_tour_goes_from_page_to_page_to_its_end_and_back(app: AppTest, library: Library) -> None:
    touring(app)
    steps = load_tours(library)["first"].steps
    for step in steps[1:]:
        press(app, "tour next")
        assert step.title in said(app).replace("\\", "")
    assert app.button(key="tour next").disabled
    press(app, "tour back")
    assert steps[-2].title in said(app)


def test_a_step_opens_what_it_speaks_of(app: AppTest) -> None:
    press(touring(app), "tour next")
    assert app.button_group(key="result part").value == "why"
    assert app.button_group(key="why line").value == "1:20939"
    press(press(app, "tour next"), "tour next")
    assert app.button_group(key="compare line").value == "1:22612"


@pytest.mark.parametrize("steps", [0, 3, 8, 9])
def test_leaving_gives_back_the_case_its_changes_and_where_one_was(steps: int, app: AppTest) -> None:
    mine, desk = case(app), app.session_state["desk"]
    touring(app)
    for _ in range(steps):
        press(app, "tour next")
    press(app, "tour leave")
    assert case(app) is mine
    assert app.session_state["desk"] is desk
    assert "Unsaved changes" in said(app)
    assert app.segmented_control(key="step").value == "imaging"
    assert "aside" not in app.session_state
    assert "tour\\-bar" not in said(app)


def test_what_is_changed_on_the_copy_is_forgotten_with_it(app: AppTest) -> None:
    mine = case(app)
    touring(app)
    app.date_input(key="request.day").set_value(None)
    ran(app)
    assert case(app).request.day is None
    press(app, "tour leave")
    assert case(app) == mine


def test_what_was_practised_before_is_there_again(app: AppTest) -> None:
    app.switch_page("ui/learn_page.py")
    ran(app)
    held = app.session_state["learn"]
    touring(app)
    press(app, "tour leave")
    assert app.session_state["learn"] is held


def test_a_tour_that_there_is_not_is_told_and_nothing_begins(app: AppTest) -> None:
    assert "The address names a tour that there is not." in said(touring(app, "nowhere"))
    assert "touring" not in app.session_state


def test_a_link_in_the_midst_of_a_tour_does_not_put_the_copy_aside(app: AppTest) -> None:
    mine = case(app)
    touring(touring(app), "second")
    press(app, "tour leave")
    assert case(app) == mine


def test_ending_the_copy_ends_nothing_of_the_own_case(app: AppTest) -> None:
    mine = case(app)
    touring(app)
    app.session_state["open"] = True
    ran(app)
    press(app, "end case")
    assert case(app).case == "new_case"
    assert not app.session_state["aside"].desk.wipe
    press(app, "tour next")
    assert case(app).case == "l5s1_posterior_fusion_with_bma"
    press(app, "tour leave")
    assert case(app) is mine
