"""Whether a file is loaded already: same bytes, same scope, and in force."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from data.store.audit import as_utc
from data.store.batches import active_batches
from data.store.tables import batch


@dataclass(frozen=True)
class Loaded:
    """The load of a file that is still in force."""

    batch_id: int
    actor: str
    at: datetime
    file_name: str


def find_loaded(
    connection: Connection,
    sha256: str,
    subject: str,
    province_code: str,
    as_of: date | None = None,
    set_id: str = "",
) -> Loaded | None:
    """Return the newest load in force of a file, ``None`` when there is none.

    Args:
        connection: Any connection.
        sha256: Of the file's bytes.
        subject: ``marks``, ``recognition`` ….
        province_code: Province it was loaded for.
        as_of: For marks: their date.
        set_id: For marks: their criteria set.
    """
    query = select(batch).where(
        batch.c.file_sha256 == sha256,
        batch.c.subject == subject,
        batch.c.province_code == province_code,
    )
    if as_of is not None:
        query = query.where(batch.c.as_of == as_of, batch.c.set_id == set_id)
    active = active_batches(connection)
    for row in connection.execute(query.order_by(batch.c.id.desc())).mappings():
        if row["id"] in active:
            return Loaded(row["id"], row["actor"], as_utc(row["created_at"]), row["file_name"])
    return None
