"""The signs of truths and outcomes: a shape and a word for each, so that no colour is needed to tell them apart."""

from collections.abc import Iterator, Mapping

from logic.case import Outcome
from logic.pictures.drawing import Label, Part, Stroke, Tone
from logic.pictures.outcomes import TONES
from logic.truth import Truth

TRUTH_WORDS: Mapping[Truth, str] = {
    Truth.MET: "Met", Truth.NOT_MET: "Not met", Truth.NOT_DOCUMENTED: "Not documented",
    Truth.NOT_APPLICABLE: "Does not apply",
}
TRUTH_TONES: Mapping[Truth, Tone] = {
    Truth.MET: "meets", Truth.NOT_MET: "fails", Truth.NOT_DOCUMENTED: "open", Truth.NOT_APPLICABLE: "neutral",
}
_OF_TRUTH = {Truth.MET: "tick", Truth.NOT_MET: "cross", Truth.NOT_DOCUMENTED: "?", Truth.NOT_APPLICABLE: "dash"}
_OF_OUTCOME = {
    Outcome.MEETS: "tick", Outcome.NEEDS_DOCUMENTATION: "?", Outcome.NOT_MET: "cross", Outcome.FOLLOWS_PRIMARY: "F",
    Outcome.EXPERIMENTAL: "E", Outcome.INCIDENTAL: "B", Outcome.NO_POLICY: "dash",
}
_LINES = {
    "tick": (((-0.8, 0.05), (-0.25, 0.6), (0.8, -0.6)),),
    "cross": (((-0.65, -0.65), (0.65, 0.65)), ((-0.65, 0.65), (0.65, -0.65))),
    "dash": (((-0.7, 0.0), (0.7, 0.0)),),
}
"""The strokes of a sign in a square from -1 to 1. All other signs are letters."""
_LETTER = 1.25
"""A letter fills less of its size than strokes do."""
_THIN, _THICK = 1.75, 2.5


def truth_sign(
    truth: Truth, at: tuple[float, float], size: float, tone: Tone, *, strong: bool = False,
) -> Iterator[Part]:
    """The sign of a truth around a point, within a square of `size`: tick, cross, question mark, dash."""
    yield from _sign(_OF_TRUTH[truth], at, size, tone, strong=strong)


def outcome_sign(outcome: Outcome, at: tuple[float, float], size: float) -> Iterator[Part]:
    """The sign of an outcome: tick, cross, question mark, dash, or the letter that a legend has to explain."""
    yield from _sign(_OF_OUTCOME[outcome], at, size, TONES[outcome], strong=True)


def _sign(name: str, at: tuple[float, float], size: float, tone: Tone, *, strong: bool) -> Iterator[Part]:
    x, y = at
    if name not in _LINES:
        yield Label(x, y, name, tone, "middle", size * _LETTER, strong=True)
        return
    half = size / 2
    for points in _LINES[name]:
        yield Stroke(tuple((x + half * a, y + half * b) for a, b in points), tone, _THICK if strong else _THIN)
