"""What every test can use: the library that ships, and a case built from a few lines of YAML."""

from collections.abc import Callable

import pytest

import logic.__main__ as command_line
from logic.case import Case
from logic.case_file import read_case
from logic.loading import Library, load_library
from logic.yaml_source import read_bytes


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped vocabulary, catalogue, policy sets and checks."""
    return load_library()


@pytest.fixture
def command(library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command line with the library at hand; gives the exit code and what was printed."""
    for name in ("load_library", "library_on_demand"):
        monkeypatch.setattr(command_line, name, lambda _folder: library)

    def running(*arguments: str) -> tuple[int, str, str]:
        code = command_line.main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return running


@pytest.fixture(scope="session")
def case_of(library: Library) -> Callable[[str], Case]:
    """Builds a case from the text of a case file; the head (id, request day) is added."""

    def build(text: str) -> Case:
        head = "" if "case:" in text else "case: tried\n"
        day = "" if "request:" in text else "request: {day: 2026-01-12}\n"
        return read_case(read_bytes((head + day + text).encode(), "tried.yaml"), library.vocabulary, library.catalogue)[0]

    return build
