"""A case that was changed to try something: what is new in it is marked assumed.

An answer counts as new if the kept case holds no answer with the same value at its place. What has no status (codes,
levels, days, diagnoses, documents, kinds of treatment marked none) is left as it was changed.
"""

from collections.abc import Mapping
from typing import TypeVar

from logic.case import COUNTING, Case, Entry, Row, Stage, Status

P = TypeVar("P", Entry, Row)
Facts = Mapping[str, tuple[Entry, ...]]


def assumed(changed: Case, kept: Case) -> Case:
    """The changed case with every answer and row that the kept one does not hold marked assumed, without a source."""
    return changed.model_copy(update={
        "patient": _facts(changed.patient, kept.patient),
        "levels": {level: _facts(facts, kept.levels.get(level, {})) for level, facts in changed.levels.items()},
        "stages": tuple(
            stage.model_copy(update={"plan": _facts(stage.plan, _plan_before(stage, place, kept))})
            for place, stage in enumerate(changed.stages)),
        "rows": {kind: tuple(_marked(row, kept.rows.get(kind, ())) for row in rows)
                 for kind, rows in changed.rows.items()},
    })


def _plan_before(stage: Stage, place: int, kept: Case) -> Facts:
    """The plan that a stage had: that of the stage with the same lines (it may have moved), else at its place."""
    here = kept.stages[place:place + 1]
    return next((one.plan for one in (*here, *kept.stages) if one.lines == stage.lines),
                here[0].plan if here else {})


def _facts(changed: Facts, kept: Facts) -> Facts:
    return {key: tuple(_marked(entry, kept.get(key, ())) for entry in entries) for key, entries in changed.items()}


def _marked(given: P, kept: tuple[P, ...]) -> P:
    """An answer or row as it counts in a trial: that of the kept case if it says the same, else assumed."""
    twin = next((one for one in kept if _content(one) == _content(given)), None)
    if twin is not None:
        return twin if given.status is Status.ASSUMED else given
    if given.status not in COUNTING:
        return given
    return given.model_copy(update={"status": Status.ASSUMED, "source": None, "page": None, "words": None,
                                    "reason": None})


def _content(given: Entry | Row) -> object:
    return given.value if isinstance(given, Entry) else dict(given.values)
