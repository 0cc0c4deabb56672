"""The deck on the page: built once in the browser, where a key changes the slide at once.

The filters a meeting needs travel with it, so that they are at hand in full screen too. The number
of the slide is kept in the address by the browser (``slide=7``); a run of the script hands it on.
"""

from dataclasses import asdict
from typing import Final

import streamlit as st

from components import state
from components.filters import meeting_pickers
from components.maps import asset_url, starter
from components.slide_payload import Geometry, deck_payload
from components.text import number, t, words
from components.wire import pack
from domain.catalog import Catalog
from domain.slides.model import Deck, Slide
from domain.slides.recipe import SlideKind

KEY: Final = "present_deck"
SCRIPT: Final = asset_url("deck.js")
_component = st.components.v2.component("ntm_deck", js=starter(SCRIPT), isolate_styles=False)


def render_deck(deck: Deck, geometry: Geometry | None, catalog: Catalog) -> None:
    """Draw the deck.

    Args:
        deck: What it shows.
        geometry: Geometry of the province, for its map.
        catalog: What can be chosen in its filters.
    """
    pickers = [asdict(picker) for picker in meeting_pickers(catalog)]
    payload = {**deck_payload(deck, geometry), "filters": pickers}
    _component(key=KEY, data=pack(payload), on_changed_change=lambda: state.take_pick(KEY))


def render_no_country(catalog: Catalog) -> None:
    """Say why there is no deck of the whole country, and what it would take."""
    loaded, whole = number(len(catalog.periods)), number(len(catalog.provinces))
    st.info(t("present.no_country", loaded=loaded, whole=whole), icon=":material/info:")


def message_deck(place: str, message: str) -> Deck:
    """Return a deck of one sentence, for a choice that has nothing to show.

    It keeps the filters where they are, so that a meeting goes on in full screen.
    """
    slide = Slide(SlideKind.COVER, place, t("page.present"), lead=message)
    language = words().language
    return Deck(place, place, (slide,), "", "", "", (), language)
