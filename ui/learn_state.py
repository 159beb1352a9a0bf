"""What a session holds of the Learn page: the case that is practised, the answers, the marks. Nothing of it is kept.

Apart from the desk on which the open case lies: the page never touches that.
"""

from dataclasses import dataclass, field

import streamlit as st

from logic.case import Case, Value
from logic.learn.lessons import Lesson, load_lessons
from logic.learn.marking import Attempt, Deciding, Guess, Mark
from logic.learn.pitfalls import PitfallFile, load_pitfalls
from logic.learn.presented import Presented, presented
from logic.learn.sources import Source, taken
from logic.pictures.drawing import Drawing
from logic.pictures.spine import spine
from logic.review import Review, decide, review
from ui.library import library, texts
from ui.state import set_id


@dataclass
class Practised:
    """One case under one policy set, with what the learner did with it."""

    source: Source
    case: Case
    set_id: str
    shown: Presented
    picture: Drawing | None = None
    """The spine without outcomes."""
    lesson: Lesson | None = None
    guesses: dict[str, Guess] = field(default_factory=dict)
    decides: dict[str, Deciding] = field(default_factory=dict)
    """What decides each line, once the outcomes were asked for."""
    marks: tuple[Mark, ...] = ()
    """Empty until the outcomes were asked for."""
    review: Review | None = None
    """Made when the outcomes were asked for."""
    line: str | None = None
    """The line on which one fact is changed."""
    changes: dict[str, Value | None] = field(default_factory=dict)
    """What the learner changes, by path; of rows, how many weeks."""
    outcomes_seen: bool = False
    """The outcomes were shown elsewhere first: answers to them are no longer counted."""
    judged: bool = False
    way_shown: bool = False

    @property
    def key(self) -> str:
        """What tells its widgets from those of other cases."""
        return f"{self.source.text}~{self.set_id}"


@dataclass
class LearnDesk:
    """Everything that the page holds."""

    practised: Practised | None = None
    attempts: tuple[Attempt, ...] = ()
    problem: str | None = None
    """Why the address names no case."""
    followed: dict[str, str] = field(default_factory=dict)
    """The address that was followed last."""


def learn() -> LearnDesk:
    """The session's own."""
    if "learn" not in st.session_state:
        st.session_state.learn = LearnDesk()
    held: LearnDesk = st.session_state.learn
    return held


def practise(source: Source, under: str | None = None) -> Practised:
    """Takes up a case, under a policy set or under its own; raises UnknownSourceError where there is none."""
    found = taken(source, library(), lessons())
    case = found.case
    meant = found.policy if found.policy in library().sets else set_id(case, library())
    chosen = under if under in library().sets else meant
    shown = presented(case, library().vocabulary, library().catalogue, texts().common)
    held = Practised(source, case, str(chosen), shown, _picture(case, str(chosen)), found.lesson)
    learn().practised, learn().problem = held, None
    return held


def _picture(case: Case, under: str) -> Drawing | None:
    """The spine of the record and the request; nothing of what is decided is in it."""
    return spine(decide(case, library(), under), outcomes=False) if case.request.day else None


def reviewed_now(held: Practised) -> Review:
    """The whole result of the practised case, once it may be known."""
    if held.review is None:
        held.review = review(held.case, library(), held.set_id)
    return held.review


def lessons() -> tuple[Lesson, ...]:
    """The lessons, read again when the policies are."""
    held = library()
    if st.session_state.get("lessons of") is not held:
        st.session_state["lessons of"], st.session_state["lessons"] = held, load_lessons(held)
    found: tuple[Lesson, ...] = st.session_state["lessons"]
    return found


def pitfalls() -> PitfallFile:
    """The pitfalls, read again when the policies are."""
    held = library()
    if st.session_state.get("pitfalls of") is not held:
        st.session_state["pitfalls of"], st.session_state["pitfalls"] = held, load_pitfalls(held)
    found: PitfallFile = st.session_state["pitfalls"]
    return found
