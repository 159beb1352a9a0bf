"""A request while it is made up: the content of a case file, its days, and what it is about."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from logic.learn.generator.dice import Dice

FIRST_DAY = date(2026, 8, 10)
"""Requests are of this day or the four weeks after it: every shipped set has an edition in force then."""


@dataclass
class Draft:
    """A request that grows: complete at first, then turned and thinned out."""

    dice: Dice
    difficulty: int
    region: str = "lumbar"
    levels: tuple[str, ...] = ()
    """The levels that are treated, from head to foot."""
    side: str = "left"
    age: int = 60
    complaint: str = ""
    plan: str = ""
    """What is to be done, in words."""
    focus: str = ""
    """The line that the topic is about: its stage and part, as `line` gives it."""
    told: list[str] = field(default_factory=list)
    """Further sentences of the story."""
    data: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.day = FIRST_DAY + timedelta(days=self.dice.between(0, 28))
        self.surgery = self.day + timedelta(days=self.dice.between(14, 20))
        self.visit = self.day - timedelta(days=self.dice.between(3, 10))
        self.scan = self.visit - timedelta(days=self.dice.between(45, 90))
        self.woman = self.dice.chance(0.5)
        self.data = {
            "request": {"day": self.day.isoformat(), "surgery_day": self.surgery.isoformat(), "decided_by": "payer"},
            "documents": {}, "diagnoses": [], "stages": [], "patient": {}, "levels": {},
        }
        self.document("note", "clinic_note", "surgeon", self.visit)

    # -- documents and single facts ---------------------------------------------------------------------------------

    def document(self, name: str, kind: str, author: str, day: date) -> str:
        """Declares a document once; gives its id."""
        self.data["documents"].setdefault(name, {"kind": kind, "author": author, "date": day.isoformat()})
        return name

    def patient(self, name: str, value: object, source: str = "note") -> None:
        """States a fact of the patient."""
        self.data["patient"][name] = {"value": value, "from": source}

    def finding(self, level: str, name: str, value: object, source: str = "mri", side: str | None = None) -> None:
        """States a fact of a level, of one side where it has sides."""
        here = self.data["levels"].setdefault(level, {})
        entry = {"value": value, "from": source}
        if side is None:
            here[name] = entry
        else:
            here.setdefault(name, {})[side] = entry

    def stated(self, name: str) -> object:
        """What the record says of a fact of the patient that has no side; None where it says nothing."""
        return self.data["patient"].get(name, {}).get("value")

    def drop(self, level: str, *names: str) -> None:
        """Takes facts of a level back."""
        for name in names:
            self.data["levels"].get(level, {}).pop(name, None)

    def row(self, kind: str, source: str = "note", /, **values: object) -> None:
        """Adds a row."""
        made = {key: _plain(value) for key, value in values.items() if value is not None}
        self.data.setdefault(kind, []).append({**made, "from": source})

    def rows(self, kind: str) -> list[dict[str, Any]]:
        """The rows of a kind."""
        found: list[dict[str, Any]] = self.data.get(kind, [])
        return found

    def diagnose(self, *codes: str) -> None:
        """Adds diagnoses, the first of all as the primary one."""
        known = self.data["diagnoses"]
        for code in codes:
            if all(one["code"] != code for one in known):
                known.append({"code": code, "role": "secondary" if known else "primary"})

    # -- the request ------------------------------------------------------------------------------------------------

    def stage(self, approach: str, setting: str = "outpatient", **more: object) -> None:
        """Begins an operation."""
        self.data["stages"].append({"approach": [approach], "setting": setting, **more, "plan": {}, "lines": []})

    @property
    def last(self) -> dict[str, Any]:
        """The operation begun last."""
        found: dict[str, Any] = self.data["stages"][-1]
        return found

    def line(self, part: str, levels: tuple[str, ...] = (), **more: object) -> str:
        """Requests a part (a name of `codes`) in the operation begun last; gives its stage and part ("1:laminectomy").

        The codes take the place of the parts when the request is finished.
        """
        made: dict[str, Any] = {"code": part, **({"levels": list(levels)} if levels else {}), **more}
        self.last["lines"].append(made)
        return f"{len(self.data['stages'])}:{part}"

    def planned(self, name: str, value: object) -> None:
        """States a fact of the plan of the operation begun last."""
        source = self.document("plan", "operative_plan", "surgeon", self.visit)
        self.last["plan"][name] = {"value": value, "from": source}

    def parts(self) -> list[str]:
        """Every requested part."""
        return [line["code"] for stage in self.data["stages"] for line in stage["lines"]]


def listed(words: tuple[str, ...]) -> str:
    """Words as a sentence holds them ("a, b and c")."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


Turn = Callable[[Draft], None]
"""One thing that is otherwise than in a complete request.

A turn keeps the request coherent: what it takes from the record it takes as a whole, and what it says instead fits the
rest.
"""
