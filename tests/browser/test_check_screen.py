"""The Check screen in a real browser."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import settled

from logic.review import NOTICE

FAILING = "L5-S1 anterior"


def row(page: Page, code: str) -> Locator:
    """The row of a code in the outcome table."""
    table = page.get_by_role("table", name="Outcome of each requested line")
    return table.get_by_role("row").filter(has_text=code).first


def to_step(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def choose(page: Page, box: str, option: str) -> None:
    page.get_by_role("combobox", name=box).first.click()
    page.get_by_role("option", name=option).first.click()


def foramen_left(page: Page) -> Locator:
    return page.get_by_role("combobox", name="How does the report grade the narrowing of the foramen on this side, left")


def test_the_first_visit_shows_each_outcome_and_what_it_is_not(page: Page) -> None:
    expect(row(page, "22612")).to_contain_text("Meets criteria")
    expect(row(page, "20939")).to_contain_text("Experimental or unproven")
    expect(page.get_by_text(NOTICE)).to_be_visible()
    expect(page.get_by_text("General criteria, edition")).to_be_visible()


def test_another_sample_is_decided_when_it_is_chosen(page: Page) -> None:
    choose(page, "Sample case", FAILING)
    expect(row(page, "22558")).to_contain_text("Does not meet")


def test_an_answer_changes_the_outcome_and_undo_takes_it_back(page: Page) -> None:
    to_step(page, "3 Imaging")
    expect(row(page, "63047")).to_contain_text("Meets criteria")
    foramen_left(page).click()
    page.get_by_role("option", name="mild", exact=True).click()
    expect(row(page, "63047")).not_to_contain_text("Meets criteria")
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "63047")).to_contain_text("Meets criteria")


def test_buttons_inside_a_list_open_what_they_name_by_mouse_and_by_key(page: Page) -> None:
    settled(page)
    page.get_by_role("button", name="Open 2 Diagnosis").press("Enter")
    expect(page.get_by_role("radio", name="2 Diagnosis")).to_be_checked()
    row(page, "20939").get_by_role("button", name="20939").click()
    expect(page.get_by_role("radio", name="Why, line by line")).to_be_checked()
    expect(page.get_by_role("radio", name="20939")).to_be_checked()
    page.get_by_role("radio", name="Checklist").click()
    page.locator(".checklist").get_by_role("button", name="Answer it in 4 Conservative care").first.click()
    expect(page.get_by_role("radio", name="4 Conservative care")).to_be_checked()
    to_step(page, "1 Request")
    page.locator(".lines").get_by_role("button", name="63047").click()
    expect(page.get_by_role("combobox", name="Levels of 63047")).to_be_visible()
    page.locator(".lines").get_by_role("button", name="63047").press("Enter")
    expect(page.get_by_role("combobox", name="Levels of 63047")).to_be_hidden()


def test_end_case_leaves_nothing_in_the_tab(page: Page) -> None:
    choose(page, "Sample case", FAILING)
    page.wait_for_function("() => sessionStorage.getItem('case-draft') !== null")
    page.get_by_role("button", name="Open or start").click()
    page.get_by_role("button", name="End case").click()
    expect(page.get_by_text("No code is requested yet")).to_be_visible()
    page.wait_for_function("() => sessionStorage.getItem('case-draft') === null")


def test_a_wrong_file_shows_what_is_wrong_and_keeps_the_case(page: Page, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("case: wrong\nstages:\n  - lines: []\npatient: {myelopaty: yes}\n", encoding="utf-8")
    page.get_by_role("button", name="Open or start").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(wrong)
    problems = page.get_by_role("table", name="Problems in the file")
    expect(problems).to_contain_text("wrong.yaml:4")
    expect(problems).to_contain_text("myelopathy")
    expect(row(page, "22612")).to_contain_text("Meets criteria")


def test_a_saved_case_is_a_file_that_opens_again(page: Page, tmp_path: Path) -> None:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "l5s1_posterior_fusion_with_bma.yaml"
    choose(page, "Sample case", FAILING)
    expect(row(page, "22558")).to_contain_text("Does not meet")
    page.get_by_role("button", name="Open or start").click()
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(saved)
    expect(row(page, "22612")).to_contain_text("Meets criteria")


def test_a_line_opens_into_its_criteria(page: Page) -> None:
    choose(page, "Sample case", FAILING)
    expect(row(page, "22558")).to_contain_text("Does not meet")
    page.get_by_role("radio", name="Why, line by line").click()
    expect(page.get_by_text("Shortest way to")).to_be_visible()
    expect(page.get_by_text("Not met").first).to_be_visible()


def test_the_next_question_leads_to_the_step_that_asks_it(page: Page) -> None:
    page.get_by_role("radio", name="Checklist").click()
    page.get_by_role("button", name="Answer it in 4 Conservative care").first.click()
    expect(page.get_by_role("heading", name="Treatments, one row for each course")).to_be_visible()


def test_on_a_narrow_screen_nothing_is_cut_off_and_the_counts_stay_in_view(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    expect(row(page, "22612")).to_be_visible()
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
    page.get_by_role("link", name="Answers").click()
    to_step(page, "4 Conservative care")
    expect(page.get_by_role("heading", name="Injections")).to_be_visible()
    page.get_by_role("heading", name="Injections").scroll_into_view_if_needed()
    expect(page.locator(".counts")).to_be_in_viewport()


def test_the_policies_page_opens_a_rule(page: Page) -> None:
    page.get_by_role("link", name="Policies").click()
    page.get_by_role("textbox", name="Find a rule").fill("20939")
    page.get_by_role("textbox", name="Find a rule").press("Enter")
    page.get_by_test_id("stExpander").filter(has_text="Bone marrow aspirate").locator("summary").last.click()
    expect(page.get_by_text("Codes:")).to_be_visible()


def test_a_criterion_of_a_result_leads_to_its_place_in_the_policy(page: Page) -> None:
    page.get_by_role("radio", name="Why, line by line").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="policy").first.click()
    policy = opened.value
    expect(policy.get_by_text("The whole rule")).to_be_visible()
    expect(policy.get_by_role("combobox", name="Policy set")).to_be_visible()
    assert "rule=bone_marrow_aspirate" in policy.url
    policy.close()
    expect(row(page, "22612")).to_contain_text("Meets criteria")


def test_the_case_is_compared_under_every_set(page: Page) -> None:
    page.get_by_role("link", name="Compare").click()
    table = page.get_by_role("table", name="Outcome of each requested line under each set")
    fusion = table.get_by_role("row").filter(has_text="22612")
    expect(fusion).to_contain_text("Meets criteria")
    expect(fusion).to_contain_text("Needs documentation")
    differences = page.get_by_role("table", name="Criteria on which the sets differ for this line")
    expect(differences).to_contain_text("Nicotine use, past and present, is on record")
    page.get_by_role("button", name="63047").or_(page.get_by_role("radio", name="63047")).first.click()
    expect(differences).to_contain_text("The activities are named")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
