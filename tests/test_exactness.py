"""Generated criteria against brute force: every combination of answers tried, with a plain two-valued oracle."""

from collections.abc import Callable, Iterator
from itertools import combinations, product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from logic.carrying_out import carried_out
from logic.case import Case, Outcome
from logic.case_file import read_case
from logic.catalogue import Selection
from logic.determination import Determination, determine
from logic.gaps import find_gaps
from logic.loading import load_library
from logic.looking_ahead import Outlook
from logic.policy import Criterion, Edition, EditionEntry, Rule
from logic.record import Record
from logic.vocabulary import Effort
from logic.ways import Ways
from logic.yaml_source import Source
from tests.budget import laws

ANSWERS: dict[str, tuple[Any, ...]] = {
    "neurogenic_claudication": (True, False), "poor_bone_quality": (True, False),
    "bmi_kg_m2": (29, 30, 33, 35, 36), "nicotine_status": ("never", "former_over_1_year", "former_under_1_year", "current"),
}
TESTS: dict[str, list[dict[str, Any]]] = {
    "neurogenic_claudication": [{"is": True}, {"is": False}], "poor_bone_quality": [{"is": True}, {"is": False}],
    "bmi_kg_m2": [{"min": 30}, {"min": 36}, {"less_than": 35}, {"max": 30}],
    "nicotine_status": [{"is": "never"}, {"in": ["never", "former_over_1_year"]}, {"in": ["current"]}, {"in": ["former_over_1_year", "current"]}],
}
LIBRARY = load_library()
Tree = dict[str, Any]
Facts = dict[str, Any]

LEAVES = st.sampled_from([{"fact": fact, **test} for fact, tests in TESTS.items() for test in tests])


