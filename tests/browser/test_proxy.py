"""A shared installation as the README sets it up: two processes behind Caddy, under the office's name, with sign-in.

A person stays at one process, and the case outlives the process.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
import re

from playwright.sync_api import Browser, Page, expect
import pytest

from tests.browser.conftest import ARGS, CHROMIUM, ROOT, free_port, in_a_new_session, missing, outcome_table, served, title
from tests.load.proxy import CADDY, NAME, from_readme, proxied
from tests.oidc_provider import provided, secrets

TITLE = "Case that outlives its process"


def options() -> list[str]:
    """The README's options for a server behind a proxy."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"streamlit run app\.py --server\.port \$port \\\n(.*?) &", readme, flags=re.DOTALL)
    assert shown
    return shown[1].split()


@pytest.fixture
def named(chromium: Browser) -> Iterator[Browser]:
    """A browser for which the office's name is this machine."""
    args = [one.replace("rules=MAP *", f"rules=MAP {NAME} 127.0.0.1, MAP *") for one in ARGS]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=args)
    yield browser
    browser.close()


def test_one_process_after_the_other_dies_and_the_case_stays(named: Browser, tmp_path: Path) -> None:
    if not CADDY:
        missing("caddy")
    ports, site = [free_port(), free_port()], f"http://{NAME}:{free_port()}"
    with provided() as provider, ExitStack() as ending:
        settings = secrets(tmp_path, provider, site)

        def start(port: int) -> ExitStack:
            running = ending.enter_context(ExitStack())
            running.enter_context(served(ROOT, port, tmp_path / "log.txt", settings, options=options(), killed=True))
            return running

        first, second = start(ports[0]), start(ports[1])
        ending.enter_context(proxied(site, ports, tmp_path))
        page = named.new_context(viewport={"width": 1440, "height": 1200}).new_page()
        page.goto(site)
        page.get_by_role("button", name="Sign in").click()
        expect(outcome_table(page)).to_be_visible()
        title(page, TITLE)
        _stays_over_a_reload(page)
        first.close()
        _stays(page)
        start(ports[0])
        second.close()
        _stays(page)
        _stays_over_a_reload(page)
    told = (tmp_path / "log.txt").read_text(encoding="utf-8")
    assert "Traceback" not in told
    assert TITLE not in told


def _stays(page: Page) -> None:
    """The case is there after the next click, at whichever process."""
    in_a_new_session(page)
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(outcome_table(page)).to_be_visible()


def _stays_over_a_reload(page: Page) -> None:
    page.reload()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(outcome_table(page)).to_be_visible()


def test_the_readmes_settings_are_used_as_they_are() -> None:
    ours = from_readme("http://127.0.0.1:1", [8501, 8502])
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert ours.partition("{\n")[2].partition("reverse_proxy")[2].split("}\n")[0] in readme
    assert "lb_policy cookie" in ours
