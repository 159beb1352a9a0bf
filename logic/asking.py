"""Why a fact is asked: the criteria that read it, for which lines, and how far the answer is from their limit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from logic.determination import Determination
from logic.finding import Finding
from logic.looking_ahead import trees
from logic.measures import MEASURES
from logic.policy import Confidence
from logic.policy_resolving import limit_in_words
from logic.reading import shown
from logic.truth import Truth
from logic.vocabulary import Vocabulary

_LEAST, _MOST = {"min", "more_than"}, {"max", "less_than"}


@dataclass(frozen=True)
class Reason:
    """A criterion that reads a fact, and the lines under which it stands."""

    criterion: str
    says: str
    limit: str
    """Its test in words ("at least 4 mm")."""
    standing: str
    """A number so far against the limit ("4 of 6 weeks"); empty for other tests."""
    truth: Truth
    cite: str
    confidence: Confidence | None
    lines: tuple[str, ...]


_Key = tuple[str, str, Truth]


def why_asked(determination: Determination) -> Mapping[str, tuple[Reason, ...]]:
    """The criteria that read each fact, by its path, in the order of the lines. Alike at several levels, one stands."""
    found: dict[str, dict[_Key, Reason]] = {}
    for leaf, lines in _read_by(determination):
        _note(found, leaf, lines, determination.record.vocabulary)
    return {path: tuple(reasons.values()) for path, reasons in found.items()}


def _read_by(determination: Determination) -> Iterable[tuple[Finding, dict[str, None]]]:
    """Every leaf, which several lines can share, with the lines that read it."""
    found: dict[int, tuple[Finding, dict[str, None]]] = {}
    for result in determination.lines:
        for level in result.levels:
            for root in trees(level):
                for leaf in _leaves(root):
                    found.setdefault(id(leaf), (leaf, {}))[1][result.line.id] = None
    return found.values()


def _note(
    found: dict[str, dict[_Key, Reason]], leaf: Finding, lines: dict[str, None], vocabulary: Vocabulary,
) -> None:
    """Adds a leaf to the reasons of every fact it reads."""
    reading = leaf.reading
    if reading is None:
        return
    reason = _reason(leaf, tuple(lines), vocabulary)
    key = (reason.criterion, reason.standing, reason.truth)
    for path in dict.fromkeys((reading.path, *(used.path for used in reading.used), *reading.open_paths)):
        held = found.setdefault(path, {})
        earlier = held.get(key)
        held[key] = reason if earlier is None else replace(
            earlier, lines=tuple(dict.fromkeys((*earlier.lines, *lines))))


def _reason(leaf: Finding, lines: tuple[str, ...], vocabulary: Vocabulary) -> Reason:
    criterion = leaf.criterion
    unit = unit_of(leaf, vocabulary)
    limit = ", ".join(limit_in_words(name, value, unit) for name, value in criterion.tests.items())
    return Reason(criterion.id or "", criterion.says or "", limit, standing(leaf, vocabulary), leaf.truth,
                  criterion.cite or "", criterion.confidence, lines)


def _leaves(finding: Finding) -> Iterator[Finding]:
    """The leaves below a finding, those of conditions included."""
    if finding.is_leaf:
        yield finding
    for part in (*finding.parts, *((finding.condition,) if finding.condition else ())):
        yield from _leaves(part)


def unit_of(leaf: Finding, vocabulary: Vocabulary) -> str | None:
    """The unit of what a leaf reads, if it has one."""
    criterion = leaf.criterion
    if criterion.computed:
        return MEASURES[criterion.computed].unit
    fact = vocabulary.facts.get(criterion.fact or "")
    return fact.unit if fact else None


def standing(leaf: Finding, vocabulary: Vocabulary) -> str:
    """A number so far against its limit ("4 of 6 weeks", "0 or more of 6 weeks"); empty for other tests."""
    reading = leaf.reading
    limits = [(name, value) for name, value in leaf.criterion.tests.items()
              if name in _LEAST | _MOST and isinstance(value, int | float)]
    if reading is None or len(limits) != 1 or reading.scale:
        return ""
    numbers = [value for value in reading.values if isinstance(value, int | float) and not isinstance(value, bool)]
    if reading.span:
        least, most = reading.span
        sofar = shown(least) if least == most else f"{shown(least)} or more"
    elif numbers:
        sofar = ", ".join(dict.fromkeys(map(shown, numbers)))
    else:
        return ""
    (name, limit), = limits
    return f"{sofar}{' of' if name in _LEAST else ', at most'} {shown(limit, unit_of(leaf, vocabulary))}"
