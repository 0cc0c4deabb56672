"""A real PostgreSQL server of this machine's programs, on a socket in a folder of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

START_SECONDS = 30


def postgres_binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL programs: Debian keeps them out of the PATH."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3])
    )
    in_path = shutil.which("initdb")
    return found[-1].parent if found else Path(in_path).parent if in_path else None


def _server_user() -> str | None:
    """Return whom to run the server as: it refuses root, so another user of this machine."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@dataclass
class PostgresServer:
    """A server that can be stopped and started again; ``url`` stays the same."""

    folder: Path
    binaries: Path
    user: str | None
    process: subprocess.Popen[bytes] | None = field(default=None)

    @classmethod
    def make(cls) -> "PostgresServer":
        """Make an empty cluster, not started yet; skips the test without PostgreSQL."""
        binaries = postgres_binaries()
        if binaries is None:
            pytest.skip("PostgreSQL programs are not installed (apt-get install postgresql)")
        # Not pytest's own temporary folder: only its owner may enter it, and a socket's path is
        # short.
        folder = Path(tempfile.mkdtemp(prefix="ntm-pg-"))
        server = cls(folder, binaries, _server_user())
        if server.user is not None:
            shutil.chown(folder, server.user)
        options = ["--no-sync", "--encoding=UTF8", "--locale=C", "--auth=trust", "--username=ntm"]
        subprocess.run(
            [binaries / "initdb", "-D", folder / "cluster", *options],
            user=server.user,
            cwd=folder,
            check=True,
            capture_output=True,
        )
        return server

    @property
    def url(self) -> str:
        """Return the address of the database."""
        return f"postgresql+psycopg://ntm@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.folder / "cluster", *arguments],
                user=self.user,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.connect().close()

    def connect(self) -> psycopg.Connection:
        """Connect as the superuser, waiting until the server answers."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return psycopg.connect(
                    f"host={self.folder} user=ntm dbname=postgres", autocommit=True
                )
            except psycopg.OperationalError:
                gone = self.process is None or self.process.poll() is not None
                if gone or time.monotonic() > deadline:
                    log = (self.folder / "log").read_text(encoding="utf-8")
                    raise RuntimeError(log) from None
                time.sleep(0.05)

    def stop(self) -> None:
        """Stop at once, as a machine that fails; nothing written is waited for."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=START_SECONDS)
            self.process = None

    def remove(self) -> None:
        """Stop and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
