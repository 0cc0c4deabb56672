"""Whether this process is alive, whether it can serve, and how it stops.

``/healthz`` says that the process answers. ``/readyz`` says that it can serve readers: the store
answers and is filled, and the process is not on its way out. Neither tells a stranger any more.
"""

import asyncio
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from data import setup
from data.rescue import guard_store
from data.store.engine import get_engine
from data.web_log import FIELDS, LOG
from data.web_static import base_path

STOP_SECONDS = 30.0
"""How long a stopping process waits for scripts that run; a load of the country takes some 10 s."""

STORE_SECONDS = 3.0
"""How long the store may take to answer before this process is not ready."""

REMEMBERED_SECONDS = 1.0
"""How long an answer holds, so that asking often costs the store nothing."""

_SCRIPT_THREAD = "ScriptRunner.scriptThread"
"""Streamlit's name for the threads that run pages (a test keeps watch over it)."""

_NO_STORE = {"Cache-Control": "no-store"}


class Readiness:
    """What this process knows of itself."""

    def __init__(self, is_filled: Callable[[], bool] = setup.is_ready) -> None:
        """Take what looks into the store."""
        self.is_stopping = False
        self._is_filled = is_filled
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ntm-ready")
        self._lock = threading.Lock()
        self._known: tuple[float, str] = (0.0, "")

    def reason(self) -> str:
        """Return why this process cannot serve: stopping, store or setup; "" when it can."""
        if self.is_stopping:
            return "stopping"
        with self._lock:
            at, reason = self._known
            if time.monotonic() - at > REMEMBERED_SECONDS:
                reason = self._look()
                self._known = (time.monotonic(), reason)
        return reason

    def _look(self) -> str:
        asked = self._pool.submit(self._is_filled)
        try:
            return "" if asked.result(timeout=STORE_SECONDS) else "setup"
        except Exception as error:  # whatever it is, readers cannot be served
            LOG.warning("not ready", extra={FIELDS: {"cause": type(error).__name__}})
            return "store"


def health_routes(readiness: Readiness, base_url_path: str = "") -> list[BaseRoute]:
    """Return the two addresses for whoever watches the service."""
    base = base_path(base_url_path)

    def alive(_request: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    def ready(_request: Request) -> Response:
        reason = readiness.reason()
        if not reason:
            return JSONResponse({"status": "ready"}, headers=_NO_STORE)
        answer = {"status": "not ready", "reason": reason}
        return JSONResponse(answer, 503, headers=_NO_STORE | {"Retry-After": "5"})

    return [Route(f"{base}/healthz", alive), Route(f"{base}/readyz", ready)]


class Leaving:
    """Sends newcomers elsewhere while this process stops (an ASGI middleware).

    Who is here already keeps files, pictures and downloads until the connection is closed.
    """

    def __init__(self, app: ASGIApp, readiness: Readiness) -> None:
        """Wrap an application."""
        self._app, self._readiness = app, readiness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 503 to a new page or connection; the server in front then asks another process."""
        if not self._readiness.is_stopping or not _is_newcomer(scope):
            await self._app(scope, receive, send)
            return
        response = JSONResponse({"status": "stopping"}, 503, headers={"Retry-After": "1"})
        if scope["type"] == "websocket":
            await send({"type": "websocket.http.response.start", "status": 503, "headers": []})
            await send({"type": "websocket.http.response.body", "body": b""})
            return
        await response(scope, receive, send)


def _is_newcomer(scope: Scope) -> bool:
    if scope["type"] == "websocket":
        return True
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path = str(scope["path"])
    accept = dict(scope["headers"]).get(b"accept", b"")
    return b"text/html" in accept and "/media/" not in path


def running_scripts() -> int:
    """Return how many runs of pages are under way."""
    return sum(thread.name == _SCRIPT_THREAD for thread in threading.enumerate())


def stopping_gently(readiness: Readiness, limit: float = STOP_SECONDS) -> Callable[[Any], Any]:
    """Return the application's lifespan: on SIGTERM let running scripts finish, then stop.

    A second SIGTERM stops at once.
    """

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        loop, own = asyncio.get_running_loop(), threading.main_thread()
        waiting: set[asyncio.Task[None]] = set()
        if threading.current_thread() is not own:
            yield  # a test's server in a thread gets no signals
            return
        stop = signal.getsignal(signal.SIGTERM)

        async def leave(number: int) -> None:
            start = time.monotonic()
            while running_scripts() and time.monotonic() - start < limit:
                await asyncio.sleep(0.05)
            told = {"waited_s": round(time.monotonic() - start, 2), "left": running_scripts()}
            LOG.info("stopping", extra={FIELDS: told})
            if callable(stop):
                stop(number, None)

        def begin(number: int, frame: Any) -> None:
            if readiness.is_stopping and callable(stop):
                stop(number, frame)
                return
            readiness.is_stopping = True
            loop.call_soon_threadsafe(lambda: waiting.add(loop.create_task(leave(number))))

        signal.signal(signal.SIGTERM, begin)
        watch = guard_store(get_engine())
        yield
        if watch is not None:
            watch.stop()

    return lifespan
