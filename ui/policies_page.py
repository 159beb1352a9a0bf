"""The Policies screen: sets, editions, rules, and each criterion with its citation and how sure we are of it."""

import streamlit as st

from logic.policy import Edition, PolicySet, Rule
from logic.review import NOTICE
from ui.criteria import criterion_tree
from ui.library import library
from ui.text import confidence_mark, joined, md


CODES_SHOWN = 8  # as many as fit a line; no docstring: a page draws every loose string


def main() -> None:
    """Choose a set and an edition, find a rule, read it."""
    st.header("Policies", anchor=False)
    st.caption(NOTICE)
    sets = library().sets
    choice, version, words = st.columns([2, 2, 3])
    chosen = choice.selectbox("Policy set", list(sets), key="read set", format_func=lambda name: sets[name].file.title)
    policy_set = sets[chosen]
    editions = {edition.entry.id: edition for edition in policy_set.editions}
    edition = editions[version.selectbox("Edition", list(editions), key=f"read edition {chosen}")]
    sought = words.text_input("Find a rule", key="read words", placeholder="A code, or words of a criterion")
    _about(policy_set, edition)
    rules = [rule for rule in edition.rules if matches(rule, sought)]
    st.markdown(f"**{len(rules)} of {len(edition.rules)} rules**")
    for rule in rules:
        _rule(rule, f"{chosen}.{edition.entry.id}.{rule.id}")


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


def matches(rule: Rule, sought: str) -> bool:
    """Whether every word that is sought stands in a rule or one of its codes."""
    text = f"{rule.model_dump_json()} {' '.join(rule.covers.codes)}".lower()
    return all(word in text for word in sought.lower().split())


def _rule(rule: Rule, key: str) -> None:
    further = len(rule.covers.codes) - CODES_SHOWN
    codes = ", ".join(rule.covers.codes[:CODES_SHOWN]) + (f" and {further} more" if further > 0 else "")
    regions = f" · {', '.join(rule.regions)}" if rule.regions else ""
    folded = st.expander(f"**{md(rule.title)}** :gray[{md(codes)}{md(regions)}]", key=f"rule.{key}", on_change="rerun")
    if folded.open:
        with folded:
            _read(rule)


def _read(rule: Rule) -> None:
    catalogue, vocabulary = library().catalogue, library().vocabulary
    st.markdown(joined([f":gray[{md(rule.cite)}]", confidence_mark(rule.confidence)]))
    if rule.excluded:
        st.markdown(f":violet[:material/science:] {md(rule.excluded.says)} :gray[{md(rule.excluded.cite)}]")
        if rule.excluded.unless:
            st.markdown("Unless:\n" + criterion_tree(rule.excluded.unless, vocabulary))
    if rule.incidental:
        st.markdown(f":material/layers: {md(rule.incidental.says)} :gray[{md(rule.incidental.cite)}]")
    if rule.criteria:
        st.markdown(criterion_tree(rule.criteria, vocabulary))
    elif not rule.excluded:
        st.markdown("Nothing further is required.")
    if rule.alternatives:
        told = ", ".join(f"{md(code)} {md(catalogue.label(code))}" for code in rule.alternatives)
        st.markdown(f"Covered instead: {told}")
    for note in rule.notes:
        st.markdown(f":material/info: {md(note)}")
    st.markdown("Codes: " + ", ".join(f"**{md(code)}** {md(catalogue.label(code))}" for code in rule.covers.codes))


main()
