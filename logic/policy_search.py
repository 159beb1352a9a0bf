"""Finds rules and criteria of a policy by words or codes, as a person reads them; names of keys are no words."""

from collections.abc import Iterator

from logic.catalogue import Catalogue
from logic.policy import Criterion, Edition, Rule


def rules_with(edition: Edition, sought: str, catalogue: Catalogue) -> tuple[Rule, ...]:
    """The rules of an edition in which every word that is sought stands; nothing sought: all of them."""
    words = sought.lower().split()
    return tuple(rule for rule in edition.rules if all(word in _text(rule, catalogue) for word in words))


def criteria_with(criterion: Criterion, sought: str) -> Iterator[str]:
    """The ids of the criteria, itself and below, in whose own words one of the words that are sought stands."""
    words = sought.lower().split()
    own = " ".join(_own_words(criterion)).lower()
    if any(word in own for word in words):
        yield criterion.id or ""
    for part in criterion.parts:
        yield from criteria_with(part, sought)


def place_in(rule: Rule, criterion_id: str) -> tuple[Criterion, ...]:
    """A criterion of a rule with those around it, the widest first; empty where the rule has none of that id."""
    for root in (rule.criteria, rule.excluded.unless if rule.excluded else None):
        if root and (found := _down_to(root, criterion_id)):
            return found
    return ()


def _down_to(criterion: Criterion, criterion_id: str) -> tuple[Criterion, ...]:
    if criterion.id == criterion_id:
        return (criterion,)
    for part in (*criterion.parts, *((criterion.when,) if criterion.when else ())):
        if found := _down_to(part, criterion_id):
            return (criterion, *found)
    return ()


def _text(rule: Rule, catalogue: Catalogue) -> str:
    """All that a rule says, in small letters."""
    said = [rule.id, rule.title, rule.cite, *rule.regions, *rule.states, *rule.notes, *rule.alternatives]
    said += [word for code in rule.covers.codes for word in (code, catalogue.label(code))]
    for ruling in (rule.excluded, rule.incidental):
        said += [ruling.says, ruling.cite] if ruling else []
    for root in (rule.criteria, rule.excluded.unless if rule.excluded else None):
        said += _words_below(root) if root else ()
    return " ".join(said).lower()


def _words_below(criterion: Criterion) -> Iterator[str]:
    yield from _own_words(criterion)
    if criterion.when:
        yield from _words_below(criterion.when)
    for part in criterion.parts:
        yield from _words_below(part)


def _own_words(criterion: Criterion) -> Iterator[str]:
    """What a criterion says itself: words, citation, note, and the facts it reads."""
    reads = (criterion.fact or criterion.computed or "").replace("_", " ")
    yield from (said for said in (criterion.id, criterion.says, criterion.cite, criterion.note, reads) if said)
