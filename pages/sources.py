"""Nguồn số liệu: where every figure comes from, its licence, and what is not certain."""

import streamlit as st

from components import frame, glossary, plan_coverage, source_list, state
from components.text import t
from data import cached, cached_duties
from domain.duties.reports import build_duty, list_undated

selection, catalog = state.current(), cached.get_catalog()
frame.render_header(t("page.sources"), [])
source_list.render_principles()
source_list.render_boundaries(cached.get_boundary_status(), catalog)
source_list.render_sets(cached.get_sets())
source_list.render_sources(cached.get_sources())
plans = {plan.plan_id: plan for own in catalog.plans.values() for plan in own}
if plans:
    st.subheader(t("coverage.title"), anchor=plan_coverage.ANCHOR)
    plan = plan_coverage.choose_plan(plans)
    rows = cached_duties.get_plan_rows("coverage", plan.plan_id)
    reporting = cached_duties.get_plan_rows("reporting", plan.plan_id)
    undated = list_undated([build_duty(row, plan) for row in reporting], plan)
    plan_coverage.render_coverage(plan, rows, {duty.rule.report_id for duty in undated})
glossary.render_glossary()
