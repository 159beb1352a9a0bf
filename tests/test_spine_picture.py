"""The picture of the spine: every finding where it belongs, nothing that is not recorded, everything in its words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from logic.case import SHOWN_AS, Case, Outcome
from logic.levels import INTERSPACES
from logic.loading import SAMPLES, Library, load_case
from logic.pictures.at_level import COMPARTMENTS, LETTERS, AtLevel
from logic.pictures.at_level_rows import stretch
from logic.pictures.drawing import Box, Drawing, Label
from logic.pictures.lettering import width_of
from logic.pictures.outcomes import SHORT, TONES
from logic.pictures.spine import NARROW, WIDE, spine, spine_in_parts
from logic.review import decide
from logic.vocabulary import Belongs
from tests.budget import laws
from tests.strategies import built, case_data

Build = Callable[[str], Case]
LINES = "stages: [{approach: [posterior], lines: [{code: '22612', levels: L4-L5}]}]\n"


def drawn(case: Case, library: Library, width: float = NARROW, *, strict: bool = False) -> Drawing:
    found = spine(decide(case, library, "general", strict=strict), width)
    assert found
    return found


def outside(drawing: Drawing) -> list[object]:
    """The parts that leave the plane; letters as wide as those of a wide typeface."""
    found: list[object] = []
    for part in drawing.parts:
        if isinstance(part, Label):
            width = width_of(part.text, part.size)
            left = part.x - {"start": 0.0, "middle": width / 2, "end": width}[part.anchor]
            corners = [(left, part.y - part.size / 2), (left + width, part.y + part.size / 2)]
        elif isinstance(part, Box):
            corners = [(part.x, part.y), (part.x + part.width, part.y + part.height)]
        else:
            corners = list(part.points)
        if any(not (-0.01 <= x <= drawing.width + 0.01 and -0.01 <= y <= drawing.height + 0.01) for x, y in corners):
            found.append(part)
    return found


def labels(drawing: Drawing) -> list[str]:
    return [part.text for part in drawing.parts if isinstance(part, Label)]


def of_level(drawing: Drawing, level: str) -> str:
    return next(line for line in drawing.words if line.startswith(f"{level}."))


def cells(drawing: Drawing, level: str) -> list[Box]:
    """The outlines of the compartments of a level, from the patient's left to the right."""
    return [part for part in drawing.parts if isinstance(part, Box) and part.tip.startswith(f"{level} ")]


@pytest.mark.parametrize("width", [NARROW, WIDE])
@given(data=case_data())
@laws(2)
def test_every_part_stays_on_the_plane_and_every_finding_is_told(library: Library, width: float, data: dict[str, object]) -> None:
    case = built(data, library)
    decision = decide(case, library, "general")
    found = spine(decision, width)
    record = decision.determination.record
    if found is None:
        assert not any(facts for facts in case.levels.values())
        return
    assert outside(found) == []
    for level in case.levels:
        for fact in library.vocabulary.belonging_to(Belongs.LEVEL):
            for one in AtLevel(record, level).every_side(fact):
                if one.values and not one.by_silence:
                    assert one.told in of_level(found, level)
    for line in decision.lines:
        assert any(line.result.line.code in text for text in found.words)
    assert found == spine(decision, width)


def test_from_one_level_above_to_one_below(case_of: Build, library: Library) -> None:
    found = drawn(case_of(LINES), library)
    assert [line.partition(".")[0] for line in found.words[:3]] == ["L3-L4", "L4-L5", "L5-S1"]
    assert stretch(("C0-C1",)) == ("C0-C1", "C1-C2")
    assert stretch(("C2-C3", "SI-left"))[0] == "C1-C2"
    assert stretch(("C2-C3", "SI-left"))[-1] == "L5-S1"


