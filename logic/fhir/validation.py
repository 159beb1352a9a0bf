"""Checks what we write with the package `fhir.resources`, which only this check needs."""

from typing import Any

from pydantic import ValidationError

from logic.problems import Problem, ProblemsError, cut

PACKAGE = "fhir.resources"


def validate(resource: dict[str, Any], name: str) -> None:
    """Raises ProblemsError where the resource is no valid FHIR R4B, or where the package is not installed."""
    try:
        from fhir.resources.R4B import get_fhir_model_class  # noqa: PLC0415 - it takes its time, and may be missing
    except ImportError:
        found = "no package to validate with"
        raise ProblemsError([Problem(name, 0, "", found, f"{PACKAGE} (pip install {PACKAGE})")]) from None
    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValidationError as error:
        raise ProblemsError([
            Problem(name, 0, ".".join(str(part) for part in detail["loc"]), cut(detail["msg"]), "valid FHIR R4B")
            for detail in error.errors(include_url=False, include_input=False)
        ]) from None
