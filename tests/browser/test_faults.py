"""A full disk, a server that dies in mid-entry, two tabs at once: nothing is lost, and no tab shows another's case."""

from io import BytesIO
from pathlib import Path
import resource
from zipfile import ZipFile

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, free_port, in_a_new_session, outcome_table, served, tab, title

FIRST, SECOND = "Case of the first tab", "Case of the second tab"


def no_more_writing(process: int) -> None:
    """From now on every write to a file fails, as on a full disk."""
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, 0))


def file_of(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).first.click()
    return Path(download.value.path()).read_bytes()


def test_a_full_disk_two_tabs_and_a_server_that_dies_in_mid_entry(chromium: Browser, tmp_path: Path) -> None:
    port, log, home = free_port(), tmp_path / "log.txt", tmp_path / "home"
    home.mkdir()
    context = chromium.new_context(viewport={"width": 1440, "height": 1200})
    with served(ROOT, port, log, {"HOME": str(home), "TMPDIR": str(home)}, running=no_more_writing, killed=True) as url:
        first = tab(context, url)
        title(first, FIRST)
        first.get_by_role("radio", name="Packet").click()
        with ZipFile(BytesIO(file_of(first, "Save all documents"))) as packet:
            assert packet.testzip() is None
            assert "letter.docx" in packet.namelist()
        held = file_of(first, "Save")
        assert FIRST.encode() in held
        second = tab(context, url)
        second.get_by_role("button", name="Open or start").click()
        second.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
            {"name": "saved.yaml", "mimeType": "application/yaml", "buffer": held})
        expect(second.get_by_role("heading", name=FIRST)).to_be_visible()
        second.keyboard.press("Escape")
        title(second, SECOND)
        second.get_by_role("textbox", name="Story").fill("half a sen")
    with served(ROOT, port, log, {"HOME": str(home), "TMPDIR": str(home)}):
        for page, own, other in ((first, FIRST, SECOND), (second, SECOND, FIRST)):
            in_a_new_session(page)
            expect(page.get_by_role("heading", name=own)).to_be_visible()
            expect(outcome_table(page)).to_be_visible()
            assert other not in page.content()
    context.close()
