"""The audit log: who did what and when, one line each, never changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from data.store.tables import audit_log

ACTOR_LENGTH = 200
"""Characters of a name that are kept; PostgreSQL refuses longer ones."""

ABOUT_ACCESS = frozenset(
    {
        *("signed_in", "ticket_made", "account_added", "account_removed"),
        *("share_created", "share_revoked"),
    }
)
"""Actions that say who comes in and how; they leave in no file."""


@dataclass(frozen=True)
class AuditLine:
    """One line of the log; ``detail`` holds what the action says about itself."""

    at: datetime
    actor: str
    action: str
    batch_id: int | None
    detail: Mapping[str, Any]


def record(
    connection: Connection, actor: str, action: str, batch_id: int | None = None, **detail: object
) -> None:
    """Write a line; empty details are left out, dates become ISO text."""
    told = {name: value for name, value in detail.items() if value not in (None, "")}
    connection.execute(
        insert(audit_log).values(
            at=datetime.now(UTC),
            actor=actor[:ACTOR_LENGTH],
            action=action,
            batch_id=batch_id,
            detail=json.dumps(told, ensure_ascii=False, default=str),
        )
    )


def is_recorded(connection: Connection, actor: str, action: str, sha256: str) -> bool:
    """Tell whether the log holds a line of somebody's action on the file of a hash already."""
    query = select(audit_log.c.id).where(
        audit_log.c.actor == actor[:ACTOR_LENGTH],
        audit_log.c.action == action,
        audit_log.c.detail.contains(f'"sha256": "{sha256}"', autoescape=True),
    )
    return connection.execute(query.limit(1)).first() is not None


def read_audit(connection: Connection, limit: int = 100, action: str = "") -> list[AuditLine]:
    """Return the newest lines, newest first; only those of one action if it is given.

    Lines written before details were JSON have one detail, ``text``.
    """
    query = select(audit_log).order_by(audit_log.c.id.desc()).limit(limit)
    if action:
        query = query.where(audit_log.c.action == action)
    return [
        AuditLine(
            at=as_utc(row["at"]),
            actor=row["actor"],
            action=row["action"],
            batch_id=row["batch_id"],
            detail=_parse(row["detail"]),
        )
        for row in connection.execute(query).mappings()
    ]


def as_utc(moment: datetime) -> datetime:
    """Return a moment the store gave with its zone, which SQLite forgets."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parse(detail: str) -> Mapping[str, Any]:
    if not detail.startswith("{"):
        return {"text": detail} if detail else {}
    parsed: Mapping[str, Any] = json.loads(detail)
    return parsed
