"""What holds of the checks of every request, and the table of diagnoses."""

import copy
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logic.checks import Check, CheckStatus, run_checks
from logic.checks.icd10 import code_table
from logic.determination import Determination, determine
from logic.loading import Library
from logic.record import Record
from tests.strategies import built, case_data
from tests.test_checks_support import checked

CASES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def checks_of(data: dict[str, Any], library: Library) -> tuple[Check, ...]:
    case = built(data, library)
    record = Record(case, library.vocabulary, library.catalogue, case.request.day or pytest.fail("no day"))
    return run_checks(Determination(record, "none", None, determine(record, None)), library.checks)


@CASES
@given(data=case_data(), seed=st.integers(0, 2**16))
def test_the_order_of_lines_does_not_matter(data: dict[str, Any], seed: int, library: Library) -> None:
    codes = [line["code"] for stage in data["stages"] for line in stage["lines"]]
    if len(codes) != len(set(codes)):
        return  # a repeated code is told apart by its place in the stage
    shuffled = copy.deepcopy(data)
    for stage in shuffled["stages"]:
        random.Random(seed).shuffle(stage["lines"])
    answers, again = ({(check.id, check.status, frozenset(check.lines)) for check in checks_of(given, library)}
                      for given in (data, shuffled))
    assert answers == again


@CASES
@given(data=case_data())
def test_checks_name_requested_lines_and_change_nothing(data: dict[str, Any], library: Library) -> None:
    case = built(data, library)
    record = Record(case, library.vocabulary, library.catalogue, case.request.day or pytest.fail("no day"))
    edition = next(iter(library.sets.values())).edition_on(record.on)
    determination = Determination(record, "none", edition, determine(record, edition))
    before = [(line.line.id, line.outcome) for line in determination.lines]
    checks = run_checks(determination, library.checks)
    assert checks == run_checks(determination, library.checks)
    assert before == [(line.line.id, line.outcome) for line in determination.lines]
    requested = {line.id for line in record.lines}
    for check in checks:
        assert set(check.lines) <= requested, check
        assert check.says
        assert bool(check.fix) <= (check.status is CheckStatus.FINDING)


LINE = st.tuples(
    st.sampled_from(["", "L4-L5", "L4-S1", "T10-L2", "C4-C6", "SI-left"]), st.sampled_from(["", "left", "bilateral"]),
    st.sampled_from(["", "x1", "x2", "x9"]),
)


@CASES
@given(data=st.data())
def test_any_codes_of_the_catalogue_are_answered(data: st.DataObject, library: Library) -> None:
    codes = st.sampled_from([*sorted(library.catalogue.entries), "22851", "99999"])
    stages = data.draw(st.lists(st.lists(st.tuples(codes, LINE), max_size=8), min_size=1, max_size=2))
    text = " | ".join(", ".join(" ".join((code, *words)) for code, words in stage) for stage in stages)
    for check in checked(library, text, "diagnoses: [{code: M48.062}, {code: M41.56}]"):
        assert not check.says.endswith(": "), check


def test_an_empty_request_passes_nothing_that_needs_a_line(library: Library) -> None:
    passed = {check.id for check in checked(library, "") if check.status is CheckStatus.PASSED}
    assert not any(rule.codes for rule in library.checks if rule.id in passed)


# -- diagnoses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["M48.062", "M51.361", "M99.63", "S32.010A", "M80.08XA", "T84.216A", "Z98.1", "G83.4"])
def test_billable_diagnoses(code: str) -> None:
    assert code in code_table().billable


@pytest.mark.parametrize("code", ["M48.06", "M51.36", "M51.37", "S32.010", "M80.08", "M54.5"])
def test_headings_are_not_billable_and_name_what_is(code: str) -> None:
    assert code not in code_table().billable
    assert code_table().more_specific(code)


def test_the_table_lists_only_what_it_says_it_covers() -> None:
    table = code_table()
    assert [code for code in table.billable if not table.holds(code)] == []
    assert [start for start in table.covers if not any(code.startswith(start) for code in table.billable)] == []
    assert table.in_force_from < table.in_force_to


def test_every_diagnosis_that_a_rule_names_is_in_the_table(library: Library) -> None:
    table = code_table()
    for rule in library.checks:
        named = {*rule.lists.get("diagnoses", ()), *(p for region in rule.regions for p in region.prefixes),
                 *(p for pair in rule.excludes for p in (*pair.one, *pair.other))}
        unknown = {start for start in named if not any(code.startswith(start) for code in table.billable)}
        assert unknown <= {"E08", "E09", "E13"}, (rule.id, unknown)
