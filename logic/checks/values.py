"""Cross-checks of values: words against grades, one number against the numbers it follows from."""

import re
from collections.abc import Iterator
from datetime import date

from logic.checks.base import UNCONCERNED, Answer, check
from logic.checks.view import View, number
from logic.reading import shown
from logic.vocabulary import Kind

_RANGE_OF_GRADES = re.compile(r"\b[0-5]\s*(?:-|to)\s*[0-5]\b")
_CM_OF_A_METRE = 100
_DAYS_OF_A_WEEK = 7
_PERCENT = 100


@check("DIS-GRADE-WORDS")
def grade_against_words(view: View) -> Iterator[Answer]:
    """A grade is found in the report's words that stand beside it."""
    concerned = False
    for level, facts in view.record.case.levels.items():
        for key, entries in facts.items():
            fact = view.record.vocabulary.facts[key.partition(".")[0]]
            if fact.kind is not Kind.GRADE or fact.scale != "stenosis":
                continue
            for entry in entries:
                told = _grades_in(view, entry.words or "")
                concerned = concerned or bool(told and entry.value)
                if told and isinstance(entry.value, str) and not told & set(entry.value.split("_")):
                    yield Answer(f"{fact.label} at {level} is entered as {shown(entry.value)}, "
                                 f'the words are "{entry.words}"')
    if not concerned:
        yield UNCONCERNED


def _grades_in(view: View, words: str) -> set[str]:
    """The single grades that a text names, by the words of the scale and what they mean."""
    scale = view.record.vocabulary.scales["stenosis"]
    single = {grade: grade for grade in scale.words if "_" not in grade and grade != "none"}
    known = {**single, **{said: grade for said, grade in scale.means.items() if grade in single}}
    text = words.lower()
    return {grade for said, grade in known.items() if re.search(rf"\b{re.escape(said.lower())}\b", text)}


@check("DIS-MRC-RANGE")
def strength_as_a_range(view: View) -> Iterator[Answer]:
    """Strength is one grade; a range such as "4-5" has to be asked."""
    rows = [row for row in view.record.rows("exams") if row.values.get("exam_test") == "motor" and row.words]
    if not rows:
        yield UNCONCERNED
    for row in rows:
        if _RANGE_OF_GRADES.search((row.words or "").replace("/5", "")):
            yield Answer(f'strength is entered as {shown(row.values.get("mrc", "nothing"))}, '
                         f'the words are "{row.words}"')


@check("DIS-RELIEF")
def relief_against_scores(view: View) -> Iterator[Answer]:
    """The relief after an injection follows from the pain scores before and after it."""
    concerned = False
    for row in view.record.rows("injections"):
        before, after, stated = (row.values.get(name) for name in ("pre_nrs", "post_nrs", "relief_percent"))
        if not (isinstance(before, int | float) and isinstance(after, int | float) and isinstance(stated, int | float)):
            continue
        if not before:
            continue
        concerned = True
        computed = (before - after) / before * _PERCENT
        if abs(computed - stated) > view.rule.limits["points"]:
            yield Answer(f"{shown(row.values.get('injection_type', 'injection'))}: {stated:g} percent are recorded, "
                         f"pain {before:g} to {after:g} is {computed:.0f} percent")
    if not concerned:
        yield UNCONCERNED


@check("DIS-NICOTINE-WEEKS")
def abstinence_against_last_use(view: View) -> Iterator[Answer]:
    """The weeks without nicotine follow from the day of the last use."""
    weeks = number(view.patient("nicotine_free_weeks"))
    last = next((value for value in view.patient("nicotine_last_use").values if isinstance(value, date)), None)
    if weeks is None or last is None:
        yield UNCONCERNED
        return
    since = (view.record.on - last).days / _DAYS_OF_A_WEEK
    if abs(since - weeks) > view.rule.limits["weeks"]:
        yield Answer(f"{weeks:g} weeks are recorded, the last use on {last.isoformat()} is {since:.0f} weeks ago")


@check("DIS-BMI")
def body_mass_index(view: View) -> Iterator[Answer]:
    """The body mass index follows from height and weight."""
    stated, height, weight = (number(view.patient(name)) for name in ("bmi_kg_m2", "height_cm", "weight_kg"))
    if stated is None or not height or weight is None:
        yield UNCONCERNED
        return
    computed = weight / (height / _CM_OF_A_METRE) ** 2
    if abs(computed - stated) > view.rule.limits["points"]:
        yield Answer(f"{stated:g} is recorded, {weight:g} kg at {height:g} cm are {computed:.1f}")


@check("DIS-NICOTINE-DIAGNOSIS")
def nicotine_against_diagnosis(view: View) -> Iterator[Answer]:
    """A patient who never used nicotine has no diagnosis of it."""
    return _denied(view, "nicotine_status", "never", "never used nicotine")


@check("DIS-DIABETES-DIAGNOSIS")
def diabetes_against_diagnosis(view: View) -> Iterator[Answer]:
    """A patient without diabetes has no diagnosis of it."""
    return _denied(view, "diabetes", "none", "no diabetes")


def _denied(view: View, fact: str, option: str, words: str) -> Iterator[Answer]:
    found = view.diagnosed(view.named("diagnoses"))
    stated = view.patient(fact).values
    if not found and option not in stated:
        yield UNCONCERNED
    elif found and option in stated:
        yield Answer(f"the record says {words}, the diagnoses hold {', '.join(found)}")
    elif not stated:
        yield Answer(f"diagnosed {', '.join(found)}; the matching fact is not recorded", open=True)
