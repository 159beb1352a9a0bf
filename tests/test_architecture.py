"""What the folders may hold and who may import whom."""

import ast
import importlib
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from logic.case import INPATIENT
from logic.levels import LEVELS
from logic.loading import DEFAULT_SET, ROOT, Library
from logic.measures import MEASURES

TOP = {
    "app.py", "requirements.txt", "README.md", "logic", "policies", "sample_cases", "tests", "pyproject.toml", ".streamlit", ".ci",
    ".gitignore", "LICENSE", "ui",
}
OPTIONAL = {"fhir": "logic/fhir/validation.py"}
"""Libraries that the tests require and the program can do without, with the only module that uses each."""
LEFT_BY_TOOLS = {".benchmarks", ".git", ".venv", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}
LOGIC = sorted((ROOT / "logic").rglob("*.py"))
SCREEN = [ROOT / "app.py", *sorted((ROOT / "ui").rglob("*.py"))]
CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "monotonic", "localtime", "gmtime", "strftime", "perf_counter"}


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in [*LOGIC, *SCREEN]}


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports; `from package import module` names the module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)}:{node.lineno} imports relatively"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name for name in inner if name in MODULES)
            if not all(name in MODULES for name in inner):
                yield str(node.module)


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """The texts in a file with their lines, without docstrings."""
    module = tree(path)
    explained = {
        id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.lineno, node.value


# -- folders --------------------------------------------------------------------------------------------------------

def test_only_what_belongs_there_stands_at_the_top() -> None:
    assert {path.name for path in ROOT.iterdir()} - TOP - LEFT_BY_TOOLS == set()


def test_every_module_says_what_it_is_for() -> None:
    assert [shown(path) for path in [*LOGIC, *SCREEN] if not ast.get_docstring(tree(path))] == []


def test_every_file_of_ours_is_utf_8_and_ends_with_a_line_end() -> None:
    files = [path for folder in ("logic", "ui", "policies", "sample_cases") for path in (ROOT / folder).rglob("*.*")
             if path.suffix in {".py", ".yaml"}]
    assert [shown(path) for path in files if (text := path.read_text(encoding="utf-8")) and not text.endswith("\n")] == []


# -- imports --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("path", LOGIC, ids=shown)
def test_logic_knows_nothing_of_the_screen(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(path)}
    assert not roots & {"streamlit", "plotly", "ui", "app", "tests"}


def test_no_module_imports_itself_in_a_circle() -> None:
    edges = {name: {other for other in imported(path) if other in MODULES and other != name} for name, path in MODULES.items()}
    done: set[str] = set()
    while ready := {name for name in edges if name not in done and edges[name] <= done}:
        done |= ready
    assert set(edges) - done == set()


def test_a_circle_would_be_seen() -> None:
    assert "logic.case" in set(imported(ROOT / "logic" / "policy.py"))
    assert "logic.measures.treatment" in set(imported(ROOT / "logic" / "measures" / "__init__.py"))


@pytest.mark.parametrize("name", sorted(name for name in MODULES if name.startswith("logic") and not name.endswith("__main__")))
def test_every_module_of_logic_can_be_imported(name: str) -> None:
    assert importlib.import_module(name).__doc__


def test_logic_uses_only_what_requirements_name() -> None:
    wanted = {re.split(r"[\[=<>]", line)[0] for line in (ROOT / ".ci" / "requirements.in").read_text(encoding="utf-8").splitlines()}
    known = {"yaml": "pyyaml", "docx": "python-docx", "pydantic_core": "pydantic"}
    standard = sys.stdlib_module_names
    used = {name.split(".")[0] for path in [*LOGIC, *SCREEN] for name in imported(path)} - standard - {"logic", "ui"}
    assert {known.get(name, name) for name in used} - set(OPTIONAL) <= wanted


def test_an_optional_library_is_imported_in_one_place_and_only_when_it_is_asked_for() -> None:
    for name, place in OPTIONAL.items():
        users = [shown(path) for path in [*LOGIC, *SCREEN] if any(one.split(".")[0] == name for one in imported(path))]
        assert users == [place]
        top = [node for node in tree(ROOT / place).body if isinstance(node, ast.Import | ast.ImportFrom)]
        assert name not in {word for node in top for alias in node.names for word in (alias.name.split(".")[0], getattr(node, "module", "").split(".")[0])}


# -- time and chance ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("path", LOGIC, ids=shown)
def test_logic_never_asks_for_the_time_or_for_chance(path: Path) -> None:
    calls = [node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    asked = {call.attr for call in calls if isinstance(call, ast.Attribute)} | {call.id for call in calls if isinstance(call, ast.Name)}
    assert not asked & CLOCKS
    assert not {name.split(".")[0] for name in imported(path)} & {"time", "random", "secrets", "uuid", "os", "socket", "urllib", "requests"}


@pytest.mark.parametrize("path", LOGIC, ids=shown)
def test_logic_runs_no_text_as_code(path: Path) -> None:
    called = {node.func.id for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"eval", "exec", "compile", "__import__", "globals"}
    assert not {name.split(".")[0] for name in imported(path)} & {"pickle", "marshal", "subprocess", "importlib"}


# -- policy ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("path", SCREEN, ids=shown)
def test_the_screen_holds_no_policy(path: Path, library: Library) -> None:
    """No procedure code, policy set, rule or computed fact stands in the screen."""
    rules = {rule.id for item in library.sets.values() for edition in item.editions for rule in edition.rules}
    named = {*library.catalogue.entries, *library.sets, *rules, *MEASURES} - {INPATIENT}
    assert [(line, text) for line, text in strings(path) if text in named or re.search(r"\b(\d{5}|[A-Z]\d{4})\b", text)] == []


@pytest.mark.parametrize("path", SCREEN, ids=shown)
def test_the_screen_reads_no_file_of_policies_itself(path: Path) -> None:
    assert not {name.split(".")[0] for name in imported(path)} & {"yaml", "pydantic"}


@pytest.mark.parametrize("path", [path for path in LOGIC if "checks" not in path.parts], ids=shown)
def test_no_payer_is_named_in_the_engine(path: Path, library: Library) -> None:
    names = set(library.sets) | {"aetna", "medicare", "evicore", "cigna"}
    held = [(line, text) for line, text in strings(path) if text.lower() in names]
    assert [text for _, text in held if (path.name, text) != ("loading.py", DEFAULT_SET)] == []


@pytest.mark.parametrize("path", [path for path in LOGIC if "checks" not in path.parts], ids=shown)
def test_no_procedure_code_stands_in_the_engine(path: Path, library: Library) -> None:
    held = {text for _, text in strings(path) if re.fullmatch(r"\d{5}|[A-Z]\d{4}", text) and text in library.catalogue.entries}
    assert not held


def test_no_level_is_written_into_the_screen() -> None:
    held = [(shown(path), line, text) for path in SCREEN for line, text in strings(path) if text in LEVELS]
    assert held == []


def test_the_tools_read_all_our_folders() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert settings["mypy"]["strict"]
    assert set(settings["mypy"]["files"]) == {"app.py", "logic", "ui", "tests"}
    assert settings["ruff"]["lint"]["select"] == ["ALL"]
    assert settings["pytest"]["ini_options"]["filterwarnings"] == ["error"]


@pytest.mark.parametrize("path", SCREEN, ids=shown)
def test_no_file_is_left_at_an_address_of_the_server(path: Path) -> None:
    """Downloads and pictures of Streamlit's own lie there for whoever has the address."""
    called = {node.func.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    assert not called & {"download_button", "image", "audio", "video", "pdf", "pyplot", "logo"}
