"""What `diff` says of two editions."""

from collections.abc import Callable
from pathlib import Path

import pytest

import logic.__main__ as command_line
from logic.bench.differences import Named, changed_outcomes, differences
from logic.case import Case
from logic.loading import Library
from logic.policy_loading import load_sets

SET = """set: tried
title: Tried
payer: Nobody
about: A set for tests.
editions:
  - {id: one, to: 2025-12-31}
  - {id: two, from: 2026-01-01}
"""
OLD = """policy: rules
title: Rules
criteria:
  care: {cite: bulletin 1, computed: treatment_weeks, with: {modalities: [physical_therapy]}, min: 6}
rules:
  - id: fusion
    title: Fusion
    covers: {codes: ["22612", "22614"]}
    cite: bulletin 1
    criteria:
      all:
        - {id: slip, fact: slip_mm, min: 4}
        - {use: care}
  - id: marrow
    title: Marrow
    covers: {codes: ["20939"]}
    cite: bulletin 2
"""
CASE = """
stages:
  - lines: [{code: "22612", levels: L4-L5}, {code: "20939"}]
levels: {L4-L5: {slip_mm: 5}}
treatments: [{modality: physical_therapy, weeks_stated: 8}]
"""
Pair = Callable[[str], tuple[Named, Named]]


@pytest.fixture
def pair(tmp_path: Path, library: Library) -> Pair:
    """The old edition and one with another text."""

    def build(new: str) -> tuple[Named, Named]:
        for name, text in (("one", OLD), ("two", new)):
            (tmp_path / "tried" / name).mkdir(parents=True)
            (tmp_path / "tried" / name / "rules.yaml").write_text(text, encoding="utf-8")
        (tmp_path / "tried" / "set.yaml").write_text(SET, encoding="utf-8")
        one, two = load_sets(tmp_path, library.vocabulary, library.catalogue)[0].editions
        return Named("tried@one", one), Named("tried@two", two)

    return build


@pytest.mark.parametrize(("before", "after", "expected"), [
    ("x-nothing", "", ["  no difference"]),
    ("fact: slip_mm, min: 4", "fact: slip_mm, min: 6",
     ["  criterion fusion.slip: slip_mm at least 4 -> slip_mm at least 6 (in fusion)"]),
    ("fact: slip_mm, min: 4", "fact: slip_mm, more_than: 4",
     ["  criterion fusion.slip: slip_mm at least 4 -> slip_mm more than 4 (in fusion)"]),
    ("id: slip, fact", "id: moved, fact",
     ["  criterion fusion.moved (was fusion.slip): renamed (in fusion)"]),
    ("min: 4}", "min: 4, silence: not_met, confidence: confirmed, cite: bulletin 9}",
     ['  criterion fusion.slip: silence ask -> not_met; confidence secondary -> confirmed; cite "bulletin 1" -> "bulletin 9" (in fusion)']),
    ("[physical_therapy]", "[physical_therapy, chiropractic]",
     ["  criterion care: parameters {modalities: [physical_therapy]} -> {modalities: [physical_therapy, chiropractic]} (in fusion)"]),
    ("        - {use: care}\n", "", ["  criterion removed: care: weeks of treatment: at least 6 weeks (in fusion)"]),
    ("        - {use: care}\n", "        - {use: care}\n        - {id: cord, fact: myelopathy, is: yes, says: The cord suffers}\n",
     ["  criterion added: fusion.cord: The cord suffers (in fusion)"]),
    ("      all:", "      any:", ["  criterion (root): all of -> one of (in fusion)"]),
    ('"22612", "22614"', '"22612", "22630"',
     ["  codes no longer covered: 22614", "  codes newly covered: 22630", "  rule fusion:", "    codes: -22614 +22630"]),
    ("id: marrow", "id: aspirate", ["  rule aspirate (was marrow):", "    renamed"]),
    ('    cite: bulletin 2\n', '    cite: bulletin 2\n    excluded: {says: Unproven, cite: bulletin 2}\n', ["  rule marrow:", "    exclusion added"]),
    ("title: Marrow", "title: Aspirate", ["  rule marrow:", "    title Marrow -> Aspirate"]),
])
def test_each_difference_is_told(before: str, after: str, expected: list[str], pair: Pair) -> None:
    told = list(differences(*pair(OLD.replace(before, after))))
    assert told[0] == "tried@one -> tried@two"
    assert told[1:] == expected


def test_a_rule_that_comes_or_goes_is_told_by_its_codes(pair: Pair) -> None:
    old, new = pair(OLD[:OLD.index("  - id: marrow")])
    assert "  rule removed: marrow (20939)" in list(differences(old, new))
    assert "  rule added: marrow (20939)" in list(differences(new, old))


def test_lines_of_cases_that_come_out_otherwise(pair: Pair, library: Library, case_of: Callable[[str], Case]) -> None:
    old, new = pair(OLD.replace("min: 4", "min: 6"))
    case = case_of(CASE)
    assert list(changed_outcomes(old, new, {"a.yaml": case}, library)) == [
        "a.yaml: 2 of 2 lines change", "  1:22612: Meets criteria -> Does not meet", "  1:20939: Meets criteria -> Falls with its primary"]
    assert list(changed_outcomes(old, old, {"a.yaml": case}, library)) == ["a.yaml: 0 of 2 lines change"]


def test_the_command(library: Library, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(command_line, "load_library", lambda _folder: library)
    assert command_line.main(["diff", "general@2026-11", "general@2026-11"]) == 0
    assert capsys.readouterr().out == "general@2026-11 -> general@2026-11\n  no difference\n"
    assert command_line.main(["diff", "general@2026-10", "general@2026-11"]) == 2
    assert "nearest: general@2026-11" in capsys.readouterr().err
