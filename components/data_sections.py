"""The parts of the data page and the switch between them; the choice is part of the link."""

import streamlit as st

from components import account, state
from components.text import t
from domain.access import Permission
from domain.catalog import COUNTRY, Catalog, Selection

SECTIONS = ("load", "history", "checks", "exports", "templates")


def choose_section() -> str:
    """Draw the switch and return the part to show; loading is for those who may."""
    parts = SECTIONS if account.may(Permission.LOAD) else SECTIONS[1:]
    key = state.local("data", "part", parts, parts[0])
    chosen = st.segmented_control(
        t("data.parts"),
        parts,
        key=key,
        format_func=lambda name: t(f"data.part.{name}"),
        label_visibility="collapsed",
        required=True,
    )
    if len(parts) < len(SECTIONS):
        account.render_staff_only()
    return chosen or parts[0]


def place_name(catalog: Catalog, selection: Selection) -> str:
    """Return the name of the province the page works on."""
    names = {province.code: province.name for province in catalog.provinces}
    return t("filter.country") if selection.province == COUNTRY else names[selection.province]
