"""Serve the dashboard for a benchmark: one process, or several behind the shipped nginx."""

import os
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts import local_nginx

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 90


@dataclass(frozen=True)
class Served:
    """A running set-up.

    Attributes:
        title: What it is called in the table.
        url: Where viewers go, with a slash at the end.
        pids: Processes of the dashboard, nginx not among them.
    """

    title: str
    url: str
    pids: tuple[int, ...]

    def cookies_of(self, number: int) -> dict[str, str]:
        """Return the header of a viewer who was led to a process before."""
        names = "abcdefgh"
        return {"Cookie": f"ntm_node={names[number % len(self.pids)]}"}

    def memory_mb(self) -> float:
        """Return the memory that is the processes' own, with their share of what is shared."""
        return sum(_pss_mb(pid) for pid in self.pids)

    def cpu_seconds(self) -> float:
        """Return the processor time the dashboard's processes have used."""
        return sum(_cpu_seconds(pid) for pid in self.pids)


def _pss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"process {pid} has no memory")


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def prepare_store(var: Path) -> None:
    """Make and fill a store with the maps of the plans' provinces."""
    # Viewers who come through a proxy would have to sign in, and only the notice be measured.
    env = os.environ | {"NTM_VAR_DIR": str(var), "NTM_OPEN_VIEWING": "1"}
    command = [sys.executable, "-m", "data", "init"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}healthz", timeout=2).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


@contextmanager
def _process(var: Path, port: int) -> Iterator[int]:
    # Viewers who come through a proxy would have to sign in, and only the notice be measured.
    env = os.environ | {"NTM_VAR_DIR": str(var), "NTM_OPEN_VIEWING": "1"}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=quiet, stderr=quiet)
    try:
        _wait(f"http://127.0.0.1:{port}/", server)
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=60)


@contextmanager
def serve(var: Path, processes: int) -> Iterator[Served]:
    """Serve a store with one process, or with two behind nginx."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with ExitStack() as stack:
        ports = [free_port() for _ in range(processes)]
        pids = [stack.enter_context(_process(var, port)) for port in ports]
        if processes == 1:
            yield Served("1 process", f"http://127.0.0.1:{ports[0]}/", tuple(pids))
            return
        folder, front = Path(stack.enter_context(TemporaryDirectory())), free_port()
        nginx = local_nginx.start(folder, front, ports)
        try:
            yield Served("2 processes behind nginx", f"http://127.0.0.1:{front}/", tuple(pids))
        finally:
            nginx.terminate()
            nginx.wait(timeout=15)
