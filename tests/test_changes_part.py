"""What changed since the last submission, on the screen and as a document."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from logic.fhir.command import as_text
from logic.fhir.response import response
from logic.loading import SAMPLES, Library, case_from_bytes, load_case
from logic.packet.as_docx import as_docx
from logic.packet.changes import changes
from logic.what_changed import what_changed
from logic.wording import label_of
from tests.packet_help import docx_text
from tests.screens import case, ran, said, started

NAME = "l5s1_alif_mild_stenosis"
SENT = (SAMPLES / f"{NAME}.yaml").read_bytes()


@pytest.fixture
def packet() -> AppTest:
    app = started()
    app.selectbox(key="sample").set_value(NAME)
    ran(app)
    app.segmented_control(key="result part").set_value("packet")
    return ran(app)


def sent(app: AppTest, name: str, content: bytes) -> AppTest:
    uploader = next(one for one in app.file_uploader if one.key == "sent before")
    uploader.upload(name, content, "application/octet-stream")
    return ran(app)


def test_the_same_file_changed_nothing(packet: AppTest) -> None:
    assert "nothing changed" in said(sent(packet, "sent.yaml", SENT))


def test_what_was_not_in_the_file_that_was_sent_is_told_and_the_open_case_stays(packet: AppTest, library: Library) -> None:
    before = load_case(SAMPLES / f"{NAME}.yaml", library)[0]
    name = next(iter(before.patient))
    older = before.model_copy(update={"patient": {other: entries for other, entries in before.patient.items() if other != name}})
    text = said(sent(packet, "sent.json", as_text(response(older, library.vocabulary)).encode()))
    assert f"added {label_of(name, library.vocabulary)}" in text.replace("\\", "")
    assert case(packet) == before


def test_a_file_that_cannot_be_read_is_told_with_its_problems(packet: AppTest) -> None:
    text = said(sent(packet, "sent.yaml", b"case: ["))
    assert "sent\\.yaml cannot be read" in text
    assert "nothing changed" not in text


def test_a_file_without_a_request_day_is_told(packet: AppTest) -> None:
    sent(packet, "sent.yaml", b"case: one\nstages: [{}]\n")
    assert "the day of the request that was sent" in list(packet.table[-1].value["Expected"])


def test_the_document_tells_all_that_the_page_tells(library: Library) -> None:
    now = load_case(Path(SAMPLES / f"{NAME}.yaml"), library)[0]
    before = case_from_bytes(b"case: one\nrequest: {day: 2025-01-02}\nstages: [{}]\n", "one.yaml", library)[0]
    found = what_changed(before, now, library, "general")
    text = docx_text(as_docx(changes(found)))
    assert [change.text for group in found.changes.values() for change in group if change.text[:60] not in text] == []
    assert all(line.text in text for line in found.outcomes)
    assert "not a coverage decision" in text
