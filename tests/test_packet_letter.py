"""The letter: only what the record shows, each statement traced to the facts without which it would not be made."""

from collections import Counter
from collections.abc import Callable

import pytest

from logic.case import Case
from logic.loading import Library
from logic.packet.as_docx import as_docx
from logic.packet.before_sending import before_sending
from logic.packet.document import Heading, Paragraph
from logic.packet.letter import letter
from logic.packet.texts import Texts, load_texts
from logic.review import NOTICE
from tests.packet_help import EACH, decided_only, docx_text, material_of, resting, sample, without, words_of

ALWAYS = {"request.kind", "request.urgency", "stages"}
"""What a request always states, or what follows from all its lines: it can be changed, not taken out."""
PROMISES = ("approve", "denied", "deny", "guarantee", "will be covered", "must be covered", "is covered", "entitled")


@pytest.fixture(scope="module")
def texts() -> Texts:
    return load_texts()


@pytest.mark.parametrize(("name", "set_id"), EACH)
def test_a_statement_goes_with_each_fact_that_it_rests_on(name: str, set_id: str, library: Library, texts: Texts) -> None:
    case = sample(name, library)
    whole = letter(decided_only(case, library, texts, set_id))
    before, runs = Counter(run.text.strip() for run in whole.runs), resting(whole)
    assert runs
    for path in sorted({path for run in runs for path in run.facts} - ALWAYS):
        less = letter(decided_only(without(case, path), library, texts, set_id))
        after = Counter(run.text.strip() for run in less.runs)
        for text in {run.text.strip() for run in runs if path in run.facts}:
            assert after[text] < before[text], (path, text)


@pytest.mark.parametrize(("name", "set_id"), EACH)
def test_every_statement_of_the_record_names_its_facts(name: str, set_id: str, library: Library, texts: Texts) -> None:
    """All but the fixed texts of the office rests on facts of the case."""
    document = letter(material_of(sample(name, library), library, texts, set_id))
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.id.startswith("criterion.") and not block.id.endswith("above"):
            lead, standing, *told = block.runs
            assert lead.strong
            assert standing.text.strip() in {texts.letter.shown, texts.letter.so_far, texts.letter.no_document}
            assert told
            assert all(run.facts for run in told)


@pytest.mark.parametrize(("name", "set_id"), EACH)
def test_it_promises_nothing(name: str, set_id: str, library: Library, texts: Texts) -> None:
    content = docx_text(as_docx(letter(material_of(sample(name, library), library, texts, set_id))))
    assert NOTICE in content
    assert texts.common.protected in content
    told = content.replace(NOTICE, "").lower()
    assert [word for word in PROMISES if word in told] == []


CASE = """
documents:
  mri: {kind: mri_report, author: radiologist, date: 2025-11-03}
  note: {kind: clinic_note, author: surgeon, date: 2025-12-20}
  pt: {kind: therapy_discharge, author: therapist, date: 2025-12-15}
diagnoses: [{code: M48.062, role: primary}]
stages:
  - {approach: [posterior], setting: outpatient, lines: [{code: "63047", levels: L4-L5, side: left, units: 1}]}
patient:
  neurogenic_claudication: {value: yes, from: note, page: "2", words: "legs give way after one block"}
  symptoms_persist_despite_care: {value: yes, status: implied, reason: "surgery is planned.", from: note}
levels:
  L4-L5: {central_stenosis: {value: severe, from: mri, words: "severe narrowing"}}
treatments:
  - {modality: physical_therapy, in_person: yes, start: 2025-10-20, end: 2025-12-14, visits: 12, treatment_region: lumbar, from: pt}
  - {modality: nsaid, drug: naproxen, status: assumed}
"""


@pytest.fixture
def told(case_of: Callable[[str], Case], library: Library, texts: Texts) -> str:
    return words_of(letter(material_of(case_of(CASE), library, texts, "general")))


