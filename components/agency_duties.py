"""What one agency has to hand in and to carry out: its reports with their next days, its tasks."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components.agency_sheet import AgencySheet
from components.bars import Cell, render_list
from components.duties_agencies import clause_text
from components.duties_tasks import render_table
from components.frame import join, render
from components.text import MISSING, day, number, t
from domain.duties.bearers import AgencyDuty
from domain.duties.receipts import THE_EVENT, BodyReceipt, Receipt
from domain.duties.reports import Deadline, Duty, list_deadlines

SHOWN = 4
"""Entries of a duty without days that are named; the calendar has them all."""


def render_reports(one: AgencySheet) -> None:
    """List the reports the agency owes: what, to whom, how often, and its next day."""
    st.subheader(t("agency.reports"))
    agency = one.agency
    if agency.reports_to:
        render(
            Markup('<div class="ntm-note">{}</div>').format(
                t("agency.reports_to", whom=agency.reports_to)
            )
        )
    if not one.duties:
        st.caption(t("agency.no_reports"))
        return
    render_list(
        [t(f"agency.report.{name}") for name in ("what", "whom", "when", "next", "clause")],
        [_duty(duty, one) for duty in one.duties],
        stacks=True,
        tips={3: t("tip.status.deadline")},
    )


def _duty(duty: AgencyDuty, one: AgencySheet) -> list[Cell]:
    rule = duty.duty.rule
    dated = list_deadlines([duty.duty], one.sheet.plan)
    coming = next((d for d in dated if d.day >= one.sheet.on), None)
    when: Cell = MISSING
    if coming:
        left = (coming.day - one.sheet.on).days
        days = t("duties.calendar_in", days=number(left)) if left else t("duties.calendar_today")
        when = f"{day(coming.day)} ({days})"
    elif dated:
        when = t("agency.all_past", date=day(dated[-1].day))
    who = "" if duty.is_named else t("agency.as_kind", who=rule.who)
    return [
        _two(t(f"duties.kind.{rule.kind}"), duty.duty.content),
        _two(duty.duty.to_whom or MISSING, duty.duty.via),
        _two(t(f"duties.frequency.{rule.frequency}"), duty.duty.rule_text),
        Markup("<div>{}{}</div>").format(
            when, _received(dated, one) if dated else _came_in(duty.duty, one)
        ),
        _two(rule.clause, who),
    ]


def _received(dated: Sequence[Deadline], one: AgencySheet) -> Markup:
    """Say of each deadline of the year that is over, or was met, what came in."""
    if not one.book.is_kept:
        return Markup("")
    own = [d for d in dated if d.day.year == one.sheet.on.year]
    names = (one.agency.name, THE_EVENT)
    found = [(d, r) for d in own for r in one.book.at(d) if r.body in names]
    lines = [_receipt(d, r) for d, r in found if r.receipt is not Receipt.AWAITED]
    return join(Markup('<span class="sub {}">{}</span>').format(css, text) for css, text in lines)


def _came_in(duty: Duty, one: AgencySheet) -> Markup:
    """Say of a duty without days what came in from the agency, newest first."""
    names = (one.agency.name, THE_EVENT)
    own = [row for row in one.book.without_day(duty) if row.body in names]
    return join(
        Markup('<span class="sub">{}</span>').format(
            t("agency.came_in", date=day(row.received_on), subject=row.subject).rstrip(": ")
        )
        for row in own[:SHOWN]
    )


def _receipt(deadline: Deadline, receipt: BodyReceipt) -> tuple[str, str]:
    key = {Receipt.IN_TIME: "received", Receipt.LATE: "received_late"}.get(receipt.receipt)
    text = t(
        f"agency.{key or 'not_received'}",
        due=day(deadline.day),
        date=day(receipt.received_on),
        days=number(receipt.days_late),
    )
    return ("" if key else "late"), text


def _two(first: str, second: str) -> Markup:
    sub = Markup('<span class="sub">{}</span>').format(second) if second else ""
    return Markup("<div>{}{}</div>").format(first, sub)


def render_tasks(one: AgencySheet) -> None:
    """Draw the tasks the agency leads, and what else the plan asks of it."""
    if one.tasks:
        st.subheader(t("duties.agency_own_tasks", count=number(len(one.tasks))))
        render_table(one.tasks)
    if one.agency.other:
        st.subheader(t("duties.other"))
        render(
            Markup('<p class="ntm-note">{} ({})</p>').format(
                one.agency.other, clause_text(one.agency.clause)
            )
        )
