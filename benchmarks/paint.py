"""Measure when pages are painted and repainted, against a blank Streamlit page of the same round.

Absolute milliseconds say little on a shared machine. Every round therefore visits a blank page
first and then each named page, each in a fresh browser (cold cache); what is reported is the
median of the paired ratios.

*Painted* is the first screencast frame after which fewer than 3 % of the pixels that the load
changed still differ from the settled picture. *Repainted* is the same after a click that changes a
filter. Websocket bytes are counted before any compression.

Example (a dashboard is already being served)::

    python benchmarks/paint.py --base-url http://127.0.0.1:8501 \\
        --page overview=/ --page "map=/ban-do?province=66" \\
        --click "map=[data-testid=stCheckbox] input" --rounds 5
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import numpy as np
from PIL import Image
from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.async_api import CDPSession, Page

UNSETTLED_SHARE = 0.03
"""Share of the changed pixels that may still differ when a page counts as painted."""

PIXEL_DIFFERENCE = 24
"""Difference of a colour channel (0-255) below which two pixels are the same: JPEG noise."""

BLANK_APP = """\
import streamlit as st

st.set_page_config(layout="wide")
on = st.checkbox("Filter")
st.write("B" * 20 if on else "A" * 20)
"""

CHANGE = """(node) => {
  const now = Date.now() / 1000;
  if (node.tagName === "SELECT") {
    node.selectedIndex = 1;
    node.dispatchEvent(new Event("change"));
  } else node.click();
  return now;
}"""
"""Changes a filter: takes the second entry of a list, or clicks."""

BLANK_CLICK = "[data-testid=stCheckbox] input"

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@dataclass
class Visit:
    """What one visit of one page cost. Times in ms, sizes in bytes, ``None`` = not measured."""

    painted: float
    repainted: float | None = None
    ws_load: int = 0
    ws_rerun: int = 0
    http: int = 0
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Target:
    """A page to measure: its name, address and the selector whose click changes a filter."""

    name: str
    url: str
    click: str | None


class Recorder:
    """Screencast frames and traffic of one page."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.frames: list[tuple[float, bytes]] = []
        self.received = 0
        self.http = 0
        self.foreign: list[str] = []
        self.errors: list[str] = []

    async def attach(self, page: Page) -> None:
        cdp = await page.context.new_cdp_session(page)
        cdp.on("Page.screencastFrame", lambda event: self._frame(cdp, event))
        cdp.on("Network.loadingFinished", self._loaded)
        page.on("websocket", lambda ws: ws.on("framereceived", self._message))
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)
        await cdp.send("Network.enable")
        await cdp.send(
            "Page.startScreencast", {"format": "jpeg", "quality": 80, "everyNthFrame": 1}
        )

    def _frame(self, cdp: CDPSession, event: dict[str, Any]) -> None:
        self.frames.append((event["metadata"]["timestamp"], base64.b64decode(event["data"])))
        acknowledge = cdp.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})
        task = asyncio.ensure_future(acknowledge)
        # The last acknowledgement may come after the page is closed; that is no failure.
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _loaded(self, event: dict[str, Any]) -> None:
        self.http += int(event["encodedDataLength"])

    def _message(self, payload: str | bytes) -> None:
        self.received += len(payload)

    def _request(self, request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.host:
            self.foreign.append(request.url)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)


