"""Every mistake a person can make in a case or policy file, with the exact message that it gets.

`tests/bad_cases/` and `tests/bad_policies/` hold one mistake in a file, named after it, with what is expected on top:
`# expect ` lines are the problems; a case with an `# outcome ` line is decided all the same. A policy file stands for a
set of its own: it is the only file of the edition "one", or `# file ` lines cut it into several.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import logic.__main__ as command_line
from logic.loading import POLICIES, Library, case_from_bytes, load_library
from logic.policy_loading import load_sets
from logic.problems import Problem, ProblemsError
from logic.yaml_source import MAX_BYTES

HERE = Path(__file__).parent
CASES = sorted((HERE / "bad_cases").glob("*.yaml"))
POLICY_FILES = sorted((HERE / "bad_policies").glob("*.yaml"))
SET = "set: tried\ntitle: Tried\npayer: Nobody\nabout: A set for tests.\neditions:\n  - {id: one}\n"
RULES = (
    "policy: rules\ntitle: Rules\nrules:\n  - id: fusion\n    title: Fusion\n    covers: {codes: [\"22612\"]}\n"
    "    cite: bulletin 1\n    criteria: {fact: central_stenosis, min: moderate}\n"
)
REQUEST = 'case: tried\nrequest: {day: 2026-01-12}\nstages:\n  - lines: [{code: "22612", levels: L4-L5}]\n'
Run = Callable[..., tuple[int, str, str]]


def told(path: Path, lead: str) -> list[str]:
    """What the comment lines of a file with a lead say."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(lead) for line in lines if line.startswith(lead)]


# -- cases ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_mistake_in_a_case_gets_the_message_its_file_expects(
    path: Path, command: Run, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(path.parent)
    code, shown, problems = command("check", path.name)
    assert problems.splitlines() == told(path, "# expect ")
    assert problems
    if outcomes := told(path, "# outcome "):
        assert code == 1
        decided = command("check", path.name, "--format", "json")[1]
        for outcome in outcomes:
            line, expected = outcome.split()
            assert f'"id": "{line}"' in decided
            assert f'"outcome": "{expected}"' in decided
    else:
        assert (code, shown) == (2, "")


def test_messages_never_leak_the_words_of_the_libraries() -> None:
    leaks = ("pydantic", "Input should", "String should", "Tuple", "validation", "dict", "NoneType", "None", "object has")
    for path in CASES:
        expected = "\n".join(line for line in told(path, "# expect ") if "found" in line)
        assert not [word for word in leaks if word in expected], path.stem


