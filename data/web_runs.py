"""A line in the log for every run of a page, timed where readers feel it: at the server's door."""

import logging
import time
from collections.abc import Mapping

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data.web_log import FIELDS, LOG, fingerprint

_SMALL = 200
"""Messages that tell the end of a run are shorter than this; no longer one is taken apart."""

_OUTCOMES = {
    ForwardMsg.FINISHED_SUCCESSFULLY: "done",
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY: "part done",
    ForwardMsg.FINISHED_WITH_COMPILE_ERROR: "failed",
    ForwardMsg.FINISHED_EARLY_FOR_RERUN: "overtaken",
}


class RunLog:
    """Listens to the connection between browser and page (an ASGI middleware)."""

    def __init__(self, app: ASGIApp, pages: Mapping[str, str]) -> None:
        """Wrap an application.

        Args:
            app: What answers.
            pages: Address of each page by the name Streamlit gives it on the wire.
        """
        self._app, self._pages = app, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand everything through and look at it on its way."""
        if scope["type"] != "websocket" or not LOG.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        talk = _Talk(self._pages)

        async def receive_heard() -> Message:
            message = await receive()
            talk.hear(message.get("bytes") or b"")
            return message

        async def send_heard(message: Message) -> None:
            talk.answer(message.get("bytes") or b"")
            await send(message)

        await self._app(scope, receive_heard, send_heard)


class _Talk:
    """One connection: what was asked last and what has been answered since."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self._pages = pages
        self._session = self._page = ""
        self._runs = self._size = self._messages = 0
        self._asked = 0.0

    def hear(self, data: bytes) -> None:
        """Take note of a message of the browser."""
        message = _parse(BackMsg(), data)
        if message is None or message.WhichOneof("type") != "rerun_script":
            return
        asked = message.rerun_script
        # A pasted link asks by name, a later run by what Streamlit calls the page.
        named = asked.page_name if asked.page_name in self._pages.values() else ""
        self._page = self._pages.get(asked.page_script_hash, named)
        self._asked, self._size, self._messages = time.perf_counter(), 0, 0

    def answer(self, data: bytes) -> None:
        """Take note of a message to the browser; write the line when it ends a run."""
        if not data:
            return
        self._size += len(data)
        self._messages += 1
        if self._session and len(data) > _SMALL:
            return
        message = _parse(ForwardMsg(), data)
        kind = message.WhichOneof("type") if message else None
        if message is None or kind not in ("new_session", "script_finished"):
            return
        if kind == "new_session":
            self._session = fingerprint(message.new_session.initialize.session_id)
            return
        self._runs += 1
        told = {
            "id": f"{self._session}-{self._runs}",
            "session": self._session,
            "page": f"/{self._page}",
            "outcome": _OUTCOMES.get(message.script_finished, "other"),
            "ms": round(1000 * (time.perf_counter() - self._asked), 1) if self._asked else None,
            "messages": self._messages,
            "bytes": self._size,
        }
        LOG.info("rerun", extra={FIELDS: told})


def _parse(message: BackMsg | ForwardMsg, data: bytes) -> BackMsg | ForwardMsg | None:
    try:
        message.ParseFromString(data)
    except DecodeError:
        return None
    return message
