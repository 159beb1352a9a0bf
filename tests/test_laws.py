"""What the engine promises, over generated cases under every shipped set."""

import copy
import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logic.carrying_out import carried_out
from logic.case import Outcome, Status
from logic.case_file import read_case
from logic.case_writing import case_text
from logic.determination import Determination, determine
from logic.evaluation import Evaluation
from logic.finding import Finding
from logic.gaps import find_gaps
from logic.loading import load_library
from logic.looking_ahead import Outlook, trees
from logic.measures import Place
from logic.policy import Silence
from logic.record import Record
from logic.reports import as_json
from logic.review import Review, decide, review
from logic.steps import Step
from logic.truth import Truth
from logic.vocabulary import Belongs, Kind
from logic.yaml_source import read_bytes
from tests.budget import laws
from tests.strategies import LEVELS, built, case_data

LIBRARY = load_library()
CASES = laws()


@CASES
@given(data=case_data())
def test_save_then_load_is_the_identity(data: dict[str, Any]) -> None:
    case = built(data, LIBRARY)
    again, _ = read_case(read_bytes(case_text(case).encode(), "saved.yaml"), LIBRARY.vocabulary, LIBRARY.catalogue)
    assert again == case


@CASES
@given(data=case_data())
def test_same_input_same_bytes_and_evaluation_changes_nothing(data: dict[str, Any]) -> None:
    case = built(data, LIBRARY)
    before = case_text(case)
    for name in LIBRARY.sets:
        assert as_json(review(case, LIBRARY, name)) == as_json(review(case, LIBRARY, name))
    assert case_text(case) == before


@CASES
@given(data=case_data(), seed=st.integers(0, 99))
def test_the_order_of_lines_levels_and_facts_does_not_matter(data: dict[str, Any], seed: int) -> None:
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
    for name in LIBRARY.sets:
        found = {line.result.line.id: line.result.outcome for line in review(built(data, LIBRARY), LIBRARY, name).lines}
        again = {line.result.line.id: line.result.outcome for line in review(built(shuffled, LIBRARY), LIBRARY, name).lines}
        assert found == again


@CASES
@given(data=case_data())
def test_a_line_is_never_better_than_its_worst_level(data: dict[str, Any]) -> None:
    order = list(Outcome)
    for name in LIBRARY.sets:
        for line in review(built(data, LIBRARY), LIBRARY, name).determination.lines:
            assert line.outcome is min((level.outcome for level in line.levels), key=order.index)


def determined(data: dict[str, Any], name: str) -> Determination:
    """The outcomes of generated data under a set, without what explains them."""
    record = Record(built(data, LIBRARY), LIBRARY.vocabulary, LIBRARY.catalogue, date(2026, 1, 12))
    edition = LIBRARY.sets[name].edition_on(record.on)
    return Determination(record, name, edition, determine(record, edition))


def silent_paths(finding: Finding, *, inside: bool = False) -> set[str]:
    """The facts read below a criterion with a silence other than `ask`, or under a condition."""
    inside = inside or finding.criterion.silence is not Silence.ASK
    found = set(finding.reading.waiting) if inside and finding.reading else set()
    for part in finding.parts:
        found |= silent_paths(part, inside=inside)
    return found


def completion(path: str, mix: random.Random) -> Any:
    """A value for an open single fact; None when the path is no single fact."""
    fact = LIBRARY.vocabulary.facts.get(path.removesuffix(".left").removesuffix(".right").split(".")[-1])
    if fact is None or fact.belongs not in {Belongs.PATIENT, Belongs.LEVEL, Belongs.STAGE}:
        return None
    if fact.kind is Kind.YES_NO:
        return mix.random() < 0.5
    if fact.kind is Kind.NUMBER and fact.range:
        return mix.randint(int(fact.range[0]), int(fact.range[1]))
    if fact.kind is Kind.GRADE:
        return mix.choice(LIBRARY.vocabulary.grades(fact))
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
    data: dict[str, Any], seed: int,
) -> None:
    mix = random.Random(seed)
    for name in LIBRARY.sets:
        before = determined(data, name)
        silent = {path for line in before.lines for level in line.levels
                  for finding in (level.exclusion, level.findings) if finding for path in silent_paths(finding)}
        candidates = [path for path in find_gaps(Outlook(before)) if path not in silent]
        for path in candidates[:3]:
            value = completion(path, mix)
            if value is None:
                continue
            after = determined(with_answer(data, path, value), name).by_id
            for line in before.lines:
                for old, new in zip(line.levels, after[line.line.id].levels, strict=True):
                    assert new.own is old.own or old.own is Outcome.NEEDS_DOCUMENTATION, (path, value)


@CASES
@given(data=case_data())
def test_open_criteria_can_still_go_either_way(data: dict[str, Any]) -> None:
    """Where a level's own criteria are open, all open leaves met settle it one way, none of them met the other."""
    for name in LIBRARY.sets:
        found = review(built(data, LIBRARY), LIBRARY, name).determination
        outlook = Outlook(found)
        leaves = {leaf.finding.key for level in outlook.places.values() for leaf in outlook.open_leaves(level)}
        for truth, settled in ((Truth.MET, {Outcome.MEETS}), (Truth.NOT_MET, {Outcome.NOT_MET, Outcome.EXPERIMENTAL})):
            for at, before in outlook.places.items():
                decided = before.outcome not in {Outcome.FOLLOWS_PRIMARY, Outcome.NO_POLICY}
                if before.own is Outcome.NEEDS_DOCUMENTATION and decided and not before.region_open:
                    assert outlook.own_at(at, dict.fromkeys(leaves, truth)) in settled


