"""How many generated examples a law is tried with: few in the ordinary run, as many as asked for otherwise."""

import os
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings

BASE = 25
F = TypeVar("F", bound=Callable[..., object])


def laws(weight: float = 1) -> Callable[[F], F]:
    """Settings of a law: `weight` times the base, times what the variable LAW_BUDGET says (1).

    A shrunk example would be nicer, an hour of shrinking is not.
    """
    examples = max(int(BASE * weight * float(os.environ.get("LAW_BUDGET", "1"))), 1)
    return settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )
