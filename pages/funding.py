"""Nguồn vốn: what the plans print on money, recomputed, and what has been loaded."""

import streamlit as st

from components import (
    duties_parts,
    frame,
    funding_counterpart,
    funding_loaded,
    funding_need,
    state,
)
from components.text import number, t
from data import cached, cached_duties
from domain.duties.funding import build_counterpart, build_needs, sum_funding

selection, catalog = state.current(), cached.get_catalog()
plans = catalog.plans.get(selection.province, ())
plan = next((p for p in plans if p.plan_id == selection.plan), None)
rows = [r for r in cached.get_rows("funding") if plan and r["plan_id"] == plan.plan_id]
units = {unit.code: unit.name for unit in catalog.provinces}
units |= {unit.code: unit.name for unit in catalog.districts.get(selection.province, ())}
is_country = selection.is_country
place = t("filter.country") if is_country else units[selection.district or selection.province]


def render_loaded() -> None:
    on = selection.as_of or cached_duties.today()
    every = cached_duties.get_funding(selection.province)
    on = max([on, *(row.as_of for row in every)])
    sums = sum_funding(every, on, selection.district)
    st.subheader(t("funding.loaded"))
    if sums:
        funding_loaded.render_loaded(sums, on, place, funding_need.debt_clause(rows))
    else:
        funding_loaded.render_none()


def render_plan() -> None:
    needs, rule = build_needs(rows), build_counterpart(rows)
    for need in needs:
        funding_need.render_lead(need)
        if selection.district:
            st.caption(t("funding.whole_province"))
        funding_need.render_need(need, plan)
    if rule:
        funding_counterpart.render_calculator(rule)
    if not needs and not rule:
        frame.render_empty(t("funding.rules_only", count=number(len(rows))))
        frame.render(duties_parts.ways(elsewhere, "nguon-von", catalog))


duties_parts.render_style()
with_amounts = [r for r in cached.get_rows("funding") if r["kind"] != "rule"]
elsewhere = duties_parts.count_by_plan(with_amounts, "funding.ways")
if plan is None:
    frame.render_header(t("page.funding"), [place])
    said = t("funding.no_plan", place=place)
    duties_parts.render_no_plan(said, elsewhere, "nguon-von", catalog)
    if not is_country:
        render_loaded()
else:
    frame.render_header(t("page.funding"), [place, t("frame.plan", plan=frame.plan_name(plan))])
    render_plan()
    render_loaded()
    funding_need.render_rules(rows, plan)
    source = duties_parts.source_line("funding.source", plan)
    frame.render_footer([source, t("funding.source_loaded")], illustrative=False)
