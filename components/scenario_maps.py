"""Maps of a scenario: before, after and the difference side by side, or the difference alone."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from components.frame import render
from components.lazy import render_when_near
from components.map_panel import render_map_panel
from components.scenario_parts import Ground, stamp
from components.text import t
from domain.layers import Layer, by_change, by_level
from domain.scenario.outcome import Outcome


def render_maps(outcome: Outcome, ground: Ground, key: str) -> None:
    """Draw the maps before and after and their difference, once the reader comes near."""
    render_when_near(f"{key}_maps", 520, partial(_draw_maps, outcome, ground, key))


def _draw_maps(outcome: Outcome, ground: Ground, key: str) -> None:
    layers = {
        "before": by_level(outcome.base),
        "after": by_level(outcome.assumed),
        "change": by_change(outcome.base, outcome.assumed),
    }
    for column, (name, layer) in zip(st.columns(3), layers.items(), strict=True):
        with column:
            title = t(f"scenarios.map_{name}")
            mark = "" if name == "before" else stamp()
            render(Markup('<div class="ntm-block">{} {}</div>').format(title, mark))
            _draw_map(layer, ground, f"{key}_{name}", title, 360)


def render_change_map(outcome: Outcome, ground: Ground, key: str) -> None:
    """Draw who gains how many criteria."""
    layer = by_change(outcome.base, outcome.assumed)
    _draw_map(layer, ground, key, t("scenarios.map_change"), 420)


def _draw_map(layer: Layer, ground: Ground, key: str, title: str, height: int) -> None:
    render_map_panel(
        layer,
        ground.geometry,
        ground.catalog,
        ground.selection,
        ground.names,
        height=height,
        key=key,
        title=title,
    )
