"""Agreement beyond chance between a learner's outcomes and those of the engine."""

from collections import Counter
from collections.abc import Hashable, Sequence
from fractions import Fraction

Pair = tuple[Hashable, Hashable]
"""What the learner said of a line, and what the engine says."""


def kappa(pairs: Sequence[Pair]) -> float | None:
    """Cohen's kappa of some pairs: (po - pe) / (1 - pe), between -1 and 1.

    po is the share of pairs that agree, pe the share that would agree if both gave their outcomes as often as they do,
    independently of each other (J. Cohen, "A coefficient of agreement for nominal scales", Educational and
    Psychological Measurement 20, 1960, 37-46). All disagreements weigh alike.

    None where it is undefined: without pairs, and where both gave one and the same outcome throughout (pe is 1).

    >>> kappa([("meets", "meets"), ("meets", "not_met"), ("not_met", "not_met"), ("not_met", "not_met")])
    0.5
    """
    if not pairs:
        return None
    total = len(pairs)
    agreeing = Fraction(sum(one == other for one, other in pairs), total)
    said, is_so = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = Fraction(sum(said[outcome] * is_so[outcome] for outcome in said), total * total)
    if by_chance == 1:
        return None
    return float((agreeing - by_chance) / (1 - by_chance))
