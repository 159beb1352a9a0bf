"""What a learner can mark as deciding a line: the criteria of its rule, as a reviewer names them, and other reasons.

Taken from the policy alone: nothing here depends on what a record says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from logic.case import Case, RequestedLine, requested_lines
from logic.catalogue import Catalogue
from logic.levels import regions_of
from logic.policy import Criterion, Edition, Rule, Silence


class Reason(StrEnum):
    """What can decide a line beside the criteria of its rule."""

    EXCLUDED = "excluded"
    BUNDLED = "incidental"
    PRIMARY = "primary"
    LEVELS = "region"
    NO_POLICY = "no_rule"
    NOTHING = "nothing"


SAYS: dict[Reason, str] = {
    Reason.EXCLUDED: "The policy excludes it, and no exception is shown",
    Reason.BUNDLED: "It is part of another requested procedure",
    Reason.PRIMARY: "What the line it depends on gives",
    Reason.LEVELS: "The levels are not named",
    Reason.NO_POLICY: "No loaded policy speaks of it on this day",
    Reason.NOTHING: "The policy asks for nothing further",
}
GENERIC = ("all of these", "one of these")


@dataclass(frozen=True)
class Option:
    """One thing to mark. `ids` are the criterion and all below it; of a reason, its own name alone."""

    id: str
    says: str
    ids: frozenset[str]


REASONS = tuple(Option(reason, says, frozenset({reason})) for reason, says in SAYS.items())


def options(case: Case, catalogue: Catalogue, edition: Edition | None) -> dict[str, tuple[Option, ...]]:
    """What can be marked for each line, by line id: the criteria of the rules that cover it, then other reasons.

    The reasons are the same for every line, whether or not they could apply: they give nothing away.
    """
    return {line.id: (*_of_rules(rules_for(line, case, catalogue, edition)), *REASONS)
            for line in requested_lines(case)}


def rules_for(line: RequestedLine, case: Case, catalogue: Catalogue, edition: Edition | None) -> tuple[Rule, ...]:
    """The rules that cover a line in its regions; all of them where its levels do not tell the region."""
    known = edition.rules_by_code.get(line.code, ()) if edition else ()
    held = [rule for one in known if (rule := one.in_state(case.request.state))]
    regions = {region for level in line.line.levels for region in regions_of(level)}
    entry = catalogue.entries.get(line.code)
    if not regions and entry:
        regions = {{"lumbosacral": "lumbar"}.get(entry.region, entry.region)} - {"any", ""}
    fitting = [rule for rule in held if not rule.regions or not regions or regions & set(rule.regions)]
    return tuple(fitting)


def _of_rules(rules: tuple[Rule, ...]) -> tuple[Option, ...]:
    roots = [root for rule in rules for root in (rule.excluded and rule.excluded.unless, rule.criteria) if root]
    found: dict[str, Option] = {}
    said: set[str] = set()
    for root in roots:
        for criterion in _named(root, top=True):
            option = Option(criterion.id or "", criterion.says or "", ids_below(criterion))
            if option.id not in found and option.says not in said:
                found[option.id] = option
                said.add(option.says)
    return tuple(found.values())


def _named(criterion: Criterion, *, top: bool = False) -> Iterator[Criterion]:
    """The criteria as a reviewer would name them.

    A single test, or alternatives of one kind, is one; where all parts are needed each is; where the alternatives are
    several things, the choice between them is one and so is each. An exception that only counts when shown is one.
    """
    if criterion.asked:
        return
    if criterion.all:
        for part in criterion.all:
            yield from _named(part)
        return
    likely = [part for part in criterion.parts if part.silence is not Silence.SHOWN]
    if criterion.parts and not all(_simple(part) for part in likely):
        if not top and len(likely) > 1 and criterion.says not in GENERIC:
            yield criterion
        for part in criterion.parts:
            if part.silence is Silence.SHOWN and part.says not in GENERIC:
                yield part
            else:
                yield from _named(part)
    else:
        yield criterion


def _simple(criterion: Criterion) -> bool:
    """Whether a criterion is one test, or a choice of such."""
    return not criterion.all and all(_simple(part) for part in criterion.parts)


def ids_below(criterion: Criterion) -> frozenset[str]:
    """The ids of a criterion and of everything below it, conditions included."""
    parts = (*criterion.parts, *((criterion.when,) if criterion.when else ()))
    return frozenset({criterion.id or ""}).union(*(ids_below(part) for part in parts))
