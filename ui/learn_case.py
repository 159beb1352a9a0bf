"""A case as a reviewer gets it: the request, then the record part by part. Drawn from what holds no outcome."""

from collections.abc import Iterable

import streamlit as st

from logic.case import Status
from logic.learn.presented import AskedLine, Item, Part, Presented
from logic.pictures.drawing import Drawing
from ui.drawing import draw
from ui.text import joined, md, status_badge

def presented_case(shown: Presented, picture: Drawing | None) -> None:
    """The request and the record in words, and the spine of both without outcomes."""
    st.subheader("The request", anchor=False)
    several = len({line.stage for line in shown.lines}) > 1
    st.markdown("\n".join(f"- {asked_line(line, several=several)}" for line in shown.lines))
    st.markdown(" ".join(md(sentence) for sentence in shown.request))
    if picture:
        draw(picture)
    st.subheader("The record", anchor=False)
    for part in shown.record:
        _part(part)


def asked_line(line: AskedLine, *, several: bool) -> str:
    """A requested line in words, without anything decided."""
    return joined([f"stage {line.stage}" if several else "", f"**{md(line.code)}**", md(", ".join(line.levels)),
                   md(", ".join(line.marks)), f":gray[{md(line.label)}]"])


def _part(part: Part) -> None:
    st.markdown("\n".join([f"**{md(part.title)}**", *_items(part.items)]))


def _items(items: Iterable[Item]) -> Iterable[str]:
    """The items of a part; a document stands once, over all that it says."""
    by_document: dict[str, list[Item]] = {}
    for item in items:
        by_document.setdefault(item.document, []).append(item)
    for document, said in by_document.items():
        if document:
            yield f"- :gray[{md(document)}:]"
        yield from (("    " if document else "") + f"- {_item(item)}" for item in said)


def _item(item: Item) -> str:
    quoted = f":gray[“{md(item.words)}”]" if item.words else ""
    looked = ":gray[looked for]" if item.status is Status.NOT_IN_CHART else ""
    return joined([md(item.says), quoted, looked, status_badge(item.status)])
