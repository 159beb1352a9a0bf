"""What the commands `fhir` and `from-fhir` print."""

import argparse
import json
from pathlib import Path as FilePath
from typing import Any

from logic.case_file import read_case
from logic.case_source import read_source
from logic.case_writing import case_text
from logic.loading import Library
from logic.problems import Problem, ProblemsError
from logic.yaml_source import read_content


def add_fhir(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The two commands and their options."""
    writing = commands.add_parser("fhir", help="print a case as a FHIR R4B QuestionnaireResponse")
    writing.add_argument("file", nargs="?", metavar="FILE", type=FilePath)
    writing.add_argument("--questionnaire", action="store_true", help="print the Questionnaire instead")
    writing.add_argument("--completed", action="store_true", help="mark the response as completed")
    writing.add_argument("--validate", action="store_true", help="check it with fhir.resources before it is printed")
    reading = commands.add_parser("from-fhir", help="print the case of a QuestionnaireResponse as a case file")
    reading.add_argument("file", metavar="FILE", type=FilePath)


def fhir_text(given: argparse.Namespace, library: Library) -> str:
    """The response of a case, or the Questionnaire; raises ProblemsError for a file that cannot be used."""
    from logic.fhir.questionnaire import questionnaire  # noqa: PLC0415 - other commands do not wait for it
    from logic.fhir.response import response  # noqa: PLC0415
    from logic.fhir.validation import validate  # noqa: PLC0415

    if given.questionnaire:
        made, name = questionnaire(library.vocabulary), "the Questionnaire"
    elif given.file is None:
        raise ProblemsError([Problem("fhir", 0, "", "no file", "a case FILE, or --questionnaire")])
    else:
        case, _ = read_case(read_source(given.file, library.vocabulary), library.vocabulary, library.catalogue)
        made, name = response(case, library.vocabulary, completed=given.completed), str(given.file)
    if given.validate:
        validate(made, name)
    return as_text(made)


def as_text(resource: dict[str, Any]) -> str:
    """A resource as JSON."""
    return json.dumps(resource, indent=1, ensure_ascii=False) + "\n"


def yaml_of(given: argparse.Namespace, library: Library) -> str:
    """The case of a response as a case file; raises ProblemsError for one that cannot be used."""
    from logic.fhir.reader import source_from_fhir  # noqa: PLC0415 - other commands do not wait for it

    source = source_from_fhir(read_content(given.file), str(given.file), library.vocabulary)
    case, _ = read_case(source, library.vocabulary, library.catalogue)
    return case_text(case)
