"""What a start costs: a command loads what it uses, and no policy file is read twice for the first page."""

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import streamlit as st

from logic import yaml_source
from logic.loading import POLICIES, ROOT, SAMPLES, library_on_demand
from logic.problems import ProblemsError
from tests.screens import ran, started

UNUSED = ("streamlit", "plotly", "docx", "reportlab", "logic.bench", "logic.packet", "logic.what_changed.")


def test_a_check_loads_nothing_that_it_does_not_use() -> None:
    told = subprocess.run([sys.executable, "-c", f"""
import sys
from logic.__main__ import main
main(["check", {str(min(SAMPLES.glob("*.yaml")))!r}])
print("\\n".join(sys.modules), file=sys.stderr)
"""], cwd=ROOT, capture_output=True, text=True, check=True).stderr.splitlines()
    assert "logic.review" in told
    assert [name for name in told if name.startswith(UNUSED)] == []


def test_a_set_is_read_and_its_problems_told_when_it_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    (folder / "sets" / "evicore" / "set.yaml").write_text("set: [", encoding="utf-8")
    sets = library_on_demand(folder).sets
    assert list(sets) == sorted(path.name for path in (POLICIES / "sets").iterdir())
    assert "evicore" in sets
    assert sets["general"] is sets["general"]
    with pytest.raises(ProblemsError):
        sets["evicore"]
    with pytest.raises(KeyError):
        sets["nobody"]


def test_the_first_page_reads_no_policy_file_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    read: Counter[Path] = Counter()
    reading = yaml_source.read_content

    def counted(path: Path, shown_as: str | None = None) -> bytes:
        read[path] += 1
        return reading(path, shown_as)

    monkeypatch.setattr(yaml_source, "read_content", counted)
    st.cache_resource.clear()
    ran(started())
    policies = {path: times for path, times in read.items() if path.is_relative_to(POLICIES)}
    assert POLICIES / "sets" / "general" / "set.yaml" in policies
    assert {path.name for path, times in policies.items() if times > 1} == set()
