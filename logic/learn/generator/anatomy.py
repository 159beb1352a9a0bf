"""Which root, muscle, reflex and diagnosis code belong to a level."""

from logic.levels import exiting_root, traversing_root

MUSCLES = {
    "C5": "deltoid", "C6": "wrist extensors", "C7": "triceps", "C8": "finger flexors", "L2": "hip flexors",
    "L3": "quadriceps", "L4": "quadriceps", "L5": "extensor hallucis longus", "S1": "calf",
}
REFLEXES = {"C5": "biceps", "C6": "brachioradialis", "C7": "triceps", "L4": "knee", "S1": "ankle"}
"""Roots with a reflex of their own; the others have none that is tested in the office."""
CERVICAL = ("C4-C5", "C5-C6", "C6-C7")
LUMBAR = ("L2-L3", "L3-L4", "L4-L5", "L5-S1")
_LOWEST = "L5-S1"


def recess_root(level: str) -> str:
    """The root that narrowing of the canal's side or a disc beside the midline presses on."""
    return traversing_root(level) or exiting_root(level) or ""


def foramen_root(level: str) -> str:
    """The root that leaves through the foramen of a level."""
    return exiting_root(level) or ""


def stenosis_code(level: str, *, claudication: bool) -> str:
    """Lumbar stenosis tells claudication by a digit, lumbosacral stenosis does not."""
    if level == _LOWEST:
        return "M48.07"
    return "M48.062" if claudication else "M48.061"


def slip_code(level: str) -> str:
    """Spondylolisthesis of a lumbar level."""
    return "M43.17" if level == _LOWEST else "M43.16"


def disc_code(level: str) -> str:
    """A disc that irritates a root, by the site of the level."""
    cervical = {"C4-C5": "M50.121", "C5-C6": "M50.122", "C6-C7": "M50.123"}
    return cervical.get(level) or ("M51.17" if level == _LOWEST else "M51.16")


def myelopathy_code(level: str) -> str:
    """A cervical disc with a compressed cord."""
    return {"C4-C5": "M50.021", "C5-C6": "M50.022", "C6-C7": "M50.023"}[level]
