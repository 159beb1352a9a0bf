"""What the lines on which a line hangs leave possible for it: of several primaries the best counts."""

from collections.abc import Mapping

from logic.case import Outcome

At = tuple[str, str]
"""A line id and one of its levels."""
Hangs = tuple[tuple[At, ...], ...]
"""The lines on which one hangs, each with its levels that count."""
ORDER = tuple(Outcome)
BEST = (Outcome.MEETS, Outcome.NEEDS_DOCUMENTATION, Outcome.NO_POLICY)
"""Of several primaries the best counts, in this order; then the rest."""


def with_primaries(own: Mapping[At, Outcome], hangs: Mapping[At, Hangs | None]) -> dict[At, Outcome]:
    """The outcome of every line and level, from what its own criteria give and the lines on which it hangs."""
    done: dict[At, Outcome] = {}

    def outcome(at: At) -> Outcome:
        if at not in done:
            done[at] = own[at]  # lines that follow each other in a circle see their own outcome
            places = hangs[at]
            if places is not None:
                best = following([outcome(place) for line in places for place in line])
                done[at] = min(own[at], best, key=ORDER.index)
        return done[at]

    for at in own:
        outcome(at)
    return done


def following(primaries: list[Outcome]) -> Outcome:
    """What the primaries leave possible for a line that hangs on them."""
    if not primaries:
        return Outcome.NEEDS_DOCUMENTATION
    best = min(primaries, key=rank)
    return best if best in BEST else Outcome.FOLLOWS_PRIMARY


def rank(outcome: Outcome) -> int:
    """The place of an outcome among those of several primaries, the best first."""
    return BEST.index(outcome) if outcome in BEST else len(BEST)
