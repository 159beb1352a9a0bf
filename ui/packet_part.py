"""The documents that the office sends, says and files, in one download; made when the button is pressed."""

from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import streamlit as st

from logic.loading import Library
from logic.packet.packet import packet
from logic.packet.texts import Texts
from logic.review import Review
from ui.changes_part import changes_part
from ui.library import library, texts
from ui.saving import save_file
from ui.state import desk

_DOCUMENTS = (
    "**Letter of medical necessity** (Word): what the record shows, in the payer's order of criteria",
    "**Before sending** (Word): for the office only; what the letter leaves out, and what is implied or assumed",
    "**Reviewer's summary** (PDF): outcomes, spine and care as pictures, criteria, checklist, checks, ways, evidence",
    "**Request for records** (Word): the open questions by who can answer them",
    "**Peer-to-peer sheet** (PDF): one page, weak points first",
    "**Appeal** (Word): where a denial is entered and a line meets",
    "**Trace** (JSON): the facts behind each paragraph",
    "**For machines**: the result (JSON), the case as FHIR (response, questionnaire), the case file (YAML)",
)


def packet_part(review: Review) -> None:
    """What the packet holds, and the button that makes it; of a what-if no document is made."""
    if desk().kept:
        st.caption("Keep or discard the what-if first: documents tell of the case, not of what is tried.")
        return
    st.markdown("\n".join(f"- {told}" for told in _DOCUMENTS))
    st.caption("Names, birth dates and numbers stand in the documents as places to fill in by hand. Dates of care are "
               "protected health information: keep the files where the rest of the record is kept.")
    save_file("Save all documents (ZIP)", partial(zipped, review, library(), texts()), f"{review.case.case}_packet.zip",
              "application/zip", key="save packet")
    changes_part(review)


def zipped(review: Review, held: Library, said: Texts) -> bytes:
    """Every document of the packet in one archive; the same review gives the same bytes."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in packet(review, held, said).files.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return made.getvalue()
