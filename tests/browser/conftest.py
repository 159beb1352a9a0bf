"""A running server and a real browser. Without chromium these tests are left out; with REQUIRE_BROWSER=1 they fail."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
import os
from pathlib import Path
import shutil
import socket
import subprocess
import sys
import time
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
ARGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
SLOW = 20_000
"""Milliseconds to wait for a result to be visible; a loaded machine is slow, never wrong."""
QUIET = 200
"""Milliseconds without a change after which a page is taken to be drawn."""


def missing(what: str) -> NoReturn:
    """Leaves a test out, or fails it where a browser is required."""
    message = f"browser tests need {what}"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(message)
    pytest.skip(message)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def served(
    root: Path, port: int, log: Path, env: dict[str, str] | None = None, *, options: Sequence[str] = (),
    running: Callable[[int], None] = lambda _: None, killed: bool = False,
) -> Iterator[str]:
    """The app of a folder on a port, until it is no longer needed; yields its address.

    `running` is told the number of its process once it serves; `killed` lets it end without warning.
    Settings that other tests made for themselves do not reach it: it runs as an office would run it.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    with log.open("a") as told:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *options],
            cwd=root, stdin=subprocess.DEVNULL, stdout=told, stderr=told, env={**own, **(env or {})},
        )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait_for(url)
            running(server.pid)
            yield url
        finally:
            (server.kill if killed else server.terminate)()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(ROOT, free_port(), tmp_path_factory.mktemp("server") / "log.txt") as url:
        yield url


def _wait_for(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            with urlopen(f"{url}/_stcore/health", timeout=5) as answer:  # noqa: S310 - our own server
                if answer.read() == b"ok":
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail("the server did not start")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        missing("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        expect.set_options(timeout=SLOW)
        yield browser
        browser.close()


@contextmanager
def visited(chromium: Browser, url: str) -> Iterator[Page]:
    """The app in a window of its own, decided. At the end: no error on the page, and no request to anywhere else."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1200})
    opened = context.new_page()
    opened.set_default_timeout(SLOW)
    outside: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda request: None if _own(request.url, url) else outside.append(request.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(url)
    expect(outcome_table(opened)).to_be_visible()
    yield opened
    context.close()
    assert outside == []
    assert errors == []


@pytest.fixture
def page(chromium: Browser, server_url: str) -> Iterator[Page]:
    """The app, opened and decided."""
    with visited(chromium, server_url) as opened:
        yield opened


def _own(url: str, server_url: str) -> bool:
    return url.startswith((server_url, server_url.replace("http", "ws", 1), "data:", "blob:"))


def outcome_table(page: Page):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a locator
    return page.get_by_role("table", name="Outcome of each requested line")


# -- a server of its own --------------------------------------------------------------------------------------------

FAILS = 'if review.case.request.denial_reason == "fail":\n        raise ValueError(review.case.title)\n    '


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A copy of the app with one page that fails on purpose, its error telling the title of the case."""
    root = tmp_path / "app"
    left_out = shutil.ignore_patterns(".*cache*", "__pycache__", ".git", ".hypothesis", ".venv", "tests", "*.png")
    shutil.copytree(ROOT, root, ignore=left_out)
    results = root / "ui" / "results.py"
    text = results.read_text(encoding="utf-8")
    first = text.index("def results(review")
    place = text.index('"""\n    ', text.index('"""', first) + 3) + len('"""\n    ')
    results.write_text(text[:place] + FAILS + text[place:], encoding="utf-8")
    return root


def files_of(folder: Path) -> set[Path]:
    """Every file below a folder."""
    return {Path(at) / name for at, _, names in os.walk(folder) for name in names}


def tab(context: BrowserContext, url: str) -> Page:
    """A tab with the app in it, decided."""
    page = context.new_page()
    page.set_default_timeout(SLOW)
    page.goto(url)
    expect(outcome_table(page)).to_be_visible()
    return page


def title(page: Page, text: str) -> None:
    """Gives the case a title, and waits until the tab's draft holds it."""
    page.get_by_role("radio", name="1 Request").click()
    page.get_by_test_id("stExpander").filter(has_text="Title, state, earlier denial").locator("summary").click()
    page.get_by_role("textbox", name="Title").fill(text)
    page.get_by_role("textbox", name="Title").press("Enter")
    expect(page.get_by_role("heading", name=text)).to_be_visible()
    page.wait_for_function("text => (sessionStorage.getItem('case-draft') || '').includes(text)", arg=text)


def in_a_new_session(page: Page) -> None:
    """The first click after the server is back starts a new session, in which nothing was changed yet."""
    page.get_by_role("radio", name="Overview").click(timeout=60_000)
    page.wait_for_function("""() => document.querySelector('.st-key-undo-last button').disabled
        && !document.querySelector('.st-key-walk [role=radio]').disabled""", timeout=60_000)


def settled(page: Page) -> None:
    """The run that the last key began has ended, and all of it is drawn: nothing has changed for a while."""
    page.evaluate("""quiet => new Promise(done => {
        let last = performance.now();
        new MutationObserver(() => { last = performance.now(); }).observe(
            document.body, {subtree: true, childList: true, attributes: true, characterData: true});
        const look = setInterval(() => {
            const running = document.querySelector('.stApp').dataset.testScriptState !== 'notRunning';
            if (!running && performance.now() - last > quiet) { clearInterval(look); done(); }
        }, 20);
    })""", QUIET)
