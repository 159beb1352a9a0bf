"""`diff`: what differs between two editions in words, and which lines of given cases come out otherwise."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from logic.case import SHOWN_AS, Case
from logic.determination import determine
from logic.loading import Library
from logic.policy import Criterion, Edition, Rule
from logic.policy_resolving import limit_in_words
from logic.record import Record

_PLAIN = ("silence", "confidence", "scope", "sides", "asked", "cite")
_PLAIN_OF_RULE = ("title", "regions", "cite", "confidence", "alternatives")
_SHOWN_CODES = 12


@dataclass(frozen=True)
class Named:
    """An edition with the name under which it was asked for (SET@EDITION)."""

    name: str
    edition: Edition


def differences(old: Named, new: Named) -> Iterator[str]:
    """What differs, in lines: codes, rules, then criteria (each once, with the rules in which it stands)."""
    yield f"{old.name} -> {new.name}"
    told = [*_codes(old.edition, new.edition), *_rules(old.edition, new.edition)]
    yield from told or ["  no difference"]


def changed_outcomes(
    old: Named, new: Named, cases: Mapping[str, Case], library: Library,
) -> Iterator[str]:
    """The lines of cases whose outcome differs, each decided on its own request day."""
    for name, case in cases.items():
        if case.request.day is None:
            yield f"{name}: no request day"
            continue
        record = Record(case, library.vocabulary, library.catalogue, case.request.day)
        before, after = (determine(record, one.edition) for one in (old, new))
        moved = [f"  {was.line.id}: {SHOWN_AS[was.outcome]} -> {SHOWN_AS[now.outcome]}"
                 for was, now in zip(before, after, strict=True) if was.outcome is not now.outcome]
        yield f"{name}: {len(moved)} of {len(before)} lines change"
        yield from moved


def _codes(old: Edition, new: Edition) -> Iterator[str]:
    before, after = set(old.rules_by_code), set(new.rules_by_code)
    if gone := sorted(before - after):
        yield f"  codes no longer covered: {', '.join(gone)}"
    if come := sorted(after - before):
        yield f"  codes newly covered: {', '.join(come)}"


# -- rules ----------------------------------------------------------------------------------------------------------

def _rules(old: Edition, new: Edition) -> Iterator[str]:
    pairs = list(_pairs(old, new))
    kept = {was.id for was, _ in pairs}, {now.id for _, now in pairs}
    for rule in old.rules:
        if rule.id not in kept[0]:
            yield f"  rule removed: {_called(rule)}"
    for rule in new.rules:
        if rule.id not in kept[1]:
            yield f"  rule added: {_called(rule)}"
    for was, now in pairs:
        if told := list(_rule(was, now)):
            yield f"  rule {now.id}{f' (was {was.id})' if was.id != now.id else ''}:"
            yield from (f"    {line}" for line in told)
    places: dict[str, list[str]] = {}
    for was, now in pairs:
        for line in _criteria(was, now):
            places.setdefault(line, []).append(now.id)
    for line, rules in places.items():
        yield f"  {line} (in {', '.join(dict.fromkeys(rules))})"


def _called(rule: Rule) -> str:
    codes = rule.covers.codes
    more = f" and {len(codes) - _SHOWN_CODES} more" if len(codes) > _SHOWN_CODES else ""
    return f"{rule.id} ({', '.join(codes[:_SHOWN_CODES])}{more})"


def _pairs(old: Edition, new: Edition) -> Iterator[tuple[Rule, Rule]]:
    """The rules that stand for each other: of one id, else those that share most codes."""
    left = {rule.id: rule for rule in old.rules}
    waiting = []
    for rule in new.rules:
        if rule.id in left:
            yield left.pop(rule.id), rule
        else:
            waiting.append(rule)
    for rule in waiting:
        best = max(left.values(), key=lambda other: _shared(other, rule), default=None)
        if best and _shared(best, rule):
            yield left.pop(best.id), rule


def _shared(one: Rule, other: Rule) -> int:
    apart = one.regions and other.regions and not set(one.regions) & set(other.regions)
    return 0 if apart else len(set(one.covers.codes) & set(other.covers.codes))


def _rule(was: Rule, now: Rule) -> Iterator[str]:
    if was.id != now.id:
        yield "renamed"
    before, after = set(was.covers.codes), set(now.covers.codes)
    if before != after:
        moves = [f"-{code}" for code in sorted(before - after)] + [f"+{code}" for code in sorted(after - before)]
        yield f"codes: {' '.join(moves)}"
    yield from _fields(was, now, _PLAIN_OF_RULE)
    for name, words in (("excluded", "exclusion"), ("incidental", "bundling"), ("follows", "primaries")):
        one, other = getattr(was, name), getattr(now, name)
        if one and other and one != other:
            yield f"{words} changed"
        elif bool(one) != bool(other):
            yield f"{words} {'removed' if one else 'added'}"
    if was.criteria and not now.criteria:
        yield "criteria removed: nothing further is required"
    elif now.criteria and not was.criteria:
        yield "criteria added: something is required now"


# -- criteria -------------------------------------------------------------------------------------------------------

def _criteria(was: Rule, now: Rule) -> Iterator[str]:
    before, after = dict(_all_of(was)), dict(_all_of(now))
    same = [(name, name) for name in before if name in after]
    lost = [name for name in before if name not in after]
    found = [name for name in after if name not in before]
    for name in list(lost):
        alike = [other for other in found if _reads(before[name]) and _reads(before[name]) == _reads(after[other])]
        if alike:
            same.append((name, alike[0]))
            lost.remove(name)
            found.remove(alike[0])
    yield from (f"criterion removed: {name}: {before[name].says}" for name in lost)
    yield from (f"criterion added: {name}: {after[name].says}" for name in found)
    for name, other in same:
        renamed = ["renamed"] if name != other else []
        if told := "; ".join([*renamed, *_criterion(before[name], after[other])]):
            yield f"criterion {other}{f' (was {name})' if name != other else ''}: {told}"


def _all_of(rule: Rule) -> Iterator[tuple[str, Criterion]]:
    waiting = [root for root in (rule.criteria, rule.excluded.unless if rule.excluded else None) if root]
    while waiting:
        criterion = waiting.pop(0)
        waiting[:0] = [*criterion.parts, *((criterion.when,) if criterion.when else ())]
        name = criterion.id or ""
        yield (f"(root){name.removeprefix(rule.id)}" if name == rule.id else name), criterion


def _reads(criterion: Criterion) -> str | None:
    """What a leaf reads; nothing for a group or a test of the request."""
    return criterion.fact or criterion.computed


def _criterion(was: Criterion, now: Criterion) -> Iterator[str]:
    if _form(was) != _form(now):
        yield f"{_form(was)} -> {_form(now)}"
    if was.parameters != now.parameters:
        yield f"parameters {_mapping(was.parameters)} -> {_mapping(now.parameters)}"
    if was.requested != now.requested:
        yield "another test of the request"
    if was.unclear != now.unclear:
        yield f"unclear {_shown(was.unclear)} -> {_shown(now.unclear)}"
    if (was.when is None) != (now.when is None):
        yield "applies always now" if was.when else "applies only on a condition now"
    yield from _fields(was, now, _PLAIN)


def _form(criterion: Criterion) -> str:
    if criterion.at_least:
        return f"at least {criterion.at_least} of {len(criterion.parts)}"
    if criterion.parts:
        return "all of" if criterion.all else "one of"
    reads = _reads(criterion)
    tests = ", ".join(limit_in_words(name, value) for name, value in criterion.tests.items())
    return f"{reads} {tests}" if reads else "requested"


def _fields(was: Rule | Criterion, now: Rule | Criterion, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        before, after = getattr(was, name), getattr(now, name)
        if before != after:
            yield f"{name} {_shown(before)} -> {_shown(after)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_shown(item) for item in value)}]"
    return f'"{value}"' if isinstance(value, str) and " " in value else str(value)


def _mapping(parameters: Mapping[str, object]) -> str:
    return "{" + ", ".join(f"{name}: {_shown(value)}" for name, value in sorted(parameters.items())) + "}"
