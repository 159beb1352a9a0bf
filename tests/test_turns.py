"""Who is served when several pages wait: first come first served, outcomes before the rest, and nobody for ever."""

import threading
import time
from collections.abc import Callable

from ui.turns import LONGEST_WAIT, OUTCOMES, REST, Turns, in_turn, outcomes_first


def after(turns: Turns, what: int, name: str, served: list[str]) -> threading.Thread:
    """A page that waits, notes that it was served, and gives the turn back."""
    def page() -> None:
        if turns.take(what, 5):
            served.append(name)
            turns.give()

    thread = threading.Thread(target=page)
    thread.start()
    return thread


def until(holds: Callable[[], bool]) -> None:
    for _ in range(500):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError


def test_outcomes_go_before_the_rest_and_each_in_the_order_in_which_they_came() -> None:
    turns, served = Turns(), list[str]()
    assert turns.take(OUTCOMES, 1)
    threads = []
    for what, name in ((REST, "rest 1"), (OUTCOMES, "outcomes 1"), (REST, "rest 2"), (OUTCOMES, "outcomes 2")):
        threads.append(after(turns, what, name, served))
        until(lambda: len(turns._waiting) == len(threads))
    turns.give()
    for thread in threads:
        thread.join(5)
    assert served == ["outcomes 1", "outcomes 2", "rest 1", "rest 2"]


def test_who_waited_long_enough_goes_on_without_a_turn_and_leaves_no_place_behind() -> None:
    turns, served = Turns(), list[str]()
    assert turns.take(OUTCOMES, 1)
    began = time.monotonic()
    assert not turns.take(OUTCOMES, 0.05)
    assert 0.04 < time.monotonic() - began < 1
    waiting = after(turns, REST, "next", served)
    turns.give()
    waiting.join(5)
    assert served == ["next"]


def test_a_page_keeps_its_turn_until_it_is_drawn_and_gives_it_back_even_when_it_fails() -> None:
    for _ in range(3):
        began = time.monotonic()
        try:
            with in_turn():
                outcomes_first()
                raise ValueError
        except ValueError:
            pass
        assert time.monotonic() - began < min(LONGEST_WAIT)
