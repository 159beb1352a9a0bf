"""Change one fact: a line that does not meet, and the least that would make it meet."""

import streamlit as st

from logic.case import COUNTING, Value
from logic.checklist import ItemKind
from logic.editing import entries_at
from logic.learn.least_change import Exercise, Judged, Tried, Verdict, exercises, is_single, weeks_of, with_weeks
from logic.reading import shown
from logic.review import Review
from logic.wording import fact_at, label_of
from ui.bound import Answer, answer, fill
from ui.learn_case import presented_case
from ui.learn_state import Practised, learn, reviewed_now
from ui.library import library
from ui.text import joined, kind_badge, md, outcome_badge

LINE, FACTS = "change line", "change facts"
LONGEST_WEEKS = 104
_SAYS = {
    Verdict.NOTHING: ("blue", "info", "Nothing is changed yet: choose a fact, and what the record would show."),
    Verdict.NOT_ENOUGH: ("orange", "pending", "Not enough: the line does not meet with this."),
    Verdict.NOT_IN_POWER: ("red", "block", "It would meet, but it is on record, and nobody can change it."),
    Verdict.GROUND: ("red", "block", "It would meet, but this counts only where the record shows it anyway."),
    Verdict.TOO_MUCH: ("orange", "unfold_less", "It meets, and would without some of it."),
    Verdict.DEARER: ("orange", "schedule", "It meets, and the shortest way takes less."),
    Verdict.LEAST: ("green", "check_circle", "It meets, and nothing shorter does: this is the least change."),
    Verdict.LESS: ("green", "check_circle", "It meets, and takes even less than the way that the program found."),
}


def change_one_fact(held: Practised) -> None:
    """The record beside the line and what is changed for it."""
    found = reviewed_now(held)
    held.outcomes_seen = True
    lines = {one.line.result.line.id: one for one in exercises(found)}
    if not lines:
        st.info("No line of this case fails for a reason that can be changed: choose another case or policy set.",
                icon=":material/info:")
        return
    record, trying = st.columns([1.1, 1], gap="medium")
    with record, st.container(key="learn-case", gap="xsmall"):
        presented_case(held.shown, held.picture)
    with trying, st.container(key="learn-answers", gap="xsmall"):
        exercise = lines[_line(held, lines)]
        _given(exercise)
        _facts(held, exercise)
        _judging(held, exercise)


def _line(held: Practised, lines: dict[str, Exercise]) -> str:
    """The line that is chosen; another one begins afresh."""
    if held.line not in lines:
        held.line = next(iter(lines))
    fill(LINE, held.line)
    several = len(held.case.stages) > 1
    st.pills("Line", list(lines), required=True, key=LINE, on_change=_take_line,
             format_func=lambda name: name if several else name.partition(":")[2])
    return str(held.line)


def _take_line() -> None:
    held = learn().practised
    if held:
        held.line = st.session_state[LINE]
        _afresh(held)


def _afresh(held: Practised) -> None:
    held.changes, held.judged, held.way_shown = {}, False, False


def _given(exercise: Exercise) -> None:
    line = exercise.line
    asked = line.result.line
    st.markdown(f"**{md(asked.code)}** {md(', '.join(asked.line.levels))} :gray[{md(line.label)}] "
                f"{outcome_badge(line.result.outcome)}  \n{md(line.why)}")
    st.markdown("What is the least that the record would have to show for this line to meet? Fewer and cheaper steps "
                "are less: an addendum, a record, a test, weeks of therapy.")


# -- what is changed ------------------------------------------------------------------------------------------------

def _facts(held: Practised, exercise: Exercise) -> None:
    """Which facts are changed, and to what."""
    vocabulary = library().vocabulary
    offered = [path for path in exercise.paths if is_single(exercise, path) or exercise.rows(path)]
    key = f"{FACTS}~{held.key}~{held.line}"
    fill(key, [path for path in held.changes if path in offered])
    st.multiselect("What is changed", offered, key=key, on_change=_take_facts, args=(key,), placeholder="Choose a fact",
                   format_func=lambda path: label_of(path, vocabulary))
    for path in held.changes:
        if is_single(exercise, path):
            _single(held, path)
        else:
            _rows(held, exercise, path)


def _take_facts(key: str) -> None:
    held = learn().practised
    if held:
        held.changes = {path: held.changes.get(path) for path in st.session_state[key]}
        held.judged = False


