"""The office's texts: what they may hold is checked when they are read, and filling them runs nothing."""

import shutil
from pathlib import Path

import pytest

from logic.packet.filling import filled, holds
from logic.packet.texts import PACKET_TEXTS, Texts, load_texts
from logic.problems import ProblemsError
from logic.truth import Truth
from logic.vocabulary import Vocabulary
from logic.loading import Library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACKET_TEXTS, tmp_path / "packet"))


def changed(folder: Path, name: str, old: str, new: str) -> str:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        load_texts(folder)
    return str(error.value)


@pytest.mark.parametrize(("name", "old", "new", "told"), [
    ("common.yaml", 'date: "{month} {day}, {year}"', 'date: "{mounth} {day}, {year}"',
     "expected no placeholder but {day}, {day2}, {month}, {month_short}, {month_number}, {month_number2}, {year} (not {mounth}; nearest: {month})"),
    ("common.yaml", 'date: "{month} {day}, {year}"', 'date: "{month} {day}"', "expected a text with the placeholder {year}"),
    ("common.yaml", "{document}: {fact}.", "{document}.", "expected a text with the placeholder {fact}"),
    ("common.yaml", "{document}: {fact}.", "{fact.__class__}.", "expected placeholders of one name alone, such as {day}"),
    ("common.yaml", "{document}: {fact}.", "{fact!r}.", "expected placeholders of one name alone, such as {day}"),
    ("common.yaml", "{document}: {fact}.", "{fact:>99}.", "expected placeholders of one name alone, such as {day}"),
    ("common.yaml", "{document}: {fact}.", "{fact.", "expected each { with its } ({{ and }} print braces)"),
    ("common.yaml", ", December]", "]", "expected at least 12 in the list"),
    ("common.yaml", "  met: met", "  mett: met", "met"),
    ("letter.yaml", "title: Letter of medical necessity", "titel: Letter", "the key title"),
    ("letter.yaml", "salutation: ", 'salutation: "{day}"\nsalutation_: ', "expected no placeholder here (not {day})"),
    ("appeal.yaml", "texts: appeal", "texts: letter", "appeal"),
])
def test_a_mistake_is_told_with_its_place(name: str, old: str, new: str, told: str, folder: Path) -> None:
    message = changed(folder, name, old, new)
    assert told in message
    assert f"{name}:" in message


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "letter.yaml").unlink()
    with pytest.raises(ProblemsError, match=r"letter\.yaml"):
        load_texts(folder)


def test_all_problems_come_at_once(folder: Path) -> None:
    for name in ("letter.yaml", "summary.yaml"):
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8").replace("title: ", "titel: ", 1), encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        load_texts(folder)
    assert {problem.file.rpartition("/")[2] for problem in error.value.problems} == {"letter.yaml", "summary.yaml"}


def test_a_value_is_never_a_template() -> None:
    assert filled("{fact}", fact="{document} {0} {{}}") == "{document} {0} {{}}"
    assert holds()("a {{b}}") == "a {{b}}"


def test_every_truth_has_a_word() -> None:
    assert set(load_texts().common.truths) == set(Truth)


def options(vocabulary: Vocabulary) -> set[str]:
    words = {option for fact in vocabulary.facts.values() for option in fact.options}
    return words | {word for scale in vocabulary.scales.values() for word in (*scale.words, *scale.not_graded)}


def test_the_words_are_those_of_the_vocabulary(library: Library) -> None:
    assert set(load_texts().common.words) - options(library.vocabulary) == set()


def test_the_suppliers_are_those_of_the_vocabulary(library: Library) -> None:
    assert set(load_texts().records_request.addendum_from) <= set(library.vocabulary.suppliers)


def test_an_office_can_edit_a_text(folder: Path) -> None:
    path = folder / "letter.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("To the medical director:", "Dear colleague,"), encoding="utf-8")
    assert load_texts(folder).letter.salutation == "Dear colleague,"
    assert isinstance(load_texts(folder), Texts)