def written(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tried.yaml").write_bytes(content)
    return "tried.yaml"


@pytest.mark.parametrize(("content", "message"), [
    (b"", "tried.yaml:1:\n    found nothing; expected a case (keys such as case, request, stages)\n"),
    (REQUEST.encode() + b"# " + b"x" * MAX_BYTES,
     f"tried.yaml:1:\n    found {len(REQUEST) + 2 + MAX_BYTES} bytes; expected a YAML file of at most 256 kB\n"),
    (REQUEST.encode() + b"title: \0\n", "tried.yaml:5:\n    found binary content; expected YAML text\n"),
    (b"\x89PNG\r\n\x1a\n\0\0\0", "tried.yaml:1:\n    found bytes that are not UTF-8; expected text in UTF-8\n"),
    (REQUEST.encode() + b"title: caf\xe9\n", "tried.yaml:5:\n    found bytes that are not UTF-8; expected text in UTF-8\n"),
    (REQUEST.encode("utf-16"), "tried.yaml:1:\n    found bytes that are not UTF-8; expected text in UTF-8\n"),
    (REQUEST.encode() + b"title: \x1b[31mred\n", "tried.yaml:1:\n    found a control character; expected plain text\n"),
    (b"case: " + b"[" * 5000, "tried.yaml:1: case[0][0]\n    found more than 24 levels of nesting; expected a flatter file\n"),
    (b"case: " + b"{a: " * 5000, "tried.yaml:1: case.a.a\n    found more than 24 levels of nesting; expected a flatter file\n"),
    (b"- " * 5000, "tried.yaml:1: [0][0][0]\n    found more than 24 levels of nesting; expected a flatter file\n"),
    (b"? " * 5000, "tried.yaml:1:\n    found a list or mapping as a key; expected text as a key\n"),
], ids=["empty", "too_long", "binary", "picture", "latin_1", "utf_16", "escape", "brackets", "braces", "dashes", "question_marks"])
def test_content_that_is_no_text_of_a_case_is_refused(
    content: bytes, message: str, tmp_path: Path, command: Run, monkeypatch: pytest.MonkeyPatch,
) -> None:
    code, shown, problems = command("check", written(tmp_path, content, monkeypatch))
    assert (code, shown, problems) == (2, "", message)


def test_a_file_at_the_longest_length_is_read(tmp_path: Path, command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    content = REQUEST.encode() + b"# "
    content += b"x" * (MAX_BYTES - len(content))
    assert command("check", written(tmp_path, content, monkeypatch))[::2] == (1, "")


def test_a_byte_order_mark_is_passed_over(tmp_path: Path, command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command("check", written(tmp_path, b"\xef\xbb\xbf" + REQUEST.encode(), monkeypatch))[::2] == (1, "")


def test_a_file_that_is_missing_or_a_folder_is_named_with_the_reason(
    tmp_path: Path, command: Run, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert command("check", "missing.yaml", "folder") == (2, "", (
        "missing.yaml:1:\n    found a file that cannot be read (No such file or directory); expected a readable file\n"
        "folder\n    found a folder without case files; expected files that end with .yaml or .yml\n"))
    assert command("compare", "folder") == (2, "", (
        "folder:1:\n    found a file that cannot be read (Is a directory); expected a readable file\n"))


def test_a_file_that_may_not_be_read_is_named_with_the_reason(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert command("check", "locked.yaml") == (2, "", (
        "locked.yaml:1:\n    found a file that cannot be read (Permission denied); expected a readable file\n"))


def test_a_warning_leaves_the_value_as_entered(library: Library) -> None:
    case, warnings = case_from_bytes((REQUEST + "patient: {age_years: 640}\n").encode(), "tried.yaml", library)
    assert case.patient["age_years"][0].value == 640
    assert [str(warning) for warning in warnings] == [
        "tried.yaml:5: patient.age_years\n"
        "    warning: found the number 640; expected 0 to 110 years (kept as entered; check for a typing error)"]


@pytest.mark.parametrize("text", ["patient: {myelopathy: }", "patient: {myelopathy: [null]}", "patient: {si_faber: }", "patient: {}"])
def test_an_answer_left_empty_is_no_answer(text: str, library: Library) -> None:
    assert case_from_bytes((REQUEST + text).encode(), "tried.yaml", library)[0].patient == {}


def test_a_row_may_say_that_somebody_looked(library: Library) -> None:
    text = REQUEST + "treatments:\n  - {modality: nsaid, status: not_in_chart}\n"
    assert case_from_bytes(text.encode(), "tried.yaml", library)[0].rows["treatments"][0].status == "not_in_chart"


def test_a_code_with_a_leading_zero_keeps_it(library: Library) -> None:
    text = REQUEST.replace('"22612"', "00670")
    assert case_from_bytes(text.encode(), "tried.yaml", library)[0].stages[0].lines[0].code == "00670"


def test_what_a_message_repeats_is_cut_and_holds_no_control_characters(library: Library) -> None:
    text = REQUEST + f"patient: {{myelopathy: {'x' * 500}, {'y' * 500}: 1, age_years: \"\\e[31m\\n\"}}\n"
    with pytest.raises(ProblemsError) as error:
        case_from_bytes(text.encode(), "tried.yaml", library)
    assert len(str(error.value)) < 1000
    assert all(part.isprintable() for part in str(error.value).split("\n"))


def test_thousands_of_mistakes_are_reported_in_seconds(library: Library) -> None:
    text = REQUEST + "".join(f"key_{n}: 1\n" for n in range(5000))
    with pytest.raises(ProblemsError) as error:
        case_from_bytes(text.encode(), "tried.yaml", library)
    assert len(error.value.problems) == 5000


def test_problems_come_in_the_order_of_the_file_and_each_once() -> None:
    late, early = Problem("a", 9, "x", "one", "two"), Problem("a", 2, "x", "one", "two")
    assert ProblemsError([late, early, late]).problems == (early, late)


# -- policies -------------------------------------------------------------------------------------------------------

def policy_folder(path: Path, parent: Path) -> Path:
    """The folder of sets that a file of `bad_policies` describes; every line keeps its number."""
    home = parent / "policies" / "sets" / "tried"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    several = any(line.startswith("# file ") for line in lines)
    contents = {"set.yaml": SET, "": ""}
    name = "" if several else "one/rules.yaml"
    for number, line in enumerate(lines):
        if line.startswith("# file "):
            name = line.removeprefix("# file ").strip()
            contents[name] = "\n" * number
        contents[name] = contents.get(name, "") + line
    del contents[""]  # what stands above the first of several files
    if contents.pop("-set.yaml", None) is not None:
        del contents["set.yaml"]
    for place, content in contents.items():
        (home / place).parent.mkdir(parents=True, exist_ok=True)
        (home / place).write_text(content, encoding="utf-8")
    return home.parent


def policy_problems(path: Path, parent: Path, library: Library) -> list[str]:
    """The lines of the problems of the set in a file of `bad_policies`."""
    try:
        load_sets(policy_folder(path, parent), library.vocabulary, library.catalogue)
    except ProblemsError as error:
        return str(error).splitlines()
    return []


@pytest.mark.parametrize("path", POLICY_FILES, ids=lambda path: path.stem)
def test_each_mistake_in_a_policy_gets_the_message_its_file_expects(
    path: Path, tmp_path: Path, library: Library,
) -> None:
    expected = told(path, "# expect ")
    assert expected
    assert policy_problems(path, tmp_path, library) == expected


def tried(parent: Path, contents: dict[str, str]) -> Path:
    """A folder of sets with some files."""
    for name, content in contents.items():
        place = parent / "policies" / "sets" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, encoding="utf-8")
    return parent / "policies" / "sets"


def test_the_set_that_the_mistakes_are_made_in_loads(tmp_path: Path, library: Library) -> None:
    folder = tried(tmp_path, {"tried/set.yaml": SET, "tried/one/rules.yaml": RULES})
    (loaded,) = load_sets(folder, library.vocabulary, library.catalogue)
    assert loaded.id == "tried"
    assert list(loaded.editions[0].rules_by_code) == ["22612"]


def test_editions_that_follow_each_other_do_not_overlap(tmp_path: Path, library: Library) -> None:
    days = "  - {id: one, to: 2025-12-31}\n  - {id: two, from: 2026-01-01}\n"
    folder = tried(tmp_path, {"tried/set.yaml": SET.replace("  - {id: one}\n", days), "tried/one/rules.yaml": RULES,
                              "tried/two/rules.yaml": RULES})
    (loaded,) = load_sets(folder, library.vocabulary, library.catalogue)
    assert [edition.entry.id for edition in loaded.editions] == ["one", "two"]


def test_a_code_may_be_covered_twice_in_different_regions(tmp_path: Path, library: Library) -> None:
    lumbar = RULES + "    regions: [lumbar]\n"
    folder = tried(tmp_path, {"tried/set.yaml": SET, "tried/one/a.yaml": lumbar,
                              "tried/one/b.yaml": lumbar.replace("lumbar", "cervical").replace("id: fusion", "id: again")})
    (loaded,) = load_sets(folder, library.vocabulary, library.catalogue)
    assert len(loaded.editions[0].rules_by_code["22612"]) == 2


def test_one_broken_set_keeps_every_set_out(tmp_path: Path, library: Library) -> None:
    broken = SET.replace("set: tried", "set: broken")
    folder = tried(tmp_path, {"tried/set.yaml": SET, "tried/one/rules.yaml": RULES, "broken/set.yaml": broken,
                              "broken/one/rules.yaml": RULES.replace("central_stenosis", "central_stenoses")})
    with pytest.raises(ProblemsError) as error:
        load_sets(folder, library.vocabulary, library.catalogue)
    assert str(error.value) == (
        "policies/sets/broken/one/rules.yaml:8: rules[0].criteria.fact\n"
        "    found the fact central_stenoses; expected a fact of the vocabulary; nearest: central_stenosis")


def test_the_command_lists_no_set_when_one_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(POLICIES, tmp_path / "policies")
    tried(tmp_path, {"tried/set.yaml": SET, "tried/one/rules.yaml": RULES.replace("moderate", "moderat")})
    assert command_line.main(["policies", "--folder", str(tmp_path / "policies")]) == 2
    assert capsys.readouterr() == ("", (
        "policies/sets/tried/one/rules.yaml:8: rules[0].criteria.min\n"
        "    found the text \"moderat\"; expected one of none, minimal, mild, mild_moderate, moderate, moderate_severe, "
        "severe, critical; nearest: moderate\n"))


def test_the_problems_of_vocabulary_and_catalogue_come_together(tmp_path: Path) -> None:
    shutil.copytree(POLICIES, tmp_path / "policies")
    for name, text in (("vocabulary", "facts: [{id: Bad Name}]\n"), ("catalogue", "codez: []\n")):
        (tmp_path / "policies" / name / "zz.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        load_library(tmp_path / "policies")
    assert {problem.file for problem in error.value.problems} == {"policies/vocabulary/zz.yaml", "policies/catalogue/zz.yaml"}
