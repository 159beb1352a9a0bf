"""The README keeps its word: its commands are those that CI runs, and its example set loads as written."""

import re
import textwrap
import tomllib
from collections.abc import Callable
from datetime import date

import pytest

from logic.case import Case, Outcome
from logic.loading import POLICIES, ROOT, Library
from logic.measures import MEASURES
from logic.policy_loading import load_sets
from logic.review import review
from ui.sign_in import NEEDED

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def with_example(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Library:
    """The library with the README's example set, written down exactly as the README shows it."""
    folder = tmp_path_factory.mktemp("policies") / "sets"
    examples = re.findall(r"`policies/sets/(\S+?\.yaml)`\n\n\s*```yaml\n(.*?)```", README, flags=re.DOTALL)
    assert len(examples) == 2
    for name, text in examples:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    loaded = load_sets(folder, library.vocabulary, library.catalogue)
    return Library(library.vocabulary, library.catalogue, {one.id: one for one in loaded}, library.checks)


def test_ci_runs_the_readmes_test_command() -> None:
    commands = re.findall(r"^python3 -m venv .*$", README, flags=re.MULTILINE)
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


CASE = """
stages:
  - lines:
      - {{code: "22612", levels: L4-L5}}
      - {{code: "20939"}}
patient: {{nicotine_status: {nicotine}}}
levels: {{L4-L5: {{slip_mm: {slip}, dynamic_angulation_deg: 3}}}}
treatments:
  - {{modality: physical_therapy, in_person: yes, start: 2025-10-01, end: {end}, treatment_region: lumbar}}
  - {{modality: nsaid}}
"""


@pytest.mark.parametrize(("nicotine", "slip", "end", "expected"), [
    ("never", 4, "2025-11-11", Outcome.MEETS), ("never", 3.9, "2025-11-11", Outcome.NOT_MET),
    ("never", 4, "2025-11-10", Outcome.NEEDS_DOCUMENTATION), ("current", 4, "2025-11-11", Outcome.NOT_MET),
])
def test_the_example_set_decides(
    nicotine: str, slip: float, end: str, expected: Outcome, with_example: Library, case_of: Callable[[str], Case],
) -> None:
    case = case_of(CASE.format(nicotine=nicotine, slip=slip, end=end))
    found = review(case, with_example, "example_health")
    assert found.lines[0].result.outcome is expected
    assert found.lines[1].result.outcome is Outcome.EXPERIMENTAL


def test_an_edition_that_is_not_in_force_is_never_used(with_example: Library, case_of: Callable[[str], Case]) -> None:
    case = case_of(CASE.format(nicotine="never", slip=4, end="2025-11-11"))
    found = review(case, with_example, "example_health", on=date(2025, 12, 31))
    assert found.edition is None
    assert {line.result.outcome for line in found.lines} == {Outcome.NO_POLICY}


def test_every_computed_fact_is_listed_with_its_parameters() -> None:
    for name, measure in MEASURES.items():
        row = next((line for line in README.splitlines() if line.startswith("|") and f"`{name}`" in line), None)
        assert row, name
        if "the same" not in row:
            assert [p for p in measure.parameters.model_fields if f"`{p}`" not in row] == [], name


def test_sign_in_is_set_up_with_what_the_readme_names() -> None:
    shown = re.search(r"```toml\n(.*?)```", README, flags=re.DOTALL)
    assert shown
    assert set(tomllib.loads(shown[1])["auth"]) == set(NEEDED)


def test_every_folder_of_the_readme_exists() -> None:
    for name in re.findall(r"^\| `(\S+?/)`", README, flags=re.MULTILINE):
        assert (ROOT / name).is_dir(), name
    assert POLICIES.is_dir()
