"""Saving a deck, and what can be done with the saved ones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from components import present_draft, state
from components.bars import link
from components.frame import render
from components.text import day, number, t
from domain.slides.recipe import Recipe, SavedDeck

AUTHOR = "present.author"


@dataclass(frozen=True)
class Deeds:
    """What can be done with decks, each by the name of who does it.

    Attributes:
        save: Saves slides for a province, under a name; a version of the id given.
        duplicate: Saves a copy under a name.
        rename: Gives another name, which is a further version.
        archive: Puts a deck away or brings it back.
    """

    save: Callable[[str, Recipe, str, str, int | None], int]
    duplicate: Callable[[SavedDeck, str, str], int]
    rename: Callable[[SavedDeck, str, str], int]
    archive: Callable[..., None]


def render_save(opened: SavedDeck | None, province: str, deeds: Deeds) -> None:
    """Draw the form that saves the deck on the page."""
    recipe = present_draft.current(opened)
    with st.form("present__save", border=False):
        left, right = st.columns(2)
        name = left.text_input(
            t("present.name"), value=opened.name if opened else "", max_chars=200
        )
        author = right.text_input(
            t("present.author"), value=state.recall(AUTHOR, ""), max_chars=200
        )
        as_version = opened is not None and st.checkbox(t("present.as_version"), value=True)
        is_sent = st.form_submit_button(t("present.save"), type="primary", icon=":material/save:")
    if not is_sent:
        return
    if not name.strip() or not author.strip():
        st.error(t("present.save_blank"), icon=":material/error:")
        return
    state.keep(AUTHOR, author.strip())
    deck_id = opened.deck_id if opened and as_version else None
    made = deeds.save(province, recipe, name, author, deck_id)
    present_draft.discard()
    state.keep(present_draft.NOTICE, made)
    state.choose_local(deck=str(made))


def render_list(saved: Sequence[SavedDeck], deeds: Deeds) -> None:
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


def _render_one(deck: SavedDeck, deeds: Deeds) -> None:
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
            _render_deeds(deck, deeds)


def _render_deeds(deck: SavedDeck, deeds: Deeds) -> None:
    if deck.earlier:
        links = [
            link(name.partition(".")[2], present_draft.link_to(deck, name)) for name in deck.earlier
        ]
        render(
            Markup('<p class="ntm-note">{} {}</p>').format(
                t("present.earlier"), Markup(" · ").join(links)
            )
        )
    name = st.text_input(
        t("present.name"), value=deck.name, max_chars=200, key=f"present__name_{deck.deck_id}"
    )
    author = st.text_input(
        t("present.author"),
        value=state.recall(AUTHOR, ""),
        max_chars=200,
        key=f"present__author_{deck.deck_id}",
    )
    is_off = not name.strip() or not author.strip()
    same = name.strip() == deck.name
    if _deed("rename", deck, is_off=is_off or same):
        deeds.rename(deck, name, author)
        _done(author)
    if _deed("duplicate", deck, is_off=is_off):
        deeds.duplicate(deck, t("present.copy_of", name=name) if same else name, author)
        _done(author)
    if _deed("restore" if deck.is_archived else "archive", deck, is_off=not author.strip()):
        deeds.archive(deck.deck_id, author.strip(), archived=not deck.is_archived)
        _done(author)


def _deed(name: str, deck: SavedDeck, *, is_off: bool) -> bool:
    icons = {"rename": "edit", "duplicate": "content_copy", "archive": "archive"}
    return st.button(
        t(f"present.deed.{name}"),
        key=f"present__{name}_{deck.deck_id}",
        icon=f":material/{icons.get(name, 'unarchive')}:",
        disabled=is_off,
        width="stretch",
    )


def _done(author: str) -> None:
    state.keep(AUTHOR, author.strip())
    st.rerun()
