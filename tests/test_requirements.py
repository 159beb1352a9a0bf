"""What is installed is what was tested: every package with its version and the hashes of its files."""

import re
from pathlib import Path

import pytest

from logic.loading import ROOT

DIRECT = {ROOT / ".ci" / "requirements.in": ROOT / "requirements.txt", ROOT / ".ci" / "tests.in": ROOT / "tests" / "requirements.txt"}
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(path: Path) -> dict[str, set[str]]:
    """The versions asked for, by package; more than one where they depend on Python or system."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if pin := PIN.match(line):
            found.setdefault(normal(pin[1]), set()).add(pin[2])
    return found


def blocks(path: Path) -> list[str]:
    """The entries of a lock, each in one line."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [line for line in text.replace("\\\n", " ").splitlines() if line.strip()]


@pytest.mark.parametrize("direct", DIRECT, ids=lambda path: path.name)
def test_what_is_asked_for_directly_is_pinned_and_locked(direct: Path) -> None:
    lines = [line for line in direct.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not PIN.match(line) and line != "-r requirements.in"] == []
    locked = pins(DIRECT[direct])
    assert {name: version for name, version in pins(direct).items() if locked.get(name) != version} == {}


@pytest.mark.parametrize("lock", DIRECT.values(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_locked_package_has_a_version_and_hashes(lock: Path) -> None:
    found = blocks(lock)
    assert len(found) > 40
    assert [line for line in found if not PIN.match(line) or "--hash=sha256:" not in line] == []


def test_the_tests_run_on_the_versions_that_the_program_is_installed_with() -> None:
    program, tests = (set(blocks(lock)) for lock in DIRECT.values())
    assert program - tests == set()
