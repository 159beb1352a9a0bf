"""The case that is open. `st.session_state.case` is the only truth; every change goes through `change`."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

import streamlit as st

from logic import loading
from logic.assuming import assumed
from logic.case import Case, Request, Stage
from logic.case_writing import case_text
from logic.editing import set_case
from logic.loading import DEFAULT_SET, Library, case_from_bytes, load_case
from logic.problems import Problem, ProblemsError, errors_in
from logic.review import Decision, NoDayError, Review, decide, reviewed
from ui.library import library, samples

MOST_UNDO = 50
ASIDE = "aside"
Inputs = tuple[Case, Library, str, bool]
"""Case, policies, policy set, and whether only documented facts count."""
Decided = tuple[Inputs, Decision | None]
"""The inputs of a decision, and the decision."""


@dataclass(frozen=True)
class Held:
    """What can be returned to: a case, and during a what-if the case that is kept meanwhile."""

    case: Case
    kept: Case | None = None


@dataclass(frozen=True)
class File:
    """A file for the browser to hand over, once for each id."""

    id: str
    name: str
    text: str
    mime: str = "application/yaml"
    packed: bool = False
    """Whether the text is the content as base64."""


@dataclass
class Desk:
    """What a session holds beside the case: what it came from, what was before, and what has to be said."""

    opened: str | None = None
    """The sample that is open and unchanged; None for anything else, so that it can be opened afresh."""
    touched: bool = False
    """Whether anything was opened or changed since the page was first shown."""
    wipe: bool = False
    """The draft in the browser tab has to be removed."""
    leaving: bool = False
    """After that the person is signed out."""
    undo: list[Held] = field(default_factory=list)
    redo: list[Held] = field(default_factory=list)
    kept: Case | None = None
    """The case itself while a what-if is open; what is shown and changed then is a copy."""
    saved: tuple[Case, ...] = ()
    """What was opened or saved in this session: a case that equals one of them can be had again."""
    file: File | None = None
    """A file on its way into the browser tab, until it is there or the case changes."""
    replaced: str | None = None
    """The title of a case with unsaved changes in whose place another was opened."""
    refused: tuple[str, tuple[Problem, ...]] | None = None
    """A file that could not be opened, with its problems."""
    warnings: tuple[Problem, ...] = ()
    source: str | None = None
    """The document that new answers name."""
    not_taken: str | None = None
    """Why the last answer was not taken."""
    written: tuple[Case, str] | None = None
    """The case that was written down last, and how: it is read back, and kept in the browser tab."""
    decided: Decided | None = None
    kept_decided: Decided | None = None
    """The same of the case that a what-if keeps."""
    reviewed: Review | None = None
    """The review of that decision, once it was asked for."""


@dataclass(frozen=True)
class Own:
    """What is the user's own: the shown case with its desk, or, while a tour shows copies, those put aside."""

    case: Case
    desk: Desk


def desk() -> Desk:
    """The session's desk; on the first run the first sample is opened on it."""
    if "desk" not in st.session_state:
        st.session_state.desk = Desk()
        st.session_state.case = blank()
        first = next(iter(samples()), None)
        if first:
            open_sample(first)
        st.session_state.desk = Desk(opened=first, saved=(st.session_state.case,))
    held: Desk = st.session_state.desk
    return held


def case() -> Case:
    """The case that is shown and changed: the open one, or during a what-if its copy."""
    desk()
    held: Case = st.session_state.case
    return held


def kept_case() -> Case:
    """The case itself, without what a what-if tries."""
    return desk().kept or case()


def unsaved() -> bool:
    """Whether the case itself differs from all that was opened or saved."""
    return kept_case() not in desk().saved


def save() -> None:
    """Hands the case itself over as a file; never what a what-if makes of it."""
    held = kept_case()
    desk().file = File(uuid4().hex, f"{held.case}.yaml", case_text(held))
    _is_saved(held)


def _is_saved(held: Case) -> None:
    desk().saved = (*desk().saved, held)[-MOST_UNDO:]


def blank() -> Case:
    """A new case: today's day, one empty operation."""
    return Case(case="new_case", request=Request(day=datetime.now().astimezone().date()), stages=(Stage(),))


# -- changing -------------------------------------------------------------------------------------------------------

