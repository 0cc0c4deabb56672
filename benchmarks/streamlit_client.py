"""A viewer without a browser: speaks the websocket protocol of the running dashboard.

It does what the browser does on the wire: opens ``_stcore/stream``, asks for a run with the address
it stands on, reads until the script has finished, and tells next time which messages it still
holds, so that the server sends those as hashes.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.util import calc_hash
from websockets.asyncio.client import ClientConnection, connect

FINISHED = (
    ForwardMsg.FINISHED_SUCCESSFULLY,
    ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
)
CACHED_RUNS = 2
"""For how many runs the browser keeps a message it may be sent as a hash."""


@dataclass
class Run:
    """One answer: seconds until it was complete, bytes and messages of it, errors, its text."""

    seconds: float = 0.0
    size: int = 0
    messages: int = 0
    errors: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return what stands on the page, as markup."""
        return "\n".join(self.texts)


class Viewer:
    """A connection with a session of its own; use as ``async with Viewer(base_url) as viewer``."""

    def __init__(
        self, base_url: str, headers: dict[str, str] | None = None, token: str = ""
    ) -> None:
        """Take an address such as ``http://127.0.0.1:8501/``.

        Args:
            base_url: Where the dashboard stands.
            headers: Sent with the connection.
            token: The cookie ``_streamlit_xsrf``, without which a sign-in at a provider is not
                believed.
        """
        parts = urlsplit(base_url)
        self._address = f"ws://{parts.netloc}{parts.path.rstrip('/')}/_stcore/stream"
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._headers = headers or {}
        self._token = token
        self._held: dict[str, tuple[int, list[str]]] = {}  # run it was last used in, its text
        self._runs = 0
        self.widgets: dict[str, str] = {}
        """Name on the wire of every button and choice of buttons seen, by its label."""
        self._socket: ClientConnection | None = None
        self.session_id = ""

    async def __aenter__(self) -> "Viewer":
        """Connect, with the session this viewer had before, if it had one."""
        protocols = ["streamlit", self._token or "none"]
        protocols += [self.session_id] if self.session_id else []
        self._socket = await connect(
            self._address,
            subprotocols=protocols,
            origin=self._origin,
            additional_headers=self._headers,
            max_size=None,
            open_timeout=60,
            ping_interval=None,
            compression=None,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the connection as a closed tab does."""
        if self._socket:
            await self._socket.close()

    async def open(self, page: str = "", states: Sequence[WidgetState] = (), **query: str) -> Run:
        """Ask for a page (address as in the menu, "" = the first) and read it to its end."""
        start = time.perf_counter()
        await self.ask(page, states, **query)
        run = await self._read()
        run.seconds = time.perf_counter() - start
        return run

    async def ask(self, page: str = "", states: Sequence[WidgetState] = (), **query: str) -> None:
        """Ask for a page without waiting for it; ``states`` are what was pressed and chosen."""
        message = BackMsg()
        client = message.rerun_script
        client.query_string = urlencode(query)
        client.page_script_hash = calc_hash(page) if page else ""
        client.cached_message_hashes.extend(self._held)
        client.widget_states.widgets.extend(states)
        await self._connected.send(message.SerializeToString())

    @property
    def _connected(self) -> ClientConnection:
        if self._socket is None:
            raise RuntimeError("the viewer is not connected")
        return self._socket

    async def _read(self) -> Run:
        run = Run()
        self._runs += 1
        while True:
            data = await self._connected.recv()
            message = ForwardMsg.FromString(data)  # type: ignore[arg-type]
            run.size += len(data)
            run.messages += 1
            kind = message.WhichOneof("type")
            texts = _texts(message)
            if kind == "ref_hash":
                texts = self._held.get(message.ref_hash, (0, []))[1]
                self._held[message.ref_hash] = (self._runs, texts)
            elif message.metadata.cacheable and message.hash:
                self._held[message.hash] = (self._runs, texts)
            run.texts += texts
            if kind == "new_session":
                self.session_id = message.new_session.initialize.session_id
            elif kind == "delta":
                self._note_widget(message)
                run.errors += _errors(message)
            elif kind == "script_finished" and message.script_finished in FINISHED:
                self._forget()
                return run

    def _note_widget(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind in ("button", "button_group"):
            widget = getattr(element, kind)
            self.widgets[widget.label] = widget.id

    def _forget(self) -> None:
        oldest = self._runs - CACHED_RUNS
        self._held = {name: held for name, held in self._held.items() if held[0] > oldest}


def _errors(message: ForwardMsg) -> list[str]:
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    if kind == "exception":
        return [element.exception.message]
    if kind == "alert" and element.alert.format == element.alert.ERROR:
        return [element.alert.body]
    return []


def _texts(message: ForwardMsg) -> list[str]:
    if message.WhichOneof("type") != "delta":
        return []
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    if kind == "html":
        return [element.html.body]
    if kind == "markdown":
        return [element.markdown.body]
    return [element.alert.body] if kind == "alert" else []
