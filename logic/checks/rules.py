"""The texts and parameters of the checks, as data in `policies/checks/`."""

from typing import Literal

from pydantic import Field

from logic.vocabulary import Frozen

Severity = Literal["error", "warning", "info"]


class Pair(Frozen):
    """Codes that do not go together: any of `one` beside any of `other`."""

    one: tuple[str, ...] = Field(min_length=1)
    other: tuple[str, ...] = ()
    other_families: tuple[str, ...] = ()
    at: Literal["same_level", "touching", "contiguous", "stage"] = "same_level"
    """Where they meet: at a level, at levels in a row (`touching`), either of these, or anywhere in the stage."""
    through: tuple[str, ...] = ()
    """Codes whose levels join the two into one row."""
    across_stages: bool = False
    by_side: bool = False
    """Lines on opposite sides do not meet."""
    unnamed: Literal["open", "finding"] = "open"
    """What it means when one of the lines names no level."""


class NeededApproach(Frozen):
    """Codes that need one of some approaches in their stage."""

    codes: tuple[str, ...] = Field(min_length=1)
    approaches: tuple[str, ...] = Field(min_length=1)
    kind: str
    """What such a code is ("an anterior or lateral code")."""


class AddOns(Frozen):
    """First-level codes and the codes of their further levels."""

    first: tuple[str, ...] = Field(min_length=1)
    further: tuple[str, ...] = Field(min_length=1)


class Planned(Frozen):
    """A part of the plan that some code or item should stand for."""

    fact: str
    values: tuple[str, ...] = ()
    """Options of the fact that mean it; none: the answer yes."""
    codes: tuple[str, ...] = Field(min_length=1)
    says: str
    denied: bool = False
    """The answer no contradicts the codes."""


class DiagnosisRegion(Frozen):
    """Diagnoses whose next character names the region, with the levels that fit each character."""

    prefixes: tuple[str, ...] = Field(min_length=1)
    levels: dict[str, tuple[str, ...]]
    """Levels by character, spans allowed ("C2-C7"); none: the site is not specified."""


class ExcludedDiagnoses(Frozen):
    """Diagnoses that are not coded together; codes are given by their beginnings."""

    one: tuple[str, ...] = Field(min_length=1)
    other: tuple[str, ...] = Field(min_length=1)
    same_site: bool = False
    """Only where both name the same site, or one of them names none."""


class Bundles(Frozen):
    """Bundling pairs: the column-1 code is paid, the column-2 code is part of it."""

    of_column_1: dict[str, tuple[str, ...]] = {}
    """Column-2 codes by column-1 code."""
    of_column_2: dict[str, tuple[str, ...]] = {}
    """Column-1 codes by column-2 code, for those that nearly every code includes."""

    def holds(self, paid: str, part: str) -> bool:
        """Whether the second code is part of the first."""
        return part in self.of_column_1.get(paid, ()) or paid in self.of_column_2.get(part, ())


class CheckRule(Frozen):
    """A rule that a check applies: its severity, what to do about a finding, and its parameters."""

    id: str
    severity: Severity
    scope: str
    title: str
    statement: str
    condition: str
    codes: tuple[str, ...] = ()
    """The codes it concerns; none: all."""
    needs: tuple[str, ...] = ()
    fix: str | None = None
    provenance: str | None = None
    left_out: str | None = None
    """Why no check applies the rule."""
    gives_way: bool = False
    """Not repeated for lines about which another rule has found the same or more."""

    except_codes: tuple[str, ...] = ()
    """Requested codes that a more specific rule looks after."""
    lists: dict[str, tuple[str, ...]] = {}
    """Named lists of codes, options or words."""
    limits: dict[str, float] = {}
    """Named numbers."""
    pairs: tuple[Pair, ...] = ()
    approaches: tuple[NeededApproach, ...] = ()
    add_ons: tuple[AddOns, ...] = ()
    planned: tuple[Planned, ...] = ()
    regions: tuple[DiagnosisRegion, ...] = ()
    excludes: tuple[ExcludedDiagnoses, ...] = ()
    bundles: Bundles | None = None


class CheckFile(Frozen):
    """One file of `policies/checks/`."""

    rules: tuple[CheckRule, ...] = ()
