"""Checks of a request: coding rules, discordances and stale documents. A check never changes an outcome."""

from logic.checks.base import Check, CheckStatus
from logic.checks.run import run_checks

__all__ = ["Check", "CheckStatus", "run_checks"]
