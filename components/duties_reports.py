"""The reporting calendar: deadlines with days, and what districts have handed in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st
from markupsafe import Markup

from components.bars import render_list
from components.duties_parts import quarter_text
from components.frame import join, render
from components.names import Names
from components.text import day, number, t
from domain.catalog import Catalog, Selection
from domain.checks.inputs import Load
from domain.duties.reports import (
    Deadline,
    DistrictReceipt,
    Duty,
    Receipt,
    list_deadlines,
    list_receipts,
)
from domain.duties.tasks import quarter_of
from domain.plans import Plan

RECEIPT_SIGNS = {
    Receipt.IN_TIME: ("ntm-achieved", "✓"),
    Receipt.LATE: ("ntm-behind", "✓"),
    Receipt.MISSING: ("ntm-missed", "!"),
    Receipt.AWAITED: ("", "·"),
}


@dataclass(frozen=True)
class Calendar:
    """The calendar of a plan on a day.

    Attributes:
        districts: District codes whose reports are looked for.
        loads: Official loads of marks of the year looked at.
    """

    plan: Plan
    on: date
    duties: Sequence[Duty]
    deadlines: Sequence[Deadline]
    districts: Sequence[str]
    loads: Sequence[Load]

    def receipts(self, deadline: Deadline) -> list[DistrictReceipt]:
        """Return what districts have handed in for a deadline; none when it is not for them."""
        if not deadline.duty.rule.is_for_districts:
            return []
        return list_receipts(deadline, self.districts, self.loads, self.on)


def year_looked_at(plan: Plan, on: date) -> int:
    """Return the plan's year nearest to a day."""
    return min(max(on.year, plan.start_year), plan.end_year)


def districts_of(catalog: Catalog, selection: Selection, plan: Plan) -> list[str]:
    """Return the districts whose reports are looked for.

    That of a district's plan, or the chosen one, else every one with communes of the programme.
    """
    only = plan.district_code or selection.district
    with_communes = {c.parent_code for c in catalog.communes.get(plan.province_code, ())}
    every = [d.code for d in catalog.districts.get(plan.province_code, ())]
    return [code for code in every if code in with_communes and only in (None, code)]


