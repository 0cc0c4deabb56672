"""What a change of a filter sends leaves in one burst, so that the browser draws it once or twice.

Streamlit sends every part of a page as soon as the script has made it, and its client draws what
has come within ten milliseconds: a page made in eighty is drawn several times over, and each
drawing walks through the whole page. For a first load that is right, headline figures come first;
for a page already drawn it only puts off the end.
"""

import asyncio

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE_SECONDS = 0.15
"""What is not made by then is sent as it comes: who computes for longer says so meanwhile."""

_LARGEST_END = 200
"""Bytes above which a message cannot be the end of a run and need not be taken apart."""


class Bursts:
    """Holds back the parts of a run that changes a page already drawn (an ASGI middleware)."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand everything through, some of it a moment later and together."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        talk = _Talk(send)

        async def receive_heard() -> Message:
            message = await receive()
            talk.hear(message.get("bytes") or b"")
            return message

        try:
            await self._app(scope, receive_heard, talk.send)
        finally:
            talk.forget()


class _Talk:
    """One connection: what is held back, and until when."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._held: list[Message] = []
        self._has_page = self._holds = False
        self._timer: asyncio.TimerHandle | None = None
        self._flushing: asyncio.Task[None] | None = None
        # Two may send at once: the application, and the timer.
        self._turn = asyncio.Lock()

    def hear(self, data: bytes) -> None:
        """Begin to hold back when the browser asks for another run of a page it has."""
        if not self._has_page or not _asks_for_a_run(data):
            return
        self.forget()
        self._holds = True
        self._timer = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._run_out)

    async def send(self, message: Message) -> None:
        """Hold a message back, or send it with all that waits before it."""
        ends = _ends_a_run(message.get("bytes") or b"")
        self._held.append(message)
        if ends or message["type"] != "websocket.send":
            self._has_page = self._has_page or ends
            self.forget()
        if not self._holds:
            await self._flush()

    def forget(self) -> None:
        """Hold nothing back any more."""
        self._holds = False
        if self._timer is not None:
            self._timer.cancel()

    def _run_out(self) -> None:
        self._holds = False
        self._flushing = asyncio.ensure_future(self._flush())

    async def _flush(self) -> None:
        async with self._turn:
            while self._held:
                await self._send(self._held.pop(0))


def _asks_for_a_run(data: bytes) -> bool:
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return False
    return message.WhichOneof("type") == "rerun_script"


def _ends_a_run(data: bytes) -> bool:
    if not data or len(data) > _LARGEST_END:
        return False
    message = ForwardMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return False
    return message.WhichOneof("type") == "script_finished"
