"""The menu above every page."""

import streamlit as st
from streamlit.navigation.page import Page

from components.navigation import PAGES, PageSpec
from components.text import t
from domain.access import Access

FITS = 7
"""Pages that stand side by side on a projector of 1366 pixels; more are put into drawers."""


def open_menu(who: Access) -> tuple[Page, PageSpec]:
    """Draw the menu of the pages that exist for somebody; return the page asked for.

    The others are known to Streamlit without being shown; an address of one leads to the first page
    that exists. For whom no page exists none may be run.
    """
    pages = [
        st.Page(
            f"pages/{spec.script}.py",
            title=t(spec.title_key),
            icon=spec.icon,
            url_path=spec.url_path,
            default=spec is PAGES[0],
            visibility="visible" if spec.is_open_to(who) else "hidden",
        )
        for spec in PAGES
    ]
    shown = [spec for spec in PAGES if spec.is_open_to(who)]
    sections: dict[str, list[Page]] = {}
    for spec, own in zip(PAGES, pages, strict=True):
        key = spec.section_key if len(shown) > FITS and spec in shown else ""
        sections.setdefault(t(key) if key else "", []).append(own)
    page = st.navigation(sections, position="top" if len(shown) > 1 else "hidden")
    spec = next(s for s, own in zip(PAGES, pages, strict=True) if own is page)
    if shown and spec not in shown:
        st.switch_page(pages[PAGES.index(shown[0])])
    return page, spec
