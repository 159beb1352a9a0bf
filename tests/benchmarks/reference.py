"""An invented policy, generated cases, and hand-written evaluators over them: the reference points of the benchmark.

The policy is nobody's coverage policy: 40 leaf criteria over 35 facts in nested all / any / at-least-n nodes and
negations. A fact that is not documented is absent from a case. `kleene` is the oracle; the closures are what somebody
would write who needs nothing else: each node a function made once, the first part that settles a node ends it.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]
Case = dict[str, Any]
Traced = tuple[int, tuple[Any, ...], frozenset[str]]
"""A value, the trace (id, value, and children or the answer), and the missing facts of what is open."""
F, U, T = 0, 1, 2


def leaf(name: str, fact: str, op: str, value: Any = True) -> Node:
    return {"id": name, "fact": fact, "op": op, "value": value}


def yes(fact: str) -> Node:
    return leaf(fact, fact, "is")


def all_(name: str, *parts: Node) -> Node:
    return {"id": name, "all": list(parts)}


def any_(name: str, *parts: Node) -> Node:
    return {"id": name, "any": list(parts)}


def at_least(name: str, count: int, *parts: Node) -> Node:
    return {"id": name, "at_least": count, "of": list(parts)}


def not_(part: Node) -> Node:
    return {"id": "not_" + part["id"], "not": part}


POLICY = all_(
    "fusion",
    leaf("adult", "age", "ge", 18),
    not_(yes("active_infection")),
    not_(yes("osteoporosis_untreated")),
    any_("tobacco", yes("never_smoker"), leaf("nicotine_free", "nicotine_free_weeks", "ge", 6), yes("urgent_case")),
    all_("imaging",
         any_("modality", yes("mri_done"), yes("ct_myelogram_done")),
         leaf("imaging_recent", "imaging_age_days", "le", 180),
         yes("imaging_matches_level")),
    any_("indication",
         all_("slip",
              leaf("dx_slip", "dx", "in", ["listhesis", "lysis"]),
              any_("unstable", leaf("translation", "slip_mm", "ge", 4), leaf("angulation", "angular_motion_deg", "ge", 10),
                   leaf("grade2", "meyerding_grade", "ge", 2)),
              leaf("stenosis_slip", "stenosis", "in", ["moderate", "severe"])),
         all_("stenosis_alone",
              leaf("dx_stenosis", "dx", "in", ["stenosis"]),
              leaf("stenosis_severe", "stenosis", "in", ["severe"]),
              any_("iatrogenic", leaf("facet", "facet_resection_pct", "ge", 50), yes("pars_removed"))),
         all_("recurrent", leaf("dx_hnp", "dx", "in", ["recurrent_hnp"]), leaf("two_ops", "prior_discectomies", "ge", 2)),
         all_("nonunion", leaf("dx_nonunion", "dx", "in", ["pseudarthrosis"]), leaf("months6", "months_since_fusion", "ge", 6),
              yes("ct_nonunion")),
         at_least("destructive", 2, yes("fracture_unstable"), yes("tumour_destructive"), leaf("cobb", "cobb_deg", "ge", 30),
                  yes("sagittal_imbalance"))),
    any_("nonsurgical",
         all_("care",
              leaf("pt6", "pt_weeks", "ge", 6),
              at_least("modalities", 2, yes("nsaid_trial"), yes("neuropathic_agent_trial"), yes("esi_done"),
                       yes("activity_modification"), yes("home_exercise"))),
         leaf("pt12", "pt_weeks", "ge", 12),
         yes("progressive_deficit")),
    any_("impairment", leaf("odi40", "odi", "ge", 40), leaf("vas5", "vas_leg", "ge", 5), leaf("walk", "walking_m", "le", 200)),
    leaf("levels", "levels", "le", 3),
)
RANGES = {
    "age": (17, 85), "nicotine_free_weeks": (0, 20), "imaging_age_days": (5, 200), "slip_mm": (0, 9), "angular_motion_deg": (0, 18),
    "meyerding_grade": (0, 4), "facet_resection_pct": (0, 90), "prior_discectomies": (0, 4), "months_since_fusion": (1, 18),
    "cobb_deg": (5, 60), "pt_weeks": (2, 24), "odi": (10, 80), "vas_leg": (0, 10), "walking_m": (50, 900), "levels": (1, 4),
}
CATEGORIES = {
    "dx": ["listhesis", "lysis", "stenosis", "recurrent_hnp", "pseudarthrosis", "ddd"],
    "stenosis": ["none", "mild", "moderate", "severe"],
}
SHARE_OF_YES = {"active_infection": 0.05, "fracture_unstable": 0.15, "tumour_destructive": 0.1, "urgent_case": 0.1,
                "progressive_deficit": 0.2, "osteoporosis_untreated": 0.1}


def parts_of(node: Node) -> list[Node]:
    found: list[Node] = next((node[key] for key in ("all", "any", "of") if key in node), [])
    return [node["not"]] if "not" in node else found


def leaves(node: Node) -> Iterator[Node]:
    if "fact" in node:
        yield node
    for part in parts_of(node):
        yield from leaves(part)


FACTS = sorted({each["fact"] for each in leaves(POLICY)})


def make_cases(count: int = 10_000, unknown: float = 0.12, seed: int = 20240731) -> list[Case]:
    """Partly documented cases."""
    chance = random.Random(seed)
    return [{fact: _answer(fact, chance) for fact in FACTS if chance.random() >= unknown} for _ in range(count)]


def _answer(fact: str, chance: random.Random) -> Any:
    if fact in RANGES:
        return chance.randint(*RANGES[fact])
    if fact in CATEGORIES:
        return chance.choice(CATEGORIES[fact])
    return chance.random() < SHARE_OF_YES.get(fact, 0.8)


# -- the oracle ---------------------------------------------------------------------------------------------------------

def kleene(node: Node, case: Case) -> int:
    """Strong three-valued logic, written for plainness."""
    if "fact" in node:
        return _of_leaf(node, case)
    if "not" in node:
        return T - kleene(node["not"], case)
    values = [kleene(part, case) for part in parts_of(node)]
    if "all" in node:
        return min(values)
    return max(values) if "any" in node else sorted(values, reverse=True)[node["at_least"] - 1]


def _of_leaf(node: Node, case: Case) -> int:
    held, op, value = case.get(node["fact"]), node["op"], node["value"]
    if held is None:
        return U
    return T if (held is value if op == "is" else held >= value if op == "ge" else held <= value if op == "le" else held in value) else F


# -- closures: verdict only ---------------------------------------------------------------------------------------------

def closures(node: Node) -> Callable[[Case], int]:  # noqa: C901 - one function a kind of node
    """The verdict as nested functions that stop at the first part that settles them."""
    if "fact" in node:
        return _closed_leaf(node)
    if "not" in node:
        turned = closures(node["not"])
        return lambda case: 2 - turned(case)
    parts = tuple(closures(part) for part in parts_of(node))
    if "all" in node:
        def every(case: Case) -> int:
            out = 2
            for part in parts:
                found = part(case)
                if found < out:
                    if not found:
                        return 0
                    out = found
            return out
        return every
    if "any" in node:
        def some(case: Case) -> int:
            out = 0
            for part in parts:
                found = part(case)
                if found > out:
                    if found == 2:
                        return 2
                    out = found
            return out
        return some
    count = node["at_least"]

    def enough(case: Case) -> int:
        met = possible = 0
        for part in parts:
            found = part(case)
            if found:
                possible += 1
                if found == 2:
                    met += 1
        return 2 if met >= count else 1 if possible >= count else 0
    return enough


def _closed_leaf(node: Node) -> Callable[[Case], int]:
    fact, op, value = node["fact"], node["op"], node["value"]
    if op == "is":
        def leaf_is(case: Case) -> int:
            held = case.get(fact)
            return 1 if held is None else 2 if held is value else 0
        return leaf_is
    if op == "ge":
        def leaf_ge(case: Case) -> int:
            held = case.get(fact)
            return 1 if held is None else 2 if held >= value else 0
        return leaf_ge
    if op == "le":
        def leaf_le(case: Case) -> int:
            held = case.get(fact)
            return 1 if held is None else 2 if held <= value else 0
        return leaf_le
    words = frozenset(value)

    def leaf_in(case: Case) -> int:
        held = case.get(fact)
        return 1 if held is None else 2 if held in words else 0
    return leaf_in


# -- closures: with the whole trace and the missing facts -----------------------------------------------------------------

def traced_closures(node: Node) -> Callable[[Case], Traced]:
    """The same with the trace of every node, and the facts of the open leaves below open nodes."""
    name = node["id"]
    nothing = frozenset[str]()
    if "fact" in node:
        base, fact = closures(node), node["fact"]
        own = frozenset((fact,))

        def of_leaf(case: Case) -> Traced:
            found = base(case)
            return found, (name, found, case.get(fact)), own if found == 1 else nothing
        return of_leaf
    if "not" in node:
        inner = traced_closures(node["not"])

        def turned(case: Case) -> Traced:
            found, trace, missing = inner(case)
            return 2 - found, (name, 2 - found, (trace,)), missing
        return turned
    parts = tuple(traced_closures(part) for part in parts_of(node))
    count = len(parts) if "all" in node else 1 if "any" in node else node["at_least"]

    def of_group(case: Case) -> Traced:
        met = possible = 0
        traces, lacking = [], []
        for part in parts:
            found, trace, missing = part(case)
            traces.append(trace)
            if found:
                possible += 1
                if found == 2:
                    met += 1
                else:
                    lacking.append(missing)
        found = 2 if met >= count else 1 if possible >= count else 0
        return found, (name, found, tuple(traces)), nothing.union(*lacking) if found == 1 else nothing
    return of_group
