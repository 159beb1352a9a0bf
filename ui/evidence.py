"""The evidence behind the criteria of a rule, folded; it decides nothing, and says so."""

import streamlit as st

from logic.background import Background, background, cite_of, confidence_of, statement_told
from logic.evidence import Statement
from logic.policy import Rule
from ui.library import library
from ui.text import confidence_mark, joined, md

DECIDES_NOTHING = "Background, in our own words. It changes no criterion and no outcome."


def evidence_behind(rule: Rule, codes: tuple[str, ...]) -> None:
    """What guidelines and studies say on the subjects of a rule, for some of its codes."""
    held = library()
    topics = background(rule, codes, held.evidence, held.catalogue)
    count = len({one.id for topic in topics for one in topic.statements})
    if not count:
        st.caption("No guideline or study is on file for these criteria.")
        return
    with st.expander(f"Evidence behind these criteria ({count})", type="compact"):
        st.caption(DECIDES_NOTHING)
        for topic in topics:
            st.markdown("\n".join([f"**{md(topic.topic.title)}**", *_beside(topic),
                                   *map(statement_line, topic.statements)]))


def _beside(topic: Background) -> list[str]:
    return [f"- :gray[Beside: {md('; '.join(topic.beside))}]"] if topic.beside else []


def statement_line(statement: Statement) -> str:
    """A statement as an item of a list, with its citation and how sure we are of it."""
    cite = cite_of(statement)
    return "- " + joined([md(statement_told(statement, library().evidence)), f":gray[{md(cite)}]" if cite else "",
                          confidence_mark(confidence_of(statement))])
