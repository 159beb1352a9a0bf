"""The Learn page in a browser: a session from the first case to the score, and a tour that gives everything back."""

import csv
import json
from pathlib import Path

from playwright.sync_api import Page, expect

from logic.case import SHOWN_AS
from logic.learn.deciding import deciding
from logic.learn.lessons import load_lessons
from logic.learn.options import options
from logic.loading import SAMPLES, load_case, load_library
from logic.review import review
from tests.browser.conftest import SLOW, outcome_table, settled
from tests.browser.test_journeys import titled


def learn(page: Page, address: str = "") -> None:
    page.goto(f"{page.url.split('?')[0].rstrip('/')}/learn{address}")
    expect(page.get_by_role("button", name="Show the outcomes")).to_be_visible(timeout=SLOW)


def choose(page: Page, box: str, option: str) -> None:
    page.get_by_role("combobox", name=box, exact=True).click()
    page.get_by_role("combobox", name=box, exact=True).fill(option[:60])
    page.get_by_role("option", name=option, exact=True).first.click()
    expect(page.get_by_role("option")).to_have_count(0)
    settled(page)


def test_a_session_from_the_first_case_to_its_score(page: Page, tmp_path: Path) -> None:
    """A lesson answered as the engine would, then a sample answered wrongly; nothing is told before it is asked for."""
    library = load_library()
    lesson = next(one for one in load_lessons(library) if len(review(one.case, library, one.policy).lines) > 1)
    found = review(lesson.case, library, lesson.policy)
    learn(page, f"?from=lesson&name={lesson.id}")
    hidden = [line.why for line in found.lines] + [lesson.title, lesson.point]
    content = page.content()
    assert [text for text in hidden if text in content] == []
    edition = found.determination.edition
    given = options(lesson.case, library.catalogue, edition)
    for line in found.lines:
        asked = line.result.line
        name = f"{asked.code} {', '.join(asked.line.levels)}".strip()
        choose(page, f"Outcome of {name}", SHOWN_AS[line.result.outcome])
        levels = [level for level in line.result.levels if level.outcome is line.result.outcome]
        right = next(one for one in given[asked.id] if any(
            one.ids & {*deciding(level, library.vocabulary).members, deciding(level, library.vocabulary).mark} for level in levels))
        choose(page, f"What decides {name}", right.says)
    page.get_by_role("button", name="Show the outcomes").click()
    count = len(found.lines)
    expect(page.get_by_text(f"{count} of {count} outcomes right.")).to_be_visible()
    expect(page.get_by_text(f"{count} of {count} marked criteria right.")).to_be_visible()
    expect(page.get_by_text(lesson.point[:60])).to_be_visible()

    case, _ = load_case(SAMPLES / "l5s1_alif_mild_stenosis.yaml", library)
    page.get_by_role("combobox", name="Case").click()
    page.get_by_role("option", name="A sample").click()
    settled(page)
    choose(page, "Sample", case.title)
    choose(page, "Outcome of 22558 L5-S1", "Meets criteria")
    page.get_by_role("button", name="Show the outcomes").click()
    expect(page.get_by_text("0 of 2 outcomes right.")).to_be_visible()
    session = page.locator(".st-key-learn-session")
    expect(session).to_contain_text("Cases: 2")
    expect(session).to_contain_text(f"outcomes right: {count} of {count + 1} answered")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8").splitlines()))
    assert [row["right"] for row in rows] == ["yes"] * count + ["no", "no"]
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as JSON").click()
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert told["tally"]["right"] == count
    page.get_by_role("link", name="Check").click()
    expect(outcome_table(page)).to_contain_text("22612")


def test_a_tour_by_keyboard_leaves_an_unsaved_case_as_it_was(page: Page) -> None:
    titled(page, "My own case")
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    page.get_by_role("link", name="Learn").click()
    page.get_by_role("radio", name="Demo").click()
    page.get_by_role("button", name="Start").first.press("Enter")
    bar = page.locator(".st-key-tour-bar")
    expect(bar).to_contain_text("1 of 10")
    expect(page.get_by_role("heading", name="My own case")).to_have_count(0)
    for number in range(2, 11):
        page.get_by_role("button", name="Next", exact=True).press("Enter")
        expect(bar).to_contain_text(f"{number} of 10")
    page.get_by_role("button", name="Leave").press("Enter")
    expect(bar).to_have_count(0)
    page.get_by_role("link", name="Check").click()
    expect(page.get_by_role("heading", name="My own case")).to_be_visible()
    expect(page.get_by_text("Unsaved changes")).to_be_visible()


def test_a_link_starts_a_tour_and_a_reload_ends_it_with_the_own_case_there(page: Page) -> None:
    titled(page, "My own case")
    page.wait_for_function("() => (sessionStorage.getItem('case-draft') || '').includes('My own case')")
    page.goto(f"{page.url.split('?')[0]}?demo=first")
    bar = page.locator(".st-key-tour-bar")
    expect(bar).to_contain_text("1 of 10")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(bar).to_contain_text("2 of 10")
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="My own case")).to_be_visible()
    page.goto(f"{page.url.split('?')[0]}?demo=second")
    expect(bar).to_contain_text("1 of 10")
    page.reload()
    expect(page.get_by_role("heading", name="My own case")).to_be_visible()
    expect(bar).to_have_count(0)
