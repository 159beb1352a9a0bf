"""How long a person waits: from a change until the browser has painted the new outcomes, beside an app with one button.

    python -m tests.load.painted

Server, browser and the app with one button (the least that Streamlit needs for any change) run on this machine. A change
is the switch "Strict"; it counts as painted two frames after the table in the page has changed. The idler the machine,
the steadier the figures. Exit code 1 if a median is more than twice that of the one button.
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
import shutil
import statistics
import sys
import tempfile
import time

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ARGS, CHROMIUM, ROOT, free_port, served

LARGEST = "Two stages"
STEPS = ("Overview", "1 Request", "2 Diagnosis", "3 Imaging", "4 Conservative", "Documents")
MOST = 2.0
"""Times the one button."""
WARM = 3
"""Changes that do not count: the browser still learns the page."""
ONE_BUTTON = """
import streamlit as st
def more():
    st.session_state.n = st.session_state.get("n", 0) + 1
st.button("More", key="more", on_click=more)
with st.container(key="told"):
    st.markdown(f"count {st.session_state.get('n', 0)}")
"""
PAINTED = """([shown, pressed]) => new Promise((done, failed) => {
    const before = document.querySelector(shown).textContent, began = performance.now();
    const watch = new MutationObserver(() => {
        const now = document.querySelector(shown);
        if (now && now.textContent !== before) {
            watch.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
        }
    });
    watch.observe(document.body, {subtree: true, childList: true, characterData: true});
    setTimeout(() => failed(new Error("nothing changed")), 10000);
    document.querySelector(pressed).click();
})"""


def changes(page: Page, shown: str, pressed: str, count: int) -> list[float]:
    """Milliseconds of so many changes, one after the other."""
    took = []
    for _ in range(count + WARM):
        took.append(float(page.evaluate(PAINTED, [shown, pressed])))
        page.wait_for_timeout(600)
    return took[WARM:]


@contextmanager
def opened(browser: Browser, url: str, shown: str) -> Iterator[Page]:
    """A page in a window of its own, drawn."""
    context = browser.new_context(viewport={"width": 1440, "height": 1100})
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector(shown)
    page.wait_for_timeout(2000)
    yield page
    context.close()


def of_button(browser: Browser, url: str, count: int) -> list[float]:
    """The changes of the app with one button."""
    with opened(browser, url, ".st-key-told") as page:
        return changes(page, ".st-key-told", ".st-key-more button", count)


def of_app(browser: Browser, url: str, sample: str | None, step: str, count: int) -> list[float]:
    """The changes of the Check screen with a sample (None: the first) at a step."""
    with opened(browser, url, "table.outcomes") as page:
        if sample:
            page.get_by_role("combobox", name="Sample case").click()
            page.get_by_role("option", name=sample).click()
            page.wait_for_timeout(2500)
        page.locator(".st-key-walk").get_by_role("radio", name=step).click()
        page.wait_for_timeout(2000)
        return changes(page, "table.outcomes", ".st-key-strict input", count)


def first_outcomes(browser: Browser, url: str, count: int = 10) -> float:
    """Milliseconds from opening the address in a new window until the outcomes are there, median."""
    took = []
    for _ in range(count):
        context = browser.new_context(viewport={"width": 1440, "height": 1100})
        page, began = context.new_page(), time.perf_counter()
        page.goto(url)
        page.wait_for_selector("table.outcomes")
        took.append((time.perf_counter() - began) * 1000)
        context.close()
    return statistics.median(took)


def measured(browser: Browser, app: str, button: str, count: int, tell: Callable[[str], None]) -> bool:
    """Tells every figure; whether none is more than twice the one button, measured before and after."""
    tell(f"first outcomes after opening: {first_outcomes(browser, app):.0f} ms, median of ten")
    before = of_button(browser, button, count)
    found = {f"first sample, {STEPS[0]}": of_app(browser, app, None, STEPS[0], count)}
    found |= {f"largest sample, {step}": of_app(browser, app, LARGEST, step, count) for step in STEPS}
    least = statistics.median(before + of_button(browser, button, count))
    tell(f"one button: {least:.0f} ms")
    for name, took in found.items():
        tell(f"{name}: {(median := statistics.median(took)):.0f} ms, {median / least:.2f} times")
    return all(statistics.median(took) <= MOST * least for took in found.values())


def main() -> int:
    """Starts both apps and a browser, and prints the figures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--changes", type=int, default=20, help="changes of each page")
    count = max(1, min(asked.parse_args().changes, 200))
    if not CHROMIUM:
        asked.error("this needs a browser: chromium is not installed")
    with tempfile.TemporaryDirectory() as held, sync_playwright() as playwright:
        folder = Path(held)
        (folder / "app.py").write_text(ONE_BUTTON, encoding="utf-8")
        shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
        with (served(ROOT, free_port(), folder / "app.txt") as app, served(folder, free_port(), folder / "button.txt") as button,
              playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS) as browser):
            fast = measured(browser, app, button, count, lambda line: print(line, flush=True))  # noqa: T201 - figures to read
    return 0 if fast else 1


if __name__ == "__main__":
    sys.exit(main())
