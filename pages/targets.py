"""Mục tiêu: every target of a plan against its dated line, conflicts, names and findings."""

from components import (
    frame,
    state,
    target_board,
    target_chart,
    target_conflicts,
    target_entry,
    target_files,
    target_findings,
    target_head,
    target_named,
)
from components.names import Names, build_names
from components.target_figure import TargetLine
from components.target_words import Board, only_setter, target_name
from components.text import t
from data import actions, cached, cached_duties
from domain.board import find_conflicts, pick_headlines
from domain.findings import Finding, build_finding, findings_of
from domain.named import build_commune_task, judge_tasks
from domain.plan_boards import build_boards
from domain.plans import Plan
from domain.series import fitting_periods, published_points
from domain.view import View

selection, catalog = state.current(), cached.get_catalog()


def render_head(view: View, plan: Plan, names: Names) -> None:
    situation, standings = view.situation, view.standings
    target_head.render_verdict(standings, situation.as_of)
    target_head.render_plan(plan)
    fitting = fitting_periods(plan, catalog.periods.get(selection.province, ()))
    sets = {set_id: s.short_decision for set_id, s in cached.get_sets().items()}
    district = selection.district
    target_head.render_hints(
        target_head.build_hints(plan, situation, standings, fitting, sets, names, district)
    )


def render_targets(view: View, plan: Plan, board: Board, findings: list[Finding]) -> None:
    standings, basis = view.standings, view.situation.basis_vi
    conflicts = find_conflicts(standing.target for standing in standings)
    across = [finding for finding in findings if finding.is_across_plans]
    target_conflicts.render_conflicts(conflicts, standings, across, board)
    target_head.render_key()
    target_board.render_groups(standings, plan, board, basis, selection.district)
    illustrative = view.situation.is_illustrative
    target_files.render_download(standings, plan, board, basis, illustrative=illustrative)


def render_chart(view: View, plan: Plan, board: Board) -> None:
    headlines = pick_headlines(view.standings, board.as_of, view.headline_district)
    first = headlines[0].main.target.target_id if headlines else ""
    picked = target_chart.pick_target(view.standings, first, selection.criterion, board)
    if picked:
        history = cached.get_history(selection.province)
        published = published_points(picked.target, plan, history)
        measured = cached.get_series(plan, picked.target.target_id)
        target_chart.render_line(TargetLine(picked, measured, published), board)


def render_entry(view: View, plan: Plan, board: Board) -> None:
    values, today = cached_duties.get_target_values(), cached_duties.today()
    door = actions if cached_duties.may_enter() else None
    target_entry.render_entry(view.standings, values, plan, board, today, door)


def render_named(view: View, plan: Plan, names: Names) -> None:
    rows = [row for row in cached.get_rows("commune_targets") if row["plan_id"] == plan.plan_id]
    tasks = [build_commune_task(row) for row in rows]
    decisions = {task.commune_code: cached.get_recognitions(task.commune_code) for task in tasks}
    standings = judge_tasks(tasks, view.situation, plan.set_id, decisions)
    target_named.render_named(standings, names, view.situation.as_of, selection.district)


def render_plan(view: View, plan: Plan, names: Names) -> None:
    situation, standings = view.situation, view.standings
    rule, own = cached.get_progress_rule(), situation.criteria_set
    setter = only_setter(standings)
    board = Board(names, situation.as_of, rule, own.size, setter, own.decision)
    every = (build_finding(row) for row in cached.get_rows("inconsistencies"))
    findings = findings_of(every, plan.plan_id)
    render_head(view, plan, names)
    render_targets(view, plan, board, findings)
    render_entry(view, plan, board)
    render_chart(view, plan, board)
    render_named(view, plan, names)
    labels = {s.target.target_id: target_name(s.target, names) for s in standings}
    target_findings.render_findings(findings, labels)
    frame.render_footer(frame.source_lines(view), illustrative=situation.is_illustrative)


view = cached.get_view(selection)
plan = view.plan if view else None
plan_set = cached.get_sets()[plan.set_id] if plan else None
names = build_names(catalog, selection.province, plan_set, state.language())
place = t("filter.country") if selection.is_country else names.district(selection.province)
target_board.render_board_style()
if view is None or plan is None:
    boards = build_boards(catalog, cached.get_board)
    frame.render_header(t("page.targets"), [place])
    frame.render_banners(*cached.get_country())
    frame.render_empty(target_head.empty_reason(selection, place, len(boards)))
    target_head.render_plans(boards, catalog)
else:
    chips = frame.situation_chips(view.situation, place, frame.plan_name(plan))
    frame.render_header(t("page.targets"), chips)
    every = target_head.pick_scope() == "all"
    frame.render_banners(*(cached.get_country() if every else [view.situation]))
    if every:
        target_head.render_plans(build_boards(catalog, cached.get_board), catalog)
    else:
        render_plan(view, plan, names)