def groups(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    some = st.lists(parts, min_size=1, max_size=3)
    conditional = st.tuples(parts, LEAVES).map(lambda pair: {**pair[0], "when": pair[1]} if "when" not in pair[0] else pair[0])
    return st.one_of(
        st.lists(st.one_of(parts, conditional), min_size=1, max_size=3).map(lambda held: {"all": held}),
        some.map(lambda held: {"any": [part for part in held if "when" not in part] or held[:1]}).filter(
            lambda tree: all("when" not in part for part in tree["any"])),
        st.lists(parts, min_size=3, max_size=3).filter(lambda held: all("when" not in part for part in held)).map(
            lambda held: {"at_least": 2, "of": held}),
    )


TREES = st.recursive(LEAVES, groups, max_leaves=8)
KNOWN = st.fixed_dictionaries({}, optional={fact: st.sampled_from(values) for fact, values in ANSWERS.items()})


def holds(tree: Tree, facts: Facts) -> bool | None:
    """Whether a tree holds when every fact is answered; None where it does not apply."""
    if "when" in tree and not holds(tree["when"], facts):
        return None
    parts = tree.get("all") or tree.get("any") or tree.get("of")
    if parts is None:
        return passes(tree, facts[tree["fact"]])
    truths = [holds(part, facts) for part in parts]
    if "all" in tree:
        return False not in truths
    return truths.count(True) >= int(tree.get("at_least", 1))


def passes(tree: Tree, value: Any) -> bool:
    tests: dict[str, Callable[[Any], bool]] = {
        "is": lambda limit: value == limit, "in": lambda limit: value in limit, "min": lambda limit: value >= limit,
        "max": lambda limit: value <= limit, "less_than": lambda limit: value < limit,
    }
    return all(tests[name](limit) for name, limit in tree.items() if name in tests)


def completions(facts: Facts) -> Iterator[Facts]:
    missing = [fact for fact in ANSWERS if fact not in facts]
    for values in product(*(ANSWERS[fact] for fact in missing)):
        yield {**facts, **dict(zip(missing, values, strict=True))}


def identified(tree: Tree, name: str = "c") -> Tree:
    """The tree with an id at each criterion, as loading fills it in."""
    filled = {**tree, "id": name, "says": name, "cite": "here"}
    for key in ("all", "any", "of"):
        if key in tree:
            filled[key] = [identified(part, f"{name}.{n}") for n, part in enumerate(tree[key])]
    if "when" in tree:
        filled["when"] = identified(tree["when"], f"{name}.when")
    return filled


def outlook_of(tree: Tree, facts: Facts) -> Outlook:
    criterion = Criterion.model_validate(identified(tree), strict=False)
    rule = Rule(id="tried", title="Tried", covers=Selection(codes=("22612",)), cite="here", criteria=criterion)
    edition = Edition(entry=EditionEntry(id="one"), rules=(rule,))
    return decided(case_of(facts), edition)


def case_of(facts: Facts) -> Case:
    data = {"case": "tried", "request": {"day": "2026-01-12"},
            "stages": [{"lines": [{"code": "22612", "levels": ["L4-L5"]}]}], "patient": facts}
    return read_case(Source("tried.yaml", data, {}), LIBRARY.vocabulary, LIBRARY.catalogue)[0]


def decided(case: Case, edition: Edition) -> Outlook:
    assert case.request.day
    record = Record(case, LIBRARY.vocabulary, LIBRARY.catalogue, case.request.day)
    return Outlook(Determination(record, "tried", edition, determine(record, edition)))


@laws(10)
@given(tree=TREES, facts=KNOWN)
def test_a_line_is_open_exactly_when_answers_could_still_decide_it(tree: Tree, facts: Facts) -> None:
    results = {holds(tree, full) is not False for full in completions(facts)}
    (line,) = outlook_of(tree, facts).determination.lines
    expected = Outcome.NEEDS_DOCUMENTATION if len(results) > 1 else Outcome.MEETS if True in results else Outcome.NOT_MET
    assert line.outcome is expected


@laws(10)
@given(tree=TREES, facts=KNOWN)
def test_the_checklist_names_exactly_the_facts_that_can_make_the_difference(
    tree: Tree, facts: Facts,
) -> None:
    deciding = set()
    for full in completions(facts):
        for fact in ANSWERS.keys() - facts.keys():
            if len({holds(tree, {**full, fact: value}) is not False for value in ANSWERS[fact]}) > 1:
                deciding.add(fact)
    assert set(find_gaps(outlook_of(tree, facts))) == deciding


def effort(fact: str, facts: Facts) -> int:
    """What it takes to document an open fact, or to change a documented one that can change."""
    held = LIBRARY.vocabulary.facts[fact]
    order = list(Effort)
    if fact in facts and held.effort is not Effort.WEEKS:
        return order.index(Effort.TEST)
    return order.index(held.effort)


def cheapest(tree: Tree, facts: Facts) -> tuple[int, ...] | None:
    """The least effort of facts that, documented or changed, make the tree hold whatever the others are."""
    movable = [fact for fact in ANSWERS if fact not in facts or LIBRARY.vocabulary.facts[fact].changeable]
    found = []
    for count in range(len(movable) + 1):
        for chosen in combinations(movable, count):
            rest = {fact: value for fact, value in facts.items() if fact not in chosen}
            for values in product(*(ANSWERS[fact] for fact in chosen)):
                known = {**rest, **dict(zip(chosen, values, strict=True))}
                if all(holds(tree, full) is not False for full in completions(known)):
                    efforts = [effort(fact, facts) for fact in chosen]
                    found.append(tuple(efforts.count(n) for n in range(len(Effort) - 1, -1, -1)))
    return min(found, default=None)


def is_torn(criterion: Criterion | None) -> bool:
    """Whether a fact is tested in opposing ways somewhere."""
    below = (*criterion.parts, criterion.when) if criterion else ()
    return bool(criterion and criterion.torn) or any(map(is_torn, below))


@laws(4)
@given(tree=TREES, facts=KNOWN)
def test_no_way_takes_less_and_carrying_it_out_meets(tree: Tree, facts: Facts) -> None:
    """Where a fact is torn a way may take more than the least: not all that its answers imply is searched through."""
    outlook = outlook_of(tree, facts)
    (line,) = outlook.determination.lines
    way = Ways(outlook).shortest(line)
    least = cheapest(tree, facts)
    assert (way is None) == (least is None)
    if way is None or not way.steps:
        return
    edition = outlook.determination.edition
    assert edition
    assert least
    torn = is_torn(edition.rules[0].criteria)
    for steps in (way.steps, *way.alternatives):
        efforts = [list(Effort).index(step.effort) for step in steps]
        taken = tuple(efforts.count(n) for n in range(len(Effort) - 1, -1, -1))
        assert taken == least or (torn and taken > least)
        case = carried_out(outlook.determination.record.case, [change for step in steps for change in step.changes], way.on)
        assert decided(case, edition).determination.lines[0].outcome is Outcome.MEETS
