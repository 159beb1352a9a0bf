"""Policies, vocabulary and samples: read once, and again when a file has changed."""

from pathlib import Path

import streamlit as st

from logic import loading
from logic.loading import Library
from logic.problems import Problem, ProblemsError
from ui.text import md

FIRST_SAMPLE = "l5s1_posterior_fusion_with_bma"
Stamp = tuple[tuple[str, int, int], ...]


def library() -> Library:
    """Everything under `policies/`, as read at the start of this run of the page."""
    held: Library = st.session_state.library if "library" in st.session_state else refresh_library()
    return held


def refresh_library() -> Library:
    """Reads what has changed. If the policies cannot be read, the problems are shown and the page stops."""
    try:
        held = _loaded(str(loading.POLICIES), _stamp(loading.POLICIES))
    except ProblemsError as error:
        st.error("The policies cannot be read, so nothing can be decided.", icon=":material/error:")
        show_problems(error.problems)
        st.stop()
    st.session_state.library = held
    return held


@st.cache_resource(max_entries=2, show_spinner="Reading the policies")
def _loaded(folder: str, stamp: Stamp) -> Library:  # noqa: ARG001 - the stamp is what the cache is keyed by
    return loading.load_library(Path(folder))


def _stamp(folder: Path, files: str = "**/*.yaml") -> Stamp:
    """Name, time of change and size of every file of a folder that fits a pattern; of folders within it, too."""
    found = ((str(path), path.stat()) for path in sorted(folder.glob(files)))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in found)


@st.cache_resource(max_entries=2, show_spinner=False)
def _titles(stamp: Stamp) -> dict[str, str]:
    titles: dict[str, str] = {}
    for name, _, _ in stamp:
        try:
            case, _warnings = loading.load_case(Path(name), library())
        except ProblemsError:
            continue
        titles[Path(name).stem] = case.title or case.case
    return titles


def samples() -> dict[str, str]:
    """The titles of the samples that can be read, by their id; the one that opens first stands first.

    The cases of lessons, in a folder within that of the samples, are none.
    """
    titles = _titles(_stamp(loading.SAMPLES, "*.yaml"))
    return {name: titles[name] for name in sorted(titles, key=lambda name: (name != FIRST_SAMPLE, name))}


def show_problems(problems: tuple[Problem, ...]) -> None:
    """The problem list of the command line as a table: line, where, found, expected, nearest."""
    st.table(
        {
            "File": [md(f"{problem.file}:{problem.line}") for problem in problems],
            "Where": [md(problem.path) for problem in problems],
            "Found": [md(problem.found) for problem in problems],
            "Expected": [md(problem.expected) for problem in problems],
            "Nearest": [md(problem.nearest or "") for problem in problems],
        },
        hide_index=True, border="horizontal", alt="Problems in the file",
    )
