"""Nhiệm vụ: the plan's tasks, its reporting calendar, and what each agency answers for."""

from datetime import date
from functools import partial

from components import (
    duties_agencies,
    duties_files,
    duties_parts,
    duties_reports,
    duties_tasks,
    duties_timeline,
    frame,
    state,
)
from components.duties_parts import Sheet
from components.names import build_names
from components.text import t
from data import cached, cached_duties
from domain import criteria_board
from domain.duties.agencies import Agency, build_agency, find_lead_faults
from domain.duties.reports import build_duty
from domain.duties.status import TaskStanding, judge_tasks
from domain.duties.tasks import build_task
from domain.plans import Plan

selection, catalog = state.current(), cached.get_catalog()
plans = catalog.plans.get(selection.province, ())
plan = next((p for p in plans if p.plan_id == selection.plan), None)
view = cached.get_view(selection)
plan_set = cached.get_sets()[plan.set_id] if plan else None
names = build_names(catalog, selection.province, plan_set, state.language())
place = t("filter.country") if selection.is_country else names.district(selection.province)


def rows_of(table: str) -> list[dict]:
    return [row for row in cached.get_rows(table) if plan and row["plan_id"] == plan.plan_id]


def render_ways() -> None:
    counts = duties_parts.count_by_plan(cached.get_rows("tasks"), "duties.ways_tasks")
    frame.render(duties_parts.ways(counts, "nhiem-vu", catalog))


def render_tasks(plan: Plan, on: date, every: list[TaskStanding], agency: Agency | None) -> None:
    if not every:
        frame.render_empty(t("duties.no_tasks", plan=frame.plan_name(plan)))
        render_ways()
        return
    chosen, more = duties_parts.choose_filters(every, agency.name if agency else "")
    sheet = Sheet(plan, on, every, [s for s in every if chosen.keeps(s)])
    duties_tasks.render_lead(sheet)
    duties_tasks.render_counts(sheet)
    duties_parts.render_pickers("tasks_pickers", [*pickers, *more])
    render_rest(sheet)


def render_rest(sheet: Sheet) -> None:
    duties_tasks.render_tasks(sheet)
    if sheet.shown:
        duties_files.render_task_download(sheet)
        duties_tasks.render_late(sheet, agencies)
        duties_timeline.render_timeline(sheet)


def render_reports(plan: Plan, on: date) -> None:
    duties = [build_duty(row, plan) for row in rows_of("reporting")]
    districts = duties_reports.districts_of(catalog, selection, plan)
    read = partial(cached_duties.get_loads, plan.province_code)
    calendar = duties_reports.build_calendar_of(plan, on, duties, districts, read)
    duties_reports.render_lead(calendar)
    duties_parts.render_pickers("reports_pickers", pickers[:1])
    duties_reports.render_deadlines(calendar)
    duties_files.render_calendar_downloads(calendar)
    duties_reports.render_receipts(calendar, names)
    duties_reports.render_undated(calendar)


def render_agencies(sheet: Sheet, agency: Agency | None) -> None:
    standings, numbers = {}, plan_set.numbers if plan_set else ()
    if view and duties_agencies.can_count(view, agencies):
        standings = {s.criterion.no: s for s in criteria_board.stand_criteria(view)}
        frame.render_illustrative_banner(view.scope)
    faults = find_lead_faults(agencies, numbers)
    duties_agencies.render_lead(agencies, faults, numbers)
    duties_parts.render_pickers("agencies_pickers", pickers if sheet.every else pickers[1:])
    if agency:
        duties_agencies.render_agency(agency, standings, names, sheet)
    else:
        duties_agencies.render_faults(faults)
        duties_agencies.render_agencies(agencies, standings, names, sheet)


duties_parts.render_style()
if plan is None:
    frame.render_header(t("page.tasks"), [place])
    frame.render_empty(t("duties.no_plan", place=place))
    render_ways()
else:
    tasks = [build_task(row) for row in rows_of("tasks")]
    agencies = [build_agency(row) for row in rows_of("agencies")]
    leads = [a for a in agencies if any(a.name in task.leads for task in tasks)]
    frame.render_header(t("page.tasks"), [place, t("frame.plan", plan=frame.plan_name(plan))])
    section = duties_parts.choose_section()
    on, day_picker = duties_parts.choose_day(plan, selection.as_of, cached_duties.today())
    agency, agency_picker = duties_parts.choose_agency(agencies if section == "agencies" else leads)
    every = judge_tasks(tasks, plan, cached_duties.get_status_reports(), on)
    pickers = [day_picker, agency_picker]
    counted = section == "agencies" and view and duties_agencies.can_count(view, agencies)
    told = section != "tasks" or bool(tasks)
    sources = [duties_parts.source_line(f"duties.source_{section}", plan)] if told else []
    if section == "tasks":
        render_tasks(plan, on, every, agency)
    elif section == "reports":
        render_reports(plan, on)
    else:
        render_agencies(Sheet(plan, on, every, every), agency)
        sources += frame.source_lines(view) if counted else []
    frame.render_footer(sources, illustrative=bool(counted) and view.scope.is_illustrative)
