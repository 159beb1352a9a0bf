"""Stale, undated and later documents."""

from collections.abc import Iterator

from logic.case import Document
from logic.checks.base import Answer, check
from logic.checks.view import View
from logic.record import FILMS


def _imaging(view: View) -> dict[str, Document]:
    return {name: document for name, document in view.record.case.documents.items() if document.kind in FILMS}


def _name(view: View, document: Document) -> str:
    return view.record.vocabulary.document_kinds.get(document.kind, document.kind)


@check("DIS-STALE")
def stale_imaging(view: View) -> Iterator[Answer]:
    """The latest imaging of each kind is no older at the planned operation than payers commonly accept."""
    imaging = _imaging(view)
    if not imaging:
        yield Answer("no imaging report is declared", open=True)
    for kind in dict.fromkeys(document.kind for document in imaging.values()):
        reports = [document for document in imaging.values() if document.kind == kind]
        days = [document.date for document in reports if document.date and document.date <= view.record.on]
        if not days:
            yield Answer(f"the {_name(view, reports[0])} has no date up to the request", open=True)
            continue
        latest = next(document for document in reports if document.date == max(days))
        age = (view.surgery_day - max(days)).days
        limits = view.rule.limits
        passed = max((limit for limit in (limits["days"], limits["long_days"]) if age > limit), default=None)
        if passed is not None:
            what = "the planned operation" if view.record.case.request.surgery_day else "the request"
            says = f"{_name(view, latest)} of {max(days).isoformat()} is {age} days old at {what} (over {passed:g})"
            yield Answer(says)


@check("DIS-UNDATED")
def undated_documents(view: View) -> Iterator[Answer]:
    """Every declared document has a date."""
    undated = [name for name, document in view.record.case.documents.items() if document.date is None]
    if not view.record.case.documents:
        yield Answer("no document is declared", open=True)
    elif undated:
        yield Answer(f"no date for {', '.join(undated)}")


@check("DIS-AFTER-REQUEST")
def documents_after_the_request(view: View) -> Iterator[Answer]:
    """No document is later than the request; what it shows does not count for it."""
    late = [name for name, document in view.record.case.documents.items()
            if document.date and document.date > view.record.on]
    if late:
        yield Answer(f"later than {view.record.on.isoformat()}: {', '.join(late)}")
