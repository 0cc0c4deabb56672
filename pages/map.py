"""Bản đồ: the choropleth with its choice of layers, and the same figures as a table."""

from functools import partial

from components import frame, map_controls, map_files, state
from components.data_export_scope import NARROWED, Scope
from components.map_section import render_map_section
from components.names import build_names
from components.text import t
from data import cached, outputs

selection, catalog = state.current(), cached.get_catalog()
view = None if selection.is_country else cached.get_view(selection)
own = [view.situation] if view else []
situations = cached.get_country() if selection.is_country else own
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
    frame.render_banners(*situations)
    scope = Scope(selection, catalog, view, place, cached.data_version())
    polygons = outputs.polygons_of(None if selection.is_country else selection.province)
    render_map_section(
        situations,
        partial(cached.get_situation, selection.province),
        cached.get_geometry(selection.province),
        catalog,
        selection,
        names,
        partial(
            map_files.render_map_files,
            scope,
            outputs.takeable(NARROWED),
            polygons,
            outputs.build_output,
        ),
    )
    if view:
        frame.render_footer(frame.source_lines(view), illustrative=situations[0].is_illustrative)