@CASES
@given(data=case_data())
def test_strict_never_counts_an_implied_or_assumed_fact(data: dict[str, Any]) -> None:
    for name in LIBRARY.sets:
        found = decide(built(data, LIBRARY), LIBRARY, name, strict=True)
        assert all(not line.rests_on for line in found.lines)
        outlook = Outlook(found.determination)
        for level in outlook.places.values():
            for leaf in outlook.open_leaves(level):
                used = leaf.finding.reading.used if leaf.finding.reading else ()
                assert all(one.status not in {Status.IMPLIED, Status.ASSUMED} for one in used)


@CASES
@given(data=case_data())
def test_a_fact_that_was_looked_for_is_never_asked_again(data: dict[str, Any]) -> None:
    for name in LIBRARY.sets:
        found = review(built(data, LIBRARY), LIBRARY, name)
        searched = {path for path, gap in find_gaps(Outlook(found.determination)).items() if gap.searched}
        assert found.next_path not in searched


@CASES
@given(data=case_data())
def test_carrying_out_a_way_meets_and_no_part_of_it_does(data: dict[str, Any]) -> None:
    for name in LIBRARY.sets:
        found = review(built(data, LIBRARY), LIBRARY, name)
        for line in found.lines:
            if not line.way or not line.way.steps:
                continue
            assert after(found, line.result.line.id, line.way.steps) is Outcome.MEETS
            for steps in line.way.alternatives:
                assert after(found, line.result.line.id, steps) is Outcome.MEETS
            for left_out in line.way.steps:
                fewer = tuple(step for step in line.way.steps if step is not left_out)
                assert after(found, line.result.line.id, fewer) is not Outcome.MEETS


def after(found: Review, line: str, steps: tuple[Step, ...]) -> Outcome:
    """The outcome of a line once steps are carried out, decided anew by the same edition."""
    day = found.on + timedelta(days=max((step.days for step in steps), default=0))
    case = carried_out(found.case, [change for step in steps for change in step.changes], day)
    record = Record(case, LIBRARY.vocabulary, LIBRARY.catalogue, day)
    return next(each.outcome for each in determine(record, found.determination.edition) if each.line.id == line)


@CASES
@given(data=case_data(), other=case_data(), seed=st.integers(0, 9999))
def test_what_worsens_no_test_never_moves_a_line_down(
    data: dict[str, Any], other: dict[str, Any], seed: int,
) -> None:
    """One answer or list of rows of the record is taken from another one."""
    changed = copy.deepcopy(data)
    places = [("patient", key) for key in other["patient"]]
    places += [(level, key) for level, facts in other["levels"].items() for key in facts]
    places += [("", kind) for kind in ("symptoms", "treatments", "surgeries") if kind in other]
    if not places:
        return
    where, key = random.Random(seed).choice(places)
    if where == "patient":
        changed["patient"][key] = other["patient"][key]
    elif where:
        changed["levels"].setdefault(where, {})[key] = other["levels"][where][key]
    else:
        changed[key] = other[key]
    for name in LIBRARY.sets:
        before, later = (Outlook(determined(each, name)) for each in (data, changed))
        for line in before.determination.lines:
            concerned = before.deciding_for(line.line)
            if not any(worse(tree, again) for at in concerned
                       for tree, again in zip(trees(before.places[at]), trees(later.places[at]), strict=True)):
                assert rank(later.determination.by_id[line.line.id].outcome) >= rank(line.outcome), (name, where, key)


def rank(outcome: Outcome) -> int:
    return {Outcome.MEETS: 2, Outcome.NEEDS_DOCUMENTATION: 1}.get(outcome, 0)


STEPS = {Truth.NOT_MET: 0, Truth.NOT_DOCUMENTED: 1, Truth.MET: 2}


def worse(before: Finding, later: Finding, *, helps: bool = True) -> bool:
    """Whether some test came out worse, in the direction in which it is used; unlike trees are not compared."""
    if before.is_leaf or later.is_leaf:
        if before.is_leaf is not later.is_leaf or before.key != later.key:
            return True
        change = STEPS[later.raw] - STEPS[before.raw]
        own = change < 0 if helps else change > 0
    else:
        own = len(before.parts) != len(later.parts) or any(
            worse(one, other, helps=helps) for one, other in zip(before.parts, later.parts, strict=True))
    if own or before.condition is None or later.condition is None:
        return own
    return worse(before.condition, later.condition, helps=not helps)


@CASES
@given(data=case_data())
def test_deciding_equal_criteria_once_changes_nothing(data: dict[str, Any]) -> None:
    for name in LIBRARY.sets:
        found = determined(data, name)
        for line in found.lines:
            for level in line.levels:
                rule = level.rule
                if rule and rule.criteria and level.findings and not level.region_open:
                    alone = Evaluation(found.record).at(rule.criteria, Place(found.record, line.line, level.level))
                    assert told(alone) == told(level.findings)


def told(finding: Finding) -> list[tuple[str | None, Truth]]:
    return [(finding.criterion.id, finding.truth), *(each for part in finding.parts for each in told(part))]


def test_the_generator_reaches_every_outcome() -> None:
    """A law over cases that never differ would say nothing."""
    seen: set[Outcome] = set()

    @settings(max_examples=1000, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(data=case_data())
    def collect(data: dict[str, Any]) -> None:
        if seen != set(Outcome):
            case = built(data, LIBRARY)
            record = Record(case, LIBRARY.vocabulary, LIBRARY.catalogue, date(2026, 1, 12))
            seen.update(line.outcome for line in determine(record, LIBRARY.sets["general"].edition_on(record.on)))

    collect()
    if seen != set(Outcome):
        pytest.fail(f"not reached: {sorted(set(Outcome) - seen)}")
