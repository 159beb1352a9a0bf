"""The load test works: a few people for a few seconds. What many people cost is measured by `python -m tests.load.run`."""

from pathlib import Path

from tests.load.client import Session
from tests.load.run import free_port, in_a_thread, measure, percentile, started


def test_three_people_at_once_change_facts_without_an_error() -> None:
    found, told = measure(sessions=3, seconds=4, pause=0.5)
    assert found.errors == []
    assert len(found.opened) == 3
    assert len(found.changes) >= 6
    assert any("95th percentile" in line for line in told)


def test_a_percentile() -> None:
    assert percentile([7.0], 95) == 7
    assert percentile([float(n) for n in range(101)], 95) == 95


def test_a_field_that_the_browser_has_not_drawn_yet_is_filled_again(tmp_path: Path) -> None:
    """Otherwise it would begin empty, and its emptiness would be taken for an answer: a request day was lost like that."""
    port = free_port()
    server = started(port, tmp_path / "log.txt")
    try:
        in_a_thread(_runs_without_a_word_of_the_fields(f"http://127.0.0.1:{port}"))
    finally:
        server.terminate()
        server.wait(30)


async def _runs_without_a_word_of_the_fields(url: str) -> None:
    async with Session(url) as session:
        for _ in range(3):
            await session.run()
            assert session.widgets["request.day"].set_value
            assert list(session.widgets["request.day"].value)
            assert session.widgets["policy"].set_value
