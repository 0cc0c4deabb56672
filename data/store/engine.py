"""One engine per database address, with the settings each database needs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

from data import paths
from data.store.presence import APPLICATION

BUSY_TIMEOUT_MS = 15_000
"""How long a second writer waits for the first before it is told."""

WRITE_LOCK = 0x4E544D
"""Key of the advisory lock of writers on PostgreSQL; any number nobody else uses there."""


def database_url() -> str:
    """Return the address of the store: ``NTM_DATABASE_URL``, else a SQLite file under ``var/``."""
    configured = os.environ.get("NTM_DATABASE_URL", "")
    if configured.startswith("postgres://"):
        return "postgresql+psycopg://" + configured.removeprefix("postgres://")
    if configured.startswith("postgresql://"):
        return "postgresql+psycopg://" + configured.removeprefix("postgresql://")
    return configured or f"sqlite:///{paths.var_dir() / 'ntm.sqlite3'}"


def get_engine(url: str | None = None) -> Engine:
    """Return the engine of the store, made once per process and address."""
    return _engine(url or database_url())


@lru_cache(maxsize=8)
def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(
            url,
            pool_pre_ping=True,  # a connection the server has dropped is replaced, not shown
            pool_size=10,
            max_overflow=10,
            pool_timeout=15,
            hide_parameters=True,  # what somebody typed or loaded does not belong in a log
            connect_args={"connect_timeout": 5, "application_name": APPLICATION},
        )
    Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transaction handling is switched off so that _begin_sqlite decides: reads
    # must not take the write lock, writes must take it before their first read.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("ntm_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def begin_write(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that will write; a second writer waits until the first is done.

    What a writer reads before it writes (which batch is in force, which table is outdated) stays
    true until it commits: on SQLite the lock is taken at once, on PostgreSQL every writer takes the
    same advisory lock first.

    Yields:
        The connection; commits at the end, rolls back on an error.
    """
    with engine.execution_options(ntm_write=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = {BUSY_TIMEOUT_MS}"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
        yield connection
    written.moments += 1


class _Written:
    """Counts what this process has written, so that what was read before can be told as old."""

    moments = 0


written = _Written()
