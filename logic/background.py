"""The evidence behind the criteria of a rule: which topics stand beside which criteria, and statements in words.

Shown beside a criterion, never a reason: nothing here is read when a line is decided.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from logic.catalogue import Catalogue
from logic.evidence import Evidence, Figure, Recommendation, Remark, Statement, Study, Topic
from logic.policy import Confidence, Criterion, Rule
from logic.reading import word


@dataclass(frozen=True)
class Background:
    """What is known on a topic, and the criteria beside which it stands."""

    topic: Topic
    beside: tuple[str, ...]
    """The criteria in words; empty where it stands beside the rule as a whole."""
    statements: tuple[Statement, ...]


def background(rule: Rule, codes: tuple[str, ...], evidence: Evidence, catalogue: Catalogue) -> tuple[Background, ...]:
    """The evidence behind a rule for some of its codes, in the order of the topics."""
    leaves = [leaf for root in (rule.criteria, rule.excluded.unless if rule.excluded else None) if root
              for leaf in _leaves(root)]
    families = {catalogue.entries[code].family for code in codes if code in catalogue.entries}
    found = []
    for name, topic in evidence.topics.items():
        meant = bool(set(topic.codes) & set(codes) or set(topic.families) & families)
        beside = tuple(dict.fromkeys(leaf.says or "" for leaf in leaves if _reads(leaf, topic)))
        by_facts, by_codes = bool(topic.facts or topic.computed), bool(topic.codes or topic.families)
        if (by_facts or by_codes) and (beside or not by_facts) and (meant or not by_codes):
            found.append(Background(topic, beside, evidence.about(name)))
    return tuple(found)


def _leaves(criterion: Criterion) -> Iterator[Criterion]:
    """The leaves of a criterion, those of conditions included."""
    below = (*criterion.parts, *((criterion.when,) if criterion.when else ()))
    if not criterion.parts:
        yield criterion
    for part in below:
        yield from _leaves(part)


def _reads(leaf: Criterion, topic: Topic) -> bool:
    return leaf.fact in topic.facts or leaf.computed in topic.computed


# -- in words -------------------------------------------------------------------------------------------------------

def statement_told(statement: Statement, evidence: Evidence) -> str:
    """A statement as a person reads it: what it says, of whom, from where and how sure we are; no citation yet."""
    if isinstance(statement, Recommendation):
        part = f", part {statement.part}" if statement.part else ""
        told = [f"{statement.guideline} {statement.year}{part}: {statement.says}", _grade(statement, evidence)]
    elif isinstance(statement, Study):
        patients = f", {statement.patients} patients" if statement.patients else ""
        told = [(f"{statement.title} {statement.year} ({statement.design}{patients}; {statement.population}): "
                f"{statement.found}"), f"Counted: {_words(statement.endpoints)}."]
    elif isinstance(statement, Figure):
        against = f", {statement.comparison}" if statement.comparison else ""
        told = [(f"The figure {statement.figure} (in: {statement.population}{against}; counted: "
                f"{word(statement.endpoint)}). From: {evidence.origin_of(statement)}.")]
        told += [f"Misused: {statement.misuse}"] if statement.misuse else []
    else:
        told = [statement.says]
    note = statement.note if isinstance(statement, Recommendation | Figure) else None
    return " ".join(part for part in (*told, note) if part)


def _grade(statement: Recommendation, evidence: Evidence) -> str:
    if not statement.scale or not statement.grades:
        return "No grade known."
    read = "" if statement.grade_verified else ", not read in the guideline itself"
    return f"Grade {' and '.join(statement.grades)} of {evidence.scales[statement.scale].used_by}{read}."


def _words(endpoints: tuple[str, ...]) -> str:
    return ", ".join(map(word, endpoints))


def cite_of(statement: Statement) -> str:
    """The citation of a statement; empty for a figure, whose origin is part of its words."""
    if isinstance(statement, Figure):
        return ""
    doi = f", doi {statement.doi}" if not isinstance(statement, Remark) and statement.doi else ""
    return f"{statement.cite}{doi}"


def confidence_of(statement: Statement) -> Confidence | None:
    """How sure we are of it; None for a remark."""
    return None if isinstance(statement, Remark) else statement.confidence
