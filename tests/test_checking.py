"""Many files checked in several processes give what they give one after the other."""

import shutil
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from logic import checking
from logic.checking import CHUNK, Checked, Wanted, check_file, checked
from logic.loading import SAMPLES, Library
from logic.worklist import Asked

FILES = 2 * CHUNK


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Copies of a sample, with one file among them that cannot be read."""
    sample = min(SAMPLES.glob("*.yaml"))
    for n in range(FILES):
        shutil.copy(sample, tmp_path / f"{n:02}.yaml")
    (tmp_path / "03.yaml").write_text("case: [", encoding="utf-8")
    return sorted(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["json", "csv"])
def test_processes_give_the_same_in_the_same_order(files: list[Path], form: str, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = Wanted(Asked(), form)
    alone = [check_file(path, wanted, library) for path in files]
    monkeypatch.setattr(checking, "ENOUGH", 1)
    monkeypatch.setattr("multiprocessing.cpu_count", lambda: 2)
    monkeypatch.setattr(checking, "check_file", None)  # nothing is left to be done here
    assert list(checked(files, wanted, library)) == alone
    assert [one.made is None for one in alone].count(True) == 1


class Pool:
    """Stands for processes of which one is ended from outside after some files."""

    asked = 0

    def __init__(self, *_: object) -> None:
        type(self).asked += 1

    def map(self, _check: object, files: list[Path], **_: object) -> Iterator[Any]:
        for path in files[:5]:
            yield Checked((), path.name, meets=True)
        raise BrokenProcessPool

    def shutdown(self, **_: object) -> None:
        """Nothing was started."""


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> type[Pool]:
    monkeypatch.setattr(Pool, "asked", 0)
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Pool)
    monkeypatch.setattr(checking, "check_file", lambda path, _wanted, _library: Checked((), f"here {path.name}", meets=True))
    return Pool


def test_what_a_process_that_was_ended_left_is_done_here(
    files: list[Path], pool: type[Pool], library: Library, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checking, "ENOUGH", 1)
    monkeypatch.setattr("multiprocessing.cpu_count", lambda: 2)
    made = [one.made for one in checked(files, Wanted(Asked()), library)]
    assert made == [*(path.name for path in files[:5]), *(f"here {path.name}" for path in files[5:])]
    assert pool.asked == 1


@pytest.mark.parametrize(("cores", "enough"), [(1, 1), (2, FILES + 1)])
def test_one_core_or_few_files_start_no_process(
    files: list[Path], pool: type[Pool], library: Library, monkeypatch: pytest.MonkeyPatch, cores: int, enough: int,
) -> None:
    monkeypatch.setattr(checking, "ENOUGH", enough)
    monkeypatch.setattr("multiprocessing.cpu_count", lambda: cores)
    assert [one.made for one in checked(files, Wanted(Asked()), library)] == [f"here {path.name}" for path in files]
    assert pool.asked == 0
