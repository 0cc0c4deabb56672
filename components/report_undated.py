"""Duties without a day ("định kỳ", "khi cần"): their list, and one opened with what came in."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from components import entry, frame, report_form, state
from components.bars import Cell, link, render_list
from components.duties_reports import Calendar, sub_line
from components.entry import EntryDoor
from components.names import Names
from components.report_form import Blank
from components.text import MISSING, day, number, t
from domain.duties.receipts import Received
from domain.duties.reports import Duty, list_undated

FIRST_DAY = date(2009, 1, 1)


def undated_duties(calendar: Calendar) -> dict[str, Duty]:
    """Return the duties of the plan that have no day, by what names them in a link."""
    return {d.rule.report_id: d for d in list_undated(calendar.duties, calendar.plan)}


def undated_title(duty: Duty) -> str:
    """Write a duty as the choice of what to open offers it."""
    return t(
        "reports.title_undated",
        period=t(f"duties.frequency.{duty.rule.frequency}"),
        what=f"{t(f'duties.kind.{duty.rule.kind}')}: {duty.content.rstrip('.')}",
        who=duty.rule.who,
    )


def render_sheet(
    calendar: Calendar, duty: Duty, names: Names, today: date, door: EntryDoor | None
) -> None:
    """Draw one duty with everything that came in for it, and the form.

    Args:
        calendar: The plan's calendar.
        duty: One without a day.
        names: Of the districts, who may have handed in.
        today: The day it is.
        door: Writes rows; ``None`` for who may not.
    """
    rows = calendar.book.without_day(duty)
    with st.container(border=True, key="report_sheet"):
        frame.render(Markup('<h3 class="ntm-job-title">{}</h3>').format(undated_title(duty)))
        if rows:
            head = [t(f"reports.column.{name}") for name in ("day", "body", "subject", "said")]
            render_list(head, [_row(duty, row) for row in rows], stacks=True)
        elif calendar.book.is_seen:
            st.caption(t("reports.nothing_undated"))
        if door:
            report_form.render_ways_back(rows, door)
            bodies = list(calendar.book.bodies(duty))
            if duty.rule.is_for_districts:
                bodies += [names.district(code) for code in calendar.districts]
            blank = Blank(
                key=f"tasks__receipt_{duty.rule.report_id}_{len(rows)}",
                duty=duty,
                due_on=None,
                bodies=bodies,
                waiting=(),
                days=(FIRST_DAY, entry.within(calendar.on, FIRST_DAY, today), today),
            )
            report_form.render_form(blank, calendar.plan.province_code, door)


def _row(duty: Duty, row: Received) -> list[Cell]:
    by = t("reports.by", actor=row.actor or MISSING, date=day(row.entered_on))
    return [
        day(row.received_on),
        row.body or duty.rule.who,
        row.subject or MISSING,
        sub_line(by, row.note),
    ]


def render_undated(calendar: Calendar) -> None:
    """List the duties whose text names no interval, with what last came in for each."""
    rest = undated_duties(calendar)
    if not rest:
        return
    title = t("duties.undated", count=number(len(rest)))
    with st.expander(title, icon=":material/event_busy:"):
        columns = ["frequency", "duty", "who", "ground"]
        if calendar.book.is_seen:
            columns.append("received")
        rows = [_duty(calendar, key, duty)[: len(columns)] for key, duty in rest.items()]
        render_list([t(f"duties.calendar.{name}") for name in columns], rows, stacks=True)


def _duty(calendar: Calendar, key: str, duty: Duty) -> list[Cell]:
    href = f"{state.link('nhiem-vu')}&section=reports&due={key}"
    to = t("duties.calendar_to", whom=duty.to_whom) if duty.to_whom else ""
    return [
        sub_line(t(f"duties.frequency.{duty.rule.frequency}"), duty.rule_text),
        sub_line(link(t(f"duties.kind.{duty.rule.kind}"), href), duty.content, wide=True),
        sub_line(duty.rule.who, to, wide=True),
        sub_line(duty.rule.clause, duty.rule.legal_basis),
        came_in(calendar.book.without_day(duty)),
    ]


def came_in(rows: Sequence[Received]) -> Cell:
    """Say how often something came in, and when last."""
    if not rows:
        return t("reports.none_entered")
    newest = rows[0]
    about = "; ".join(text for text in (newest.body, newest.subject) if text)
    text = t("reports.times", count=number(len(rows)), date=day(newest.received_on))
    return sub_line(text, about)
