"""What is the matter when the store fails, so that a reader is told what to do about it."""

import errno
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

DISK_FULL_STATES = ("53100",)
READ_ONLY_STATES = ("42501", "25006")
"""States of PostgreSQL: the role lacks the right, or the transaction may only read."""
LOCK_STATES = ("55P03", "57014")
"""States of PostgreSQL: a lock was not given in time, or a statement took too long."""


class FaultKind(StrEnum):
    """Kinds of faults that are told apart; the rest is nobody's fault yet."""

    STORE_GONE = "store_gone"
    STORE_BUSY = "store_busy"
    STORE_DAMAGED = "store_damaged"
    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    UNFORESEEN = "unforeseen"


def kind_of(error: BaseException) -> FaultKind:
    """Return what is the matter, looking at the causes of an error as well."""
    seen: BaseException | None = error
    while seen is not None:
        kind = _kind(seen)
        if kind is not FaultKind.UNFORESEEN:
            return kind
        seen = seen.__cause__ or seen.__context__
    return FaultKind.UNFORESEEN


def _kind(error: BaseException) -> FaultKind:
    if isinstance(error, PoolTimeoutError):
        return FaultKind.STORE_GONE
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        return FaultKind.DISK_FULL if full else FaultKind.UNFORESEEN
    return _kind_in_store(error) if isinstance(error, DBAPIError) else FaultKind.UNFORESEEN


def _kind_in_store(error: DBAPIError) -> FaultKind:
    words, state = str(error.orig).lower(), getattr(error.orig, "sqlstate", None)
    if "malformed" in words or "not a database" in words:
        return FaultKind.STORE_DAMAGED
    if "disk is full" in words or "disk i/o error" in words or state in DISK_FULL_STATES:
        return FaultKind.DISK_FULL
    if "readonly database" in words or state in READ_ONLY_STATES:
        return FaultKind.READ_ONLY
    if "locked" in words or state in LOCK_STATES:
        return FaultKind.STORE_BUSY
    # PostgreSQL stopped, unreachable, starting or shutting down; SQLite's file cannot be opened.
    if isinstance(error, OperationalError | InterfaceError):
        return FaultKind.STORE_GONE
    return FaultKind.UNFORESEEN
