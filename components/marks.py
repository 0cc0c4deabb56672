"""Marks as signs and colours: met, nearly met, not met, not assessed; the same on every page."""

from pathlib import Path

import streamlit as st
from markupsafe import Markup

from components.frame import join, render
from components.text import t
from components.tips import what
from domain.vocabulary import Status

SIGNS = {
    Status.MET: "✓",
    Status.NEARLY_MET: "~",
    Status.NOT_MET: "✕",
    Status.NOT_ASSESSED: "·",
}
"""A sign for every mark, so that colour is never the only carrier."""

CSS = {Status.MET: "", Status.NEARLY_MET: "n", Status.NOT_MET: "x", Status.NOT_ASSESSED: "u"}
"""Classes as short as can be: a matrix sends thousands of cells, and most of them are met."""

STYLE = Path(__file__).with_name("matrix.css").read_text(encoding="utf-8")


def render_style() -> None:
    """Add the styles of marks and matrices to the page."""
    st.html(f"<style>{STYLE}</style>")


def sign(mark: Status) -> Markup:
    """Return a mark as a coloured sign with its word."""
    return Markup('<span class="ntm-mark"><span class="ntm-sign {}">{}</span> {}</span>').format(
        CSS[mark], SIGNS[mark], t(f"status.{mark.value}")
    )


def render_legend() -> None:
    """Say in words what the signs mean."""
    keys = join(
        Markup('<span><i class="{}">{}</i>{}</span>').format(
            CSS[mark], SIGNS[mark], t(f"status.{mark.value}")
        )
        for mark in Status
    )
    told = what(t("tip.status.mark"))
    render(Markup('<div class="ntm-marks">{}{}</div>').format(keys, told))
