"""The same store tests on SQLite and on a real PostgreSQL server, which this run starts itself."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import tiny_store
from sqlalchemy import Connection, Engine

from data import paths, setup
from data.store import schema
from data.store.engine import begin_write, get_engine

START_SECONDS = 30


def _postgres_binaries() -> Path | None:
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


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[Callable[[], str]]:
    """Start a server on a socket in a folder of its own; return a function that empties it.

    The function returns the address of the emptied database.
    """
    binaries = _postgres_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL programs are not installed (apt-get install postgresql)")
    # Not pytest's own temporary folder: only its owner may enter it, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="ntm-pg-"))
    user = _server_user()
    if user is not None:
        shutil.chown(folder, user)
    cluster = folder / "cluster"
    options = ["--no-sync", "--encoding=UTF8", "--locale=C", "--auth=trust", "--username=ntm"]
    subprocess.run(
        [binaries / "initdb", "-D", cluster, *options],
        user=user,
        cwd=folder,
        check=True,
        capture_output=True,
    )
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off"}
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", cluster, *arguments],
            user=user,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        admin = _connect(server, folder)
        # A test that left a transaction open would otherwise block the next one for good.
        admin.execute(f"SET lock_timeout = '{START_SECONDS}s'")

        def empty_database() -> str:
            # Much faster than a database for each test.
            admin.execute("DROP SCHEMA public CASCADE")
            admin.execute("CREATE SCHEMA public")
            return f"postgresql+psycopg://ntm@/postgres?host={folder}"

        yield empty_database
        admin.close()
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
        server.wait(timeout=START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _connect(server: subprocess.Popen[bytes], folder: Path) -> psycopg.Connection:
    """Wait until the server answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return psycopg.connect(f"host={folder} user=ntm dbname=postgres", autocommit=True)
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((folder / "log").read_text(encoding="utf-8")) from None
            time.sleep(0.05)


DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql))


@pytest.fixture(params=DATABASES)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty store, once on each kind of database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    return request.getfixturevalue("postgres_database")()


@pytest.fixture
def empty_engine(store_url: str) -> Iterator[Engine]:
    """Return the engine of an empty store."""
    engine = get_engine(store_url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(empty_engine: Engine) -> Engine:
    """Return the engine of a store that has its tables and nothing in them."""
    schema.upgrade(empty_engine)
    return empty_engine


@pytest.fixture
def writing(engine: Engine) -> Iterator[Connection]:
    """Return a writing connection to such a store, for a test that needs one transaction."""
    with begin_write(engine) as connection:
        yield connection


@pytest.fixture
def tiny_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the product read the tiny reference and illustrative files; return their folder."""
    folder = tmp_path / "files"
    tiny_store.write_reference(folder / "reference")
    tiny_store.write_illustrative(folder / "illustrative")
    monkeypatch.setattr(paths, "REFERENCE", folder / "reference")
    monkeypatch.setattr(paths, "ILLUSTRATIVE", folder / "illustrative")
    return folder


@pytest.fixture
def filled(empty_engine: Engine, tiny_files: Path) -> Engine:
    """Return the engine of a store filled with the tiny files, as a first run fills it."""
    setup.prepare_store(lambda _step, _share: None, empty_engine)
    return empty_engine
