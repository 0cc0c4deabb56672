"""The deck on the page: the usual one, a saved one, and what the reader has changed of it."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st
from markupsafe import Markup

from components import drafts, state
from components.bars import link
from components.drafts import Keeper
from components.frame import render
from components.text import day, number, plain, t
from domain.slides.recipe import Recipe, SavedDeck, recipe_from_values, recipe_to_values

PAGE = "present"
USUAL = "usual"
"""Stands in the address's place for "no saved deck"."""

DRAFT, NOTICE = "present.draft", "present.notice"
KEPT = "deck"


def choose_deck(
    saved: Sequence[SavedDeck],
    province: str,
    read: Callable[[int, int], SavedDeck | None],
) -> SavedDeck | None:
    """Draw the choice of a deck and return the saved one, ``None`` for the usual one.

    The choice is part of the link. Decks put away and earlier versions open by their link alone.

    Args:
        saved: The newest version of every saved deck.
        province: Whose decks are listed.
        read: Reads one version, by id and number.
    """
    by_id = {deck.reference: deck for deck in saved}
    earlier = [name for deck in saved for name in deck.earlier]
    key = state.local(PAGE, "deck", [USUAL, *by_id, *earlier], USUAL)
    opened = state.local_value(key)
    if opened in earlier:
        deck_id, _, version = opened.partition(".")
        found = read(int(deck_id), int(version))
        by_id |= {opened: found} if found else {}
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
        line = t("present.saved_line", name=deck.name, author=deck.author, date=saved_on)
        return line if deck.is_newest else f"{line} · {_version(deck)}"

    # The widget tells options apart by what they read: decks alike in all of it show their number.
    labels = {deck_id: label(deck_id) for deck_id in [USUAL, *listed]}
    counts = Counter(labels.values())
    for deck_id, line in labels.items():
        if counts[line] > 1:
            labels[deck_id] = t("present.saved_alike", line=line, number=deck_id)
    chosen = st.selectbox(
        t("present.deck"), list(labels), key=key, format_func=labels.__getitem__, filter_mode=None
    )
    return by_id.get(chosen or USUAL)


def _version(deck: SavedDeck) -> str:
    return t("present.version", number=number(deck.number), count=number(deck.versions))


def may_change(opened: SavedDeck | None) -> bool:
    """Tell whether the deck on the page can be changed: earlier versions are only looked at."""
    return opened is None or opened.is_newest


def current(opened: SavedDeck | None) -> Recipe:
    """Return the slides as the reader has them: the draft of this deck, else the deck itself."""
    if opened and not opened.is_newest:
        return opened.recipe
    kept: tuple[int | None, Recipe] | None = state.recall(DRAFT, None)
    if kept and kept[0] == _id_of(opened):
        return kept[1]
    return opened.recipe if opened else Recipe()


def change(opened: SavedDeck | None, recipe: Recipe) -> None:
    """Keep a change for this reader, until it is saved or discarded."""
    state.keep(DRAFT, (_id_of(opened), recipe))


def keep_safe(keeper: Keeper) -> None:
    """Keep the draft outside of the process, or bring it back after one has died."""
    nothing: tuple[int | None, Recipe] | None = None
    kept = state.recall(DRAFT, nothing)
    content = ""
    if kept:
        values = {"deck": kept[0], "recipe": recipe_to_values(kept[1])}
        content = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    if found := drafts.keep_safe(KEPT, content, keeper):
        values = json.loads(found)
        state.keep(DRAFT, (values["deck"], recipe_from_values(values["recipe"])))


def render_restored(opened: SavedDeck | None) -> None:
    """Say that the draft of this deck was brought back."""
    if is_changed(opened):
        drafts.render_restored(KEPT)


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
    if opened and not opened.is_newest:
        newest = link_to(replace(opened, number=opened.versions))
        note = t("present.is_earlier", version=_version(opened))
        render(
            Markup('<p class="ntm-note">{} {}</p>').format(
                note, link(t("present.to_newest"), newest)
            )
        )


def link_to(deck: SavedDeck, reference: str = "") -> str:
    """Return a link that opens a deck, or the version named, with the present choice."""
    return f"{state.link('trinh-chieu')}&deck={reference or deck.reference}"
