"""Held back, a page is sent whole and in order, whatever ends it; what Streamlit needs for that is still there."""

import inspect
import time

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import runtime
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from tests.screens import ran, said, started
from ui.sending import LONG, PAUSE, UNDER_WAY, Burst, not_yet


class Stopped(BaseException):
    """The run has to end."""


def message(text: str) -> ForwardMsg:
    told = ForwardMsg()
    told.delta.new_element.markdown.body = text
    return told


def test_nothing_goes_before_its_time_and_then_all_of_it_in_order() -> None:
    sent: list[str] = []
    burst = Burst(lambda told: sent.append(told.delta.new_element.markdown.body), lambda: None)
    for text in "abc":
        burst(message(text))
    assert sent == []
    burst.go()
    assert sent == ["a", "b", "c"]
    burst.go()
    assert sent == ["a", "b", "c"]


def test_a_run_that_has_to_end_ends_at_the_next_element() -> None:
    def newer() -> None:
        raise Stopped

    burst = Burst(lambda _: None, newer)
    with pytest.raises(Stopped):
        burst(message("a"))
    assert burst.held == []


def test_that_a_run_has_begun_is_told_by_nobody_else() -> None:
    told = ForwardMsg()
    told.session_status_changed.script_is_running = True
    queue = ForwardMsgQueue()
    ForwardMsgQueue.on_before_enqueue_msg(not_yet)
    try:
        queue.enqueue(told)
        queue.enqueue(UNDER_WAY)
    finally:
        ForwardMsgQueue.on_before_enqueue_msg(None)
    assert [each.session_status_changed.script_is_running for each in queue.flush()] == [False, True]


def test_other_messages_stay_as_they_are() -> None:
    told = message("a")
    not_yet(told)
    assert told == message("a")


def test_that_a_run_is_under_way_is_told_once() -> None:
    sent: list[ForwardMsg] = []
    burst = Burst(sent.append, lambda: None)
    burst.tell()
    burst.tell()
    assert sent == [UNDER_WAY]


@pytest.mark.parametrize(("seconds", "expected"), [(LONG - 0.01, False), (LONG, False), (LONG + 0.01, True)])
def test_a_long_run_tells_that_it_is_under_way_before_anything_of_it_is_sent(
    seconds: float, expected: bool, monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[ForwardMsg] = []
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)
    burst = Burst(sent.append, lambda: None)
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0 + seconds)
    burst(message("a"))
    assert (sent == [UNDER_WAY]) is expected
    assert burst.held == [message("a")]


def test_the_internals_that_it_leans_on_are_those_of_the_pinned_release() -> None:
    assert isinstance(getattr(runtime, PAUSE), float)
    assert PAUSE in inspect.getsource(runtime.Runtime._loop_coroutine)
    assert {"_enqueue", "yield_check"} <= set(ScriptRunContext.__dataclass_fields__)
    assert "self._enqueue(" in inspect.getsource(ScriptRunContext.enqueue)


def test_a_page_that_is_sent_in_bursts_is_whole() -> None:
    app = started()
    assert [one.key for one in app.segmented_control] == ["step", "result part"]
    assert "Overview" in str(app.segmented_control(key="step").options)
    assert ForwardMsgQueue._before_enqueue_msg is not_yet
    assert said(ran(app)) == said(ran(app))
