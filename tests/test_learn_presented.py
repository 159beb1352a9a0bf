"""A case for practice: all of its record, and nothing that tells an outcome."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from logic.case import Case, Status
from logic.learn.presented import Presented, presented
from logic.loading import SAMPLES, Library, load_case
from logic.packet.texts import load_texts
from logic.review import review

FILES = sorted(SAMPLES.glob("*.yaml"))


def shown(case: Case, library: Library) -> Presented:
    return presented(case, library.vocabulary, library.catalogue, load_texts().common)


def texts(held: Presented) -> str:
    return "\n".join([*held.request, *(f"{line}" for line in held.lines),
                      *(f"{part.title} {item.says} {item.words} {item.document}" for part in held.record for item in part.items)])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_that_was_decided_or_that_its_author_says_of_it_is_shown(path: Path, library: Library) -> None:
    case, _ = load_case(path, library)
    told = texts(shown(case, library))
    found = review(case, library, case.policy or "general")
    hidden = [case.story or "story", *(line.why for line in found.lines), *found.plan, *_asides(case)]
    assert [text for text in hidden if text in told] == []


def _asides(case: Case) -> Iterator[str]:
    """Grounds, remarks and notes of the author."""
    facts = [case.patient, *case.levels.values(), *(stage.plan for stage in case.stages)]
    held = [entry for given in facts for entries in given.values() for entry in entries]
    for one in (*held, *(row for rows in case.rows.values() for row in rows)):
        yield from (text for text in (one.reason, one.remark) if text)
    yield from (document.note for document in case.documents.values() if document.note)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_a_case_expects_makes_no_difference(path: Path, library: Library) -> None:
    case, _ = load_case(path, library)
    bare = case.model_copy(update={"expect": {}, "story": None, "policy": None, "title": ""})
    assert shown(bare, library) == shown(case, library)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_answer_and_row_of_the_record_stands_somewhere(path: Path, library: Library) -> None:
    case, _ = load_case(path, library)
    held = shown(case, library)
    facts = [case.patient, *case.levels.values(), *(stage.plan for stage in case.stages)]
    entries = sum(len(given) for place in facts for given in place.values())
    care = bool(case.care.none) + bool(case.care.more_possible)
    assert sum(len(part.items) for part in held.record) == (
        entries + sum(max(len(rows), 1) for rows in case.rows.values()) + len(case.documents) + care)
    assert len(held.lines) == len(review(case, library, "general").lines)


def test_an_answer_stands_with_its_words_and_document_and_how_well_it_is_shown(library: Library, case_of: Callable[[str], Case]) -> None:
    held = shown(case_of("""
documents: {mri: {kind: mri_report, author: radiologist, date: 2026-01-02}}
request: {day: 2026-01-12, state: TX}
stages: [{approach: [posterior], setting: inpatient, inpatient_days: 2, lines: [{code: "63047", levels: L4-L5, side: left, units: 1, if_used: yes}]}]
patient:
  myelopathy: {status: not_in_chart}
  cauda_equina_syndrome: {value: no, status: implied, reason: nothing speaks for it}
levels: {L4-L5: {central_stenosis: {value: severe, from: mri, words: "very tight"}}}
care: {none: [opioid]}
"""), library)
    items = {item.says: item for part in held.record for item in part.items}
    graded = items["central stenosis: severe"]
    assert (graded.words, graded.document) == ("very tight", "MRI report of January 2, 2026, by the radiologist")
    assert items["myelopathy"].status is Status.NOT_IN_CHART
    assert items["cauda equina syndrome: no"].status is Status.IMPLIED
    assert "Asked for and not given: opioid" in items
    assert held.lines[0].marks == ("left", "1 unit", "if used")
    assert "State: TX." in held.request
    assert "Operation 1: posterior approach; inpatient; 2 inpatient days." in held.request
    assert [part.title for part in held.record] == ["Documents", "History and other findings", "Findings at L4-L5", "Kinds of treatment"]
