"""One person at the app without a browser: Streamlit's own messages over its websocket."""

import asyncio
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
import time
from types import TracebackType
from typing import Any, Self
from urllib.request import HTTPCookieProcessor, build_opener

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

OUTCOMES = 'class="outcomes"'
LONGEST = 120.0
"""Seconds to wait for one run of the page."""


class RunError(Exception):
    """A run of the page ended with an error on it, or did not end."""


@dataclass
class Session:
    """A websocket with the widgets of the page as they were sent last, by their key."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)
    """What a browser keeps of this site: who is signed in, and at which process."""
    widgets: dict[str, Any] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    """What the last run drew as Markdown and HTML."""
    received: int = 0
    """Bytes of the last run."""
    decided: float | None = None
    """Milliseconds until the outcomes of the last run arrived; None if they did not change."""
    sent_to: str = ""
    """Where the browser was told to go for sign-in."""
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _cached: set[str] = field(default_factory=set)
    _page: str = ""
    _socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        """Connects; the page is not drawn before `run`."""
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        self._socket = await connect(
            address, additional_headers=headers, origin=Origin(self.url), max_size=None, open_timeout=LONGEST, ping_timeout=None,
            subprotocols=[Subprotocol(one) for one in ("streamlit", self.cookies.get(XSRF_COOKIE_NAME, "none"))])
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._socket:
            await self._socket.close()

    async def choose(self, key: str, value: str) -> None:
        """Picks a word in a drop-down field, and waits for the page."""
        self._states[key] = WidgetState(id=self.widgets[key].id, string_value=value)
        await self.run()

    async def press(self, key: str) -> None:
        """Presses a button, and waits for the page."""
        self._states[key] = WidgetState(id=self.widgets[key].id, trigger_value=True)
        try:
            await self.run()
        finally:
            del self._states[key]

    def chosen(self, key: str) -> str:
        """The word that was picked last in a drop-down field; empty before."""
        return str(self._states[key].string_value) if key in self._states else ""

    async def type(self, key: str, text: str) -> None:
        """Fills a line of text, and waits for the page."""
        await self.choose(key, text)

    async def segment(self, key: str, shown: str) -> None:
        """Picks the option of a row of buttons whose text begins like that, and waits for the page."""
        options = [option.content for option in self.widgets[key].options]
        state = WidgetState(id=self.widgets[key].id)
        state.string_array_value.data.append(next(one for one in options if one.startswith(shown)))
        self._states[key] = state
        await self.run()

    async def run(self, page: str = "") -> None:
        """Runs the page with the widgets as they are; raises RunError if it shows an error."""
        assert self._socket
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self._page
        asked.rerun_script.page_name = page
        asked.rerun_script.widget_states.widgets.extend(self._states.values())
        asked.rerun_script.cached_message_hashes.extend(sorted(self._cached))
        await self._socket.send(asked.SerializeToString())
        self.received, self.texts, self.decided = 0, [], None
        began = time.perf_counter()
        errors: list[str] = []
        try:
            async with asyncio.timeout(LONGEST):
                while not self._take(await self._next(), errors):
                    if self.decided is None and any(OUTCOMES in text for text in self.texts):
                        self.decided = (time.perf_counter() - began) * 1000
        except TimeoutError:
            raise RunError("no end of the run") from None
        if errors:
            raise RunError("; ".join(errors))

    async def _next(self) -> ForwardMsg:
        assert self._socket
        content = await self._socket.recv()
        assert isinstance(content, bytes)
        self.received += len(content)
        told = ForwardMsg()
        told.ParseFromString(content)
        return told

    def _take(self, told: ForwardMsg, errors: list[str]) -> bool:
        """Keeps what a message says; whether it ends the run."""
        kind = told.WhichOneof("type")
        if told.hash and told.metadata.cacheable and kind != "ref_hash":
            self._cached.add(told.hash)
        if kind == "new_session":
            self._page = told.new_session.page_script_hash
        elif kind == "auth_redirect":
            self.sent_to = told.auth_redirect.url
        elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
            self._draw(told.delta.new_element, errors)
        elif kind == "script_finished":
            if told.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                errors.append("the page does not compile")
            return bool(told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY or errors)
        return False

    def _draw(self, element: Any, errors: list[str]) -> None:
        kind = element.WhichOneof("type")
        drawn = getattr(element, kind)
        if kind == "exception":
            errors.append(drawn.type)
        if kind in {"markdown", "html"}:
            self.texts.append(drawn.body)
        key = getattr(drawn, "id", "").partition("-")[2].partition("-")[2]
        if key:
            self.widgets[key] = drawn


async def signed_in(url: str) -> dict[str, str]:
    """Signs in as a browser does that is sent to the provider and back; its cookies."""
    async with Session(url) as welcome:
        await welcome.run()
        await welcome.press("sign in")
    kept = CookieJar()
    browser = build_opener(HTTPCookieProcessor(kept))
    for path in ("/_stcore/health", welcome.sent_to):
        (await asyncio.to_thread(browser.open, url + path, None, LONGEST)).close()
    return {one.name: one.value or "" for one in kept}
