"""Where in the case a fact that was read stands, as a path of a case file ("levels.L5-S1.slip_mm", "treatments.2")."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from logic.case import Case, Entry
from logic.reading import Used

_REQUEST = {"request_kind": "kind", "urgency": "urgency", "decided_by": "decided_by", "state": "state"}
_STAGE = {"stage_approach": "approach", "stage_setting": "setting", "inpatient_days": "inpatient_days"}


@dataclass(frozen=True)
class Places:
    """The paths of a case; places in lists count from 1, as in the examples of a policy."""

    case: Case

    def of(self, used: Used) -> tuple[str, ...]:
        """The paths of what was read, and of the document that it stands in."""
        if used.held is None:
            found = tuple(self._of_request(used))
        elif isinstance(used.held, Entry):
            found = (entry_path(used.path),)
        else:
            found = (self._rows[id(used.held)],)
        document = (f"documents.{used.source}",) if used.source in self.case.documents else ()
        return tuple(dict.fromkeys((*found, *document)))

    @cached_property
    def _rows(self) -> Mapping[int, str]:
        """The path of every row, by the row itself: two rows may say the same."""
        return {id(row): f"{kind}.{n}" for kind, rows in self.case.rows.items() for n, row in enumerate(rows, start=1)}

    def _of_request(self, used: Used) -> Iterator[str]:
        """What the request itself says, not the record."""
        if used.path.startswith("documents."):
            return
        if used.path in _REQUEST:
            yield f"request.{_REQUEST[used.path]}"
            return
        name = _STAGE.get(used.path)
        stated = [n for n, stage in enumerate(self.case.stages, start=1) if name and getattr(stage, name)]
        if stated:
            yield from (f"stages.{n}.{name}" for n in stated)
            return
        if used.path != "requested":
            yield "stages"  # counted or concluded from all lines together
            return
        for number, stage in enumerate(self.case.stages, start=1):
            for n, line in enumerate(stage.lines, start=1):
                if f"{line.code} {' '.join(line.levels)}".strip() == used.value:
                    yield f"stages.{number}.lines.{n}"


def entry_path(path: str) -> str:
    """The path in a case file of what the engine calls by a short path.

    >>> entry_path("L5-S1.foraminal_stenosis.left"), entry_path("myelopathy"), entry_path("stage2.anchors")
    ('levels.L5-S1.foraminal_stenosis.left', 'patient.myelopathy', 'stages.2.plan.anchors')
    """
    first, _, rest = path.partition(".")
    if first.startswith("stage") and first.removeprefix("stage").isdecimal():
        return f"stages.{first.removeprefix('stage')}.plan.{rest}"
    return f"levels.{path}" if "-" in first else f"patient.{path}"
