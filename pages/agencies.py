"""Sở, ngành: what each agency of a plan answers for, how that stands, its tasks and reports."""

from components import (
    agency_duties,
    agency_files,
    agency_sheet,
    duties_agencies,
    duties_parts,
    frame,
    state,
)
from components.agency_sheet import AgencySheet
from components.duties_parts import Sheet
from components.names import build_names
from components.text import t
from data import cached, cached_duties
from domain.criteria_board import split_by_district, stand_criteria
from domain.duties.agencies import build_agency, find_lead_faults
from domain.duties.bearers import duties_of
from domain.duties.reports import build_duty
from domain.duties.status import judge_tasks
from domain.duties.tasks import build_task

PAGE = "agencies"

selection, catalog = state.current(), cached.get_catalog()
plans = catalog.plans.get(selection.province, ())
plan = next((p for p in plans if p.plan_id == selection.plan), None)
view = cached.get_view(selection)
plan_set = cached.get_sets()[plan.set_id] if plan else None
names = build_names(catalog, selection.province, plan_set, state.language())
place = t("filter.country") if selection.is_country else names.district(selection.province)
duties_parts.render_style()
if plan is None:
    frame.render_header(t("page.agencies"), [place])
    counts = duties_parts.count_by_plan(cached.get_rows("agencies"), "agency.ways")
    said = t("agency.no_plan", place=place)
    duties_parts.render_no_plan(said, counts, "so-nganh", catalog)
else:
    agencies = [build_agency(row) for row in cached_duties.get_plan_rows("agencies", plan.plan_id)]
    tasks = [build_task(row) for row in cached_duties.get_plan_rows("tasks", plan.plan_id)]
    duties = [
        build_duty(row, plan) for row in cached_duties.get_plan_rows("reporting", plan.plan_id)
    ]
    indicators = {
        row["indicator_no"]: row["short_name_vi"]
        for row in cached.get_rows("indicators")
        if row["set_id"] == plan.set_id and row["indicator_no"]
    }
    counted = view if view and duties_agencies.can_count(view, agencies) else None
    standings = {s.criterion.no: s for s in stand_criteria(counted)} if counted else {}
    today = cached_duties.today()
    on, day_picker = duties_parts.choose_day(plan, selection.as_of, today, PAGE)
    agency, agency_picker = duties_parts.choose_agency(agencies, t("agency.choose"), PAGE)
    every = judge_tasks(tasks, plan, cached_duties.get_status_reports(), on)
    sheet = Sheet(plan, on, every, every)
    plan_name = frame.plan_name(plan)
    chips = [place, t("frame.plan", plan=plan_name)]
    if counted:
        district = names.district(counted.place_code)
        chips = frame.situation_chips(counted.scope, district, plan_name)
    frame.render_header(agency.name if agency else t("page.agencies"), chips)
    if counted:
        frame.render_banners(counted.scope)
    if agency:
        own = AgencySheet(
            agency=agency,
            agencies=(*agencies, *cached_duties.get_senders(plan.plan_id)),
            standings=standings,
            districts={
                no: split_by_district(counted.scope, no)
                for no in (agency.criteria if counted else ())
            },
            indicators=indicators,
            duties=duties_of(agency, duties),
            book=cached_duties.get_receipt_book(plan.plan_id, agencies, on),
            sheet=sheet,
            names=names,
            known=frozenset(names.communes),
        )
        agency_sheet.render_lead(own)
        agency_sheet.render_tiles_of(own)
        duties_parts.render_pickers("agencies_pickers", [agency_picker, day_picker], PAGE)
        agency_sheet.render_criteria(own)
        agency_sheet.render_lacking(own)
        if counted:
            agency_files.render_lacking(own, counted.scope)
        agency_sheet.render_parts(own)
        agency_duties.render_reports(own)
        agency_duties.render_tasks(own)
    else:
        numbers = plan_set.numbers if plan_set else ()
        faults = find_lead_faults(agencies, numbers, indicators)
        duties_agencies.render_lead(agencies, faults, numbers)
        duties_parts.render_pickers("agencies_pickers", [agency_picker, day_picker], PAGE)
        duties_agencies.render_faults(faults, names)
        duties_agencies.render_agencies(agencies, standings, names, sheet)
        scope = counted.scope if counted else None
        agency_files.render_assigned(agencies, standings, names, plan, scope)
    sources = [duties_parts.source_line("duties.source_agencies", plan)]
    sources += frame.source_lines(counted) if counted else []
    illustrative = counted is not None and counted.scope.is_illustrative
    frame.render_footer(sources, illustrative=illustrative)
