"""Levels and their shorthand, regions, and the roots that a finding at a level can compress."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from logic.levels import (
    INTERSPACES, LEVELS, ROOTS, SI_JOINTS, UNNAMED, VERTEBRAE, UnknownLevelError, exiting_root, expand, in_order, likely,
    neighbours, region_of_root, regions_of, root_distance, roots_of, traversing_root, vertebrae_of,
)

PAIRS = list(itertools.combinations(range(len(VERTEBRAE)), 2))
LEVEL_LIKE = st.text(st.sampled_from("CTLS0123456789-/ tosilpveaumr\u2013"), max_size=12)


def test_there_are_25_interspaces_from_head_to_foot() -> None:
    assert len(INTERSPACES) == 25
    assert INTERSPACES[0] == "C0-C1"
    assert INTERSPACES[-1] == "L5-S1"
    assert {"C7-T1", "T12-L1", "L5-S1"} < set(INTERSPACES)


@pytest.mark.parametrize(("upper", "lower"), [(VERTEBRAE[a], VERTEBRAE[b]) for a, b in PAIRS])
def test_every_span_holds_the_interspaces_between_its_ends(upper: str, lower: str) -> None:
    found = expand(f"{upper}-{lower}")
    assert len(found) == VERTEBRAE.index(lower) - VERTEBRAE.index(upper)
    assert found[0].startswith(f"{upper}-")
    assert found[-1].endswith(f"-{lower}")
    assert vertebrae_of(found) == VERTEBRAE[VERTEBRAE.index(upper):VERTEBRAE.index(lower) + 1]


@given(st.sampled_from(PAIRS), st.sampled_from(["-", "/", " - ", " to ", "\u2013", "\u2014", "\u2212", " \u2013 "]), st.booleans())
def test_a_span_may_be_written_in_several_ways(pair: tuple[int, int], between: str, small: bool) -> None:
    upper, lower = (VERTEBRAE[place] for place in pair)
    text = f" {upper}{between}{lower} "
    assert expand(text.lower() if small else text) == expand(f"{upper}-{lower}")


@pytest.mark.parametrize(("text", "levels"), [
    ("C4-6", ("C4-C5", "C5-C6")), ("C6-7", ("C6-C7",)), ("C7-1", ("C7-T1",)), ("T12-1", ("T12-L1",)), ("T12-L1", ("T12-L1",)),
    ("L5-1", ("L5-S1",)), ("L4-1", ("L4-L5", "L5-S1")), ("L5/S1", ("L5-S1",)), ("l4-l5", ("L4-L5",)), ("L4 L5", ("L4-L5",)),
    ("L4-pelvis", ("L4-L5", "L5-S1")), ("L5-Sacrum", ("L5-S1",)), ("L5-ilium", ("L5-S1",)), ("T10-12", ("T10-T11", "T11-T12")),
    ("SI-left", ("SI-left",)), ("si-RIGHT", ("SI-right",)), ("C0-C1", ("C0-C1",)), ("C7-T2", ("C7-T1", "T1-T2")),
])
def test_shorthand(text: str, levels: tuple[str, ...]) -> None:
    assert expand(text) == levels


@pytest.mark.parametrize("text", [
    "", " ", "L4", "L4-L4", "L5-L4", "S1-L4", "S1-pelvis", "L6-S1", "L5-L6", "L5-S2", "C8-T1", "C2-10", "T13-L1", "lumbar", "SI", "SI-both",
    "L4-L5-S1", "L4-L5, L5-S1", "4-5", "L-S", "unnamed", "L\u0664-L\u0665", "L4-", "-L5", "L4-5-6", "45", "L444-L555", "C0",
])
def test_a_text_that_names_no_level_is_refused(text: str) -> None:
    with pytest.raises(UnknownLevelError):
        expand(text)


@given(st.one_of(st.text(max_size=30), LEVEL_LIKE))
@example("L4-ß")
@example("\u017f1-S1")
def test_any_text_expands_to_neighbouring_levels_or_is_refused(text: str) -> None:
    try:
        found = expand(text)
    except UnknownLevelError:
        return
    assert found
    assert set(found) <= set(LEVELS)
    assert in_order(found) == found
    assert all(low in neighbours(high) for high, low in itertools.pairwise(found))


@given(st.one_of(st.text(max_size=30), LEVEL_LIKE))
def test_what_is_offered_instead_is_a_level(text: str) -> None:
    offered = likely(text)
    assert offered is None or all(expand(part) for part in offered.split(" or "))


@pytest.mark.parametrize(("text", "offered"), [
    ("S1-L4", "L4-S1"), ("L4", "L3-L4 or L4-L5"), ("S1", "L5-S1"), ("C0", "C0-C1"), ("L6-S1", "L5-S1"), ("L5\u2013S2", "L5-S1"), ("lumbar", None),
    ("", None), ("SI-lft", "SI-left"),
])
def test_the_level_that_was_probably_meant_is_offered(text: str, offered: str | None) -> None:
    assert likely(text) == offered


def test_order_is_from_head_to_foot_without_repeats() -> None:
    assert in_order(["SI-left", "L5-S1", "C3-C4", "L5-S1", UNNAMED]) == ("C3-C4", "L5-S1", "SI-left", UNNAMED)


@pytest.mark.parametrize(("level", "regions"), [
    ("C0-C1", ("cervical",)), ("C6-C7", ("cervical",)), ("C7-T1", ("cervical", "thoracic")), ("T5-T6", ("thoracic",)),
    ("T12-L1", ("thoracic", "lumbar")), ("L4-L5", ("lumbar",)), ("L5-S1", ("lumbar",)), ("SI-left", ("sacroiliac",)), (UNNAMED, ()),
])
def test_junctions_belong_to_both_regions(level: str, regions: tuple[str, ...]) -> None:
    assert regions_of(level) == regions


@pytest.mark.parametrize(("level", "exiting", "traversing"), [
    # the table of the set `general`
    ("L3-L4", "L3", "L4"), ("L4-L5", "L4", "L5"), ("L5-S1", "L5", "S1"),
    ("C4-C5", "C5", None), ("C5-C6", "C6", None), ("C6-C7", "C7", None), ("C7-T1", "C8", None),
    # the other levels follow the same pattern, thoracic ones with the exiting root of the upper vertebra
    ("L1-L2", "L1", "L2"), ("L2-L3", "L2", "L3"), ("C2-C3", "C3", None), ("C3-C4", "C4", None), ("C0-C1", "C1", None),
    ("T1-T2", "T1", None), ("T8-T9", "T8", None), ("T12-L1", "T12", None), ("SI-left", None, None), (UNNAMED, None, None),
])
def test_the_roots_of_a_level(level: str, exiting: str | None, traversing: str | None) -> None:
    assert (exiting_root(level), traversing_root(level)) == (exiting, traversing)
    assert roots_of(level) == tuple(root for root in (exiting, traversing) if root)


@pytest.mark.parametrize(("level", "root", "distance"), [
    ("L4-L5", "L4", 0), ("L4-L5", "L5", 0), ("L4-L5", "S1", 1), ("L4-L5", "L3", 1), ("L4-L5", "L2", 2), ("L4-L5", "S2", 2),
    ("L5-S1", "L4", 1), ("C5-C6", "C6", 0), ("C5-C6", "C5", 1), ("C5-C6", "C8", 2), ("C7-T1", "T1", 1), ("L4-L5", "C6", 18),
])
def test_how_far_a_root_is_from_a_level(level: str, root: str, distance: int) -> None:
    assert root_distance(level, root) == distance


def test_a_level_without_roots_contradicts_no_root() -> None:
    assert {root_distance(level, root) for level in (*SI_JOINTS, UNNAMED) for root in ROOTS} == {0}


@pytest.mark.parametrize(("root", "region"), [
    ("C5", "cervical"), ("C8", "cervical"), ("T1", "cervical"), ("T2", "thoracic"), ("T12", "thoracic"), ("L1", "lumbar"), ("S1", "lumbar"),
    ("S4", "lumbar"),
])
def test_the_region_whose_symptoms_a_root_gives(root: str, region: str) -> None:
    assert region_of_root(root) == region


@pytest.mark.parametrize(("level", "beside"), [
    ("C0-C1", ("C1-C2",)), ("L5-S1", ("L4-L5",)), ("L4-L5", ("L3-L4", "L5-S1")), ("SI-left", ()), (UNNAMED, ()),
])
def test_neighbours(level: str, beside: tuple[str, ...]) -> None:
    assert neighbours(level) == beside
