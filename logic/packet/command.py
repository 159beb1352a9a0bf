"""`packet FILE --out FOLDER`: writes every document of a case into a folder."""

from collections.abc import Iterator
from pathlib import Path as FilePath

from logic.loading import Library
from logic.packet.packet import packet
from logic.packet.texts import load_texts
from logic.problems import Problem, ProblemsError
from logic.review import Review


def write_packet(review: Review, library: Library, folder: FilePath) -> Iterator[str]:
    """Writes the files and tells which, and which documents there is no occasion for; raises ProblemsError."""
    made = packet(review, library, load_texts())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in made.files.items():
            (folder / name).write_bytes(content)
            yield f"wrote {folder / name}"
    except OSError as error:
        found = f"{folder}, where nothing can be written ({error.strerror})"
        raise ProblemsError([Problem("--out", 0, "", found, "a folder")]) from None
    yield from (f"no {name}: {because}" for name, because in made.left_out.items())
