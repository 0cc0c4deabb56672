"""Work that is not saved yet, kept so that it outlives a process: bounded, and gone by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from data.store.audit import as_utc
from data.store.draft_tables import draft

LONGEST = 400_000
"""Characters of a piece of work; every cell of the largest province is far below it."""

MOST = 20
"""Pieces a session keeps; of more, those touched last."""

LASTS = timedelta(days=14)


@dataclass(frozen=True)
class Draft:
    """A piece of work as it was kept."""

    content: str
    kept_at: datetime


def read_draft(connection: Connection, owner: str, name: str, now: datetime) -> Draft | None:
    """Return what a session kept under a name, if it is not too old."""
    there = draft.c.owner_sha256 == owner, draft.c.name == name, draft.c.kept_at > now - LASTS
    row = connection.execute(select(draft.c.content, draft.c.kept_at).where(*there)).first()
    return Draft(row.content, as_utc(row.kept_at)) if row else None


def write_draft(connection: Connection, owner: str, name: str, content: str, now: datetime) -> bool:
    """Keep a piece of work in the place of what stood there, or nothing; forget old ones.

    Args:
        connection: A writing connection.
        owner: Hash of the session's name.
        name: What it is, "scenario.66".
        content: Text; "" keeps nothing.
        now: This moment.

    Returns:
        Whether it is kept; one that is too long is not.
    """
    connection.execute(
        delete(draft).where(
            ((draft.c.owner_sha256 == owner) & (draft.c.name == name))
            | (draft.c.kept_at <= now - LASTS)
        )
    )
    if not content or len(content) > LONGEST:
        return False
    own = draft.c.owner_sha256 == owner
    held = connection.execute(select(func.count()).where(own)).scalar_one()
    if held >= MOST:
        oldest = select(draft.c.name).where(own).order_by(draft.c.kept_at).limit(held - MOST + 1)
        names = list(connection.execute(oldest).scalars())
        connection.execute(delete(draft).where(own, draft.c.name.in_(names)))
    values = {"owner_sha256": owner, "name": name, "content": content, "kept_at": now}
    connection.execute(insert(draft).values(values))
    return True


def forget_drafts(connection: Connection, owner: str) -> None:
    """Forget everything a session kept; it was signed out."""
    connection.execute(delete(draft).where(draft.c.owner_sha256 == owner))
