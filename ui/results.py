"""The live result below the outcomes, a part at a time: checklist, why by line, plan and checks, pictures, packet."""

from functools import partial

import streamlit as st

from logic.case import SHOWN_AS, Outcome
from logic.checklist import ItemKind
from logic.checks import Check, CheckStatus
from logic.levels import UNNAMED
from logic.reports import window_text
from logic.review import LineReview, Review
from logic.steps import Step
from logic.wording import label_of
from ui.checklist import checklist_part, open_items
from ui.criteria import finding_tree
from ui.criteria_picture import tree_pictures
from ui.evidence import evidence_behind
from ui.library import library
from ui.links import place_in_policies
from ui.packet_part import packet_part
from ui.picture_part import pictures
from ui.text import confidence_mark, joined, kind_badge, md, outcome_badge

PART, LINE = "result part", "why line"


def open_line(line: str) -> None:
    """Shows why a line has its outcome."""
    st.session_state[PART], st.session_state[LINE] = "why", line


def results(review: Review) -> None:
    """Everything the review says beside the outcomes."""
    needed, found = open_items(review), _findings(review)
    names = (f"Checklist ({len(needed)})", "Why, line by line", f"Plan and checks ({len(review.plan) + len(found)})",
             "Pictures", "Packet")
    keys = ("checklist", "why", "plan", "pictures", "packet")
    if PART not in st.session_state:
        st.session_state[PART] = keys[0]
    chosen = st.segmented_control(
        "Show", keys, required=True, key=PART, label_visibility="collapsed",
        format_func=dict(zip(keys, names, strict=True)).__getitem__,
    )
    parts = (checklist_part, _why, _plan, pictures, packet_part)
    with st.container(key="result-shown", gap="xsmall"):
        dict(zip(keys, parts, strict=True))[chosen or keys[0]](review)


# -- why, line by line ----------------------------------------------------------------------------------------------

def _why(review: Review) -> None:
    """One line opened into its criteria."""
    if not review.lines:
        return
    by_id = {line.result.line.id: line for line in review.lines}
    first = next((key for key, line in by_id.items() if line.result.outcome is not Outcome.MEETS), next(iter(by_id)))
    if st.session_state.get(LINE) not in by_id:
        st.session_state[LINE] = first
    chosen = st.pills("Line", list(by_id), required=True, key=LINE, label_visibility="collapsed",
                      format_func=lambda key: key.partition(":")[2] if len(review.case.stages) == 1 else key)
    everything = st.toggle("Every criterion, also those that do not decide", key="why everything")
    line = by_id[chosen or first]
    if st.toggle("As a picture", key="why picture"):
        tree_pictures(line.result.line, line.result.levels, review.outlook.possible, everything=everything)
    _line(line, review, everything)


def _line(line: LineReview, review: Review, everything: bool) -> None:
    result = line.result
    st.markdown(f"**{md(result.line.code)}** {md(line.label)} {outcome_badge(result.outcome)}  \n{md(line.reason)}")
    for level in result.levels:
        if len(result.levels) > 1:
            st.markdown(f"**{md(level.level)}** {outcome_badge(level.outcome)}")
        elif level.level == UNNAMED and level.outcome is Outcome.NEEDS_DOCUMENTATION:
            st.caption("This line names no level: it is decided at one unnamed level, of which nothing is known.")
        place = partial(place_in_policies, review.set_id, review.edition or "", level.rule.id if level.rule else "")
        if level.rule:
            st.markdown(joined([f"Rule: [{md(level.rule.title)}]({place()})", f":gray[{md(level.rule.cite)}]",
                                confidence_mark(level.rule.confidence)]))
            if level.rule.excluded:
                st.markdown(f":material/science: {md(level.rule.excluded.says)} :gray[{md(level.rule.excluded.cite)}]")
        if level.primaries:
            hangs = (f"{md(primary.line)} ({SHOWN_AS[primary.outcome].lower()})" for primary in level.primaries)
            st.markdown(f":material/link: Hangs on: {', '.join(hangs)}")
        if level.exclusion:
            st.markdown("Exception:\n" + finding_tree(level.exclusion, library().vocabulary, place, everything=True))
        if level.findings:
            st.markdown(finding_tree(level.findings, library().vocabulary, place, everything=everything))
    rules = {level.rule.id: level.rule for level in result.levels if level.rule}
    for rule in rules.values():
        evidence_behind(rule, (result.line.code,))
    _rests_and_way(line)


def _rests_and_way(line: LineReview) -> None:
    vocabulary = library().vocabulary
    if line.rests_on:
        labels = dict.fromkeys(label_of(path, vocabulary) for path in line.rests_on)
        st.markdown("**Rests on what no document states**\n" + "\n".join(f"- {md(label)}" for label in labels))
    if line.way is None:
        st.markdown(f"**Shortest way to “meets”**: none. {md(line.no_way)}")
    elif line.way.steps:
        st.markdown("**Shortest way to “meets”**\n" + "\n".join(map(_step, line.way.steps)))
        st.caption(f"All of it can be there on {line.way.on.isoformat()} at the earliest.")
        for n, steps in enumerate(line.way.alternatives, start=1):
            st.markdown(f"**Or, with as much effort ({n})**\n" + "\n".join(map(_step, steps)))


def _step(step: Step) -> str:
    instead = "".join(f" *or* {md(other.say)}" for other in step.others)
    return (f"1. {kind_badge(ItemKind(step.kind))} {md(step.say)}{instead} "
            f":gray[{md(step.effort)}, earliest {md(step.earliest.isoformat())}]")


# -- plan and checks ------------------------------------------------------------------------------------------------

def _findings(review: Review) -> list[Check]:
    return [check for check in review.checks if check.status is CheckStatus.FINDING]


def _plan(review: Review) -> None:
    if review.plan:
        with st.container(border=True):  # its margin leaves room for numbers of two digits
            st.markdown("**Before it is sent**\n" + "\n".join(f"1. {md(step)}" for step in review.plan))
    if review.windows:
        st.markdown("**Windows of time**\n" + "\n".join(f"- {md(window_text(window))}" for window in review.windows))
    for title, checks in (
        ("Checks with a finding", _findings(review)),
        ("Cannot be checked yet", [c for c in review.checks if c.status is CheckStatus.CANNOT_BE_CHECKED]),
    ):
        if checks:
            st.markdown(f"**{title}**\n" + "\n".join(_check(check) for check in checks))
    passed = sum(check.status is CheckStatus.PASSED for check in review.checks)
    st.caption(f"{passed} checks passed. A check never changes an outcome.")


def _check(check: Check) -> str:
    colour = {"warning": "orange", "error": "red"}.get(check.severity, "gray")
    lines = f":gray[({md(', '.join(check.lines))})]" if check.lines else ""
    return f"- :{colour}-badge[{md(check.severity)}] {md(check.says)} {lines} :gray[{md(check.id)}]"
