"""Files that pages hand out and take in: only for whoever the page was made for.

Streamlit gives a file to everybody who knows its address, and takes a file in from everybody with
a session. Here a file goes to those alone to whom a page offered it, or who may see all that they
may, for as long as they may; and files come in from those alone whose pages ask for one.
"""

import json
from collections import OrderedDict
from collections.abc import Mapping

from google.protobuf.message import DecodeError
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from data import cached_access, sign_in
from data.texts import text
from data.web_log import LOG
from data.web_pages import HEADERS, asked_language, build_page, button, paragraph
from data.web_static import base_path
from domain.access import Access, Permission, Visitor, read_visitor

_MARK = b"/media/"


class Offers:
    """Which files were offered to whom, the newest of a bounded number."""

    def __init__(self, limit: int = 20_000, readers: int = 200) -> None:
        """Keep ``limit`` files, and for each the last ``readers`` it was offered to."""
        self._limit, self._readers = limit, readers
        self._known: OrderedDict[str, OrderedDict[Access, None]] = OrderedDict()

    def add(self, name: str, reader: Access) -> None:
        """Remember an offer."""
        offered = self._known.setdefault(name, OrderedDict())
        self._known.move_to_end(name)
        offered[reader] = None
        offered.move_to_end(reader)
        for bounded, limit in ((self._known, self._limit), (offered, self._readers)):
            while len(bounded) > limit:
                bounded.popitem(last=False)

    def is_for(self, name: str, reader: Access) -> bool:
        """Tell whether a reader may have a file."""
        return any(reader.covers(other) for other in self._known.get(name, ()))


class OwnFiles:
    """Stands before Streamlit's addresses of files (an ASGI middleware)."""

    def __init__(self, app: ASGIApp, base_url_path: str = "") -> None:
        """Wrap an application.

        Args:
            app: What answers.
            base_url_path: Streamlit's ``server.baseUrlPath``, with or without slashes.
        """
        self._app, self._offers = app, Offers()
        base = base_path(base_url_path)
        self._home = f"{base}/"
        self._out, self._in = f"{base}/media/", f"{base}/_stcore/upload_file/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note what pages offer; answer for a file that is not the reader's."""
        path = str(scope.get("path", ""))
        if scope["type"] == "websocket":
            send = self._noting(scope, send)
        elif scope["type"] == "http" and path.startswith((self._out, self._in)):
            asked = HTTPConnection(scope)
            if not await self._is_allowed(asked, path):
                refused = self._gone(asked) if path.startswith(self._out) else _closed()
                await refused(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _is_allowed(self, asked: HTTPConnection, path: str) -> bool:
        who = await run_in_threadpool(sign_in.who_is, _visitor(asked))
        if path.startswith(self._in):
            return who.may(Permission.TRY)  # costs of a scenario; loading asks for more, later
        return self._offers.is_for(_name(path), who)

    def _gone(self, asked: HTTPConnection) -> Response:
        """Answer the same for a file that is not the reader's and one that never was."""
        if "text/html" not in asked.headers.get("accept", ""):
            return PlainTextResponse(text("access.file_gone.text"), 404, HEADERS)
        language = asked_language(asked)
        told = [
            paragraph(text("access.file_gone.text", language)),
            button(self._home, text("access.sign_in.back", language)),
        ]
        return build_page(language, text("access.file_gone.title", language), told, 404)

    def _noting(self, scope: Scope, send: Send) -> Send:
        visitor = _visitor(HTTPConnection(scope))

        async def send_noted(message: Message) -> None:
            data = message.get("bytes") or b""
            names = _offered(data) if _MARK in data else []
            if names:
                await self._note(names, visitor)
            await send(message)

        return send_noted

    async def _note(self, names: list[str], visitor: Visitor) -> None:
        try:
            who = await run_in_threadpool(cached_access.who_is, visitor)
        except SQLAlchemyError as error:
            # Nobody knows who it is: the page comes, its files with the next run.
            LOG.warning("a file is offered to nobody", exc_info=error)
            return
        for name in names:
            self._offers.add(name, who)


def _offered(data: bytes) -> list[str]:
    """Return the files a message to the browser offers.

    Only where Streamlit puts such an address: a text that holds one offers nothing.
    """
    message = ForwardMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return []
    element = message.delta.new_element
    found = [
        message.page_config_changed.favicon,
        message.backend_operation_response.deferred_file.url,
        element.download_button.url,
        *(image.url for image in element.imgs.imgs),
    ]
    return [_name(address) for address in found if _MARK.decode() in address]


def _name(address: str) -> str:
    """Return what Streamlit knows a file by, which its ending does not belong to."""
    return address.rpartition("/")[2].split(".")[0]


def _visitor(asked: HTTPConnection) -> Visitor:
    return read_visitor(asked.cookies, _claims(asked.cookies), asked.headers)


def _claims(cookies: Mapping[str, str]) -> Mapping[str, object]:
    """Return what a provider says of whoever signed in there, as Streamlit keeps it."""

    def signed(name: str) -> bytes | None:
        value = cookies.get(name, "").encode("latin-1", "replace")
        return decode_signed_value(get_cookie_secret(), name, value) if value else None

    try:
        claims = json.loads(get_cookie_with_chunks(signed, USER_COOKIE_NAME) or b"{}")
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}


def _closed() -> Response:
    return PlainTextResponse(text("access.no_upload"), 403, HEADERS)
