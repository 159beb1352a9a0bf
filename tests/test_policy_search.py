"""Finding rules and criteria of a policy by words, codes and ids."""

import pytest

from logic.loading import Library
from logic.policy import Edition
from logic.policy_search import criteria_with, place_in, rules_with


@pytest.fixture
def general(library: Library) -> Edition:
    return library.sets["general"].editions[-1]


def found(edition: Edition, sought: str, library: Library) -> list[str]:
    return [rule.id for rule in rules_with(edition, sought, library.catalogue)]


@pytest.mark.parametrize(("sought", "expected"), [
    ("20939", ["bone_marrow_aspirate"]),
    ("marrow", ["bone_marrow_aspirate"]),
    ("MARROW Aspirate", ["bone_marrow_aspirate"]),
    ("no-such-word", []),
    ("marrow inpatient", []),
])
def test_every_word_has_to_stand_in_the_rule(sought: str, expected: list[str], general: Edition, library: Library) -> None:
    assert found(general, sought, library) == expected


def test_nothing_sought_is_every_rule(general: Edition, library: Library) -> None:
    assert found(general, " ", library) == [rule.id for rule in general.rules]


def test_a_fact_is_found_by_its_name_in_words(general: Edition, library: Library) -> None:
    assert "lumbar_fusion" in found(general, "facet removal percent", library)


def test_names_of_keys_are_no_words(general: Edition, library: Library) -> None:
    assert found(general, "silence", library) == found(general, "except_codes", library) == []


def test_the_criteria_that_hold_a_word_are_named(general: Edition) -> None:
    fusion = next(rule for rule in general.rules if rule.id == "lumbar_fusion").criteria
    assert fusion
    assert "G2.route_a" in list(criteria_with(fusion, "ground"))
    assert list(criteria_with(fusion, "")) == list(criteria_with(fusion, "no-such-word")) == []


def test_a_criterion_is_found_with_all_around_it(general: Edition) -> None:
    fusion = next(rule for rule in general.rules if rule.id == "lumbar_fusion")
    around = place_in(fusion, "G1.symptoms")
    assert [one.id for one in around] == ["G2", "G2.route_a", "G1", "G1.symptoms"]
    assert place_in(fusion, "no.such.id") == ()


def test_every_criterion_of_every_rule_has_its_place(library: Library) -> None:
    for policy_set in library.sets.values():
        for edition in policy_set.editions:
            for rule in edition.rules:
                for root in (rule.criteria, rule.excluded.unless if rule.excluded else None):
                    waiting = [root] if root else []
                    while waiting:
                        criterion = waiting.pop()
                        waiting += criterion.parts
                        assert criterion.id
                        assert place_in(rule, criterion.id)[-1].id == criterion.id
