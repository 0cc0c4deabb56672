"""The files as they came, kept in the store itself."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from data.store.audit import as_utc
from data.store.batches import FILE_NAME_LENGTH
from data.store.tables import original_file


@dataclass(frozen=True)
class Original:
    """A kept file; ``file_name`` is what its first sender called it."""

    sha256: str
    file_name: str
    size: int
    kind: str
    content: bytes
    stored_at: datetime


def keep_original(connection: Connection, content: bytes, file_name: str, kind: str) -> str:
    """Keep a file unless it is kept already; return its hash.

    Args:
        connection: A writing connection.
        content: The bytes as they came.
        file_name: As the sender named it.
        kind: ``xlsx``, ``csv`` …, from the content.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    known = select(original_file.c.sha256).where(original_file.c.sha256 == sha256)
    if connection.execute(known).first() is None:
        connection.execute(
            insert(original_file).values(
                sha256=sha256,
                file_name=file_name[:FILE_NAME_LENGTH],
                size=len(content),
                kind=kind,
                content=content,
                stored_at=datetime.now(UTC),
            )
        )
    return sha256


def read_original(connection: Connection, sha256: str) -> Original | None:
    """Return a kept file by its hash, ``None`` when there is none."""
    query = select(original_file).where(original_file.c.sha256 == sha256)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    return Original(**{**row, "stored_at": as_utc(row["stored_at"])})
