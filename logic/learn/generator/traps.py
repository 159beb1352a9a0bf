"""Coding traps: requests whose codes do not describe the operation that the plan does."""

from logic.learn.generator.anatomy import slip_code, stenosis_code
from logic.learn.generator.draft import Draft, Turn
from logic.learn.generator.lumbar import interbody, narrowed, posterolateral, slip, slipped, stenosis
from logic.learn.generator.record import care, claudicates, person


def coding(draft: Draft) -> None:
    """A lumbar request with one coding trap, or, when it is hard, two."""
    trap = draft.dice.choice(TRAPS)
    if trap is lonely_decompression:
        stenosis(draft)
    elif trap in BEHIND:
        _fused(draft, posterolateral)
    elif trap in WITH_CAGE:
        _fused(draft, interbody)
    else:
        slip(draft)
    trap(draft)
    if draft.difficulty > 1 and draft.dice.chance(0.4 * (draft.difficulty - 1)) and trap is not explored:
        focus = draft.focus
        explored(draft)
        draft.focus = focus


def _fused(draft: Draft, how: Turn) -> None:
    """A slip with a narrow canal, fused as the trap needs it."""
    draft.levels = ("L4-L5",) if draft.difficulty == 1 else draft.dice.choice((("L4-L5",), ("L3-L4", "L4-L5")))
    person(draft, 50, 78, fusion=True)
    narrowed(draft)
    claudicates(draft)
    for level in draft.levels:
        slipped(draft, level)
    draft.diagnose(slip_code(draft.levels[-1]), stenosis_code(draft.levels[-1], claudication=True))
    care(draft)
    how(draft)


def _without(draft: Draft, *codes: str) -> None:
    draft.last["lines"] = [line for line in draft.last["lines"] if line["code"] not in codes]


def _renamed(draft: Draft, old: str, new: str) -> str:
    for line in draft.last["lines"]:
        if line["code"] == old:
            line["code"] = new
    return f"{len(draft.data['stages'])}:{new}"


def lonely_decompression(draft: Draft) -> None:
    """The add-on for a further level without the code of the first."""
    _without(draft, "laminectomy", "further_laminectomy")
    draft.focus = draft.line("further_laminectomy", draft.levels, units=len(draft.levels))


def screws_alone(draft: Draft) -> None:
    """Screws and decompression; the code of the fusion was forgotten."""
    _without(draft, "posterolateral_fusion", "further_posterolateral_fusion")
    draft.focus = f"1:{'long_screws' if len(draft.levels) > 1 else 'short_screws'}"


def decompression_of_a_cage_level(draft: Draft) -> None:
    """The decompression code of a cage level beside a posterolateral fusion."""
    _renamed(draft, "further_laminectomy", "further_cage_level_decompression")
    draft.focus = _renamed(draft, "laminectomy", "cage_level_decompression")


def plain_decompression_at_a_cage(draft: Draft) -> None:
    """The code of a plain decompression beside an interbody fusion at the same level."""
    _renamed(draft, "further_cage_level_decompression", "further_laminectomy")
    draft.focus = _renamed(draft, "cage_level_decompression", "laminectomy")


def cage_without_disc_work(draft: Draft) -> None:
    """A cage beside a posterolateral fusion."""
    draft.focus = draft.line("cage", draft.levels, units=len(draft.levels))
    for level in draft.levels:
        draft.finding(level, "cage_planned", value=True, source="plan")


def front_code_behind(draft: Draft) -> None:
    """The code of a fusion from the front in an operation from behind."""
    _without(draft, "further_combined_fusion", "cage_level_decompression", "further_cage_level_decompression")
    for line in draft.last["lines"]:
        if line["code"] == "combined_fusion":
            line["levels"] = list(draft.levels[-1:])
    draft.focus = _renamed(draft, "combined_fusion", "anterior_fusion")
    if len(draft.levels) > 1:
        draft.line("further_anterior_fusion", draft.levels[:-1], units=len(draft.levels) - 1)


def too_long_a_construct(draft: Draft) -> None:
    """The code of a construct longer than the one that is planned."""
    for old in ("short_screws", "long_screws"):
        draft.focus = _renamed(draft, old, "longer_screws")


def two_fusions_of_one_level(draft: Draft) -> None:
    """A posterolateral fusion beside the code that contains it."""
    draft.focus = draft.line("posterolateral_fusion", draft.levels[-1:], units=1)


def explored(draft: Draft) -> None:
    """Exploration of an old fusion beside the new one."""
    draft.data["surgeries"] = [{"procedure": "fusion_posterolateral", "surgery_levels": ["L5-S1"],
                                "surgery_date": f"{draft.day.year - draft.dice.between(3, 9)}-04-20",
                                "fusion_status": "solid", "from": "note"}]
    draft.diagnose("Z98.1")
    draft.focus = draft.line("exploration", ("L5-S1",))
    draft.told.append("An earlier fusion at L5-S1 is solid and is to be looked at.")


def clean(_draft: Draft) -> None:
    """No trap: the codes are right, as most are."""


BEHIND: tuple[Turn, ...] = (screws_alone, decompression_of_a_cage_level, cage_without_disc_work)
WITH_CAGE: tuple[Turn, ...] = (plain_decompression_at_a_cage, front_code_behind, two_fusions_of_one_level)
TRAPS: tuple[Turn, ...] = (lonely_decompression, *BEHIND, *WITH_CAGE, too_long_a_construct, explored, clean)
