"""Several processes of the app behind Caddy, set up as the README says, on ports of this machine."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
import os
from pathlib import Path
import re
import shutil
import subprocess
import time
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
CADDY = shutil.which("caddy") or ""
NAME = "precheck.office.example"
"""The office's name for the app, as the README has it."""
_QUIET = "{\n    admin off\n    auto_https off\n}\n"


def from_readme(site: str, servers: Sequence[int]) -> str:
    """The README's settings for Caddy, with another address and other ports; nothing but these is changed."""
    shown = re.search(rf"```\n({re.escape(NAME)} \{{.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert shown, "the README has no settings for Caddy"
    to = " ".join(f"127.0.0.1:{port}" for port in servers)
    return _QUIET + re.sub(r"reverse_proxy( 127\.0\.0\.1:\d+)+", f"reverse_proxy {to}", shown[1].replace(NAME, site, 1))


@contextmanager
def proxied(site: str, servers: Sequence[int], folder: Path) -> Iterator[None]:
    """Caddy at an address, before servers that run; its own files go into the folder."""
    settings = folder / "Caddyfile"
    settings.write_text(from_readme(site, servers), encoding="utf-8")
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "caddy.txt").open("wb") as told:
        proxy = subprocess.Popen([CADDY, "run", "--config", str(settings), "--adapter", "caddyfile"], env={**os.environ, **home},
                                 stdin=subprocess.DEVNULL, stdout=told, stderr=told)
    try:
        _wait_for(f"http://127.0.0.1:{site.rpartition(':')[2]}/_stcore/health")
        yield
    finally:
        proxy.terminate()
        proxy.wait(20)


def _wait_for(address: str) -> None:
    """Until the proxy answers, with whatever."""
    for _ in range(300):
        try:
            with urlopen(address, timeout=5):  # noqa: S310 - our own proxy
                return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("the proxy did not start")
