"""What the engine promises, over generated cases under every shipped set."""

import copy
import random
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from logic.case import Outcome, Status
from logic.case_file import case_text, read_case
from logic.determination import Determination, determine
from logic.finding import Finding
from logic.gaps import find_gaps
from logic.loading import Library
from logic.looking_ahead import Outlook
from logic.policy import Silence
from logic.record import Record
from logic.reports import as_json
from logic.review import review
from logic.truth import Truth
from logic.vocabulary import Belongs, Kind
from logic.yaml_source import read_bytes
from tests.strategies import LEVELS, built, case_data

CASES = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a shrunk case would be nicer, an hour of shrinking is not
)


@CASES
@given(data=case_data())
def test_save_then_load_is_the_identity(data: dict[str, Any], library: Library) -> None:
    case = built(data, library)
    again, _ = read_case(read_bytes(case_text(case).encode(), "saved.yaml"), library.vocabulary, library.catalogue)
    assert again == case


@CASES
@given(data=case_data())
def test_same_input_same_bytes_and_evaluation_changes_nothing(data: dict[str, Any], library: Library) -> None:
    case = built(data, library)
    before = case_text(case)
    for name in library.sets:
        assert as_json(review(case, library, name)) == as_json(review(case, library, name))
    assert case_text(case) == before


@CASES
@given(data=case_data(), seed=st.integers(0, 99))
def test_the_order_of_lines_levels_and_facts_does_not_matter(data: dict[str, Any], seed: int, library: Library) -> None:
    codes = [line["code"] for stage in data["stages"] for line in stage["lines"]]
    if len(codes) != len(set(codes)):
        return  # a repeated code is told apart by its place in the stage
    shuffled = copy.deepcopy(data)
    mix = random.Random(seed)
    for stage in shuffled["stages"]:
        mix.shuffle(stage["lines"])
        for line in stage["lines"]:
            mix.shuffle(line.get("levels", []))
    for key in ("patient", "levels"):
        items = list(shuffled[key].items())
        mix.shuffle(items)
        shuffled[key] = dict(items)
    for name in library.sets:
        found = {line.result.line.id: line.result.outcome for line in review(built(data, library), library, name).lines}
        again = {line.result.line.id: line.result.outcome for line in review(built(shuffled, library), library, name).lines}
        assert found == again


@CASES
@given(data=case_data())
def test_a_line_is_never_better_than_its_worst_level(data: dict[str, Any], library: Library) -> None:
    order = list(Outcome)
    for name in library.sets:
        for line in review(built(data, library), library, name).determination.lines:
            assert line.outcome is min((level.outcome for level in line.levels), key=order.index)


def determined(data: dict[str, Any], library: Library, name: str) -> Determination:
    """The outcomes of generated data under a set, without what explains them."""
    record = Record(built(data, library), library.vocabulary, library.catalogue, date(2026, 1, 12))
    edition = library.sets[name].edition_on(record.on)
    return Determination(record, name, edition, determine(record, edition))


def silent_paths(finding: Finding, *, inside: bool = False) -> set[str]:
    """The facts read below a criterion with a silence other than `ask`, or under a condition."""
    inside = inside or finding.criterion.silence is not Silence.ASK
    found = set(finding.reading.waiting) if inside and finding.reading else set()
    for part in finding.parts:
        found |= silent_paths(part, inside=inside)
    return found


def completion(path: str, library: Library, mix: random.Random) -> Any:
    """A value for an open single fact; None when the path is no single fact."""
    fact = library.vocabulary.facts.get(path.removesuffix(".left").removesuffix(".right").split(".")[-1])
    if fact is None or fact.belongs not in {Belongs.PATIENT, Belongs.LEVEL, Belongs.STAGE}:
        return None
    if fact.kind is Kind.YES_NO:
        return mix.random() < 0.5
    if fact.kind is Kind.NUMBER and fact.range:
        return mix.randint(int(fact.range[0]), int(fact.range[1]))
    if fact.kind is Kind.GRADE:
        return mix.choice(library.vocabulary.grades(fact))
    return mix.choice(fact.options) if fact.kind is Kind.CHOICE else None


