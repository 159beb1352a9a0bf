"""YAML as it is read here: plain values with their lines, and nothing that could be misread in silence."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from logic.problems import ProblemsError
from logic.yaml_source import MAX_DEPTH, Source, read_bytes, read_file

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=20)
SCALARS = st.one_of(st.booleans(), st.none(), st.integers(-10**9, 10**9), TEXTS, st.decimals(-999, 999, places=2).map(float))
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12)
YAML_LIKE = st.text(st.sampled_from("ab01:-[]{}#&*!|>'\"%@`,?~<. \n\t\\\r\0\x85\u2028é"), max_size=60)


def read(text: str) -> object:
    return read_bytes(text.encode(), "tried.yaml").data


def message(text: str) -> str:
    with pytest.raises(ProblemsError) as error:
        read(text)
    return str(error.value)


@pytest.mark.parametrize(("written", "value"), [
    ("yes", True), ("Yes", True), ("true", True), ("TRUE", True), ("no", False), ("False", False),
    ("on", "on"), ("off", "off"), ("y", "y"), ("n", "n"),
    ("", None), ("~", None), ("null", None), ("Null", "Null"), ("none", "none"),
    ("0", 0), ("7", 7), ("-3", -3), ("+3", 3), ("22612", 22612), ("1.5", 1.5), ("-0.25", -0.25), ("0.0", 0.0),
    ("00670", "00670"), ("0670", "0670"), ("01.5", "01.5"), ("0x1F", "0x1F"), ("0o17", "0o17"), ("1_000", "1_000"),
    ("1e5", "1e5"), (".5", ".5"), ("5.", "5."), (".inf", ".inf"), (".nan", ".nan"), ("12345678901234567890", "12345678901234567890"),
    ("190:20:30", "190:20:30"), ("2026-01-12", "2026-01-12"), ("2026-01-12T10:00", "2026-01-12T10:00"),
    ("4-", "4-"), ("L4-L5", "L4-L5"), ("1:22612", "1:22612"), ("=", "="),
    ('"yes"', "yes"), ("'22612'", "22612"), ('""', ""), ('"null"', "null"), ("|\n  two\n  lines\n", "two\nlines\n"),
])
def test_plain_words_are_read_as_people_mean_them(written: str, value: object) -> None:
    found = read_bytes(f"key: {written}\n".encode(), "tried.yaml")
    assert found.data == {"key": value}
    assert type(found.value_at(("key",))) is type(value)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "~"])
def test_a_file_without_content_reads_as_nothing(text: str) -> None:
    assert read(text) is None


def test_keys_stay_text_as_written_when_quoted() -> None:
    assert read('"22612": 1\n"yes": 2\n"<<": 3\n') == {"22612": 1, "yes": 2, "<<": 3}


def test_every_value_has_its_line() -> None:
    source = read_bytes(b"# head\na: 1\nb:\n  - x\n  - c: 2\n    d: [5,\n      6]\n", "tried.yaml")
    assert source.lines == {
        (): 2, ("a",): 2, ("b",): 3, ("b", 0): 4, ("b", 1): 5, ("b", 1, "c"): 5, ("b", 1, "d"): 6, ("b", 1, "d", 0): 6,
        ("b", 1, "d", 1): 7,
    }


@pytest.mark.parametrize(("path", "line"), [(("b", 1, "c"), 4), (("b", 1, "zz"), 4), (("b", 7), 2), (("zz",), 1), ((), 1)])
def test_a_path_that_is_not_there_has_the_line_of_what_is_around_it(path: tuple[str | int, ...], line: int) -> None:
    assert read_bytes(b"a: 1\nb:\n  - x\n  - c: 2\n", "tried.yaml").line_of(path) == line


@pytest.mark.parametrize(("path", "value"), [
    (("b", 1, "c"), 2), (("b", 0), "x"), (("b", 1), {"c": 2}), (("b", 9), None), (("b", -1), None), (("a", "c"), None), (("zz",), None),
])
def test_the_value_at_a_path(path: tuple[str | int, ...], value: object) -> None:
    assert read_bytes(b"a: 1\nb:\n  - x\n  - c: 2\n", "tried.yaml").value_at(path) == value


def test_a_source_without_lines_says_line_one() -> None:
    assert Source("tried.yaml", {"a": 1}, {}).line_of(("a",)) == 1


def test_every_problem_of_a_file_comes_at_once() -> None:
    assert message("a: 1\na: &x 2\nb: *x\nc: !t 3\n5: 6\n").splitlines()[::2] == [
        "tried.yaml:2:", "tried.yaml:2: a", "tried.yaml:3: b", "tried.yaml:4: c", "tried.yaml:5:"]


def test_problems_before_broken_text_are_kept() -> None:
    assert message("a: 1\na: 2\nb: [\n").splitlines()[::2] == ["tried.yaml:2:", "tried.yaml:4:"]


@pytest.mark.parametrize("depth", [MAX_DEPTH - 1, MAX_DEPTH])
def test_nesting_up_to_the_limit_is_read(depth: int) -> None:
    assert read("[" * depth + "]" * depth) is not None


def test_nesting_beyond_the_limit_is_refused() -> None:
    assert "more than 24 levels of nesting" in message("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2))


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for one, two in zip("abcdefghijklmnop", "bcdefghijklmnopq", strict=True):
        bomb += f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]\n"
    assert len(message(bomb).splitlines()) == 2 * (17 + 16)


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [\"exit\"]", "!!python/name:os.system", "!!binary aGk=", "!!set {a}", "!own x", "!!str 5"])
def test_no_tag_is_obeyed(tag: str) -> None:
    assert "a value without a tag" in message(f"key: {tag}\n")


def test_a_limit_of_its_own_may_be_given(tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    path.write_text("key: " + "x" * 2000, encoding="utf-8")
    with pytest.raises(ProblemsError, match="2005 bytes; expected a YAML file of at most 1 kB"):
        read_file(path, limit=1024)
    assert read_file(path, "shown.yaml").file == "shown.yaml"


def outcome(content: bytes) -> Source | ProblemsError:
    """What reading some bytes gives; any other error goes through."""
    try:
        return read_bytes(content, "tried.yaml")
    except ProblemsError as error:
        return error


@settings(max_examples=300)
@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
@example(b"%YAML 9.9\n---\na")
@example(b"a: !<tag")
@example(b"? [a]\n: *b")
@example(b"{a: b, ? : c")
def test_any_bytes_are_read_or_refused_with_problems(content: bytes) -> None:
    found = outcome(content)
    assert isinstance(found, Source) or (found.problems and all(problem.line >= 1 for problem in found.problems))


@settings(max_examples=600)
@given(YAML_LIKE)
@example("\r@\n\x85")
def test_any_text_of_signs_that_yaml_uses_is_read_or_refused_with_readable_problems(text: str) -> None:
    found = outcome(text.encode())
    last = len(re.split("\r\n|[\n\r\x85\u2028]", text))
    if isinstance(found, Source):
        assert all(1 <= line <= last for line in found.lines.values())
    else:
        assert all(part.isprintable() for part in str(found).split("\n"))


@given(VALUES)
def test_what_our_writer_writes_is_read_back(value: object) -> None:
    text = yaml.safe_dump({"key": value}, allow_unicode=True, width=110)
    assert read(text) == {"key": value}
