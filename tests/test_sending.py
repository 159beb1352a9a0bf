"""Held back, a page is sent whole and in order, whatever ends it; what Streamlit needs for that is still there."""

import inspect

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import runtime
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from tests.screens import ran, said, started
from ui.sending import PAUSE, Burst


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


def test_the_internals_that_it_leans_on_are_those_of_the_pinned_release() -> None:
    assert isinstance(getattr(runtime, PAUSE), float)
    assert PAUSE in inspect.getsource(runtime.Runtime._loop_coroutine)
    assert {"_enqueue", "yield_check"} <= set(ScriptRunContext.__dataclass_fields__)
    assert "self._enqueue(" in inspect.getsource(ScriptRunContext.enqueue)


def test_a_page_that_is_sent_in_bursts_is_whole() -> None:
    app = started()
    assert [one.key for one in app.segmented_control] == ["step", "result part"]
    assert "Overview" in str(app.segmented_control(key="step").options)
    assert said(ran(app)) == said(ran(app))
