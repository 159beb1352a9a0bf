"""What tests of the screens share: the app without a browser, what it says, and the case that is open."""

from html import unescape
import os
from pathlib import Path
import re

os.environ["STREAMLIT_CLIENT_SHOW_ERROR_DETAILS"] = "full"  # otherwise a failing test would not say why

from streamlit.testing.v1 import AppTest

from logic.case import Case

APP = str(Path(__file__).resolve().parent.parent / "app.py")


def ran(app: AppTest) -> AppTest:
    """The app after one more run, which has to be free of errors."""
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def started() -> AppTest:
    """The app as it opens."""
    return ran(AppTest.from_file(APP, default_timeout=60))


def to_step(app: AppTest, step: str) -> AppTest:
    app.segmented_control(key="step").set_value(step)
    return ran(app)


def pressed_sample(app: AppTest, name: str) -> AppTest:
    """The app after a sample was chosen."""
    app.selectbox(key="sample").set_value(name)
    return ran(app)


def case(app: AppTest) -> Case:
    held: Case = app.session_state["case"]
    return held


def said(app: AppTest) -> str:
    """Every text on the page: Markdown as it is written, HTML as it is read."""
    elements = [*app.markdown, *app.caption, *app.error, *app.warning, *app.info]
    return " ".join([*(str(element.value) for element in elements), *map(plain, bodies(app))])


def plain(body: str) -> str:
    """A piece of HTML as it is read, without its icons."""
    bare = re.sub(r"<style>.*?</style>|<span class=\"icon\".*?</span>|<[^>]*>", " ", body, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", bare).strip())


def table(app: AppTest) -> str:
    """The outcome table, as HTML."""
    return next(body for body in bodies(app) if '<table class="outcomes"' in body)


def bodies(app: AppTest) -> list[str]:
    """The pieces of HTML on the page."""
    return [str(element.proto.body) for element in app.get("html")]
