"""The menu above every page."""

from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components.navigation import PageSpec
from components.text import t

FITS = 7
"""Pages that stand side by side on a projector of 1366 pixels; more are put into drawers."""


def open_menu(specs: Sequence[PageSpec]) -> tuple[StreamlitPage, PageSpec]:
    """Draw the menu of some pages, the first of which is home; return the page asked for."""
    pages = [
        st.Page(
            f"pages/{spec.script}.py",
            title=t(spec.title_key),
            icon=spec.icon,
            url_path=spec.url_path,
            default=spec is specs[0],
        )
        for spec in specs
    ]
    sections: dict[str, list[StreamlitPage]] = {}
    for spec, own in zip(specs, pages, strict=True):
        key = spec.section_key if len(specs) > FITS else ""
        sections.setdefault(t(key) if key else "", []).append(own)
    page = st.navigation(sections, position="top")
    return page, next(s for s, own in zip(specs, pages, strict=True) if own is page)
