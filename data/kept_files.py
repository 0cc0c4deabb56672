"""The door to files kept as they came: those of loads, and those that were refused."""

from data import access
from data.store import originals, refused
from data.store.engine import get_engine
from domain.access import Permission


@access.needs(Permission.INSPECT)
def read_original(sha256: str) -> bytes:
    """Return the file of a load as it came; empty when there is none."""
    with get_engine().connect() as connection:
        kept = originals.read_original(connection, sha256)
    return kept.content if kept else b""


@access.needs(Permission.INSPECT)
def list_refused(limit: int) -> list[refused.Refused]:
    """Return the newest refusals of files, newest first."""
    with get_engine().connect() as connection:
        return refused.list_refused(connection, limit)


@access.needs(Permission.LOAD)
def read_refused(sha256: str) -> bytes:
    """Return a refused file as it came, to be handed back; empty when it is not kept."""
    with get_engine().connect() as connection:
        return refused.read_refused(connection, sha256) or b""
