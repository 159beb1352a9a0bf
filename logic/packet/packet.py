"""The whole packet of a case: every document as the bytes of its file, and what each paragraph rests on."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from logic.loading import Library
from logic.packet.appeal import appeal
from logic.packet.as_docx import as_docx
from logic.packet.as_pdf import Draw, as_pdf, pages
from logic.packet.before_sending import before_sending
from logic.packet.document import Document, Picture
from logic.packet.letter import letter
from logic.packet.machine import machine_files
from logic.packet.material import Material
from logic.packet.peer_to_peer import MOST, peer_to_peer
from logic.packet.records_request import records_request
from logic.packet.summary import summary
from logic.packet.texts import Texts
from logic.review import Review

SCALES = (1.0, 0.9, 0.8)
FEWER = (MOST, 32, 26, 21, 17, 14, 11, 8, 5, 3)
NO_APPEAL = "no denial is entered, or no line meets"


@dataclass(frozen=True)
class Packet:
    """Files by name, and the documents that there is no occasion for, each with the reason."""

    files: Mapping[str, bytes]
    left_out: Mapping[str, str]


def packet(
    review: Review, library: Library, texts: Texts, pictures: Sequence[Picture] = (), draw: Draw | None = None,
) -> Packet:
    """Every document of a decided case. Pure: same review, library and texts, same bytes."""
    material = Material(review, library, texts)
    sheet, scale = one_page(lambda most: peer_to_peer(material, most))
    appealed = appeal(material)
    words = [letter(material), before_sending(material), records_request(material), *([appealed] if appealed else [])]
    whole = summary(material, pictures)
    files = {f"{document.name}.docx": as_docx(document) for document in words}
    files[f"{whole.name}.pdf"] = as_pdf(whole, draw)
    files[f"{sheet.name}.pdf"] = as_pdf(sheet, scale=scale)
    files["trace.json"] = trace((*words, whole, sheet))
    files |= machine_files(review, library)
    return Packet(files, {} if appealed else {"appeal": NO_APPEAL})


def one_page(build: Callable[[int], Document]) -> tuple[Document, float]:
    """A document with as many rows, and type as large, as one page takes."""
    document = build(FEWER[-1])
    for most in FEWER:
        tried = build(most)
        if pages(tried, scale=SCALES[-1]) == 1:
            document = tried
            break
    return document, next((scale for scale in SCALES if pages(document, scale=scale) == 1), SCALES[-1])


def trace(documents: Sequence[Document]) -> bytes:
    """The fact paths behind each paragraph of each document, as JSON."""
    found = {document.name: {name: list(facts) for name, facts in document.traced.items()} for document in documents}
    return (json.dumps(found, indent=1, ensure_ascii=False) + "\n").encode()
