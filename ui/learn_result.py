"""After the answers: what the pre-check says of every line, what decided it, what is often got wrong, what turns it."""

from functools import partial
from html import escape

import streamlit as st

from logic.case import Outcome
from logic.checklist import ItemKind
from logic.determination import LevelResult
from logic.explanation import decisive, values_read
from logic.finding import Finding
from logic.learn.lessons import Lesson
from logic.learn.marking import Deciding, Mark
from logic.learn.topics import PITFALLS
from logic.learn.turning import turns
from logic.review import LineReview, Review
from logic.wording import label_of
from ui.learn_state import Practised, pitfalls, reviewed_now
from ui.library import library
from ui.links import place_in_policies
from ui.markup import badge, outcome_html
from ui.text import confidence_mark, joined, kind_badge, md, outcome_badge, truth_mark

MOST_PITFALLS = 2
MOST_DECIDING = 6
NAME = "Your answers beside the outcomes of the pre-check"
_RIGHT, _WRONG = badge("green", "right", "check"), badge("orange", "not right", "close")


def practised_result(held: Practised) -> None:
    """The marks as a table, then one line after the other."""
    found = reviewed_now(held)
    st.subheader("The outcomes", anchor=False)
    right = sum(mark.right for mark in held.marks)
    marked = [mark for mark in held.marks if mark.marked_right is not None]
    st.markdown(joined([
        f"**{right} of {len(held.marks)}** outcomes right.",
        f"**{sum(bool(mark.marked_right) for mark in marked)} of {len(marked)}** marked criteria right."
        if marked else "No deciding criterion was marked."]))
    st.html(_table(held.marks))
    if held.lesson:
        _lesson(held.lesson)
    for mark, line in zip(held.marks, found.lines, strict=True):
        wrong = not mark.right or mark.marked_right is not True
        name = f"**{md(mark.code)}** {md(', '.join(mark.levels))} {outcome_badge(mark.outcome)}"
        with st.expander(name, expanded=wrong, type="compact"):
            _line(mark, line, held.decides[mark.line], found)


def _lesson(lesson: Lesson) -> None:
    """What the lesson is about."""
    warning = PITFALLS.get(lesson.pitfall or "", "")
    about = f"{lesson.line} at {lesson.level}" if lesson.level else lesson.line
    with st.container(border=True, gap="xsmall", key="lesson-point"):
        head = f":material/school: **{md(lesson.title)}** :gray[({md(about)})]"
        st.markdown(joined([head, md(lesson.point)], "  \n"))
        if warning:
            st.markdown(f":gray[{md(warning)}]")


def _table(marks: tuple[Mark, ...]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Requested", "You said", "The pre-check says"))
    rows = "".join(_row(mark) for mark in marks)
    return (f'<table class="outcomes" tabindex="0" aria-label="{NAME}"><thead><tr>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table>")


def _row(mark: Mark) -> str:
    said = outcome_html(mark.said) if mark.said else "<i>not answered</i>"
    criterion = "" if mark.marked_right is None else f"<br><i>criterion</i> {_RIGHT if mark.marked_right else _WRONG}"
    verdict = _RIGHT if mark.right else _WRONG if mark.said else ""
    return (f'<tr><th scope="row"><b>{escape(mark.code)}</b> {escape(", ".join(mark.levels))}</th>'
            f"<td>{said} {verdict}{criterion}</td><td>{outcome_html(mark.outcome)}</td></tr>")


# -- one line -------------------------------------------------------------------------------------------------------

def _line(mark: Mark, line: LineReview, decides: Deciding, found: Review) -> None:
    st.markdown(md(line.why))
    st.markdown("\n".join(["**What decided it**", *_decided(line, found)]))
    if mark.marked:
        verdict = ":green[:material/check: It decides.]" if mark.marked_right else (
            ":orange[:material/close: It does not decide here.]")
        st.markdown(f"You marked: {md(mark.marked)} {verdict}")
    about = pitfalls().about(decides.criteria.values(), decides.reasons, found.set_id, mark.outcome)[:MOST_PITFALLS]
    if about:
        told = [f"- {md(one.says)} :gray[{md(one.cite)}] {confidence_mark(one.confidence)}" for one in about]
        st.markdown("\n".join(["**Often got wrong**", *told]))
    st.markdown("\n".join(["**What would have changed it**", *_changes(line, found)]))
    for sentence in (line.resting, line.alternatives):
        if sentence:
            st.markdown(f":gray[{md(sentence)}]")


def _decided(line: LineReview, found: Review) -> list[str]:
    """The criteria that decide, level by level where the levels differ, each with its place in the policy."""
    result, told = line.result, []
    for level in result.levels:
        if level.outcome is result.outcome:
            at = f"{md(level.level)}: " if len(result.levels) > 1 else ""
            told += [f"- {at}{text}" for text in _of_level(level, found)]
    return list(dict.fromkeys(told))


def _of_level(level: LevelResult, found: Review) -> list[str]:
    rule = level.rule
    if level.region_open:
        return ["The levels are not named, and the criteria depend on the region."]
    place = partial(place_in_policies, found.set_id, found.edition or "", rule.id if rule else "")
    told = []
    if level.outcome is not level.own or (level.primaries and level.findings is None):
        lines = (f"{md(one.line)} {outcome_badge(one.outcome)}" for one in level.primaries or ())
        told.append(f"The line it depends on: {', '.join(lines) or 'none is requested'}")
    if rule and level.own is Outcome.EXPERIMENTAL and rule.excluded:
        told.append(joined([md(rule.excluded.says), f":gray[{md(rule.excluded.cite)}]",
                            confidence_mark(rule.excluded.confidence), f"[:small[policy]]({place()})"]))
    elif rule and level.own is Outcome.INCIDENTAL and rule.incidental:
        told.append(joined([md(rule.incidental.says), f":gray[{md(rule.incidental.cite)}]",
                            confidence_mark(rule.incidental.confidence), f"[:small[policy]]({place()})"]))
    elif level.outcome is level.own:
        told += [_finding(finding, place) for finding in decisive(level)[:MOST_DECIDING]]
    return told or ["Nothing further is asked for it." if rule else "No loaded policy speaks of it on this day."]


def _finding(finding: Finding, place: "partial[str]") -> str:
    criterion, read = finding.criterion, values_read(finding)
    return joined([truth_mark(finding.truth), md(criterion.says or criterion.id or ""), f"({md(read)})" if read else "",
                   f":gray[{md(criterion.cite or '')}]", confidence_mark(criterion.confidence),
                   f"[:small[policy]]({place(criterion.id or '')})"])


def _changes(line: LineReview, found: Review) -> list[str]:
    """The shortest way, or why there is none; of a line that meets, the facts without which it would not."""
    if line.way is None:
        return [f"- Nothing in anyone's power. {md(line.no_way)}"]
    if line.way.steps:
        return [f"- {kind_badge(ItemKind(step.kind))} {md(step.say)} :gray[{md(step.effort)}]"
                for step in line.way.steps]
    turned = turns(found.outlook, line.result)
    if not turned:
        return ["- No single fact: what is asked for is shown more than once, or nothing is asked for."]
    return [f"- Without *{md(label_of(turn.path, library().vocabulary))}*: {outcome_badge(turn.outcome)}"
            for turn in turned]
