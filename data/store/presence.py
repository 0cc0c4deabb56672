"""Whether anybody is using the store now, so that it is not exchanged under their feet."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

APPLICATION = "ntm"
"""How our connections call themselves on PostgreSQL."""


class StoreInUseError(Exception):
    """A running dashboard holds the store."""


def _lock_path(engine: Engine) -> Path:
    path = Path(str(engine.url.database))
    return path.with_name(f"{path.name}.in-use")


@contextmanager
def using(engine: Engine) -> Iterator[None]:
    """Say, for as long as this lasts, that the store is in use; any number may.

    On PostgreSQL the connections themselves say so.
    """
    if engine.dialect.name != "sqlite":
        yield
        return
    with _locked(_lock_path(engine), fcntl.LOCK_SH):
        yield


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Keep everybody else from starting to use the store.

    Raises:
        StoreInUseError: Somebody uses it already.
    """
    if engine.dialect.name == "sqlite":
        try:
            with _locked(_lock_path(engine), fcntl.LOCK_EX | fcntl.LOCK_NB):
                # A connection of ours would go on with the file that is moved away.
                engine.dispose()
                yield
        except BlockingIOError as error:
            raise StoreInUseError from error
        return
    question = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = :name AND pid <> pg_backend_pid()"
    )
    engine.dispose()
    with engine.connect() as connection:
        others = connection.execute(question, {"name": APPLICATION}).scalar_one()
    if others:
        raise StoreInUseError
    # Our own connections would keep pg_restore waiting.
    engine.dispose()
    yield


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
