"""Measure what a machine spends: first and later start, and the server's memory with ten readers.

Run from the project's folder: ``.venv/bin/python benchmarks/server.py``. Everything is made in a
temporary folder; a start is compared with ``python -c pass`` of the same run, memory with the same
server before its first reader.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
READERS = 10
PATHS = ("", "ban-do?province=66", "muc-tieu?province=66", "tieu-chi?province=20", "ho-so-xa")


def seconds(*command: str, env: dict[str, str]) -> float:
    """Return how long a command takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True, capture_output=True)
    return time.perf_counter() - start


def resident_mb(pid: int) -> float:
    """Return the resident memory of a process in megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the server has no resident memory")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(url: str) -> None:
    """Wait until the server answers.

    Raises:
        TimeoutError: It does not within half a minute.
    """
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{url}_stcore/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


def measure_memory(env: dict[str, str]) -> tuple[float, float]:
    """Return the server's memory before its first reader and with all readers on a page, in MB."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=quiet, stderr=quiet)
    try:
        url = f"http://127.0.0.1:{port}/"
        wait_until_healthy(url)
        before = resident_mb(server.pid)
        chromium = shutil.which("chromium") or ""
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            for reader in range(READERS):
                page = browser.new_page()
                page.goto(url + PATHS[reader % len(PATHS)])
                page.wait_for_selector(".ntm-head")
                page.wait_for_selector('[data-test-script-state="notRunning"]')
            with_readers = resident_mb(server.pid)
            browser.close()
        return before, with_readers
    finally:
        server.terminate()
        server.wait(timeout=10)


def main() -> None:
    """Measure and print a Markdown table."""
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"NTM_VAR_DIR": folder}
        base = seconds("-c", "pass", env=env)
        first = seconds("-m", "data", "init", env=env)
        later = min(seconds("-m", "data", "init", env=env) for _ in range(3))
        before, with_readers = measure_memory(env)
    print("| what | measured | ratio to baseline |\n|---|---|---|")
    print(f"| python -c pass (baseline) | {base:.2f} s | 1 |")
    print(f"| first init, four provinces built | {first:.1f} s | {first / base:.0f} |")
    print(f"| later init | {later:.2f} s | {later / base:.0f} |")
    print(f"| server before the first reader (baseline) | {before:.0f} MB | 1 |")
    print(f"| server, {READERS} readers | {with_readers:.0f} MB | {with_readers / before:.2f} |")


if __name__ == "__main__":
    main()
