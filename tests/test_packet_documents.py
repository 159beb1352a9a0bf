"""The summary, the peer-to-peer sheet, the request for records and the appeal, for every sample under two sets."""

import io
import json
from collections.abc import Callable

import docx
import pytest
from pypdf import PdfReader

from logic.case import SHOWN_AS, Case
from logic.loading import Library
from logic.packet.appeal import appeal
from logic.packet.as_docx import as_docx
from logic.packet.as_pdf import as_pdf
from logic.packet.document import Picture, Run, Table, plain
from logic.packet.letter import letter
from logic.packet.packet import one_page, packet
from logic.packet.peer_to_peer import peer_to_peer
from logic.packet.records_request import answers, by_supplier, records_request
from logic.packet.summary import summary
from logic.packet.texts import Texts, load_texts
from logic.review import NOTICE
from logic.truth import Truth
from tests.packet_help import EACH, docx_text, material_of, pdf_pages, sample, words_of


@pytest.fixture(scope="module")
def texts() -> Texts:
    return load_texts()


@pytest.mark.parametrize(("name", "set_id"), EACH)
def test_the_whole_packet(name: str, set_id: str, library: Library, texts: Texts) -> None:
    material = material_of(sample(name, library), library, texts, set_id)
    made = packet(material.review, library, texts)
    assert set(made.files) == {"letter.docx", "before_sending.docx", "summary.pdf", "records_request.docx", "peer_to_peer.pdf", "trace.json",
                               "result.json", "questionnaire.json", "questionnaire_response.json", "case.yaml"}
    assert set(made.left_out) == {"appeal"}
    for file, content in made.files.items():
        if file.endswith("docx"):
            assert NOTICE in docx_text(content)
            assert texts.common.protected in docx_text(content)
            assert material.footer[0] in docx_text(content)
        elif file.endswith("pdf"):
            pages = pdf_pages(content)
            for n, page in enumerate(pages, start=1):
                assert all(text in page for text in (*material.footer, f"Page {n} of {len(pages)}")), (file, n)
            assert len(pages) == 1 or file == "summary.pdf"
    traced = json.loads(made.files["trace.json"])
    assert set(traced) == {"letter", "before_sending", "records_request", "summary", "peer_to_peer"}
    assert packet(material.review, library, texts).files == made.files, "the same bytes"


@pytest.mark.parametrize(("name", "set_id"), EACH)
def test_the_summary_holds_everything(name: str, set_id: str, library: Library, texts: Texts) -> None:
    material = material_of(sample(name, library), library, texts, set_id)
    told = " ".join(pdf_pages(as_pdf(summary(material)))).replace(" ", "")
    review = material.review
    wanted = [line.result.line.id for line in review.lines] + [SHOWN_AS[line.result.outcome] for line in review.lines]
    wanted += [point.cite for point in material.points] + [material.teller.days_in(item.say) for item in review.checklist]
    wanted += [material.teller.days_in(step) for step in review.plan] + [review.edition or ""]
    footers = "".join(material.footer).replace(" ", "")
    assert footers
    # A table row that goes over a page is told on both, with the footer between.
    assert [text for text in wanted if plain(text).replace(" ", "") not in told] == []


def test_the_summary_has_a_language_a_title_and_bookmarks(library: Library, texts: Texts) -> None:
    reader = PdfReader(io.BytesIO(as_pdf(summary(material_of(sample("c4c6_acdf_with_bma", library), library, texts, "general")))))
    assert reader.metadata is not None
    assert reader.metadata.title == texts.summary.title
    assert str(reader.root_object["/Lang"]) == "en-US"
    assert texts.summary.checklist in [entry.title for entry in reader.outline if not isinstance(entry, list)]


def test_a_picture_is_told_in_words_where_nobody_draws_it(library: Library, texts: Texts) -> None:
    material = material_of(sample("c4c6_acdf_with_bma", library), library, texts, "general")
    seen: list[Picture] = []
    picture = Picture("spine", "The spine", "C4-C5 and C5-C6 are requested.", drawing="a description")
    content = as_pdf(summary(material, (picture,)), lambda drawn, width: seen.append(drawn))
    assert picture.words in " ".join(pdf_pages(content))
    assert seen == [picture]


# -- the peer-to-peer sheet -----------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "set_id"), EACH)
def test_the_sheet_is_one_page_with_the_weak_points_first(name: str, set_id: str, library: Library, texts: Texts) -> None:
    material = material_of(sample(name, library), library, texts, set_id)
    document, scale = one_page(lambda most: peer_to_peer(material, most))
    assert len(pdf_pages(as_pdf(document, scale=scale))) == 1
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [table.id for table in tables] in (["weak", "strong"], ["weak"])
    ranks = [point.rank for point in sorted(material.points, key=lambda point: point.rank)]
    assert ranks == sorted(ranks)
    met = texts.common.truths[Truth.MET]
    truths = [row[1][0].text for row in tables[0].rows]
    assert truths == sorted(truths, key=lambda truth: truth == met), "what is met stands last"


