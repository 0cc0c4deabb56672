"""The same store tests on SQLite and on a real PostgreSQL server, which this run starts itself."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tiny_store
from postgres_server import START_SECONDS, PostgresServer
from sqlalchemy import Connection, Engine

from data import paths, setup
from data.store import schema
from data.store.engine import begin_write, get_engine


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[Callable[[], str]]:
    """Start a server; return a function that empties it.

    The function returns the address of the emptied database.
    """
    server = PostgresServer.make()
    try:
        server.start()
        admin = server.connect()
        # A test that left a transaction open would otherwise block the next one for good.
        admin.execute(f"SET lock_timeout = '{START_SECONDS}s'")

        def empty_database() -> str:
            # Much faster than a database for each test.
            admin.execute("DROP SCHEMA public CASCADE")
            admin.execute("CREATE SCHEMA public")
            return server.url

        yield empty_database
        admin.close()
    finally:
        server.remove()


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
