"""What stands around every request: security headers, a line in the log, an apology on a fault."""

import base64
import hashlib
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.store.faults import FaultKind, kind_of
from data.texts import has_text, text
from data.web_log import FIELDS, LOG, safe_path
from data.web_pages import asked_language, build_page, paragraph
from data.web_static import base_path

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Addresses hold choices, and links for departments hold more than that.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Sent with every answer."""

COMES_BACK = (FaultKind.STORE_GONE, FaultKind.STORE_BUSY)
"""Faults that pass by themselves: the browser asks again by itself."""

RETRY_SECONDS = 5

_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_INLINE_SCRIPT = re.compile(r"<script(?: type=\"module\")?>(.*?)</script>", re.S)


def content_policy(documents: Iterable[str]) -> str:
    """Return the Content-Security-Policy for the pages the server hands out.

    Scripts come from this server, or stand in a page whose words are known now. Styles may stand
    anywhere: Streamlit writes them as it draws. ``blob:`` is how Streamlit loads a component.

    Args:
        documents: The pages, as HTML.
    """
    found = {script for page in documents for script in _INLINE_SCRIPT.findall(page)}
    hashes = sorted(
        "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
        for script in found
    )
    rules = {
        "default-src": ["'self'"],
        "script-src": ["'self'", "blob:", *hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""For files a page made (pictures, downloads): opened by themselves they may run nothing."""


class Guard:
    """The outermost middleware."""

    def __init__(self, app: ASGIApp, policy: str, base_url_path: str = "") -> None:
        """Wrap an application.

        Args:
            app: What answers.
            policy: Content-Security-Policy of pages.
            base_url_path: Streamlit's ``server.baseUrlPath``, with or without slashes.
        """
        self._app, self._policy = app, policy
        base = base_path(base_url_path)
        self._files, self._static = f"{base}/media/", (f"{base}/static/", f"{base}/lib/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, add what every answer carries, and write a line about it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, start = _request_id(Headers(scope=scope)), time.perf_counter()
        seen: dict[str, Any] = {"status": 0, "bytes": 0}

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                self._add_headers(MutableHeaders(scope=message), str(scope["path"]), number)
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, send_guarded)
        except Exception as error:
            kind = kind_of(error)
            told = {"id": number, "kind": kind.value, "path": safe_path(scope["path"])}
            LOG.exception("error", extra={FIELDS: told})
            if not seen["status"]:
                apology = _apology(number, kind, HTTPConnection(scope))
                await apology(scope, receive, send_guarded)
        self._log(scope, number, seen, time.perf_counter() - start)

    def _add_headers(self, headers: MutableHeaders, path: str, number: str) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        headers["X-Request-ID"] = number
        if path.startswith(self._files):
            headers.setdefault("Content-Security-Policy", FILE_POLICY)
        elif headers.get("content-type", "").startswith("text/html"):
            headers.setdefault("Content-Security-Policy", self._policy)

    def _log(self, scope: Scope, number: str, seen: Mapping[str, int], seconds: float) -> None:
        if seen["status"] < 400 and str(scope["path"]).startswith(self._static):
            return  # ninety a first visit; what stands in front logs them
        told = {
            "id": number,
            "method": scope["method"],
            "path": safe_path(scope["path"]),
            "status": seen["status"],
            "bytes": seen["bytes"],
            "ms": round(1000 * seconds, 1),
        }
        LOG.info("request", extra={FIELDS: told})


def _request_id(headers: Headers) -> str:
    """Return the number the server in front gave this request, or a new one."""
    given = headers.get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _apology(number: str, kind: FaultKind, asked: HTTPConnection) -> Response:
    language = asked_language(asked)
    key = f"fault.{kind}"
    words = text(key if has_text(key) else "frame.failure", language, number=number)
    headers = {"Cache-Control": "no-store"}
    if kind in COMES_BACK:
        headers["Refresh"] = str(RETRY_SECONDS)
    if "text/html" not in asked.headers.get("accept", ""):
        return JSONResponse({"error": words, "id": number}, 500, headers)
    page = build_page(language, text("fault.title", language), [paragraph(words)], 500)
    page.headers.update(headers)
    return page
