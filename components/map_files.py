"""What a map shows as files for other programs: a long table and a GeoPackage."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components.data_checks import render_style
from components.data_export_scope import Scope
from components.data_exports import Build, render_usual_card
from components.map_controls import MapChoice
from components.text import t
from domain.outputs import OutputKind


def render_map_files(
    scope: Scope, kinds: Sequence[OutputKind], polygons: str, build: Build, choice: MapChoice
) -> None:
    """Draw a card for each kind of file, of just what the map shows.

    Args:
        scope: What is looked at.
        kinds: Files that may be taken away.
        polygons: What the map is drawn from.
        build: Makes a file.
        choice: The map's layer; its criterion, group or date compared with narrows the files.
    """
    if not kinds:
        return
    render_style()
    st.subheader(t("map.files"))
    for column, kind in zip(st.columns(2), kinds, strict=False):
        order = scope.order(kind)
        if order.province is not None:
            order = replace(
                order,
                criterion=choice.criterion,
                group=choice.group,
                since=choice.compare_to,
            )
        with column:
            render_usual_card(scope, order, polygons, build)
