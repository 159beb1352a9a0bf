"""Within what time a payer has to decide, by kind and urgency of the review: data of `policies/clocks/`."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from logic.case import Case, RequestKind, Urgency
from logic.policy import Confidence
from logic.vocabulary import Frozen

Text = Annotated[str, StringConstraints(min_length=1)]
HOURS_A_DAY = 24


class Clock(Frozen):
    """A time limit with the reviews that it holds for."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Text
    says: Text
    plans: Text
    """The kinds of plan that it binds, in words: a case does not say of which kind its plan is."""
    kinds: Annotated[tuple[RequestKind, ...], Field(min_length=1)]
    urgency: Annotated[tuple[Urgency, ...], Field(min_length=1)]
    days: int | None = Field(default=None, ge=1, le=365)
    """Calendar days; else `hours`."""
    hours: int | None = Field(default=None, ge=1, le=2000)
    start: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None
    """The last request day for which it holds."""
    cite: Text
    confidence: Confidence
    note: Text | None = None

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if (self.days is None) == (self.hours is None):
            raise ValueError("exactly one of days, hours")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether it holds for a request of that day."""
        return (self.start is None or self.start <= day) and (self.to is None or day <= self.to)

    def due(self, day: date) -> date:
        """The day on which a request of that day has to be decided."""
        return day + timedelta(days=self.days or math.ceil((self.hours or 0) / HOURS_A_DAY))


class NoClock(Frozen):
    """A time limit that is not known to us, with the reason."""

    what: Text
    reason: Text


class ClockFile(Frozen):
    """One file of `policies/clocks/`."""

    clocks: tuple[Clock, ...] = ()
    left_out: tuple[NoClock, ...] = ()


@dataclass(frozen=True)
class Running:
    """A clock that a request starts."""

    clock: Clock
    due: date

    @property
    def text(self) -> str:
        """In a sentence, with the plans that it binds and how sure we are."""
        unsure = "" if self.clock.confidence is Confidence.CONFIRMED else "; wording not confirmed"
        return (f"{self.clock.says}: by {self.due.isoformat()}, counted from the request day "
                f"({self.clock.plans} only; {self.clock.cite}{unsure})")


def clocks_for(case: Case, clocks: tuple[Clock, ...], on: date | None = None) -> tuple[Running, ...]:
    """The clocks that a request of its kind and urgency starts, the first to run out first.

    None may be known. `on` replaces the request day; without any day no clock runs.
    """
    day = on or case.request.day
    if day is None:
        return ()
    asked = case.request
    fitting = (clock for clock in clocks
               if asked.kind in clock.kinds and asked.urgency in clock.urgency and clock.holds_on(day))
    return tuple(sorted((Running(clock, clock.due(day)) for clock in fitting), key=lambda one: (one.due, one.clock.id)))
