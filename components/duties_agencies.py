"""Agencies: criteria and indicators each answers for, how those stand, its reports and tasks."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import Bar, link, render_bars, render_list
from components.cards import pill
from components.criteria_ranking import goal_line, share_line
from components.duties_parts import Sheet
from components.duties_tasks import render_table
from components.frame import join, render
from components.names import Names
from components.text import MISSING, number, t
from domain.criteria_board import CriterionStanding, plan_fits
from domain.duties.agencies import Agency, LeadFault, tasks_of
from domain.duties.status import State
from domain.view import View

Standings = Mapping[int, CriterionStanding]


def can_count(view: View, agencies: Sequence[Agency]) -> bool:
    """Tell whether the marks looked at say how the criteria of these agencies stand."""
    assigned = any(agency.criteria for agency in agencies)
    return assigned and view.has_marks and plan_fits(view)


def render_lead(
    agencies: Sequence[Agency], faults: Sequence[LeadFault], numbers: Sequence[int]
) -> None:
    """Say how many agencies share the criteria, and which have no lead or more than one."""
    leading = sum(bool(a.criteria) for a in agencies)
    led = len({no for a in agencies for no in a.criteria})
    if not leading:
        text = t("duties.agencies_no_criteria", count=number(len(agencies)))
        render(Markup('<p class="ntm-lead">{}</p>').format(text))
        return
    said = t(
        "duties.agencies_lead",
        count=number(len(agencies)),
        leading=number(leading),
        led=number(led),
        whole=number(len(numbers)),
        parts=number(sum(len(a.parts) for a in agencies)),
    )
    rest = t("duties.agencies_faults", count=number(len(faults))) if faults else ""
    ending = rest or t("duties.agencies_no_faults")
    render(Markup('<p class="ntm-lead">{} <b>{}</b></p>').format(said, ending))


def render_faults(faults: Sequence[LeadFault]) -> None:
    """List the criteria and parts without a lead, or with more than one."""
    if not faults:
        return
    rows = [
        [
            fault.number,
            t("duties.fault_none") if not fault.leads else t("duties.fault_many"),
            "; ".join(fault.leads) or MISSING,
        ]
        for fault in faults
    ]
    render_list([t(f"duties.fault.{name}") for name in ("number", "fault", "leads")], rows)


def render_agencies(
    agencies: Sequence[Agency], standings: Standings, names: Names, sheet: Sheet
) -> None:
    """Draw one row an agency: criteria with their counts, parts, reports, tasks."""
    columns = ["agency", "criteria", "parts", "reports"]
    if sheet.every:
        columns.append("tasks")
    rows: list[list[str | Markup]] = []
    for agency in agencies:
        href = f"{state.link('nhiem-vu')}&section=agencies&agency={agency.agency_id}"
        row: list[str | Markup] = [
            Markup('<div class="wide">{}<span class="sub">{}</span></div>').format(
                link(agency.name, href), t("duties.clause", clause=agency.clause or MISSING)
            ),
            _criteria(agency, standings, names),
            _parts(agency),
            agency.reports_to or MISSING,
        ]
        if sheet.every:
            row.append(_tasks(agency, sheet))
        rows.append(row)
    render_list([t(f"duties.agencies.{name}") for name in columns], rows)


def _criteria(agency: Agency, standings: Standings, names: Names) -> Markup:
    if not agency.criteria:
        return Markup("{}").format(MISSING)
    lines = []
    for no in agency.criteria:
        standing = standings.get(no)
        figure: str | Markup = MISSING
        status: str | Markup = ""
        if standing:
            figure = share_line(standing.count.share_met)
            if standing.target:
                status = pill(standing.target.judgement.status)
        lines.append(
            Markup('<div class="wide">{}<span class="sub">{} {}</span></div>').format(
                link(names.criterion(no), state.link("tieu-chi", criterion=no)), figure, status
            )
        )
    return join(lines)


def _parts(agency: Agency) -> Markup:
    if not agency.parts:
        return Markup("{}").format(MISSING)
    handed = join(
        Markup('<span class="sub">{}</span>').format(t("duties.handed_on", parts=parts, body=body))
        for parts, body in agency.handed_on
    )
    return Markup("{}{}").format(", ".join(agency.parts), handed)


def _tasks(agency: Agency, sheet: Sheet) -> str:
    own = tasks_of(agency, sheet.every)
    if not own:
        return MISSING
    late = sum(s.state is State.OVERDUE for s in own)
    return t("duties.agency_tasks", count=number(len(own)), overdue=number(late))


def render_agency(agency: Agency, standings: Standings, names: Names, sheet: Sheet) -> None:
    """Draw everything about one agency: what a department's own link opens."""
    own = [standings[no] for no in agency.criteria if no in standings]
    facts = [
        (t("duties.agencies.parts"), _parts(agency)),
        (t("duties.agencies.reports"), agency.reports_to or MISSING),
        (t("duties.other"), agency.other or MISSING),
        (t("duties.clause_name"), agency.clause or MISSING),
    ]
    st.subheader(t("duties.agency_criteria"))
    if own:
        render_bars([_bar(s, names) for s in own])
        if any(s.target for s in own):
            st.caption(t("criteria.mark_note"))
    elif agency.criteria:
        st.caption(t("duties.criteria_other_set", numbers=", ".join(map(str, agency.criteria))))
    else:
        st.caption(t("duties.leads_none"))
    render_list([t("duties.fact"), t("duties.fact_text")], [[name, text] for name, text in facts])
    tasks = tasks_of(agency, sheet.every)
    if tasks:
        st.subheader(t("duties.agency_own_tasks", count=number(len(tasks))))
        render_table(tasks)


def _bar(standing: CriterionStanding, names: Names) -> Bar:
    share = standing.count.share_met
    target = standing.target
    goal = float(target.target.value) / share.whole if target and share.whole else None
    lacking = t("criteria.lacking", count=number(standing.lacking))
    note = (
        Markup("{} · {}").format(goal_line(target), lacking)
        if target
        else Markup("{}").format(lacking)
    )
    return Bar(
        name=names.criterion(standing.criterion.no),
        share=share.part / share.whole if share.whole else 0.0,
        figure=share_line(share),
        mark=goal,
        note=note,
        href=state.link("tieu-chi", criterion=standing.criterion.no),
    )
