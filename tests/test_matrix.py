"""Codes by levels as a picture: one row a line, one column a level, a sign for each outcome."""

from collections.abc import Callable

from hypothesis import given

from logic.case import SHOWN_AS, Case, Outcome
from logic.levels import INTERSPACES, LEVELS
from logic.loading import SAMPLES, Library, load_case
from logic.pictures.drawing import Box, Drawing, Label
from logic.pictures.matrix import WIDTH, matrix
from logic.pictures.signs import outcome_sign
from logic.review import decide
from tests.budget import laws
from tests.pictures_help import outside, texts
from tests.strategies import built, case_data

Build = Callable[[str], Case]


def cells(drawing: Drawing) -> list[Box]:
    """The cells with an outcome, row by row."""
    return [part for part in drawing.parts if isinstance(part, Box) and part.tip]


@laws()
@given(data=case_data())
def test_every_line_has_a_cell_with_its_outcome_at_each_of_its_levels(data: dict[str, object], library: Library) -> None:
    decision = decide(built(data, library), library, "general")
    drawing = matrix(decision)
    expected = [(line.result.line.code, level.outcome) for line in decision.lines for level in line.result.levels]
    assert [(box.tip.partition(",")[0], box.tip.rpartition(": ")[2]) for box in cells(drawing)] == [
        (code, SHOWN_AS[outcome]) for code, outcome in expected]
    assert len(drawing.words) == len(decision.lines)
    for line, told in zip(decision.lines, drawing.words, strict=True):
        assert told.startswith(line.result.line.code)
        for level in line.result.levels:
            assert SHOWN_AS[level.outcome].lower() in told
    assert outside(drawing) == []
    assert drawing == matrix(decision)


def test_columns_stand_from_head_to_foot_and_lines_without_levels_last(case_of: Build, library: Library) -> None:
    case = case_of("""stages:
  - lines: [{code: "20930"}, {code: "22614", levels: [L5-S1, T12-L1]}, {code: "22612", levels: L3-L4}]
""")
    drawing = matrix(decide(case, library, "general"))
    heads = [part.text for part in drawing.parts if isinstance(part, Label) and part.y < 28]
    assert heads == ["T12", "L1", "L3", "L4", "L5", "S1", "whole", "op."]
    at = {box.tip.split(":")[0]: box.x for box in cells(drawing)}
    assert at["22614, T12-L1"] < at["22612, L3-L4"] < at["22614, L5-S1"] < at["20930, the whole operation"]
    assert "20930" in drawing.words[0]


def test_a_line_whose_levels_are_not_named_is_told_apart_from_one_that_needs_none(case_of: Build, library: Library) -> None:
    drawing = matrix(decide(case_of("stages:\n  - lines: [{code: \"20930\"}, {code: \"22612\"}]\n"), library, "general"))
    assert "the whole operation: " in drawing.words[0]
    assert "no level named: " in drawing.words[1]
    assert {"no", "level"} <= set(texts(drawing).split())


def test_twelve_lines_by_thirteen_levels_fit_a_telephone(case_of: Build, library: Library) -> None:
    levels = ", ".join(INTERSPACES[-13:])
    lines = ", ".join(f'{{code: "22844", levels: [{levels}]}}' for _ in range(12))
    drawing = matrix(decide(case_of(f"stages:\n  - lines: [{lines}]\n"), library, "general"))
    assert drawing.width == WIDTH
    assert len(cells(drawing)) == 12 * 13
    assert min(box.width for box in cells(drawing)) >= 22
    rows = sorted({box.y for box in cells(drawing)})
    assert len(rows) == 12
    assert drawing.height < 650


def test_more_levels_than_fit_make_the_picture_wider_not_its_cells_smaller(case_of: Build, library: Library) -> None:
    drawing = matrix(decide(case_of(f"stages:\n  - lines: [{{code: \"22844\", levels: [{', '.join(LEVELS)}]}}]\n"), library, "general"))
    assert drawing.width > WIDTH
    assert outside(drawing) == []
    assert min(box.width for box in cells(drawing)) >= 20


def test_stages_are_told_apart(library: Library) -> None:
    case, _ = load_case(SAMPLES / "two_stage_l2_pelvis.yaml", library)
    drawing = matrix(decide(case, library, "general"))
    heads = [part.text for part in drawing.parts if isinstance(part, Label) and part.text.startswith("Stage")]
    assert heads == ["Stage 1", "Stage 2"]
    assert [("stage 1" in line, "stage 2" in line) for line in drawing.words].count((True, True)) == 0
    assert all("stage " in line for line in drawing.words)


def test_needs_documentation_is_dashed_and_every_outcome_has_a_sign_of_its_own(case_of: Build, library: Library) -> None:
    drawing = matrix(decide(case_of("stages:\n  - lines: [{code: \"22612\", levels: L4-L5}, {code: \"20939\"}]\n"), library, "general"))
    assert [box.dashed for box in cells(drawing)] == [True, False]
    signs = {outcome: tuple((type(part), getattr(part, "text", getattr(part, "points", ())))
                            for part in outcome_sign(outcome, (5, 5), 10)) for outcome in Outcome}
    assert len(set(signs.values())) == len(Outcome)


def test_the_legend_explains_the_signs_that_occur_and_no_other(case_of: Build, library: Library) -> None:
    drawn = texts(matrix(decide(case_of("stages:\n  - lines: [{code: \"20939\"}]\n"), library, "general")))
    assert "E: experimental or unproven" in drawn
    assert "falls with its primary" not in drawn


def test_a_request_without_lines_is_an_empty_picture(case_of: Build, library: Library) -> None:
    drawing = matrix(decide(case_of("stages:\n  - lines: []\n"), library, "general"))
    assert drawing.words == ()
    assert outside(drawing) == []
