"""Nothing that was entered is lost, nothing is kept where it must not be, and a what-if never takes the case's place."""

import json
import logging
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from pathlib import Path

import pytest

from streamlit.testing.v1 import AppTest

from logic.assuming import assumed
from logic.case import Case, Entry, Outcome, Row, Status
from logic.case_writing import case_text
from logic.editing import add_row, mark_none, remove_row, remove_stage, set_entry, set_line, set_request, set_row
from logic.flips import flips
from logic.loading import SAMPLES, Library, load_case
from logic.review import Decision, decide
from tests.screens import bodies, case, ran, said, started
from ui.quiet_log import WithoutText

FAILING = "l5s1_alif_mild_stenosis"
Build = Callable[[str], Case]


@pytest.fixture
def app() -> AppTest:
    return started()


def pressed(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return ran(app)


def imaging(app: AppTest) -> AppTest:
    app.segmented_control(key="step").set_value("imaging")
    return ran(app)


def narrowed(app: AppTest, grade: str | None) -> AppTest:
    app.selectbox(key="L5-S1.foraminal_stenosis.left").set_value(grade)
    return ran(app)


def what_if(app: AppTest, on: bool) -> AppTest:
    app.toggle(key="what if").set_value(on)
    return ran(app)


def grade(held: Case) -> Entry:
    return held.levels["L5-S1"]["foraminal_stenosis.left"][0]


# -- undo, redo, saved ----------------------------------------------------------------------------------------------

def test_redo_does_again_what_undo_took_back(app: AppTest) -> None:
    before = case(imaging(app))
    changed = case(narrowed(app, "mild"))
    assert case(pressed(app, "undo last")) == before
    assert case(pressed(app, "redo last")) == changed
    assert app.button(key="redo last").disabled


def test_a_new_change_ends_what_could_be_done_again(app: AppTest) -> None:
    narrowed(imaging(app), "mild")
    pressed(app, "undo last")
    narrowed(app, "moderate")
    assert app.button(key="redo last").disabled


def test_what_is_not_saved_says_so_until_it_is_saved(app: AppTest) -> None:
    assert "Unsaved changes" not in said(app)
    assert "Unsaved changes" in said(narrowed(imaging(app), "mild"))
    app.button(key="save").click()
    assert "Unsaved changes" not in said(ran(app))
    assert "Unsaved changes" in said(narrowed(app, "moderate"))
    assert "Unsaved changes" not in said(pressed(app, "undo last"))


def test_going_back_to_what_was_opened_is_no_unsaved_change(app: AppTest) -> None:
    before = grade(case(imaging(app)))
    narrowed(app, "mild")
    assert "Unsaved changes" not in said(narrowed(app, str(before.value)))


def opened(app: AppTest) -> AppTest:
    app.session_state["open"] = False
    app.session_state["open"] = True
    return ran(app)


def test_starting_blank_over_unsaved_changes_says_that_undo_brings_them_back(app: AppTest) -> None:
    changed = case(narrowed(imaging(app), "mild"))
    opened(app).button(key="start blank").click()
    ran(app)
    assert case(app).levels == {}
    assert "Undo brings it back" in said(app)
    assert case(pressed(app, "undo last")) == changed
    assert "Undo brings it back" not in said(app)
    assert "Unsaved changes" in said(app)


def test_starting_blank_over_a_saved_case_says_nothing(app: AppTest) -> None:
    opened(app).button(key="start blank").click()
    assert "Undo brings it back" not in said(ran(app))


def test_ending_a_case_asks_first_when_something_would_be_lost(app: AppTest) -> None:
    changed = case(narrowed(imaging(app), "mild"))
    opened(app).button(key="end case").click()
    ran(app)
    assert case(app) == changed
    assert "cannot be brought back" in said(opened(app))
    pressed(app, "keep working")
    assert case(app) == changed
    opened(app).button(key="end case").click()
    ran(app)
    opened(app).button(key="end unsaved").click()
    ran(app)
    assert case(app).levels == {}
    assert app.button(key="undo last").disabled


def test_a_saved_file_is_the_case_and_is_not_handed_over_again_after_a_change(app: AppTest) -> None:
    held = case(narrowed(imaging(app), "mild"))
    pressed(app, "save")
    file = app.session_state["desk"].file
    assert (file.name, file.text) == (f"{held.case}.yaml", case_text(held))
    pressed(app, "save")
    assert app.session_state["desk"].file.id != file.id
    narrowed(app, "moderate")
    assert app.session_state["desk"].file is None


# -- drafts ---------------------------------------------------------------------------------------------------------

def reloaded(draft: object) -> AppTest:
    """A new session in a tab that kept a draft: it is handed over before anything is drawn."""
    text = draft if isinstance(draft, str) else json.dumps(draft)
    app = AppTest.from_string(f"""
import streamlit as st
from ui.library import refresh_library
refresh_library()
from ui.state import case, desk, unsaved
from ui.draft import take_back, _draft
if "taken" not in st.session_state:
    st.session_state.taken = True
    desk()
    take_back({text!r})
case()
st.session_state.mirror = _draft()
st.session_state.not_saved = unsaved()
""", default_timeout=60)
    return ran(app)


def draft_of(held: Case, tried: Case | None = None, *, saved: bool = False) -> dict[str, object]:
    return {"case": case_text(held), "saved": saved, "what_if": case_text(tried) if tried else None}


def mild(held: Case) -> Case:
    return set_entry(held, "L5-S1.foraminal_stenosis.left", Entry(value="mild"))


@pytest.fixture
def sample(library: Library) -> Case:
    return load_case(SAMPLES / "l5s1_posterior_fusion_with_bma.yaml", library)[0]


@pytest.mark.parametrize("saved", [True, False])
def test_a_draft_comes_back_with_whether_it_was_saved(saved: bool, sample: Case) -> None:
    draft = draft_of(mild(sample), saved=saved)
    app = reloaded(draft)
    assert case(app) == mild(sample)
    assert app.session_state["not_saved"] is not saved
    assert json.loads(app.session_state["mirror"]) == draft


def test_a_what_if_comes_back_beside_the_case_it_leaves_alone(sample: Case) -> None:
    draft = draft_of(sample, assumed(mild(sample), sample), saved=True)
    app = reloaded(draft)
    assert app.session_state["desk"].kept == sample
    assert grade(case(app)).status is Status.ASSUMED
    assert json.loads(app.session_state["mirror"]) == draft


@pytest.mark.parametrize("draft", [
    "", "{", "[]", "null", "7", '"case"', "case: x", "{}", '{"case": 1, "what_if": null, "saved": true}',
    '{"case": "case: x", "what_if": null, "saved": true}', '{"case": "a: [", "what_if": null, "saved": true}',
])
def test_a_draft_that_cannot_be_read_is_removed_and_changes_nothing(draft: str, sample: Case) -> None:
    app = reloaded(draft)
    assert case(app) == sample
    assert app.session_state["desk"].wipe


# -- failures -------------------------------------------------------------------------------------------------------

TALE = "a tale of the patient"


def test_a_page_that_fails_keeps_the_case_and_offers_to_take_the_answer_back(
    app: AppTest, monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = case(imaging(app))
    narrowed(app, "mild")
    changed = case(app)

    def fails(*_args: object) -> None:
        raise ValueError(TALE)

    with monkeypatch.context() as broken:
        broken.setattr("ui.state.reviewed", fails)
        app.session_state["desk"].reviewed = None
        app.run()
        assert app.exception
        assert case(app) == changed
        assert "The case is kept" in said(app)
        app.button(key="undo after failure").click()
        app.run()
    assert case(ran(app)) == before


def logged(message: str, *args: object, error: Exception | None = None) -> str:
    """What the log holds of a message, and of an error that a page raised."""
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("page", logging.ERROR, __file__, 1, message, args, told)
    assert WithoutText().filter(record)
    return logging.Formatter().format(record)


def raised(make: Callable[[], object]) -> Exception:
    try:
        make()
    except Exception as error:  # noqa: BLE001 - any
        return error
    raise AssertionError


def test_the_log_tells_where_an_error_was_raised_without_its_words() -> None:
    def fails() -> None:
        try:
            raise KeyError(TALE)
        except KeyError as error:
            raise ValueError(TALE) from error

    text = logged("Uncaught app execution", error=raised(fails))
    assert TALE not in text
    assert "ValueError" in text
    assert f"{Path(__file__).name}:" in text
    assert "fails" in text


def test_a_record_without_an_error_is_logged_as_it_is() -> None:
    assert logged("Started on %s", 8501) == "Started on 8501"


def test_the_app_takes_hold_of_the_loggers_that_write_errors_down(app: AppTest) -> None:
    for name in ("streamlit.error_util", "streamlit.dataframe_util", "streamlit.runtime.backend_operation_handler"):
        held = [one for one in logging.getLogger(name).filters if isinstance(one, WithoutText)]
        assert len(held) == 1, name


def test_a_wrong_value_is_not_told_by_the_models() -> None:
    error = raised(lambda: Case(case="tried", title=[TALE]))  # type: ignore[arg-type]
    assert TALE not in str(error)


# -- the clock ------------------------------------------------------------------------------------------------------

class Later(datetime):
    """A clock that is years ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "Later":
        return cls(2031, 2, 28, 23, 59, tzinfo=tz)


def test_a_clock_on_another_day_changes_no_outcome_and_a_new_case_shows_its_day(
    app: AppTest, monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = [body for body in bodies(app) if '<table class="outcomes"' in body]
    monkeypatch.setattr("ui.state.datetime", Later)
    assert [body for body in bodies(ran(app)) if '<table class="outcomes"' in body] == before
    assert [body for body in bodies(started()) if '<table class="outcomes"' in body] == before
    opened(app).button(key="start blank").click()
    assert ran(app).date_input(key="request.day").value == date(2031, 2, 28)
    assert "2031-02-28" in said(app)


# -- what if --------------------------------------------------------------------------------------------------------

def test_a_what_if_leaves_the_case_alone_until_it_is_kept(app: AppTest) -> None:
    before = case(imaging(app))
    what_if(app, True)
    narrowed(app, "mild")
    assert app.session_state["desk"].kept == before
    assert grade(case(app)).status is Status.ASSUMED
    assert grade(case(app)).source is None
    text = said(app)
    assert "7 outcomes changed" in text
    assert "Unsaved changes" not in text
    pressed(app, "keep what if")
    assert app.session_state["desk"].kept is None
    assert grade(case(app)).status is Status.ASSUMED
    assert "Unsaved changes" in said(app)
    assert case(pressed(app, "undo last")) == before
    assert app.session_state["desk"].kept is None


def test_keeping_is_one_step_however_many_answers_were_tried(app: AppTest) -> None:
    before = case(imaging(app))
    what_if(app, True)
    for grade_tried in ("mild", "severe", "moderate", "mild"):
        narrowed(app, grade_tried)
    pressed(app, "keep what if")
    assert case(pressed(app, "undo last")) == before
    assert app.button(key="undo last").disabled


@pytest.mark.parametrize("how", ["button", "toggle"])
def test_a_discarded_what_if_can_be_brought_back(how: str, app: AppTest) -> None:
    before = case(imaging(app))
    what_if(app, True)
    tried = case(narrowed(app, "mild"))
    if how == "button":
        pressed(app, "discard what if")
    else:
        what_if(app, False)
    assert case(app) == before
    assert "What if**" not in said(app)
    pressed(app, "undo last")
    assert case(app) == tried
    assert app.session_state["desk"].kept == before
    assert case(pressed(app, "undo last")) == before
    assert app.session_state["desk"].kept is None


def test_undo_goes_back_inside_a_what_if_and_then_out_of_it(app: AppTest) -> None:
    narrowed(imaging(app), "moderate")
    before = case(app)
    what_if(app, True)
    narrowed(app, "mild")
    pressed(app, "undo last")
    assert app.session_state["desk"].kept == before
    assert "Nothing is changed yet" in said(app)
    pressed(app, "undo last")
    assert app.session_state["desk"].kept is None
    assert case(app) == before
    assert app.toggle(key="what if").value is False
    pressed(app, "redo last")
    assert app.toggle(key="what if").value is True


def test_the_mode_is_seen_on_every_page(app: AppTest) -> None:
    what_if(imaging(app), True)
    tried = case(narrowed(app, "mild"))
    for page in ("compare", "policies", "check"):
        app.switch_page(f"ui/{page}_page.py")
        ran(app)
        assert "7 outcomes changed" in said(app)
        assert case(app) == tried


def test_no_other_case_is_opened_over_a_what_if(app: AppTest) -> None:
    what_if(app, True)
    opened(app)
    assert not {"sample", "upload", "start blank"} & {str(widget.key) for widget in [
        *app.selectbox, *app.file_uploader, *app.button]}
    assert "Keep or discard the what-if" in said(app)


def test_ending_a_case_during_a_what_if_asks_first(app: AppTest) -> None:
    what_if(app, True)
    opened(app).button(key="end case").click()
    ran(app)
    assert app.session_state["desk"].kept
    opened(app).button(key="end unsaved").click()
    ran(app)
    assert app.session_state["desk"].kept is None
    assert case(app).levels == {}


def test_during_a_what_if_the_case_itself_is_saved(app: AppTest) -> None:
    before = case(what_if(imaging(app), True))
    narrowed(app, "mild")
    app.button(key="save").click()
    ran(app)
    assert app.session_state["desk"].saved[-1] == before
    assert app.session_state["desk"].file.text == case_text(before)
    assert app.button(key="save").label == "Save kept case"


def test_no_document_is_made_of_a_what_if(app: AppTest) -> None:
    app.segmented_control(key="result part").set_value("packet")
    assert "Letter of medical necessity" in said(ran(app))
    assert "Letter of medical necessity" not in said(what_if(app, True))
    assert "documents tell of the case" in said(app)


# -- marked assumed -------------------------------------------------------------------------------------------------

RECORD = (
    'documents: {mri: {kind: mri_report, date: 2025-12-01}}\n'
    'stages: [{lines: [{code: "63047", levels: L4-L5}], plan: {graft_materials: [local_autograft]}}, '
    '{lines: [{code: "22612", levels: L4-L5}], plan: {graft_materials: [allograft_chips]}}]\n'
    "patient: {nicotine_status: never}\n"
    "levels: {L4-L5: {slip_mm: {value: 4, from: mri, page: '2', words: slip of 4 mm}}}\n"
    "treatments: [{modality: physical_therapy, weeks_stated: 6, from: mri}, {modality: nsaid, from: mri}]\n"
)


def test_a_changed_answer_is_assumed_and_names_no_document(case_of: Build) -> None:
    kept = case_of(RECORD)
    old = kept.levels["L4-L5"]["slip_mm"][0]
    tried = assumed(set_entry(kept, "L4-L5.slip_mm", old.model_copy(update={"value": 6})), kept)
    assert tried.levels["L4-L5"]["slip_mm"] == (Entry(value=6, status=Status.ASSUMED),)


def test_an_answer_changed_back_is_the_kept_one_again(case_of: Build) -> None:
    kept = case_of(RECORD)
    back = set_entry(kept, "L4-L5.slip_mm", Entry(value=4, status=Status.ASSUMED))
    assert assumed(back, kept) == kept


def test_a_new_answer_is_assumed_even_if_called_documented(case_of: Build) -> None:
    kept = case_of(RECORD)
    tried = assumed(set_entry(kept, "myelopathy", Entry(value=False)), kept)
    assert tried.patient["myelopathy"] == (Entry(value=False, status=Status.ASSUMED),)
    assert tried.patient["nicotine_status"] == kept.patient["nicotine_status"]


def test_what_is_not_in_the_chart_needs_no_mark(case_of: Build) -> None:
    kept = case_of(RECORD)
    tried = set_entry(kept, "myelopathy", Entry(status=Status.NOT_IN_CHART))
    assert assumed(tried, kept) == tried


def test_the_reason_of_an_answer_that_is_the_same_can_be_changed(case_of: Build) -> None:
    kept = case_of(RECORD)
    implied = Entry(value="never", status=Status.IMPLIED).model_copy(update={"reason": "No record of smoking"})
    tried = set_entry(kept, "nicotine_status", implied)
    assert assumed(tried, kept) == tried


def test_only_the_changed_row_is_assumed(case_of: Build) -> None:
    kept = case_of(RECORD)
    first = kept.rows["treatments"][0]
    tried = assumed(set_row(kept, "treatments", 0, first.model_copy(update={"values": {**first.values, "weeks_stated": 8}})), kept)
    assert [row.status for row in tried.rows["treatments"]] == [Status.ASSUMED, Status.DOCUMENTED]
    assert tried.rows["treatments"][0].source is None


def test_a_row_after_a_removed_one_stays_as_it_is(case_of: Build) -> None:
    kept = case_of(RECORD)
    tried = assumed(remove_row(kept, "treatments", 0), kept)
    assert tried.rows["treatments"] == kept.rows["treatments"][1:]


def test_a_new_row_is_assumed(case_of: Build) -> None:
    kept = case_of(RECORD)
    tried = assumed(add_row(kept, "treatments", Row(values={"modality": "chiropractic"})), kept)
    assert tried.rows["treatments"][-1].status is Status.ASSUMED
    assert assumed(mark_none(kept, "exams", none=True), kept).rows["exams"] == ()


def test_a_plan_moves_with_its_stage(case_of: Build) -> None:
    kept = case_of(RECORD)
    assert assumed(remove_stage(kept, 1), kept).stages == kept.stages[1:]
    changed = set_entry(kept, "stage2.graft_materials", Entry(value=("local_autograft",)))
    assert assumed(changed, kept).stages[1].plan["graft_materials"][0].status is Status.ASSUMED
    assert assumed(changed, kept).stages[0] == kept.stages[0]


def test_nothing_changed_is_nothing_assumed(library: Library) -> None:
    for path in sorted(SAMPLES.glob("*.yaml")):
        held = load_case(path, library)[0]
        assert assumed(held, held) == held


# -- flips ----------------------------------------------------------------------------------------------------------

TWO_LEVELS = (
    'stages: [{lines: [{code: "63047", levels: L4-L5}, {code: "22612", levels: [L4-L5, L5-S1]}]}]\n'
)


@pytest.fixture
def decided(library: Library) -> Callable[[Case], Decision]:
    return lambda held: decide(held, library, "general")


Decide = Callable[[Case], Decision]


def told(before: Decision, after: Decision) -> list[tuple[str, str | None, Outcome | None, Outcome | None]]:
    return [(flip.line.id, flip.level, flip.before, flip.after) for flip in flips(before, after)]


def test_a_case_against_itself_flips_nothing(sample: Case, decided: Decide) -> None:
    assert told(decided(sample), decided(sample)) == []


def test_a_line_that_turns_is_told_with_both_outcomes(sample: Case, decided: Decide) -> None:
    found = told(decided(sample), decided(mild(sample)))
    assert ("1:63047", None, Outcome.MEETS, Outcome.NEEDS_DOCUMENTATION) in found
    assert "1:20939" not in [line for line, *_ in found]
    back = told(decided(mild(sample)), decided(sample))
    assert [(line, level, after, before) for line, level, before, after in back] == found


def test_a_line_that_comes_or_goes_is_told(case_of: Build, decided: Decide) -> None:
    one, two = case_of(TWO_LEVELS.replace('{code: "63047", levels: L4-L5}, ', "")), case_of(TWO_LEVELS)
    assert [(line, before is None, after is None) for line, _, before, after in told(decided(one), decided(two))] == [
        ("1:63047", True, False)]
    assert [(line, before is None, after is None) for line, _, before, after in told(decided(two), decided(one))] == [
        ("1:63047", False, True)]


def test_a_level_that_turns_inside_a_line_that_stays_is_told(case_of: Build, decided: Decide) -> None:
    """One level does not meet before and after; the other turns."""
    facts = "levels: {{L4-L5: {{report_complete: yes}}, L5-S1: {{report_complete: {other}}}}}\n"
    before = decided(case_of(TWO_LEVELS + facts.format(other="no")))
    after = decided(case_of(TWO_LEVELS + facts.format(other="yes")))
    found = [one for one in told(before, after) if one[0] == "1:22612"]
    assert [level for _, level, *_ in found] == ["L5-S1"]
    assert found[0][2] is not found[0][3]


def test_another_day_or_level_flips_the_same_line(case_of: Build, decided: Decide) -> None:
    held = case_of(TWO_LEVELS + "levels: {L4-L5: {report_complete: yes}}\n")
    moved = set_line(held, 1, 0, levels=("L3-L4",))
    assert [line for line, *_ in told(decided(held), decided(moved))] == ["1:63047"]
    assert told(decided(held), decided(set_request(held, urgency="emergent"))) == []
