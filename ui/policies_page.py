"""The Policies screen: sets, editions, rules, and each criterion with its citation and how sure we are of it."""

from datetime import date

import streamlit as st

from logic.policy import Criterion, Edition, PolicySet, Rule
from logic.policy_search import criteria_with, place_in, rules_with
from logic.review import NOTICE
from ui.criteria import criterion_tree
from ui.evidence import DECIDES_NOTHING, evidence_behind, statement_line
from ui.library import library
from ui.state import case, desk, set_id
from ui.text import confidence_mark, joined, md


CODES_SHOWN = 8  # as many as fit a line; no docstring: a page draws every loose string
SET, WORDS, PLACE = "read set", "read words", "read place"


def main() -> None:
    """Choose a set and an edition, find a rule, read it."""
    desk()
    st.header("Policies", anchor=False)
    st.caption(NOTICE)
    _follow_address()
    sets = library().sets
    if SET not in st.session_state:
        st.session_state[SET] = set_id(case(), library())
    choice, version, words = st.columns([2, 2, 3])
    chosen = choice.selectbox("Policy set", list(sets), key=SET, format_func=lambda name: sets[name].file.title)
    policy_set = sets[chosen]
    editions = {edition.entry.id: edition for edition in _newest_first(policy_set)}
    edition = editions[version.selectbox("Edition", list(editions), key=_edition_key(chosen))]
    sought = words.text_input("Find a rule", key=WORDS, placeholder="A code, or words of a criterion")
    _about(policy_set, edition)
    place = st.session_state.get(PLACE)
    if place and place[:2] == (chosen, edition.entry.id):
        _one_rule(policy_set, edition, *place[2:])
    else:
        _rules(policy_set, edition, sought)
    _library()


def _newest_first(policy_set: PolicySet) -> list[Edition]:
    return sorted(policy_set.editions, key=lambda edition: edition.entry.start or date.min, reverse=True)


def _edition_key(set_id: str) -> str:
    return f"read edition {set_id}"


# -- the place that an address names --------------------------------------------------------------------------------

def _follow_address() -> None:
    """Takes the place that the address names, once; afterwards the pickers hold."""
    address = st.query_params.to_dict()
    if "rule" not in address or st.session_state.get("read address") == address:
        return
    st.session_state["read address"] = address
    place = tuple(address.get(key, "") for key in ("set", "edition", "rule", "criterion"))
    policy_set = library().sets.get(place[0])
    if policy_set and any(edition.entry.id == place[1] for edition in policy_set.editions):
        st.session_state[SET] = place[0]
        st.session_state[_edition_key(place[0])] = place[1]
        st.session_state[PLACE] = place
    else:
        st.warning("The address names a policy or an edition that is not loaded.", icon=":material/link_off:")


def _forget_place() -> None:
    st.session_state.pop(PLACE, None)
    st.query_params.clear()


def _one_rule(policy_set: PolicySet, edition: Edition, rule_id: str, criterion: str) -> None:
    """The one rule that an address named, opened, its criterion marked."""
    st.button(f"All {len(edition.rules)} rules of this edition", icon=":material/arrow_back:", on_click=_forget_place,
              key="read all", type="tertiary")
    rule = next((rule for rule in edition.rules if rule.id == rule_id), None)
    if rule is None:
        st.warning("The address names a rule that is not in this edition.", icon=":material/link_off:")
        return
    around = place_in(rule, criterion)
    with st.container(border=True):
        st.markdown(f"**{md(rule.title)}** :gray[{md(policy_set.file.title)}, {md(edition.entry.id)}]")
        if around:
            steps = [md(one.says or one.id or "") for one in around[:-1]]
            st.markdown(":gray[In:] " + " \\> ".join(steps) if steps else ":gray[At the top of the rule:]")
            st.markdown(_tree(around[-1], frozenset({criterion})))
        elif criterion:
            st.warning("The address names a criterion that is not in this rule.", icon=":material/link_off:")
    with st.container(border=True):
        st.markdown("**The whole rule**")
        _read(rule, frozenset({criterion} if criterion else ()))


# -- the rules ------------------------------------------------------------------------------------------------------

