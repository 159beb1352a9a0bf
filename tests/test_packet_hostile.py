"""Text that means harm, in every text field of a case: the documents are valid, and nothing in them acts."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from typing import Any

import pytest
from docx.oxml import parse_xml
from pydantic import BaseModel
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from logic.case import Case
from logic.loading import Library
from logic.packet.document import CUT
from logic.packet.packet import packet
from logic.packet.texts import Texts, load_texts
from logic.review import review
from tests.packet_help import docx_text, pdf_pages

MARK = "MARKED"
CASE = f"""
title: {MARK}
story: {MARK}
request: {{day: 2026-01-12, denial_day: 2026-01-05, denial_reason: {MARK}}}
documents:
  mri: {{kind: mri_report, author: radiologist, date: 2025-11-03, note: {MARK}}}
  note: {{kind: clinic_note, author: surgeon, note: {MARK}}}
diagnoses: [{{code: {MARK}, role: primary}}]
stages:
  - approach: [posterior]
    plan:
      technique_words: {{value: {MARK}, from: note, words: {MARK}, page: {MARK}}}
      graft_product_name: {{value: {MARK}, from: note}}
    lines: [{{code: "63047", levels: L4-L5}}, {{code: {MARK}, levels: L4-L5}}]
patient:
  neurogenic_claudication: {{value: yes, from: note, page: {MARK}, words: {MARK}}}
  symptoms_persist_despite_care: {{value: yes, status: implied, reason: {MARK}, remark: {MARK}, from: note, page: {MARK}}}
levels:
  L4-L5: {{central_stenosis: {{value: severe, from: mri, words: {MARK}, page: {MARK}}}}}
symptoms:
  - {{symptom: radicular_pain, symptom_root: L5, symptom_side: left, symptom_distribution: {MARK}, words: {MARK}, from: note}}
treatments:
  - {{modality: physical_therapy, in_person: yes, weeks_stated: 8, from: note, words: {MARK}, remark: {MARK}}}
  - {{modality: nsaid, drug: {MARK}, drug_dose: {MARK}, status: assumed, remark: {MARK}}}
"""
HARM = {
    "markup": "<b>x</b><a href='http://example.org'>y</a><para><img src='file:///etc/passwd'/> & &amp; ]]> <!-- --> {fact} {0.__class__} %s $x",
    "script": "<script>alert(1)</script> javascript:alert(1) \\href http://example.org",
    "formula": "=cmd|' /C calc'!A1 +1+1 @SUM(1) =HYPERLINK(\"http://example.org\")",
    "field": "{ INCLUDETEXT \"c:/x\" } DDEAUTO c:\\\\windows\\\\cmd.exe { HYPERLINK \"http://example.org\" }",
    "pdf": ") Tj ET Q /JS (app.alert(1)) /OpenAction << /S /JavaScript >> endstream endobj",
    "long": "word " * 2000,
    "long_word": "W" * 10_000,
    "right_to_left": "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627\u202c \u2067abc\u2069",
    "emoji": "pain \U0001f600\U0001f9b4 \U0001f469\u200d\u2695\ufe0f \u2265 4 mm \u2014 ok",
    "control": "a\x00b\x01c\x0b\x0c\x1b[31md\x7f\x85e\ufffe\uffff\u2028f\nnext\tline \ud800",
    "combining": "z" + "\u0301" * 300,
    "blank": "   ",
}
ACTIVE = {"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/URI", "/EmbeddedFiles", "/EmbeddedFile", "/Annots", "/AcroForm",
          "/RichMedia", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}
FIELDS = {"PAGE", "NUMPAGES"}


@pytest.fixture(scope="module")
def texts() -> Texts:
    return load_texts()


def marked_with(value: Any, text: str) -> Any:
    """A value with the mark replaced in every text of it."""
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: marked_with(getattr(value, name), text) for name in type(value).model_fields})
    if isinstance(value, dict):
        return {key: marked_with(item, text) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(marked_with(item, text) for item in value)
    if isinstance(value, str) and not isinstance(value, Enum | date):
        return text if value == MARK else value
    return value


@pytest.mark.parametrize("kind", HARM)
@pytest.mark.parametrize("set_id", ["general", "aetna"])
def test_every_document_is_valid_and_acts_on_nothing(
    kind: str, set_id: str, case_of: Callable[[str], Case], library: Library, texts: Texts,
) -> None:
    case = marked_with(case_of(CASE), HARM[kind])
    assert MARK not in repr(case)
    made = packet(review(case, library, set_id), library, texts)
    assert ("appeal.docx" in made.files) is (set_id == "general")
    for name, content in made.files.items():
        if name.endswith(".docx"):
            check_word(content)
        elif name.endswith(".pdf"):
            check_pdf(content)
    assert len(pdf_pages(made.files["peer_to_peer.pdf"])) == 1


def check_word(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        names = file.namelist()
        assert not [name for name in names if re.search(r"vba|embed|activeX|ole|media", name)]
        for name in names:
            if name.endswith((".xml", ".rels")):
                root = parse_xml(file.read(name))
                assert not [node for node in root.iter() if node.get("TargetMode") == "External"], name
                tags = {node.tag.rpartition("}")[2] for node in root.iter()}
                assert not tags & {"hyperlink", "instrText", "altChunk", "object", "control", "pict", "script"}, name
                fields = {value for node in root.iter() for key, value in node.attrib.items() if key.endswith("}instr")}
                assert fields <= FIELDS
    text = docx_text(content)
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", text)


def check_pdf(content: bytes) -> None:
    reader = PdfReader(io.BytesIO(content), strict=True)
    found = {key for held in objects(reader.trailer, set()) for key in held}
    assert not found & ACTIVE
    assert all(page.strip() for page in pdf_pages(content))


def objects(value: Any, seen: set[tuple[int, int]]) -> Iterator[DictionaryObject]:
    """Every dictionary that the file reaches."""
    if isinstance(value, IndirectObject):
        if (value.idnum, value.generation) in seen:
            return
        seen.add((value.idnum, value.generation))
        value = value.get_object()
    if isinstance(value, DictionaryObject):
        yield value
        for item in value.values():
            yield from objects(item, seen)
    elif isinstance(value, ArrayObject):
        for item in value:
            yield from objects(item, seen)


@pytest.mark.parametrize(("kind", "shown"), [
    ("markup", "<b>x</b><a href='http://example.org'>y</a>"), ("markup", "{fact} {0.__class__} %s"),
    ("formula", "=cmd|' /C calc'!A1"), ("emoji", "\u2265 4 mm \u2014 ok"), ("control", "abc"),
    ("right_to_left", "\u05e9\u05dc\u05d5\u05dd"), ("long", CUT.strip()),
])
def test_the_words_of_the_record_stand_as_they_are(
    kind: str, shown: str, case_of: Callable[[str], Case], library: Library, texts: Texts,
) -> None:
    made = packet(review(marked_with(case_of(CASE), HARM[kind]), library, "general"), library, texts)
    assert shown in docx_text(made.files["letter.docx"])


def test_signs_that_the_font_lacks_are_counted_not_dropped(case_of: Callable[[str], Case], library: Library, texts: Texts) -> None:
    made = packet(review(marked_with(case_of(CASE), HARM["emoji"]), library, "general"), library, texts)
    assert "signs not printable here]" in " ".join(pdf_pages(made.files["summary.pdf"]))
