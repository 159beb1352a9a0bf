"""Explore: the criteria of a procedure as a picture that fills in as facts are answered, under several sets at once."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from logic.learn.explore import Procedure, Question, decided, questions_of, still_deciding
from logic.levels import UNNAMED
from logic.pictures.criteria_tree import HOW_TO_READ, MOST_ROWS, criteria_tree
from logic.review import NOTICE, Decision
from ui.bound import Slot, choose, day, fill
from ui.drawing import draw
from ui.explore_facts import fact_widgets
from ui.explore_state import PREFIX, chosen, held, offered, put, start_over, writer
from ui.library import library
from ui.text import joined, md, outcome_badge

_EVERY_ROW = 1000
_TREE = 360
"""Pixels for a tree; as many stand side by side as there is room for."""


def explore() -> None:
    """Choose a procedure, answer facts, and see which criteria each answer settles, under one set or several."""
    st.caption("An exercise with an empty record: every answer here is assumed, findings are those of the left side, "
               f"and the open case is not touched. {NOTICE}")
    _choices()
    procedure = chosen()
    if procedure is None:
        st.warning("No edition of this set with criteria is known for this day.", icon=":material/event:")
        return
    at = held()
    sets = (at.set_id, *_beside(procedure))
    own = questions_of(at.explored, sets[:1], library())
    every = questions_of(at.explored, sets, library())
    decisions = [decided(at.explored, name, every, library()) for name in sets]
    _outcomes(decisions)
    facts, trees = st.columns([1, 1.4], gap="medium")
    with trees, st.container(key="explore-trees"):
        _trees(decisions)
    with facts:
        _facts(own, every, frozenset().union(*map(still_deciding, decisions)), still_deciding(decisions[0]))


# -- what is explored -----------------------------------------------------------------------------------------------

def _choices() -> None:
    """Set, day, procedure, code and level."""
    at = held()
    sets = library().sets
    which, on, procedure, code, level = st.columns([1.3, 1, 2.2, 2.2, 1])
    with which:
        choose("Policy set", Slot(PREFIX + "set", writer("set_id")), at.set_id, list(sets),
               shown=lambda name: sets[name].file.title)
    with on:
        day("Day", Slot(PREFIX + "day", writer("day")), at.explored.day)
    found, now = offered(at.set_id, at.explored.day), chosen()
    if now is None:
        return
    rules = {one.rule.id: one for one in reversed(found)}
    with procedure:
        choose("Procedure", Slot(PREFIX + "rule", _take_rule), now.rule.id,
               list(dict.fromkeys(one.rule.id for one in found)), shown=lambda name: rules[name].rule.title)
    labels = {one.code: one.label for one in found if one.rule.id == now.rule.id}
    with code:
        choose("Code", Slot(PREFIX + "code", writer("code")), now.code, list(labels),
               shown=lambda name: f"{name} · {labels[name]}")
    with level:
        choose("Level", Slot(PREFIX + "level", writer("level")), at.explored.level, now.levels,
               shown=lambda name: "none" if name == UNNAMED else name)
    _requested_with()


def _take_rule(key: str) -> None:
    """The first code of another rule, at a level of its own."""
    at = held()
    first = next((one for one in offered(at.set_id, at.explored.day) if one.rule.id == st.session_state[key]), None)
    if first:
        kept = at.explored.level in first.levels
        put(code=first.code, level=at.explored.level if kept else first.usual_level)


def _requested_with() -> None:
    """Codes requested with it, which some criteria ask about."""
    entries, at = library().catalogue.entries, held()
    key = PREFIX + "beside"
    fill(key, list(at.explored.beside))
    beside, anew = st.columns([5, 1], vertical_alignment="bottom")
    beside.multiselect("Requested with it, at the same level", [code for code in entries if code != at.explored.code],
                       key=key, on_change=writer("beside", tuple), args=(key,), placeholder="Nothing else",
                       format_func=lambda name: f"{name} · {entries[name].label}")
    anew.button("Clear answers", key=PREFIX + "anew", icon=":material/restart_alt:", on_click=start_over,
                disabled=not at.explored.answers and not at.explored.shown)


def _beside(procedure: Procedure) -> tuple[str, ...]:
    """The other sets under which the procedure is shown: those chosen, at first all with criteria for it."""
    at, sets = held(), library().sets
    able = [name for name in sets if name != at.set_id and any(
        one.code == procedure.code and at.explored.level in one.levels for one in offered(name, at.explored.day))]
    key = PREFIX + "others"
    wanted = [name for name in (able if at.others is None else at.others) if name in able]
    fill(key, wanted)
    if able:
        st.multiselect("The same under", able, key=key, on_change=writer("others", tuple), args=(key,),
                       format_func=lambda name: sets[name].file.title, placeholder="No other set")
    return tuple(wanted)


# -- facts and trees ------------------------------------------------------------------------------------------------

def _facts(
    own: Sequence[Question], every: Sequence[Question], still: frozenset[str], still_here: frozenset[str],
) -> None:
    """The facts of the set, its grounds that count only if shown, and what only the other sets read."""
    mine = {question.path for question in own}
    grounds = {question.path for question in own if question.ground}
    st.subheader(f"Facts ({len(mine - grounds)})", anchor=False)
    if not every:
        st.markdown("No criterion reads a fact of the record.")
    fact_widgets([question for question in every if question.path in mine - grounds], still_here)
    _folded("Count only if shown", [question for question in every if question.path in grounds], still_here)
    _folded("Read by the other sets only", [question for question in every if question.path not in mine], still)


def _folded(title: str, questions: Sequence[Question], still: frozenset[str]) -> None:
    if not questions:
        return
    folded = st.expander(f"{title} ({len(questions)})", key=PREFIX + title, on_change="rerun", type="compact")
    if folded.open:
        with folded:
            fact_widgets(questions, still)


def _outcomes(decisions: Sequence[Decision]) -> None:
    """The outcome under each set, in view while facts are answered."""
    with st.container(key="explore-outcomes"):
        st.markdown(" · ".join(f"{md(decision.set_title)} {outcome_badge(decision.lines[0].result.outcome)}"
                               for decision in decisions))


def _trees(decisions: Sequence[Decision]) -> None:
    """The criteria under each set, with its edition, outcome and reason."""
    everything = st.toggle("Every criterion, nothing folded", key=PREFIX + "everything")
    st.caption(HOW_TO_READ)
    with st.container(horizontal=True, vertical_alignment="top"):
        for decision in decisions:
            with st.container(key=f"explore-{decision.set_id}", width=_TREE, gap="xsmall"):
                _tree(decision, _EVERY_ROW if everything else MOST_ROWS)


def _tree(decision: Decision, most: int) -> None:
    line = decision.lines[0]
    edition = f"edition {decision.edition}" if decision.edition else "no edition known"
    level = line.result.levels[0]
    st.markdown(joined([f"**{md(decision.set_title)}**, {md(edition)}, on {md(decision.on.isoformat())}",
                        outcome_badge(line.result.outcome)], "  \n"))
    if level.rule:
        st.markdown(f":small[:gray[{md(level.rule.title)}, {md(level.rule.cite)}]]")
    tree = criteria_tree(line.result.line, level, decision.outlook.possible, most=most)
    draw(replace(tree, id=f"explore_{decision.set_id}"))
    st.markdown(f":small[{md(line.why)}]")
