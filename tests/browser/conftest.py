"""A running server and a real browser. Without chromium these tests are left out; with REQUIRE_BROWSER=1 they fail."""

from collections.abc import Iterator
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
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
ARGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
SLOW = 20_000
"""Milliseconds to wait for a result to be visible; a loaded machine is slow, never wrong."""


def missing(what: str) -> NoReturn:
    """Leaves a test out, or fails it where a browser is required."""
    message = f"browser tests need {what}"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path_factory.mktemp("server") / "log.txt").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)], cwd=ROOT,
        stdin=subprocess.DEVNULL, stdout=log, stderr=log,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


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
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, server_url: str) -> Iterator[Page]:
    """The app, opened and decided. At the end: no error on the page, and no request to anywhere else."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1200})
    opened = context.new_page()
    opened.set_default_timeout(SLOW)
    expect.set_options(timeout=SLOW)
    outside: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda request: None if _own(request.url, server_url) else outside.append(request.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(server_url)
    expect(outcome_table(opened)).to_be_visible()
    yield opened
    context.close()
    assert outside == []
    assert errors == []


def _own(url: str, server_url: str) -> bool:
    return url.startswith((server_url, server_url.replace("http", "ws", 1), "data:", "blob:"))


def outcome_table(page: Page):  # type: ignore[no-untyped-def]  # noqa: ANN201 - a locator
    return page.get_by_role("table", name="Outcome of each requested line")
