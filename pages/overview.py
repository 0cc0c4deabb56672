"""Tổng quan: the five-second answer, then what holds the province back."""

import streamlit as st

from components import country, frame, guide, headline, standing, state
from components.cards import render_tiles
from components.charts import render_history
from components.map_panel import render_map_panel
from components.names import build_names
from components.reconciliation import render_badge
from components.text import t
from data import cached
from domain.board import pick_headlines
from domain.criteria_board import leads_of
from domain.layers import choose_layer
from domain.standing import nearest_to_line, rank_blockers, rank_communes, rank_districts

SHOWN = 8

selection, catalog = state.current(), cached.get_catalog()
view = cached.get_view(selection)
names = build_names(catalog, selection.province, view and view.scope.criteria_set, state.language())
if selection.is_country:
    country.render_overview(catalog, cached.get_country())
    render_history(cached.get_history(), cached.get_sets(), None)
elif view is None or not view.has_marks:
    place = names.district(selection.district or selection.province)
    frame.render_header(t("page.overview"), [place])
    frame.render_no_data(catalog, selection)
    render_history(cached.get_history(selection.province), cached.get_sets(), selection.as_of)
else:
    scope, summary = view.scope, view.scope.summary()
    is_least = not scope.knows_recognitions
    place = names.district(view.place_code)
    headlines = pick_headlines(view.standings, scope.as_of, view.headline_district)
    plan_name = frame.plan_name(view.plan) if view.plan else ""
    before = (view.before.as_of, view.before.summary()) if view.before else None
    with frame.one_piece():
        frame.render_header(t("page.overview"), frame.situation_chips(scope, place, plan_name))
        frame.render_banners(scope)
        frame.render(headline.lead_sentence(place, summary, headlines, is_least=is_least))
        render_tiles(
            headline.build_tiles(
                summary, before, headlines, scope.criteria_set.size, is_least=is_least
            )
        )
    # A place even when it stays empty: what follows keeps its own, and so the map its zoom.
    with st.container():
        if not selection.district:
            render_badge(cached.get_reconciliation(selection.province, scope.as_of))

    left, right = st.columns([3, 2], gap="large")
    with left:
        layer = choose_layer(view.situation, selection.criterion, selection.group)
        frame.render(frame.section_head(t(f"layer.{layer.name}")))
        render_map_panel(layer, cached.get_geometry(selection.province), catalog, selection, names)
    with right:
        standing.render_places(
            rank_districts(scope),
            rank_communes(scope.marks, scope.level_by_commune),
            names,
            scope.criteria_set.size,
        )

    with frame.one_piece():
        with frame.one_piece("ntm-halves"):
            blockers = rank_blockers(
                scope.marks, scope.criteria_set.chosen_numbers(selection.group)
            )
            standing.render_blockers(blockers[:SHOWN], leads_of(view), names)
            nearest = nearest_to_line(scope, SHOWN)
            standing.render_nearest(nearest, names, scope.criteria_set.size, is_least=is_least)
        if view.plan:
            title = t("overview.targets", plan=plan_name)
            standing.render_board(view.scope_standings, names.criteria, place, title)
        frame.render(frame.section_head(t("overview.history")))
    render_history(cached.get_history(selection.province), cached.get_sets(), scope.as_of)
    frame.render_footer(frame.source_lines(view), illustrative=scope.is_illustrative)
guide.render_guide()