def with_answer(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The data with one fact answered."""
    changed = copy.deepcopy(data)
    parts = path.split(".")
    place = changed["patient"]
    if parts[0] in LEVELS:
        place = changed["levels"].setdefault(parts.pop(0), {})
    elif parts[0].startswith("stage"):
        place = changed["stages"][int(parts.pop(0).removeprefix("stage")) - 1].setdefault("plan", {})
    if len(parts) > 1:
        place = place.setdefault(parts[0], {})
    place[parts[-1]] = value
    return changed


@CASES
@given(data=case_data(), seed=st.integers(0, 9999))
def test_answering_what_only_asking_criteria_read_never_changes_a_settled_level(
    data: dict[str, Any], seed: int, library: Library,
) -> None:
    mix = random.Random(seed)
    for name in library.sets:
        before = determined(data, library, name)
        silent = {path for line in before.lines for level in line.levels
                  for finding in (level.exclusion, level.findings) if finding for path in silent_paths(finding)}
        candidates = [path for path in find_gaps(Outlook(before)) if path not in silent]
        for path in candidates[:3]:
            value = completion(path, library, mix)
            if value is None:
                continue
            after = determined(with_answer(data, path, value), library, name).by_id
            for line in before.lines:
                for old, new in zip(line.levels, after[line.line.id].levels, strict=True):
                    assert new.own is old.own or old.own is Outcome.NEEDS_DOCUMENTATION, (path, value)


@CASES
@given(data=case_data())
def test_open_criteria_can_still_go_either_way(data: dict[str, Any], library: Library) -> None:
    """Where a level's own criteria are open, all open leaves met settle it one way, none of them met the other."""
    for name in library.sets:
        found = review(built(data, library), library, name).determination
        outlook = Outlook(found)
        leaves = {leaf.finding.key for level in outlook.places.values() for leaf in outlook.open_leaves(level)}
        for truth, settled in ((Truth.MET, {Outcome.MEETS}), (Truth.NOT_MET, {Outcome.NOT_MET, Outcome.EXPERIMENTAL})):
            for at, before in outlook.places.items():
                decided = before.outcome not in {Outcome.FOLLOWS_PRIMARY, Outcome.NO_POLICY}
                if before.own is Outcome.NEEDS_DOCUMENTATION and decided and not before.region_open:
                    assert outlook.own_at(at, dict.fromkeys(leaves, truth)) in settled


@CASES
@given(data=case_data())
def test_strict_never_counts_an_implied_or_assumed_fact(data: dict[str, Any], library: Library) -> None:
    for name in library.sets:
        found = review(built(data, library), library, name, strict=True)
        assert all(not line.rests_on for line in found.lines)
        outlook = Outlook(found.determination)
        for level in outlook.places.values():
            for leaf in outlook.open_leaves(level):
                used = leaf.finding.reading.used if leaf.finding.reading else ()
                assert all(one.status not in {Status.IMPLIED, Status.ASSUMED} for one in used)


@CASES
@given(data=case_data())
def test_a_fact_that_was_looked_for_is_never_asked_again(data: dict[str, Any], library: Library) -> None:
    for name in library.sets:
        found = review(built(data, library), library, name)
        searched = {path for path, gap in find_gaps(Outlook(found.determination)).items() if gap.searched}
        assert found.next_path not in searched


def test_the_generator_reaches_every_outcome(library: Library) -> None:
    """A law over cases that never differ would say nothing."""
    seen: set[Outcome] = set()

    @settings(max_examples=1000, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(data=case_data())
    def collect(data: dict[str, Any]) -> None:
        if seen != set(Outcome):
            case = built(data, library)
            record = Record(case, library.vocabulary, library.catalogue, date(2026, 1, 12))
            seen.update(line.outcome for line in determine(record, library.sets["general"].edition_on(record.on)))

    collect()
    if seen != set(Outcome):
        pytest.fail(f"not reached: {sorted(set(Outcome) - seen)}")
