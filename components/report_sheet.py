"""One deadline of the reporting calendar opened: who has handed in, who said so; and the form."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from components import entry, frame, state
from components.bars import Cell, render_list
from components.duties_parts import PAGE
from components.duties_receipts import receipt_sign
from components.duties_reports import Calendar, deadline_key, period_text
from components.entry import EntryDoor
from components.text import MISSING, day, number, t
from domain.duties.receipts import BodyReceipt, Receipt, is_held_once
from domain.duties.reports import Deadline

NONE = "none"


def render(calendar: Calendar, today: date, door: EntryDoor | None) -> None:
    """Draw the choice of a deadline of the year, which is part of the link, and what is chosen.

    Args:
        calendar: The plan's calendar.
        today: The day it is; nothing comes in later.
        door: Writes rows; ``None`` for who may not.
    """
    by_key = {deadline_key(d): d for d in calendar.deadlines}
    if not by_key:
        return
    keys = [NONE, *by_key]
    chosen = st.selectbox(
        t("reports.open"),
        keys,
        key=state.local(PAGE, "due", keys, NONE),
        format_func=lambda key: t("reports.none") if key == NONE else _title(by_key[key]),
    )
    if deadline := by_key.get(chosen):
        _render_sheet(calendar, deadline, today, door)


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
            render_list(head, come, stacks=True)
        _render_waiting(calendar, deadline, receipts)
        if door:
            _render_ways_back(receipts, door)
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
        said = Markup('<div>{}<span class="sub">{}</span></div>').format(by, row.note)
    return [one.body or deadline.duty.rule.who, receipt_sign(one), said]


def _render_ways_back(receipts: Sequence[BodyReceipt], door: EntryDoor) -> None:
    """Offer to take back what was entered, newest first."""
    rows = sorted((r.row for r in receipts if r.row), key=lambda row: -row.batch_id)
    if not rows:
        return
    with st.expander(t("reports.take_back"), icon=":material/undo:"):
        for row in rows:
            with st.container(horizontal=True, vertical_alignment="center"):
                text = t("reports.entered", date=day(row.received_on), body=row.body)
                frame.render(Markup('<div class="ntm-said">{}</div>').format(text.rstrip(": ")))
                key = f"report_{row.batch_id}_{row.body}"
                entry.render_way_back(row.batch_id, row.origin, door, key)


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
    # Another form once a row is in: the next body is offered, and no note is entered twice.
    there = sum(r.row is not None for r in receipts)
    key = f"tasks__receipt_{deadline_key(deadline)}_{there}"
    is_held = is_held_once(deadline.duty)
    bodies = [] if is_held else [r.body for r in receipts]
    with st.form(key, border=False):
        st.markdown(f"**{t('reports.form_held' if is_held else 'reports.form')}**")
        body = bodies[0] if bodies else ""
        if len(bodies) > 1:
            body = _ask_body(receipts, bodies, key)
        left, right = st.columns(2)
        with left:
            received_on = st.date_input(
                t("reports.held_on" if is_held else "reports.received_on"),
                value=entry.within(calendar.on, first, today),
                min_value=first,
                max_value=today,
                format="DD/MM/YYYY",
                key=f"{key}__day",
            )
        with right:
            who = entry.ask_who(key)
        note = st.text_input(t("reports.note"), max_chars=500, key=f"{key}__note")
        sent = st.form_submit_button(t("reports.save"), type="primary", icon=":material/save:")
    if sent:
        values = {
            "report_id": deadline.duty.rule.report_id,
            "due_on": deadline.day,
            "body": body,
            "received_on": received_on,
            "note": note.strip(),
        }
        done = t("reports.saved", date=day(received_on), body=body or deadline.duty.rule.who)
        entry.submit(door, "report_receipt", values, calendar.plan.province_code, who, done)


def _ask_body(receipts: Sequence[BodyReceipt], bodies: Sequence[str], key: str) -> str:
    """Ask whose report it is; the first that has not come is offered."""
    waiting = next((i for i, r in enumerate(receipts) if r.received_on is None), 0)
    chosen = st.selectbox(
        t("reports.body"),
        bodies,
        index=waiting,
        accept_new_options=True,
        help=t("reports.body_help"),
        key=f"{key}__body",
    )
    return (chosen or "").strip()