def _single(held: Practised, path: str) -> None:
    fact = fact_at(path, library().vocabulary)
    if fact is None:
        return
    on_record = [shown(one.value, fact.unit) for one in entries_at(held.case, path)
                 if one.status in COUNTING and one.value is not None]
    label = f"{label_of(path, library().vocabulary)} (on record: {', '.join(on_record) or 'nothing'})"
    answer(Answer(fact, f"try~{held.key}~{path}", held.changes[path], _write), label[:1].upper() + label[1:])


def _write(key: str, value: Value | None) -> None:
    held = learn().practised
    if held:
        held.changes[key.rpartition("~")[2]] = value
        held.judged = False


def _rows(held: Practised, exercise: Exercise, path: str) -> None:
    """As many rows as are asked for; of a new course of treatment the weeks can be chosen."""
    tried, label = exercise.rows(path), label_of(path, library().vocabulary)
    if tried is None:
        return
    if weeks_of(tried) is None:
        st.markdown(f"{md(label[:1].upper() + label[1:])}: as the criteria ask for it, if it is so.")
        return
    key = f"weeks~{held.key}~{path}"
    fill(key, held.changes[path])
    st.number_input(f"{md(label[:1].upper() + label[1:])}: further weeks", min_value=1, max_value=LONGEST_WEEKS,
                    value=None, step=1, key=key, on_change=_take_weeks, args=(key, path), placeholder="Weeks")


def _take_weeks(key: str, path: str) -> None:
    held = learn().practised
    if held:
        held.changes[path] = st.session_state[key]
        held.judged = False


def _tried(held: Practised, exercise: Exercise) -> list[Tried]:
    """What was changed, as far as it was said to what."""
    found = []
    for path, value in held.changes.items():
        if is_single(exercise, path):
            if value is not None:
                found.append(exercise.single(path, value))
            continue
        tried = exercise.rows(path)
        if tried and weeks_of(tried) is None:
            found.append(tried)
        elif tried and isinstance(value, int):
            found.append(with_weeks(tried, value, exercise.review.on))
    return found


# -- what it comes to -----------------------------------------------------------------------------------------------

def _judging(held: Practised, exercise: Exercise) -> None:
    with st.container(horizontal=True):
        st.button("Judge the change", key="judge", icon=":material/balance:", on_click=_judge)
        st.button("Begin again", key="begin again", type="tertiary", icon=":material/replay:", on_click=_begin_again)
        if held.judged and not held.way_shown:
            st.button("Show the shortest way", key="show way", type="tertiary", icon=":material/visibility:",
                      on_click=_show_way)
    if held.judged:
        _verdict(exercise.judged(_tried(held, exercise)))
    if held.way_shown:
        _way(exercise.review, exercise)


def _judge() -> None:
    held = learn().practised
    if held:
        held.judged = True


def _begin_again() -> None:
    held = learn().practised
    if held:
        _afresh(held)


def _show_way() -> None:
    held = learn().practised
    if held:
        held.way_shown = True


def _verdict(judged: Judged) -> None:
    colour, icon, says = _SAYS[judged.verdict]
    vocabulary = library().vocabulary
    named = judged.needless if judged.verdict is Verdict.TOO_MUCH else judged.out_of_power
    told = ", ".join(label_of(path, vocabulary) for path in named)
    with st.container(border=True, gap="xsmall", key="verdict"):
        st.markdown(joined([f":{colour}[:material/{icon}:]", f"**{md(says)}**", md(told),
                            outcome_badge(judged.outcome)]))
        if judged.verdict is not Verdict.NOTHING:
            st.markdown(f"Your change takes {md(_takes(judged.takes))}, done by {md(judged.on.isoformat())}. "
                        f"The shortest way takes {md(_takes(judged.least))}.")


def _takes(takes: tuple[tuple[str, int], ...]) -> str:
    words = {"weeks": "course of weeks", "test": "test", "record": "record", "addendum": "addendum"}
    several = {"weeks": "courses of weeks", "test": "tests", "record": "records", "addendum": "addenda"}
    return ", ".join(f"{count} {(several if count > 1 else words)[effort]}" for effort, count in takes) or "nothing"


def _way(review: Review, exercise: Exercise) -> None:
    way = exercise.line.way
    if way:
        steps = [f"1. {kind_badge(ItemKind(step.kind))} {md(step.say)} :gray[{md(step.effort)}]" for step in way.steps]
        st.markdown("\n".join(["**The shortest way**", *steps]))
        st.caption(f"All of it can be there on {way.on.isoformat()} at the earliest, under {review.set_title}.")
        for number, steps_too in enumerate(way.alternatives, start=1):
            same = [f"1. {kind_badge(ItemKind(step.kind))} {md(step.say)}" for step in steps_too]
            st.markdown("\n".join([f"**Or, with as much effort ({number})**", *same]))
