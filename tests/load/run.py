"""Many people at one server: how many it holds, what a session costs, how long a change takes at the server.

    python -m tests.load.run --sessions 25 --seconds 60

Each session opens the largest sample, goes to its imaging step and changes a fact every few seconds. The server is one
process of its own on a free port of this machine (`--processes`: several, behind Caddy as the README sets it up), the
clients are here; figures are milliseconds from sending a change until its run has ended, drawing in the browser apart.
Exit code 1 if anything failed or the 95th percentile is too high.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Coroutine, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
import os
from pathlib import Path
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from types import MappingProxyType
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.request import urlopen

from tests.load.client import RunError, Session, signed_in
from tests.load.proxy import CADDY, proxied
from tests.oidc_provider import provided, secrets

ROOT = Path(__file__).resolve().parent.parent.parent
T = TypeVar("T")
LARGEST, STEP = "Two stages", "3 Imaging"
MOST_SESSIONS, MOST_SECONDS, MOST_PROCESSES = 200, 600, 8


@dataclass
class Measured:
    """What all sessions saw."""

    opened: list[float] = field(default_factory=list)
    """Milliseconds until a new session showed its first page."""
    changes: list[float] = field(default_factory=list)
    """Milliseconds of each change, until all of the page is there."""
    outcomes: list[float] = field(default_factory=list)
    """Milliseconds until its outcomes are there."""
    errors: list[str] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    """Bytes that a change brought."""


def percentile(values: list[float], part: int) -> float:
    """A percentile; the only value where there is but one."""
    return statistics.quantiles(values, n=100, method="inclusive")[part - 1] if len(values) > 1 else values[0]


async def person(url: str, until: float, pause: float, seed: int, found: Measured, *, shared: bool = False) -> None:
    """Opens the largest sample and changes facts of it until the time is over; in a shared installation signs in before."""
    chance = random.Random(seed)
    try:
        async with Session(url, await signed_in(url) if shared else {}) as session:
            await asyncio.sleep(chance.random() * pause)
            found.opened.append(await _timed(session.run()))
            titles = session.widgets["sample"].options
            await session.choose("sample", next(title for title in titles if title.startswith(LARGEST)))
            await session.segment("step", STEP)
            while time.monotonic() < until:
                await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)
                key, word = _some_change(session, chance)
                found.changes.append(await _timed(session.choose(key, word)))
                found.sent.append(session.received)
                found.outcomes += [session.decided] if session.decided is not None else []
                if session.widgets["undo last"].disabled:
                    found.errors.append(f"{key}: the change was not taken")
    except (RunError, OSError, TimeoutError) as error:
        found.errors.append(f"{type(error).__name__}: {error}")


async def _timed(run: Awaitable[None]) -> float:
    began = time.perf_counter()
    await run
    return (time.perf_counter() - began) * 1000


def _some_change(session: Session, chance: random.Random) -> tuple[str, str]:
    """A graded finding of the level that is shown, and a word that it was not given before."""
    key = chance.choice(sorted(key for key in session.widgets if "_stenosis" in key and not key.endswith("~source")))
    return key, chance.choice([word for word in session.widgets[key].options[1:6] if word != session.chosen(key)])


async def many(url: str, sessions: int, seconds: float, pause: float, *, shared: bool = False) -> Measured:
    """That many people at once."""
    found = Measured()
    until = time.monotonic() + seconds
    await asyncio.gather(*(person(url, until, pause, seed, found, shared=shared) for seed in range(sessions)))
    return found


# -- the server -----------------------------------------------------------------------------------------------------

def memory(process: int) -> float | None:
    """Resident memory of a process in MB, where the system tells."""
    try:
        told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return None
    return int(told.partition("VmRSS:")[2].split()[0]) / 1024


def busy(process: int) -> float | None:
    """Seconds of processor time that a process has used, where the system tells."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(told[11]) + int(told[12])) / 100