def test_what_is_recorded_elsewhere_widens_the_stretch(case_of: Build, library: Library) -> None:
    found = drawn(case_of(LINES + "levels: {L1-L2: {central_stenosis: severe}}"), library)
    assert "central stenosis: severe" in of_level(found, "L1-L2")
    assert found.words[0].startswith("T12-L1. Not requested. Nothing is recorded of the level.")


@pytest.mark.parametrize(("grade", "letters"), LETTERS.items())
def test_a_grade_stands_in_letters_and_fills_its_cell_as_far_as_it_goes(grade: str, letters: str, case_of: Build, library: Library) -> None:
    found = drawn(case_of(LINES + f"levels: {{L4-L5: {{foraminal_stenosis: {{right: {grade}}}}}}}"), library)
    assert letters in labels(found)
    outlines = cells(found, "L4-L5")
    assert [cell.dashed for cell in outlines] == [True, True, True, True, False]
    share = list(LETTERS).index(grade) / (len(LETTERS) - 1)
    tints = [part for part in found.parts if isinstance(part, Box) and part.tone == "finding" and part.faint]
    assert [round(tint.height / outlines[4].height, 3) for tint in tints] == ([round(share, 3)] if share else [])
    assert all(tint.x == outlines[4].x for tint in tints)


def test_each_compartment_has_its_own_place(case_of: Build, library: Library) -> None:
    for n, (name, side) in enumerate(COMPARTMENTS):
        value = f"{{{side}: severe}}" if side else "severe"
        found = drawn(case_of(LINES + f"levels: {{L4-L5: {{{name}: {value}}}}}"), library)
        assert [cell.dashed for cell in cells(found, "L4-L5")] == [place != n for place in range(5)]


def test_not_documented_is_never_none(case_of: Build, library: Library) -> None:
    silent = drawn(case_of(LINES), library)
    assert "Not documented: narrowing of the canal, the recesses and the foramina, slip, motion." in of_level(silent, "L4-L5")
    assert "none" not in labels(silent)
    assert "not documented: slip, motion" in labels(silent)
    closed = drawn(case_of(LINES + "levels: {L4-L5: {report_complete: yes}}"), library)
    assert labels(closed).count("none") == 5
    assert "not documented: motion" in labels(closed)
    assert "so read as none (documented): " in of_level(closed, "L4-L5")


def test_what_was_looked_for_in_vain_is_marked(case_of: Build, library: Library) -> None:
    found = drawn(case_of(LINES + "levels: {L4-L5: {central_stenosis: {status: not_in_chart}}}"), library)
    assert "?" in labels(found)
    assert "Central stenosis: not in the chart." in of_level(found, "L4-L5")


@pytest.mark.parametrize(("status", "mark"), [("implied", "i"), ("assumed", "a")])
def test_what_no_document_states_is_marked(status: str, mark: str, case_of: Build, library: Library) -> None:
    text = f"levels: {{L4-L5: {{central_stenosis: {{value: severe, status: {status}, reason: so}}, slip_mm: {{value: 4, status: {status}, reason: so}}}}}}"
    found = drawn(case_of(LINES + text), library)
    assert mark in labels(found)
    assert f"slip: 4 mm ({status})" in labels(found)
    assert f"central stenosis: severe ({status})" in of_level(found, "L4-L5")
    plain = drawn(case_of(LINES + "levels: {L4-L5: {central_stenosis: severe}}"), library)
    assert mark not in labels(plain)


def test_a_word_that_grades_nothing_is_no_grade(case_of: Build, library: Library) -> None:
    found = drawn(case_of(LINES + "levels: {L4-L5: {central_stenosis: significant}}"), library)
    assert "n.g." in labels(found)
    assert not [part for part in found.parts if isinstance(part, Box) and part.tone == "finding" and part.faint]


def vertebra(drawing: Drawing, name: str) -> Box:
    return next(part for part in drawing.parts if isinstance(part, Box) and part.tone == "bone" and part.tip == name)


