"""What a check answers, and the register of those that are written in Python."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from logic.checks.view import View


class CheckStatus(StrEnum):
    """Three answers: a check whose inputs are missing is never passed."""

    PASSED = "passed"
    FINDING = "finding"
    CANNOT_BE_CHECKED = "cannot_be_checked"


@dataclass(frozen=True)
class Check:
    """One check with its answer."""

    id: str
    status: CheckStatus
    severity: str
    says: str
    lines: tuple[str, ...] = ()
    fix: str | None = None


@dataclass(frozen=True)
class Answer:
    """What a check function found: in words, for which lines."""

    says: str
    lines: tuple[str, ...] = ()
    open: bool = False
    """An input is missing: it cannot be checked."""
    fine: bool = False
    """Passed, with a remark that is worth reading."""
    severity: str | None = None
    """Where it differs from the rule's."""


UNCONCERNED = Answer("")
"""The rule has nothing to say about this request: neither passed nor a finding."""

CheckFunction = Callable[[View], Iterator[Answer]]
CHECKS: dict[str, CheckFunction] = {}
"""Check functions by the id of their rule in `policies/checks/`."""


def check(rule_id: str) -> Callable[[CheckFunction], CheckFunction]:
    """Registers a function as the check of a rule. It yields one answer a finding, or none when it passes."""

    def register(function: CheckFunction) -> CheckFunction:
        CHECKS[rule_id] = function
        return function

    return register
