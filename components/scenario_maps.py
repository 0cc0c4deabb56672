"""Maps of a scenario: before and after side by side, or who gains how much."""

from functools import partial

import streamlit as st
from markupsafe import Markup

from components.frame import render
from components.lazy import render_when_near
from components.map_panel import render_map_panel
from components.scenario_parts import Ground, stamp
from components.text import t
from domain.layers import by_change, by_level
from domain.scenario.outcome import Outcome
from domain.situation import Situation


def render_maps(outcome: Outcome, ground: Ground, key: str) -> None:
    """Draw the map before and after side by side, once the reader comes near."""
    render_when_near(f"{key}_maps", 520, partial(_draw_maps, outcome, ground, key))


def _draw_maps(outcome: Outcome, ground: Ground, key: str) -> None:
    left, right = st.columns(2, gap="large")
    pairs = ((left, outcome.base, "before"), (right, outcome.assumed, "after"))
    for column, situation, name in pairs:
        with column:
            title = t(f"scenarios.map_{name}")
            mark = stamp() if name == "after" else ""
            render(Markup('<div class="ntm-block">{} {}</div>').format(title, mark))
            _draw_map(situation, ground, f"{key}_{name}", title)


def _draw_map(situation: Situation, ground: Ground, key: str, title: str) -> None:
    render_map_panel(
        by_level(situation),
        ground.geometry,
        ground.catalog,
        ground.selection,
        ground.names,
        height=400,
        key=key,
        title=title,
    )


def render_change_map(outcome: Outcome, ground: Ground, key: str) -> None:
    """Draw who gains how many criteria."""
    title = t("scenarios.map_change")
    render_map_panel(
        by_change(outcome.base, outcome.assumed),
        ground.geometry,
        ground.catalog,
        ground.selection,
        ground.names,
        height=420,
        key=key,
        title=title,
    )
