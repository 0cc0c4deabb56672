"""One deadline of the calendar, or duty without days, opened: who has handed in, who said so."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from components import entry, frame, report_form, report_undated, state
from components.bars import Cell, render_list
from components.duties_parts import PAGE
from components.duties_receipts import receipt_sign
from components.duties_reports import deadline_key, period_text
from components.entry import EntryDoor
from components.names import Names
from components.report_form import Blank
from components.text import MISSING, day, number, t
from domain.duties.calendar import Calendar
from domain.duties.receipts import BodyReceipt, Receipt
from domain.duties.reports import Deadline

NONE = "none"


def render(calendar: Calendar, names: Names, today: date, door: EntryDoor | None) -> None:
    """Draw the choice of a deadline or duty, which is part of the link, and what is chosen.

    Args:
        calendar: The plan's calendar.
        names: Of the districts.
        today: The day it is; nothing comes in later.
        door: Writes rows; ``None`` for who may not.
    """
    by_key = {deadline_key(d): d for d in calendar.deadlines}
    undated = report_undated.undated_duties(calendar)
    titles = {key: _title(deadline) for key, deadline in by_key.items()}
    titles |= {key: report_undated.undated_title(duty) for key, duty in undated.items()}
    if not titles:
        return
    keys = [NONE, *titles]
    chosen = st.selectbox(
        t("reports.open"),
        keys,
        key=state.local(PAGE, "due", keys, NONE),
        format_func=lambda key: titles.get(key, t("reports.none")),
    )
    if deadline := by_key.get(chosen):
        _render_sheet(calendar, deadline, today, door)
    elif duty := undated.get(chosen):
        report_undated.render_sheet(calendar, duty, names, today, door)


def _title(deadline: Deadline) -> str:
    duty = deadline.duty
    what = f"{t(f'duties.kind.{duty.rule.kind}')}: {duty.content.rstrip('.')}"
    return t(
        "reports.title",
        date=day(deadline.day),
        period=period_text(deadline),
        what=what,
        who=duty.rule.who,
    )


def _render_sheet(
    calendar: Calendar, deadline: Deadline, today: date, door: EntryDoor | None
) -> None:
    receipts = calendar.book.at(deadline)
    with st.container(border=True, key="report_sheet"):
        frame.render(Markup('<h3 class="ntm-job-title">{}</h3>').format(_title(deadline)))
        if deadline.duty.rule.is_for_districts:
            st.caption(t("reports.districts_elsewhere"))
        if come := [_row(deadline, one) for one in receipts if one.row]:
            head = [t(f"reports.column.{name}") for name in ("body", "state", "said")]
            render_list(head, come, stacks=True, tips={1: t("tip.status.receipt")})
        _render_waiting(calendar, deadline, receipts)
        if door:
            report_form.render_ways_back([r.row for r in receipts if r.row], door)
            _render_form(calendar, deadline, receipts, today, door)


def _render_waiting(
    calendar: Calendar, deadline: Deadline, receipts: Sequence[BodyReceipt]
) -> None:
    """Name the bodies nothing is known of, with how long that is over where a book is kept."""
    waiting = [one for one in receipts if one.row is None]
    if not waiting:
        return
    names = "; ".join(one.body or deadline.duty.rule.who for one in waiting)
    is_late = calendar.book.is_kept and waiting[0].receipt is Receipt.MISSING
    key = "reports.waiting_late" if is_late else "reports.waiting"
    head = t(key, count=number(len(waiting)), days=number(waiting[0].days_late))
    frame.render(
        Markup('<p class="ntm-note"><b class="{}">{}</b> {}</p>').format(
            "ntm-overdue" if is_late else "", head, names
        )
    )


def _row(deadline: Deadline, one: BodyReceipt) -> list[Cell]:
    row = one.row
    said: Cell = MISSING
    if row:
        by = t("reports.by", actor=row.actor or MISSING, date=day(row.entered_on))
        said = Markup('<div>{}<span class="sub">{}</span></div>').format(
            by, "; ".join(text for text in (row.subject, row.note) if text)
        )
    return [one.body or deadline.duty.rule.who, receipt_sign(one), said]


def _render_form(
    calendar: Calendar,
    deadline: Deadline,
    receipts: Sequence[BodyReceipt],
    today: date,
    door: EntryDoor,
) -> None:
    first = deadline.due.first
    if first > today:
        st.caption(t("reports.too_early", date=day(first)))
        return
    there = sum(r.row is not None for r in receipts)
    blank = Blank(
        key=f"tasks__receipt_{deadline_key(deadline)}_{there}",
        duty=deadline.duty,
        due_on=deadline.day,
        bodies=[r.body for r in receipts],
        waiting=[r.body for r in receipts if r.received_on is None],
        days=(first, entry.within(calendar.on, first, today), today),
    )
    report_form.render_form(blank, calendar.plan.province_code, door)
