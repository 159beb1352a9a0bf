"""Step "Request": days and kind of the request, its operations, and the codes asked for."""

from html import escape
from typing import get_args

import streamlit as st

from logic.case import STATES, Line, Request, Stage
from logic.editing import (
    MOST_STAGES, add_line, add_stage, remove_line, remove_stage, set_case, set_line, set_request, set_stage,
)
from logic.offers import add_ons_for, offered_line
from logic.reading import word
from logic.vocabulary import Belongs
from ui.asked import Asked
from ui.bound import Slot, choose, day, expanded, fill, levels, line, whole
from ui.fact_groups import fact_group
from ui.level_picker import level_picker
from ui.library import library
from ui.markup import badge, bullets, gray
from ui.presses import press
from ui.shown import tied
from ui.state import case, change
from ui.text import md

IDENTIFIERS = "No names, birth dates or record numbers"
SETTINGS = ("inpatient", "observation", "outpatient")
SIDES = ("left", "right", "bilateral", "midline")
LINE, OPEN_LINE = "line", "open line"
"""The action of a code that is pressed in its list, and the stage and place of the line that is open."""
_MARKS = {"if_used": "Only if used", "certified_earlier": "Its primary was certified earlier"}
_IN_FIELDS = {"stage_setting", "stage_approach", "stage_days_after_previous", "inpatient_days"}


def request_step(asked: Asked) -> None:
    """Everything about what is asked for."""
    _request()
    for number in range(1, len(case().stages) + 1):
        _stage(number, asked)
    _further()
    st.button("Add a stage", key="stage~add", icon=":material/add:", type="tertiary", on_click=_add_stage,
              disabled=len(case().stages) >= MOST_STAGES, help="A further operation of the same request; at most four.")


def _request() -> None:
    request = case().request
    with st.container(horizontal=True, key="request-row"):
        choose("Kind of request", _slot("kind"), request.kind, _words("kind"))
        choose("Urgency", _slot("urgency"), request.urgency, _words("urgency"))
        choose("Who decides", _slot("decided_by"), request.decided_by, _words("decided_by"),
               help="The payer itself, or the vendor to whom it hands spine reviews.")
        day("Surgery day", _slot("surgery_day"), request.surgery_day)


def _further() -> None:
    """What is rarely needed: title and story of the case, the state, and an earlier denial."""
    folded = st.expander("Title, state, earlier denial", key="request~more", on_change="rerun", type="compact")
    if not folded.open:
        return
    request = case().request
    with folded:
        line("Title", Slot("case.title", _write_case, ("title",)), case().title, placeholder=IDENTIFIERS)
        line("Story", Slot("case.story", _write_case, ("story",)), case().story, placeholder=IDENTIFIERS)
        state, denied, reason = st.columns(3)
        with state:
            choose("State", _slot("state"), request.state, STATES, shown=str, placeholder="Not stated",
                   help="Some criteria hold in some states only.")
        with denied:
            day("Day of an earlier denial", _slot("denial_day"), request.denial_day)
        with reason:
            line("Reason of that denial", _slot("denial_reason"), request.denial_reason, placeholder="Not stated")


def _write_case(widget: str, field: str) -> None:
    value = st.session_state[widget].strip()
    change(set_case(case(), **{field: value if field == "title" else value or None}))


def _slot(field: str) -> Slot:
    return Slot(f"request.{field}", _write_request, (field,))


def _words(field: str) -> tuple[str, ...]:
    return tuple(get_args(Request.model_fields[field].annotation))


def _write_request(widget: str, field: str) -> None:
    value = st.session_state[widget] or Request.model_fields[field].default
    change(set_request(case(), **{field: value}))


# -- stages ---------------------------------------------------------------------------------------------------------

def _stage(number: int, asked: Asked) -> None:
    stage = case().stages[number - 1]
    with st.container(border=True, key=f"stage-box-{number}"):
        if len(case().stages) > 1:
            st.markdown(f"**Stage {number}**")
        _stage_fields(number, stage)
        _lines(number, stage)
        _offers(number, stage)
        level_picker(number)
        facts = library().vocabulary.belonging_to(Belongs.STAGE).values()
        with_plan = st.expander("Plan of the operation: graft, technique, anchors", key=f"stage{number}~plan",
                                on_change="rerun", type="compact")
        if with_plan.open:
            with with_plan:
                fact_group([fact for fact in facts if fact.id not in _IN_FIELDS], f"stage{number}", asked)
        if len(case().stages) > 1:
            st.button(f"Remove stage {number}", key=f"stage{number}~remove", type="tertiary",
                      icon=":material/delete:", on_click=_remove_stage, args=(number,))


def _stage_fields(number: int, stage: Stage) -> None:
    options = library().vocabulary.facts["stage_approach"].options
    key = f"stage{number}.approach"
    fill(key, list(stage.approach))
    value = None if stage.setting == "unknown" else stage.setting
    with st.container(horizontal=True, key=f"stage-row-{number}"):
        st.multiselect("Approach", options, format_func=word, placeholder="Not stated",
                       **tied(key, _write_approach, number))
        choose("Setting", Slot(f"stage{number}.setting", _write_setting, (number,)), value, SETTINGS,
               placeholder="Not stated")
        whole("Inpatient days", Slot(f"stage{number}.inpatient_days", _write_days, (number,)), stage.inpatient_days,
              min_value=0, max_value=60)


def _write_approach(number: int) -> None:
    change(set_stage(case(), number, approach=tuple(st.session_state[f"stage{number}.approach"])))


