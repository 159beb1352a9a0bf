"""How cost grows with cases, criteria, lines and levels."""

from collections.abc import Callable, Iterator
from time import process_time

from logic.case import Case
from logic.case_file import read_case
from logic.compiled.explained import explained_of
from logic.compiled.of_answers import verdict_of
from logic.determination import determine
from logic.levels import INTERSPACES
from logic.loading import DEFAULT_SET, Library, load_library
from logic.policy import Criterion
from logic.record import Record
from logic.yaml_source import Source
from tests.benchmarks.ours import criterion, in_our_language
from tests.benchmarks.reference import POLICY, all_, make_cases
from tests.test_exactness import identified

Row = tuple[str, int, float, float]
"""What grows, how many there are, milliseconds, and microseconds for each."""


def rows(most_cases: int = 100_000) -> Iterator[Row]:
    """One row for each size tried."""
    root, library = criterion()
    verdict, explained = verdict_of(root, library.vocabulary), explained_of(root, library.vocabulary)
    for count in (1_000, 10_000, most_cases):
        cases = make_cases(count, seed=count)
        yield row("cases, verdict", count, lambda cases=cases: [verdict(case) for case in cases])  # type: ignore[misc]
        yield row("cases, explained", count, lambda cases=cases: [explained(case) for case in cases] and None)  # type: ignore[misc]
    cases = make_cases(500)
    for copies in (1, 5, 25):
        grown = Criterion.model_validate(identified(in_our_language(all_("grown", *[POLICY] * copies))), strict=False)
        count = 40 * copies
        yield row("criteria, compiling", count, lambda grown=grown: verdict_of(grown, library.vocabulary))  # type: ignore[misc]
        yield row("criteria, compiling to explain", count, lambda grown=grown: explained_of(grown, library.vocabulary))  # type: ignore[misc]
        decide = verdict_of(grown, library.vocabulary)
        yield row("criteria, 500 verdicts", count, lambda decide=decide: [decide(case) for case in cases])  # type: ignore[misc]
        tell = explained_of(grown, library.vocabulary)
        yield row("criteria, 500 explained", count, lambda tell=tell: [tell(case) for case in cases] and None)  # type: ignore[misc]
    shipped = load_library()
    for count in (1, 4, 16):
        yield row("levels of a line", count, deciding(levels=count, lines=1, library=shipped))
    for count in (1, 5, 20, 60):
        yield row("lines of two levels", count, deciding(levels=2, lines=count, library=shipped))


def row(what: str, count: int, work: Callable[[], object]) -> Row:
    """The least of three times."""
    spent = []
    for _ in range(3):
        begun = process_time()
        work()
        spent.append(process_time() - begun)
    return what, count, min(spent) * 1e3, min(spent) * 1e6 / count


def deciding(levels: int, lines: int, library: Library) -> Callable[[], object]:
    """Deciding a request of which nothing is documented, under the set that is used if none is named."""
    case = request(levels, lines, library)
    assert case.request.day
    edition = library.sets[DEFAULT_SET].edition_on(case.request.day)
    return lambda: determine(Record(case, library.vocabulary, library.catalogue, case.request.day or min([])), edition)


def request(levels: int, lines: int, library: Library) -> Case:
    """A request for some lines of the same code at the lowest levels."""
    named = list(INTERSPACES[-levels:])
    data = {"case": "grown", "request": {"day": "2026-11-02"},
            "stages": [{"lines": [{"code": "22612", "levels": named} for _ in range(lines)]}]}
    return read_case(Source("grown.yaml", data, {}), library.vocabulary, library.catalogue)[0]
