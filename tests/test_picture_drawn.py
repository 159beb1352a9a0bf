"""Pictures as they are drawn: on the screen by plotly, on paper in the summary; nothing in a text steers either."""

import io
import re
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, strategies as st
from pypdf import PdfReader
from reportlab.pdfbase import pdfmetrics

from logic.case import Case
from logic.loading import SAMPLES, Library, load_case
from logic.packet.as_drawing import HIGHEST, cuts, drawn
from logic.packet.as_pdf import as_pdf
from logic.packet.document import Document, Picture, plain
from logic.packet.packet import packet
from logic.packet.pictures import pictures_of
from logic.packet.texts import Texts, load_texts
from logic.pictures.drawing import Box, Drawing, Label, Stroke
from logic.pictures.spine import NARROW, WIDE, spine
from logic.pictures.timeline import timeline
from logic.review import review
from tests.budget import laws
from tests.packet_help import material_of, pdf_pages
from tests.screens import bodies, ran, said, started
from tests.strategies import built, case_data
from ui.drawing import _DARK, _LIGHT, figure, literal, style

Build = Callable[[str], Case]
SAMPLE_FILES = sorted(SAMPLES.glob("*.yaml"))
HOSTILE = "<b>x</b><a href='javascript:alert(1)'>y</a> $\\\\frac$ [z](http://evil) " + "w" * 300
PAGES = {"light": ("#ffffff", _LIGHT), "dark": ("#0e1117", _DARK)}


@pytest.fixture(scope="module")
def texts() -> Texts:
    return load_texts()