# -- the request for records ----------------------------------------------------------------------------------------

@pytest.mark.parametrize(("name", "set_id"), EACH)
def test_every_open_fact_is_asked_of_one_supplier(name: str, set_id: str, library: Library, texts: Texts) -> None:
    material = material_of(sample(name, library), library, texts, set_id)
    asked = [one.path for facts in by_supplier(material).values() for one in facts if one.path]
    wanted = {path for item in material.review.checklist if not item.folded or item.kind == "state" for path in item.facts}
    assert sorted(asked) == sorted(wanted)


@pytest.mark.parametrize(("name", "set_id"), EACH)
def test_nobody_is_asked_for_what_nobody_has(name: str, set_id: str, library: Library, texts: Texts) -> None:
    """Grounds that are offered only if present are in no message."""
    material = material_of(sample(name, library), library, texts, set_id)
    asked = {one.path for facts in by_supplier(material).values() for one in facts}
    folded = {path for item in material.review.checklist if item.folded and item.kind != "state" for path in item.facts}
    open_ = {path for item in material.review.checklist if not item.folded for path in item.facts}
    assert not asked & (folded - open_)


@pytest.mark.parametrize(("path", "expected"), [
    ("myelopathy", "[ ] yes  [ ] no  [ ] not known or not examined"),
    ("L4-L5.slip_mm", "[ ] ____ mm  [ ] not known or not examined"),
    ("L4-L5.slip_grade", "[ ] none  [ ] I  [ ] II  [ ] III  [ ] IV  [ ] V  [ ] not known or not examined"),
    ("nicotine_test_date", "[ ] date: ____  [ ] not known or not examined"),
    ("treatments.physical_therapy", "[ ] in words, with dates: ____  [ ] not known or not examined"),
])
def test_a_question_comes_with_every_answer(path: str, expected: str, library: Library, texts: Texts) -> None:
    material = material_of(sample("c4c6_acdf_with_bma", library), library, texts, "general")
    assert answers(path, material) == expected


def test_nothing_is_asked_where_nothing_is_open(case_of: Callable[[str], Case], library: Library, texts: Texts) -> None:
    material = material_of(case_of("stages: [{lines: [{code: \"22830\"}]}]"), library, texts, "general")
    if not material.review.checklist:
        assert texts.records_request.nothing_open in words_of(records_request(material))


# -- the appeal -----------------------------------------------------------------------------------------------------

def denied(case: Case, reason: str | None) -> Case:
    return case.model_copy(update={"request": case.request.model_copy(update={"denial_day": case.request.day, "denial_reason": reason})})


def test_an_appeal_names_the_reason_the_criterion_and_the_record(library: Library, texts: Texts) -> None:
    case = denied(sample("l5s1_revision_tlif", library), "Six weeks of physical therapy are not documented.")
    document = appeal(material_of(case, library, texts, "general"))
    assert document
    told = words_of(document)
    assert "The request was denied on November 17, 2025." in told
    assert "“Six weeks of physical therapy are not documented.”" in told
    first = told.index(texts.appeal.contradicted)
    assert first < told.index("Formal physical therapy of at least six weeks in all") < told.index(texts.appeal.others)
    assert "1:20939: Experimental or unproven" in told
    assert document.traced["denial"] == ("request.denial_day", "request.denial_reason")
    assert "22633" in docx_text(as_docx(document))


def test_a_reason_that_matches_no_criterion_is_left_to_the_reader(library: Library, texts: Texts) -> None:
    document = appeal(material_of(denied(sample("l5s1_revision_tlif", library), "Not necessary."), library, texts, "general"))
    assert document
    assert texts.appeal.none_named in words_of(document)


@pytest.mark.parametrize(("name", "set_id"), [("two_stage_l2_pelvis", "general"), ("l5s1_alif_mild_stenosis", "aetna")])
def test_no_appeal_where_nothing_meets(name: str, set_id: str, library: Library, texts: Texts) -> None:
    assert appeal(material_of(denied(sample(name, library), "x"), library, texts, set_id)) is None


def test_the_packet_holds_the_appeal_of_a_denied_case(library: Library, texts: Texts) -> None:
    case = denied(sample("l5s1_revision_tlif", library), None)
    made = packet(material_of(case, library, texts, "general").review, library, texts)
    assert texts.appeal.no_reason in docx_text(made.files["appeal.docx"])
    assert not made.left_out


def test_a_run_is_one_line_of_plain_text() -> None:
    assert Run("a\x00b\n\u202ec\ufeff\x85d").text == "ab c d"


def test_word_columns_have_the_same_widths_for_programs_that_read_the_columns_and_those_that_read_the_cells(library: Library, texts: Texts) -> None:
    found = letter(material_of(sample("l5s1_revision_tlif", library), library, texts, "general"))
    table = docx.Document(io.BytesIO(as_docx(found))).tables[0]
    widths = [column.width for column in table.columns]
    assert [[cell.width for cell in row.cells] for row in table.rows] == [widths] * len(table.rows)
    assert len(set(widths)) > 1
