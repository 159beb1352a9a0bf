"""The packet on the screen: what it holds, and the archive that the button makes."""

from io import BytesIO
from zipfile import ZipFile

from logic.loading import SAMPLES, Library, load_case
from logic.packet.texts import load_texts
from logic.review import review
from ui.packet_part import zipped


def test_the_archive_holds_every_document_and_is_the_same_each_time(library: Library) -> None:
    found = review(load_case(SAMPLES / "l5s1_alif_mild_stenosis.yaml", library)[0], library, "general")
    made = zipped(found, library, load_texts())
    with ZipFile(BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) >= {"letter.docx", "before_sending.docx", "summary.pdf", "records_request.docx", "peer_to_peer.pdf", "trace.json"}
        assert archive.read("summary.pdf").startswith(b"%PDF")
    assert zipped(found, library, load_texts()) == made
