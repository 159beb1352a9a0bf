"""What other programs read: the result as JSON, and the case as FHIR."""

import json
from collections.abc import Mapping

from logic.case_writing import case_text
from logic.fhir.questionnaire import questionnaire
from logic.fhir.response import response
from logic.loading import Library
from logic.reports import as_json
from logic.review import Review


def machine_files(review: Review, library: Library) -> Mapping[str, bytes]:
    """The result as `check` gives it, the response with its Questionnaire, and the case file, by name."""
    return {
        "result.json": _json([as_json(review)]),
        "questionnaire.json": _json(questionnaire(library.vocabulary)),
        "questionnaire_response.json": _json(response(review.case, library.vocabulary)),
        "case.yaml": case_text(review.case).encode("utf-8", "replace"),
    }


def _json(made: object) -> bytes:
    return (json.dumps(made, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")
