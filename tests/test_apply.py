"""`apply`: the case with a line's way carried out, and why there is none."""

from pathlib import Path

import pytest

from logic.__main__ import main
from logic.loading import SAMPLES, Library, case_from_bytes, load_case
from logic.review import review

MILD = SAMPLES / "l5s1_alif_mild_stenosis.yaml"


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_way_of_the_samples_gives_meets_when_it_is_applied(
    path: Path, library: Library, capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("general", "aetna"):
        case, _ = load_case(path, library)
        for line in review(case, library, name).lines:
            if not line.way:
                assert line.no_way
                continue
            assert main(["apply", str(path), "--line", line.result.line.id, "--policy", name]) == 0
            applied, _ = case_from_bytes(capsys.readouterr().out.encode(), "applied.yaml", library)
            assert applied.request.day == line.way.on
            again = {each.result.line.id: str(each.result.outcome) for each in review(applied, library, name).lines}
            assert again[line.result.line.id] == "meets"


def test_a_line_without_a_way_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    path = SAMPLES / "l5s1_revision_tlif.yaml"
    assert main(["apply", str(path), "--line", "1:20939"]) == 1
    assert capsys.readouterr() == (
        "", '1:20939 has no way to "meets". The policy excludes it, and no exception is shown.\n')


def test_a_line_that_is_not_in_the_case_is_named_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["apply", str(MILD), "--line", "1:22559"]) == 2
    assert capsys.readouterr().err == (
        "--line\n    found the line 1:22559; expected one of 1:22558, 1:20930; nearest: 1:22558\n")


def test_a_set_that_does_not_exist_is_named_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["apply", str(MILD), "--line", "1:22558", "--policy", "genral"]) == 2
    assert "found the set genral" in capsys.readouterr().err
