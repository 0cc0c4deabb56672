"""Saving a deck, and what can be done with the saved ones."""

from collections.abc import Callable, Sequence

import streamlit as st
from markupsafe import Markup

from components import present_draft, state
from components.bars import link
from components.frame import render
from components.saved_deeds import Deeds, ask_author, keep_author, render_deeds
from components.text import day, number, t
from domain.slides.recipe import Recipe, SavedDeck

PAGE = "present"

Save = Callable[[str, Recipe, str, str, int | None], int]
"""Saves slides for a province, under a name, by an author; a version of the id given."""


def render_save(opened: SavedDeck | None, province: str, save: Save) -> None:
    """Draw the form that saves the deck on the page."""
    recipe = present_draft.current(opened)
    with st.form("present__save", border=False):
        left, right = st.columns(2)
        name = left.text_input(
            t("saved.name.present"), value=opened.name if opened else "", max_chars=200
        )
        with right:
            author = ask_author(PAGE, "save_author")
        as_version = opened is not None and st.checkbox(t("present.as_version"), value=True)
        is_sent = st.form_submit_button(t("present.save"), type="primary", icon=":material/save:")
    if not is_sent:
        return
    if not name.strip() or not author.strip():
        st.error(t("present.save_blank"), icon=":material/error:")
        return
    keep_author(PAGE, author)
    deck_id = opened.deck_id if opened and as_version else None
    made = save(province, recipe, name, author, deck_id)
    present_draft.discard()
    state.keep(present_draft.NOTICE, made)
    state.choose_local(deck=str(made))


def render_list(saved: Sequence[SavedDeck], deeds: Deeds[SavedDeck]) -> None:
    """List the decks of a province with what can be done with each."""
    if not saved:
        st.caption(t("present.none_saved"))
        return
    live = [deck for deck in saved if not deck.is_archived]
    away = [deck for deck in saved if deck.is_archived]
    for deck in live:
        _render_one(deck, deeds)
    if away:
        with st.expander(t("present.archived", count=number(len(away)))):
            for deck in away:
                _render_one(deck, deeds)


def _render_one(deck: SavedDeck, deeds: Deeds[SavedDeck]) -> None:
    about = t(
        "present.about",
        author=deck.author,
        date=day(deck.saved_at.date()),
        number=number(deck.number),
        slides=number(len(deck.recipe.items)),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        render(
            Markup('<div class="ntm-saved">{}<div class="ntm-note">{}</div></div>').format(
                link(deck.name, present_draft.link_to(deck)), about
            )
        )
        with st.popover(t("present.more"), icon=":material/more_horiz:"):
            _render_earlier(deck)
            render_deeds(deck, deck.deck_id, deeds, PAGE)


def _render_earlier(deck: SavedDeck) -> None:
    if not deck.earlier:
        return
    links = [
        link(name.partition(".")[2], present_draft.link_to(deck, name)) for name in deck.earlier
    ]
    note = Markup('<p class="ntm-note">{} {}</p>')
    render(note.format(t("present.earlier"), Markup(" · ").join(links)))
