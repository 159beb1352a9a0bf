"""`apply`: the case with a line's way carried out, and why there is none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from logic.loading import SAMPLES, Library, case_from_bytes, load_case
from logic.review import review

Run = Callable[..., tuple[int, str, str]]
MILD = SAMPLES / "l5s1_alif_mild_stenosis.yaml"


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_way_of_the_samples_gives_meets_when_it_is_applied(
    path: Path, library: Library, command: Run,
) -> None:
    for name in ("general", "aetna"):
        case, _ = load_case(path, library)
        for line in review(case, library, name).lines:
            if not line.way:
                assert line.no_way
                continue
            code, printed, _ = command("apply", str(path), "--line", line.result.line.id, "--policy", name)
            assert code == 0
            applied, _ = case_from_bytes(printed.encode(), "applied.yaml", library)
            assert applied.request.day == line.way.on
            again = {each.result.line.id: str(each.result.outcome) for each in review(applied, library, name).lines}
            assert again[line.result.line.id] == "meets"


def test_a_line_without_a_way_says_why(command: Run) -> None:
    path = SAMPLES / "l5s1_revision_tlif.yaml"
    assert command("apply", str(path), "--line", "1:20939") == (
        1, "", '1:20939 has no way to "meets". The policy excludes it, and no exception is shown.\n')


def test_a_line_that_is_not_in_the_case_is_named_with_the_nearest(command: Run) -> None:
    assert command("apply", str(MILD), "--line", "1:22559") == (2, "", (
        "--line\n    found the line 1:22559; expected one of 1:22558, 1:20930; nearest: 1:22558\n"))


def test_a_set_that_does_not_exist_is_named_with_the_nearest(command: Run) -> None:
    code, _, problems = command("apply", str(MILD), "--line", "1:22558", "--policy", "genral")
    assert code == 2
    assert "found the set genral" in problems
