"""What is entered goes nowhere: not to the server's disk, not into its log, into no address, and is gone with the case."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Browser, Download, Page, expect

from logic.loading import Library
from tests.browser.conftest import free_port, files_of, outcome_table, served
from tests.planted import HOSTILE, MARK, planted

STEPS = {"1 Request": "Kind of request", "2 Diagnosis": "ICD-10-CM codes", "3 Imaging": "Findings at", "4 Conservative care": "Treatments, one row",
         "Documents": "Each document once"}
PARTS = {"Why, line by line": "Every criterion", "Plan and checks": "checks passed", "Pictures": "L5-S1",
         "Packet": "Letter of medical necessity"}


def holds_mark(content: bytes | str) -> bool:
    text = content if isinstance(content, str) else content.decode("latin-1")
    return MARK.lower() in text.lower()


def saved(page: Page, button: str) -> Download:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    return download.value


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def literal(page: Page) -> None:
    """What was entered stands there as it was typed: no picture, link or element came of it."""
    found = page.locator('[href*="outside.example"], [src*="outside.example"], .stApp script, .katex')
    assert [one.evaluate("one => one.outerHTML") for one in found.all()] == []


def walked(page: Page) -> None:
    """Every step, every part of the result, every page but the list of files."""
    for within, names in ((".st-key-walk", STEPS), (".st-key-results", PARTS)):
        for name, shown in names.items():
            page.locator(within).get_by_role("radio", name=name).click()
            expect(page.locator(within).get_by_text(shown).last).to_be_visible()
            literal(page)
    with ZipFile(BytesIO(content(saved(page, "Save all documents")))) as packet:
        assert packet.testzip() is None
        assert holds_mark(packet.read("trace.json"))
    assert holds_mark(content(saved(page, "Save")))
    page.get_by_role("link", name="Policies").click()
    expect(page.get_by_role("textbox", name="Find a rule")).to_be_visible()
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_text("Where they differ")).to_be_visible()
    literal(page)
    assert holds_mark(content(saved(page, "Save the comparison")))


def listed(page: Page, files: list[Path]) -> None:
    page.get_by_role("link", name="Worklist").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(files)
    expect(page.get_by_text("cannot be read and is passed over")).to_be_visible()
    literal(page)
    table = content(saved(page, "Save as CSV")).decode("utf-8-sig")
    assert holds_mark(table)
    assert "'=" in table
    assert not [cell for line in table.splitlines() for cell in line.split(",") if cell.lstrip('"').startswith(("=", "+", "@"))]
    page.get_by_role("button", name="Clear the list").click()


def failed(page: Page) -> None:
    """A page that fails, telling of the case in its error."""
    page.get_by_role("link", name="Check").click()
    page.locator(".st-key-walk").get_by_role("radio", name="1 Request").click()
    reason = page.get_by_role("textbox", name="Reason of that denial")
    if not reason.is_visible():
        page.get_by_test_id("stExpander").filter(has_text="Title, state, earlier denial").locator("summary").click()
    reason.fill("fail")
    reason.press("Enter")
    expect(page.get_by_text("The case is kept")).to_be_visible()
    literal(page)
    assert not holds_mark(page.get_by_test_id("stException").inner_text())
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.get_by_text("The case is kept")).to_be_hidden()


def ended(page: Page) -> None:
    page.get_by_role("button", name="Open or start").click()
    page.get_by_role("button", name="End case").click()
    without = page.get_by_role("button", name="End without saving")
    expect(without.or_(page.get_by_text("No code is requested yet"))).to_be_visible()
    if without.is_visible():
        without.click()
    expect(page.get_by_text("No code is requested yet")).to_be_visible()
    page.wait_for_function("() => sessionStorage.getItem('case-draft') === null")


def test_a_mark_in_every_field_is_found_nowhere_afterwards(own: Path, tmp_path: Path, chromium: Browser, library: Library) -> None:
    text, marks = planted(library, HOSTILE)
    assert len(marks) > 30
    case, broken, home = tmp_path / "case.yaml", tmp_path / "broken.yaml", tmp_path / "home"
    case.write_text(text, encoding="utf-8")
    broken.write_text(text.replace("stages:", "stagges:"), encoding="utf-8")
    home.mkdir()
    log, before, addresses = tmp_path / "log.txt", files_of(own), list[str]()
    outside = list[str]()
    with served(own, free_port(), log, {"HOME": str(home), "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"}) as url:
        context = chromium.new_context(viewport={"width": 1440, "height": 1200})
        page = context.new_page()
        page.on("request", lambda request: addresses.append(request.url))
        page.on("websocket", lambda socket: addresses.append(socket.url))
        page.on("framenavigated", lambda frame: addresses.append(frame.url))
        page.goto(url)
        expect(outcome_table(page)).to_be_visible()
        page.get_by_role("button", name="Open or start").click()
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(case)
        expect(page.get_by_role("heading", level=2).filter(has_text=MARK)).to_be_visible()
        page.keyboard.press("Escape")
        walked(page)
        listed(page, [case, broken])
        failed(page)
        ended(page)
        page.wait_for_function("mark => !document.documentElement.outerHTML.toLowerCase().includes(mark)", arg=MARK.lower())
        assert not holds_mark(page.content())
        assert not holds_mark(page.evaluate("() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage) + document.cookie"))
        context.close()
        outside = [at for at in addresses if not at.startswith((url, url.replace("http", "ws", 1), "data:", "blob:", "about:"))]
    assert outside == []
    assert [at for at in addresses if holds_mark(at) or at.startswith(f"{url}/media/")] == []
    assert "ValueError, raised through" in log.read_text(encoding="utf-8")
    assert not holds_mark(log.read_bytes())
    assert files_of(own) == before
    assert [path for path in files_of(home) if holds_mark(path.read_bytes())] == []