def started(port: int, log: Path, settings: Mapping[str, str] = MappingProxyType({})) -> subprocess.Popen[bytes]:
    """A server on a port, ready; settings are added to the environment."""
    with log.open("wb") as told:
        server = subprocess.Popen([sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)], cwd=ROOT,
                                  env={**os.environ, **settings}, stdin=subprocess.DEVNULL, stdout=told, stderr=told)
    for _ in range(600):
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return server
        except (URLError, OSError):
            time.sleep(0.1)
    server.kill()
    raise SystemExit("the server did not start")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def in_a_thread(work: Coroutine[Any, Any, T]) -> T:
    """Runs it to its end in a thread of its own: in that of a test, the loop of a browser may be running."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


# -- the command ----------------------------------------------------------------------------------------------------

@contextmanager
def serving(processes: int, folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """So many servers; more than one are a shared installation, with sign-in and behind a proxy.

    Yields the address, and the servers.
    """
    with ExitStack() as ending:
        ports = [free_port() for _ in range(processes)]
        url, settings = f"http://127.0.0.1:{ports[0]}", {}
        if processes > 1:
            url = f"http://127.0.0.1:{free_port()}"
            settings = secrets(folder, ending.enter_context(provided()), url)
        servers = []
        for port in ports:
            servers.append(started(port, folder / f"{port}.txt", settings))
            ending.callback(servers[-1].wait, 30)
            ending.callback(servers[-1].terminate)
        if processes > 1:
            ending.enter_context(proxied(url, ports, folder))
        yield url, servers


def total(values: Iterable[float | None]) -> float | None:
    """The sum; None where one of them is not known."""
    known = list(values)
    return None if None in known else sum(value or 0 for value in known)


def measure(sessions: int, seconds: float, pause: float, processes: int = 1) -> tuple[Measured, list[str]]:
    """Runs the sessions against servers of their own; what they saw, and the figures in words."""
    shared = processes > 1
    with tempfile.TemporaryDirectory() as folder, serving(processes, Path(folder)) as (url, servers):
        in_a_thread(many(url, 4 * processes if shared else 1, 2, 1, shared=shared))  # what only the first visitors pay
        of = [one.pid for one in servers]
        before, used, began = total(map(memory, of)), total(map(busy, of)), time.monotonic()
        found = in_a_thread(many(url, sessions, seconds, pause, shared=shared))
        after, now, took = total(map(memory, of)), total(map(busy, of)), time.monotonic() - began
    told = [f"{sessions} sessions, {processes} process{'es' if shared else ''}, a change every {pause:g} s each, {seconds:g} s: "
            f"{len(found.changes)} changes, {len(found.errors)} errors"]
    if found.opened:
        told.append(f"first page: median {statistics.median(found.opened):.0f} ms, 95th percentile {percentile(found.opened, 95):.0f} ms")
    if found.changes:
        told.append(f"a change: median {statistics.median(found.changes):.0f} ms, 95th percentile {percentile(found.changes, 95):.0f} ms, "
                    f"longest {max(found.changes):.0f} ms, {statistics.mean(found.sent) / 1000:.0f} kB")
    if found.outcomes:
        told.append(f"its outcomes: median {statistics.median(found.outcomes):.0f} ms, 95th percentile {percentile(found.outcomes, 95):.0f} ms")
    if before is not None and after is not None:
        told.append(f"memory: {before:.0f} MB before, {after:.0f} MB after, {(after - before) / sessions:.1f} MB a session")
    if used is not None and now is not None:
        told.append(f"processor: {(now - used) / took * 100:.0f} % of one core")
    return found, [*told, *found.errors[:10]]


def main() -> int:
    """Bounded in sessions and time, so that it cannot be left running."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sessions", type=int, default=25)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--pause", type=float, default=3, help="seconds between two changes of a session")
    asked.add_argument("--processes", type=int, default=1, help="servers, behind Caddy where it is more than one")
    asked.add_argument("--limit", type=float, default=300, help="milliseconds that 95 of 100 changes may take")
    given = asked.parse_args()
    processes = max(1, min(given.processes, MOST_PROCESSES))
    if processes > 1 and not CADDY:
        asked.error("several processes need the proxy Caddy, which is not installed")
    found, told = measure(min(given.sessions, MOST_SESSIONS), min(given.seconds, MOST_SECONDS), given.pause, processes)
    print("\n".join(told))  # noqa: T201 - figures to read
    return 0 if found.changes and not found.errors and percentile(found.changes, 95) <= given.limit else 1


if __name__ == "__main__":
    sys.exit(main())