@pytest.mark.parametrize(("direction", "shifted"), [("antero", -1), ("retro", 1), ("lateral_left", 0), (None, 0)])
def test_a_slip_carries_the_spine_above_it_along(direction: str | None, shifted: int, case_of: Build, library: Library) -> None:
    towards = f", slip_direction: {direction}" if direction else ""
    found = drawn(case_of(LINES + f"levels: {{L4-L5: {{slip_grade: II{towards}}}}}"), library)
    below, moved, above = (vertebra(found, name).x for name in ("L5", "L4", "L3"))
    assert moved == above
    assert (moved > below) - (moved < below) == shifted
    assert any(text.startswith("slip: grade II") for text in labels(found))


def test_a_larger_slip_is_drawn_further(case_of: Build, library: Library) -> None:
    def shift(size: str) -> float:
        found = drawn(case_of(LINES + f"levels: {{L4-L5: {{slip_direction: antero, {size}}}}}"), library)
        return vertebra(found, "L5").x - vertebra(found, "L4").x

    assert 0 < shift("slip_grade: I") < shift("slip_grade: II") < shift("slip_grade: III")
    assert 0 < shift("slip_percent: 20") < shift("slip_percent: 60")
    assert shift("slip_mm: 0") == 0


@pytest.mark.parametrize(("fact", "told"), [
    ("dynamic_translation_mm: 1", "motion: 1 mm"), ("disc_herniation: extrusion", "disc: extrusion"),
    ("root_compression: {left: compression}", "root: left compression"), ("cord_signal_change: yes", "cord: signal change of the cord"),
    ("fracture: yes", "fracture: yes"), ("spinal_infection: yes", "also: infection"), ("hardware_failure: loosening", "also: hardware loosening"),
    ("spondylolisthesis: yes", "slip: yes"), ("foraminal_stenosis: {side_not_stated: severe}", "foraminal stenosis side not stated:"),
])
def test_a_finding_stands_beside_its_level(fact: str, told: str, case_of: Build, library: Library) -> None:
    found = drawn(case_of(LINES + f"levels: {{L4-L5: {{{fact}}}}}"), library)
    assert any(text.startswith(told) for text in labels(found))
    absent = drawn(case_of(LINES + "levels: {L4-L5: {disc_herniation: none, fracture: no}}"), library)
    assert not any(text.startswith(("disc:", "fracture:")) for text in labels(absent))
    assert "disc herniation: none" in of_level(absent, "L4-L5")


def test_roots_and_earlier_operations_stand_at_their_levels(case_of: Build, library: Library) -> None:
    found = drawn(case_of(LINES + "symptoms: [{symptom: radicular_pain, symptom_root: L5, symptom_side: left}, {symptom: axial_pain}]\n"
                                  "surgeries: [{procedure: laminectomy, surgery_levels: L4-L5, surgery_date: 2020-02-03}]\n"), library)
    assert "root L5 left (passes here): radicular pain" in of_level(found, "L4-L5")
    assert "root L5 left (leaves here): radicular pain" in of_level(found, "L5-S1")
    assert "Roots" not in of_level(found, "L3-L4")
    assert "Earlier surgery: laminectomy, 2020-02-03." in of_level(found, "L4-L5")
    assert "Symptoms and tests, no root named: axial pain." in found.words


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("set_id", ["general", "aetna", "medicare", "evicore"])
def test_every_sample_shows_each_line_with_its_outcome(path: Path, set_id: str, library: Library) -> None:
    case = load_case(path, library)[0]
    decision = decide(case, library, set_id)
    found = spine(decision)
    assert found
    assert outside(found) == []
    several = len(case.stages) > 1
    for line in decision.lines:
        name = line.result.line.id if several else line.result.line.code
        for level in line.result.levels:
            mark = SHORT[level.outcome]
            hits = [text for text in labels(found) if text.startswith(name) and text.endswith(f": {mark}")]
            assert hits, (name, mark)
            tones = [part.tone for part in found.parts if isinstance(part, Box) and part.tip.startswith(name)]
            assert TONES[level.outcome] in tones


