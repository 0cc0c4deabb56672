"""The door through which the slides' page changes saved decks."""

from data.access import needs
from data.store import decks
from data.store.engine import begin_write, get_engine
from domain.access import Permission
from domain.slides.recipe import Recipe, SavedDeck


@needs(Permission.SAVE_DECKS)
def save(
    province_code: str, recipe: Recipe, name: str, author: str, deck_id: int | None = None
) -> int:
    """Save a deck, or a further version of ``deck_id``; return its id.

    Raises:
        ValueError: Name or author is blank, or there is no slide.
    """
    with begin_write(get_engine()) as connection:
        return decks.save_deck(connection, province_code, recipe, name, author, deck_id)


@needs(Permission.SAVE_DECKS)
def duplicate(deck: SavedDeck, name: str, author: str) -> int:
    """Save a copy of a deck under another name; return its id."""
    return save(deck.province_code, deck.recipe, name, author)


@needs(Permission.SAVE_DECKS)
def rename(deck: SavedDeck, name: str, author: str) -> int:
    """Give a deck another name, which is a further version of it."""
    return save(deck.province_code, deck.recipe, name, author, deck.deck_id)


@needs(Permission.SAVE_DECKS)
def archive(deck_id: int, actor: str, *, archived: bool = True) -> None:
    """Put a deck away, or bring it back."""
    with begin_write(get_engine()) as connection:
        decks.set_archived(connection, deck_id, actor, archived=archived)
