"""A shared installation: nothing is seen before sign-in, nothing is left after, and without sign-in nobody is served."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, SLOW, free_port, outcome_table, served, title
from tests.oidc_provider import CLIENT_SECRET, Provider, provided, secrets

TITLE = "Case of the first person"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with provided() as running:
        yield running


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1440, "height": 1200})
    page = context.new_page()
    page.set_default_timeout(SLOW)
    yield page
    context.close()


def kept(page: Page) -> str:
    return str(page.evaluate("() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage)"))


def test_sign_in_shows_the_app_and_sign_out_ends_the_case_in_the_tab(provider: Provider, tab: Page, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log.txt"
    with served(ROOT, port, log, secrets(tmp_path, provider, f"http://127.0.0.1:{port}")) as url:
        for page in ("", "/policies", "/worklist"):
            tab.goto(url + page)
            expect(tab.get_by_role("button", name="Sign in")).to_be_visible()
            assert tab.get_by_role("link", name="Compare").count() == 0
            assert tab.get_by_role("table").count() == 0
        tab.get_by_role("button", name="Sign in").click()
        expect(outcome_table(tab)).to_be_visible()
        expect(tab.get_by_text("Signed in as first@office.example")).to_be_visible()
        assert [path for path in provider.asked if path in {"/authorize", "/token"}] == ["/authorize", "/token"]
        title(tab, TITLE)
        tab.reload()
        expect(tab.get_by_role("heading", name=TITLE)).to_be_visible()
        tab.get_by_role("button", name="Sign out").click()
        expect(tab.get_by_text("They cannot be brought back")).to_be_visible()
        with tab.expect_response(lambda answer: "/_stcore/health" in answer.url):  # the page loaded anew, by way of the provider
            tab.get_by_role("button", name="Sign out without saving").click()
        expect(tab.get_by_role("button", name="Sign in")).to_be_visible()
        assert "/end" in provider.asked
        assert TITLE not in kept(tab)
        assert "case-draft" not in kept(tab)
        tab.get_by_role("button", name="Sign in").click()
        expect(outcome_table(tab)).to_be_visible()
        expect(tab.get_by_role("heading", name=TITLE)).to_be_hidden()
        _another_person_finds_no_draft(provider, tab)
    told = log.read_text(encoding="utf-8")
    assert "Traceback" not in told
    assert "office.example" not in told
    assert CLIENT_SECRET not in told


def _another_person_finds_no_draft(provider: Provider, tab: Page) -> None:
    """The first one's session has run out in this tab, and somebody else signs in."""
    title(tab, TITLE)
    tab.context.clear_cookies()
    tab.reload()
    provider.email = "second@office.example"
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_text("Signed in as second@office.example")).to_be_visible()
    expect(outcome_table(tab)).to_be_visible()
    tab.wait_for_function("() => sessionStorage.getItem('case-draft') === null")
    expect(tab.get_by_role("heading", name=TITLE)).to_be_hidden()
    assert TITLE not in kept(tab)


def test_a_server_that_others_reach_serves_nobody_without_sign_in(tab: Page, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log.txt"
    with served(ROOT, port, log, {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0", "STREAMLIT_SECRETS_FILES": str(tmp_path / "none.toml")}) as url:  # noqa: S104
        for page in ("", "/worklist"):
            tab.goto(url + page)
            expect(tab.get_by_text("This server does not serve")).to_be_visible()
            assert tab.get_by_role("link", name="Compare").count() == 0
            assert tab.get_by_role("table").count() == 0
    assert log.read_text(encoding="utf-8").count("it listens on 0.0.0.0") == 1
