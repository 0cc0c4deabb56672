"""What the parts of the task page share: states in words, the day looked at, filters, ways out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from components import frame, state
from components.pickers import Picker, render_row
from components.text import day, number, t
from domain.catalog import Catalog
from domain.checks.calendar import MONTHS_PER_YEAR, add_months
from domain.duties.agencies import Agency
from domain.duties.status import (
    NO_RECURRENCE,
    State,
    TaskFilter,
    TaskStanding,
    due_quarters,
)
from domain.duties.tasks import known_from
from domain.plans import Plan
from domain.vietnamese import alphabetical

PAGE = "tasks"
SECTIONS = ("tasks", "reports")
STYLE = Path(__file__).with_name("duties.css").read_text(encoding="utf-8")
EVERY = "all"
BY_FILTER, TODAY = "filter", "today"

SIGNS = {
    State.OVERDUE: "!",
    State.UNREPORTED: "?",
    State.NOT_STARTED: "○",
    State.IN_PROGRESS: "→",
    State.DONE: "✓",
}
TONES = {
    State.OVERDUE: "ntm-missed",
    State.UNREPORTED: "ntm-no_data",
    State.NOT_STARTED: "ntm-no_data",
    State.IN_PROGRESS: "ntm-on_track",
    State.DONE: "ntm-achieved",
}


@dataclass(frozen=True)
class Sheet:
    """The tasks of a plan on a day.

    Attributes:
        every: All of them.
        shown: Those that pass the filters.
    """

    plan: Plan
    on: date
    every: Sequence[TaskStanding]
    shown: Sequence[TaskStanding]


def render_style() -> None:
    """Add the styles of the pages on duties."""
    st.html(f"<style>{STYLE}</style>")


def state_pill(of: State) -> Markup:
    """Return the word of a state as a coloured pill with its sign."""
    return Markup('<span class="ntm-pill ntm-tip {} tip-task-{}" tabindex="0">{} {}</span>').format(
        TONES[of], of.value, SIGNS[of], t(f"duties.state.{of.value}")
    )


def quarter_text(quarter: tuple[int, int]) -> str:
    """Write a quarter: Quý II/2022."""
    year, part = quarter
    return t("duties.quarter_text", quarter=t(f"duties.numeral.q{part}"), year=year)


def choose_section() -> str:
    """Draw the switch between the parts of the page and return the one to show."""
    chosen = st.segmented_control(
        t("duties.sections"),
        SECTIONS,
        key=state.local(PAGE, "section", SECTIONS, SECTIONS[0]),
        format_func=lambda name: t(f"duties.section.{name}"),
        label_visibility="collapsed",
        required=True,
    )
    return chosen or SECTIONS[0]


def list_days(plan: Plan) -> list[date]:
    """Return the month ends a plan can be looked at: from its issue to a quarter after its end."""
    last = date(plan.end_year + 1, 3, 31)
    first = known_from(plan).replace(day=1)
    months = (last.year - first.year) * MONTHS_PER_YEAR + last.month - first.month
    return [add_months(first, n + 1) - timedelta(days=1) for n in range(months + 1)]


def default_day(plan: Plan, as_of: date | None) -> date:
    """Return the day looked at without a choice: the filters' date, never before the plan."""
    return max(as_of, known_from(plan)) if as_of else known_from(plan)


def choose_day(
    plan: Plan, as_of: date | None, today: date, page: str = PAGE
) -> tuple[date, Picker]:
    """Return the day chosen, and its picker for a row of pickers.

    Args:
        plan: The plan looked at.
        as_of: Date of the global filters.
        today: The day it is.
        page: Script name of the page.
    """
    days = {BY_FILTER: default_day(plan, as_of), TODAY: today}
    days |= {day_.isoformat(): day_ for day_ in list_days(plan)}
    chosen = state.local_choice(page, "day", list(days), BY_FILTER)
    options = [(key, day(value), str(value.year)) for key, value in days.items()]
    key = "duties.day_filter" if days[BY_FILTER] == as_of else "duties.day_plan"
    options[0] = (BY_FILTER, t(key, date=day(days[BY_FILTER])), "")
    options[1] = (TODAY, t("duties.day_today", date=day(today)), "")
    return days[chosen], Picker("day", t("duties.day"), options, chosen)


