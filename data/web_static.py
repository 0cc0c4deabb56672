"""Streamlit's own scripts, styles and fonts, compressed once and kept in memory.

Streamlit reads and sends them file by file, uncompressed. A first visit asks for some ninety of
them, 2.7 MB, so over an office network, or on a server that also runs scripts, this is what a first
visit waits for.
"""

import gzip
import mimetypes
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FOREVER = "public, max-age=31536000, immutable"
"""Names of these files hold a hash of what is in them, so that an answer never grows old."""

_LOADER = "js/preload-helper."
_PACKED_ALREADY = {".woff2", ".png", ".gif", ".jpg", ".webp"}
_TYPES = {".js": "text/javascript", ".woff2": "font/woff2"}


READY_MODULES = "ntmReady"
"""Where the page keeps the code it has run already, by the name Streamlit asks for it."""

_EXPORT = re.compile(r"export\{(\w+) as (\w+)\};?\s*$")
_AT_ONCE = """
const atOnce = (load, names, base) => {
  const found = window.READY?.[names?.[0]];
  if (!found) return LOADER(load, names, base);
  return Object.assign(Promise.resolve(found), { then: (done) => Promise.resolve(done(found)) });
};
export { atOnce as NAME };
"""


def answer_at_once(helper: str) -> str:
    """Make Streamlit's loader of code answer without a wait for what the page has run already.

    A promise is only told of in a later turn, even one that is kept already; by then React has put
    a placeholder in the element's place, which it shows for 300 ms at least.

    Args:
        helper: The script through which Streamlit loads an element's code. One that does not end as
            this version's does is returned as it is.
    """
    found = _EXPORT.search(helper)
    if found is None:
        return helper
    ours = _AT_ONCE.replace("READY", READY_MODULES)
    ours = ours.replace("LOADER", found.group(1)).replace("NAME", found.group(2))
    return helper[: found.start()] + ours


def static_dir() -> Path:
    """Return the folder of the files Streamlit sends to browsers."""
    return Path(streamlit.__file__).parent / "static"


def base_path(base_url_path: str) -> str:
    """Return Streamlit's ``server.baseUrlPath`` as "" or "/path"."""
    stripped = base_url_path.strip("/")
    return f"/{stripped}" if stripped else ""


def accepts_gzip(headers: Mapping[str, str]) -> bool:
    """Tell whether the browser takes compressed answers."""
    offers = [part.split(";") for part in headers.get("accept-encoding", "").split(",")]
    return any(
        offer[0].strip() == "gzip" and not re.search(r"q=0(\.0*)?\s*$", ";".join(offer[1:]))
        for offer in offers
    )


class PackedStatic:
    """Answers for the files under ``/static`` before Streamlit does (an ASGI middleware)."""

    def __init__(self, app: ASGIApp, base_url_path: str = "") -> None:
        """Wrap an application.

        Args:
            app: What answers everything else.
            base_url_path: Streamlit's ``server.baseUrlPath``, with or without slashes.
        """
        self._app = app
        self._prefix = f"{base_path(base_url_path)}/static/"
        root = static_dir() / "static"
        # Only what is in this list is ever opened, whatever an address says.
        self._files = {p.relative_to(root).as_posix(): p for p in root.rglob("*") if p.is_file()}
        self._content = lru_cache(maxsize=2 * len(self._files))(self._read)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for a known file, or hand it on."""
        name = str(scope.get("path", "")).removeprefix(self._prefix)
        if scope["type"] != "http" or scope["method"] != "GET" or name not in self._files:
            await self._app(scope, receive, send)
            return
        await self._answer(name, Headers(scope=scope))(scope, receive, send)

    def _answer(self, name: str, asked: Headers) -> Response:
        suffix = self._files[name].suffix
        packed = suffix not in _PACKED_ALREADY and accepts_gzip(asked)
        kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        if packed:
            headers["Content-Encoding"] = "gzip"
        return Response(self._content(name, packed), media_type=kind, headers=headers)

    def _read(self, name: str, packed: bool) -> bytes:
        plain = self._files[name].read_bytes()
        if name.startswith(_LOADER):
            plain = answer_at_once(plain.decode()).encode()
        return gzip.compress(plain, 6, mtime=0) if packed else plain
