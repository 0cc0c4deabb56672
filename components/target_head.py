"""The head of the targets page: the verdict, the plan, and what to know of the period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import link
from components.filters import period_label
from components.frame import join, render
from components.names import Names
from components.target_words import pill
from components.text import day, number, t
from domain.board import TargetStanding, tally
from domain.catalog import Catalog, PeriodOption, Selection
from domain.plan_boards import PlanBoard
from domain.plans import Plan
from domain.situation import Situation

SCOPES = ("one", "all")
FRESH = {
    "district": None,
    "commune": None,
    "as_of": None,
    "set_id": None,
    "criterion": None,
    "group": None,
}
"""Choices to drop when a link leads to another plan."""


def pick_scope() -> str:
    """Let the reader choose between the chosen plan (``one``) and every plan (``all``)."""
    return str(
        st.segmented_control(
            t("targets.view.label"),
            SCOPES,
            key=state.local("targets", "plans", SCOPES, SCOPES[0]),
            format_func=lambda name: t(f"targets.view.{name}"),
            required=True,
            label_visibility="collapsed",
        )
    )


def render_verdict(standings: Sequence[TargetStanding], as_of: date) -> None:
    """Say how many targets of the plan are reached, on track, behind, missed or unknown."""
    counts = tally(standings)
    pills = join(pill(verdict, count) for verdict, count in counts.items() if count)
    text = t("targets.lead", total=number(len(standings)), date=day(as_of))
    later = [own for s in standings if (own := s.judged_on(as_of)) > as_of]
    if later:
        # Figures staff entered speak of their own days, which the sentence must not hide.
        text = t(
            "targets.lead_later",
            total=number(len(standings)),
            date=day(as_of),
            count=number(len(later)),
            last=day(max(later)),
        )
    render(Markup('<p class="ntm-lead">{}</p><div class="tg-tally">{}</div>').format(text, pills))


def render_plan(plan: Plan) -> None:
    """Name the plan in full: title, number, issuer, date of issue."""
    text = t(
        "targets.plan_line",
        title=plan.title,
        number=plan.number if plan.has_number else t("targets.draft"),
        issuer=plan.issuer,
        issued=issued_text(plan.issued_on),
    )
    render(Markup('<div class="tg-plan">{}</div>').format(text))


def issued_text(issued_on: str) -> str:
    """Write a date of issue; the month alone where the document leaves the day blank."""
    if len(issued_on) == len("2022-04"):
        year, month = issued_on.split("-")
        return f"{month}/{year}"
    return day(date.fromisoformat(issued_on))


@dataclass(frozen=True)
class Hint:
    """Something to know before reading the board, with links that help."""

    text: str
    links: tuple[Markup, ...] = ()


def render_hints(hints: Sequence[Hint]) -> None:
    """Draw hints under each other; nothing without any."""
    for hint in hints:
        text = Markup(" ").join([Markup("{}").format(hint.text), *hint.links])
        render(Markup('<div class="tg-hint">{}</div>').format(text))


def build_hints(
    plan: Plan,
    situation: Situation,
    standings: Sequence[TargetStanding],
    fitting: Sequence[PeriodOption],
    set_names: Mapping[str, str],
    names: Names,
    district: str | None,
) -> list[Hint]:
    """Build what to know: another criteria set, partial data, a start, a district without targets.

    Args:
        plan: The plan.
        situation: The period looked at.
        standings: The plan's board.
        fitting: Periods that use the plan's criteria set.
        set_names: Short names of criteria sets by id.
        names: Names of units.
        district: District chosen.
    """
    on, hints = day(situation.as_of), []
    if situation.criteria_set.set_id != plan.set_id:
        hints.append(_other_set(plan, situation, standings, fitting, set_names, names))
    if situation.district_codes and plan.district_code not in situation.district_codes:
        only = ", ".join(names.district(code) for code in situation.district_codes)
        hints.append(Hint(t("targets.hint.partial", date=on, districts=only)))
    if situation.as_of < plan.eve:
        hints.append(Hint(t("targets.hint.before", date=on, year=plan.start_year)))
    elif situation.as_of <= plan.starts_on:
        hints.append(Hint(t("targets.hint.start", date=on)))
    if district and all(s.target.district_code != district for s in standings):
        place = names.district(district)
        hints.append(Hint(t("targets.hint.no_district", district=place)))
    return hints


def _other_set(
    plan: Plan,
    situation: Situation,
    standings: Sequence[TargetStanding],
    fitting: Sequence[PeriodOption],
    set_names: Mapping[str, str],
    names: Names,
) -> Hint:
    used, wanted = situation.criteria_set.set_id, plan.set_id
    text = t(
        "targets.hint.other_set",
        date=day(situation.as_of),
        used=set_names.get(used, used),
        wanted=set_names.get(wanted, wanted),
        count=number(sum(s.measurement.reason == "other_set" for s in standings)),
    )
    if not fitting:
        return Hint(f"{text} {t('targets.hint.none_fits')}")
    links = tuple(
        link(
            period_label(period, names.units),
            state.link("muc-tieu", as_of=period.as_of, set_id=None, criterion=None, group=None),
        )
        for period in reversed(fitting)
    )
    return Hint(f"{text} {t('targets.hint.fitting')}", links)


def render_plans(boards: Sequence[PlanBoard], catalog: Catalog) -> None:
    """Draw every plan with its targets by verdict; each leads to its own board."""
    places = {unit.code: unit.name for unit in catalog.provinces}
    for districts in catalog.districts.values():
        places |= {unit.code: unit.name for unit in districts}
    render(join(_plan_card(board, places) for board in boards))


def _plan_card(board: PlanBoard, places: Mapping[str, str]) -> Markup:
    plan, period = board.plan, board.period
    place = places.get(plan.district_code or plan.province_code, "")
    if plan.district_code:
        place = f"{place}, {places.get(plan.province_code, '')}"
    key = "targets.plans.meta" if period else "targets.plans.meta_no_data"
    meta = t(
        key,
        place=place,
        count=number(len(board.standings)),
        date=day(period.as_of if period else None),
    )
    counts = tally(board.standings)
    total = max(len(board.standings), 1)
    parts = join(
        Markup('<span class="ntm-{}" style="width:{}%"></span>').format(v, f"{n / total * 100:.2f}")
        for v, n in counts.items()
        if n
    )
    return Markup(
        '<div class="tg-plancard"><h4>{}</h4><div class="tg-small">{}</div>'
        '<div class="tg-stack">{}</div><div class="tg-tally">{}</div></div>'
    ).format(
        link(f"{plan.title} ({plan_number(plan)})", plan_link(board)),
        meta,
        parts,
        join(pill(verdict, count) for verdict, count in counts.items() if count),
    )


def plan_number(plan: Plan) -> str:
    """Return a plan's number, or the body that drafted it where it carries none."""
    return plan.number if plan.has_number else plan.issuer


def plan_link(board: PlanBoard) -> str:
    """Return the address of a plan's board, at the period it is judged at."""
    changes = {**FRESH, "province": board.plan.province_code, "plan": board.plan.plan_id}
    if board.period is not None:
        changes["as_of"] = board.period.as_of
    return state.link("muc-tieu", **changes)


def empty_reason(selection: Selection, place: str, plans: int) -> str:
    """Return why there is no plan to show."""
    key = "targets.empty.country" if selection.is_country else "targets.empty.province"
    return t(key, place=place, count=number(plans))


def render_key() -> None:
    """Explain the marks on the bars."""
    bar = Markup('<span><span class="tg-bar">{}</span>{}</span>')
    fill = Markup('<span class="fill" style="width:62%"></span>')
    due, goal = (
        Markup('<i class="due" style="left:50%"></i>'),
        Markup('<i class="goal" style="left:90%"></i>'),
    )
    render(
        Markup('<div class="tg-key">{}{}{}</div>').format(
            bar.format(fill, t("targets.key.now")),
            bar.format(due, t("targets.key.due")),
            bar.format(goal, t("targets.key.goal")),
        )
    )
