"""Saved decks of slides."""

import json

from sqlalchemy import Connection, RowMapping

from data.store import audit, saved
from data.store.deck_tables import deck, deck_event, deck_version
from domain.slides.recipe import (
    Recipe,
    SavedDeck,
    recipe_from_values,
    recipe_to_values,
    tidied,
)


class UnknownDeckError(LookupError):
    """There is no such deck."""


_DECKS = saved.Kind(deck, deck_version, deck_event, UnknownDeckError)


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
    if not recipe.items:
        raise ValueError("a deck needs a slide")
    content = saved.as_text(recipe_to_values(tidied(recipe)))
    return _DECKS.add_version(connection, province_code, name, author, deck_id, content=content)


def set_archived(connection: Connection, deck_id: int, actor: str, *, archived: bool) -> None:
    """Put a deck away or bring it back; nothing is written when it is so already.

    Raises:
        UnknownDeckError: There is no such deck.
    """
    _DECKS.set_archived(connection, deck_id, actor, archived=archived)


def list_decks(connection: Connection, province_code: str | None = None) -> list[SavedDeck]:
    """Return the newest version of every deck, the last saved first; archived ones too."""
    archived = _DECKS.read_archived(connection)
    newest = _DECKS.read_newest(connection, province_code)
    return [_build(row, row["number"], archived) for row in newest]


def read_versions(connection: Connection, deck_id: int) -> list[SavedDeck]:
    """Return every version of a deck, oldest first.

    Raises:
        UnknownDeckError: There is no such deck.
    """
    archived = _DECKS.read_archived(connection)
    rows = _DECKS.read_versions(connection, deck_id)
    return [_build(row, rows[-1]["number"], archived) for row in rows]


def _build(row: RowMapping, versions: int, archived: set[int]) -> SavedDeck:
    return SavedDeck(
        deck_id=row["deck_id"],
        number=row["number"],
        versions=versions,
        province_code=row["province_code"],
        name=row["name"],
        author=row["author"],
        saved_at=audit.as_utc(row["saved_at"]),
        recipe=recipe_from_values(json.loads(row["content"])),
        is_archived=row["deck_id"] in archived,
    )
