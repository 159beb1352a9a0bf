"""Small pieces of HTML of our own, drawn by the browser in a fraction of the time of as many elements of Streamlit.

What comes from a case, a file or a policy is escaped here; `st.html` takes out whatever could run.
"""

from collections.abc import Iterable
from html import escape

import streamlit as st

from logic.case import SHOWN_AS, Outcome
from logic.checklist import ItemKind
from ui.text import ICON_AND_COLOUR, KIND_WORDS


def heading(text: str, *marks: str, level: int = 3, anchor: str = "") -> str:
    """A heading with badges behind its text; an anchor is what a link on the page leads to."""
    place = f' id="{escape(anchor)}"' if anchor else ""
    return f"<h{level}{place}>{' '.join([escape(text), *marks])}</h{level}>"


def show_heading(text: str, *marks: str) -> None:
    """A heading of a part of the walk."""
    st.html(heading(text, *marks))


def icon(name: str) -> str:
    """An icon for the eye, which a screen reader passes over."""
    return f'<span class="icon" aria-hidden="true">{name}</span>'


def badge(colour: str, words: str, sign: str | None = None) -> str:
    """Words on a coloured ground, with an icon."""
    return f'<span class="badge {colour}">{f"{icon(sign)} " if sign else ""}{escape(words)}</span>'


def outcome_html(outcome: Outcome) -> str:
    """An outcome as a badge: an icon for the eye, the words for everybody."""
    sign, colour = ICON_AND_COLOUR[outcome]
    return badge(colour, SHOWN_AS[outcome], sign)


def kind_html(kind: ItemKind) -> str:
    """What has to happen for a checklist item, as a badge."""
    sign, word = KIND_WORDS[kind]
    return badge("blue", word, sign)


def gray(words: str) -> str:
    """Words that stand back."""
    return f"<i>{escape(words)}</i>" if words else ""


def bullets(items: Iterable[str], kind: str = "") -> str:
    """A list of pieces of HTML; nothing where there are none."""
    inner = "".join(f"<li>{item}</li>" for item in items)
    return f'<ul class="{kind}">{inner}</ul>' if inner else ""
