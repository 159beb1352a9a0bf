"""The outcome table as HTML: what stands in it, and that nothing of a case is ever markup."""

import re
from dataclasses import replace

import pytest

from logic.case import SHOWN_AS, Outcome
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


def test_levels_that_differ_have_rows_of_their_own(library: Library) -> None:
    found = decision("two_stage_l2_pelvis", library)
    several = [line for line in found.lines if len({level.outcome for level in line.result.levels}) > 1]
    html = table_html(found)
    assert html.count("<i>of these</i>") == sum(len(line.result.levels) for line in several)
    assert "stage 2" in text(html)


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
