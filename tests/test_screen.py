"""The screens without a browser: what a person sees and changes, addressed by the widgets' keys."""

import re
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from streamlit.testing.v1 import AppTest

from logic import loading
from logic.case import Status
from logic.case_writing import case_text
from logic.review import NOTICE
from tests.screens import bodies, case, ran, said, started, table, to_step

FAILING = "l5s1_alif_mild_stenosis"


@pytest.fixture
def app() -> AppTest:
    return started()


def open_sample(app: AppTest, name: str) -> AppTest:
    app.selectbox(key="sample").set_value(name)
    return ran(app)


def outcomes(app: AppTest) -> dict[str, str]:
    """The outcome table: code to outcome words."""
    rows = re.findall(r'<tr><th scope="row"><b><button.*?>(.*?)</button></b>.*?</th><td>(.*?)</td>', table(app))
    return {code: re.sub(r"<[^>]*>", "", shown) for code, shown in rows}


def test_it_opens_on_a_sample_already_decided(app: AppTest) -> None:
    shown = outcomes(app)
    assert "Meets criteria" in shown["22612"]
    assert "Experimental or unproven" in shown["20939"]
    assert NOTICE in said(app)
    assert "General criteria" in said(app)
    assert "edition" in said(app)
    assert "2025-11-13" in said(app)


def test_no_screen_says_approved_or_denied(app: AppTest) -> None:
    for step in ("diagnosis", "imaging", "care", "documents", "request"):
        text = said(to_step(app, step)).lower()
        assert "approved" not in text
        assert "denied" not in text


def test_a_changed_fact_changes_the_outcome_at_once(app: AppTest) -> None:
    to_step(app, "imaging")
    assert "Meets criteria" in outcomes(app)["63047"]
    app.selectbox(key="L5-S1.foraminal_stenosis.left").set_value("mild")
    ran(app)
    assert "Meets criteria" not in outcomes(app)["63047"]


def test_taking_an_answer_away_is_not_answering_no(app: AppTest) -> None:
    to_step(app, "imaging")
    app.selectbox(key="L5-S1.foraminal_stenosis.left").set_value(None)
    ran(app)
    assert "foraminal_stenosis.left" not in case(app).levels["L5-S1"]


def test_moving_between_steps_and_pages_loses_nothing(app: AppTest) -> None:
    to_step(app, "imaging")
    app.number_input(key="L5-S1.slip_mm").set_value(7.5)
    ran(app)
    to_step(app, "diagnosis")
    unfolded(app, "patient~not needed").segmented_control(key="myelopathy").set_value("no")
    ran(app)
    before = case(app)
    for step in ("care", "documents", "request", "imaging"):
        to_step(app, step)
    assert app.number_input(key="L5-S1.slip_mm").value == 7.5
    app.switch_page("ui/policies_page.py")
    ran(app)
    app.switch_page("ui/check_page.py")
    ran(app)
    to_step(app, "diagnosis")
    assert app.segmented_control(key="myelopathy").value == "no"
    assert case(app) == before


def test_undo_takes_back_the_last_change(app: AppTest) -> None:
    before = case(to_step(app, "request"))
    app.selectbox(key="request.urgency").set_value("emergent")
    ran(app)
    assert case(app).request.urgency == "emergent"
    app.button(key="undo last").click()
    ran(app)
    assert case(app) == before
    assert app.selectbox(key="request.urgency").value == "elective"


def test_another_sample_fills_every_widget(app: AppTest) -> None:
    to_step(app, "imaging")
    open_sample(app, FAILING)
    assert "Does not meet" in outcomes(app)["22558"]
    assert case(app).case == FAILING


def test_the_samples_to_choose_from_are_no_lessons(app: AppTest) -> None:
    assert len(app.selectbox(key="sample").options) == len(list(loading.SAMPLES.glob("*.yaml")))