def test_every_outcome_has_words_and_a_tone() -> None:
    assert set(SHORT) == set(TONES) == set(Outcome)
    assert len(set(SHORT.values())) == len(SHORT)


def test_thirteen_levels_and_the_joints_of_the_sacrum(case_of: Build, library: Library) -> None:
    long = case_of("stages: [{lines: [{code: '22843', levels: T4-S1}, {code: '27279', levels: [SI-left]}]}]\n"
                   "levels: {T10-T11: {fracture: yes, fractured_vertebra: T10, central_stenosis: severe}}")
    found = drawn(long, library)
    assert outside(found) == []
    told = [line.partition(".")[0] for line in found.words if line.partition(".")[0] in {*INTERSPACES, "SI-left"}]
    assert told == [*INTERSPACES[INTERSPACES.index("T3-T4"):], "SI-left"]
    assert vertebra(found, "pelvis").y > vertebra(found, "S1").y


def test_a_long_spine_is_cut_into_parts_of_a_page_each(case_of: Build, library: Library) -> None:
    case = case_of("stages: [{lines: [{code: '22843', levels: T4-S1}, {code: '22848'}]}]\nsurgeries: [{procedure: laminectomy}]")
    decision = decide(case, library, "general")
    whole = drawn(case, library, WIDE)
    parts = spine_in_parts(decision, WIDE, 500)
    assert len(parts) > 1
    assert all(part.height <= 500 and outside(part) == [] for part in parts)
    assert len({part.id for part in parts}) == len(parts)
    assert [line for part in parts for line in part.words] == list(whole.words)
    assert spine_in_parts(decision, WIDE, whole.height) == (whole,)


def test_without_any_level_there_is_no_picture(case_of: Build, library: Library) -> None:
    assert spine(decide(case_of("stages: [{lines: [{code: '22612'}]}]"), library, "general")) is None


def test_strict_shows_only_what_a_dated_document_states(case_of: Build, library: Library) -> None:
    case = case_of(LINES + "levels: {L4-L5: {central_stenosis: severe}}")
    found = drawn(case, library, strict=True)
    assert "sev" not in labels(found)
    assert found.words[0] == "Only facts with a dated document count."


def test_the_record_is_read_as_the_engine_reads_it(case_of: Build, library: Library) -> None:
    """Of two reports of one kind the later governs; what only the surgeon states is implied."""
    case = case_of(LINES + "documents:\n  old: {kind: mri_report, author: radiologist, date: 2024-01-01}\n"
                           "  new: {kind: mri_report, author: radiologist, date: 2025-12-01}\n  own: {kind: clinic_note, author: surgeon}\n"
                           "levels: {L4-L5: {central_stenosis: [{value: mild, from: old}, {value: severe, from: new}], slip_mm: {value: 5, from: own}}}")
    found = drawn(case, library)
    assert "sev" in labels(found)
    assert "mild" not in labels(found)
    assert "slip in millimetres: 5 mm (implied)" in of_level(found, "L4-L5")


@pytest.mark.parametrize("set_id", ["general", "aetna"])
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_for_practice_nothing_in_it_tells_an_outcome(path: Path, set_id: str, library: Library) -> None:
    decision = decide(load_case(path, library)[0], library, set_id)
    hidden, shown = spine(decision, outcomes=False), spine(decision)
    assert hidden is not None
    assert shown is not None
    told = " ".join([*hidden.words, *(f"{part.text} {part.tip}" for part in hidden.parts if isinstance(part, Label)),
                     *(part.tip for part in hidden.parts if isinstance(part, Box))])
    assert [mark for mark in (*SHORT.values(), *SHOWN_AS.values()) if mark.lower() in told.lower()] == []
    assert {part.tone for part in hidden.parts} & {"meets", "open", "fails", "neutral"} == set()
    assert {part.tone for part in shown.parts} & {"meets", "open", "fails", "neutral"}
    assert all(line.result.line.code in told for line in decision.lines)
