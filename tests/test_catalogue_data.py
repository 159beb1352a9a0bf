"""The catalogue as it ships: complete, consistent, and written so that any YAML reader takes it the same way."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from yaml.events import AliasEvent

from logic.catalogue import CatalogueEntry
from logic.loading import POLICIES, Library
from logic.yaml_source import read_file

FILES = sorted((POLICIES / "catalogue").glob("*.yaml"))
CODE = re.compile(r"\d{5}|\d{4}T|[A-Z]\d{4}")
REGIONS = {"cervical", "thoracic", "lumbar", "lumbosacral", "sacroiliac"}
APPROACHES = {"anterior", "lateral", "posterior", "posterolateral"}
FAMILIES = {
    "arthroplasty", "augmentation", "corpectomy", "decompression", "exploration", "fusion", "graft", "hardware",
    "instrumentation", "interbody", "level_of_care", "monitoring", "osteotomy", "other", "pelvic_fixation", "si_joint",
    "stimulator",
}
UNITS = {"interspace", "segment", "procedure", "vertebral body", "level", "day"}
UNIT_RULES = {
    "first", "each_additional", "each", "each_contiguous_defect", "once", "by_span", "per_side", "per_15_min", "per_hour",
}
MEDICARE: dict[str, set[object]] = {
    "pfs_status": {"A", "B", "C", "I", "N", "R"},
    "global_days": {"000", "010", "090", "XXX", "YYY", "ZZZ"},
    "bilateral_ind": {0, 1, 2, 9},
    "mai": {1, 2, 3},
    "inpatient_only_2025": {True, False},
    "inpatient_only_2026": {"removed_inferred", "listed_inferred", "unknown", "not_listed"},
}
ITEMS = {"BMP", "CEMENT", "DBM", "inpatient"}
NO_SUCCESSOR_HERE = {
    "0274T": "no direct successor",
    "22305": "evaluation code",
    "62310": "62320/62321 are injections, which are not reviewed here",
    "62311": "62322/62323 are injections, which are not reviewed here",
}
"""Retired codes whose successor is no code of this catalogue, and why."""


@pytest.fixture(scope="module")
def entries(library: Library) -> dict[str, CatalogueEntry]:
    return library.catalogue.entries


@pytest.fixture(scope="module")
def coding_model(library: Library) -> dict[str, Any]:
    (model,) = [file.coding_model for file in library.catalogue.files if file.coding_model]
    return model


# -- how it is written ----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_anchors_aliases_or_tags(path: Path) -> None:
    for event in yaml.parse(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader):
        assert not isinstance(event, AliasEvent), event.start_mark
        assert getattr(event, "anchor", None) is None, event.start_mark
        assert getattr(event, "tag", None) is None, event.start_mark


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_our_reader_and_plain_yaml_read_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert read_file(path).data == yaml.safe_load(text)
    assert max(len(line) for line in text.splitlines()) <= 120


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_code_stands_in_quotes(path: Path) -> None:
    """Unquoted, 00670 is octal to one YAML reader, 670 to the next, and 090 text or a number."""
    for event in yaml.parse(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader):
        if isinstance(event, yaml.ScalarEvent) and (CODE.fullmatch(event.value) or re.match(r"0\d", event.value)):
            assert event.style in {'"', "'"}, event.start_mark


# -- codes and items ------------------------------------------------------------------------------------------------

def test_183_codes_and_4_items_each_once(library: Library) -> None:
    listed = Counter(entry.code for file in library.catalogue.files for entry in file.codes)
    assert [code for code, times in listed.items() if times > 1] == []
    systems = Counter(entry.system for entry in library.catalogue.entries.values())
    assert systems["item"] == 4
    assert systems["CPT"] + systems["HCPCS"] == 183
    assert systems.keys() == {"CPT", "HCPCS", "item"}


def test_codes_look_like_codes(entries: dict[str, CatalogueEntry]) -> None:
    for code, entry in entries.items():
        if entry.system == "item":
            assert code in ITEMS
        else:
            assert CODE.fullmatch(code), code
            assert (entry.system == "HCPCS") is code[0].isalpha(), code


def test_labels_are_short_and_told_apart(entries: dict[str, CatalogueEntry]) -> None:
    assert [code for code, entry in entries.items() if not 0 < len(entry.label) < 70] == []
    assert [label for label, times in Counter(e.label for e in entries.values()).items() if times > 1] == []


def test_words_are_those_of_the_model(entries: dict[str, CatalogueEntry]) -> None:
    for code, entry in entries.items():
        assert entry.status in {"active", "verify"}, code
        assert entry.family in FAMILIES, code
        assert entry.region in REGIONS | {"any"}, code
        assert set(entry.regions_ok) <= REGIONS, code
        assert set(entry.approach_ok) <= APPROACHES, code
        assert entry.unit_is in UNITS, code
        assert entry.unit_rule in UNIT_RULES, code
        assert entry.laterality in {None, "unilateral", "uni_or_bilateral", "bilateral"}, code
        assert entry.system == "item" or entry.provenance, code


def test_the_main_region_and_approach_are_acceptable_ones(entries: dict[str, CatalogueEntry]) -> None:
    for code, entry in entries.items():
        if entry.system != "item":
            assert entry.regions_ok, code
        if entry.region != "any":
            assert entry.region in entry.regions_ok, code
        if entry.approach_ok and entry.approach != "any":
            assert entry.approach in entry.approach_ok, code


def test_medicare_values_are_dated_and_known(entries: dict[str, CatalogueEntry]) -> None:
    for code, entry in entries.items():
        assert entry.medicare.keys() <= {*MEDICARE, "mue", "opps_si_2025"}, code
        for key, allowed in MEDICARE.items():
            assert entry.medicare.get(key) in allowed | {None}, (code, key)
        assert entry.medicare.get("mue", 0) is None or entry.medicare.get("mue", 0) >= 0, code


# -- spans ----------------------------------------------------------------------------------------------------------

def test_codes_by_span_say_how_many_vertebrae(entries: dict[str, CatalogueEntry]) -> None:
    for code, entry in entries.items():
        if entry.segments:
            assert 1 <= entry.segments.min <= (entry.segments.max or entry.segments.min), code


@pytest.mark.parametrize("ladder", [
    ("22800", "22802", "22804"), ("22808", "22810", "22812"), ("22842", "22843", "22844"), ("22845", "22846", "22847"),
])
def test_the_spans_of_a_ladder_leave_no_gap(ladder: tuple[str, ...], entries: dict[str, CatalogueEntry]) -> None:
    spans = [entries[code].segments for code in ladder]
    for lower, upper in pairwise(spans):
        assert lower
        assert upper
        assert lower.max is not None
        assert upper.min == lower.max + 1
    assert spans[-1]
    assert spans[-1].max is None


# -- add-ons --------------------------------------------------------------------------------------------------------

def test_every_add_on_says_with_what_it_may_be_reported(library: Library) -> None:
    catalogue = library.catalogue
    for code, entry in catalogue.entries.items():
        assert not (entry.primary_set and entry.primary_codes), code
        assert entry.addon is bool(entry.primary_set or entry.primary_codes), code
        if entry.primary_set and entry.primary_set != "any":
            assert entry.primary_set in catalogue.primary_sets, code
        primaries = catalogue.primaries_of(code) if entry.addon else ("x",)
        assert primaries is None or primaries, code
        assert code not in (primaries or ()), code


def test_every_spine_add_on_has_a_primary_in_the_catalogue(library: Library) -> None:
    """The others are listed only to be recognised as what does not belong on a spine request."""
    catalogue = library.catalogue
    for code, entry in catalogue.entries.items():
        primaries = catalogue.primaries_of(code) if entry.addon else None
        if primaries is not None:
            assert (entry.technique == "not_spine") is not bool(set(primaries) & catalogue.entries.keys()), code


def test_primary_sets_are_lists_of_codes_in_order(library: Library) -> None:
    used = {entry.primary_set for entry in library.catalogue.entries.values()}
    for name, codes in library.catalogue.primary_sets.items():
        assert name in used, name
        assert all(CODE.fullmatch(code) for code in codes), name
        assert list(codes) == sorted(set(codes)), name


def test_items_hang_where_their_codes_hang(entries: dict[str, CatalogueEntry]) -> None:
    assert {code for code, entry in entries.items() if entry.system == "item"} == ITEMS
    assert entries["BMP"].primary_set == entries["DBM"].primary_set == entries["20930"].primary_set
    assert entries["CEMENT"].primary_set == entries["22842"].primary_set
    assert not entries["inpatient"].addon


# -- the two marks of our own ---------------------------------------------------------------------------------------

def test_companions_of_an_interspace(entries: dict[str, CatalogueEntry]) -> None:
    """22854 is no companion: it fills the defect of a corpectomy."""
    assert {code for code, entry in entries.items() if entry.companion} == {"22853", "22859", "63052", "63053"}


def test_what_contains_a_decompression(entries: dict[str, CatalogueEntry]) -> None:
    closed = {"percutaneous", "endoscopic", "annular_closure"}
    interbody = {"22551", "22552", "22630", "22632", "22633", "22634"}
    assert {code for code, entry in entries.items() if entry.contains_decompression} == {
        code for code, entry in entries.items()
        if (entry.family == "decompression" and entry.technique not in closed) or entry.family == "corpectomy"
        or code in interbody
    }


# -- the coding model -----------------------------------------------------------------------------------------------

def test_counting_families_are_of_first_codes_and_their_add_ons(
    coding_model: dict[str, Any], entries: dict[str, CatalogueEntry], library: Library,
) -> None:
    families = coding_model["counting_families"]
    assert len({family["name"] for family in families}) == len(families)
    counted = [code for family in families for code in (*family["first"], *family["additional"])]
    assert len(set(counted)) == len(counted)
    for family in families:
        for code in family["additional"]:
            assert entries[code].addon, code
            assert set(library.catalogue.primaries_of(code) or ()) & set(family["first"]), code
        for code in family["first"]:
            assert entries[code].unit_rule == "first" or entries[code].addon, code


def test_every_further_level_is_counted(coding_model: dict[str, Any], entries: dict[str, CatalogueEntry]) -> None:
    counted = {code for family in coding_model["counting_families"] for code in family["additional"]}
    further = {code for code, entry in entries.items() if entry.unit_rule == "each_additional"}
    assert counted - further == set()
    assert {code: entries[code].status for code in further - counted} == {"62331": "verify"}  # not yet confirmed


@pytest.mark.parametrize("name", ["expected_posterior_code", "expected_anterior_code", "expected_deformity_code"])
def test_expected_codes_are_codes_by_span(
    name: str, coding_model: dict[str, Any], entries: dict[str, CatalogueEntry],
) -> None:
    """The numbers in the words are the numbers of the code."""
    for expected in coding_model[name]:
        entry = entries[expected["code"]]
        if entry.code == "22840":
            continue  # told by its anchors, not by its span
        assert entry.segments
        numbers = [int(number) for number in re.findall(r"\d+", expected["when"])]
        bounds = [bound for bound in (entry.segments.min, entry.segments.max) if bound is not None]
        assert numbers == (bounds[1:] if "up to" in expected["when"] else bounds), expected


def test_lumbar_techniques_name_a_code_and_its_add_on(
    coding_model: dict[str, Any], entries: dict[str, CatalogueEntry], library: Library,
) -> None:
    for technique in coding_model["lumbar_fusion_code_by_technique"]:
        assert "lumbar" in entries[technique["first"]].regions_ok
        assert technique["first"] in (library.catalogue.primaries_of(technique["further"]) or ())


def test_retired_codes_name_a_known_successor_or_are_explained(
    coding_model: dict[str, Any], entries: dict[str, CatalogueEntry],
) -> None:
    unknown = set()
    for code, legacy in coding_model["legacy_codes"].items():
        assert legacy.keys() == {"successor", "since"}, code
        assert re.match(r"\d{4}\b", legacy["since"]), code
        named = [*CODE.findall(legacy["successor"])]
        assert code not in named, code
        if not named or not set(named) <= entries.keys():
            unknown.add(code)
    assert unknown == NO_SUCCESSOR_HERE.keys()


def test_a_retired_code_is_no_active_code(coding_model: dict[str, Any], entries: dict[str, CatalogueEntry]) -> None:
    for code in coding_model["legacy_codes"].keys() & entries.keys():
        assert entries[code].status == "verify", code


# -- editions and rights --------------------------------------------------------------------------------------------

def test_the_editions_and_the_notice_on_rights_are_kept(library: Library) -> None:
    (meta,) = [file.meta for file in library.catalogue.files if file.meta]
    assert meta.keys() == {"as_of", "data_editions", "inpatient_only_2026", "notice"}
    assert meta["data_editions"].keys() == {"aoc", "mue", "ptp", "pfs", "opps"}
    assert "American Medical Association" in meta["notice"]
    assert "our own words" in meta["notice"]
