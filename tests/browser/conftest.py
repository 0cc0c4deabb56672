"""A real Chromium without internet, WebGL or graphics card, and dashboards for it to visit."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, WebSocket, sync_playwright
from served import SERVED, sign_in_link

ROOT = Path(__file__).resolve().parents[2]
NAMES = (
    "chromium-headless-shell",  # the same engine without the desktop's windows: half the work
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-3d-apis",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SCREENS = {"1440x900": (1440, 900), "1920x1080": (1920, 1080), "390x844": (390, 844)}
START_SECONDS = 60


@dataclass
class Traffic:
    """What a page asked for and received; ``foreign`` and ``errors`` must stay empty."""

    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    ws_bytes: int = 0

    def watch(self, page: Page, host: str) -> None:
        """Count everything the page does from now on; the browser knows no other host."""

        def count(request: Request) -> None:
            address = urlsplit(request.url)
            self.requests.append(request.url)
            if address.scheme in ("http", "https", "ws", "wss") and address.netloc != host:
                self.foreign.append(request.url)

        page.on("request", count)
        page.on("websocket", self._watch_socket)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)

    def _watch_socket(self, socket_: WebSocket) -> None:
        def count(payload: str | bytes) -> None:
            self.ws_bytes += len(payload)

        socket_.on("framereceived", count)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a running Chromium, the machine's own; without one the tests are skipped."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no Chromium on this machine (looked for {', '.join(NAMES)})")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    pytest.fail(f"the server did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Return a function that serves a Streamlit script and gives its address.

    ``serve(script, env, *options)`` starts ``streamlit run`` on a free port, in a folder of its
    own; ``env`` is added to the environment, ``options`` to the command line
    (``"--server.baseUrlPath=x"``). The server lives until the end of the test run. The address
    ends with a slash.
    """
    servers: list[subprocess.Popen[bytes]] = []

    def start(script: Path, env: dict[str, str] | None = None, *options: str) -> str:
        folder = tmp_path_factory.mktemp("server")
        port, log = _free_port(), folder / "server.log"
        command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
        command += [f"--server.port={port}", "--server.address=127.0.0.1"]
        command += ["--server.headless=true", "--browser.gatherUsageStats=false"]
        own = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        with log.open("wb") as output:
            server = subprocess.Popen(
                command,
                cwd=folder,
                env=os.environ | own | (env or {}),
                stdout=output,
                stderr=output,
            )
        servers.append(server)
        base = next((o.split("=", 1)[1] for o in options if o.startswith("--server.baseUrl")), "")
        address = f"http://127.0.0.1:{port}/" + (f"{base.strip('/')}/" if base else "")
        _wait_for(f"{address}_stcore/health", server, log)
        SERVED[address] = env or {}
        return address

    yield start
    for server in servers:
        server.terminate()
    for server in servers:
        server.wait(timeout=15)


@pytest.fixture(scope="module")
def site(
    serve: Callable[..., str],
    fill_store: Callable[[Path], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """Return the address of a dashboard with a store of the module's own and no boundaries."""
    env = {"NTM_VAR_DIR": str(fill_store(tmp_path_factory.mktemp("site")))}
    return serve(ROOT / "app.py", env)


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., tuple[Page, Traffic]]]:
    """Return a function that opens an address in a fresh profile: ``page, traffic = visit(url)``.

    Keyword arguments go to Playwright's ``new_context`` (``viewport``, ``has_touch``, ``locale``).
    With ``is_first_visit`` the short guide of a first visit greets as it does a new reader;
    ``is_staff=True`` signs in first.
    """
    contexts = []

    def open_one(url: str, *, is_staff: bool = False, **options: Any) -> tuple[Page, Traffic]:
        options.setdefault("viewport", {"width": 1440, "height": 900})
        is_first_visit = options.pop("is_first_visit", False)
        context = chromium.new_context(**options)
        if not is_first_visit:
            context.add_init_script("try { localStorage.setItem('ntm-guide-seen', '1') } catch {}")
        contexts.append(context)
        page, traffic = context.new_page(), Traffic()
        traffic.watch(page, urlsplit(url).netloc)
        if is_staff:
            address = next(known for known in SERVED if url.startswith(known))
            # The cookie is all that is wanted; the page it leads to need not be drawn.
            context.request.get(sign_in_link(address), max_redirects=0)
        page.goto(url)
        return page, traffic

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def screens() -> Callable[[Page, str], list[Path]]:
    """Return a function that photographs a page at the three sizes the dashboard is made for.

    ``screens(page, "overview")`` writes ``overview-1440x900.png`` and so on into the folder that
    ``NTM_SCREENSHOTS`` names, and does nothing without it. Wait for what you want to see first.
    """

    def take(page: Page, name: str) -> list[Path]:
        folder = os.environ.get("NTM_SCREENSHOTS")
        if not folder:
            return []
        Path(folder).mkdir(parents=True, exist_ok=True)
        taken, before = [], page.viewport_size
        for label, (width, height) in SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            # Two frames: one to lay the page out anew, one to paint it.
            page.evaluate("() => new Promise(r => requestAnimationFrame(() => setTimeout(r, 120)))")
            taken.append(Path(folder) / f"{name}-{label}.png")
            page.screenshot(path=taken[-1])
        if before:
            page.set_viewport_size(before)
        return taken

    return take
