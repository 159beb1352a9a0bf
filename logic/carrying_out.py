"""A case with the steps of a way carried out: what the steps would show is entered as assumed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from logic.case import Case, Document, Entry, Row, Status, Value
from logic.editing import add_row, answer, renew_document, set_request
from logic.vocabulary import ROW_KINDS

_ROWS = frozenset(ROW_KINDS.values())
DOCUMENTS = "documents"


@dataclass(frozen=True)
class Change:
    """One fact with its new value, or one new row of a kind ("treatments") with its values."""

    path: str
    value: Value | None = None
    row: tuple[tuple[str, Value], ...] = ()

    @property
    def values(self) -> Mapping[str, Value]:
        """The values of the row."""
        return dict(self.row)


def change_of(kind: str, values: Mapping[str, Value]) -> Change:
    """A row of a kind, or where the kind is "facts" one fact with its value, as a change."""
    if kind == "facts":
        (path, value), = values.items()
        return Change(path, value)
    return Change(kind, None, tuple(values.items()))


def carried_out(case: Case, changes: Iterable[Change], on: date) -> Case:
    """The case on the day on which all changes are there; what they show is marked assumed."""
    for change in changes:
        case = _with(case, change)
    surgery = case.request.surgery_day
    return set_request(case, day=on, surgery_day=max(surgery, on) if surgery else None)


def _with(case: Case, change: Change) -> Case:
    if change.path in _ROWS:
        return add_row(case, change.path, Row(values=change.values, status=Status.ASSUMED))
    if change.path == DOCUMENTS:
        kind, day = str(change.values["document_kind"]), change.values["document_date"]
        document = Document(kind=kind, author="radiologist", date=day if isinstance(day, date) else None,
                            note="assumed: a newer report that shows the same")
        return renew_document(case, kind, document)
    return answer(case, change.path, Entry(value=change.value, status=Status.ASSUMED))
