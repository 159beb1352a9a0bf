"""The vocabulary as a list for people who write case files or policies."""

from collections.abc import Iterator

from logic.vocabulary import ROW_KINDS, Belongs, Fact, Kind, Vocabulary

_HEADINGS = {
    Belongs.REQUEST: "request", Belongs.DOCUMENT: "documents", Belongs.DIAGNOSIS: "diagnoses", Belongs.LINE: "lines",
    Belongs.STAGE: "plan of a stage", Belongs.PATIENT: "patient", Belongs.LEVEL: "levels",
}


def fact_lines(vocabulary: Vocabulary, word: str = "") -> Iterator[str]:
    """The facts by the place where a case file holds them, each with its answers and its question.

    `word` keeps only those whose name, label or question holds it.
    """
    sought = word.lower()
    for belongs in Belongs:
        told = [_told(fact, vocabulary) for fact in vocabulary.belonging_to(belongs).values()
                if sought in f"{fact.id} {fact.label} {fact.ask}".lower()]
        if told:
            yield f"{ROW_KINDS.get(belongs) or _HEADINGS[belongs]}:"
            yield from told


def _told(fact: Fact, vocabulary: Vocabulary) -> str:
    sided = ", by side" if fact.sided else ""
    return f"  {fact.id} ({answers(fact, vocabulary)}{sided}): {fact.ask}"


def answers(fact: Fact, vocabulary: Vocabulary) -> str:
    """What can be answered, in words."""
    if fact.kind is Kind.YES_NO:
        return "yes or no"
    if fact.kind is Kind.NUMBER and fact.range:
        low, high = fact.range
        return f"{fact.unit}, {low:g} to {high:g}"
    if fact.kind is Kind.GRADE:
        scale = vocabulary.scales[fact.scale or ""]
        return " < ".join(scale.words) + (f"; also {', '.join(scale.not_graded)}" if scale.not_graded else "")
    if fact.kind in {Kind.CHOICE, Kind.CHOICES}:
        several = "any of " if fact.kind is Kind.CHOICES else ""
        return several + ", ".join(fact.options)
    return {Kind.DATE: "YYYY-MM-DD", Kind.LEVELS: "levels such as L4-S1"}.get(fact.kind, "text")
