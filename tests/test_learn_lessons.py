"""The lessons: what each says is what the engine says, and mistakes in a list are told like those of other files."""

from pathlib import Path

import pytest

from logic.case import Case
from logic.determination import LevelResult
from logic.learn.deciding import deciding
from logic.learn.lessons import CASES, LESSONS, Lesson, load_lessons
from logic.learn.topics import PITFALLS, TOPICS
from logic.loading import Library, load_library
from logic.problems import ProblemsError
from logic.review import decide, review

LIBRARY = load_library()
ALL = load_lessons(LIBRARY)


def level_of(lesson: Lesson) -> LevelResult:
    """The level that a lesson is about: the one named, else the one whose outcome stands for the line."""
    result = decide(lesson.case, LIBRARY, lesson.policy).determination.by_id[lesson.line]
    return next(level for level in result.levels if level.level == lesson.level) if lesson.level else result.deciding


@pytest.mark.parametrize("lesson", ALL, ids=lambda lesson: lesson.id)
def test_the_engine_decides_as_the_lesson_says(lesson: Lesson) -> None:
    assert level_of(lesson).outcome is lesson.outcome
    found = deciding(level_of(lesson), LIBRARY.vocabulary)
    assert not found.capped
    if found.mark:
        assert lesson.decides == (found.mark,)
    else:
        assert lesson.decides
        assert any(set(lesson.decides) <= set(one) for one in found.ids), found.ids


@pytest.mark.parametrize("lesson", ALL, ids=lambda lesson: lesson.id)
def test_a_lesson_can_be_reviewed_under_every_set(lesson: Lesson) -> None:
    for set_id in LIBRARY.sets:
        assert review(lesson.case, LIBRARY, set_id).lines


@pytest.mark.parametrize("lesson", ALL, ids=lambda lesson: lesson.id)
def test_a_case_is_told_dated_and_marked_as_made_up(lesson: Lesson) -> None:
    case: Case = lesson.case
    assert case.synthetic
    assert case.story
    assert case.title
    assert case.policy == lesson.policy
    assert case.request.day


def test_every_case_file_belongs_to_a_lesson() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == {lesson.case.case for lesson in ALL}


def test_every_topic_is_taught_and_every_pitfall_is_met() -> None:
    assert {lesson.topic for lesson in ALL} == set(TOPICS)
    assert {lesson.pitfall for lesson in ALL} - {None} == set(PITFALLS)


def test_titles_ids_and_points_differ() -> None:
    for told in ([one.id for one in ALL], [one.title for one in ALL], [one.point for one in ALL]):
        assert len(set(told)) == len(told)


# -- mistakes in a list ---------------------------------------------------------------------------------------------

LIST = (LESSONS / "conservative_care.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("found", "instead", "said"), [
    ("topic: conservative_care", "topic: conservative", "nearest: conservative_care"),
    ("policy: general", "policy: generals", "nearest: general"),
    ("pitfall: just_below", "pitfall: just_bellow", "nearest: just_below"),
    ('line: "1:63047"', 'line: "1:63048"', "nearest: 1:63047"),
    ("id: therapy_41_days", "id: therapy_41_day", "nearest: therapy_41_days"),
    ("difficulty: 1", "difficulty: 4", "one of 1, 2, 3"),
    ("outcome: not_met", "outcome: denied", "one of experimental"),
    ("    outcome: not_met\n", "    outcome: not_met\n    level: L4-S1\n", "L4-L5"),
    ("    outcome: not_met\n", "    outcome: not_met\n    teaches: much\n", "the key teaches"),
])
def test_a_mistake_is_told_with_its_place_and_the_nearest_name(found: str, instead: str, said: str, tmp_path: Path, library: Library) -> None:
    assert found in LIST
    (tmp_path / "list.yaml").write_text(LIST.replace(found, instead, 1), encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        load_lessons(library, tmp_path)
    (problem,) = error.value.problems
    assert said in str(problem)
    assert problem.line > 0


def test_an_id_that_stands_twice_and_a_case_that_cannot_be_read_are_told(tmp_path: Path, library: Library) -> None:
    (tmp_path / "a.yaml").write_text(LIST, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(LIST, encoding="utf-8")
    (tmp_path / "therapy_41_days.yaml").write_text("case: broken\nstages: [", encoding="utf-8")
    with pytest.raises(ProblemsError) as error:
        load_lessons(library, tmp_path, tmp_path)
    told = str(error.value)
    assert "an id that no other lesson has" in told
    assert "therapy_41_days.yaml" in told
