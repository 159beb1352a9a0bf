"""What changed since the last submission: the file that was sent beside the open case."""

from functools import partial

import streamlit as st

from logic.case_source import ENDINGS
from logic.loading import case_from_bytes
from logic.packet.as_docx import as_docx
from logic.packet.changes import changes
from logic.problems import Problem, ProblemsError
from logic.review import NoDayError, Review
from logic.what_changed import WhatChanged, what_changed
from logic.what_changed_reports import head, sections
from ui.library import library, show_problems
from ui.saving import save_file
from ui.text import md

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def changes_part(review: Review) -> None:
    """The field for the earlier file, then the page; the open case is not touched."""
    st.markdown("**What changed since the last submission**")
    given = st.file_uploader("The case file that was sent before (YAML, or FHIR as JSON)", type=ENDINGS,
                             key="sent before")
    if given is None:
        return
    found = _compared(given.getvalue(), given.name, review)
    if not isinstance(found, WhatChanged):
        st.error(f"{md(given.name)} cannot be read.", icon=":material/error:")
        show_problems(found)
        return
    st.markdown("\n".join(f"- {md(line)}" for line in head(found)))
    for heading, entries in sections(found):
        st.markdown(f"**{md(heading)}**\n" + "\n".join(f"- {md(entry)}" for entry in entries))
    save_file("Save what changed (Word)", partial(as_docx, changes(found)), f"{review.case.case}_changed.docx", WORD,
              key="save changed")


def _compared(content: bytes, name: str, review: Review) -> WhatChanged | tuple[Problem, ...]:
    held = library()
    try:
        before, _ = case_from_bytes(content, name, held)
        return what_changed(before, review.case, held, review.set_id)
    except ProblemsError as error:
        return error.problems
    except NoDayError:
        return (Problem(name, 1, "request.day", "nothing", "the day of the request that was sent"),)
