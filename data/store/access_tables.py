"""Tables of who may come in: accounts, sessions, sign-in links, department links, failed attempts.

Of every secret only a hash is kept: reading the store lets nobody in. Unlike figures these rows
change: a session ends, a link is revoked.
"""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Index, Integer, String, Table, Text

from data.store.tables import metadata

account = Table(
    "account",
    metadata,
    # An e-mail address or a name, in lower case; what OIDC and the sign-in form both look up.
    Column("name", String(200), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("full_name", String(200), nullable=False, server_default=""),
    # Argon2; empty for those who sign in elsewhere only.
    Column("password_hash", Text, nullable=False, server_default=""),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("removed_at", DateTime(timezone=True)),
)

share_link = Table(
    "share_link",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("label", String(200), nullable=False, server_default=""),
    # JSON (data.store.share_links): what it shows.
    Column("scope", Text, nullable=False),
    Column("passphrase_hash", Text, nullable=False, server_default=""),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("revoked_by", String(200), nullable=False, server_default=""),
    Column("last_used_at", DateTime(timezone=True)),
    Column("use_count", Integer, nullable=False, server_default="0"),
)

visit = Table(
    "visit",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    # Of a session without an account: the one opened by a link printed in the terminal.
    Column("role", String(16), nullable=False),
    Column("account_name", ForeignKey("account.name"), index=True),
    Column("link_id", ForeignKey("share_link.id"), index=True),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    Column("ended_at", DateTime(timezone=True)),
)

ticket = Table(
    "ticket",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
)

failed_attempt = Table(
    "failed_attempt",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    # What was tried ("account:an@example.vn", "link:7") or from where ("address:10.0.0.5").
    Column("subject", String(240), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index(None, "subject", "at"),
)
