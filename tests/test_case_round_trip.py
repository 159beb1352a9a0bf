"""Cases over the whole vocabulary: what is saved is read back, and whatever is read can be decided, always alike."""

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logic.case import (
    COUNTING, SIDE_NOT_STATED, STATES, Care, Case, Diagnosis, Document, Entry, Expectation, Line, Outcome, Request, Row, Stage, Status,
    Value,
)
from logic.case_file import read_case
from logic.case_writing import case_text
from logic.levels import INTERSPACES, LEVELS, SI_JOINTS
from logic.loading import Library, case_from_bytes, load_library
from logic.reports import as_json, as_markdown, as_table
from logic.review import Review, review
from logic.vocabulary import ROW_KINDS, Belongs, Fact, Kind
from logic.yaml_source import read_bytes

LIBRARY = load_library()
VOCABULARY = LIBRARY.vocabulary
SLOW = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
MANY = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
DAY = dt.date(2026, 1, 12)
T = TypeVar("T")
Facts = dict[str, tuple[Entry, ...]]

TEXTS = st.one_of(
    st.sampled_from(["", " ", "yes", "No", "nO", "null", "~", "22612", "00670", "0980", "1.5", "1e5", "2026-01-12", "*a", "&a", "!t", "<<", "- x",
                     "a: b", "a # b", "'", '"', "{", "[x]", "%", "@", "|", ">", "=", "none", "\t", "two\nlines\n", " led", "Größe", "\x85", "\u2028", "\x07"]),
    st.text(st.characters(codec="utf-8"), max_size=30), st.text("word ", max_size=200),
)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2027, 12, 31))
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,12}", fullmatch=True)
OUTCOMES = st.lists(st.sampled_from(Outcome), max_size=2, unique=True).map(tuple)