def change(new: Case) -> bool:
    """Takes a changed case, if it can be saved and opened again; otherwise says why not and keeps the old one.

    During a what-if its new answers are marked assumed.
    """
    at, held = desk(), case()
    at.not_taken = at.replaced = None
    if at.kept:
        new = assumed(new, at.kept)
    if new == held:
        return True
    if problem := _unreadable(new, library()):
        at.not_taken = f"Not taken: found {problem.found}; expected {problem.expected}."
        return False
    _replace(new)
    at.opened = None
    return True


def text_of(held: Case) -> str:
    """A case as a file holds it."""
    at = desk()
    if at.written is None or at.written[0] is not held:
        at.written = (held, case_text(held))
    return at.written[1]


def _unreadable(new: Case, under: Library) -> Problem | None:
    try:
        case_from_bytes(text_of(new).encode(), "this case", under)
    except ProblemsError as error:
        return next(problem for problem in error.problems if errors_in([problem]))
    return None


def misfit(newest: Library) -> Problem | None:
    """Why what is open cannot be read under changed policies; if it can, what else cannot be is no longer kept."""
    at, mine = desk(), own()
    for held in (kept_case(), case(), mine.desk.kept or mine.case, mine.case):
        if problem := _unreadable(held, newest):
            return problem
    for each in (at, mine.desk):
        each.undo, each.redo = _still_readable(each.undo, newest), _still_readable(each.redo, newest)
    return None


def _still_readable(steps: list[Held], newest: Library) -> list[Held]:
    return [held for held in steps if not any(_unreadable(one, newest) for one in (held.case, held.kept) if one)]


def _now() -> Held:
    return Held(case(), desk().kept)


def _replace(new: Case, kept: Case | None = None) -> None:
    """Puts a case in place; what was there can be returned to. In a what-if the kept case stays, if none is given."""
    at = desk()
    at.undo, at.redo = [*at.undo, _now()][-MOST_UNDO:], []
    _put(Held(new, kept or at.kept))


def _put(held: Held) -> None:
    at = desk()
    st.session_state.case, at.kept = held.case, held.kept
    at.touched, at.file = True, None


def undo() -> None:
    """Takes back the last change, opening, or step of a what-if."""
    _return(desk().undo, desk().redo)


def redo() -> None:
    """Does again what was taken back last."""
    _return(desk().redo, desk().undo)


def _return(source: list[Held], other: list[Held]) -> None:
    if source:
        other.append(_now())
        _put(source.pop())
        at = desk()
        at.not_taken = at.refused = at.replaced = None
        at.opened = None if at.kept else _sample_of(case())


# -- what if --------------------------------------------------------------------------------------------------------

def start_what_if() -> None:
    """From now on a copy is shown and changed."""
    if not desk().kept:
        _replace(case(), case())


def keep_what_if() -> None:
    """The copy becomes the case, as one step that can be undone."""
    at, tried = desk(), case()
    if at.kept:
        _leave_what_if(at.kept)
        change(tried)


def discard_what_if() -> None:
    """The copy is dropped; undo brings it back."""
    at, tried = desk(), _now()
    if at.kept:
        _leave_what_if(at.kept)
        if tried.case != case():
            at.undo = [*at.undo, _now(), tried][-MOST_UNDO:]


def _leave_what_if(kept: Case) -> None:
    """Back to the kept case, and to what could be undone before the trial."""
    at = desk()
    while at.undo and at.undo[-1].kept:
        at.undo.pop()
    if at.undo and at.undo[-1].case == kept:
        at.undo.pop()
    at.redo = []
    _put(Held(kept))
    at.opened = _sample_of(kept)


# -- opening --------------------------------------------------------------------------------------------------------

def open_sample(name: str) -> None:
    """Opens a sample in place of the open case."""
    opened, _ = load_case(loading.SAMPLES / f"{name}.yaml", library())
    _opened(opened, name)


def open_bytes(content: bytes, name: str) -> None:
    """Opens a file in place of the open case; a wrong file is refused with its problems and changes nothing."""
    at = desk()
    try:
        opened, warnings = case_from_bytes(content, name, library())
    except ProblemsError as error:
        at.refused = (name, error.problems)
        return
    _opened(opened, None)
    at.warnings = warnings


def open_blank() -> None:
    """Opens a new, blank case in place of the open one."""
    _opened(blank(), None)


