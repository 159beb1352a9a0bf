"""Criteria as nested lists: with their truths for a decided line, without them for a policy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from logic.explanation import gives_truth
from logic.finding import Finding
from logic.policy import Confidence, Criterion, Silence
from logic.policy_resolving import limit_in_words
from logic.reading import Used
from logic.truth import Truth
from logic.vocabulary import Vocabulary
from logic.wording import label_of
from ui.text import confidence_mark, joined, md, status_badge, truth_mark

_SILENCES = {
    Silence.NOT_MET: "silence counts against the request", Silence.SHOWN: "counts only if shown",
    Silence.MET: "presumed unless the record says otherwise",
}


# -- decided --------------------------------------------------------------------------------------------------------

def finding_tree(finding: Finding, vocabulary: Vocabulary, place: Callable[[str], str], *, everything: bool) -> str:
    """A decided criterion with everything below it, as a nested Markdown list.

    Unless everything is asked for, what did not decide is left out and counted. `place` gives the address at which a
    criterion stands in its policy.
    """
    return "\n".join(_lines(finding, vocabulary, everything, _Around(0, "", finding.level, place)))


@dataclass(frozen=True)
class _Around:
    """What stands around a criterion in its list: how deep it is, and the citation and level already named.

    `place` tells where criteria stand in their policy; without it, this is the policy.
    """

    depth: int
    cite: str
    level: str
    place: Callable[[str], str] | None = None
    marked: frozenset[str] = frozenset()
    confidence: Confidence | None = None


def _lines(finding: Finding, vocabulary: Vocabulary, everything: bool, around: _Around) -> Iterator[str]:
    criterion, depth, cite, level = finding.criterion, around.depth, around.cite, around.level
    indent = "    " * depth
    says = criterion.says or _test_in_words(criterion, vocabulary)
    own_cite = criterion.cite or ""
    yield indent + "- " + joined([
        truth_mark(finding.truth), f"at {md(finding.level)}:" if finding.level != level else "", md(says),
        _how_many(criterion), f":gray[{md(own_cite)}]" if own_cite and own_cite != cite else "",
        confidence_mark(criterion.confidence) if criterion.confidence is not around.confidence else "",
        *_marks(finding),
        f"[:small[policy]]({around.place(criterion.id or '')})" if around.place else "",
    ])
    inner = "    " * (depth + 1) + "- "
    if criterion.note:
        yield f"{inner}:material/info: {md(criterion.note)}"
    if finding.condition and finding.truth is Truth.NOT_APPLICABLE:
        yield f"{inner}:gray[Applies only when: {md(_says(finding.condition, vocabulary))}]"
    if finding.reading and finding.reading.conflict:
        yield f"{inner}:material/compare_arrows: The record contradicts itself: {md(finding.reading.conflict)}"
    told = (_fact(used, vocabulary) for used in (finding.reading.used if finding.reading else ()))
    yield from (inner + fact for fact in dict.fromkeys(told))
    if finding.is_leaf and finding.reading and not finding.reading.used and finding.reading.path != "requested":
        yield f"{inner}:gray[{md(label_of(finding.reading.path, vocabulary))}: nothing entered]"
    shown = finding.parts if everything else tuple(
        part for part in finding.parts if part.criterion.asked or gives_truth(part, finding))
    for part in shown:
        yield from _lines(part, vocabulary, everything,
                          replace(around, depth=depth + 1, cite=own_cite or cite, level=finding.level,
                                  confidence=criterion.confidence))
    if hidden := len(finding.parts) - len(shown):
        yield f"{inner}:gray[{hidden} more that {'do' if hidden > 1 else 'does'} not decide]"


def _says(finding: Finding, vocabulary: Vocabulary) -> str:
    return finding.criterion.says or _test_in_words(finding.criterion, vocabulary)


def _marks(finding: Finding) -> Iterator[str]:
    if finding.criterion.asked:
        yield ":blue-badge[asked: never changes the outcome]"
    if finding.silence_decided:
        yield f":gray-badge[by silence: {_SILENCES.get(finding.criterion.silence, '')}]"


def _fact(used: Used, vocabulary: Vocabulary) -> str:
    """One fact that was read: its label, value, status and document."""
    source = f"in {md(used.source)}" if used.source else ""
    remark = f":gray[({md(used.remark)})]" if used.remark else ""
    return joined([f"{md(label_of(used.path, vocabulary))}: **{md(used.value)}**", status_badge(used.status), source,
                   remark])


# -- undecided ------------------------------------------------------------------------------------------------------

def criterion_tree(criterion: Criterion, vocabulary: Vocabulary, marked: frozenset[str] = frozenset()) -> str:
    """A criterion of a policy with everything below it, as a nested Markdown list; some may be marked, by their ids."""
    return "\n".join(_policy_lines(criterion, vocabulary, _Around(0, "", "", marked=marked)))


def _policy_lines(criterion: Criterion, vocabulary: Vocabulary, around: _Around) -> Iterator[str]:
    depth, cite = around.depth, around.cite
    own = criterion.cite or ""
    test = _test_in_words(criterion, vocabulary)
    says = md(criterion.says or test)
    silence = _SILENCES.get(criterion.silence, "")
    yield "    " * depth + "- " + joined([
        ":orange[:material/arrow_forward:]" if criterion.id in around.marked else "",
        f"**{says}**" if criterion.parts or criterion.id in around.marked else says, _how_many(criterion),
        f":gray[{md(own)}]" if own and own != cite else "",
        confidence_mark(criterion.confidence) if criterion.confidence is not around.confidence else "",
        f":gray-badge[{silence}]" if silence else "", ":blue-badge[asked]" if criterion.asked else "",
        f":gray[(test: {md(test)})]" if criterion.tests and not _says_itself(criterion, test) else "",
    ])
    inner = "    " * (depth + 1) + "- "
    if criterion.when:
        condition = criterion.when.says or _test_in_words(criterion.when, vocabulary)
        yield f"{inner}:gray[Applies only when: {md(condition)}]"
    if criterion.note:
        yield f"{inner}:material/info: {md(criterion.note)}"
    for part in criterion.parts:
        yield from _policy_lines(part, vocabulary, replace(around, depth=depth + 1, cite=own or cite,
                                                           confidence=criterion.confidence))


def _says_itself(criterion: Criterion, test: str) -> bool:
    """Whether the words of a criterion are its test already; a unit may follow."""
    return (criterion.says or test).startswith(test)


def _how_many(criterion: Criterion) -> str:
    """How many parts are needed, in words, unless that is all the criterion says."""
    if criterion.says in {"all of these", "one of these"}:
        return ""
    if criterion.all:
        return ":gray[(all of these)]"
    if criterion.any:
        return ":gray[(any of these)]"
    return f":gray[(at least {criterion.at_least} of {len(criterion.of)})]" if criterion.of else ""


def _test_in_words(criterion: Criterion, vocabulary: Vocabulary) -> str:
    """The test of a leaf without words of its own."""
    name = criterion.fact or criterion.computed or ("a requested line" if criterion.requested else criterion.id or "")
    label = vocabulary.facts[name].label if name in vocabulary.facts else name.replace("_", " ")
    tests = " and ".join(limit_in_words(test, value) for test, value in criterion.tests.items())
    return f"{label}: {tests}" if tests else label
