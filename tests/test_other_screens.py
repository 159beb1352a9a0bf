"""The Compare and Policies screens without a browser."""

from datetime import date

import pytest

from streamlit.testing.v1 import AppTest

from logic.review import NOTICE
from tests.screens import ran, said, started



@pytest.fixture
def app() -> AppTest:
    return started()


@pytest.fixture
def compare(app: AppTest) -> AppTest:
    app.switch_page("ui/compare_page.py")
    return ran(app)


def policies(app: AppTest, **address: str) -> AppTest:
    app.switch_page("ui/policies_page.py")
    for key, value in address.items():
        app.query_params[key] = value
    return ran(app)


def labels(app: AppTest) -> list[str]:
    return [str(element.label) for element in app.expander]


# -- Compare --------------------------------------------------------------------------------------------------------

def test_the_open_case_stands_under_every_set_with_its_edition(compare: AppTest) -> None:
    table = compare.table[0].value
    assert list(table.columns) == ["Requested", "General criteria", "Aetna", "Cigna / EviCore", "Medicare", "Alike?"]
    fusion = next(row for _, row in table.iterrows() if "22612" in row["Requested"])
    assert "Meets criteria" in fusion["General criteria"]
    assert "Needs documentation" in fusion["Aetna"]
    assert "No policy loaded" in fusion["Cigna / EviCore"]
    assert "differ" in fusion["Alike?"]
    text = said(compare)
    assert NOTICE in text
    assert "edition 2025\\-11, its days not confirmed" in text
    assert "no edition known for this day" in text
    assert "2025\\-11\\-13" in text


def test_the_differences_of_a_line_stand_side_by_side(compare: AppTest) -> None:
    compare.button_group(key="compare line").set_value("1:22612")
    ran(compare)
    table = compare.table[1].value
    assert list(table.columns) == ["General criteria", "Aetna", "Medicare"]
    nicotine = next(row for _, row in table.iterrows() if "Nicotine use" in row["Aetna"])
    assert "does not ask for it" in nicotine["General criteria"]
    assert "policies?set=aetna&edition=2025-11&rule=lumbar_fusion&criterion=" in nicotine["Aetna"]
    assert "is read once the state is stated" in nicotine["Medicare"]


def test_another_day_is_another_edition_and_leaves_the_case_alone(compare: AppTest) -> None:
    before = compare.session_state["case"]
    compare.date_input(key="compare day").set_value(date(2026, 9, 1))
    ran(compare)
    assert "edition 2026\\-08" in said(compare)
    fusion = next(row for _, row in compare.table[0].value.iterrows() if "22612" in row["Requested"])
    assert "No policy loaded" not in fusion["Cigna / EviCore"]
    assert compare.session_state["case"] == before


def test_one_set_alone_differs_in_nothing(compare: AppTest) -> None:
    compare.multiselect(key="compare sets").set_value(["general"])
    ran(compare)
    assert "No criterion makes a difference between these sets." in said(compare)


def test_without_a_set_or_a_day_it_says_what_is_missing(compare: AppTest) -> None:
    compare.multiselect(key="compare sets").set_value([])
    ran(compare)
    assert "Choose a day and at least one policy set." in said(compare)
    assert not compare.table


def test_a_blank_case_says_that_nothing_is_requested(app: AppTest) -> None:
    app.session_state["open"] = True
    ran(app)
    app.button(key="start blank").click()
    ran(app)
    app.switch_page("ui/compare_page.py")
    ran(app)
    assert "No code is requested yet" in said(app)


# -- Policies -------------------------------------------------------------------------------------------------------

def test_an_address_opens_the_rule_and_marks_the_criterion(app: AppTest) -> None:
    policies(app, set="aetna", edition="2025-11", rule="lumbar_fusion", criterion="AET743.D3")
    assert app.selectbox(key="read set").value == "aetna"
    text = said(app)
    assert "**Lumbar fusion** :gray[Aetna, 2025\\-11]" in text
    assert ":orange[:material/arrow_forward:] **CT or MRI at the level shows" in text
    assert not any(label.startswith("**Lumbar fusion**") for label in labels(app))
    app.button(key="read all").click()
    ran(app)
    assert any(label.startswith("**Lumbar fusion**") for label in labels(app))


@pytest.mark.parametrize(("address", "message"), [
    ({"set": "nobody", "edition": "1", "rule": "x"}, "a policy or an edition that is not loaded"),
    ({"set": "aetna", "edition": "1999", "rule": "lumbar_fusion"}, "a policy or an edition that is not loaded"),
    ({"set": "aetna", "edition": "2025-11", "rule": "x"}, "a rule that is not in this edition"),
    ({"set": "aetna", "edition": "2025-11", "rule": "lumbar_fusion", "criterion": "x"}, "a criterion that is not in this rule"),
])
def test_an_address_that_leads_nowhere_says_so(address: dict[str, str], message: str, app: AppTest) -> None:
    assert f"The address names {message}." in said(policies(app, **address))


def test_words_found_elsewhere_lead_there(app: AppTest) -> None:
    policies(app)
    app.text_input(key="read words").set_value("nicotine")
    ran(app)
    there = next(button for button in app.button if str(button.label).startswith("Aetna 2025-11 ("))
    there.click()
    ran(app)
    assert app.selectbox(key="read set").value == "aetna"
    assert app.text_input(key="read words").value == "nicotine"


def test_a_set_says_what_it_knows_and_does_not_encode(app: AppTest) -> None:
    policies(app)
    app.selectbox(key="read set").set_value("aetna")
    ran(app)
    assert any(label.startswith("Known, and not encoded (") for label in labels(app))
    assert "CPB 0591" in said(app)


def test_evidence_stands_under_a_rule_and_says_that_it_decides_nothing(app: AppTest) -> None:
    policies(app, set="general", edition="2026-11", rule="bone_marrow_aspirate")
    assert "Evidence behind these criteria (7)" in labels(app)
    text = said(app)
    assert "It changes no criterion and no outcome." in text
    assert "Bone marrow aspirate" in text


def test_the_whole_evidence_library_can_be_read(app: AppTest) -> None:
    app.session_state["read evidence"] = True
    policies(app)
    text = said(app)
    assert "source not identified" in text
    assert "not read in the guideline itself" in text
