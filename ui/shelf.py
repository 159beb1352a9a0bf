"""The policies as they stand on disk: read once, and again when a file has changed and all of them can be read.

Policies are edited while people work. What was read last stays until all files together can be read again, so that an
edition half written or broken never decides anything.
"""

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from time import monotonic

from logic.loading import Library, load_library
from logic.packet.texts import Texts, load_texts
from logic.problems import Problem, ProblemsError

LOOK_EVERY = 1.0
"""Seconds between two looks at the files."""
PACKET = Path("templates", "packet")
Stamp = tuple[tuple[str, int, int, int], ...]


def stamp(folder: Path, which: str = "**/*.yaml") -> Stamp:
    """Name, times of change of content and of rights, and size of the files of a folder: all YAML files below it."""
    return tuple(_marks(folder, which))


def _marks(folder: Path, which: str) -> Iterator[tuple[str, int, int, int]]:
    for path in sorted(folder.glob(which)):
        try:
            held = path.stat()
        except OSError:  # gone since it was listed
            continue
        yield str(path), held.st_mtime_ns, held.st_ctime_ns, held.st_size


@dataclass(frozen=True)
class Policies:
    """What was read together from one state of the files."""

    library: Library
    texts: Texts


@dataclass
class Shelf:
    """The policies of a folder as they were last readable; shared by all sessions of a server."""

    folder: Path
    held: Policies | None = None
    """None until all files could be read once."""
    problems: tuple[Problem, ...] = ()
    """Why the files cannot be read as they are now; empty while what is held is what they say."""
    _seen: Stamp = ()
    _looked: float | None = None
    _busy: Lock = field(default_factory=Lock)

    def look(self) -> None:
        """Reads the files again if they have changed; while another session does, goes on with what is held."""
        if not self._busy.acquire(blocking=self.held is None):
            return
        try:
            if self._looked is None or monotonic() - self._looked >= LOOK_EVERY:
                self._read_if_changed()
                self._looked = monotonic()
        finally:
            self._busy.release()

    def _read_if_changed(self) -> None:
        found = stamp(self.folder)
        if found == self._seen:
            return
        try:
            read = Policies(load_library(self.folder), load_texts(self.folder / PACKET))
        except ProblemsError as error:
            self._seen, self.problems = found, error.problems
        else:
            if stamp(self.folder) == found:  # else they are still being written, and the next look tells
                self._seen, self.held, self.problems = found, read, ()
                gc.freeze()  # what stays for good need not be searched for waste again and again
