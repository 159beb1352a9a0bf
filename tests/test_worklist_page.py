"""The Worklist screen without a browser."""

import os
from pathlib import Path

import pytest

os.environ["STREAMLIT_CLIENT_SHOW_ERROR_DETAILS"] = "full"  # otherwise a failing test would not say why

from streamlit.testing.v1 import AppTest

from logic.loading import SAMPLES
from logic.review import NOTICE

APP = str(Path(__file__).resolve().parent.parent / "app.py")
FILES = sorted(SAMPLES.glob("*.yaml"))
HOSTILE = """case: hostile
title: "![x](http://h/x.png) <script> $x$ :red[a]"
request: {day: 2026-01-12, urgency: expedited}
stages: [{lines: [{code: "63047", levels: L4-L5}]}]
"""


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


@pytest.fixture
def page() -> AppTest:
    app = ran(AppTest.from_file(APP, default_timeout=60))
    app.switch_page("ui/worklist_page.py")
    return ran(app)


def uploaded(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    for name, content in files:
        page.file_uploader[0].upload(name, content, "application/yaml")
    return ran(page)


@pytest.fixture
def filled(page: AppTest) -> AppTest:
    samples = [(path.name, path.read_bytes()) for path in FILES]
    return uploaded(page, *samples, ("broken.yaml", b"case: broken\nstages: [\n"), ("hostile *x*.yaml", HOSTILE.encode()))


def said(page: AppTest) -> str:
    return " ".join(str(element.value) for element in [*page.markdown, *page.caption, *page.error, *page.warning])


def test_an_empty_page_says_where_the_files_stay(page: AppTest) -> None:
    assert NOTICE in said(page)
    assert "memory of this session" in said(page)
    assert not page.table


def test_each_readable_case_has_a_row_the_most_urgent_first(filled: AppTest) -> None:
    table = next(one.value for one in filled.table if "Ready to send" in one.value.columns)
    assert len(table) == len(FILES) + 1
    assert "hostile" in table["Case"].iloc[0]
    assert ":red-badge[expedited]" in table["Case"].iloc[0]
    assert "2026\\-01\\-15" in table["Decision due"].iloc[0]
    assert set(table["Policy"].str.contains("General criteria")) == {True}
    assert all("Not ready" in cell for cell in table["Ready to send"])
    assert f"**{len(FILES) + 2}** cases" in said(filled)


def test_one_unreadable_file_is_named_with_its_problems_and_passed_over(filled: AppTest) -> None:
    assert "broken\\.yaml cannot be read and is passed over." in said(filled)
    problems = next(one.value for one in filled.table if "Expected" in one.value.columns)
    assert "broken" in problems["File"].iloc[0]
    assert "broken.yaml" not in filled.selectbox(key="worklist case").options


def test_texts_of_files_are_literal(filled: AppTest) -> None:
    table = next(one.value for one in filled.table if "Ready to send" in one.value.columns)
    assert "![x]" not in table["Case"].iloc[0]
    assert "<script>" not in table["Case"].iloc[0]
    assert "hostile \\*x\\*" in table["Case"].iloc[0]


def test_a_case_opens_in_check(filled: AppTest) -> None:
    filled.selectbox(key="worklist case").set_value("c4c6_acdf_with_bma.yaml")
    filled.button(key="worklist open").click()
    ran(filled)
    assert filled.session_state["case"].case == "c4c6_acdf_with_bma"
    assert any(button.key == "undo last" for button in filled.button)


def test_the_list_outlives_a_visit_to_another_page_until_it_is_cleared(filled: AppTest) -> None:
    filled.switch_page("ui/policies_page.py")
    ran(filled)
    filled.switch_page("ui/worklist_page.py")
    ran(filled)
    assert f"**{len(FILES) + 2}** cases" in said(filled)
    filled.button(key="worklist clear").click()
    ran(filled)
    assert not filled.table
    assert not filled.session_state["worklist"].files


def test_a_file_of_the_same_name_takes_the_place_of_the_one_before(page: AppTest) -> None:
    uploaded(page, ("a.yaml", HOSTILE.encode()))
    uploaded(page, ("a.yaml", HOSTILE.replace("expedited", "emergent").encode()), ("b.yaml", HOSTILE.encode()))
    table = page.table[0].value
    assert len(table) == 2
    assert "emergent" in table["Case"].iloc[0]


def test_a_full_list_takes_no_more_and_says_so(page: AppTest) -> None:
    content = HOSTILE.encode()
    held = {f"{number}.yaml": content for number in range(199)}
    page.session_state["worklist"].files.update(held)
    uploaded(page, ("a.yaml", content), ("b.yaml", content), ("0.yaml", content))
    assert list(page.session_state["worklist"].files) == [*held, "a.yaml"]
    assert "holds 200 files; 1 more were not taken" in said(page)


def test_what_was_decided_is_not_decided_again(filled: AppTest) -> None:
    rows = {key: id(row) for key, (_, row) in filled.session_state["worklist"].rows.items()}
    ran(filled)
    assert {key: id(row) for key, (_, row) in filled.session_state["worklist"].rows.items()} == rows


def test_the_time_limits_say_what_is_not_known(filled: AppTest) -> None:
    text = said(filled)
    assert "CMS\\-0057\\-F" in text
    assert "not known" in text