def some(values: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """A value or none."""
    return st.none() | values


def options(fact: str) -> st.SearchStrategy[str]:
    return st.sampled_from(VOCABULARY.facts[fact].options)


def values(fact: Fact) -> st.SearchStrategy[Value]:
    """Any answer that a fact of its kind can have, plausible or not."""
    if fact.kind is Kind.NUMBER:
        low, high = fact.range or (0, 1)
        return st.integers(int(low), int(high)) | st.floats(low - 1, high + 1, allow_nan=False).map(lambda number: round(number, 12))
    if fact.kind is Kind.GRADE:
        scale = VOCABULARY.scales[str(fact.scale)]
        return st.sampled_from((*scale.words, *scale.not_graded))
    if fact.kind is Kind.CHOICES:
        return st.lists(st.sampled_from(fact.options), max_size=3, unique=True).map(tuple)
    if fact.kind is Kind.LEVELS:
        return st.lists(st.sampled_from(LEVELS), max_size=3, unique=True).map(tuple)
    plain: dict[Kind, st.SearchStrategy[Value]] = {Kind.YES_NO: st.booleans(), Kind.DATE: DAYS, Kind.TEXT: TEXTS}
    return plain[fact.kind] if fact.kind in plain else st.sampled_from(fact.options)


@st.composite
def provenance(draw: st.DrawFn, documents: tuple[str, ...], statuses: tuple[Status, ...]) -> dict[str, Any]:
    """Where an answer comes from."""
    status = draw(st.sampled_from(statuses))
    reason = draw(TEXTS.filter(bool)) if status is Status.IMPLIED else draw(some(TEXTS))
    return {
        "status": status, "reason": reason, "from": draw(st.sampled_from(documents) if documents else st.none()),
        "page": draw(some(TEXTS)), "words": draw(some(TEXTS)), "remark": draw(some(TEXTS)),
    }


@st.composite
def entries(draw: st.DrawFn, fact: Fact, documents: tuple[str, ...]) -> tuple[Entry, ...]:
    """One to three answers, each with any status."""
    found = []
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        if draw(st.booleans()):
            found.append(Entry(value=draw(values(fact))))
            continue
        told = draw(provenance(documents, tuple(Status)))
        found.append(Entry(**told, value=draw(values(fact)) if told["status"] in COUNTING else None))
    return tuple(found)


@st.composite
def facts(draw: st.DrawFn, belongs: Belongs, documents: tuple[str, ...], most: int = 6) -> Facts:
    """Some facts of one place, sided ones with some of the sides."""
    here = list(VOCABULARY.belonging_to(belongs).values())
    found: Facts = {}
    for fact in draw(st.lists(st.sampled_from(here), max_size=most, unique_by=lambda fact: fact.id)):
        sides = draw(st.lists(st.sampled_from(["left", "right", SIDE_NOT_STATED]), min_size=1, unique=True)) if fact.sided else [""]
        found |= {f"{fact.id}.{side}" if side else fact.id: draw(entries(fact, documents)) for side in sides}
    return found


@st.composite
def rows(draw: st.DrawFn, belongs: Belongs, documents: tuple[str, ...]) -> Row:
    here = list(VOCABULARY.belonging_to(belongs).values())
    chosen = draw(st.lists(st.sampled_from(here), max_size=6, unique_by=lambda fact: fact.id))
    held = {fact.id: draw(values(fact)) for fact in chosen}
    if "start" in held and "end" in held and str(held["end"]) < str(held["start"]):
        held["start"], held["end"] = held["end"], held["start"]
    return Row(**draw(provenance(documents, tuple(Status))), values=held)


@st.composite
def stages(draw: st.DrawFn, documents: tuple[str, ...], most_lines: int) -> Stage:
    levels = st.lists(st.sampled_from((*INTERSPACES[-6:], *SI_JOINTS, "C5-C6")), max_size=3, unique=True).map(tuple)
    codes = st.one_of(st.sampled_from(tuple(LIBRARY.catalogue.entries)), st.sampled_from(["22612", "22633", "63047", "22853", "00670", "none"]))
    lines = st.builds(
        Line, code=codes, levels=levels, side=some(st.sampled_from(["left", "right", "bilateral", "midline"])), units=some(st.integers(1, 60)),
        if_used=st.booleans(), certified_earlier=st.booleans(), days=some(st.integers(0, 60)))
    return Stage(
        approach=tuple(draw(st.lists(options("stage_approach"), max_size=2))), plan=draw(facts(Belongs.STAGE, documents, 4)),
        setting=draw(st.sampled_from(["inpatient", "observation", "outpatient", "unknown"])), lines=tuple(draw(st.lists(lines, max_size=most_lines))),
        inpatient_days=draw(some(st.integers(0, 60))), days_after_previous=draw(some(st.integers(0, 120))))


@st.composite
def cases(draw: st.DrawFn, most_lines: int = 4, day: st.SearchStrategy[dt.date | None] | None = None) -> Case:
    """A case with any part of what a case file can hold."""
    documents: dict[str, Document] = {}
    for name in draw(st.lists(IDS, max_size=3, unique=True)):
        documents[name] = Document(
            kind=draw(st.sampled_from(tuple(VOCABULARY.document_kinds))), author=draw(some(options("document_author"))), date=draw(some(DAYS)),
            addendum_to=draw(st.sampled_from(tuple(documents)) if documents else st.none()), note=draw(some(TEXTS)))
    declared = tuple(documents)
    care = st.lists(options("modality") | options("injection_type"), max_size=3, unique=True).map(tuple)
    texts = st.lists(TEXTS, max_size=2).map(tuple)
    levels = {level: draw(facts(Belongs.LEVEL, declared)) for level in draw(st.lists(st.sampled_from(LEVELS), max_size=3, unique=True))}
    kinds = draw(st.lists(st.sampled_from(list(ROW_KINDS)), max_size=4, unique=True))
    return Case(
        case=draw(IDS), title=draw(TEXTS), story=draw(some(TEXTS)), synthetic=draw(st.booleans()), policy=draw(some(TEXTS)),
        request=Request(
            day=draw(some(DAYS) if day is None else day), surgery_day=draw(some(DAYS)), denial_day=draw(some(DAYS)), denial_reason=draw(some(TEXTS)),
            kind=draw(st.sampled_from(["first_request", "codes_added", "reconsideration", "appeal"])), state=draw(some(st.sampled_from(STATES))),
            urgency=draw(st.sampled_from(["elective", "expedited", "emergent"])), decided_by=draw(st.sampled_from(["payer", "delegated_vendor", "unknown"]))),
        documents=documents, diagnoses=tuple(draw(st.lists(st.builds(
            Diagnosis, code=TEXTS | st.just("M48.062"), role=st.sampled_from(["primary", "secondary"])), max_size=2))),
        stages=tuple(draw(st.lists(stages(declared, most_lines), min_size=1, max_size=3))), patient=draw(facts(Belongs.PATIENT, declared)),
        levels={level: held for level, held in levels.items() if held},
        rows={ROW_KINDS[kind]: tuple(draw(st.lists(rows(kind, declared), max_size=2))) for kind in kinds},
        care=Care(none=draw(care), more_possible=draw(care)),
        expect=draw(st.dictionaries(TEXTS, st.builds(
            Expectation, outcomes=st.dictionaries(TEXTS, OUTCOMES, max_size=2), checklist=texts, plan=texts, checks=texts, agrees=some(st.booleans()),
            remark=some(TEXTS)), max_size=1)))


# -- saved and read -------------------------------------------------------------------------------------------------

def read_back(case: Case) -> Case:
    return read_case(read_bytes(case_text(case).encode(), "saved.yaml"), VOCABULARY, LIBRARY.catalogue)[0]


@MANY
@given(cases())
def test_a_saved_case_is_read_back_equal(case: Case) -> None:
    assert read_back(case) == case


@MANY
@given(cases())
def test_saving_twice_gives_the_same_bytes(case: Case) -> None:
    assert case_text(read_back(case)) == case_text(case)


@pytest.mark.parametrize("fact", [fact for fact in VOCABULARY.facts.values() if fact.belongs in {Belongs.PATIENT, Belongs.LEVEL, Belongs.STAGE}],
                         ids=lambda fact: fact.id)
def test_every_fact_is_saved_and_read_with_every_status(fact: Fact) -> None:
    @settings(max_examples=5, deadline=None)
    @given(entries(fact, ()))
    def saved_and_read(given_entries: tuple[Entry, ...]) -> None:
        held = {f"{fact.id}.left" if fact.sided else fact.id: given_entries}
        case = Case(case="tried", stages=(Stage(plan=held if fact.belongs is Belongs.STAGE else {}),), patient=held if fact.belongs is Belongs.PATIENT else {},
                    levels={"L4-L5": held} if fact.belongs is Belongs.LEVEL else {})
        assert read_back(case) == case

    saved_and_read()


@pytest.mark.parametrize("number", [0.1, 1e-05, 1 / 3, 6.142857142857143, 1e15, 123456789.125, -0.5, 0.0, 100, 1e22 / 1e9])
def test_a_number_is_saved_with_all_its_digits(number: float) -> None:
    case = Case(case="tried", stages=(Stage(),), patient={"hba1c_percent": (Entry(value=number),)})
    assert read_back(case).patient["hba1c_percent"][0].value == number


def test_a_kind_of_rows_marked_none_stays_apart_from_one_that_is_open() -> None:
    none, unsaid = Case(case="tried", stages=(Stage(),), rows={"surgeries": ()}), Case(case="tried", stages=(Stage(),))
    assert "surgeries: none" in case_text(none)
    assert read_back(none) == none != unsaid == read_back(unsaid)


def test_the_saved_file_says_that_it_is_protected() -> None:
    assert case_text(Case(case="tried", stages=(Stage(),))).startswith("# A pre-check record. It holds no names")


# -- decided --------------------------------------------------------------------------------------------------------

def shuffled(items: Mapping[str, T], mix: random.Random) -> dict[str, T]:
    order = list(items.items())
    mix.shuffle(order)
    return dict(order)


def outcomes(found: Review) -> dict[str, tuple[Outcome, dict[str, Outcome]]]:
    return {line.result.line.id: (line.result.outcome, {level.level: level.outcome for level in line.result.levels}) for line in found.lines}


@SLOW
@given(cases(day=st.just(DAY)), st.booleans())
def test_any_case_is_decided_and_shown_twice_alike(case: Case, strict: bool) -> None:
    before = case.model_copy(deep=True)
    for name in LIBRARY.sets:
        first, second = (review(case, LIBRARY, name, strict=strict) for _ in range(2))
        assert as_json(first) == as_json(second)
        assert as_markdown(first) == as_markdown(second)
        assert not first.lines or as_table(first) == as_table(second)
    assert case == before


@SLOW
@given(cases(most_lines=3), DAYS)
def test_a_saved_case_is_decided_as_it_was(case: Case, day: dt.date) -> None:
    for name in LIBRARY.sets:
        assert as_json(review(read_back(case), LIBRARY, name, day)) == as_json(review(case, LIBRARY, name, day))


@SLOW
@given(cases(day=st.just(DAY)), st.integers(0, 999))
def test_the_order_in_which_facts_and_documents_were_entered_does_not_matter(case: Case, seed: int) -> None:
    mix = random.Random(seed)
    turned = case.model_copy(update={
        "patient": shuffled(case.patient, mix), "documents": shuffled(case.documents, mix), "rows": shuffled(case.rows, mix),
        "levels": shuffled({level: shuffled(held, mix) for level, held in case.levels.items()}, mix),
        "stages": tuple(stage.model_copy(update={"plan": shuffled(stage.plan, mix)}) for stage in case.stages),
    })
    for name in LIBRARY.sets:
        assert outcomes(review(turned, LIBRARY, name)) == outcomes(review(case, LIBRARY, name))


@SLOW
@given(cases(day=st.just(DAY)), st.integers(0, 999))
def test_the_order_of_lines_and_their_levels_does_not_matter(case: Case, seed: int) -> None:
    mix = random.Random(seed)
    kept, turned = [], []
    for stage in case.stages:
        lines = list({line.code: line for line in stage.lines}.values())  # a repeated code is told apart by its place
        other = [line.model_copy(update={"levels": tuple(mix.sample(line.levels, len(line.levels)))}) for line in mix.sample(lines, len(lines))]
        kept.append(stage.model_copy(update={"lines": tuple(lines)}))
        turned.append(stage.model_copy(update={"lines": tuple(other)}))
    for name in LIBRARY.sets:
        one, two = (review(case.model_copy(update={"stages": tuple(given_stages)}), LIBRARY, name) for given_stages in (kept, turned))
        assert outcomes(one) == outcomes(two)


def test_the_library_of_the_tests_is_the_one_that_ships(library: Library) -> None:
    assert LIBRARY.vocabulary == library.vocabulary


def test_a_state_in_small_letters_is_the_same_state(library: Library) -> None:
    text = "case: tried\nrequest: {day: 2026-01-12, state: tx}\nstages:\n  - lines: [{code: \"22612\"}]\n"
    case, _ = case_from_bytes(text.encode(), "tried.yaml", library)
    assert case.request.state == "TX"
    assert case_from_bytes(case_text(case).encode(), "again.yaml", library)[0] == case
