"""What `check` does with folders, and with `--format csv`."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path as FilePath
from typing import TextIO

from logic.problems import Problem

LONG_RUN = 20
_ENDINGS = {".yaml", ".yml"}


def case_files(given: Iterable[FilePath]) -> tuple[list[FilePath], list[Problem]]:
    """Files as given; of a folder the YAML files that stand in it, and a problem where there are none."""
    found: list[FilePath] = []
    empty: list[Problem] = []
    for path in given:
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = sorted(inner for inner in path.iterdir() if inner.suffix.lower() in _ENDINGS)
        except OSError as error:
            told = f"a folder that cannot be read ({error.strerror})"
            empty.append(Problem(str(path), 0, "", told, "a readable folder"))
            continue
        found += inside
        if not inside:
            empty.append(Problem(str(path), 0, "", "a folder without case files", "files that end with .yaml or .yml"))
    return found, empty


def with_progress(files: Sequence[FilePath], shown: TextIO) -> Iterator[FilePath]:
    """The files one after the other; on a long run somebody who watches sees how far it is."""
    watched = len(files) >= LONG_RUN and shown.isatty()
    for number, path in enumerate(files, start=1):
        if watched:
            shown.write(f"\r{number} of {len(files)}")
            shown.flush()
        yield path
    if watched:
        shown.write("\r\n")