def _about(policy_set: PolicySet, edition: Edition) -> None:
    entry = edition.entry
    st.markdown(f"{md(policy_set.file.about)}")
    st.markdown(joined([
        f"Edition **{md(entry.id)}**, first day {md(entry.start or 'open')}, last day {md(entry.end or 'open')}",
        confidence_mark(entry.confidence), md(entry.note or ""),
    ]))
    if policy_set.file.sources:
        with st.expander(f"Sources ({len(policy_set.file.sources)})", type="compact"):
            for name, source in policy_set.file.sources.items():
                read = f", read on {source.read_on.isoformat()}" if source.read_on else ""
                st.markdown(f"- **{md(name)}**: {md(source.title)}{md(read)} {md(source.href or '')}")
    if policy_set.left_out:
        with st.expander(f"Known, and not encoded ({len(policy_set.left_out)})", type="compact"):
            st.markdown("\n".join(f"- **{md(one.id)}**: {md(one.reason)}" for one in policy_set.left_out))


def _rules(policy_set: PolicySet, edition: Edition, sought: str) -> None:
    """The rules in which every word stands, and where else they stand."""
    rules = rules_with(edition, sought, library().catalogue)
    st.markdown(f"**{len(rules)} of {len(edition.rules)} rules**")
    for rule in rules:
        _rule(rule, f"{policy_set.id}.{edition.entry.id}.{rule.id}", sought)
    if sought:
        _elsewhere(edition, sought)


def _elsewhere(here: Edition, sought: str) -> None:
    """In how many rules of the other editions the words stand, each a way there."""
    found = [(policy_set, edition, count) for policy_set in library().sets.values() for edition in policy_set.editions
             if edition is not here and (count := len(rules_with(edition, sought, library().catalogue)))]
    if found:
        with st.container(horizontal=True):
            st.markdown("Also in:", width="content")
            for policy_set, edition, count in found:
                st.button(f"{policy_set.file.title} {edition.entry.id} ({count})", type="tertiary", on_click=_go,
                          key=f"read~{policy_set.id}.{edition.entry.id}", args=(policy_set.id, edition.entry.id))


def _go(set_id: str, edition: str) -> None:
    st.session_state[SET] = set_id
    st.session_state[_edition_key(set_id)] = edition


def _rule(rule: Rule, key: str, sought: str) -> None:
    further = len(rule.covers.codes) - CODES_SHOWN
    codes = ", ".join(rule.covers.codes[:CODES_SHOWN]) + (f" and {further} more" if further > 0 else "")
    regions = f" · {', '.join(rule.regions)}" if rule.regions else ""
    folded = st.expander(f"**{md(rule.title)}** :gray[{md(codes)}{md(regions)}]", key=f"rule.{key}", on_change="rerun")
    if folded.open:
        with folded:
            roots = [root for root in (rule.criteria, rule.excluded.unless if rule.excluded else None) if root]
            _read(rule, frozenset(name for root in roots for name in criteria_with(root, sought)))


def _read(rule: Rule, marked: frozenset[str]) -> None:
    catalogue = library().catalogue
    st.markdown(joined([f":gray[{md(rule.cite)}]", confidence_mark(rule.confidence),
                        f"Only in {md(', '.join(rule.states))}." if rule.states else ""]))
    if rule.excluded:
        st.markdown(f":violet[:material/science:] {md(rule.excluded.says)} :gray[{md(rule.excluded.cite)}]")
        if rule.excluded.unless:
            st.markdown("Unless:\n" + _tree(rule.excluded.unless, marked))
    if rule.incidental:
        st.markdown(f":material/layers: {md(rule.incidental.says)} :gray[{md(rule.incidental.cite)}]")
    if rule.criteria:
        st.markdown(_tree(rule.criteria, marked))
    elif not rule.excluded:
        st.markdown("Nothing further is required.")
    if rule.alternatives:
        told = ", ".join(f"{md(code)} {md(catalogue.label(code))}" for code in rule.alternatives)
        st.markdown(f"Covered instead: {told}")
    for note in rule.notes:
        st.markdown(f":material/info: {md(note)}")
    st.markdown("Codes: " + ", ".join(f"**{md(code)}** {md(catalogue.label(code))}" for code in rule.covers.codes))
    evidence_behind(rule, rule.covers.codes)


def _tree(criterion: Criterion, marked: frozenset[str]) -> str:
    return criterion_tree(criterion, library().vocabulary, marked)


# -- the evidence ---------------------------------------------------------------------------------------------------

def _library() -> None:
    """Every statement of the evidence library, by topic."""
    evidence = library().evidence
    folded = st.expander(f"The evidence library ({len(evidence.statements)} statements)", key="read evidence",
                         on_change="rerun")
    if folded.open:
        with folded:
            st.caption(DECIDES_NOTHING)
            for name, topic in evidence.topics.items():
                st.markdown("\n".join([f"**{md(topic.title)}**", *map(statement_line, evidence.about(name))]))


main()
