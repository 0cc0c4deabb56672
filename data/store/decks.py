"""Saved decks of slides: every change is a new version or an event, nothing is overwritten."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, insert, select
from sqlalchemy.sql import func

from data.store import audit
from data.store.deck_tables import deck, deck_event, deck_version
from domain.slides.recipe import (
    Recipe,
    SavedDeck,
    recipe_from_values,
    recipe_to_values,
    tidied,
)

NAME_LENGTH = 200
"""Characters of a name that are kept; PostgreSQL refuses longer ones."""

ARCHIVED, RESTORED = "archived", "restored"


class UnknownDeckError(LookupError):
    """There is no such deck."""


def save_deck(
    connection: Connection,
    province_code: str,
    recipe: Recipe,
    name: str,
    author: str,
    deck_id: int | None = None,
) -> int:
    """Save a deck, or a further version of one, within the caller's transaction.

    Args:
        connection: A writing connection.
        province_code: Province it is made for.
        recipe: Its slides.
        name: Its name, not blank.
        author: Who saves it, not blank.
        deck_id: The deck to add a version to; ``None`` makes a new one.

    Returns:
        The deck's id.

    Raises:
        ValueError: Name or author is blank, or there is no slide.
        UnknownDeckError: There is no deck to add a version to.
    """
    if not name.strip() or not author.strip() or not recipe.items:
        raise ValueError("a deck needs a name, an author and a slide")
    if deck_id is None:
        made = connection.execute(insert(deck).values(province_code=province_code))
        (deck_id,) = made.inserted_primary_key or (0,)
        number = 1
    else:
        number = _versions(connection, deck_id) + 1
    content = recipe_to_values(tidied(recipe))
    connection.execute(
        insert(deck_version).values(
            deck_id=deck_id,
            number=number,
            name=" ".join(name.split())[:NAME_LENGTH],
            author=author.strip()[: audit.ACTOR_LENGTH],
            saved_at=datetime.now(UTC),
            content=json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        )
    )
    audit.record(connection, author.strip(), "deck_saved", deck_id=deck_id, version=number)
    return int(deck_id)


def _versions(connection: Connection, deck_id: int) -> int:
    query = select(func.max(deck_version.c.number)).where(deck_version.c.deck_id == deck_id)
    found = connection.execute(query).scalar_one()
    if found is None:
        raise UnknownDeckError(deck_id)
    return int(found)


def set_archived(connection: Connection, deck_id: int, actor: str, *, archived: bool) -> None:
    """Put a deck away or bring it back; nothing is written when it is so already.

    Raises:
        UnknownDeckError: There is no such deck.
    """
    _versions(connection, deck_id)
    if (deck_id in _archived(connection)) == archived:
        return
    action = ARCHIVED if archived else RESTORED
    connection.execute(
        insert(deck_event).values(
            deck_id=deck_id,
            action=action,
            actor=actor[: audit.ACTOR_LENGTH],
            at=datetime.now(UTC),
        )
    )
    audit.record(connection, actor, f"deck_{action}", deck_id=deck_id)


def _archived(connection: Connection) -> set[int]:
    query = select(deck_event.c.deck_id, deck_event.c.action).order_by(deck_event.c.id)
    last = {row[0]: row[1] for row in connection.execute(query)}
    return {deck_id for deck_id, action in last.items() if action == ARCHIVED}


def list_decks(connection: Connection, province_code: str | None = None) -> list[SavedDeck]:
    """Return the newest version of every deck, the last saved first; archived ones too."""
    query = select(deck_version, deck.c.province_code).join(deck).order_by(deck_version.c.id)
    if province_code is not None:
        query = query.where(deck.c.province_code == province_code)
    rows = list(connection.execute(query).mappings())
    newest = {row["deck_id"]: row for row in rows}
    ordered = sorted(newest.values(), key=lambda row: -row["id"])
    return _build(connection, ordered, {row["deck_id"]: row["number"] for row in rows})


def read_versions(connection: Connection, deck_id: int) -> list[SavedDeck]:
    """Return every version of a deck, oldest first.

    Raises:
        UnknownDeckError: There is no such deck.
    """
    query = select(deck_version, deck.c.province_code).join(deck)
    query = query.where(deck_version.c.deck_id == deck_id).order_by(deck_version.c.number)
    rows = list(connection.execute(query).mappings())
    if not rows:
        raise UnknownDeckError(deck_id)
    return _build(connection, rows, {deck_id: rows[-1]["number"]})


def _build(
    connection: Connection, rows: Iterable[RowMapping], counts: Mapping[int, int]
) -> list[SavedDeck]:
    archived = _archived(connection)
    return [
        SavedDeck(
            deck_id=row["deck_id"],
            number=row["number"],
            versions=counts[row["deck_id"]],
            province_code=row["province_code"],
            name=row["name"],
            author=row["author"],
            saved_at=audit.as_utc(row["saved_at"]),
            recipe=recipe_from_values(json.loads(row["content"])),
            is_archived=row["deck_id"] in archived,
        )
        for row in rows
    ]
