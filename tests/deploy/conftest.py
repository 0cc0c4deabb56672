"""Two processes of the dashboard on one PostgreSQL, behind the shipped nginx, all on loopback."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from postgres_server import PostgresServer

from scripts import local_nginx

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Node:
    """One process of the dashboard; stopped and started by tests."""

    name: str
    port: int
    env: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, f"--server.port={self.port}"],
                cwd=ROOT,
                env=os.environ | self.env,
                stdout=output,
                stderr=output,
            )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            with suppress(OSError):
                urllib.request.urlopen(f"{self.url}healthz", timeout=2).close()
                return
            time.sleep(0.05)
        pytest.fail(self.log.read_text()[-3000:])

    def stop(self) -> float:
        """Ask the process to stop; return the seconds it took."""
        start = time.monotonic()
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=60)
            self.process = None
        return time.monotonic() - start

    def kill(self) -> None:
        """End the process as a crash does, without a word."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=60)
            self.process = None


@dataclass
class Cluster:
    """What a province runs: one store, two processes, nginx in front."""

    postgres: PostgresServer
    nodes: tuple[Node, Node]
    url: str
    env: dict[str, str]
    folder: Path

    def command(self, *arguments: str) -> str:
        """Run ``python -m data`` against the store; return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "data", *arguments],
            cwd=ROOT,
            env=os.environ | self.env,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Return the running cluster; skips clearly where a program is missing."""
    if local_nginx.nginx_path() is None:
        pytest.skip("nginx is not installed (apt-get install nginx-light)")
    postgres = PostgresServer.make()
    folder = Path(tempfile.mkdtemp(prefix="ntm-nginx-"))
    nodes: tuple[Node, ...] = ()
    nginx = None
    try:
        postgres.start()
        shared = {
            "NTM_DATABASE_URL": postgres.url,
            "NTM_LOG": "json",
            "NTM_OPEN_VIEWING": "1",  # viewers through a proxy have to sign in otherwise
            "STREAMLIT_SERVER_COOKIE_SECRET": "for this test only",
        }
        # Each process has a folder of its own, as on two machines.
        nodes = tuple(
            Node(
                name,
                free_port(),
                shared | {"NTM_VAR_DIR": str(tmp_path_factory.mktemp(f"node-{name}"))},
                folder / f"{name}.log",
            )
            for name in "ab"
        )
        cluster = Cluster(postgres, nodes, "", nodes[0].env, folder)  # type: ignore[arg-type]
        cluster.command("init", "--no-boundaries")
        for node in nodes:
            node.start()
        port = free_port()
        (folder / "nginx").mkdir()
        nginx = local_nginx.start(folder / "nginx", port, [node.port for node in nodes])
        cluster.url = f"http://127.0.0.1:{port}/"
        yield cluster
    finally:
        if nginx is not None:
            nginx.terminate()
            nginx.wait(timeout=15)
        for node in nodes:
            node.stop()
        postgres.remove()
        shutil.rmtree(folder, ignore_errors=True)
