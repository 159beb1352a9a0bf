"""The JSON Schemas: as generated, sound, and every shipped YAML file fits the schema of its kind."""

from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from logic.bench.schemas import schema_files, schemas, write_schemas
from logic.loading import POLICIES, POLICY_LIMIT, ROOT, SAMPLES, Library
from logic.yaml_source import read_bytes, read_file

HOME = POLICIES / "schemas"
FILES = {
    "case": [*SAMPLES.rglob("*.yaml"), *(ROOT / "tests" / "determinations").glob("*.yaml")],
    "policy": sorted((POLICIES / "sets").glob("*/*/*.yaml")),
    "set": sorted((POLICIES / "sets").glob("*/set.yaml")),
    "left_out": sorted((POLICIES / "sets").glob("*/left_out.yaml")),
    "vocabulary": sorted((POLICIES / "vocabulary").glob("*.yaml")),
    "catalogue": sorted((POLICIES / "catalogue").glob("*.yaml")),
    "examples": sorted((POLICIES / "sets").glob("*/*/examples/*.yaml")),
    "checks": sorted((POLICIES / "checks").glob("*.yaml")),
    "clocks": sorted((POLICIES / "clocks").glob("*.yaml")),
    "evidence": sorted((POLICIES / "evidence").glob("*.yaml")),
    "lessons": sorted((POLICIES / "lessons").glob("*.yaml")),
    "requests": sorted((POLICIES / "requests").glob("*.yaml")),
    "tour": sorted((POLICIES / "templates" / "demo").glob("*.yaml")),
    "pitfalls": sorted((POLICIES / "learn").glob("*.yaml")),
    "packet": sorted((POLICIES / "templates" / "packet").glob("*.yaml")),
}
SHIPPED = [(kind, path) for kind, paths in FILES.items() for path in paths]
STALE = "the committed schemas are not those that `python -m logic schemas` writes"


@pytest.fixture(scope="module")
def validators(library: Library) -> dict[str, Any]:
    return {kind: jsonschema.Draft202012Validator(schema) for kind, schema in schemas(library).items()}


def wrong(validator: Any, data: object) -> list[str]:
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in validator.iter_errors(data)]


def test_the_committed_schemas_are_those_that_are_generated(library: Library) -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in HOME.iterdir()}
    generated = schema_files(library)
    assert set(committed) == set(generated)
    assert [name for name in generated if committed[name] != generated[name]] == [], STALE


def test_the_command_writes_them(library: Library, tmp_path: Path) -> None:
    assert len(list(write_schemas(library, tmp_path / "new"))) == len(FILES)
    assert (tmp_path / "new" / "case.schema.json").read_text(encoding="utf-8") == schema_files(library)["case.schema.json"]


@pytest.mark.parametrize("kind", FILES)
def test_each_schema_is_one(kind: str, library: Library) -> None:
    jsonschema.Draft202012Validator.check_schema(schemas(library)[kind])


@pytest.mark.parametrize("kind", FILES)
def test_there_are_files_of_every_kind(kind: str) -> None:
    assert FILES[kind]


@pytest.mark.parametrize(("kind", "path"), SHIPPED, ids=[f"{kind}-{path.stem}" for kind, path in SHIPPED])
def test_every_shipped_file_fits_the_schema_of_its_kind(kind: str, path: Path, validators: dict[str, Any]) -> None:
    assert wrong(validators[kind], read_file(path, limit=POLICY_LIMIT).data) == []


CASE = "case: tried\nstages:\n  - lines: [{code: \"22612\", levels: L4-L5}]\n"


@pytest.mark.parametrize("more", [
    "patient: {age_yeers: 60}", "patient: {age_years: sixty}", "levels: {L4-L5: {central_stenosis: sever}}",
    "levels: {L4-L5: {foraminal_stenosis: severe}}", "treatments: [{modality: yoga_class}]", "treatments: all",
    "patient: {myelopathy: {value: yes, source: clinic}}", "patient: {myelopathy: {value: yes, status: guessed}}", "extra: 1",
])
def test_a_wrong_case_does_not_fit(more: str, validators: dict[str, Any]) -> None:
    assert wrong(validators["case"], read_bytes(CASE.encode(), "x").data) == []
    assert wrong(validators["case"], read_bytes((CASE + more).encode(), "x").data) != []


@pytest.mark.parametrize("more", [
    "patient: {myelopathy: \"yes\"}", "patient: {myelopathy: }", "treatments: none", "levels: {L4-S1: {slip_mm: 4}}",
    "patient: {myelopathy: {value: yes, from: clinic, page: \"3\"}}", "levels: {L4-L5: {central_stenosis: marked}}",
    "levels: {L4-L5: {central_stenosis: [mild, {value: severe, from: ct}]}}",
])
def test_a_right_case_fits(more: str, validators: dict[str, Any]) -> None:
    """An editor that reads YAML 1.2 sees yes as a word: that fits too."""
    assert wrong(validators["case"], read_bytes((CASE + more).encode(), "x").data) == []


RULE = "policy: p\ntitle: P\nrules:\n  - id: r\n    title: R\n    covers: {codes: [\"22612\"]}\n    cite: c\n    criteria: "


@pytest.mark.parametrize(("criterion", "fits"), [
    ("{fact: slip_mm, min: 4}", True), ("{fact: slip_mmm, min: 4}", False), ("{computed: listhesis, min: I}", True),
    ("{computed: listthesis, min: I}", False), ("{use: a, fact: slip_mm}", False), ("{min: 4}", False),
    ("{at_least: 1, all: [{use: a}]}", False), ("{all: []}", False), ("{use: a, silence: maybe}", False),
])
def test_a_criterion_has_one_form_and_known_names(criterion: str, fits: bool, validators: dict[str, Any]) -> None:
    assert (wrong(validators["policy"], read_bytes((RULE + criterion + "\n").encode(), "x").data) == []) is fits
