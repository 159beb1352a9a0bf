"""A fact as one row of a form: its question, its answer, and where the answer comes from."""

from collections.abc import Iterable
from contextlib import nullcontext

import streamlit as st

from logic.case import COUNTING, SIDE_NOT_STATED, Entry, Status, Value
from logic.editing import entries_at, set_entry
from logic.vocabulary import Fact
from ui.asked import Asked, limits_beside, why_it_is_asked
from ui.bound import HIDDEN, Answer, Slot, answer, choose, fill, line
from ui.library import library
from ui.shown import tied
from ui.state import case, change, desk
from ui.text import STATUS_WORDS, joined, md, status_badge

SIDES = ("left", "right")


def path_of(fact: Fact, place: str) -> str:
    """The path of a fact at a place ("L5-S1", "stage1", or empty for the patient)."""
    return f"{place}.{fact.id}" if place else fact.id


def fact_row(fact: Fact, place: str, asked: Asked) -> None:
    """A fact at a place: question with the limits that are asked, answers, source."""
    path = path_of(fact, place)
    paths = _paths(fact, path)
    with st.container(horizontal=True, vertical_alignment="center", key=f"fact-{path}"):
        st.markdown(joined([_question(fact, paths), limits_beside(fact, path, asked)], "  \n"), help=md(fact.help))
        for one in paths:
            _answers(fact, one)
        _source(fact, paths, path, asked)


def _paths(fact: Fact, path: str) -> tuple[str, ...]:
    """The paths of a fact: one, or one a side; a side that only a file names is shown too."""
    if not fact.sided:
        return (path,)
    given = [key for key in case_keys(path) if key not in {f"{path}.{side}" for side in SIDES}]
    return (*(f"{path}.{side}" for side in SIDES), *given)


def case_keys(path: str) -> Iterable[str]:
    """The paths of a sided fact under which the case holds answers."""
    where, _, name = path.rpartition(".")
    held = case()
    facts = held.levels.get(where, {}) if where else held.patient
    return [f"{where}.{key}" if where else key for key in facts if key.partition(".")[0] == name and "." in key]


def _question(fact: Fact, paths: tuple[str, ...]) -> str:
    """The question, with how well the record shows the answer when it is not simply documented."""
    marks = dict.fromkeys(status_badge(entry.status) for path in paths for entry in entries_at(case(), path))
    return joined([md(fact.ask), *marks])


def _side(path: str) -> str:
    return path.rpartition(".")[2].replace("_", " ")


def _answers(fact: Fact, path: str) -> None:
    """The answers of a fact: usually one; several reports of one fact stand below each other."""
    given = entries_at(case(), path)
    with st.container(gap="xxsmall") if len(given) > 1 else nullcontext():
        for number in range(max(len(given), 1)):
            value = given[number].value if given else None
            side = f", {_side(path)}" if fact.sided else ""
            label = f"{fact.ask.rstrip('?')}{side}{f', reading {number + 1}' if number else ''}"
            asked = Answer(fact, _key(path, number), value, _write, _side(path) if fact.sided else None)
            answer(asked, label, **HIDDEN)


def _key(path: str, number: int) -> str:
    return path if number == 0 else f"{path}#{number + 1}"


def _place(key: str) -> tuple[str, int]:
    path, _, number = key.partition("#")
    return path, int(number) - 1 if number else 0


def _entry(key: str) -> Entry | None:
    path, number = _place(key)
    given = entries_at(case(), path)
    return given[number] if number < len(given) else None


def _write(key: str, value: Value | None) -> None:
    """A new answer: its status and source stay, what was not in the chart becomes documented."""
    path, number = _place(key)
    old = _entry(key)
    entry = None
    if value is not None and old is None:
        entry = Entry(value=value).model_copy(update={"source": default_source()})
    elif value is not None and old is not None:
        status = old.status if old.status in COUNTING else Status.DOCUMENTED
        entry = old.model_copy(update={"value": value, "status": status})
    change(set_entry(case(), path, entry, number))


# -- where an answer comes from -------------------------------------------------------------------------------------

def _source(fact: Fact, paths: tuple[str, ...], path: str, asked: Asked) -> None:
    """A popover, filled when it is opened: status, document, page, the report's words, and why it is asked."""
    popover = st.popover(_source_label(paths), key=f"{paths[0]}~source", on_change="rerun", width="stretch")
    if not popover.open:
        return
    with popover:
        for one in paths:
            for number in range(max(len(entries_at(case(), one)), 1)):
                if fact.sided:
                    st.markdown(f"**{md(_side(one))}**")
                _source_fields(fact, _key(one, number))
        sideless = f"{paths[0].rpartition('.')[0]}.{SIDE_NOT_STATED}"
        if fact.sided and sideless not in paths:
            answer(Answer(fact, sideless, None, _write), "Or, where no report names the side")
        why_it_is_asked(path, asked)


