"""How an outcome is shown in a picture: its tone and a short mark, never one without the other."""

from collections.abc import Iterable, Mapping

from logic.case import Outcome
from logic.following import ORDER
from logic.pictures.drawing import Tone

TONES: Mapping[Outcome, Tone] = {
    Outcome.MEETS: "meets", Outcome.NEEDS_DOCUMENTATION: "open", Outcome.NOT_MET: "fails",
    Outcome.FOLLOWS_PRIMARY: "fails", Outcome.EXPERIMENTAL: "fails", Outcome.INCIDENTAL: "neutral",
    Outcome.NO_POLICY: "neutral",
}
SHORT: Mapping[Outcome, str] = {
    Outcome.MEETS: "meets", Outcome.NEEDS_DOCUMENTATION: "needs doc.", Outcome.NOT_MET: "does not meet",
    Outcome.FOLLOWS_PRIMARY: "falls with primary", Outcome.EXPERIMENTAL: "experimental",
    Outcome.INCIDENTAL: "bundled", Outcome.NO_POLICY: "no policy",
}


def tone_of(outcomes: Iterable[Outcome | None]) -> Tone:
    """The tone of the outcome that stands among several; where none is shown, that of what is merely requested."""
    shown = [outcome for outcome in outcomes if outcome is not None]
    return TONES[min(shown, key=ORDER.index)] if shown else "accent"
