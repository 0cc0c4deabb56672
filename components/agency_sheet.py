"""One agency: its criteria and the communes that lack them, and its indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import Bar, Cell, render_bars, render_list
from components.cards import Tile, render_tiles
from components.criteria_detail import LACKING, list_communes
from components.criteria_ranking import goal_line, share_line
from components.duties_parts import Sheet
from components.frame import render
from components.glossary import render_how
from components.names import Names
from components.text import day, fraction, number, percent, t
from domain.criteria_board import CriterionStanding, DistrictMarks
from domain.duties.agencies import Agency, PartDuty, parts_of, tasks_of
from domain.duties.bearers import AgencyDuty
from domain.duties.receipts import ReceiptBook
from domain.duties.reports import Deadline, list_deadlines
from domain.duties.status import State, TaskStanding


@dataclass(frozen=True)
class AgencySheet:
    """What one agency of a plan answers for on a day.

    Attributes:
        agencies: Every agency of the plan, for what it collects from others.
        standings: How the criteria of the plan's set stand, by number; empty where they cannot be
            counted.
        districts: The communes by district and mark, by criterion of the agency.
        indicators: Names of the set's indicators by printed number.
        duties: The reporting duties it bears.
        book: What staff say came in of the plan's reports.
        sheet: The plan's tasks on the day.
    """

    agency: Agency
    agencies: Sequence[Agency]
    standings: Mapping[int, CriterionStanding]
    districts: Mapping[int, Sequence[DistrictMarks]]
    indicators: Mapping[str, str]
    duties: Sequence[AgencyDuty]
    book: ReceiptBook
    sheet: Sheet
    names: Names
    known: frozenset[str] = field(default_factory=frozenset)

    @property
    def own(self) -> list[CriterionStanding]:
        """Return how the agency's own criteria stand, most lacking first."""
        found = [self.standings[no] for no in self.agency.criteria if no in self.standings]
        return sorted(found, key=lambda s: -s.lacking)

    @property
    def tasks(self) -> list[TaskStanding]:
        """Return the tasks the agency leads."""
        return tasks_of(self.agency, self.sheet.every)

    @property
    def deadlines(self) -> list[Deadline]:
        """Return the dated duties of the agency, by day."""
        return list_deadlines([one.duty for one in self.duties], self.sheet.plan)

    @property
    def next_deadline(self) -> Deadline | None:
        """Return the next of them from the day looked at on."""
        return next((d for d in self.deadlines if d.day >= self.sheet.on), None)


def render_lead(one: AgencySheet) -> None:
    """Say in one sentence what holds the agency's part back, and what it must do next."""
    worst = next(iter(one.own), None)
    said: list[Markup] = []
    if worst and worst.lacking:
        said.append(
            Markup("{} <b>{}</b>").format(
                t("agency.lead_worst", criterion=one.names.criterion(worst.criterion.no)),
                t("agency.lead_lacking", count=number(worst.lacking)),
            )
        )
    elif worst:
        said.append(Markup("{}").format(t("agency.lead_complete", count=number(len(one.own)))))
    late = sum(s.state is State.OVERDUE for s in one.tasks)
    if one.tasks:
        text = t("agency.lead_tasks", count=number(len(one.tasks)), late=number(late))
        said.append(Markup("{}").format(text))
    coming = one.next_deadline
    if coming:
        text = t("agency.lead_report", date=day(coming.day))
        said.append(Markup("{}").format(text))
    if not said:
        said.append(Markup("{}").format(one.agency.other or t("duties.leads_none")))
    said[0] = said[0][:1].upper() + said[0][1:]
    render(Markup('<p class="ntm-lead">{}</p>').format(Markup(" · ").join(said)))


