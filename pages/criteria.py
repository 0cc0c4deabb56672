"""Tiêu chí: which criteria hold most communes back, who leads them, and the matrix."""

import streamlit as st

from components import criteria_detail, criteria_groups, criteria_ranking, frame, marks, state
from components.matrix import render_matrix
from components.names import build_names
from components.text import t
from data import cached, cached_duties
from domain import criteria_board as board

selection, catalog = state.current(), cached.get_catalog()
view = cached.get_view(selection)
scope = view.scope if view else None
names = build_names(
    catalog, selection.province, scope.criteria_set if scope else None, state.language()
)
place = names.district(selection.district or selection.province)
# No st.stop(): the notice about dropped link values is drawn after the page.
if selection.is_country:
    frame.render_header(t("page.criteria"), [t("filter.country")])
    frame.render_empty(t("criteria.pick_province"))
elif view is None or not view.has_marks:
    frame.render_header(t("page.criteria"), [place])
    frame.render_no_data(catalog, selection)
else:
    scope, fits = view.scope, board.plan_fits(view)
    plan_name = frame.plan_name(view.plan) if view.plan else ""
    marks.render_style()
    frame.render_header(t("page.criteria"), frame.situation_chips(scope, place, plan_name))
    frame.render_banners(scope)
    in_group = scope.criteria_set.chosen_numbers(selection.group)
    numbers = (selection.criterion,) if selection.criterion else in_group
    shown = [s for s in board.stand_criteria(view) if s.criterion.no in numbers]

    agencies = cached_duties.get_plan_rows("agencies", selection.plan or "")
    if selection.criterion:
        known = frozenset(c.code for c in catalog.communes.get(selection.province, ()))
        parts = board.parts_led(agencies if fits else (), selection.criterion)
        criteria_detail.render_heading(shown[0], view, names, fits=fits)
        criteria_detail.render_districts(
            board.split_by_district(scope, selection.criterion), names, known
        )
        criteria_detail.render_indicators(
            cached.get_rows("indicators"), parts, scope, selection.criterion
        )
        criteria_detail.render_targets(
            board.targets_about(view, selection.criterion), names, plan_name
        )
    else:
        groups = board.stand_groups(view)
        frame.render(criteria_ranking.lead_sentence(shown, groups, names))
        if selection.group:
            criteria_detail.render_back(t("criteria.back"), group=None)
        left, right = st.columns([3, 2], gap="large")
        with left:
            st.subheader(t("criteria.ranking"))
            criteria_ranking.render_ranking(shown, view, names)
        with right:
            st.subheader(t("criteria.groups"))
            criteria_groups.render_groups(groups, board.outside_group_targets(view), names)
            st.subheader(t("criteria.leads"))
            ids = {row["agency"]: row["agency_id"] for row in agencies}
            criteria_groups.render_leads(shown, view, plan_name, ids, fits=fits)

    st.subheader(t("matrix.title"))
    render_matrix(scope, numbers, names, catalog)
    frame.render_footer(frame.source_lines(view), illustrative=scope.is_illustrative)
