"""A first look: four short notes in a corner, shown once, left at any moment, called back at will.

It stands over the page without holding it: nothing is dimmed or blocked. That it was seen is kept
by the browser, so that it greets nobody twice.
"""

from pathlib import Path
from typing import Final

import streamlit as st

from components import account
from components.glossary import ADDRESS as SOURCES
from components.maps import asset_url, starter
from components.text import t

SCRIPT: Final = asset_url("guide.js")
STYLE = Path(__file__).with_name("guide.css").read_text(encoding="utf-8")
WORDS = ("open", "title", "back", "next", "close", "done")

STEPS = {
    "place": 'body:not(:has([data-testid="stExpandSidebarButton"])) [data-testid="stSidebar"], '
    '[data-testid="stExpandSidebarButton"]',
    "lead": ".ntm-lead",
    "map": '[data-testid="stMain"] .ntm-map, [data-testid="stMain"] canvas',
    "pages": '[data-testid="stTopNavSection"], [data-testid="stHeader"]',
}
"""What each note speaks of, as a place on the page that is outlined while it is read."""

_component = st.components.v2.component(
    "ntm_guide", js=starter(SCRIPT), css=STYLE, isolate_styles=False
)


def render_guide() -> None:
    """Draw the button that opens the first look; on a first visit it opens by itself."""
    words = {name: t(f"guide.{name}") for name in WORDS}
    # A department link has no page of sources to speak of.
    told = (
        STEPS
        if account.sees(SOURCES)
        else {"pages_link" if k == "pages" else k: v for k, v in STEPS.items()}
    )
    steps = [{"text": t(f"guide.steps.{name}"), "at": at} for name, at in told.items()]
    _component(key="guide", data={"words": words, "steps": steps})
