"""Whole ways through the app: what somebody enters is still there after whatever happens."""

import io
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from logic.review import NOTICE
from tests.browser.conftest import files_of, free_port, outcome_table, served, settled, visited

MOST_TABS = 120


def to_step(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).click()


def choose(page: Page, box: str, option: str) -> None:
    page.get_by_role("combobox", name=box).first.click()
    page.get_by_role("option", name=option).first.click()


def urgent(page: Page) -> None:
    """One change, seen to be taken."""
    to_step(page, "1 Request")
    choose(page, "Urgency", "emergent")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()


def is_urgent(page: Page) -> None:
    to_step(page, "1 Request")
    expect(page.get_by_role("combobox", name="Urgency")).to_have_value("emergent")


def titled(page: Page, title: str) -> None:
    """Gives the case a title, which then heads the page."""
    to_step(page, "1 Request")
    fold = page.get_by_test_id("stExpander").filter(has_text="Title, state, earlier denial")
    if not page.get_by_role("textbox", name="Title").is_visible():
        fold.locator("summary").click()
    page.get_by_role("textbox", name="Title").fill(title)
    page.get_by_role("textbox", name="Title").press("Enter")


def draft_holds(page: Page, text: str) -> None:
    page.wait_for_function("text => (sessionStorage.getItem('case-draft') || '').includes(text)", arg=text)


# -- by keyboard ----------------------------------------------------------------------------------------------------

