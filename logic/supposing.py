"""What a finding would be with supposed answers, and whether every answer of its open facts settles it alike."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from logic.answers import passes, question_asked, representative
from logic.finding import Finding, Key, Supposed, Truths, conditioned, of_group, of_leaf, settled
from logic.truth import Truth
from logic.vocabulary import Vocabulary

MOST_ANSWERS = 4096
"""So many combined answers of facts are tried to decide a criterion exactly; beyond, it stays open."""
Known = dict[int, Truths]
"""Truths found already under one supposition, by finding."""


def supposing(finding: Finding, supposed: Supposed, vocabulary: Vocabulary, known: Known | None = None) -> Truths:
    """The truths of a finding if some leaves had the supposed truths; no record is read again."""
    if finding.keys.isdisjoint(supposed):
        return finding.truths
    known = {} if known is None else known
    found = known.get(id(finding))
    if found is None:
        found = known[id(finding)] = _supposing(finding, supposed, vocabulary, known)
    return found


def _supposing(finding: Finding, supposed: Supposed, vocabulary: Vocabulary, known: Known) -> Truths:
    if finding.is_leaf:
        own = of_leaf(finding.criterion, supposed.get(finding.key, finding.raw), finding.reading)
    else:
        own = _group(finding, supposed, vocabulary, known)
        if own.raw is Truth.NOT_DOCUMENTED and finding.torn_leaves:
            own = exactly(finding, own, supposed, vocabulary)
    if finding.condition is None:
        return own
    whole = conditioned(own, supposing(finding.condition, supposed, vocabulary, known).truth)
    if whole.truth is Truth.NOT_DOCUMENTED and finding.torn_leaves:
        return exactly_with_condition(finding, whole, supposed, vocabulary)
    return whole


def _group(finding: Finding, supposed: Supposed, vocabulary: Vocabulary, known: Known) -> Truths:
    parts = [supposing(part, supposed, vocabulary, known) for part in finding.counting]
    return of_group(finding.criterion, None if finding.needs_all else finding.needed, parts)


def exactly(finding: Finding, own: Truths, supposed: Supposed, vocabulary: Vocabulary) -> Truths:
    """The truths of an open group, settled where every answer of the facts that are torn in it settles it alike.

    Supervaluation over those facts only: for all others three-valued logic is exact, because each of them counts in
    one direction and its tests contain one another.
    """
    seen: set[Truth] = set()
    for combined in combined_answers([leaf for leaf in finding.torn_leaves if leaf.key not in supposed], vocabulary):
        seen.add(_group(finding, {**supposed, **combined}, vocabulary, {}).raw)
        if len(seen) > 1 or Truth.NOT_DOCUMENTED in seen:
            return own
    return settled(seen.pop()) if seen else own


def exactly_with_condition(finding: Finding, whole: Truths, supposed: Supposed, vocabulary: Vocabulary) -> Truths:
    """The same for a criterion together with its condition; that it does not apply counts as met."""
    seen: set[Truth] = set()
    leaves = [leaf for leaf in finding.torn_leaves if leaf.key not in supposed]
    for combined in combined_answers(leaves, vocabulary) if leaves else ():
        truth = supposing(finding, {**supposed, **combined}, vocabulary, {}).truth
        seen.add(Truth.MET if truth is Truth.NOT_APPLICABLE else truth)
        if len(seen) > 1 or Truth.NOT_DOCUMENTED in seen:
            return whole
    return Truths(seen.pop(), whole.raw, whole.silent) if seen else whole


def combined_answers(leaves: Sequence[Finding], vocabulary: Vocabulary) -> Iterator[Supposed]:
    """The truths of leaves under every combination of answers of the facts they wait for."""
    waiting = {leaf.key: leaf.reading.waiting if leaf.reading else () for leaf in leaves}
    variables: dict[tuple[str, str], list[Finding]] = {}
    for leaf in leaves:
        for path in waiting[leaf.key]:
            variables.setdefault((leaf.criterion.subject, path), []).append(leaf)
    answers = [_answers(reading_it, vocabulary) for reading_it in variables.values()]
    if prod(len(each) for each in answers) > MOST_ANSWERS:
        return
    for chosen in product(*answers):
        passed: dict[Key, list[bool]] = {}
        for answer in chosen:
            for key, holds in answer.items():
                passed.setdefault(key, []).append(holds)
        yield {leaf.key: _of_all(leaf, passed[leaf.key]) for leaf in leaves}


def _answers(leaves: Sequence[Finding], vocabulary: Vocabulary) -> list[Mapping[Key, bool]]:
    asked = question_asked(leaves[0].criterion, vocabulary)
    if leaves[0].reading and leaves[0].reading.span:
        asked = asked.within(leaves[0].reading.span)
    values = representative([leaf.criterion for leaf in leaves], asked)
    return [{leaf.key: passes(value, leaf.criterion.tests, asked) for leaf in leaves} for value in values]


def _of_all(leaf: Finding, passed: list[bool]) -> Truth:
    """A leaf that waits for several facts (a finding on two sides): any of them can meet it, unless both are asked."""
    holds = all(passed) if leaf.criterion.sides == "both" else any(passed)
    return Truth.MET if holds else Truth.NOT_MET
