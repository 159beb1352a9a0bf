"""How a page is sent to the browser: in bursts, the outcomes in the first.

Streamlit sends every element as soon as it is drawn, from a thread that gets its turn between the computing of this
one, and the browser draws the page anew for whatever arrives: a page that dribbles in is drawn ten times. Here it is
held back and sent at two moments.

Streamlit also tells at once that a run has begun, whereupon the browser marks and draws anew every element of the page,
and only then turns to what has changed. Here it is told only once a run takes noticeably long.

`PAUSE` and `_enqueue` are internals of the pinned Streamlit (a test watches them); without them the page is sent as
ever, only slower.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
import time

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import runtime
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.scriptrunner import get_script_run_ctx

PAUSE = "MESSAGE_FLUSH_INTERVAL_SECS"
"""For how long the server rests after it has sent something: with the first element of a burst gone, for the others."""
_SHORT = 0.001
_START = 0.002
"""Seconds in which the browser is told that a run has begun: it marks every element, while this thread computes."""
_MOMENT = 0.004
"""Seconds in which a burst is sent."""
LONG = 0.15
"""Seconds after which a run tells that it is under way."""
UNDER_WAY = ForwardMsg()
"""Tells the browser that a run is under way; one message for all sessions."""
UNDER_WAY.session_status_changed.script_is_running = True


def not_yet(message: ForwardMsg) -> None:
    """Takes back what Streamlit tells of a run that has just begun."""
    if message is not UNDER_WAY and message.session_status_changed.script_is_running:
        message.session_status_changed.script_is_running = False


class Burst:
    """Messages to the browser, held back until they are sent together."""

    def __init__(self, send: Callable[[ForwardMsg], None], may_go_on: Callable[[], None]) -> None:
        self.send = send
        self.may_go_on = may_go_on
        """Raises where the run has to end, because something newer was entered; sending would do so too."""
        self.held: list[ForwardMsg] = []
        self._begun: float | None = time.monotonic()
        """When the run began; None once the browser was told that it is under way."""

    def __call__(self, message: ForwardMsg) -> None:
        """Takes a message in the place of the server."""
        self.may_go_on()
        self.held.append(message)
        if self._begun is not None and time.monotonic() > self._begun + LONG:
            self.tell()

    def tell(self) -> None:
        """Tells, once, that the run is under way."""
        if self._begun is not None:
            self._begun = None
            self.send(UNDER_WAY)

    def go(self) -> None:
        """Sends what is held."""
        held, self.held = self.held, []
        for message in held:
            self.send(message)


@contextmanager
def in_bursts() -> Iterator[None]:
    """Holds back what is drawn until `send_now`, and in the end; an error sends what there is."""
    context = get_script_run_ctx()
    if context is None:
        yield
        return
    if hasattr(runtime, PAUSE):
        setattr(runtime, PAUSE, _SHORT)
    ForwardMsgQueue.on_before_enqueue_msg(not_yet)
    time.sleep(_START)
    burst = Burst(context._enqueue, context.yield_check)  # noqa: SLF001 - there is no other way to hold a page back
    context._enqueue = burst  # noqa: SLF001
    try:
        yield
    finally:
        context._enqueue = burst.send  # noqa: SLF001
        burst.go()


def send_now() -> None:
    """Sends what is drawn so far, and stands back until it is on its way."""
    burst = _burst()
    if burst:
        burst.go()
        time.sleep(_MOMENT)


def send_as_drawn() -> None:
    """From now on nothing is held back: for a page that shows how far it has come."""
    burst, context = _burst(), get_script_run_ctx()
    if burst and context:
        context._enqueue = burst.send  # noqa: SLF001
        burst.go()
        burst.tell()


def _burst() -> Burst | None:
    context = get_script_run_ctx()
    held = context._enqueue if context else None  # noqa: SLF001
    return held if isinstance(held, Burst) else None
