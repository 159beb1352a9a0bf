"""Runs every check of the library over a determined case."""

from collections.abc import Iterator

from logic.checks import coding, discordance
from logic.checks.base import CHECKS, Check, CheckStatus
from logic.checks.rules import CheckRule
from logic.determination import Determination

_FUNCTIONS = (coding, discordance)


def run_checks(determination: Determination, rules: tuple[CheckRule, ...]) -> tuple[Check, ...]:
    """One check a finding, or one that passed or cannot be checked, in the order of the rules."""
    return tuple(check for rule in rules if rule.id in CHECKS for check in _run(rule, determination))


def _run(rule: CheckRule, determination: Determination) -> Iterator[Check]:
    answers = list(CHECKS[rule.id](determination.record, determination))
    if not answers:
        yield Check(rule.id, CheckStatus.PASSED, rule.severity, rule.title)
    for answer in answers:
        status = CheckStatus.CANNOT_BE_CHECKED if answer.open else CheckStatus.FINDING
        fix = None if answer.open else rule.fix
        yield Check(rule.id, status, rule.severity, f"{rule.title}: {answer.says}", answer.lines, fix)
