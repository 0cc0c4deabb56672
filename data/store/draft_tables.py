"""Table of work that is not saved yet: one row a session and piece of work, written over."""

from sqlalchemy import Column, DateTime, String, Table, Text

from data.store.metadata import metadata

draft = Table(
    "draft",
    metadata,
    # Of the session's name; who knows the row does not know the cookie.
    Column("owner_sha256", String(64), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("content", Text, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False, index=True),
)
