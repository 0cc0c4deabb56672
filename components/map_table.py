"""The table twin of a map: the same classes by name, sortable, downloadable."""

import pandas as pd
import streamlit as st

from components.downloads import csv_bytes
from components.file_about import about, about_headings
from components.map_panel import class_label
from components.names import Names
from components.text import t
from domain.assessment import count_met, is_assessed
from domain.catalog import Selection
from domain.layers import NO_DATA, Layer
from domain.situation import Situation


def render_map_table(layer: Layer, scope: Situation, names: Names, selection: Selection) -> None:
    """List the communes of the scope with their class and criteria met."""
    rows = build_rows(layer, scope, names)
    headings = [t(f"map.column.{name}") for name in COLUMNS]
    table = pd.DataFrame(rows, columns=headings)
    st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height=min(38 * (len(rows) + 1), 460),
        column_config={
            headings[-1]: st.column_config.NumberColumn(headings[-1], format="%d", width="small"),
            headings[0]: st.column_config.TextColumn(headings[0], width="small"),
        },
    )
    note = about(scope)
    st.download_button(
        t("map.download"),
        csv_bytes(
            [*headings, *about_headings()],
            [[*row, *note] for row in rows],
        ),
        file_name=f"ban-do_{selection.province}_{scope.as_of.isoformat()}_{layer.name}.csv",
        mime="text/csv",
        icon=":material/download:",
    )


COLUMNS = ("code", "commune", "district", "class", "level", "met")


def build_rows(layer: Layer, scope: Situation, names: Names) -> list[list[object]]:
    """Return one row a commune in the order of ``COLUMNS``; criteria met is empty without data."""
    met, assessed = count_met(scope.marks), is_assessed(scope.marks)
    none = t("class.none" if scope.knows_recognitions else "map.no_data")
    rows: list[list[object]] = []
    for code in scope.marks.index:
        char = layer.char_by_commune.get(code, NO_DATA)
        label = (
            t("map.no_data") if char == NO_DATA else class_label(layer, layer.class_by_char[char])
        )
        level = scope.level_by_commune.get(code)
        rows.append(
            [
                code,
                names.commune(code),
                names.district(scope.district_by_commune.get(code, "")),
                label,
                t(f"level.{level.value}") if level else none,
                int(met[code]) if assessed[code] else None,
            ]
        )
    return rows
