"""Buttons inside our own HTML: what they say is escaped, and a press does what it names, or nothing."""

from html.parser import HTMLParser

from hypothesis import given, strategies as st
import pytest

from logic.checklist import ItemKind
from ui.markup import badge, bullets, gray, heading, kind_html
from ui.presses import press, take

HOSTILE = "\"><script>x</script>' & <b>"


class Tags(HTMLParser):
    """The tags of a piece of HTML with their attributes, and its text."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_button_says_and_tells_exactly_what_it_was_given(value: str, words: str) -> None:
    read = Tags(press("go", value, words, hint=words))
    assert [tag for tag, _ in read.tags] == ["button"]
    assert read.tags[0][1]["data-press"] == f"go {value}"
    assert read.text == words


@pytest.mark.parametrize(("body", "tags"), [
    (heading(HOSTILE, badge("gray", HOSTILE), anchor=HOSTILE), ["h3", "span"]), (gray(HOSTILE), ["i"]), (bullets([gray(HOSTILE)]), ["ul", "li", "i"]),
    (kind_html(ItemKind.OBTAIN), ["span", "span"]),
])
def test_nothing_that_is_given_becomes_markup(body: str, tags: list[str]) -> None:
    assert [tag for tag, _ in Tags(body).tags] == tags


def test_an_empty_list_is_nothing() -> None:
    assert bullets([], "steps") == ""


def test_a_press_does_what_it_names_with_its_value_and_an_unknown_one_nothing() -> None:
    done: list[str] = []
    for told in ("go L5-S1.central_stenosis left", "went x", "", "go"):
        take(told, {"go": done.append})
    assert done == ["L5-S1.central_stenosis left", ""]
