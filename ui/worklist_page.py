"""The Worklist screen: many case files at once, one row a case; kept in this session's memory only."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from logic.case_source import ENDINGS, case_source
from logic.loading import Library
from logic.problems import ProblemsError
from logic.review import NOTICE
from logic.worklist import (
    COUNTED, URGENCY, Asked, Standing, WorkRow, as_csv, by_urgency, decided_row, review_of, unread_row,
)
from ui.library import library, show_problems
from ui.saving import save_file
from ui.sending import send_as_drawn
from ui.state import desk, open_bytes
from ui.text import joined, md, outcome_badge

CHECK_PAGE = "ui/check_page.py"
NEW_LINE = "  \n"
MOST_FILES = 200
"""Files of one session: they are held in memory."""
MOST_WAITS = 3
"""Documents that a row names; the rest are counted."""


@dataclass
class Pile:
    """The files of this session, by name, and the rows that were made of them."""

    files: dict[str, bytes] = field(default_factory=dict)
    rows: dict[tuple[str, str], tuple[Library, WorkRow]] = field(default_factory=dict)
    """By name and content; a row is made anew when the policies were read anew."""
    round: int = 0
    """Counts up to empty the uploader."""
    too_many: int = 0
    """Files that were not taken, because the list is full."""


def main() -> None:
    """Upload, then the table, what cannot be read, and what can be done with the rest."""
    desk()
    send_as_drawn()
    st.header("Worklist", anchor=False)
    st.caption(NOTICE)
    pile = _pile()
    st.file_uploader("Case files (YAML, or FHIR as JSON), as many as you like", type=ENDINGS,
                     accept_multiple_files=True, key=_uploader(pile), on_change=_take)
    if not pile.files:
        st.markdown("Each case is decided under its own policy set, on its own request day. The files stay in the "
                    "memory of this session: they are not stored, and they are gone when you clear the list or close "
                    "the page.")
        return
    if pile.too_many:
        st.warning(f"The list holds {MOST_FILES} files; {pile.too_many} more were not taken.",
                   icon=":material/warning:")
    rows = by_urgency(_decided(pile))
    _summary(rows)
    _unread([row for row in rows if row.standing is None])
    _table([row for row in rows if row.standing is not None])
    _actions(rows, pile)
    _time_limits()


def _pile() -> Pile:
    if "worklist" not in st.session_state:
        st.session_state.worklist = Pile()
    held: Pile = st.session_state.worklist
    return held


def _uploader(pile: Pile) -> str:
    return f"worklist files {pile.round}"


def _take() -> None:
    """Takes what was uploaded into the pile, and empties the uploader: the table is the list of the files.

    A file of the same name replaces the one before.
    """
    pile = _pile()
    pile.too_many = 0
    for given in st.session_state[_uploader(pile)] or ():
        if len(pile.files) < MOST_FILES or given.name in pile.files:
            pile.files[given.name] = given.getvalue()
        else:
            pile.too_many += 1
    pile.round += 1


def _clear() -> None:
    st.session_state.worklist = Pile(round=_pile().round + 1)


# -- deciding -------------------------------------------------------------------------------------------------------

def _decided(pile: Pile) -> list[WorkRow]:
    """A row for every file; those not decided yet are decided now, with the progress shown."""
    held = library()
    keys = {name: (name, hashlib.sha256(content).hexdigest()) for name, content in pile.files.items()}
    missing = [name for name, key in keys.items() if key not in pile.rows or pile.rows[key][0] is not held]
    if missing:
        shown = st.progress(0.0, text="Deciding")
        for number, name in enumerate(missing, start=1):
            shown.progress(number / len(missing), text=f"Deciding {number} of {len(missing)}: {md(name)}")
            pile.rows[keys[name]] = (held, _row(name, pile.files[name], held))
        shown.empty()
    return [pile.rows[key][1] for key in keys.values()]


def _row(name: str, content: bytes, held: Library) -> WorkRow:
    try:
        found, _ = review_of(case_source(content, name, held.vocabulary), held, Asked())
    except ProblemsError as error:
        return unread_row(name, error.problems)
    return decided_row(name, found, held)


# -- showing --------------------------------------------------------------------------------------------------------

def _summary(rows: tuple[WorkRow, ...]) -> None:
    ready = sum(row.ready for row in rows)
    unread = sum(row.standing is None for row in rows)
    told = [f"**{len(rows)}** {'case' if len(rows) == 1 else 'cases'}", f":green[**{ready}** ready to send]",
            f":orange[**{len(rows) - ready - unread}** not ready]",
            f":red[**{unread}** cannot be read]" if unread else ""]
    st.markdown(joined(told, " · "))


def _unread(rows: list[WorkRow]) -> None:
    """The files that were passed over, each with its problems."""
    for row in rows:
        st.error(f"{md(row.file)} cannot be read and is passed over.", icon=":material/error:")
        with st.expander(f"What is wrong with {md(row.file)}"):
            show_problems(row.problems)


def _table(rows: list[WorkRow]) -> None:
    """One row a case, the most urgent first."""
    if not rows:
        return
    cells = [_cells(row.file, row.standing) for row in rows if row.standing]
    with st.container(key="worklist"):
        st.table({name: [one[name] for one in cells] for name in cells[0]}, hide_index=True, border="horizontal",
                 alt="One row for each case, the most urgent first")


def _cells(file: str, at: Standing) -> Mapping[str, str]:
    return {
        "Case": _case(file, at), "Policy": _policy(at), "Lines": _lines(at), "Ready to send": _ready(at),
        "Waits for": _waits(at), "Lapses first": _lapses(at), "Decision due": _due(at),
    }


def _case(file: str, at: Standing) -> str:
    urgency = at.case.request.urgency
    badge = f":red-badge[{urgency}]" if urgency != URGENCY[-1] else ""
    title = f":gray[{md(at.case.title)}]" if at.case.title else ""
    return joined([joined([f"**{md(file)}**", badge]), title], NEW_LINE)


def _policy(at: Standing) -> str:
    edition = f"edition {md(at.review.edition)}" if at.review.edition else ":orange[no edition known]"
    return joined([md(at.review.set_title), edition, md(at.review.on.isoformat())], NEW_LINE)


def _lines(at: Standing) -> str:
    counted = [outcome for outcome in COUNTED if at.outcomes.get(outcome)]
    return NEW_LINE.join(f"{at.outcomes[outcome]} {outcome_badge(outcome)}" for outcome in counted)


def _ready(at: Standing) -> str:
    if not at.not_ready:
        return ":green[:material/check_circle: **Ready**]"
    return joined([":orange[:material/pending: **Not ready**]", *map(md, at.further)], NEW_LINE)


def _waits(at: Standing) -> str:
    told = [md(waiting.text) for waiting in at.waits[:MOST_WAITS]]
    more = len(at.waits) - len(told)
    return joined([*told, f":gray[and {more} more]" if more else ""], NEW_LINE) or "nothing"


def _lapses(at: Standing) -> str:
    if at.lapses is None:
        return "nothing"
    late = " :red-badge[before the planned surgery]" if at.lapses.before_surgery else ""
    return f"**{md(at.lapses.day.isoformat())}** {md(at.lapses.says)}{late}"


def _due(at: Standing) -> str:
    return joined((f"**{md(one.due.isoformat())}** :gray[{md(one.clock.plans)} only]" for one in at.clocks), "; ") \
        or ":gray[no limit known]"


def _time_limits() -> None:
    """Where the days of decision come from, and which limits are not known."""
    with st.expander("Time limits of payers: what is known and what is not"):
        st.markdown("Counted from the request day of the case; the payer counts from the day on which it receives the "
                    "request. A limit is shown with the plans that it binds: a case does not say what its plan is.")
        for clock in library().clocks:
            note = f" {md(clock.note)}" if clock.note else ""
            st.markdown(f"- **{md(clock.title)}**, {md(clock.plans)}: {md(clock.says)}. :gray[{md(clock.cite)}]{note}")
        for unknown in library().no_clocks:
            st.markdown(f"- {md(unknown.what)}: not known. {md(unknown.reason)}")


# -- doing ----------------------------------------------------------------------------------------------------------

def _csv(rows: tuple[WorkRow, ...]) -> bytes:
    """The table for a spreadsheet, which knows UTF-8 by its first bytes."""
    return as_csv(rows).encode("utf-8-sig")


def _actions(rows: tuple[WorkRow, ...], pile: Pile) -> None:
    """Open one case, save the table, forget everything."""
    readable = [row.file for row in rows if row.standing]
    with st.container(horizontal=True, vertical_alignment="bottom", key="worklist actions"):
        chosen = st.selectbox("Case", readable, key="worklist case", format_func=str) if readable else None
        if st.button("Open in Check", key="worklist open", icon=":material/open_in_new:", disabled=chosen is None):
            open_bytes(pile.files[str(chosen)], str(chosen))
            st.switch_page(CHECK_PAGE)
        save_file("Save as CSV", partial(_csv, rows), "worklist.csv", "text/csv", key="worklist csv")
        st.button("Clear the list", key="worklist clear", icon=":material/delete:", on_click=_clear)


main()