def choose_agency(
    agencies: Iterable[Agency], label: str, page: str = PAGE
) -> tuple[Agency | None, Picker]:
    """Return the agency chosen, if any, and its picker; who sees one agency only sees that one."""
    ordered = sorted(agencies, key=lambda a: alphabetical(a.name))
    by_id = {agency.agency_id: agency for agency in ordered}
    if len(ordered) == 1 and page != PAGE:
        only = ordered[0]
        return only, Picker("agency", label, [(only.agency_id, only.name, "")], only.agency_id)
    chosen = state.local_choice(page, "agency", [EVERY, *by_id], EVERY)
    options = [(EVERY, t("duties.every_agency"), "")]
    options += [(a.agency_id, a.name, "") for a in ordered]
    return by_id.get(chosen), Picker("agency", label, options, chosen)


def choose_filters(
    standings: Sequence[TaskStanding], agency: str
) -> tuple[TaskFilter, list[Picker]]:
    """Return the filters chosen for the tasks, and their pickers.

    Args:
        standings: Every task of the plan.
        agency: Name of the agency chosen, "" for every one.
    """
    quarters = {f"{year}-q{number}": (year, number) for year, number in due_quarters(standings)}
    groups = {s.task.group_no: f"{s.task.group_no}. {s.task.group_name}" for s in standings}
    kinds = list(dict.fromkeys(s.task.recurrence or NO_RECURRENCE for s in standings))
    quarter = _pick("quarter", {key: quarter_text(q) for key, q in quarters.items()})
    status = _pick("task_state", {s.value: t(f"duties.state.{s.value}") for s in State})
    group = _pick("task_group", groups)
    kind = _pick("recurrence", {name: t(f"duties.recurrence.{name}") for name in kinds})
    chosen = TaskFilter(
        agency=agency,
        quarter=quarters.get(quarter.value),
        state=_value(status),
        group_no=_value(group),
        recurrence=_value(kind),
    )
    return chosen, [quarter, status, group, kind]


def _pick(name: str, options: Mapping[str, str]) -> Picker:
    value = state.local_choice(PAGE, name, [EVERY, *options], EVERY)
    every = (EVERY, t("duties.every"), "")
    return Picker(
        name, t(f"duties.pick.{name}"), [every, *((k, v, "") for k, v in options.items())], value
    )


def _value(picker: Picker) -> str:
    return "" if picker.value == EVERY else picker.value


def render_pickers(key: str, pickers: Sequence[Picker], page: str = PAGE) -> None:
    """Draw pickers of a page beside each other."""
    render_row(key, pickers, lambda: state.take_local(key, page))


def agency_link(agency: Agency) -> str:
    """Return the address of an agency's own page, for the day looked at here."""
    return f"{state.link('so-nganh')}&agency={agency.agency_id}"


def count_by_plan(rows: Iterable[Mapping[str, object]], key: str) -> dict[str, str]:
    """Return how many rows each plan has, in words; ``key`` is a text with a count."""
    counts = Counter(str(row["plan_id"]) for row in rows)
    return {plan_id: t(key, count=number(count)) for plan_id, count in counts.items()}


def ways(provinces: Mapping[str, str], url_path: str, catalog: Catalog) -> Markup:
    """Return links to the plans that have what this place lacks, each by whose it is.

    Args:
        provinces: What there is, in words, by plan id.
        url_path: Address of the page.
        catalog: Names of provinces and their plans.
    """
    names = {p.code: p.name for p in catalog.provinces}
    names |= {d.code: d.name for own in catalog.districts.values() for d in own}
    links = [
        Markup('<a href="{}" target="_self">{}<span>{}</span></a>').format(
            _link_to(url_path, plan),
            names[plan.district_code or plan.province_code],
            provinces[plan.plan_id],
        )
        for plans in catalog.plans.values()
        for plan in plans
        if plan.plan_id in provinces
    ]
    return Markup('<div class="ntm-ways">{}</div>').format(frame.join(links))


def render_no_plan(
    said: str, provinces: Mapping[str, str], url_path: str, catalog: Catalog
) -> None:
    """Say that a place has no plan and lead to those that have; a link without a plan says that.

    Args:
        said: What to say of the place.
        provinces: What there is elsewhere, see :func:`ways`; a link without a plan sees none.
        url_path: Address of the page.
        catalog: Names of provinces and their plans.
    """
    if not provinces:
        frame.render_empty(t("duties.no_plan_in_link"))
        return
    frame.render_empty(said)
    frame.render(ways(provinces, url_path, catalog))


def _link_to(url_path: str, plan: Plan) -> str:
    elsewhere = {"district": None, "commune": None, "as_of": None, "set_id": None}
    elsewhere |= {"criterion": None, "group": None}
    return state.link(url_path, province=plan.province_code, plan=plan.plan_id, **elsewhere)


def source_line(key: str, plan: Plan) -> str:
    """Return where the rows of a plan stand; ``key`` is a text with its number and date."""
    return t(key, plan=frame.plan_name(plan), issued=frame.issued_text(plan))
