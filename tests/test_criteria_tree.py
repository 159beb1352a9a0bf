"""The criteria tree of a line as a picture: every criterion with its truth, what decides, and what is folded."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given

from logic.case import Case, Outcome
from logic.finding import Finding
from logic.loading import Library
from logic.looking_ahead import trees
from logic.pictures.criteria_tree import criteria_tree
from logic.pictures.drawing import Box, Drawing, Label, Stroke
from logic.pictures.folding import folded_below, unfolded
from logic.pictures.signs import TRUTH_WORDS, truth_sign
from logic.pictures.tree_nodes import Node, Weight, nodes_of, told
from logic.review import Decision, decide
from logic.truth import Truth
from tests.budget import laws
from tests.pictures_help import outside, texts
from tests.strategies import built, case_data
from tests.test_evaluation import Start, criterion, slips, start  # noqa: F401 - start is a fixture

Build = Callable[[str], Case]
MET, NOT_MET, OPEN, NOTHING = Truth.MET, Truth.NOT_MET, Truth.NOT_DOCUMENTED, Truth.NOT_APPLICABLE
FUSION = """stages:
  - approach: [posterior]
    lines: [{code: "22612", levels: L4-L5}]
"""


def everything(finding: Finding) -> Iterator[Finding]:
    yield finding
    for part in (*((finding.condition,) if finding.condition else ()), *finding.parts):
        yield from everything(part)


def trees_of(decision: Decision, most: int = 40) -> Iterator[tuple[tuple[Finding, ...], tuple[Node, ...], Drawing]]:
    """Of every line and level: its findings, its nodes and its picture."""
    for line in decision.lines:
        for level in line.result.levels:
            possible = decision.outlook.possible
            found = tuple(one for root in trees(level) for one in everything(root))
            yield found, nodes_of(level, possible), criteria_tree(line.result.line, level, possible, most=most)


def numbered(drawing: Drawing) -> dict[str, str]:
    """The words about criteria, by number; a number that stands twice fails."""
    found: dict[str, str] = {}
    for line in drawing.words:
        number, _, rest = line.partition(" ")
        if number.replace(".", "").isdigit():
            assert number not in found
            found[number] = rest
    return found


# -- laws -------------------------------------------------------------------------------------------------------------

@laws()
@given(data=case_data())
def test_every_criterion_stands_in_the_words_once_with_its_truth_and_all_parts_inside_the_plane(
    data: dict[str, object], library: Library,
) -> None:
    for set_id in library.sets:
        decision = decide(built(data, library), library, set_id)
        for found, nodes, drawing in trees_of(decision):
            words = numbered(drawing)
            assert [id(node.finding) for node in nodes] == [id(finding) for finding in found]
            assert list(words) == [node.number for node in nodes]
            for node in nodes:
                assert words[node.number].startswith(f"{node.name}: {TRUTH_WORDS[node.finding.truth]}")
            assert outside(drawing) == []
        assert [drawing for *_, drawing in trees_of(decision)] == [drawing for *_, drawing in trees_of(decision)]


@laws()
@given(data=case_data())
def test_what_decides_gives_its_whole_the_truth_and_what_is_settled_changes_nothing(
    data: dict[str, object], library: Library,
) -> None:
    decision = decide(built(data, library), library, "aetna")
    for _, nodes, _ in trees_of(decision):
        for node in nodes:
            if node.parent and node.weight is Weight.DECIDES:
                assert node.parent.weight is Weight.DECIDES
                assert not node.finding.criterion.asked
            if node.parent and node.parent.weight is Weight.SETTLED and not node.condition:
                assert node.weight is Weight.SETTLED
        assert all(node.weight is not Weight.SETTLED for node in nodes if _asked_for(node, decision))


@laws()
@given(data=case_data())
def test_no_answer_to_what_is_told_as_settled_changes_what_the_criteria_come_to(
    data: dict[str, object], library: Library,
) -> None:
    for set_id in ("general", "aetna"):
        decision = decide(built(data, library), library, set_id)
        for line in decision.lines:
            for level in line.result.levels:
                nodes = nodes_of(level, decision.outlook.possible)
                alive = {node.finding.key for node in nodes if node.weight is not Weight.SETTLED}
                settled = {node.finding.key for node in nodes if node.finding.is_leaf and node.finding.raw is OPEN} - alive
                for key in settled:
                    for truth in (MET, NOT_MET):
                        assert decision.outlook.own_at((line.result.line.id, level.level), {key: truth}) is level.own


def _asked_for(node: Node, decision: Decision) -> bool:
    """Whether an open leaf is the way by which an open root can still change."""
    possible = decision.outlook.possible
    above, inner = node, node.parent
    while inner:
        if possible.truth(inner.finding) is not OPEN or possible.truth(above.finding) is not OPEN or above.finding.criterion.asked:
            return False
        above, inner = inner, inner.parent
    return above.weight is not Weight.SETTLED and possible.truth(above.finding) is OPEN


@pytest.mark.parametrize("most", [1, 5, 12, 40, 400])
def test_a_large_tree_is_folded_to_so_many_rows_and_nothing_is_lost(most: int, case_of: Build, library: Library) -> None:
    decision = decide(case_of(FUSION), library, "aetna")
    for _, nodes, drawing in trees_of(decision, most):
        shown = unfolded(nodes, most)
        roots = [node for node in nodes if node.parent is None]
        assert len(shown) <= max(most, len(roots))
        assert len(shown) + sum(folded_below(nodes, shown).values()) == len(nodes)
        numbers = {node.number for node in shown}
        assert all(node.parent is None or node.parent.number in numbers for node in shown)
        assert len(numbered(drawing)) == len(nodes) > 200
        assert ("more below" in texts(drawing)) is (len(shown) < len(nodes))


def test_what_decides_is_opened_before_what_does_not(case_of: Build, library: Library) -> None:
    decision = decide(case_of(FUSION + "levels:\n  L4-L5: {slip_mm: 1, spondylolisthesis: false}\n"), library, "general")
    (_, nodes, _), = trees_of(decision)
    shown = {node.number for node in unfolded(nodes, 20)}
    hidden = [node for node in nodes if node.number not in shown]
    opened = {node.parent.number for node in nodes if node.parent and node.number in shown}
    first_hidden_deciding = min(node.depth for node in hidden if node.weight is Weight.DECIDES)
    for node in nodes:  # nothing that does not decide is opened deeper than what decides and stays folded
        if node.weight is not Weight.DECIDES and node.number in opened:
            assert node.depth < first_hidden_deciding
    assert len(shown) <= 20 < len(nodes)


# -- truths and connectors --------------------------------------------------------------------------------------------

SLIP, MOTION = {"fact": "slip_mm", "min": 4}, {"fact": "dynamic_angulation_deg", "more_than": 10}


@pytest.mark.parametrize(("tree", "given_", "truth", "said"), [
    (SLIP, slips(L4_L5=4), MET, "Met; 4 of 4 mm"),
    (SLIP, slips(L4_L5=3), NOT_MET, "Not met; 3 of 4 mm"),
    (SLIP, "", OPEN, "Not documented"),
    ({**SLIP, "silence": "not_met"}, "", NOT_MET, "Not met by silence"),
    ({**SLIP, "silence": "shown"}, "", NOT_MET, "Not met, counts only if shown"),
    ({**SLIP, "silence": "met"}, "", MET, "Met, presumed"),
    ({**SLIP, "asked": True}, "", OPEN, "Not documented; asked, never decides"),
    ({**SLIP, "when": {"fact": "spondylolisthesis", "is": True}}, "levels:\n  L4-L5: {spondylolisthesis: false}\n", NOTHING, "Does not apply"),
    ({"all": [SLIP, MOTION]}, slips(L4_L5=4), OPEN, "Not documented; all of 2; 1 met, 1 not documented"),
    ({"any": [SLIP, MOTION]}, slips(L4_L5=4), MET, "Met; any of 2; 1 met, 1 not documented"),
    ({"at_least": 2, "of": [SLIP, MOTION, {"fact": "slip_mm", "min": 9}]}, slips(L4_L5=4), OPEN,
     "Not documented; at least 2 of 3; 1 met, 1 not met, 1 not documented"),
    ({"all": [SLIP]}, slips(L4_L5=4), MET, "Met; the one below"),
    ({"all": [{**SLIP, "asked": True}]}, "", MET, "Met; nothing below decides"),
    ({**SLIP, "scope": "adjacent_levels"}, slips(L5_S1=4), MET, "Met; any of 2; 1 met, 1 not documented"),
    ({**SLIP, "scope": "each_level_of_line"}, slips(L4_L5=4), MET, "Met; the one below"),
    ({**SLIP, "scope": "other_levels"}, slips(L4_L5=4), NOT_MET, "Not met; at no level"),
])
def test_truth_connector_and_reading_are_told_in_words(
    tree: dict[str, object], given_: str, truth: Truth, said: str, start: Start, library: Library,  # noqa: F811
) -> None:
    finding = start(given_).at(criterion(tree), 0, "L4-L5")
    assert finding.truth is truth
    assert told(Node("1", finding, Weight.DECIDES), library.vocabulary).removesuffix(" (assumed)") == said


def test_every_truth_has_a_sign_of_its_own() -> None:
    drawn = {truth: tuple((type(part), getattr(part, "text", getattr(part, "points", ())))
                          for part in truth_sign(truth, (5, 5), 10, "ink")) for truth in Truth}
    assert len(set(drawn.values())) == len(Truth)


def test_a_condition_that_fails_decides_that_a_criterion_does_not_apply(case_of: Build, library: Library) -> None:
    found = [(node, node.parent) for data in ("", "patient: {nicotine_status: never}\n")
             for _, nodes, _ in trees_of(decide(case_of(FUSION + data), library, "aetna")) for node in nodes if node.condition]
    told_truths = {(node.finding.truth, parent.finding.truth) for node, parent in found if parent}
    assert (OPEN, OPEN) in told_truths
    assert (NOT_MET, NOTHING) in told_truths
    assert all(node.name.startswith("Applies when: ") for node, _ in found)


def test_an_exclusion_stands_over_its_exception(case_of: Build, library: Library) -> None:
    decision = decide(case_of("stages:\n  - lines: [{code: \"20939\"}]\n"), library, "general")
    (_, nodes, drawing), = trees_of(decision)
    assert [node.name[:11] for node in nodes if node.parent is None] == ["Exception: "]
    assert any(line.startswith("Excluded: ") for line in drawing.words)
    assert "Excluded: " in texts(drawing)


@pytest.mark.parametrize(("given_", "outcome", "weight", "truth"), [
    ("", Outcome.EXPERIMENTAL, Weight.DECIDES, NOT_MET),
    ("patient: {cyst_unicameral: true}\n", Outcome.MEETS, Weight.DECIDES, MET),
    ("patient: {cyst_unicameral: false}\n", Outcome.EXPERIMENTAL, Weight.DECIDES, NOT_MET),
])
def test_the_exception_decides_where_nothing_else_does(
    given_: str, outcome: Outcome, weight: Weight, truth: Truth, case_of: Build, library: Library,
) -> None:
    decision = decide(case_of("stages:\n  - lines: [{code: \"20939\", certified_earlier: true}]\n" + given_), library, "general")
    (_, nodes, drawing), = trees_of(decision)
    assert decision.lines[0].result.outcome is outcome
    assert [(node.weight, node.finding.truth) for node in nodes if node.parent is None] == [(weight, truth)]
    assert "The line on which it hangs was certified earlier." in drawing.words


def test_of_a_bundled_line_nothing_can_matter_any_more(case_of: Build, library: Library) -> None:
    decision = decide(case_of("stages:\n  - lines: [{code: \"22830\"}, {code: \"22612\", levels: L4-L5}]\n"), library, "general")
    (_, nodes, drawing), *_ = trees_of(decision)
    assert decision.lines[0].result.outcome is Outcome.INCIDENTAL
    assert {node.weight for node in nodes} <= {Weight.SETTLED}
    assert any(line.startswith("Bundled: ") for line in drawing.words)


def test_a_code_without_policy_says_so_and_draws_no_criterion(case_of: Build, library: Library) -> None:
    decision = decide(case_of("request: {day: 2018-01-12}\n" + FUSION), library, "aetna")
    (_, nodes, drawing), = trees_of(decision)
    assert nodes == ()
    assert drawing.words[1] == "No criteria for this code on this day."
    assert outside(drawing) == []
    assert not [part for part in drawing.parts if isinstance(part, Box)]


# -- how it is drawn --------------------------------------------------------------------------------------------------

def test_not_documented_and_asked_are_dashed_and_what_decides_is_bold_with_a_bar(case_of: Build, library: Library) -> None:
    decision = decide(case_of(FUSION), library, "general")
    (_, nodes, drawing), = trees_of(decision, 400)
    frames = [part for part in drawing.parts if isinstance(part, Box) and part.tip]
    assert len(frames) == len(nodes)
    for node, frame in zip(nodes, frames, strict=True):
        assert frame.tip.startswith(node.number)
        assert frame.dashed is (node.finding.truth is OPEN or node.finding.criterion.asked)
    bars = [part for part in drawing.parts if isinstance(part, Box) and part.filled and not part.faint]
    assert len(bars) == sum(node.weight is Weight.DECIDES for node in nodes) > 3
    assert len([part for part in drawing.parts if isinstance(part, Stroke) and len(part.points) == 3]) >= sum(node.parent is not None for node in nodes)


def test_rows_follow_each_other_downwards_without_covering_each_other(case_of: Build, library: Library) -> None:
    decision = decide(case_of(FUSION), library, "general")
    (_, _, drawing), = trees_of(decision, 400)
    frames = [part for part in drawing.parts if isinstance(part, Box) and part.tip]
    assert all(above.y + above.height < below.y for above, below in pairwise(frames))
    assert {frame.x + frame.width for frame in frames} == {drawing.width - 1}


def test_a_name_too_long_for_its_row_stands_whole_in_the_words_and_the_tip(case_of: Build, library: Library) -> None:
    decision = decide(case_of(FUSION), library, "aetna")
    (_, nodes, drawing), = trees_of(decision, 400)
    longest = max(nodes, key=lambda node: len(node.name))
    written = [part.text for part in drawing.parts if isinstance(part, Label)]
    assert longest.name not in written
    assert any(longest.name in line for line in drawing.words)
    assert any(longest.name in part.tip for part in drawing.parts if isinstance(part, Box))

