"""`python -m logic packet`: the files it writes, what it says, and its exit codes."""

import json
import shutil
from pathlib import Path

import pytest

from logic.__main__ import main
from logic.loading import POLICIES, SAMPLES, Library, load_case
from tests.packet_help import docx_text

SAMPLE = str(SAMPLES / "l5s1_revision_tlif.yaml")


def test_it_writes_the_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "packet"
    assert main(["packet", SAMPLE, "--out", str(out)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert {path.name for path in out.iterdir()} == {Path(line.removeprefix("wrote ")).name for line in told if line.startswith("wrote")}
    assert told[-1] == "no appeal: no denial is entered, or no line meets"


def test_what_machines_read_is_the_result_and_the_same_case(tmp_path: Path, library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packet", SAMPLE, "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    main(["check", SAMPLE, "--format", "json"])
    assert json.loads((tmp_path / "result.json").read_bytes()) == json.loads(capsys.readouterr().out)
    case = load_case(Path(SAMPLE), library)[0]
    for name in ("questionnaire_response.json", "case.yaml"):
        assert load_case(tmp_path / name, library)[0] == case
    questionnaire = json.loads((tmp_path / "questionnaire.json").read_bytes())
    answered = json.loads((tmp_path / "questionnaire_response.json").read_bytes())
    assert answered["questionnaire"].startswith(questionnaire["url"])


def test_policy_and_day_are_those_asked_for(tmp_path: Path) -> None:
    assert main(["packet", SAMPLE, "--out", str(tmp_path), "--policy", "aetna", "--on", "2026-02-03", "--strict"]) == 0
    text = docx_text((tmp_path / "letter.docx").read_bytes())
    assert "Aetna, edition 2025-11 | Request day February 3, 2026" in text
    assert "only facts with a dated document count" in text


def test_a_day_without_an_edition_is_told(tmp_path: Path) -> None:
    assert main(["packet", SAMPLE, "--out", str(tmp_path), "--policy", "aetna", "--on", "2020-01-01"]) == 0
    assert "no edition known for this day" in docx_text((tmp_path / "letter.docx").read_bytes())


def test_a_file_that_cannot_be_read_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("case: [", encoding="utf-8")
    assert main(["packet", str(bad), "--out", str(tmp_path / "out")]) == 2
    assert "bad.yaml" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "there"
    there.write_text("a file", encoding="utf-8")
    assert main(["packet", SAMPLE, "--out", str(there)]) == 2
    assert "--out" in capsys.readouterr().err


def test_policies_checks_the_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(POLICIES, tmp_path / "policies"))
    text = folder / "templates" / "packet" / "letter.yaml"
    text.write_text(text.read_text(encoding="utf-8").replace("title: Letter", "titel: Letter", 1), encoding="utf-8")
    assert main(["policies", "--folder", str(folder)]) == 2
    assert "nearest: title" in capsys.readouterr().err


def test_a_folder_is_asked_for() -> None:
    with pytest.raises(SystemExit):
        main(["packet", SAMPLE])
