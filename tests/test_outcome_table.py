"""The outcome table as HTML: what stands in it, and that nothing of a case is ever markup."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from logic.case import SHOWN_AS, Case, Outcome
from logic.loading import SAMPLES, Library, load_case
from logic.review import Decision, decide
from ui.outcome_table import NAME, summary_html, table_html


def decision(name: str, library: Library) -> Decision:
    return decide(load_case(SAMPLES / f"{name}.yaml", library)[0], library, "general")


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<span class=\"icon\".*?</span>|<[^>]*>", " ", html)).strip()


def test_a_row_names_code_levels_marks_outcome_and_reason(library: Library) -> None:
    html = table_html(decision("l5s1_posterior_fusion_with_bma", library))
    assert f'aria-label="{NAME}"' in html
    rows = [text(row) for row in re.findall(r"<tr>.*?</tr>", html)]
    assert rows[0] == "Requested Outcome Why"
    assert rows[3].startswith("63047 L5-S1 left ")
    assert "Meets criteria 2 facts unstated" in rows[3]
    assert any("if used" in row for row in rows)
    assert "Experimental or unproven" in rows[7]
    assert "no exception is shown." in rows[7]


def test_levels_that_differ_have_rows_of_their_own_and_neighbours_alike_share_one(library: Library, case_of: Callable[[str], Case]) -> None:
    case = case_of("""
stages: [{approach: [posterior], lines: [{code: "63047", levels: L1-L5}, {code: "20930"}]}, {lines: [{code: "22840"}]}]
levels:
  L1-L2: {report_complete: yes}
  L2-L3: {report_complete: yes}
  L3-L4: {central_stenosis: severe}
  L4-L5: {report_complete: yes}
""")
    found = decide(case, library, "general")
    outcomes = [level.outcome for level in found.lines[0].result.levels]
    assert outcomes[0] == outcomes[1] != outcomes[2] != outcomes[3]
    rows = [text(row) for row in re.findall(r"<tr>.*?</tr>", table_html(found))]
    assert rows[1].startswith("63047 L1-L5 (4 levels) stage 1")
    assert [row.partition(" " + SHOWN_AS[outcome])[0] for row, outcome in zip(rows[2:5], outcomes[1:], strict=True)] == [
        "of these L1-L2, L2-L3", "of these L3-L4", "of these L4-L5"]
    assert rows[-1].startswith("22840 stage 2")


def test_what_unstated_means_is_told_only_where_it_is_used(library: Library) -> None:
    assert "Facts unstated" in table_html(decision("c4c6_acdf_with_bma", library))
    bare = decision("c4c6_acdf_with_bma", library)
    bare = replace(bare, lines=tuple(replace(line, rests_on=()) for line in bare.lines))
    assert "unstated" not in table_html(bare)


def test_nothing_of_a_case_is_markup(library: Library) -> None:
    found = decision("c4c6_acdf_with_bma", library)
    hostile = '<img src=x onerror=alert(1)>"&'
    lines = tuple(replace(line, label=hostile, why=hostile) for line in found.lines)
    html = table_html(replace(found, lines=lines))
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;&quot;&amp;") == 2 * len(lines)


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_is_words_beside_its_colour(outcome: Outcome, library: Library) -> None:
    found = decision("c4c6_acdf_with_bma", library)
    line = found.lines[0]
    only = replace(line, result=replace(line.result, levels=(replace(line.result.levels[0], outcome=outcome),)))
    assert text(summary_html(replace(found, lines=(only,)))) == f"1 {SHOWN_AS[outcome]}"
    assert SHOWN_AS[outcome] in text(table_html(replace(found, lines=(only,))))
