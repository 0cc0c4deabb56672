"""Where rows come from: who loaded the batch that brought them, when, from which file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from data.store.audit import as_utc
from data.store.tables import batch


@dataclass(frozen=True)
class Origin:
    """One load; ``file_name`` is "" for what was typed on a page."""

    actor: str
    at: datetime
    file_name: str


def read_origins(connection: Connection) -> Mapping[int, Origin]:
    """Return every load by its id."""
    chosen = select(batch.c.id, batch.c.actor, batch.c.created_at, batch.c.file_name)
    return {
        batch_id: Origin(actor, as_utc(at), file_name or "")
        for batch_id, actor, at, file_name in connection.execute(chosen)
    }
