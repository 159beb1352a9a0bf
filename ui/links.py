"""Addresses of places in the policies. An address names a policy, never anything of a case."""

from urllib.parse import urlencode

PAGE = "policies"
"""The address of the Policies screen, seen from any other."""
LEARN = "learn"
"""The address of the Learn screen."""


def place_in_policies(set_id: str, edition: str, rule: str, criterion: str | None = None) -> str:
    """The address of a rule, or of one of its criteria, on the Policies screen."""
    named = {"set": set_id, "edition": edition, "rule": rule, "criterion": criterion}
    return f"{PAGE}?{urlencode({key: value for key, value in named.items() if value})}"
