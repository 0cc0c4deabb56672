"""Files of the task page: tasks and deadlines as CSV, deadlines as iCalendar."""

from collections.abc import Sequence

import streamlit as st

from components.downloads import csv_bytes
from components.duties_parts import Sheet
from components.frame import plan_name
from components.text import day, number, t
from domain.duties.calendar import Calendar, year_looked_at
from domain.duties.events import list_events
from domain.duties.ical import build_calendar
from domain.duties.reports import Deadline, list_deadlines, list_undated
from domain.duties.status import OccurrenceStanding, TaskStanding
from domain.plans import Plan


def _plan_text(plan: Plan) -> str:
    return plan.number if plan.has_number else plan.issuer


TASK_FILE = (
    *("plan", "number", "group", "task", "lead", "helpers", "directors", "timing", "recurrence"),
    *("first", "due", "state", "days_late", "output", "note"),
    *("as_of", "reported_status", "reported_on", "actor", "entered_on", "source"),
)


def task_rows(sheet: Sheet) -> list[list[object]]:
    """Return one row an occurrence of each task shown, in the order of ``TASK_FILE``."""
    return [_task_row(sheet, s, o) for s in sheet.shown for o in s.occurrences]


def _task_row(sheet: Sheet, standing: TaskStanding, one: OccurrenceStanding) -> list[object]:
    task, report = standing.task, one.report
    name = _plan_text(sheet.plan)
    said = [None] * 4
    if report:
        said = [
            t(f"duties.state.{report.status.value}"),
            report.as_of,
            report.actor or None,
            report.entered_on,
        ]
    return [
        name,
        task.number,
        f"{task.group_no}. {task.group_name}",
        task.title,
        "; ".join(task.leads),
        "; ".join(task.helpers),
        "; ".join(task.directors),
        task.timing,
        t(f"duties.recurrence.{task.recurrence or 'none'}"),
        one.occurrence.first,
        one.occurrence.due,
        t(f"duties.state.{one.state.value}"),
        one.days_late or None,
        task.output,
        task.note,
        sheet.on,
        *said,
        t("duties.file_source", plan=name),
    ]


def render_task_download(sheet: Sheet) -> None:
    """Offer the tasks shown as a file, one line an occurrence."""
    st.download_button(
        t("duties.download"),
        csv_bytes([t(f"duties.file.{name}") for name in TASK_FILE], task_rows(sheet)),
        file_name=f"nhiem-vu_{sheet.plan.plan_id}_{sheet.on.isoformat()}.csv",
        mime="text/csv",
        icon=":material/download:",
    )


CALENDAR_FILE = (
    *("plan", "day", "is_printed", "period_first", "period_last", "kind", "who", "to_whom"),
    *("content", "rule", "clause", "legal_basis", "districts_in", "districts"),
    *("bodies_in", "bodies", "received", "as_of", "source"),
)


def calendar_rows(calendar: Calendar, deadlines: Sequence[Deadline]) -> list[list[object]]:
    """Return one row a deadline in the order of ``CALENDAR_FILE``."""
    plan = calendar.plan
    name = _plan_text(plan)
    rows: list[list[object]] = []
    for d in deadlines:
        receipts = calendar.receipts(d)
        there = sum(r.received_on is not None for r in receipts)
        bodies = calendar.book.at(d) if calendar.book.is_kept else []
        asked = calendar.book.bodies(d.duty)
        come = [r for r in bodies if r.received_on is not None]
        rows.append(
            [
                name,
                d.day,
                t("duties.is_printed") if d.is_printed else t("duties.calendar_not_printed"),
                d.due.first,
                d.due.last,
                t(f"duties.kind.{d.duty.rule.kind}"),
                d.duty.rule.who,
                d.duty.to_whom,
                d.duty.content,
                d.duty.rule_text,
                d.duty.rule.clause,
                d.duty.rule.legal_basis,
                there if receipts else None,
                len(receipts) or None,
                len([r for r in come if r.body in asked]) if bodies else None,
                len(asked) if bodies else None,
                "; ".join(f"{r.body or d.duty.rule.who}: {day(r.received_on)}" for r in come),
                calendar.on,
                t("duties.file_source", plan=name),
            ]
        )
    return [*rows, *_undated_rows(calendar)]


def _undated_rows(calendar: Calendar) -> list[list[object]]:
    """Return one row a duty without days, what came in for it in one cell."""
    name = _plan_text(calendar.plan)
    rows: list[list[object]] = []
    for duty in list_undated(calendar.duties, calendar.plan):
        come = calendar.book.without_day(duty)
        told = (
            ": ".join(part for part in (r.body or duty.rule.who, r.subject) if part)
            + f": {day(r.received_on)}"
            for r in come
        )
        rows.append(
            [
                *(name, None, t("duties.no_day"), None, None, t(f"duties.kind.{duty.rule.kind}")),
                *(duty.rule.who, duty.to_whom, duty.content, duty.rule_text),
                *(duty.rule.clause, duty.rule.legal_basis, None, None, None, None),
                *("; ".join(told), calendar.on, t("duties.file_source", plan=name)),
            ]
        )
    return rows


def render_calendar_downloads(calendar: Calendar) -> None:
    """Offer the deadlines of the whole plan as a calendar, and those of the year as a table."""
    if not calendar.deadlines:
        return
    plan = calendar.plan
    every = list_deadlines(calendar.duties, plan)
    kinds = {d.duty.rule.kind: t(f"duties.kind.{d.duty.rule.kind}") for d in every}
    events = list_events(every, plan, kinds, calendar.book)
    year = year_looked_at(plan, calendar.on)
    with st.container(horizontal=True):
        st.download_button(
            t("duties.download_ics", count=number(len(events))),
            build_calendar(
                t("duties.ics_name", plan=plan_name(plan)),
                events,
            ),
            file_name=f"lich-bao-cao_{plan.plan_id}.ics",
            mime="text/calendar",
            icon=":material/calendar_add_on:",
        )
        st.download_button(
            t("duties.download_calendar", year=year),
            csv_bytes(
                [t(f"duties.calendar_file.{name}") for name in CALENDAR_FILE],
                calendar_rows(calendar, calendar.deadlines),
            ),
            file_name=f"lich-bao-cao_{plan.plan_id}_{year}.csv",
            mime="text/csv",
            icon=":material/download:",
        )
