"""No violation of WCAG that axe-core can find, on any screen, light and dark, wide and narrow.

The rules that look at colours run in both colours at both widths; all others at both widths, in one colour each.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, visited

WIDE, NARROW = {"width": 1440, "height": 1200}, {"width": 390, "height": 1200}
EVERYTHING = "{resultTypes: ['violations']}"
COLOURS = "{resultTypes: ['violations'], runOnly: ['color-contrast']}"
SHOWN = ((WIDE, "light", EVERYTHING), (WIDE, "dark", COLOURS), (NARROW, "dark", EVERYTHING), (NARROW, "light", COLOURS))
WALK, RESULT = ".st-key-walk", ".st-key-results"
OF_STREAMLIT = {
    # The drop zone of a file uploader is marked as mere layout and has a name all the same; its button does all it does.
    ("presentation-role-conflict", '[data-testid="stFileUploaderDropzone"]'),
    # A table that is wider than the window scrolls in a box of its own, which cannot be given a tab stop from here;
    # browsers give one by themselves.
    ("scrollable-region-focusable", ".stTable *"),
}
"""What bare Streamlit does, and why it is borne: the rule, and which elements."""


@pytest.fixture(scope="module")
def check(chromium: Browser, server_url: str) -> Iterator[Page]:
    """One window for all these tests, with axe at hand; it stays over changes of page, not over a new address."""
    with visited(chromium, server_url) as opened:
        opened.evaluate(AXE_SCRIPT)
        yield opened


def violations(page: Page, within: str = "html") -> list[str]:
    """Everything that axe finds on what is shown now, in each display; within the part that has changed."""
    found: dict[str, None] = {}
    for size, colours, rules in SHOWN:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        page.wait_for_function(
            "colours => getComputedStyle(document.querySelector('.stApp')).colorScheme === colours", arg=colours)
        page.wait_for_timeout(200)  # the panes find their places after a change of width
        for rule in page.evaluate(f"axe.run('{within}', {rules})")["violations"]:
            for node in rule["nodes"]:
                if not _borne(page, rule["id"], node["target"]):
                    found[f"{rule['id']} ({rule['impact']}), {size['width']} {colours}: {node['html'][:160]}"] = None
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return list(found)


def _borne(page: Page, rule: str, target: list[str]) -> bool:
    return any(rule == of and page.evaluate("([at, which]) => document.querySelector(at)?.matches(which)", [target[0], which])
               for of, which in OF_STREAMLIT)


def step(page: Page, name: str, shown: str) -> None:
    page.locator(WALK).get_by_role("radio", name=name).click()
    expect(page.locator(WALK).get_by_text(shown).first).to_be_visible()


def test_the_screen_as_it_opens(check: Page) -> None:
    assert violations(check) == []


@pytest.mark.parametrize(("name", "shown"), [
    ("1 Request", "Kind of request"), ("2 Diagnosis", "ICD-10-CM codes"), ("3 Imaging", "Findings at"),
    ("4 Conservative care", "Treatments, one row"), ("Documents", "Each document once"),
])
def test_every_step_of_the_walk(name: str, shown: str, check: Page) -> None:
    step(check, name, shown)
    assert violations(check, WALK) == []


@pytest.mark.parametrize(("name", "shown"), [
    ("Why, line by line", "Every criterion"), ("Plan and checks", "checks passed"), ("Pictures", "The same in words"),
    ("Packet", "Letter of medical necessity"),
])
def test_every_part_of_the_result(name: str, shown: str, check: Page) -> None:
    check.locator(RESULT).get_by_role("radio", name=name).click()
    expect(check.locator(RESULT).get_by_text(shown).last).to_be_visible()
    assert violations(check, RESULT) == []


def test_the_popover_of_a_source(check: Page) -> None:
    step(check, "3 Imaging", "Findings at")
    check.locator('[class*="source"] button').first.click()
    expect(check.get_by_role("dialog").get_by_text("Status")).to_be_visible()
    assert violations(check, '[role="dialog"]') == []
    check.keyboard.press("Escape")


def test_a_case_with_two_stages_and_open_questions(check: Page) -> None:
    check.get_by_role("combobox", name="Sample case").click()
    check.get_by_role("option", name="Two stages").click()
    expect(check.get_by_text("Next question:")).to_be_visible()
    assert violations(check) == []


def test_a_what_if_and_the_question_before_changes_are_lost(check: Page) -> None:
    check.get_by_text("What if", exact=True).click()
    expect(check.get_by_role("button", name="Discard")).to_be_visible()
    check.get_by_role("button", name="Open or start").click()
    check.get_by_role("button", name="End case").click()
    expect(check.get_by_text("They cannot be brought back")).to_be_visible()
    assert violations(check) == []
    check.keyboard.press("Escape")


def test_compare(check: Page) -> None:
    check.get_by_role("link", name="Compare").click()
    expect(check.get_by_text("Where they differ")).to_be_visible()
    assert violations(check) == []


def test_policies(check: Page) -> None:
    check.get_by_role("link", name="Policies").click()
    check.get_by_role("textbox", name="Find a rule").fill("20939")
    check.get_by_role("textbox", name="Find a rule").press("Enter")
    expect(check.get_by_text("Also in:")).to_be_visible()
    check.get_by_test_id("stExpander").filter(has_text="Bone marrow aspirate").locator("summary").last.click()
    expect(check.get_by_text("Codes:")).to_be_visible()
    assert violations(check) == []


def test_the_worklist_with_a_file_that_cannot_be_read(check: Page, tmp_path: Path) -> None:
    torn = tmp_path / "torn.yaml"
    torn.write_text("case: [", encoding="utf-8")
    check.get_by_role("link", name="Worklist").click()
    check.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([*(ROOT / "sample_cases").glob("*.yaml"), torn])
    expect(check.get_by_role("table", name="One row for each case")).to_be_visible()
    expect(check.get_by_text("cannot be read and is passed over")).to_be_visible()
    assert violations(check) == []
def test_practice_before_and_after_the_outcomes_are_shown(check: Page) -> None:
    check.get_by_role("link", name="Learn").click()
    expect(check.get_by_role("button", name="Show the outcomes")).to_be_visible()
    assert violations(check) == []
    check.get_by_role("button", name="Show the outcomes").click()
    expect(check.get_by_text("What decided it").first).to_be_visible()
    assert violations(check) == []


def test_changing_one_fact(check: Page) -> None:
    check.get_by_role("combobox", name="Case").click()
    check.get_by_role("option", name="A sample").click()
    expect(check.get_by_role("combobox", name="Sample")).to_be_visible()
    check.get_by_role("combobox", name="Policy set").click()
    check.get_by_role("option", name="Aetna").click()
    check.wait_for_url("**set=aetna**")
    check.get_by_role("radio", name="Change one fact").click()
    expect(check.get_by_text("What is the least")).to_be_visible()
    check.get_by_role("combobox", name="What is changed").click()
    check.get_by_role("option").first.click()
    check.keyboard.press("Escape")
    check.get_by_role("button", name="Judge the change").click()
    expect(check.locator(".st-key-verdict")).to_be_visible()
    assert violations(check) == []


def test_the_bar_of_a_tour(check: Page) -> None:
    check.get_by_role("radio", name="Demo").click()
    expect(check.get_by_text("Link to this tour").first).to_be_visible()
    assert violations(check) == []
    check.get_by_role("button", name="Start").first.click()
    expect(check.locator(".st-key-tour-bar")).to_contain_text("1 of 10")
    expect(check.get_by_role("table", name="Outcome of each requested line")).to_be_visible()
    assert violations(check) == []
    check.get_by_role("button", name="Leave").click()
    expect(check.get_by_text("Link to this tour").first).to_be_visible()