def luminance(colour: str) -> float:
    parts = [int(colour[n:n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# -- on the screen --------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("scheme", PAGES)
def test_letters_and_signs_stand_out(scheme: str) -> None:
    page, tones = PAGES[scheme]
    assert {tone for tone, (full, _) in tones.items() if tone != "bone" and contrast(full, page) < 4.5} == set()
    ink = tones["ink"][0]
    grounds = [tint for tone, (_, tint) in tones.items() if tone != "ink"] + [tones["bone"][0]]
    assert [ground for ground in grounds if contrast(ink, ground) < 4.5] == []


def parts_of(drawing: Drawing) -> tuple[list[Label], list[Box | Stroke]]:
    labels = [part for part in drawing.parts if isinstance(part, Label)]
    return labels, [part for part in drawing.parts if not isinstance(part, Label)]


def test_a_chart_follows_the_theme_of_the_page() -> None:
    """Each light colour stands for one tone alone, and has its dark one for areas and lines."""
    light = [colour for pair in _LIGHT.values() for colour in pair]
    assert len(set(light)) == len(light)
    for tone, pair in _LIGHT.items():
        for one, dark in zip(pair, _DARK[tone], strict=True):
            assert style().count(f"fill: light-dark({one}, {dark})") == style().count(f"stroke: light-dark({one}, {dark})") == 1
    assert 'style*="fill: rgb(27, 122, 61)"' in style()


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_every_part_is_drawn_at_its_size(path: Path, library: Library) -> None:
    drawing = timeline(review(load_case(path, library)[0], library, "aetna"), NARROW)
    made: go.Figure = figure(drawing)
    labels, others = parts_of(drawing)
    assert len(made.layout.shapes) == len(others)
    assert [one.font.size for one in made.layout.annotations] == [label.size for label in labels]
    assert (made.layout.width, made.layout.height) == (round(drawing.width), round(drawing.height))
    assert list(made.layout.yaxis.range) == [drawing.height, 0]
    assert [shape.line.dash != "solid" for shape in made.layout.shapes] == [part.dashed for part in others]
    assert min(label.size for label in labels) >= 9


@given(text=st.text())
@laws(4)
def test_no_text_is_markup_in_a_chart(text: str) -> None:
    made = literal(text)
    assert not re.search(r"[<>$]", made)


def test_hostile_texts_are_letters(case_of: Build, library: Library, texts: Texts) -> None:
    case = case_of(f"stages: [{{lines: [{{code: '22612', levels: L4-L5}}, {{code: \"{HOSTILE}\", levels: L4-L5}}]}}]\n"
                   f"levels: {{L4-L5: {{instability_statement: {{value: \"{HOSTILE}\", remark: \"{HOSTILE}\"}}}}}}\n"
                   f"treatments: [{{modality: nsaid, drug: \"{HOSTILE}\"}}]")
    found = review(case, library, "general")
    line = spine(found)
    assert line is not None
    for drawing in (line, timeline(found, NARROW)):
        assert in_each_others_way(drawing) == []
        made = figure(drawing)
        assert [one.text for one in made.layout.annotations if re.search(r"<(?!/?b>)|[$]", one.text)] == []
    told = " ".join(pdf_pages(packet(found, library, texts).files["summary.pdf"]))
    assert "<b>x</b>" in told


def test_the_part_with_the_pictures(library: Library) -> None:
    app = started()
    assert not app.get("plotly_chart"), "nothing is drawn before it is asked for"
    app.segmented_control(key="result part").set_value("pictures")
    ran(app)
    charts = app.get("plotly_chart")
    assert len(charts) == 3
    assert all("The same in words" in chart.proto.alt or "in words" in chart.proto.alt for chart in charts)
    assert "L5\\-S1" in said(app)
    assert bodies(app)


# -- on paper -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("set_id", ["general", "aetna"])
@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_the_summary_holds_both_pictures_and_their_words(path: Path, set_id: str, library: Library, texts: Texts) -> None:
    material = material_of(load_case(path, library)[0], library, texts, set_id)
    content = packet(material.review, library, texts).files["summary.pdf"]
    told = re.sub(r"\s", "", "".join(pdf_pages(content)))
    footer = re.sub(r"\s", "", "".join(material.footer))
    assert footer
    for picture in pictures_of(material):
        assert isinstance(picture.drawing, Drawing)
        assert re.sub(r"\s", "", picture.caption) in told
        for line in picture.words.split("\n"):
            assert re.sub(r"\s", "", plain(line))[:60] in told
        for label in parts_of(picture.drawing)[0]:
            assert re.sub(r"\s", "", label.text) in told
    assert content == packet(material.review, library, texts).files["summary.pdf"]


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_a_heading_stands_on_the_page_of_its_picture(path: Path, library: Library, texts: Texts) -> None:
    material = material_of(load_case(path, library)[0], library, texts, "general")
    pages = pdf_pages(packet(material.review, library, texts).files["summary.pdf"])
    heading, caption = texts.summary.pictures, pictures_of(material)[0].caption
    assert [heading in page for page in pages] == [caption in page for page in pages]


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: path.stem)
def test_letters_on_paper_keep_their_place(path: Path, library: Library, texts: Texts) -> None:
    """Measured in the typeface that is printed: no label leaves the picture or runs into another on its line."""
    material = material_of(load_case(path, library)[0], library, texts, "aetna")
    for picture in pictures_of(material):
        assert isinstance(picture.drawing, Drawing)
        assert in_each_others_way(picture.drawing) == []


def in_each_others_way(drawing: Drawing) -> list[object]:
    """Labels that leave the picture or lie on another, by the typeface of the paper."""
    as_pdf(Document("x", "x", "2026-01-01", ("x",), ()))  # registers the typefaces
    spans: list[tuple[float, float, float, float, str]] = []
    for label in parts_of(drawing)[0]:
        size = label.size * 0.86
        wide = pdfmetrics.stringWidth(label.text, "VeraBd" if label.strong else "Vera", size)
        left = label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
        spans.append((left, left + wide, label.y - size / 2, label.y + size / 2, label.text))
    out: list[object] = [span for span in spans if span[0] < -1 or span[1] > drawing.width + 1]
    for one, other in combinations(spans, 2):
        if not (one[1] <= other[0] + 1 or other[1] <= one[0] + 1 or one[3] <= other[2] + 1 or other[3] <= one[2] + 1):
            out.append((one, other))
    return out


@pytest.mark.parametrize("width", [NARROW, WIDE])
@given(data=case_data())
@laws(0.6)
def test_no_label_lies_on_another(library: Library, width: float, data: dict[str, object]) -> None:
    found = review(built(data, library), library, "aetna")
    for drawing in (spine(found, width), timeline(found, width)):
        assert drawing is None or in_each_others_way(drawing) == []


def shapes_of(sheet: Any) -> list[Any]:
    """What is drawn on a sheet."""
    return list(sheet.contents[0].contents)


def test_every_tone_of_an_outcome_has_its_own_pattern() -> None:
    counts = {}
    for tone in ("meets", "open", "fails", "neutral"):
        made = drawn(Picture("x", "x", "x", Drawing("x", "x", 40, 40, (Box(0, 0, 20, 20, tone),), ())), 40)
        lines = [line for line in shapes_of(made[0]) if type(line).__name__ == "Line"]
        counts[tone] = (len(lines), len({round((line.y2 - line.y1) / (line.x2 - line.x1)) for line in lines}))
        assert all(-0.01 <= value <= 20.01 for line in lines for value in (line.x1, line.x2))
        assert all(19.99 <= value <= 40.01 for line in lines for value in (line.y1, line.y2))
    assert counts["meets"] == (0, 0)
    assert len(set(counts.values())) == 4


def test_a_high_picture_is_cut_where_nothing_stands() -> None:
    boxes = tuple(Box(0, 20.0 * n, 10, 10, "ink") for n in range(100))
    drawing = Drawing("x", "x", 100, 2000, boxes, ())
    bands = cuts(drawing, 300)
    assert bands[0][0] == 0
    assert bands[-1][1] == 2000
    assert all(start == end for (_, end), (start, _) in pairwise(bands))
    assert all(bottom - top <= 300 for top, bottom in bands)
    assert not [box for box in boxes for _, end in bands if box.y < end < box.y + box.height]
    whole = Drawing("x", "x", 100, 2000, (Stroke(((0, 0), (0, 2000)), "ink"),), ())
    assert cuts(whole, 300) == ((0, 2000),)
    assert drawn(Picture("x", "x", "x", whole), 100)[0].height <= HIGHEST + 0.01
    pieces = drawn(Picture("x", "x", "x", drawing), 100)
    assert sum(len(shapes_of(piece)) for piece in pieces) == 100


def test_what_is_no_drawing_is_told_in_words_alone() -> None:
    assert drawn(Picture("x", "x", "words", "a description"), 100) == ()


def test_thirteen_levels_fill_several_pages(case_of: Build, library: Library, texts: Texts) -> None:
    case = case_of("stages: [{lines: [{code: '22843', levels: T4-S1}, {code: '22802', levels: T4-S1}, {code: '22848', levels: T4-S1}]}]")
    made = packet(review(case, library, "general"), library, texts).files["summary.pdf"]
    pages = [number for number, page in enumerate(pdf_pages(made)) if "what the record holds and what is requested (" in page]
    assert len(pages) > 1
    assert PdfReader(io.BytesIO(made)).pages