def test_a_changed_sample_can_be_opened_afresh(app: AppTest) -> None:
    before = case(to_step(app, "request"))
    app.selectbox(key="request.urgency").set_value("emergent")
    ran(app)
    assert app.selectbox(key="sample").value is None
    assert case(open_sample(app, before.case)) == before


def unfolded(app: AppTest, key: str) -> AppTest:
    """Opens an expander or popover, which a browser would keep open from run to run."""
    app.session_state[key] = False
    app.session_state[key] = True
    return ran(app)


def opened(app: AppTest) -> AppTest:
    return unfolded(app, "open")


def test_a_wrong_file_shows_its_problems_and_keeps_the_open_case(app: AppTest) -> None:
    before = case(app)
    wrong = "case: wrong\nstages:\n  - lines: []\npatient: {myelopaty: yes}\n"
    opened(app).file_uploader(key="upload").upload("wrong.yaml", wrong.encode(), "application/yaml")
    ran(app)
    problems = app.table[0].value
    assert case(app) == before
    assert list(problems["Where"]) == ["patient\\.myelopaty"]
    assert list(problems["Nearest"]) == ["myelopathy"]
    assert "wrong\\.yaml:4" in str(problems["File"][0]).replace("\\:", ":")
    app.button(key="close problems").click()
    ran(app)
    assert not app.table


def test_a_saved_case_opens_again_as_it_was(app: AppTest) -> None:
    to_step(app, "imaging")
    app.number_input(key="L5-S1.slip_mm").set_value(6)
    before = case(ran(app))
    opened(app).file_uploader(key="upload").upload("mine.yaml", case_text(before).encode(), "application/yaml")
    ran(app)
    assert case(app) == before


def test_a_code_is_added_placed_and_removed(app: AppTest) -> None:
    to_step(app, "request")
    app.selectbox(key="stage1~new").set_value("22614")
    ran(app)
    assert "22614" in outcomes(app)
    last = len(case(app).stages[0].lines) - 1
    app.multiselect(key=f"stage1.line{last}.levels").set_value(["L3-L4"])
    ran(app)
    assert case(app).stages[0].lines[last].levels == ("L3-L4",)
    app.button(key=f"stage1.line{last}~remove").click()
    ran(app)
    assert "22614" not in outcomes(app)


def test_a_treatment_is_a_row_of_ordinary_fields(app: AppTest) -> None:
    to_step(app, "care")
    count = len(case(app).rows["treatments"])
    app.button(key="treatments~add").click()
    ran(app)
    app.selectbox(key=f"treatments.{count}.modality").set_value("acupuncture")
    unfolded(ran(app), f"treatments.{count}")
    app.number_input(key=f"treatments.{count}.visits").set_value(4)
    unfolded(ran(app), f"treatments.{count}")
    assert case(app).rows["treatments"][count].values == {"modality": "acupuncture", "visits": 4}
    app.button(key=f"treatments.{count}~remove").click()
    ran(app)
    assert len(case(app).rows["treatments"]) == count


def test_an_impossible_course_is_not_taken(app: AppTest) -> None:
    to_step(app, "care")
    unfolded(app, "treatments.1")
    app.date_input(key="treatments.1.start").set_value(date(2025, 9, 1))
    unfolded(ran(app), "treatments.1")
    before = case(app)
    app.date_input(key="treatments.1.end").set_value(date(2025, 8, 1))
    ran(app)
    assert case(app) == before
    assert "Not taken" in said(app)


def test_implied_counts_only_once_its_reason_is_stated(app: AppTest) -> None:
    to_step(app, "imaging")
    unfolded(app, "L5-S1.slip_mm~source")
    app.selectbox(key="L5-S1.slip_mm~status").set_value(Status.IMPLIED)
    unfolded(ran(app), "L5-S1.slip_mm~source")
    assert case(app).levels["L5-S1"]["slip_mm"][0].status is Status.DOCUMENTED
    app.text_input(key="L5-S1.slip_mm~reason").set_value("Measured on the image by the surgeon")
    ran(app)
    assert case(app).levels["L5-S1"]["slip_mm"][0].status is Status.IMPLIED


