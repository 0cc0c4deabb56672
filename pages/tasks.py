"""Nhiệm vụ: the plan's tasks and its reporting calendar."""

from datetime import date
from functools import partial

from components import (
    duties_files,
    duties_late,
    duties_parts,
    duties_receipts,
    duties_reports,
    duties_tasks,
    duties_timeline,
    entry,
    frame,
    report_sheet,
    report_undated,
    state,
    task_sheet,
)
from components.duties_parts import Sheet
from components.names import build_names
from components.text import t
from data import actions, cached, cached_duties
from domain.duties.agencies import Agency, build_agency
from domain.duties.calendar import Calendar, build_calendar_of, districts_of
from domain.duties.reports import build_duty
from domain.duties.status import TaskStanding, judge_tasks
from domain.duties.tasks import build_task
from domain.plans import Plan

selection, catalog = state.current(), cached.get_catalog()
plans = catalog.plans.get(selection.province, ())
plan = next((p for p in plans if p.plan_id == selection.plan), None)
names = build_names(catalog, selection.province, None, state.language())
door = actions if cached_duties.may_enter() else None
place = t("filter.country") if selection.is_country else names.district(selection.province)


def render_tasks(plan: Plan, on: date, every: list[TaskStanding], agency: Agency | None) -> None:
    if not every:
        frame.render_empty(t("duties.no_tasks", plan=frame.plan_name(plan)))
        frame.render(duties_parts.ways(elsewhere, "nhiem-vu", catalog))
        return
    chosen, more = duties_parts.choose_filters(every, agency.name if agency else "")
    sheet = Sheet(plan, on, every, [s for s in every if chosen.keeps(s)])
    if sheet.shown:
        duties_tasks.render_lead(sheet)
        duties_tasks.render_counts(sheet)
    duties_parts.render_pickers("tasks_pickers", [*pickers, *more])
    render_rest(sheet)


def render_rest(sheet: Sheet) -> None:
    entry.render_notice()
    opened = task_sheet.choose_task(sheet)
    if opened:
        own = [r for r in reports if r.task_id == opened.task.task_id]
        task_sheet.render_task(opened, own, sheet, cached_duties.today(), door)
    duties_tasks.render_tasks(sheet)
    if sheet.shown:
        duties_files.render_task_download(sheet)
        duties_late.render_late(sheet, agencies)
        duties_timeline.render_timeline(sheet)


def render_reports(plan: Plan, on: date) -> None:
    duties = [
        build_duty(row, plan) for row in cached_duties.get_plan_rows("reporting", plan.plan_id)
    ]
    districts = districts_of(catalog, selection, plan)
    read = partial(cached_duties.get_loads, plan.province_code)
    book = cached_duties.get_receipt_book(plan.plan_id, agencies, on)
    draw_reports(build_calendar_of(plan, on, duties, districts, read, book))


def draw_reports(calendar: Calendar) -> None:
    duties_reports.render_lead(calendar)
    duties_parts.render_pickers("reports_pickers", pickers[:1])
    entry.render_notice()
    report_sheet.render(calendar, names, cached_duties.today(), door)
    duties_reports.render_deadlines(calendar)
    duties_files.render_calendar_downloads(calendar)
    duties_receipts.render_receipts(calendar, names)
    report_undated.render_undated(calendar)


duties_parts.render_style()
elsewhere = duties_parts.count_by_plan(cached.get_rows("tasks"), "duties.ways_tasks")
if plan is None:
    frame.render_header(t("page.tasks"), [place])
    said = t("duties.no_plan", place=place)
    duties_parts.render_no_plan(said, elsewhere, "nhiem-vu", catalog)
else:
    tasks = [build_task(row) for row in cached_duties.get_plan_rows("tasks", plan.plan_id)]
    agencies = [build_agency(row) for row in cached_duties.get_plan_rows("agencies", plan.plan_id)]
    leads = [a for a in agencies if any(a.name in task.leads for task in tasks)]
    frame.render_header(t("page.tasks"), [place, t("frame.plan", plan=frame.plan_name(plan))])
    section = duties_parts.choose_section()
    on, day_picker = duties_parts.choose_day(plan, selection.as_of, cached_duties.today())
    agency, agency_picker = duties_parts.choose_agency(leads, t("duties.agency"))
    pickers = [day_picker, agency_picker]
    if section == "tasks":
        reports = cached_duties.get_status_reports()
        every = judge_tasks(tasks, plan, reports, on)
        render_tasks(plan, on, every, agency)
    else:
        render_reports(plan, on)
    if section != "tasks" or tasks:
        source = duties_parts.source_line(f"duties.source_{section}", plan)
        frame.render_footer([source], illustrative=False)