def _pixels(jpeg: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB"), dtype=np.int16)


def settled_at(frames: list[tuple[float, bytes]], before: bytes) -> float | None:
    """Return the time of the first frame from which the picture stays settled.

    Args:
        frames: Frames in order of time (seconds since the epoch, JPEG); the last one is settled.
        before: The picture before the change.

    Returns:
        Seconds since the epoch, or ``None`` when the picture did not change.
    """
    if not frames:
        return None
    final, start = _pixels(frames[-1][1]), _pixels(before)
    changed = (np.abs(final - start) > PIXEL_DIFFERENCE).any(axis=2)
    if not changed.any():
        return None
    painted = frames[-1][0]
    for moment, jpeg in reversed(frames):
        differs = (np.abs(_pixels(jpeg)[changed] - final[changed]) > PIXEL_DIFFERENCE).any(axis=1)
        if differs.mean() >= UNSETTLED_SHARE:
            break
        painted = moment
    return painted


async def _wait_until_quiet(page: Page, recorder: Recorder, quiet: float, limit: float) -> None:
    """Wait until the script has stopped and no frame came for ``quiet`` seconds."""
    end = time.time() + limit
    while time.time() < end:
        idle = await page.evaluate(
            "document.querySelector('[data-test-script-state]')"
            "?.getAttribute('data-test-script-state') === 'notRunning'"
        )
        last = recorder.frames[-1][0] if recorder.frames else time.time()
        if idle and time.time() - last >= quiet:
            return
        await asyncio.sleep(0.05)
    raise TimeoutError(f"{page.url} did not come to rest within {limit} s")


async def visit(
    playwright: Any, target: Target, chromium: str, quiet: float, limit: float
) -> Visit:
    """Load a page in a fresh browser, then click its filter once."""
    browser = await playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
    try:
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        recorder = Recorder(urlsplit(target.url).netloc)
        await recorder.attach(page)
        white = io.BytesIO()
        Image.new("RGB", (1440, 900), "white").save(white, "JPEG")
        started = time.time()
        await page.goto(target.url, wait_until="commit")
        await _wait_until_quiet(page, recorder, quiet, limit)
        frames = [frame for frame in recorder.frames if frame[0] >= started]
        painted = settled_at(frames, white.getvalue())
        if painted is None:
            raise RuntimeError(f"{target.url} painted nothing")
        if await page.query_selector("[data-testid=stException]"):
            raise RuntimeError(f"{target.url} shows an exception")
        result = Visit((painted - started) * 1000, ws_load=recorder.received, http=recorder.http)
        if target.click:
            await _rerun(page, recorder, target.click, result, (quiet, limit))
        result.foreign, result.errors = recorder.foreign, recorder.errors
        return result
    finally:
        await browser.close()


async def _rerun(
    page: Page, recorder: Recorder, selector: str, result: Visit, waits: tuple[float, float]
) -> None:
    before, received = recorder.frames[-1][1], recorder.received
    element = await page.wait_for_selector(selector, state="attached")
    clicked = await element.evaluate(CHANGE)
    await asyncio.sleep(0.1)
    await _wait_until_quiet(page, recorder, *waits)
    repainted = settled_at([f for f in recorder.frames if f[0] >= clicked], before)
    if repainted is not None:
        result.repainted = (repainted - clicked) * 1000
    result.ws_rerun = recorder.received - received


@contextmanager
def blank_server() -> Iterator[str]:
    """Serve the blank page on a free port and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "blank.py").write_text(BLANK_APP)
        command = [sys.executable, "-m", "streamlit", "run", "blank.py"]
        command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
        options = {"STREAMLIT_SERVER_HEADLESS": "true", "STREAMLIT_RUNNER_POST_SCRIPT_GC": "false"}
        options |= {"STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}
        options |= {"STREAMLIT_CLIENT_TOOLBAR_MODE": "viewer"}
        log = subprocess.DEVNULL
        server = subprocess.Popen(
            command, cwd=folder, env=os.environ | options, stdout=log, stderr=log
        )
        try:
            _wait_for_health(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(timeout=10)


def _wait_for_health(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("the blank page's server ended")
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


def _ratio(pairs: list[tuple[float, float]]) -> str:
    ratios = [value / base for value, base in pairs]
    return f"**{statistics.median(ratios):.2f}** ({min(ratios):.2f}–{max(ratios):.2f})"


def table(rounds: list[dict[str, Visit]], names: list[str]) -> str:
    """Return the Markdown table; each ratio pairs a page with the blank page of its round."""
    head = "painted ms|× blank (min–max)|repainted ms|× blank rerun|ws load kB|ws rerun kB|http kB"
    lines = [f"| page | {' | '.join(head.split('|'))} | other hosts | console errors |"]
    lines.append("|---" * 10 + "|")
    for name in names:
        visits = [(each[name], each["blank"]) for each in rounds]
        loads = [(own.painted, blank.painted) for own, blank in visits]
        reruns = [
            (own.repainted, blank.repainted)
            for own, blank in visits
            if own.repainted is not None and blank.repainted is not None
        ]
        own = [pair[0] for pair in visits]
        cells = [name, f"{statistics.median(v.painted for v in own):.0f}", _ratio(loads)]
        cells.append(f"{statistics.median(v[0] for v in reruns):.0f}" if reruns else "–")
        cells.append(_ratio(reruns) if reruns else "–")
        cells += [f"{statistics.median(v.ws_load for v in own) / 1000:.1f}"]
        cells += [f"{statistics.median(v.ws_rerun for v in own) / 1000:.1f}" if reruns else "–"]
        cells += [f"{statistics.median(v.http for v in own) / 1000:.0f}"]
        cells += [str(max(len(v.foreign) for v in own)), str(max(len(v.errors) for v in own))]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


async def measure(targets: list[Target], chromium: str, args: argparse.Namespace) -> str:
    """Visit every target in every round and return the table."""
    rounds: list[dict[str, Visit]] = []
    async with async_playwright() as playwright:
        for number in range(args.rounds):
            row: dict[str, Visit] = {}
            for target in targets:
                row[target.name] = await visit(playwright, target, chromium, args.quiet, args.limit)
            rounds.append(row)
            done = ", ".join(f"{name} {v.painted:.0f} ms" for name, v in row.items())
            print(f"round {number + 1}/{args.rounds}: {done}", file=sys.stderr)
    for name in {t.name for t in targets}:
        for problem in {p for row in rounds for p in row[name].foreign + row[name].errors}:
            print(f"{name}: {problem}", file=sys.stderr)
    return table(rounds, [target.name for target in targets])


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name or not value:
        raise argparse.ArgumentTypeError(f"expected NAME=VALUE, got {text!r}")
    return name, value


def main() -> None:
    """Read the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base-url", required=True, help="where the dashboard is served")
    parser.add_argument("--page", action="append", type=_pair, required=True, metavar="NAME=PATH")
    parser.add_argument("--click", action="append", type=_pair, default=[], metavar="NAME=SELECTOR")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quiet", type=float, default=1.0, help="seconds without a new frame")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds a page may take")
    args = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        parser.exit(2, "no chromium found on this machine\n")
    clicks = dict(args.click)
    pages = [Target(n, urljoin(args.base_url, path), clicks.get(n)) for n, path in args.page]
    with blank_server() as blank:
        targets = [Target("blank", blank, BLANK_CLICK), *pages]
        print(asyncio.run(measure(targets, chromium, args)))


if __name__ == "__main__":
    main()
