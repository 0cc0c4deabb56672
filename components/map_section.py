"""The map with its controls and its table: the part of the page that a change of layer redraws."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st

from components import map_controls, state
from components.lazy import render_when_near
from components.map_panel import Geometry, render_map_panel
from components.map_table import render_map_table
from components.names import Names
from components.text import t
from domain.catalog import Catalog, Selection
from domain.situation import Situation


@st.fragment
def render_map_section(
    situations: Sequence[Situation],
    at_date: Callable[[date], Situation | None],
    geometry: Geometry,
    catalog: Catalog,
    selection: Selection,
    names: Names,
    files: Callable[[map_controls.MapChoice], None],
) -> None:
    """Draw controls, map, legend, table and files; another layer redraws these and nothing else.

    Args:
        situations: The province's situation, or that of every province with data.
        at_date: Gives the province's situation at an earlier date, to compare with.
        geometry: The geometry file.
        catalog: What can be chosen.
        selection: The choice of the global filters.
        names: Names of units and criteria.
        files: Draws what can be taken away of a choice.
    """
    choice = map_controls.render_controls(selection, catalog, situations)
    compared = at_date(choice.compare_to) if choice.compare_to else None
    layer = map_controls.build_layer(choice, situations, compared)
    title = map_controls.layer_title(choice, names)
    render_map_panel(
        layer,
        geometry,
        catalog,
        selection,
        names,
        palette=choice.palette,
        height=600,
        title=title,
    )
    if not selection.is_country:
        st.subheader(t("map.table"))
        scope = situations[0].in_district(selection.district)
        draw = partial(render_map_table, layer, scope, names, selection)
        render_when_near("map_table", 480, draw)
    render_when_near("map_files", 240, partial(files, choice))
    # A change inside this part runs nothing else, and the address must follow it all the same.
    state.end("map")
