"""Every agency of a plan: what each answers for, and what nobody, or more than one, leads."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import link, render_list
from components.cards import pill
from components.criteria_ranking import share_line
from components.duties_parts import Sheet, agency_link
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


def render_faults(faults: Sequence[LeadFault], names: Names) -> None:
    """List the criteria and parts without a lead, or with more than one."""
    if not faults:
        return
    st.subheader(t("duties.faults_title"))
    rows = [
        [
            names.criterion(int(fault.number)) if fault.number.isdigit() else fault.number,
            Markup('<span class="ntm-pill {}">! {}</span>').format(
                "ntm-behind" if fault.leads else "ntm-missed",
                t("duties.fault_many") if fault.leads else t("duties.fault_none"),
            ),
            "; ".join(fault.leads) or MISSING,
        ]
        for fault in faults
    ]
    headings = [t(f"duties.fault.{name}") for name in ("number", "fault", "leads")]
    render_list(headings, rows, stacks=True, tips={1: t("tip.status.lead_fault")})


def render_agencies(
    agencies: Sequence[Agency], standings: Standings, names: Names, sheet: Sheet
) -> None:
    """List who leads criteria, indicators or tasks with how those stand, then the others."""
    busy = [a for a in agencies if a.has_duties or tasks_of(a, sheet.every)]
    columns = ["agency", "criteria", "parts", "tasks"]
    if not any(agency.has_duties for agency in agencies):
        columns = ["agency", "tasks", "other"]
    elif not sheet.every:
        columns.remove("tasks")
    cells = {
        "agency": _name,
        "criteria": lambda agency: _criteria(agency, standings, names),
        "parts": _parts,
        "tasks": lambda agency: _tasks(agency, sheet),
        "other": lambda agency: agency.other or MISSING,
    }
    if busy:
        ordered = sorted(busy, key=lambda a: (not a.criteria, not a.parts))
        rows = [[cells[name](agency) for name in columns] for agency in ordered]
        told = {"criteria": t("tip.status.criteria"), "tasks": t("tip.status.task")}
        render_list(
            [t(f"duties.agencies.{name}") for name in columns],
            rows,
            stacks=True,
            tips={i: told[name] for i, name in enumerate(columns) if name in told},
        )
    rest = [agency for agency in agencies if agency not in busy]
    if rest:
        st.subheader(t("duties.agencies_rest", count=number(len(rest))))
        render_list(
            [t(f"duties.agencies.{name}") for name in ("agency", "other")],
            [[_name(agency), cells["other"](agency)] for agency in rest],
            stacks=True,
        )


def _name(agency: Agency) -> Markup:
    clause = clause_text(agency.clause)
    return Markup('<div class="wide">{}<span class="sub">{}</span></div>').format(
        link(agency.name, agency_link(agency)), clause
    )


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
                status = pill(standing.target.judgement.status, standing.target.target.target_id)
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


def _tasks(agency: Agency, sheet: Sheet) -> str | Markup:
    own = tasks_of(agency, sheet.every)
    if not own:
        return MISSING
    late = sum(s.state is State.OVERDUE for s in own)
    text = t("duties.agency_tasks", count=number(len(own)), overdue=number(late))
    return Markup('<div class="tight">{}</div>').format(text)


def clause_text(clause: str) -> str:
    """Write where a plan says something: "Mục IV.1.a"; an annex names itself."""
    if not clause:
        return MISSING
    return clause if clause.startswith("Phụ lục") else t("duties.clause", clause=clause)