def render_tiles_of(one: AgencySheet) -> None:
    """Draw one tile a subject: criteria, indicators, tasks, reports."""
    agency, tasks = one.agency, one.tasks
    late = sum(s.state is State.OVERDUE for s in tasks)
    reached = sum(s.target is not None and s.gap == 0 for s in one.own)
    asked = sum(s.target is not None for s in one.own)
    goal = t("agency.tile_goals", reached=number(reached), count=number(asked)) if asked else ""
    coming = one.next_deadline
    parts = parts_of(agency, one.agencies)
    kept = sum(part.keeper == agency.name for part in parts)
    received = len(parts) - kept
    render_tiles(
        [
            Tile(
                t("agency.tile_criteria"),
                number(len(agency.criteria)),
                ", ".join(map(str, agency.criteria)),
                goal,
                help=t("tip.tile.agency_criteria"),
            ),
            Tile(
                t("agency.tile_parts"),
                number(kept),
                ", ".join(agency.parts),
                t("agency.tile_received", count=number(received)) if received else "",
                help=t("tip.tile.agency_parts"),
            ),
            Tile(
                t("agency.tile_tasks"),
                number(len(tasks)),
                goal=t("agency.tile_late", count=number(late)) if tasks else "",
                help=t("tip.status.task"),
            ),
            Tile(
                t("agency.tile_reports"),
                number(len(one.duties)),
                goal=t("agency.tile_next", date=day(coming.day)) if coming else "",
                help=t("tip.status.deadline"),
            ),
        ]
    )


def render_criteria(one: AgencySheet) -> None:
    """Draw the criteria the agency leads as bars, each with its target and what is missing."""
    st.subheader(t("duties.agency_criteria"))
    agency = one.agency
    if one.own:
        render_how(t("tip.status.criteria"), "verdict")
        render_bars([_bar(s, one.names) for s in one.own])
        if any(s.target for s in one.own):
            st.caption(t("criteria.mark_note"))
    elif agency.criteria:
        numbers = ", ".join(map(str, agency.criteria))
        st.caption(t("duties.criteria_other_set", numbers=numbers))
    else:
        st.caption(t("duties.leads_none"))


def _bar(standing: CriterionStanding, names: Names) -> Bar:
    share = standing.count.share_met
    target = standing.target
    lacking = Markup("{}").format(t("criteria.lacking", count=number(standing.lacking)))
    return Bar(
        name=names.criterion(standing.criterion.no),
        share=share.part / share.whole if share.whole else 0.0,
        figure=share_line(share),
        mark=float(target.target.value) / share.whole if target and share.whole else None,
        note=Markup("{} · {}").format(goal_line(target), lacking) if target else lacking,
        href=state.link("tieu-chi", criterion=standing.criterion.no),
    )


def render_lacking(one: AgencySheet) -> None:
    """List, criterion by criterion, the districts with the communes that lack it."""
    for standing in one.own:
        if not standing.lacking and not standing.count.not_assessed:
            continue
        title = t(
            "agency.lacking",
            criterion=one.names.criterion(standing.criterion.no),
            count=number(standing.lacking),
        )
        with st.expander(title, icon=":material/location_on:"):
            render_list(
                [t(f"criteria.head_{h}") for h in ("district", "met", "lacking_communes")],
                [_district(d, one) for d in one.districts[standing.criterion.no] if _lacks(d)],
                frozenset({1}),
                stacks=True,
            )


def _lacks(district: DistrictMarks) -> bool:
    return any(district.by_status[status] for status in LACKING)


def _district(district: DistrictMarks, one: AgencySheet) -> list[Cell]:
    met = district.met
    return [
        one.names.district(district.district_code),
        f"{fraction(met)} · {percent(met.percent())}",
        list_communes(district, LACKING, one.names, one.known),
    ]


def render_parts(one: AgencySheet) -> None:
    """List the indicators the agency measures or collects, with to whom each is reported."""
    parts = parts_of(one.agency, one.agencies)
    if not parts:
        return
    st.subheader(t("agency.parts"))
    render_list(
        [t(f"agency.part.{name}") for name in ("indicator", "keeper", "receiver")],
        [_part(part, one) for part in parts],
        stacks=True,
    )


def _part(part: PartDuty, one: AgencySheet) -> list[Cell]:
    own = one.agency.name
    name = one.indicators.get(part.part, "")
    return [
        f"{part.part}. {name}" if name else part.part,
        t("agency.itself") if part.keeper == own else part.keeper,
        t("agency.itself") if part.receiver in ("", own) else part.receiver,
    ]
