"""Discordances: what one part of the record says against another."""

from collections.abc import Iterator

from logic.checks.base import Answer, check
from logic.determination import Determination
from logic.record import Record

_COMPARTMENTS = ("central_stenosis", "lateral_recess_stenosis", "foraminal_stenosis")


@check("CR-DX-005")
def stenosis_diagnosis_against_mild_imaging(record: Record, _determination: Determination) -> Iterator[Answer]:
    """A diagnosis of stenosis with claudication beside imaging that grades no requested level moderate or worse."""
    codes = [d.code for d in record.case.diagnoses if d.code.startswith(("M48.0", "M99.2", "M99.3", "M99.6", "M99.7"))]
    if not codes:
        return
    words = record.vocabulary.scales["stenosis"].words
    moderate = words.index("moderate")
    graded: list[str] = []
    levels = {level for line in record.lines for level in line.line.levels}
    for level in levels:
        for name in _COMPARTMENTS:
            graded += [str(v) for v in record.read(name, level, 1, ("left", "right")).values if v in words]
    if not graded:
        yield Answer("no graded imaging at the requested levels", (), open=True)
    elif all(words.index(word) < moderate for word in graded):
        worst = max(graded, key=words.index).replace("_", " ")
        claudication = " with neurogenic claudication" if "M48.062" in codes else ""
        yield Answer(f"the diagnosis is stenosis{claudication} ({', '.join(codes)}), imaging at the requested levels "
                     f"grades it {worst} at most")
