"""Department links: what each shows, until when, and how it was used. Tokens are not kept."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from data.store.access_tables import share_link
from data.store.audit import as_utc, record
from data.store.visits import digest
from domain.access import Scope


@dataclass(frozen=True)
class ShareLink:
    """A department link.

    Attributes:
        label: What those who made it call it.
        expires_on: Last day it works.
        has_passphrase: It asks for a word before it opens.
        last_used_at: When it was last opened.
        use_count: How often it was opened.
    """

    link_id: int
    label: str
    scope: Scope
    has_passphrase: bool
    created_at: datetime
    created_by: str
    expires_on: date
    revoked_at: datetime | None
    revoked_by: str
    last_used_at: datetime | None
    use_count: int

    def state(self, today: date) -> str:
        """Return ``revoked``, ``expired`` or ``open``."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_on < today else "open"


def scope_to_json(scope: Scope) -> str:
    """Return a scope as text."""
    return json.dumps(asdict(scope), ensure_ascii=False, default=str)


def scope_from_json(text: str) -> Scope:
    """Return the scope of a text."""
    values = json.loads(text)
    values["criteria"] = tuple(values["criteria"])
    values["indicators"] = tuple(values["indicators"])
    values["as_of"] = date.fromisoformat(values["as_of"]) if values["as_of"] else None
    return Scope(**values)


def add_link(
    connection: Connection,
    token: str,
    scope: Scope,
    *,
    label: str,
    expires_on: date,
    passphrase_hash: str,
    actor: str,
    now: datetime,
) -> int:
    """Keep a link; return its number."""
    values = {
        "token_sha256": digest(token),
        "label": label[:200],
        "scope": scope_to_json(scope),
        "passphrase_hash": passphrase_hash,
        "created_at": now,
        "created_by": actor[:200],
        "expires_on": expires_on,
    }
    result = connection.execute(insert(share_link).values(**values))
    key = result.inserted_primary_key
    assert key is not None  # noqa: S101 -- an insert of one row has one
    record(connection, actor, "share_created", link=key[0], label=label, scope=values["scope"])
    return int(key[0])


def revoke_link(connection: Connection, link_id: int, *, actor: str, now: datetime) -> bool:
    """Stop a link; tell whether it was there and not stopped before."""
    there = share_link.c.id == link_id, share_link.c.revoked_at.is_(None)
    values = {"revoked_at": now, "revoked_by": actor[:200]}
    if not connection.execute(update(share_link).where(*there).values(**values)).rowcount:
        return False
    record(connection, actor, "share_revoked", link=link_id)
    return True


def list_links(connection: Connection) -> list[ShareLink]:
    """Return every link, newest first."""
    chosen = select(share_link).order_by(share_link.c.id.desc())
    return [_link(row) for row in connection.execute(chosen).mappings()]


def read_link(connection: Connection, link_id: int) -> ShareLink | None:
    """Return a link by its number."""
    chosen = select(share_link).where(share_link.c.id == link_id)
    row = connection.execute(chosen).mappings().first()
    return _link(row) if row else None


def find_link(connection: Connection, token: str) -> tuple[ShareLink, str] | None:
    """Return the link of a token with the hash of its passphrase; ``None`` for a forged one."""
    chosen = select(share_link).where(share_link.c.token_sha256 == digest(token))
    row = connection.execute(chosen).mappings().first()
    return (_link(row), row["passphrase_hash"]) if row else None


def count_use(connection: Connection, link_id: int, now: datetime) -> None:
    """Remember that a link was opened."""
    values = {"last_used_at": now, "use_count": share_link.c.use_count + 1}
    connection.execute(update(share_link).where(share_link.c.id == link_id).values(**values))


def _link(row: RowMapping) -> ShareLink:
    return ShareLink(
        link_id=row["id"],
        label=row["label"],
        scope=scope_from_json(row["scope"]),
        has_passphrase=bool(row["passphrase_hash"]),
        created_at=as_utc(row["created_at"]),
        created_by=row["created_by"],
        expires_on=row["expires_on"],
        revoked_at=row["revoked_at"] and as_utc(row["revoked_at"]),
        revoked_by=row["revoked_by"],
        last_used_at=row["last_used_at"] and as_utc(row["last_used_at"]),
        use_count=row["use_count"],
    )