@pytest.mark.parametrize("sentence", [
    "MRI report of November 3, 2025, by the radiologist: central stenosis, L4-L5: severe (in its words: “severe narrowing”).",
    "Clinic note of December 20, 2025, by the surgeon, page 2: neurogenic claudication: yes (in its words: “legs give way after one block”).",
    "Implied only, stated by no document (Clinic note of December 20, 2025, by the surgeon): symptoms persist despite care: yes. Ground: surgery is planned.",
    "[Assumed, shown by no document; replace by the record or take out: anti-inflammatory drug (NSAID); drug: naproxen.]",
    "Therapy discharge summary of December 15, 2025, by the therapist: physical therapy; region treated: lumbar; first day: October 20, 2025; last day: December 14, 2025; visits attended: 12 visits; in person: yes.",
    "Stage 1: setting outpatient; approach posterior.", "M48.062 (primary)",
])
def test_it_says(sentence: str, told: str) -> None:
    assert sentence in told


def test_the_administrative_half_is_complete(case_of: Callable[[str], Case], library: Library, texts: Texts) -> None:
    content = docx_text(as_docx(letter(material_of(case_of(CASE), library, texts, "general"))))
    for part in ("63047", "L4-L5", "left", "[patient name]", "[member number]", "NPI [number]", "[signature]", "[date of the letter]",
                 "Enclosures", "MRI report of November 3, 2025, by the radiologist", "General criteria, edition 2026-11",
                 "Request day January 12, 2026", "Spine Precheck 0.1.0"):
        assert part in content, part


def test_what_is_missing_is_absent_from_the_letter_and_stands_in_the_note(
    case_of: Callable[[str], Case], library: Library, texts: Texts,
) -> None:
    case = without(case_of(CASE), "levels.L4-L5.central_stenosis")
    material = material_of(case, library, texts, "general")
    written, note = words_of(letter(material)), words_of(before_sending(material))
    assert "imaging shows" not in written
    assert "stenosis" not in written
    assert "central stenosis" in note
    assert "not sent" not in written


def test_what_contradicts_is_told_without_a_conclusion(case_of: Callable[[str], Case], library: Library, texts: Texts) -> None:
    text = CASE.replace("value: severe, from: mri, words: \"severe narrowing\"", "value: mild, from: mri") + "\nsymptoms: none\n"
    complete = text.replace("central_stenosis:", "report_complete: {value: yes, from: mri}, central_stenosis:")
    material = material_of(case_of(complete), library, texts, "general")
    lead = f"at the level (General criteria G1.imaging (sources 002, 003; electrodiagnosis branch source 004)).  {texts.letter.so_far}  MRI report"
    assert lead in words_of(letter(material))
    assert "does not mention" not in words_of(letter(material))
    assert texts.letter.before.contrary_heading in [block.text for block in before_sending(material).blocks if isinstance(block, Heading)]


def test_the_day_is_told_as_the_office_reads_it(case_of: Callable[[str], Case], library: Library, texts: Texts) -> None:
    german = texts._replace(common=texts.common.model_copy(update={"date": "{day2}.{month_number2}.{year}"}))
    assert "MRI report of 03.11.2025, by" in words_of(letter(material_of(case_of(CASE), library, german, "general")))


def test_a_surgeons_own_reading_of_films_is_told_as_such(case_of: Callable[[str], Case], library: Library, texts: Texts) -> None:
    case = case_of(CASE.replace("severe, from: mri", "severe, from: note"))
    assert "This is the surgeon's own reading" in words_of(letter(material_of(case, library, texts, "general")))


def test_a_part_of_an_alternative_is_not_told_alone(case_of: Callable[[str], Case], library: Library, texts: Texts) -> None:
    """"It causes symptoms" of a non-union would claim the non-union."""
    case = case_of(CASE.replace('"63047"', '"22633"').replace(", side: left", ""))
    assert "causes symptoms" not in words_of(letter(material_of(case, library, texts, "aetna")))
