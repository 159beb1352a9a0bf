"""The content of a case file: YAML, or by its name (`.json`) a FHIR QuestionnaireResponse."""

from pathlib import Path as FilePath, PurePath

from logic.vocabulary import Vocabulary
from logic.yaml_source import Source, read_bytes, read_content

ENDINGS = ("yaml", "yml", "json")
"""How the name of a file with a case ends."""


def case_source(content: bytes, name: str, vocabulary: Vocabulary) -> Source:
    """The content of a case file under its name; raises ProblemsError when it cannot be read."""
    if PurePath(name).suffix.lower() == ".json":
        from logic.fhir.reader import source_from_fhir  # noqa: PLC0415 - who reads YAML does not wait for it

        return source_from_fhir(content, name, vocabulary)
    return read_bytes(content, name)


def read_source(path: FilePath, vocabulary: Vocabulary) -> Source:
    """The content of the case file at a path; raises ProblemsError when it cannot be read."""
    return case_source(read_content(path), str(path), vocabulary)
