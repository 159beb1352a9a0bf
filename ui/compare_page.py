"""The Compare screen: the open case under every policy set, side by side, and on which criteria they differ."""

from datetime import date
from functools import partial

import streamlit as st

from logic.comparison import Column, ComparedLine, Comparison, Difference, Told, compare
from logic.comparison_reports import comparison_as_markdown, edition_text
from logic.explanation import values_read
from logic.levels import levels_told
from logic.loading import DEFAULT_SET
from logic.review import NOTICE
from ui.library import library
from ui.links import place_in_policies
from ui.saving import save_file
from ui.state import case, desk
from ui.text import confidence_mark, joined, md, outcome_badge, truth_mark

DAY, SETS, LINE = "compare day", "compare sets", "compare line"


def main() -> None:
    """Choose day and sets; one table of outcomes; then line by line."""
    desk()
    st.header(md(f"Compare: {case().title or case().case}"), anchor=False)
    st.caption(NOTICE)
    found = _compared()
    if found is None:
        st.warning("Choose a day and at least one policy set.", icon=":material/event:")
        return
    _editions(found)
    if not found.lines:
        st.markdown("No code is requested yet: add one on the Check page, under Request.")
        return
    _outcomes(found)
    _differences(found)
    name = f"{case().case}_what_if_compared.md" if desk().kept else f"{case().case}_compared.md"
    save_file("Save the comparison", partial(_document, found), name, "text/markdown", key="save comparison")


def _document(found: Comparison) -> bytes:
    return comparison_as_markdown(found).encode()


def _compared() -> Comparison | None:
    """The comparison for the chosen day and sets; the case itself is not changed."""
    sets = library().sets
    on, which = st.columns([1, 4])
    if DAY not in st.session_state or st.session_state.get("compare case") != case().case:
        st.session_state[DAY], st.session_state["compare case"] = case().request.day, case().case
    day: date | None = on.date_input("Day", value=None, key=DAY, format="YYYY-MM-DD",
                                     help="Each set is read in its edition of this day. The case keeps its own day.")
    if SETS not in st.session_state:
        st.session_state[SETS] = _in_order()
    names = which.multiselect("Policy sets", _in_order(), key=SETS,
                              format_func=lambda name: sets[name].file.title)
    return compare(case(), library(), names, day) if day and names else None


def _in_order() -> list[str]:
    """The sets, that of the case first."""
    return sorted(library().sets, key=lambda name: (name != case().policy, name != DEFAULT_SET, name))


def _editions(found: Comparison) -> None:
    """Which edition of each set was read, on which day."""
    told = (f"**{md(column.title)}** {md(edition_text(column))}" for column in found.columns)
    st.markdown(f"On **{md(found.on.isoformat())}**: " + " · ".join(told))


# -- outcomes -------------------------------------------------------------------------------------------------------

def _outcomes(found: Comparison) -> None:
    """One row a line, one column a set."""
    columns: dict[str, list[str]] = {"Requested": [_requested(line) for line in found.lines]}
    for column in found.columns:
        columns[md(column.title)] = [_outcome(line, column.id) for line in found.lines]
    columns["Alike?"] = ["alike" if line.alike else ":orange[:material/difference:] **differ**" for line in found.lines]
    with st.container(key="compared"):
        st.table(columns, hide_index=True, border="horizontal", alt="Outcome of each requested line under each set")


def _requested(line: ComparedLine) -> str:
    levels = levels_told(line.line.line.levels)
    stage = f"stage {line.line.stage}" if line.line.stage > 1 else ""
    return joined([f"**{md(line.line.code)}** {md(levels)}", stage, f":gray[{md(line.label)}]"])


def _outcome(line: ComparedLine, set_id: str) -> str:
    result = line.results[set_id]
    if len({level.outcome for level in result.levels}) == 1:
        return outcome_badge(result.outcome)
    return " ".join(f"{md(level.level)} {outcome_badge(level.outcome)}" for level in result.levels)


# -- differences ----------------------------------------------------------------------------------------------------

def _differences(found: Comparison) -> None:
    """One line at a time: what decides it under one set, beside what the others say on the same subject."""
    differing = {line.line.id: line for line in found.lines if line.differences}
    if not differing:
        st.markdown(":green[:material/check_circle:] No criterion makes a difference between these sets.")
        return
    st.subheader("Where they differ", anchor=False)
    if st.session_state.get(LINE) not in differing:
        st.session_state[LINE] = next(iter(differing))
    chosen = st.pills("Line", list(differing), required=True, key=LINE, label_visibility="collapsed",
                      format_func=lambda key: key.partition(":")[2] if len(case().stages) == 1 else key)
    line = differing[chosen or next(iter(differing))]
    for column in found.columns:
        st.markdown(joined([f"**{md(column.title)}**", outcome_badge(line.results[column.id].outcome),
                            md(line.reasons[column.id])]))
    names = [column for column in found.columns if any(
        column.id == difference.set_id or column.id in difference.elsewhere for difference in line.differences)]
    with st.container(key="differences"):
        st.table({md(column.title): [_cell(difference, column, line) for difference in line.differences]
                  for column in names},
                 hide_index=True, border="horizontal", alt="Criteria on which the sets differ for this line")
    st.caption("A row is one subject. What decides the line under a set stands in bold.")


def _cell(difference: Difference, column: Column, line: ComparedLine) -> str:
    if difference.set_id == column.id:
        return _told(difference.decides, column, line, bold=True)
    return "  \n".join(_told(told, column, line, bold=False) for told in difference.elsewhere.get(column.id, ()))


def _told(told: Told, column: Column, line: ComparedLine, *, bold: bool) -> str:
    """A criterion with its truth, what was read, its citation and its place in the policy."""
    says = f"**{md(told.says)}**" if bold else md(told.says)
    if told.truth is None:
        return joined([f":gray[{md(told.says)}]" if not bold else says, f":gray[{md(told.cite)}]" if told.cite else ""])
    read = values_read(told.finding) if told.finding else ""
    asked = bool(told.finding and told.finding.criterion.asked)
    return joined([
        truth_mark(told.truth), says, f"({md(read)})" if read else "", f":gray[{md(told.cite)}]",
        confidence_mark(told.confidence), ":blue-badge[asked: never changes the outcome]" if asked else "",
        _link(told, column, line),
    ])


def _link(told: Told, column: Column, line: ComparedLine) -> str:
    rule = line.results[column.id].deciding.rule
    if not rule or not column.entry or not told.finding:
        return ""
    address = place_in_policies(column.id, column.entry.id, rule.id, told.finding.criterion.id)
    return f"[:small[policy]]({address})"


main()
