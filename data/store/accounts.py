"""Who may sign in: a name or e-mail address, a role, and a password where OIDC is not used."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, RowMapping, insert, select, update

from data.store.access_tables import account
from data.store.audit import record
from domain.access import Role

ROLES = (Role.LEADER, Role.STAFF)
"""Roles an account can have; links are made, not signed in to."""

PASSWORD_LENGTH = 10
"""Characters a password has at least; longer ones need no other rule."""

_hasher = PasswordHasher()


class AccountError(ValueError):
    """An account cannot be kept or is not there; ``reason`` is a key of the texts."""

    def __init__(self, reason: str) -> None:
        """Say why."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    name: str
    role: Role
    full_name: str
    has_password: bool
    added_at: datetime

    @property
    def person(self) -> str:
        """Return the name the log and the screen call them by."""
        return self.full_name or self.name


def normalise(name: str) -> str:
    """Return a name as it is kept: addresses do not differ by case or space around them."""
    return name.strip().lower()[:200]


def hash_secret(secret: str) -> str:
    """Return the Argon2 hash of a password or passphrase."""
    return _hasher.hash(secret)


def is_secret(stored: str, given: str) -> bool:
    """Tell whether a secret fits its hash; without one it takes as long and is refused."""
    try:
        return bool(_hasher.verify(stored or _nobody(), given)) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash("nobody signs in with this")


def add_account(
    connection: Connection,
    name: str,
    role: Role,
    *,
    full_name: str = "",
    password: str = "",
    actor: str,
) -> None:
    """Add an account, or give one that is there another role, full name or password.

    Raises:
        AccountError: The name is blank, the role is none an account has, the password is short.
    """
    key = normalise(name)
    if not key or any(not sign.isprintable() for sign in key):
        raise AccountError("name")
    if role not in ROLES:
        raise AccountError("role")
    if password and len(password) < PASSWORD_LENGTH:
        raise AccountError("password")
    values: dict[str, Any] = {"role": role.value, "removed_at": None}
    if full_name.strip():
        values["full_name"] = " ".join(full_name.split())[:200]
    if password:
        values["password_hash"] = hash_secret(password)
    known = connection.execute(select(account.c.name).where(account.c.name == key)).first()
    if known:
        connection.execute(update(account).where(account.c.name == key).values(**values))
    else:
        new = insert(account).values(name=key, added_at=datetime.now(UTC), **values)
        connection.execute(new)
    record(connection, actor, "account_added", name=key, role=role.value)


def remove_account(connection: Connection, name: str, *, actor: str) -> None:
    """Let somebody in no more; their name stays for the log.

    Raises:
        AccountError: There is no such account.
    """
    there = account.c.name == normalise(name), account.c.removed_at.is_(None)
    values = {"removed_at": datetime.now(UTC), "password_hash": ""}
    if not connection.execute(update(account).where(*there).values(**values)).rowcount:
        raise AccountError("unknown")
    record(connection, actor, "account_removed", name=normalise(name))


def list_accounts(connection: Connection) -> list[Account]:
    """Return everybody who may sign in, by name."""
    chosen = select(account).where(account.c.removed_at.is_(None)).order_by(account.c.name)
    return [_account(row) for row in connection.execute(chosen).mappings()]


def find_account(connection: Connection, name: str) -> Account | None:
    """Return somebody who may sign in, ``None`` when there is nobody of that name."""
    there = account.c.name == normalise(name), account.c.removed_at.is_(None)
    row = connection.execute(select(account).where(*there)).mappings().first()
    return _account(row) if row else None


def check_password(connection: Connection, name: str, password: str) -> Account | None:
    """Return whose name and password these are; it takes as long for an unknown name."""
    there = account.c.name == normalise(name), account.c.removed_at.is_(None)
    row = connection.execute(select(account).where(*there)).mappings().first()
    fits = is_secret(row["password_hash"] if row else "", password)
    return _account(row) if row and fits else None


def _account(row: RowMapping) -> Account:
    return Account(
        name=row["name"],
        role=Role(row["role"]),
        full_name=row["full_name"],
        has_password=bool(row["password_hash"]),
        added_at=row["added_at"],
    )