def test_end_case_forgets_the_case_and_what_can_be_undone(app: AppTest) -> None:
    opened(app).button(key="end case").click()
    ran(app)
    assert case(app).patient == {}
    assert app.button(key="undo last").disabled
    assert "No code is requested yet" in said(app)


def test_without_a_request_day_it_asks_for_one(app: AppTest) -> None:
    app.date_input(key="request.day").set_value(None)
    ran(app)
    assert "request day is not stated" in said(app)


def test_strict_counts_only_dated_documents(app: AppTest) -> None:
    app.toggle(key="strict").set_value(True)
    ran(app)
    assert "Meets criteria" not in outcomes(app)["22612"]


def test_every_line_opens_into_its_criteria_with_citation_and_facts(app: AppTest) -> None:
    app.segmented_control(key="result part").set_value("why")
    ran(app)
    for line in ("1:22612", "1:20939", "1:inpatient"):
        app.session_state["why line"] = line
        ran(app)
        assert "General criteria" in said(app)


@pytest.fixture
def second_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A second policy set beside the shipped ones, in force in 2024 only."""
    policies = tmp_path / "policies"
    copytree(loading.POLICIES, policies)
    folder = policies / "sets" / "second"
    (folder / "2024").mkdir(parents=True)
    (folder / "set.yaml").write_text(
        "set: second\ntitle: Second set\npayer: Nobody\nabout: For a test.\n"
        'editions: [{id: "2024", from: 2024-01-01, to: 2024-12-31}]\n', encoding="utf-8")
    (folder / "2024" / "rules.yaml").write_text(
        "policy: rules\ntitle: Rules\nrules:\n  - {id: fusion, title: Fusion, cite: A bulletin, covers: {codes: ['22612']},\n"
        "     criteria: {says: A deficit of the cord, fact: myelopathy, is: yes}}\n", encoding="utf-8")
    monkeypatch.setattr(loading, "POLICIES", policies)
    return "second"


def test_another_policy_set_decides_anew_and_says_when_no_edition_is_known(second_set: str) -> None:
    app = started()
    app.selectbox(key="policy").set_value(second_set)
    ran(app)
    assert "no edition known for this day" in said(app)
    assert "No policy loaded" in outcomes(app)["22612"]
    app.date_input(key="request.day").set_value(date(2024, 6, 1))
    ran(app)
    assert "Needs documentation" in outcomes(app)["22612"]


def test_policies_that_cannot_be_read_stop_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policies = tmp_path / "policies"
    copytree(loading.POLICIES, policies)
    (policies / "sets" / "general" / "set.yaml").write_text("sett: general\n", encoding="utf-8")
    monkeypatch.setattr(loading, "POLICIES", policies)
    app = started()
    assert "nothing can be decided" in said(app)
    assert not app.selectbox


def test_the_policies_page_finds_a_rule_by_code(app: AppTest) -> None:
    app.switch_page("ui/policies_page.py")
    ran(app)
    app.text_input(key="read words").set_value("20939")
    ran(app)
    assert "Bone marrow" in " ".join(str(label) for label in labels(app))
    assert NOTICE in said(app)


def labels(app: AppTest) -> list[Any]:
    return [element.label for element in app.expander]


def test_text_from_a_file_is_never_markdown(app: AppTest) -> None:
    text = case_text(case(app)).replace("title: L5-S1", "title: '![x](http://192.0.2.1/x.png)", 1)
    text = "\n".join(line + "'" if line.startswith("title:") else line for line in text.splitlines())
    opened(app).file_uploader(key="upload").upload("x.yaml", text.encode(), "application/yaml")
    ran(app)
    assert any(body.startswith("<h2>![x](http://") for body in bodies(app))
