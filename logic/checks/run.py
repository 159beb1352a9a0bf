"""Runs every check of the library over a determined case."""

from collections.abc import Iterator

from logic.checks import (
    addons, cervical, decompression, deformity, diagnosis, discordance, documents, general, graft, instrumentation,
    lumbar_fusion, other_services, revision, setting, si_joint, values,
)
from logic.checks.base import CHECKS, UNCONCERNED, Answer, Check, CheckFunction, CheckStatus
from logic.checks.pairs import excluded_pairs, needed_approaches
from logic.checks.rules import CheckRule
from logic.checks.view import View
from logic.determination import Determination

_FUNCTIONS = (addons, cervical, decompression, deformity, diagnosis, discordance, documents, general, graft,
              instrumentation, lumbar_fusion, other_services, revision, setting, si_joint, values)


def run_checks(determination: Determination, rules: tuple[CheckRule, ...]) -> tuple[Check, ...]:
    """One check a finding, or one that passed or cannot be checked, in the order of the rules.

    Rules that concern none of the requested codes are silent.
    """
    requested = {line.code for line in determination.record.lines}
    views = [View(determination, rule) for rule in rules if not rule.codes or requested & set(rule.codes)]
    answers = [(view.rule, list(function(view))) for view in views if (function := function_of(view.rule))]
    found = [set(answer.lines) for rule, given in answers if not rule.gives_way
             for answer in given if not (answer.open or answer.fine)]
    return tuple(check for rule, given in answers for check in _checks(rule, given, found))


def function_of(rule: CheckRule) -> CheckFunction | None:
    """What applies a rule: its own function, else the one that reads the parameters it states."""
    if rule.left_out:
        return None
    if rule.id in CHECKS:
        return CHECKS[rule.id]
    if rule.pairs:
        return excluded_pairs
    return needed_approaches if rule.approaches else None


def _checks(rule: CheckRule, answers: list[Answer], found: list[set[str]]) -> Iterator[Check]:
    """The checks that answers make; those that are open make one."""
    if not answers:
        yield Check(rule.id, CheckStatus.PASSED, rule.severity, rule.title)
    new = [answer for answer in answers if answer is not UNCONCERNED and not (
        rule.gives_way and any(set(answer.lines) <= lines for lines in found))]
    for answer in new:
        if not answer.open:
            status = CheckStatus.PASSED if answer.fine else CheckStatus.FINDING
            fix = None if answer.fine else _fix(rule, answer)
            yield Check(rule.id, status, answer.severity or rule.severity, f"{rule.title}: {answer.says}",
                        answer.lines, fix)
    if still_open := [answer for answer in new if answer.open]:
        says = "; ".join(dict.fromkeys(answer.says for answer in still_open))
        lines = tuple(dict.fromkeys(line for answer in still_open for line in answer.lines))
        yield Check(rule.id, CheckStatus.CANNOT_BE_CHECKED, rule.severity, f"{rule.title}: {says}", lines)


def _fix(rule: CheckRule, answer: Answer) -> str | None:
    """What to do about a finding, with the codes that it concerns."""
    codes = dict.fromkeys(line.partition(":")[2].partition("#")[0] for line in answer.lines)
    return f"{', '.join(codes)}: {rule.fix}" if rule.fix and codes else rule.fix
