"""What tests of the packet share: material of a sample, texts of the files, and a case without one of its facts."""

import io
import re
from collections.abc import Mapping
from typing import Any

import docx
from pypdf import PdfReader

from logic.case import Case
from logic.loading import SAMPLES, Library, load_case
from logic.packet.document import Document, Run
from logic.packet.material import Material
from logic.packet.texts import Texts
from logic.review import Review, decide, review

SAMPLE_FILES = sorted(SAMPLES.glob("*.yaml"))
SETS = ("general", "aetna")
EACH = [(path.stem, name) for path in SAMPLE_FILES for name in SETS]


def material_of(case: Case, library: Library, texts: Texts, set_id: str) -> Material:
    return Material(review(case, library, set_id), library, texts)


def decided_only(case: Case, library: Library, texts: Texts, set_id: str) -> Material:
    """Material for a letter alone, which needs neither ways nor checks."""
    found = decide(case, library, set_id)
    return Material(Review(found.case, found.set_id, found.set_title, found.edition, found.on, found.strict, found.outlook,
                           (), (), (), {}, None, None, (), ()), library, texts)


def sample(name: str, library: Library) -> Case:
    return load_case(SAMPLES / f"{name}.yaml", library)[0]


def words_of(document: Document) -> str:
    return " ".join(run.text for run in document.runs)


def resting(document: Document) -> list[Run]:
    return [run for run in document.runs if run.facts]


def docx_text(content: bytes) -> str:
    """The text of a Word file, tables and footers included."""
    word = docx.Document(io.BytesIO(content))
    found = [paragraph.text for paragraph in word.paragraphs]
    found += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    found += [paragraph.text for section in word.sections for paragraph in section.footer.paragraphs]
    return "\n".join(found)


def pdf_pages(content: bytes) -> list[str]:
    """The text of each page, on one line."""
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def without(case: Case, path: str) -> Case:
    """The case with the fact at a path taken out."""
    first, *rest = path.split(".")
    held: Any = getattr(case, first if first not in case.rows else "rows")
    if first in case.rows:
        rows = list(case.rows[first])
        del rows[int(rest[0]) - 1]
        kept = {**case.rows, first: tuple(rows)}
        return case.model_copy(update={"rows": kept if rows else {k: v for k, v in kept.items() if k != first}})
    if first == "request":
        return case.model_copy(update={first: held.model_copy(update={rest[0]: None})})
    if first == "diagnoses":
        return case.model_copy(update={first: (*held[:int(rest[0]) - 1], *held[int(rest[0]):])})
    if first == "stages":
        stages = list(held)
        stages[int(rest[0]) - 1] = _stage_without(stages[int(rest[0]) - 1], rest[1:])
        return case.model_copy(update={first: tuple(stages)})
    return case.model_copy(update={first: _mapping_without(held, rest if first != "patient" else [".".join(rest)])})


def _mapping_without(held: Mapping[str, Any], path: list[str]) -> dict[str, Any]:
    key, rest = path[0], path[1:]
    if not rest or not isinstance(held[key], Mapping):
        return {k: v for k, v in held.items() if k != ".".join(path)}
    return {**held, key: _mapping_without(held[key], [".".join(rest)])}


def _stage_without(stage: Any, path: list[str]) -> Any:
    if path[0] == "lines":
        n = int(path[1]) - 1
        return stage.model_copy(update={"lines": (*stage.lines[:n], *stage.lines[n + 1:])})
    if path[0] == "plan":
        return stage.model_copy(update={"plan": _mapping_without(stage.plan, [".".join(path[1:])])})
    blank = type(stage).model_fields[path[0]].default
    return stage.model_copy(update={path[0]: blank})
