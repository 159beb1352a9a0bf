"""Codes that often belong to a request: the add-ons whose primary codes are requested in a stage."""

from logic.case import Line, Stage
from logic.catalogue import Catalogue
from logic.levels import regions_of


def add_ons_for(stage: Stage, catalogue: Catalogue) -> tuple[str, ...]:
    """The add-ons that the catalogue lists with a code of the stage, in its order; not those that are requested.

    An add-on of another region or approach than the stage's is left out; one with no fixed list of primaries too.
    """
    requested = {line.code for line in stage.lines}
    regions = {region for line in stage.lines for level in line.levels for region in regions_of(level)}
    regions |= {"lumbosacral"} if "lumbar" in regions else set()
    return tuple(
        code for code, entry in catalogue.entries.items()
        if entry.addon and entry.status == "active" and code not in requested
        and requested & set(catalogue.primaries_of(code) or ())
        and (not regions or not entry.regions_ok or bool(regions & set(entry.regions_ok)))
        and (not stage.approach or not entry.approach_ok or bool(set(stage.approach) & set(entry.approach_ok))))


def offered_line(code: str, stage: Stage, catalogue: Catalogue) -> Line:
    """A line for an offered add-on, at the levels of the lines it belongs to where it is counted by level.

    A companion of an interspace goes to the fusion lines; instrumentation to all its primaries. A further level, a
    graft and other things done once name no level.
    """
    entry = catalogue.entries[code]
    if not entry.companion and entry.family != "instrumentation":
        return Line(code=code)
    primaries = set(catalogue.primaries_of(code) or ())
    belongs = [line for line in stage.lines if line.code in primaries
               and (not entry.companion or catalogue.entries[line.code].family == "fusion")]
    return Line(code=code, levels=tuple(dict.fromkeys(level for line in belongs for level in line.levels)))
