"""Bản đồ: the choropleth with its choice of layers, and the same figures as a table."""

from functools import partial

from components import frame, map_controls, state
from components.map_section import render_map_section
from components.names import build_names
from components.text import t
from data import cached

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
    frame.render_illustrative_banner(*situations)
    render_map_section(
        situations,
        partial(cached.get_situation, selection.province),
        cached.get_geometry(selection.province),
        catalog,
        selection,
        names,
    )
    if view:
        frame.render_footer(frame.source_lines(view), illustrative=situations[0].is_illustrative)
