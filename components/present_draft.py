"""The deck on the page: the usual one, a saved one, and what the reader has changed of it."""

from collections.abc import Sequence

import streamlit as st

from components import state
from components.text import day, plain, t
from domain.slides.recipe import Recipe, SavedDeck

PAGE = "present"
USUAL = "usual"
"""Stands in the address's place for "no saved deck"."""

DRAFT, NOTICE = "present.draft", "present.notice"


def choose_deck(saved: Sequence[SavedDeck], province: str) -> SavedDeck | None:
    """Draw the choice of a deck and return the saved one, ``None`` for the usual one.

    The choice is part of the link. Decks put away open by their link alone.

    Args:
        saved: Every saved deck.
        province: Whose decks are listed.
    """
    by_id = {str(deck.deck_id): deck for deck in saved}
    key = state.local(PAGE, "deck", [USUAL, *by_id], USUAL)
    opened = state.local_value(key)
    listed = [
        deck_id
        for deck_id, deck in by_id.items()
        if deck_id == opened or (deck.province_code == province and not deck.is_archived)
    ]
    if not listed:
        return None

    def label(deck_id: str) -> str:
        deck = by_id.get(deck_id)
        if deck is None:
            return t("present.usual")
        saved_on = day(deck.saved_at.date())
        return t("present.saved_line", name=deck.name, author=deck.author, date=saved_on)

    chosen = st.selectbox(
        t("present.deck"), [USUAL, *listed], key=key, format_func=label, filter_mode=None
    )
    return by_id.get(chosen or USUAL)


def current(opened: SavedDeck | None) -> Recipe:
    """Return the slides as the reader has them: the draft of this deck, else the deck itself."""
    kept: tuple[int | None, Recipe] | None = state.recall(DRAFT, None)
    if kept and kept[0] == _id_of(opened):
        return kept[1]
    return opened.recipe if opened else Recipe()


def change(opened: SavedDeck | None, recipe: Recipe) -> None:
    """Keep a change for this reader, until it is saved or discarded."""
    state.keep(DRAFT, (_id_of(opened), recipe))


def is_changed(opened: SavedDeck | None) -> bool:
    """Tell whether the reader has changed the deck."""
    return current(opened) != (opened.recipe if opened else Recipe())


def discard() -> None:
    """Forget what the reader has changed."""
    state.forget(DRAFT)


def _id_of(opened: SavedDeck | None) -> int | None:
    return opened.deck_id if opened else None


def render_notice(opened: SavedDeck | None) -> None:
    """Say once that a deck was saved."""
    nothing: int | None = None
    if opened and state.recall(NOTICE, nothing) == opened.deck_id:
        st.success(t("present.saved", name=plain(opened.name)), icon=":material/check_circle:")
        state.forget(NOTICE)
    if opened and opened.is_archived:
        st.caption(t("present.is_archived"))


def link_to(deck: SavedDeck) -> str:
    """Return a link that opens a deck with the present choice."""
    return f"{state.link('trinh-chieu')}&deck={deck.deck_id}"
