"""The texts of the checks, as data in `policies/checks/`."""

from typing import Literal

from logic.vocabulary import Frozen


class CheckRule(Frozen):
    """A rule that a check applies: its severity and what to do about a finding."""

    id: str
    severity: Literal["error", "warning", "info"]
    scope: str
    title: str
    statement: str
    condition: str
    codes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    fix: str | None = None
    provenance: str | None = None


class CheckFile(Frozen):
    """One file of `policies/checks/`."""

    rules: tuple[CheckRule, ...] = ()
