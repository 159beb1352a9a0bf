"""Pictures on the Check screen: drawn when they are asked for, each with its words."""

from streamlit.testing.v1 import AppTest

from tests.screens import ran, said, started


def show(app: AppTest, part: str) -> AppTest:
    app.segmented_control(key="result part").set_value(part)
    return ran(app)


def charts(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


def test_the_criteria_of_a_line_are_drawn_only_when_asked_for() -> None:
    app = show(started(), "why")
    assert charts(app) == 0
    app.toggle(key="why picture").set_value(True)
    assert charts(ran(app)) == 1
    assert "cannot matter any more" in said(app)


def test_the_picture_follows_the_line_and_stands_with_its_words() -> None:
    app = show(started(), "why")
    app.toggle(key="why picture").set_value(True)
    ran(app)
    lines = app.session_state["why line"]
    other = next(option for option in app.pills(key="why line").options if not lines.endswith(option))
    full = next(line for line in _ids(app) if line.endswith(other))
    app.pills(key="why line").set_value(full)
    assert "Criteria of" in said(ran(app))
    assert full.partition(":")[2] in said(app)


def _ids(app: AppTest) -> list[str]:
    return [f"1:{option}" for option in app.pills(key="why line").options]


def test_the_matrix_stands_among_the_drawings() -> None:
    app = show(started(), "pictures")
    assert charts(app) == 3
    assert "the whole operation" in said(app)
