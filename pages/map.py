"""Bản đồ: the choropleth with its choice of layers, and the same figures as a table."""

from functools import partial

import streamlit as st

from components import frame, map_controls, state
from components.lazy import render_when_near
from components.map_panel import render_map_panel
from components.map_table import render_map_table
from components.names import build_names
from components.text import t
from data import cached

selection, catalog = state.current(), cached.get_catalog()
if selection.is_country:
    situations = cached.get_country()
else:
    view = cached.get_view(selection)
    situations = [view.situation] if view else []
criteria_set = situations[0].criteria_set if situations else None
names = build_names(catalog, selection.province, criteria_set, state.language())
place = t("filter.country") if selection.is_country else names.district(selection.province)
if not situations:
    frame.render_header(t("page.map"), [place])
    frame.render_no_data(catalog, selection)
    map_controls.render_bare_map(cached.get_geometry(selection.province), catalog, selection, names)
else:
    if selection.is_country:
        frame.render_header(t("page.map"), [place])
    else:
        frame.render_header(t("page.map"), frame.situation_chips(situations[0], place))
    frame.render_illustrative_banner(situations[0])
    choice = map_controls.render_controls(selection, catalog, situations)
    compared = None
    if choice.compare_to is not None:
        compared = cached.get_situation(selection.province, choice.compare_to)
    layer = map_controls.build_layer(choice, situations, compared)
    render_map_panel(
        layer,
        cached.get_geometry(selection.province),
        catalog,
        selection,
        names,
        palette=choice.palette,
        height=600,
        title=map_controls.layer_title(choice, names),
    )
    if not selection.is_country:
        st.subheader(t("map.table"))
        scope = situations[0].in_district(selection.district)
        render_when_near(
            "map_table", 480, partial(render_map_table, layer, scope, names, selection)
        )
        frame.render_footer(frame.source_lines(view), illustrative=situations[0].is_illustrative)
