"""Looking up what a few answers lead to, written out for each number of facts: a loop takes a third longer."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from logic.case import Value

Get = Callable[[str], Value | None]
"""The answer to a fact."""
Codes = dict[Value | None, int]
"""What each answer to a fact adds to a key."""
V = TypeVar("V")


def looking_up(reading: Sequence[tuple[str, Codes]], known: dict[int, V]) -> Callable[[Get], V]:  # noqa: PLR0911
    """What is known for the key to which the answers to some facts add up."""
    match reading:
        case ((a, of_a),):
            return lambda get: known[of_a[get(a)]]
        case (a, of_a), (b, of_b):
            return lambda get: known[of_a[get(a)] + of_b[get(b)]]
        case (a, of_a), (b, of_b), (c, of_c):
            return lambda get: known[of_a[get(a)] + of_b[get(b)] + of_c[get(c)]]
        case (a, of_a), (b, of_b), (c, of_c), (d, of_d):
            return lambda get: known[of_a[get(a)] + of_b[get(b)] + of_c[get(c)] + of_d[get(d)]]
        case (a, of_a), (b, of_b), (c, of_c), (d, of_d), (e, of_e):
            return lambda get: known[of_a[get(a)] + of_b[get(b)] + of_c[get(c)] + of_d[get(d)] + of_e[get(e)]]
        case (a, of_a), (b, of_b), (c, of_c), (d, of_d), (e, of_e), (f, of_f):
            return lambda get: known[
                of_a[get(a)] + of_b[get(b)] + of_c[get(c)] + of_d[get(d)] + of_e[get(e)] + of_f[get(f)]]
        case (a, of_a), (b, of_b), (c, of_c), (d, of_d), (e, of_e), (f, of_f), (g, of_g):
            return lambda get: known[
                of_a[get(a)] + of_b[get(b)] + of_c[get(c)] + of_d[get(d)] + of_e[get(e)] + of_f[get(f)]
                + of_g[get(g)]]
        case (a, of_a), (b, of_b), (c, of_c), (d, of_d), (e, of_e), (f, of_f), (g, of_g), (h, of_h):
            return lambda get: known[
                of_a[get(a)] + of_b[get(b)] + of_c[get(c)] + of_d[get(d)] + of_e[get(e)] + of_f[get(f)]
                + of_g[get(g)] + of_h[get(h)]]
        case _:
            return lambda get: known[sum([codes[get(fact)] for fact, codes in reading])]
