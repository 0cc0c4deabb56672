"""Sessions, one-time links and failed attempts, kept in the store so that every process agrees.

A session is a random name in a cookie; the store knows its hash, whose it is and until when. There
is nothing in it to forge, and ending it ends it in every tab and on every machine.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from data.store.access_tables import account, failed_attempt, share_link, ticket, visit
from data.store.audit import as_utc
from domain.access import Role


def new_token() -> str:
    """Return a name nobody can guess: 256 random bits as text for an address or a cookie."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what the store keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Visit:
    """A session that is open.

    Attributes:
        role: Of its account now, else the one it was opened with.
        person: As the log names them; "" without an account.
        link_id: Of a session opened by a department link.
    """

    role: Role
    person: str
    account_name: str | None
    link_id: int | None


@dataclass(frozen=True)
class NewVisit:
    """A session to open, for an account, for a link, or for the holder of a one-time link."""

    role: Role
    account_name: str | None = None
    link_id: int | None = None


def open_visit(
    connection: Connection, token: str, new: NewVisit, now: datetime, lasts: timedelta
) -> None:
    """Open a session; sessions long over are forgotten."""
    connection.execute(delete(visit).where(visit.c.expires_at < now - timedelta(days=30)))
    connection.execute(
        insert(visit).values(
            token_sha256=digest(token),
            role=new.role.value,
            account_name=new.account_name,
            link_id=new.link_id,
            opened_at=now,
            expires_at=now + lasts,
        )
    )


def read_visit(connection: Connection, token: str, now: datetime) -> Visit | None:
    """Return an open session; ``None`` when it is unknown, ended, expired, or nobody's any more."""
    chosen = (
        select(visit, account.c.role.label("own_role"), account.c.full_name, account.c.removed_at)
        .outerjoin(account, visit.c.account_name == account.c.name)
        .where(visit.c.token_sha256 == digest(token))
    )
    row = connection.execute(chosen).mappings().first()
    if row is None or row["ended_at"] is not None or as_utc(row["expires_at"]) <= now:
        return None
    if row["account_name"] is not None and row["removed_at"] is not None:
        return None
    name = row["account_name"]
    return Visit(
        role=Role(row["own_role"] or row["role"]),
        person=(row["full_name"] or name) if name else "",
        account_name=name,
        link_id=row["link_id"],
    )


def is_known(connection: Connection, token: str) -> bool:
    """Tell whether a session was ever opened under this name."""
    return (
        connection.execute(select(1).where(visit.c.token_sha256 == digest(token))).first()
        is not None
    )


def end_visit(connection: Connection, token: str, now: datetime) -> None:
    """End a session in every tab."""
    there = visit.c.token_sha256 == digest(token), visit.c.ended_at.is_(None)
    connection.execute(update(visit).where(*there).values(ended_at=now))


def end_visits_of(connection: Connection, account_name: str, now: datetime) -> None:
    """End every session of an account."""
    there = visit.c.account_name == account_name, visit.c.ended_at.is_(None)
    connection.execute(update(visit).where(*there).values(ended_at=now))


def make_ticket(connection: Connection, now: datetime, lasts: timedelta) -> str:
    """Make a sign-in link that works once; return its token."""
    token = new_token()
    connection.execute(delete(ticket).where(ticket.c.expires_at < now))
    new = insert(ticket).values(token_sha256=digest(token), made_at=now, expires_at=now + lasts)
    connection.execute(new)
    return token


def use_ticket(connection: Connection, token: str, now: datetime) -> bool:
    """Use a sign-in link; tell whether it was still good."""
    good = ticket.c.token_sha256 == digest(token), ticket.c.used_at.is_(None)
    in_time = ticket.c.expires_at > now
    used = connection.execute(update(ticket).where(*good, in_time).values(used_at=now))
    return used.rowcount == 1


def count_failures(connection: Connection, subject: str, since: datetime) -> int:
    """Return how often something was tried in vain since a moment."""
    there = failed_attempt.c.subject == subject, failed_attempt.c.at > since
    return connection.execute(select(func.count()).where(*there)).scalar_one()


def add_failure(connection: Connection, subjects: Sequence[str], now: datetime) -> None:
    """Remember an attempt in vain; those of more than a day ago are forgotten."""
    old = failed_attempt.c.at < now - timedelta(days=1)
    connection.execute(delete(failed_attempt).where(old))
    rows = [{"subject": subject[:240], "at": now} for subject in subjects]
    connection.execute(insert(failed_attempt), rows)


def forget_failures(connection: Connection, subject: str) -> None:
    """Forget attempts in vain, once the right secret was given."""
    connection.execute(delete(failed_attempt).where(failed_attempt.c.subject == subject))


def is_link_open(connection: Connection, link_id: int, today: date) -> bool:
    """Tell whether a department link still works."""
    chosen = select(share_link.c.revoked_at, share_link.c.expires_on)
    row = connection.execute(chosen.where(share_link.c.id == link_id)).first()
    return row is not None and row[0] is None and row[1] >= today
