"""What one agency has to hand in and to carry out: its reports with their next days, its tasks."""

import streamlit as st
from markupsafe import Markup

from components.agency_sheet import AgencySheet
from components.bars import Cell, render_list
from components.duties_tasks import render_table
from components.frame import render
from components.text import MISSING, day, number, t
from domain.duties.bearers import AgencyDuty
from domain.duties.reports import list_deadlines


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
    )


def _duty(duty: AgencyDuty, one: AgencySheet) -> list[Cell]:
    rule = duty.duty.rule
    dated = list_deadlines([duty.duty], one.sheet.plan)
    coming = next((d for d in dated if d.day >= one.sheet.on), None)
    when = MISSING
    if coming:
        left = (coming.day - one.sheet.on).days
        when = f"{day(coming.day)} ({t('duties.calendar_in', days=number(left))})"
    elif dated:
        when = t("agency.all_past", date=day(dated[-1].day))
    who = "" if duty.is_named else t("agency.as_kind", who=rule.who)
    return [
        _two(t(f"duties.kind.{rule.kind}"), duty.duty.content),
        _two(duty.duty.to_whom or MISSING, duty.duty.via),
        _two(t(f"duties.frequency.{rule.frequency}"), duty.duty.rule_text),
        when,
        _two(rule.clause, who),
    ]


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
                one.agency.other, t("duties.clause", clause=one.agency.clause or MISSING)
            )
        )