def _write_setting(widget: str, number: int) -> None:
    change(set_stage(case(), number, setting=st.session_state[widget] or "unknown"))


def _write_days(widget: str, number: int) -> None:
    change(set_stage(case(), number, inpatient_days=st.session_state[widget]))


def _add_stage() -> None:
    change(add_stage(case()))


def _remove_stage(number: int) -> None:
    change(remove_stage(case(), number))


# -- lines ----------------------------------------------------------------------------------------------------------

def _lines(number: int, stage: Stage) -> None:
    """The requested codes of a stage, the field for one more, and then the fields of the one that is open."""
    told = bullets((_told(number, place, held) for place, held in enumerate(stage.lines)), "lines")
    st.html(told or gray("No code yet."))
    _new_line(number)
    opened = st.session_state.get(OPEN_LINE)
    if opened and opened[0] == number and opened[1] < len(stage.lines):
        _line_fields(number, opened[1], stage.lines[opened[1]])
    else:
        st.empty()


def _told(number: int, place: int, held: Line) -> str:
    """A code with its levels and marks; pressed, it opens."""
    marks = [held.side or "", f"{held.units} units" if held.units else "", "if used" if held.if_used else "",
             "certified earlier" if held.certified_earlier else ""]
    levels_held = escape(", ".join(held.levels)) or gray("no level named")
    return " ".join([press(LINE, f"{number} {place}", held.code, "edit", hint="Levels, side, units, if used; remove"),
                     levels_held, *(badge("blue", mark) for mark in marks if mark),
                     gray(library().catalogue.label(held.code))])


def open_fields(place: str) -> None:
    """Opens the fields of a line ("stage place", both as numbers); a second press closes them."""
    number, _, line_place = place.partition(" ")
    wanted = (int(number), int(line_place))
    st.session_state[OPEN_LINE] = None if st.session_state.get(OPEN_LINE) == wanted else wanted


def _codes(own: str | None = None) -> dict[str, str]:
    """The codes that can be asked for, and the line's own, with our words for them (plain text, not Markdown)."""
    catalogue = library().catalogue
    codes = [code for code, entry in catalogue.entries.items() if entry.status == "active"]
    if own is not None and own not in codes:
        codes.insert(0, own)
    return {code: f"{code} · {catalogue.label(code)}" for code in codes}


def _line_fields(number: int, place: int, held: Line) -> None:
    """What can be said of a requested code."""
    key = f"stage{number}.line{place}"

    def slot(field: str) -> Slot:
        return Slot(f"{key}.{field}", _write_line, (number, place, field))

    with st.container(border=True, key=f"line-{number}-{place}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            levels(f"Levels of {md(held.code)}", Slot(f"{key}.levels", _write_levels, (number, place)), held.levels)
            choose("Side", slot("side"), held.side, SIDES, placeholder="Not stated")
            whole("Units", slot("units"), held.units, min_value=1, max_value=60)
        codes = _codes(held.code)
        fill(f"{key}.code", held.code)
        st.selectbox("Code", tuple(codes), format_func=codes.__getitem__, label_visibility="collapsed",
                     **tied(f"{key}.code", _write_code, number, place))
        with st.container(horizontal=True, vertical_alignment="center"):
            for field, label in _MARKS.items():
                fill(f"{key}.{field}", getattr(held, field))
                st.checkbox(label, width="content", **slot(field).settings)
            st.button("Remove this code", key=f"{key}~remove", type="tertiary", icon=":material/delete:",
                      on_click=_remove_line, args=(number, place))


def _write_line(widget: str, number: int, place: int, field: str) -> None:
    change(set_line(case(), number, place, **{field: st.session_state[widget]}))


def _write_code(number: int, place: int) -> None:
    change(set_line(case(), number, place, code=st.session_state[f"stage{number}.line{place}.code"]))


def _write_levels(widget: str, number: int, place: int) -> None:
    given = expanded(st.session_state[widget])
    if given is not None:
        change(set_line(case(), number, place, levels=given))


def _remove_line(number: int, place: int) -> None:
    st.session_state[OPEN_LINE] = None
    change(remove_line(case(), number, place))


def _new_line(number: int) -> None:
    key = f"stage{number}~new"
    fill(key, None)
    codes = _codes()
    st.selectbox("Add a code", tuple(codes), index=None, format_func=codes.__getitem__,
                 placeholder="Add a code: type a number or words such as fusion", label_visibility="collapsed",
                 **tied(key, _add_line, number))


def _add_line(number: int) -> None:
    code = st.session_state[f"stage{number}~new"]
    if code and change(add_line(case(), number, Line(code=code))):
        st.session_state[OPEN_LINE] = (number, len(case().stages[number - 1].lines) - 1)


def _offers(number: int, stage: Stage) -> None:
    """The add-ons that belong to the codes of a stage, each one click away."""
    catalogue = library().catalogue
    offered = add_ons_for(stage, catalogue)
    if not offered:
        return
    folded = st.expander(f"Add-ons that belong to these codes ({len(offered)})", key=f"stage{number}~offers",
                         on_change="rerun", type="compact")
    if folded.open:
        with folded:
            for code in offered:
                st.button(f"{md(code)} · {md(catalogue.label(code))}", key=f"stage{number}~offer~{code}",
                          icon=":material/add:", type="tertiary", on_click=_take_offer, args=(number, code))


def _take_offer(number: int, code: str) -> None:
    stage = case().stages[number - 1]
    change(add_line(case(), number, offered_line(code, stage, library().catalogue)))
