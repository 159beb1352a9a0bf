"""The table of ICD-10-CM codes in `policies/icd10/`: which diagnoses are billable, in which edition."""

import datetime as dt
from functools import cache, cached_property
from pathlib import Path

from logic.validation import validated
from logic.vocabulary import Frozen
from logic.yaml_source import read_file

FOLDER = Path(__file__).resolve().parent.parent.parent / "policies" / "icd10"
_LIMIT = 2 * 1024 * 1024


class CodeTable(Frozen):
    """One edition of the code set, as far as it concerns the spine."""

    edition: str
    in_force_from: dt.date
    in_force_to: dt.date
    source: str
    covers: tuple[str, ...]
    """Beginnings of codes of which the table lists every billable code."""
    split: dict[str, dt.date] = {}
    """Codes that were replaced by more specific ones, with the first day on which they are not billable."""
    codes: str
    """One code a line; letters after a blank are its possible seventh characters."""

    @cached_property
    def billable(self) -> frozenset[str]:
        """Every billable code."""
        rows = [row.split() for row in self.codes.splitlines() if row.strip()]
        return frozenset(code + last for code, *seventh in rows for last in (seventh[0] if seventh else ("",)))

    def holds(self, code: str) -> bool:
        """Whether the table lists every billable code of this kind."""
        return code.startswith(self.covers)

    def more_specific(self, code: str) -> tuple[str, ...]:
        """The billable codes that begin with a code."""
        return tuple(sorted(longer for longer in self.billable if longer.startswith(code) and longer != code))

    def in_force(self, day: dt.date) -> bool:
        """Whether the edition applies on a day."""
        return self.in_force_from <= day <= self.in_force_to


@cache
def code_table(folder: Path = FOLDER) -> CodeTable:
    """The latest edition in a folder; raises ProblemsError when it cannot be read."""
    path = max(folder.glob("*.yaml"))
    return validated(read_file(path, path.name, limit=_LIMIT), CodeTable)
