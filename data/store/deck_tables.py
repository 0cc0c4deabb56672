"""Tables of saved decks of slides: a deck is its versions, and events put it away.

Nothing is ever updated or deleted; the slides of a version are JSON (``domain.slides.recipe``).
"""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Table, Text

from data.store.metadata import metadata, one_of

deck = Table(
    "deck",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("province_code", String(2), nullable=False, index=True),
)

deck_version = Table(
    "deck_version",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("deck_id", ForeignKey("deck.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("author", String(200), nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
    Column("content", Text, nullable=False),
    Index("uq_deck_version_deck_id_number", "deck_id", "number", unique=True),
)

deck_event = Table(
    "deck_event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("deck_id", ForeignKey("deck.id"), nullable=False, index=True),
    Column("action", String(16), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    one_of("action", ["archived", "restored"]),
)
