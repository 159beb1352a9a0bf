"""The checklist beside the walk: what is open, what it affects and settles, and where each is answered."""

from html import escape

import streamlit as st

from logic.checklist import ChecklistItem, ItemKind
from logic.review import Review
from logic.wording import label_of
from ui.goto import go_press
from ui.library import library
from ui.markup import bullets, gray, icon, kind_html


def open_items(review: Review) -> list[ChecklistItem]:
    """What still decides a line."""
    return [item for item in review.checklist if not item.folded and not item.asked]


def checklist_part(review: Review) -> None:
    """What is open; below it, folded, what is assumed, what counts only if present, and what is no longer needed."""
    st.html(_open(review))
    _folded("Assumed for this case; the record must show", [_said(item) for item in review.checklist if _assumed(item)])
    _folded("Other grounds, only if present", [
        _said(item) for item in review.checklist if item.folded and not item.asked and not _assumed(item)])
    vocabulary = library().vocabulary
    _folded("No longer needed", [f"{escape(label_of(path, vocabulary))}: {gray(because)}"
                                 for path, because in review.not_needed.items()])


def _open(review: Review) -> str:
    needed = [f"{_said(item)}{_go(item)}" for item in open_items(review)]
    asked = [_said(item) for item in review.checklist if item.asked]
    settled = f'<p><span class="good">{icon("check_circle")}</span> Nothing that decides a line is open.</p>'
    also = f"<p><b>Asked for; never changes an outcome</b></p>{bullets(asked, 'checklist')}" if asked else ""
    return (bullets(needed, "checklist") or settled) + also


def _assumed(item: ChecklistItem) -> bool:
    return item.folded and item.kind is ItemKind.STATE


def _folded(title: str, said: list[str]) -> None:
    """Pieces of HTML behind a title, sent when it is opened."""
    if not said:
        return
    folded = st.expander(f"{title} ({len(said)})", key=f"folded {title}", on_change="rerun", type="compact")
    if folded.open:
        folded.html(bullets(said, "checklist"))


def _go(item: ChecklistItem) -> str:
    return go_press(item.facts[0]) if item.facts else ""


def _said(item: ChecklistItem) -> str:
    """An item: what to obtain, the open questions, the lines it affects and settles, and the citation."""
    lead = f"One of these ({escape(item.one_of)}): " if item.one_of else ""
    about = " ".join(filter(None, [
        gray(f"Affects {', '.join(item.affects)}.") if item.affects else "",
        f'<span class="good">Settles {escape(", ".join(item.settles))} if it is so.</span>' if item.settles else "",
        gray("; ".join(dict.fromkeys(cite for cite in item.cites if cite))),
    ]))
    return (f"{kind_html(item.kind)} {lead}<b>{escape(item.say)}</b>"
            f"{bullets([*map(escape, item.questions), about])}")