def _opened(new: Case, name: str | None) -> None:
    """Another case, saved as it is; a what-if ends, and what it kept can be returned to."""
    at = desk()
    if at.kept:
        discard_what_if()
    replaced = (case().title or case().case) if unsaved() else None
    _replace(new)
    _is_saved(new)
    at.replaced = replaced
    at.opened, at.refused, at.not_taken, at.warnings = name, None, None, ()


def restore(held: Held, *, saved: bool) -> None:
    """Takes back what the browser tab kept over a reload, and whether it was saved; aside, where a tour is shown."""
    opened = None if held.kept else _sample_of(held.case)
    at = Desk(touched=True, kept=held.kept, opened=opened)
    if saved or opened:
        at.saved = (held.kept or held.case,)
    if ASIDE in st.session_state:
        st.session_state[ASIDE] = Own(held.case, at)
    else:
        st.session_state.case, st.session_state.desk = held.case, at


def end_case() -> None:
    """Forgets the open case: here, in what can be undone, and in the browser tab."""
    st.session_state.case = blank()
    st.session_state.desk = Desk(wipe=True, saved=(st.session_state.case,))


def _sample_of(held: Case) -> str | None:
    """The sample that a case still equals, if any."""
    if held.case not in samples():
        return None
    return held.case if load_case(loading.SAMPLES / f"{held.case}.yaml", library())[0] == held else None


# -- copies, while a tour is shown ----------------------------------------------------------------------------------

def own() -> Own:
    """The user's own case and desk, whatever is shown."""
    aside: Own | None = st.session_state.get(ASIDE)
    return aside or Own(case(), desk())


def set_aside() -> None:
    """From now on copies are shown and changed; the open case with its desk stays as it is."""
    st.session_state.setdefault(ASIDE, own())


def open_copy(name: str, policy: str | None = None) -> None:
    """Shows a sample as a copy, under a policy set or under its own; only while the open case is put aside."""
    if ASIDE in st.session_state:
        opened, _ = load_case(loading.SAMPLES / f"{name}.yaml", library())
        copy = set_case(opened, policy=policy) if policy else opened
        st.session_state.case, st.session_state.desk = copy, Desk(opened=name, saved=(copy,))


def bring_back() -> None:
    """Shows the open case again, as it was put aside."""
    aside: Own | None = st.session_state.pop(ASIDE, None)
    if aside:
        st.session_state.case, st.session_state.desk = aside.case, aside.desk


# -- deciding -------------------------------------------------------------------------------------------------------

def set_id(of: Case, held: Library) -> str:
    """The policy set of a case: its own if it is loaded, else the default one."""
    if of.policy in held.sets:
        return str(of.policy)
    return DEFAULT_SET if DEFAULT_SET in held.sets else next(iter(held.sets))


def current_decision() -> Decision | None:
    """The outcomes of the shown case; None while the request has no day. Kept until case, set or mode changes."""
    at = desk()
    held = _decided(case(), at.decided)
    if held is not at.decided:
        at.decided, at.reviewed = held, None
    return held[1]


def decide_ahead() -> None:
    """Decides the shown case before anything of the page is sent, so that its outcomes follow without a pause.

    What fails here fails again where the outcomes are drawn, and is told there.
    """
    if "policies" in st.session_state and "desk" in st.session_state:
        with suppress(Exception):
            current_decision()


def kept_decision() -> Decision | None:
    """The outcomes of the case itself, to which a what-if is compared."""
    at = desk()
    at.kept_decided = _decided(kept_case(), at.kept_decided)
    return at.kept_decided[1]


def _decided(of: Case, before: Decided | None) -> Decided:
    """A case decided under its set in the chosen mode; what was decided before, if that was the same."""
    held = library()
    inputs = (of, held, set_id(of, held), bool(st.session_state.get("strict")))
    if before and _same(before[0], inputs):
        return before
    try:
        return inputs, decide(inputs[0], inputs[1], inputs[2], strict=inputs[3])
    except NoDayError:
        return inputs, None


def _same(before: Inputs, now: Inputs) -> bool:
    """Cases are never changed in place: one that is another object is another case."""
    return before[0] is now[0] and before[1] is now[1] and before[2:] == now[2:]


def current_review() -> Review | None:
    """The open case with checklist, ways and all; kept as long as its outcomes are."""
    decision, at = current_decision(), desk()
    if decision is not None and at.reviewed is None:
        at.reviewed = reviewed(decision, library())
    return at.reviewed