def build_calendar_of(
    plan: Plan,
    on: date,
    duties: Sequence[Duty],
    districts: Sequence[str],
    read_loads: Callable[[int], Sequence[Load]],
) -> Calendar:
    """Collect a plan's calendar: the deadlines about the year a day lies in.

    What falls due after the plan's last year, its closing meeting, belongs to that year.
    """
    year = year_looked_at(plan, on)
    own = [
        deadline
        for deadline in list_deadlines(duties, plan)
        if year in (min(d.year, plan.end_year) for d in (deadline.due.last, deadline.day))
    ]
    return Calendar(plan, on, duties, own, districts, read_loads(year))


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
    render(
        Markup('<p class="ntm-lead">{} <b>{}</b>. {}</p>').format(
            t("duties.lead_day", date=day(calendar.on), quarter=quarter_text(quarter)),
            t("duties.calendar_due", count=number(len(due))),
            following,
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
    )
    if not calendar.loads:
        st.caption(t("duties.calendar_nothing_loaded"))


def _row(calendar: Calendar, deadline: Deadline) -> list[str | Markup]:
    duty = deadline.duty
    printed = "" if deadline.is_printed else t("duties.calendar_not_printed")
    to = "; ".join(part for part in (duty.to_whom, duty.via) if part)
    return [
        _sub(day(deadline.day), printed, wide=bool(printed)),
        Markup('<div class="{}">{}</div>').format(
            "tight" if duty.rule.frequency == "quarterly" else "", _span_text(deadline)
        ),
        _sub(t(f"duties.kind.{duty.rule.kind}"), duty.content, wide=True),
        _sub(duty.rule.who, t("duties.calendar_to", whom=to) if to else "", wide=True),
        _sub(duty.rule.clause, duty.rule.legal_basis),
        _standing(calendar, deadline),
    ]


def _span_text(deadline: Deadline) -> str:
    """Write the period reported on: a quarter by its name, else its first and last day."""
    due = deadline.due
    if deadline.duty.rule.frequency == "quarterly":
        return quarter_text(quarter_of(due.first))
    return f"{day(due.first)} – {day(due.last)}"


def _sub(first: str, second: str, *, wide: bool = False) -> Markup:
    sub = Markup('<span class="sub">{}</span>').format(second) if second else ""
    return Markup('<div class="{}">{}{}</div>').format("wide" if wide else "", first, sub)


def _standing(calendar: Calendar, deadline: Deadline) -> Markup:
    days = (deadline.day - calendar.on).days
    key = "duties.calendar_in" if days > 0 else "duties.calendar_ago"
    when = t(key, days=number(abs(days))) if days else t("duties.calendar_today")
    receipts = calendar.receipts(deadline)
    if not receipts or not calendar.loads:
        return Markup('<div class="tight">{}</div>').format(when)
    there = sum(r.received_on is not None for r in receipts)
    missing = sum(r.receipt is Receipt.MISSING for r in receipts)
    text = t("duties.calendar_there", there=number(there), whole=number(len(receipts)))
    css = "late" if missing else ""
    return Markup(
        '<div class="tight"><span class="{}">{}</span><span class="sub">{}</span></div>'
    ).format(css, text, when)


def render_receipts(calendar: Calendar, names: Names) -> None:
    """Draw, district by district, what has come in for each deadline districts report by."""
    asked = [d for d in calendar.deadlines if d.duty.rule.is_for_districts]
    if not asked or not calendar.loads:
        return
    st.subheader(t("duties.receipts"))
    by_deadline = [{r.district_code: r for r in calendar.receipts(d)} for d in asked]
    head = join(Markup("<th>{}<br>{}</th>").format(_period_text(d), day(d.day)) for d in asked)
    body = join(
        Markup("<tr><td>{}</td>{}</tr>").format(
            names.district(code), join(_receipt(found[code]) for found in by_deadline)
        )
        for code in calendar.districts
    )
    render(
        Markup(
            '<div class="ntm-scroll"><table class="ntm-receipts"><thead><tr><th>{}</th>{}</tr>'
            "</thead><tbody>{}</tbody></table></div>"
        ).format(t("duties.receipts_district"), head, body)
    )
    st.caption(t("duties.receipts_note"))


def _period_text(deadline: Deadline) -> str:
    if deadline.duty.rule.frequency == "quarterly":
        return quarter_text(quarter_of(deadline.due.first))
    return t(f"duties.frequency.{deadline.duty.rule.frequency}")


def _receipt(receipt: DistrictReceipt) -> Markup:
    tone, sign = RECEIPT_SIGNS[receipt.receipt]
    word = t(
        f"duties.receipt.{receipt.receipt.value}",
        date=day(receipt.received_on),
        days=number(receipt.days_late),
    )
    return Markup('<td><span class="ntm-receipt"><i class="{}">{}</i>{}</span></td>').format(
        tone, sign, word
    )


def render_undated(calendar: Calendar) -> None:
    """List the duties whose text names no interval."""
    dated = {d.duty.rule.report_id for d in list_deadlines(calendar.duties, calendar.plan)}
    rest = [duty for duty in calendar.duties if duty.rule.report_id not in dated]
    if not rest:
        return
    with st.expander(t("duties.undated", count=number(len(rest))), icon=":material/event_busy:"):
        names = ("frequency", "duty", "who", "ground")
        rows: list[list[str | Markup]] = [
            [
                _sub(t(f"duties.frequency.{d.rule.frequency}"), d.rule_text),
                _sub(t(f"duties.kind.{d.rule.kind}"), d.content, wide=True),
                _sub(
                    d.rule.who,
                    t("duties.calendar_to", whom=d.to_whom) if d.to_whom else "",
                    wide=True,
                ),
                _sub(d.rule.clause, d.rule.legal_basis),
            ]
            for d in rest
        ]
        render_list([t(f"duties.calendar.{name}") for name in names], rows, stacks=True)
