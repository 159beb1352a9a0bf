"""Policies edited while a session is open: taken when all of them can be read, else the ones before stay, and it is said."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from streamlit.testing.v1 import AppTest

from logic import loading
from logic.case import Entry
from logic.editing import set_entry
from logic.loading import Library, load_library
from logic.problems import ProblemsError
from tests.screens import bodies, case, ran, said, started, to_step
from ui import shelf
from ui.shelf import Shelf

NOW, BEFORE = "rests on them as they are", "as they were before"


@pytest.fixture
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "policies"
    copytree(loading.POLICIES, folder)
    monkeypatch.setattr(loading, "POLICIES", folder)
    monkeypatch.setattr(shelf, "LOOK_EVERY", 0)
    return folder


@pytest.fixture
def app(policies: Path) -> AppTest:
    return started()


def general(policies: Path) -> Iterator[Path]:
    return (path for path in sorted((policies / "sets" / "general").rglob("*.yaml")) if "examples" not in path.parts)


def replaced(policies: Path, old: str, new: str) -> None:
    """Changes a text of the general set, wherever it stands."""
    held = {path: path.read_text(encoding="utf-8") for path in general(policies)}
    assert any(old in text for text in held.values())
    for path, text in held.items():
        if old in text:
            path.write_text(text.replace(old, new), encoding="utf-8")


def table(app: AppTest) -> str:
    return next(body for body in bodies(app) if '<table class="outcomes"' in body)


def test_a_changed_policy_decides_from_the_next_step_on_and_says_so(app: AppTest, policies: Path) -> None:
    assert NOW not in said(app)
    held = case(app)
    path = next(path for path in general(policies) if "22612" in path.read_text(encoding="utf-8"))
    path.unlink()
    assert NOW in said(ran(app))
    assert "No policy loaded" in table(app)
    assert case(app) == held
    app.button(key="close policy news").click()
    assert NOW not in said(ran(app))
    assert "No policy loaded" in table(app)


def test_a_changed_title_of_a_set_stands_beside_the_result(app: AppTest, policies: Path) -> None:
    replaced(policies, "title: General criteria", "title: Criteria of the house")
    assert "Criteria of the house" in said(ran(app))


@pytest.mark.parametrize("broken", [b"set: general\ntitle: [", b"\xff\xfe", b"sett: general\n", None])
def test_a_policy_that_cannot_be_read_changes_nothing_until_it_can(broken: bytes | None, app: AppTest, policies: Path) -> None:
    before, path = table(app), policies / "sets" / "general" / "set.yaml"
    whole = path.read_bytes()
    path.unlink()
    if broken is None:
        path.mkdir()
    else:
        path.write_bytes(broken)
    for page in ("compare", "worklist", "policies", "check"):
        app.switch_page(f"ui/{page}_page.py")
        assert BEFORE in said(ran(app))
    assert table(app) == before
    assert "general/set.yaml" in str(app.table[0].value["File"][0]).replace("\\", "")
    to_step(app, "request").selectbox(key="request.urgency").set_value("emergent")
    assert case(ran(app)).request.urgency == "emergent"
    path.rmdir() if broken is None else path.unlink()
    path.write_bytes(whole)
    assert BEFORE not in said(ran(app))
    assert table(app) == before


def test_a_session_that_starts_beside_broken_policies_works_with_the_ones_before_and_says_so(app: AppTest, policies: Path) -> None:
    (policies / "sets" / "general" / "set.yaml").write_bytes(b"[")
    late = started()
    assert BEFORE in said(late)
    assert table(late) == table(app)


def test_a_case_that_changed_policies_cannot_read_stays_under_the_ones_before(app: AppTest, policies: Path) -> None:
    fact, kept = "nicotine_products", case(app)
    app.session_state["case"] = set_entry(kept, fact, Entry(value=("pipe",)))
    before, held = table(ran(app)), case(app)
    vocabulary = policies / "vocabulary" / "patient.yaml"
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8").replace("cigar, pipe, ", "cigar, "), encoding="utf-8")
    assert "cannot be read under them" in said(ran(app))
    assert "pipe" in said(app)
    assert table(app) == before
    assert case(app) == held
    app.session_state["case"] = kept
    assert "cannot be read under them" not in said(ran(app))
    assert NOW in said(app)


def test_texts_of_the_packet_are_kept_with_the_policies_they_were_read_with(app: AppTest, policies: Path) -> None:
    (policies / "templates" / "packet" / "letter.yaml").write_text("texts: letter\n", encoding="utf-8")
    assert BEFORE in said(ran(app))


def test_files_that_change_while_they_are_read_are_not_taken(policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Shelf(policies)
    held.look()
    first = held.held
    path = policies / "sets" / "general" / "set.yaml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + "\n", encoding="utf-8")

    def meanwhile(folder: Path) -> Library:
        found = load_library(folder)
        path.write_text(whole + "\n\n", encoding="utf-8")
        return found

    with monkeypatch.context() as writing:
        writing.setattr(shelf, "load_library", meanwhile)
        held.look()
    assert held.held is first
    assert held.problems == ()
    held.look()
    assert held.held is not first


def test_nothing_is_read_twice_while_nothing_changes(policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Shelf(policies)
    held.look()
    read: list[Path] = []
    monkeypatch.setattr(shelf, "load_library", read.append)
    held.look()
    (policies / "sets" / "general" / "set.yaml").write_bytes(b"[")

    def refuses(folder: Path) -> None:
        read.append(folder)
        raise ProblemsError([])

    monkeypatch.setattr(shelf, "load_library", refuses)
    held.look()
    held.look()
    assert len(read) == 1


def test_between_two_looks_the_files_are_left_alone(policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "LOOK_EVERY", 3600)
    held = Shelf(policies)
    held.look()
    monkeypatch.setattr(shelf, "stamp", lambda _folder: pytest.fail("looked"))
    held.look()
