"""Which data a run of a page sees: the version that is part of every cache's key."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import select

from data.store import snapshots
from data.store.engine import database_url, get_engine, written
from data.store.tables import reference_file

_version_of_run: ContextVar[dict[int, str] | None] = ContextVar("version_of_run", default=None)

_OVER = -1
"""Set among the versions of a run once it is over."""


@contextmanager
def one_version() -> Iterator[None]:
    """Let everything inside see one version of the data, asked of the store once.

    A run of a page reads some twenty things; what this process itself writes meanwhile is seen.
    """
    seen: dict[int, str] = {}
    token = _version_of_run.set(seen)
    try:
        yield
    finally:
        _version_of_run.reset(token)
        # A file made later takes the context of this run along, but sees the data of its own time.
        seen[_OVER] = ""


def data_version() -> str:
    """Return what identifies the data in the store now; part of every key below."""
    known = _version_of_run.get()
    if known is None or _OVER in known:
        return _read_version()
    if written.moments not in known:
        known[written.moments] = _read_version()
    return known[written.moments]


def _read_version() -> str:
    # No parameter below begins with an underscore: Streamlit would leave it out of the key.
    with get_engine().connect() as connection:
        batches = snapshots.data_version(connection)
        hashes = connection.execute(
            select(reference_file.c.sha256).order_by(reference_file.c.table_name)
        )
        digest = hashlib.sha256("".join([database_url(), *(row[0] for row in hashes)]).encode())
    return f"{batches}-{digest.hexdigest()[:8]}"
