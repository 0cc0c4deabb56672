"""Mục tiêu: every target of a plan against its dated line, conflicts, names and findings."""

import streamlit as st

from components import (
    frame,
    state,
    target_board,
    target_chart,
    target_conflicts,
    target_files,
    target_findings,
    target_head,
    target_named,
)
from components.names import build_names
from components.target_words import Board, only_setter, target_name
from components.text import t
from data import cached
from domain.board import find_conflicts, pick_headlines
from domain.findings import build_finding, findings_of
from domain.named import build_commune_task, judge_tasks
from domain.series import fitting_periods, published_points

selection, catalog = state.current(), cached.get_catalog()
view = cached.get_view(selection)
plan = view.plan if view else None
names = build_names(
    catalog, selection.province, plan and cached.get_set(plan.set_id), state.language()
)
place = t("filter.country") if selection.is_country else names.district(selection.province)
target_board.render_board_style()
if view is None or plan is None:
    boards = cached.get_plan_boards()
    frame.render_header(t("page.targets"), [place])
    frame.render_empty(target_head.empty_reason(selection, place, len(boards)))
    target_head.render_plans(boards, catalog)
    st.stop()

situation, standings = view.situation, view.standings
board = Board(
    names=names,
    as_of=situation.as_of,
    rule=cached.get_progress_rule(),
    set_size=situation.criteria_set.size,
    only_setter=only_setter(standings),
)
basis = situation.basis_vi
frame.render_header(
    t("page.targets"), frame.situation_chips(situation, place, frame.plan_name(plan))
)
frame.render_illustrative_banner(situation)
if target_head.pick_scope() == "all":
    target_head.render_plans(cached.get_plan_boards(), catalog)
    st.stop()

target_head.render_verdict(standings, situation.as_of)
target_head.render_plan(plan)
fitting = fitting_periods(plan, catalog.periods.get(selection.province, ()))
sets = {set_id: s.short_decision for set_id, s in cached.get_sets().items()}
target_head.render_hints(
    target_head.build_hints(plan, situation, standings, fitting, sets, names, selection.district)
)
findings = findings_of(
    (build_finding(row) for row in cached.get_rows("inconsistencies")), plan.plan_id
)
conflicts = find_conflicts(standing.target for standing in standings)
across = [finding for finding in findings if finding.is_across_plans]
target_conflicts.render_conflicts(conflicts, standings, across, board)
target_head.render_key()
target_board.render_groups(standings, plan, board, basis, selection.district)
target_files.render_download(standings, plan, board, basis, illustrative=situation.is_illustrative)

headlines = pick_headlines(standings, situation.as_of, view.headline_district)
first = headlines[0].main.target.target_id if headlines else ""
picked = target_chart.pick_target(standings, first, selection.criterion, board)
if picked:
    target = picked.target
    published = published_points(target, plan, cached.get_history(selection.province))
    measured = cached.get_series(plan, target.target_id)
    target_chart.render_line(target_chart.TargetLine(picked, measured, published), board)

rows = [row for row in cached.get_rows("commune_targets") if row["plan_id"] == plan.plan_id]
tasks = [build_commune_task(row) for row in rows]
decisions = {task.commune_code: cached.get_recognitions(task.commune_code) for task in tasks}
named = judge_tasks(tasks, situation, plan.set_id, decisions)
target_named.render_named(named, names, situation.as_of, selection.district)
target_findings.render_findings(
    findings, {s.target.target_id: target_name(s.target, names) for s in standings}
)
frame.render_footer(frame.source_lines(view), illustrative=situation.is_illustrative)