class Keys:
    """The keyboard alone, counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.pressed += len(text)

    def to(self, goal: Locator) -> None:
        """Tab until the goal has the focus; backwards, if it is nearer that way."""
        expect(goal).to_be_visible()
        for _ in range(MOST_TABS):
            if goal.evaluate("one => one === document.activeElement || one.contains(document.activeElement)"):
                return
            self.press("Tab")
        pytest.fail(f"{goal} is not reached by Tab")


def test_a_request_from_blank_to_its_checklist_by_keyboard_alone(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    began, keys = time.monotonic(), Keys(page)
    keys.to(page.get_by_role("button", name="Open or start"))
    keys.press("Enter")
    keys.to(page.get_by_role("button", name="Start blank"))
    keys.press("Enter")
    expect(page.get_by_text("No code is requested yet")).to_be_visible()
    keys.press("Escape")
    keys.to(page.get_by_role("radio", name="Overview"))
    keys.press("ArrowRight", "Space")
    add = page.get_by_role("combobox", name="Add a code")
    keys.to(add)
    keys.type("63047")
    expect(page.get_by_role("option", name="63047").first).to_be_visible()
    keys.press("Enter")
    expect(outcome_table(page)).to_contain_text("63047")
    levels = page.get_by_role("combobox", name="Levels of 63047")
    keys.to(levels)
    keys.type("L4-L5")
    expect(page.get_by_role("option", name="L4-L5").first).to_be_visible()
    keys.press("Enter", "Escape")
    expect(outcome_table(page)).to_contain_text("L4-L5")
    asked = _answer_what_is_asked(keys)
    expect(outcome_table(page)).to_contain_text("63047")
    checklist = page.get_by_role("radio", name="Checklist")
    keys.to(checklist)
    expect(page.get_by_text("Next question:")).to_be_hidden()
    told = (f"{keys.pressed} keys, {asked} questions, {time.monotonic() - began:.0f} s, "
            f"{outcome_table(page).get_by_role('row').nth(1).get_by_role('cell').first.inner_text()}")
    with capsys.disabled():
        print(f"\nfrom blank to the checklist by keyboard: {told}")  # noqa: T201 - a figure to read


def _answer_what_is_asked(keys: Keys) -> int:
    """Answers the next question until there is none: yes, moderate, the first of other words, or not in the chart."""
    page, box = keys.page, keys.page.locator(".st-key-next-question")
    for asked in range(40):
        settled(page)
        if not box.is_visible():
            return asked
        before = box.inner_text()
        if box.get_by_role("button", name="Yes").is_visible():
            keys.press("Alt+y")
        elif box.get_by_role("combobox").is_visible():
            keys.to(box.get_by_role("combobox"))
            keys.press("ArrowDown")
            expect(page.get_by_role("option").first).to_be_visible()
            if page.get_by_role("option", name="moderate", exact=True).is_visible():
                keys.type("moderate")
                expect(page.get_by_role("option").first).to_contain_text("moderate")
            keys.press("Enter")
        else:
            keys.press("Alt+x")
        page.wait_for_function("before => document.querySelector('.st-key-next-question')?.innerText !== before", arg=before)
    pytest.fail("the questions do not end")


def test_a_text_field_has_its_own_undo(page: Page) -> None:
    """The keys of the whole case are others than those of a field; they work inside one too."""
    urgent(page)
    to_step(page, "1 Request")
    page.get_by_test_id("stExpander").filter(has_text="Title, state, earlier denial").locator("summary").click()
    story = page.get_by_role("textbox", name="Story")
    story.click()
    page.keyboard.type("abc")
    page.keyboard.press("Control+z")
    expect(story).not_to_have_value("abc")
    is_urgent(page)
    story.click()
    page.keyboard.press("Alt+z")
    expect(page.get_by_role("combobox", name="Urgency")).to_have_value("elective")
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()
    page.keyboard.press("Alt+Shift+z")
    expect(page.get_by_role("combobox", name="Urgency")).to_have_value("emergent")


def test_the_keys_of_undo_and_redo_work_where_an_answer_was_just_chosen(page: Page) -> None:
    urgent(page)
    for _ in range(2):
        page.keyboard.press("Alt+z")
        expect(page.get_by_role("combobox", name="Urgency")).to_have_value("elective")
        expect(page.get_by_role("button", name="Undo")).to_be_disabled()
        page.keyboard.press("Alt+Shift+z")
        expect(page.get_by_role("combobox", name="Urgency")).to_have_value("emergent")
        expect(page.get_by_role("button", name="Redo")).to_be_disabled()
        expect(page.get_by_role("button", name="Undo")).to_be_enabled()


# -- nothing is lost ------------------------------------------------------------------------------------------------

def test_saving_clears_the_mark_and_a_wrong_file_keeps_the_case(page: Page, tmp_path: Path) -> None:
    urgent(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Unsaved changes")).to_be_hidden()
    assert "urgency: emergent" in Path(download.value.path()).read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_bytes(b"\xff\xfe not a case")
    page.get_by_role("button", name="Open or start").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(wrong)
    expect(page.get_by_text("The case that was open stays as it was.")).to_be_visible()
    page.keyboard.press("Escape")
    is_urgent(page)


def test_a_reload_in_mid_entry_keeps_the_case_and_the_what_if(page: Page) -> None:
    urgent(page)
    page.get_by_text("What if", exact=True).click()
    to_step(page, "3 Imaging")
    choose(page, "How does the report grade the narrowing of the foramen on this side, left", "mild")
    expect(page.get_by_text("outcomes changed")).to_be_visible()
    draft_holds(page, "status: assumed")
    page.get_by_role("spinbutton").first.fill("7")
    page.reload()
    expect(page.get_by_text("outcomes changed")).to_be_visible()
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("outcomes changed")).to_be_hidden()
    is_urgent(page)


def test_going_back_in_the_middle_loses_nothing(page: Page) -> None:
    urgent(page)
    page.get_by_role("link", name="Policies").click()
    expect(page.get_by_role("textbox", name="Find a rule")).to_be_visible()
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text("Where they differ")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("textbox", name="Find a rule")).to_be_visible()
    page.go_back()
    expect(outcome_table(page)).to_be_visible()
    is_urgent(page)


def test_two_people_at_once_do_not_see_each_other(page: Page, chromium: Browser, server_url: str) -> None:
    with visited(chromium, server_url) as other:
        titled(page, "Case of the first office")
        expect(page.get_by_role("heading", name="Case of the first office")).to_be_visible()
        titled(other, "Case of the second office")
        expect(other.get_by_role("heading", name="Case of the second office")).to_be_visible()
        for one, foreign in ((page, "second office"), (other, "first office")):
            one.get_by_role("link", name="Compare").click()
            expect(one.get_by_text("Where they differ")).to_be_visible()
            one.get_by_role("link", name="Check").click()
            expect(outcome_table(one)).to_be_visible()
            assert foreign not in one.content()
            assert foreign not in one.evaluate("() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")


# -- a server of its own --------------------------------------------------------------------------------------------

TALE = "zebra tale 7731"


def test_a_failure_and_a_restart_lose_nothing_and_leave_nothing_on_the_server(
    own: Path, tmp_path: Path, chromium: Browser,
) -> None:
    home, port, log = tmp_path / "home", free_port(), tmp_path / "log.txt"
    home.mkdir()
    places = {"HOME": str(home), "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    before = files_of(own)
    with served(own, port, log, places) as url:
        context = chromium.new_context(viewport={"width": 1440, "height": 1200})
        page = context.new_page()
        page.goto(url)
        expect(outcome_table(page)).to_be_visible()
        titled(page, TALE)
        expect(page.get_by_role("heading", name=TALE)).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save").click()
        saved = tmp_path / "saved.yaml"
        download.value.save_as(saved)
        page.get_by_role("button", name="Open or start").click()
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(saved)
        page.keyboard.press("Escape")
        reason = page.get_by_role("textbox", name="Reason of that denial")
        reason.fill("fail")
        reason.press("Enter")
        expect(page.get_by_text("The case is kept")).to_be_visible()
        assert "Traceback" not in page.inner_text("body")
        page.get_by_role("button", name="Undo the last change").click()
        expect(page.get_by_text("The case is kept")).to_be_hidden()
        choose(page, "Urgency", "emergent")
        draft_holds(page, "urgency: emergent")
    with served(own, port, log, places):
        expect(page.get_by_text("Unsaved changes")).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Redo").wait_for()
        is_urgent(page)
        expect(page.get_by_role("heading", name=TALE)).to_be_visible()
    context.close()
    told = log.read_text(encoding="utf-8")
    assert "ValueError, raised through" in told
    assert TALE not in told
    assert files_of(own) == before
    assert [path for path in files_of(home) if TALE.encode() in path.read_bytes()] == []


# -- on paper -------------------------------------------------------------------------------------------------------

def test_the_print_holds_every_outcome_every_set_and_the_notice(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    choose(page, "Sample case", "Two stages")
    expect(outcome_table(page)).to_contain_text("27280")
    rows = outcome_table(page).get_by_role("row")
    codes = [row.get_by_role("rowheader").inner_text().split()[0] for row in rows.all()[1:]]
    pages = PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages
    text = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert NOTICE in text
    assert len(codes) > 15
    assert [code for code in codes if code not in text] == []
    assert text.count("Needs documentation") >= 8
    assert "Falls with its primary" in text
    for tool in ("Undo", "Redo", "Open or start", "Next question", "Sample case"):
        assert tool not in text
    assert text.index("Result") < text.index("Answers")
    assert len(pages) <= 6
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text("Where they differ")).to_be_visible()
    sets = page.get_by_role("table").first.get_by_role("columnheader").all_inner_texts()
    compared = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages).split())
    assert NOTICE in compared
    assert [name for name in sets if name not in compared] == []
