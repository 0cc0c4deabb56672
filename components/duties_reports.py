"""The reporting calendar: deadlines with days, and how many have handed in for each."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import link, render_list
from components.duties_parts import quarter_text
from components.frame import join, render
from components.text import day, number, t
from domain.duties.calendar import Calendar, year_looked_at
from domain.duties.receipts import BodyReceipt, Receipt, is_held_once
from domain.duties.reports import Deadline
from domain.duties.tasks import quarter_of


def render_lead(calendar: Calendar) -> None:
    """Say in one sentence what is due this quarter and what comes next."""
    year = year_looked_at(calendar.plan, calendar.on)
    if not calendar.deadlines:
        render(Markup('<p class="ntm-lead">{}</p>').format(t("duties.calendar_none")))
        return
    if calendar.on.year != year:
        text = t("duties.calendar_outside", date=day(calendar.on), year=year)
        render(Markup('<p class="ntm-lead">{}</p>').format(text))
        return
    quarter = quarter_of(calendar.on)
    due = [d for d in calendar.deadlines if quarter_of(d.day) == quarter]
    coming = next((d for d in calendar.deadlines if d.day >= calendar.on), None)
    following = (
        t("duties.calendar_next", date=day(coming.day), content=coming.duty.content.rstrip("."))
        if coming
        else t("duties.calendar_over")
    )
    missing = len(calendar.book.missing(calendar.deadlines))
    late = t("reports.lead_missing", count=number(missing)) if missing else ""
    render(
        Markup('<p class="ntm-lead">{} <b>{}</b>. {} <b>{}</b></p>').format(
            t("duties.lead_day", date=day(calendar.on), quarter=quarter_text(quarter)),
            t("duties.calendar_due", count=number(len(due))),
            following,
            late,
        )
    )


def render_deadlines(calendar: Calendar) -> None:
    """Draw the deadlines of the year, each with who, to whom, on what ground, and its standing."""
    if not calendar.deadlines:
        return
    names = ("day", "period", "duty", "who", "ground", "standing")
    render_list(
        [t(f"duties.calendar.{name}") for name in names],
        [_row(calendar, deadline) for deadline in calendar.deadlines],
        stacks=True,
        tips={5: t("tip.status.deadline")},
    )
    if not calendar.loads:
        st.caption(t("duties.calendar_nothing_loaded"))
    if calendar.book.is_seen and not calendar.book.is_kept:
        st.caption(t("reports.nothing_entered"))


def _row(calendar: Calendar, deadline: Deadline) -> list[str | Markup]:
    duty = deadline.duty
    printed = "" if deadline.is_printed else t("duties.calendar_not_printed")
    to = "; ".join(part for part in (duty.to_whom, duty.via) if part)
    return [
        sub_line(day(deadline.day), printed, wide=bool(printed)),
        Markup('<div class="{}">{}</div>').format(
            "tight" if duty.rule.frequency == "quarterly" else "", _span_text(deadline)
        ),
        Markup('<div class="wide">{}<span class="sub">{}</span></div>').format(
            link(t(f"duties.kind.{duty.rule.kind}"), deadline_link(deadline)), duty.content
        ),
        sub_line(duty.rule.who, t("duties.calendar_to", whom=to) if to else "", wide=True),
        sub_line(duty.rule.clause, duty.rule.legal_basis),
        _standing(calendar, deadline),
    ]


def _span_text(deadline: Deadline) -> str:
    """Write the period reported on: a quarter by its name, else its first and last day."""
    due = deadline.due
    if deadline.duty.rule.frequency == "quarterly":
        return quarter_text(quarter_of(due.first))
    return f"{day(due.first)} – {day(due.last)}"


def sub_line(first: str | Markup, second: str, *, wide: bool = False) -> Markup:
    """Write a cell of two lines, the second one smaller; it is left out when empty."""
    sub = Markup('<span class="sub">{}</span>').format(second) if second else ""
    return Markup('<div class="{}">{}{}</div>').format("wide" if wide else "", first, sub)


def _standing(calendar: Calendar, deadline: Deadline) -> Markup:
    days = (deadline.day - calendar.on).days
    key = "duties.calendar_in" if days > 0 else "duties.calendar_ago"
    when = t(key, days=number(abs(days))) if days else t("duties.calendar_today")
    if deadline.is_before_plan:
        when = t("reports.before_plan")
    lines: list[tuple[str, bool]] = []
    if calendar.loads and (districts := calendar.receipts(deadline)):
        lines.append((_count("duties.calendar_there", districts), _is_missing(districts)))
    if calendar.book.is_kept:
        bodies = calendar.book.at(deadline)
        lines.append((_bodies_text(calendar, deadline, bodies), _is_missing(bodies)))
    said = join(
        Markup('<div class="{}">{}</div>').format("late" if is_late else "", text)
        for text, is_late in lines
    )
    css = "sub" if lines else ""
    return Markup('<div class="tight">{}<span class="{}">{}</span></div>').format(said, css, when)


def _bodies_text(calendar: Calendar, deadline: Deadline, bodies: Sequence[BodyReceipt]) -> str:
    asked = calendar.book.bodies(deadline.duty)
    if len(asked) > 1:
        others = len(bodies) - len(asked)
        more = t("reports.others_too", count=number(others)) if others else ""
        return _count("reports.there", bodies[: len(asked)]) + more
    held = "held" if is_held_once(deadline.duty) else "come"
    one = bodies[0].received_on
    return t(f"reports.{held}", date=day(one)) if one else t(f"reports.not_{held}")


def _count(key: str, receipts: Sequence[BodyReceipt]) -> str:
    there = sum(r.received_on is not None for r in receipts)
    return t(key, there=number(there), whole=number(len(receipts)))


def _is_missing(receipts: Sequence[BodyReceipt]) -> bool:
    return any(r.receipt is Receipt.MISSING for r in receipts)


def deadline_key(deadline: Deadline) -> str:
    """Return what names a deadline in a link: "daklak-r11_2021-03-31"."""
    return f"{deadline.duty.rule.report_id}_{deadline.day.isoformat()}"


def deadline_link(deadline: Deadline) -> str:
    """Return the address of the calendar with a deadline opened."""
    return f"{state.link('nhiem-vu')}&section=reports&due={deadline_key(deadline)}"


def period_text(deadline: Deadline) -> str:
    """Write a deadline's period shortly: a quarter by its name, else how often it comes."""
    if deadline.duty.rule.frequency == "quarterly":
        return quarter_text(quarter_of(deadline.due.first))
    return t(f"duties.frequency.{deadline.duty.rule.frequency}")
