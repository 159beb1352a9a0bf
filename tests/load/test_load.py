"""The load test works: a few people for a few seconds. What many people cost is measured by `python -m tests.load.run`."""

from tests.load.run import measure, percentile


def test_three_people_at_once_change_facts_without_an_error() -> None:
    found, told = measure(sessions=3, seconds=4, pause=0.5)
    assert found.errors == []
    assert len(found.opened) == 3
    assert len(found.changes) >= 6
    assert any("95th percentile" in line for line in told)


def test_a_percentile() -> None:
    assert percentile([7.0], 95) == 7
    assert percentile([float(n) for n in range(101)], 95) == 95
