"""Who can reach this server: only this machine, or others too."""

from collections.abc import Iterable, Mapping
from ipaddress import ip_address

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""Headers that a proxy adds: whoever asks sits behind it."""


def beyond_this_machine(address: str | None, hosts: Iterable[str], headers: Mapping[str, str]) -> str | None:
    """Why a server is reached, or can be, by others than this machine; None if it is not.

    `address` is what it listens on (None: everything), `hosts` the names under which it answers (none: all of them),
    `headers` those of the request at hand.
    """
    if not address or not is_loopback(address):
        return f"it listens on {address or 'every address of this machine'}"
    for host in hosts:
        if not is_loopback(host):
            return f"it answers under the name {host}"
    given = {name.lower(): value for name, value in headers.items()}
    if "host" in given and not is_loopback(_without_port(given["host"])):
        return f"it was asked for under the name {given['host']}"
    if any(name in given for name in FORWARDED):
        return "it was asked by way of a proxy"
    return None


def is_loopback(name: str) -> bool:
    """Whether a host name or address means this machine alone.

    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("[::1]"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    bare = name.strip().strip("[]").lower()
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return bare == "localhost"


def _without_port(host: str) -> str:
    """A host without its port.

    >>> _without_port("localhost:8501"), _without_port("[::1]:8501"), _without_port("127.0.0.1")
    ('localhost', '[::1]', '127.0.0.1')
    """
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