def _source_label(paths: tuple[str, ...]) -> str:
    sources = dict.fromkeys(
        entry.source or "" for path in paths for entry in entries_at(case(), path) if entry.source)
    return md(", ".join(sources)) if sources else "Why, source"


def _source_fields(fact: Fact, key: str) -> None:
    entry = _entry(key)
    _status(fact, key, entry)
    if entry is None:
        st.caption("Give an answer first, or mark that it is not in the chart; then name its document here.")
        return
    _document(key, entry)
    for field, label in (("page", "Page"), ("words", "The report's own words, in a few")):
        line(label, Slot(f"{key}~{field}", _write_field, (key, field)), getattr(entry, field), placeholder="Not stated")
    if st.button("Add another reading of this", key=f"{key}~more", type="tertiary", disabled=entry.value is None):
        path, _ = _place(key)
        change(set_entry(case(), path, entry.model_copy(update={"source": None, "words": None}),
                         len(entries_at(case(), path))))
        st.rerun()


def _wanted(key: str) -> str:
    return f"{key}~wanted"


def _status(fact: Fact, key: str, entry: Entry | None) -> None:
    """The status, by name. "Implied" counts only once its reason is stated."""
    status = entry.status if entry else Status.UNANSWERED
    wants_reason = st.session_state.get(_wanted(key)) == Status.IMPLIED and status is not Status.IMPLIED
    offered = [Status.UNANSWERED, Status.NOT_IN_CHART]
    if entry is not None and entry.value is not None:
        offered = list(Status)
    fill(f"{key}~status", Status.IMPLIED if wants_reason else status)
    st.selectbox("Status", offered, format_func=STATUS_WORDS.__getitem__, **tied(f"{key}~status", _write_status, key),
                 help=md(f"Who usually documents it: {library().vocabulary.suppliers.get(fact.who, '')}"))
    if wants_reason or status is Status.IMPLIED:
        line("What in the record supports it", Slot(f"{key}~reason", _write_reason, (key,)),
             entry.reason if entry else None, placeholder="Needed: it counts as implied once this is stated")


def _write_status(key: str) -> None:
    wanted, entry = st.session_state[f"{key}~status"], _entry(key)
    path, number = _place(key)
    st.session_state.pop(_wanted(key), None)
    if wanted is Status.UNANSWERED:
        change(set_entry(case(), path, None, number))
    elif wanted is Status.NOT_IN_CHART:
        kept = entry.model_copy(update={"status": wanted, "value": None, "reason": None}) if entry else None
        change(set_entry(case(), path, kept or Entry(status=wanted), number))
    elif wanted is Status.IMPLIED and entry and not entry.reason:
        st.session_state[_wanted(key)] = wanted
    elif entry:
        change(set_entry(case(), path, entry.model_copy(update={"status": wanted}), number))


def _write_reason(_widget: str, key: str) -> None:
    reason, entry = st.session_state[f"{key}~reason"].strip(), _entry(key)
    path, number = _place(key)
    if not entry:
        return
    st.session_state.pop(_wanted(key), None)
    status = Status.IMPLIED if reason else Status.DOCUMENTED
    change(set_entry(case(), path, entry.model_copy(update={"reason": reason or None, "status": status}), number))


def _document(key: str, entry: Entry) -> None:
    names = document_names()
    choose("Document", Slot(f"{key}~from", _write_field, (key, "source")), entry.source, list(names),
           shown=names.__getitem__, placeholder="No document named" if names else "First declare it under Documents")


def default_source() -> str | None:
    """The document from which new answers are taken, if one was chosen."""
    chosen = desk().source
    return chosen if chosen in case().documents else None


def pick_default_source() -> None:
    """Lets the reader say once which document is being read; every new answer then names it."""
    if case().documents:
        names = document_names()
        choose("New answers come from", Slot("new_answers_from", _keep_source), default_source(), list(names),
               shown=names.__getitem__, placeholder="No document named",
               help="Choose the document in front of you; each answer's own document is under its Source button.")


def _keep_source(widget: str) -> None:
    desk().source = st.session_state[widget]


def document_names() -> dict[str, str]:
    """The declared documents by id, each with its kind and date."""
    kinds = library().vocabulary.document_kinds
    return {
        name: f"{name} · {kinds.get(document.kind, document.kind)}, "
              f"{document.date.isoformat() if document.date else 'undated'}"
        for name, document in case().documents.items()
    }


def _write_field(widget: str, key: str, field: str) -> None:
    path, number = _place(key)
    entry = _entry(key)
    if entry:
        given = (st.session_state[widget] or None)
        change(set_entry(case(), path, entry.model_copy(update={field: given}), number))
