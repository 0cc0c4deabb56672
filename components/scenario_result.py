"""What the planner answers: how good, which communes, which criteria, who leads; or why not."""

from collections import Counter
from collections.abc import Callable, Sequence

import streamlit as st

from components.bars import Cell, Fold, link, render_groups, render_list
from components.downloads import csv_bytes
from components.file_about import about, about_headings
from components.scenario_maps import render_change_map
from components.scenario_parts import Ground, render_verdict
from components.scenario_run import Run
from components.standing import commune_link
from components.text import MISSING, number, percent, t
from domain.planner.result import FEASIBLE, INFEASIBLE, LIMIT, OPTIMAL, PlanResult, Upgrade
from domain.scenario.outcome import Outcome

SHOWN = 10
"""Communes of a plan shown at first."""
WAYS = ("order", "district", "agency", "map")
MONEY = "million_vnd"
TINY = 0.0005
"""A gap under it would be printed as 0,0 %, as if nothing were left to prove."""

Named = Callable[[str], str]
"""Gives the name of a target by its id."""


def effort_text(effort: int | None, result: PlanResult) -> str:
    """Write an effort in the unit it is shown in: "87 lượt tiêu chí", "1.250,5 triệu đồng"."""
    if effort is None:
        return MISSING
    return t(f"scenarios.unit.{result.effort_unit}", value=number(effort / result.effort_scale))


def render_status(run: Run, result: PlanResult, conflicts: Sequence[str]) -> None:
    """Say what was found, and how far it is proved."""
    if result.status == OPTIMAL:
        render_verdict("", t("scenarios.proved"), _found(result), [_proof(result)])
    elif result.status == FEASIBLE:
        render_verdict("open", t("scenarios.unproved"), _found(result), [_gap(result)])
    elif result.status == INFEASIBLE:
        guarantee = result.conflict.guarantee if result.conflict else "some"
        notes = [t(f"scenarios.guarantee.{guarantee}")]
        names = result.conflict.names if result.conflict else ()
        targets = [x for x in names if not x.startswith(LIMIT)]
        is_one = len(targets) == 1
        within = "" if len(targets) == len(names) else "_limits"
        title = t(f"scenarios.impossible{'_one' if is_one else ''}{within}")
        render_verdict("none", title, "", [] if is_one else notes, conflicts)
    else:
        render_verdict(
            "open", t("scenarios.nothing_found"), t(f"scenarios.ended.{run.how or 'done'}"), []
        )


def _found(result: PlanResult) -> str:
    communes = {upgrade.commune_code for upgrade in result.upgrades}
    count = len(result.upgrades)
    found = t("scenarios.found", count=number(count), communes=number(len(communes)))
    if not count:
        found = t("scenarios.found_nothing")
    elif result.effort_unit == MONEY:
        found = t("scenarios.found_costs", found=found, cost=effort_text(result.effort, result))
    away = _away_in_all(result)
    return t("scenarios.found_away", found=found, away=number(away)) if away else found


def _away_in_all(result: PlanResult) -> int:
    return sum(item.away for item in result.deviations)


def _proof(result: PlanResult) -> str:
    kind = "proof"
    if result.deviations:
        kind = "proof_fewest" if result.cost == result.effort else "proof_priced"
    price = sum(item.price for item in result.deviations)
    return t(
        f"scenarios.{kind}",
        effort=effort_text(result.effort, result),
        cost=_points(result.cost, result),
        price=_points(price, result),
        away=number(_away_in_all(result)),
        seconds=number(result.seconds, 2),
    )


def _points(effort: int | None, result: PlanResult) -> str:
    return number(None if effort is None else effort / result.effort_scale)


def _gap(result: PlanResult) -> str:
    if result.gap is None:
        return t("scenarios.gap_unknown")
    is_priced = result.cost != result.effort
    left = max(0, (result.cost or 0) - (result.bound or 0))
    is_tiny = 0 < result.gap < TINY
    return t(
        "scenarios.gap_priced" if is_priced else "scenarios.gap",
        gap=t("scenarios.gap_tiny") if is_tiny else percent(100 * result.gap),
        left=_points(left, result) if is_priced else effort_text(left, result),
        bound=effort_text(result.bound, result),
        least=_points(result.bound, result),
        cost=_points(result.cost, result),
    )


def render_plan(result: PlanResult, outcome: Outcome, ground: Ground) -> None:
    """Draw the plan: in order, by district, by agency, on the map."""
    way = st.segmented_control(
        t("scenarios.way"),
        WAYS,
        default=WAYS[0],
        format_func=lambda name: t(f"scenarios.ways.{name}"),
        key="scenarios__way",
        label_visibility="collapsed",
        required=True,
    )
    if way == "district":
        _render_groups(result, ground, _by_district(ground), "district")
    elif way == "agency":
        _render_groups(result, ground, _by_agency(ground), "agency")
    elif way == "map":
        render_change_map(outcome, ground, "plan_map")
    else:
        _render_upgrades(result, ground)
    st.download_button(
        t("scenarios.download_plan"),
        plan_csv(result, outcome, ground),
        file_name="phuong-an-kich-ban.csv",
        mime="text/csv",
        icon=":material/download:",
    )


def lead_of(upgrade: Upgrade, ground: Ground) -> str:
    """Return who leads a criterion in the plan."""
    return "; ".join(ground.leads.get(upgrade.criterion_no, ())) or MISSING


def _render_upgrades(result: PlanResult, ground: Ground) -> None:
    """List communes in the plan's order, those nearest to the line first, with their criteria."""
    by_commune: dict[str, list[Upgrade]] = {}
    for upgrade in result.upgrades:
        by_commune.setdefault(upgrade.commune_code, []).append(upgrade)
    groups = [
        (
            link(ground.names.place(code), commune_link(code)),
            [_upgrade_row(upgrade, result, ground) for upgrade in own],
        )
        for code, own in by_commune.items()
    ]
    # A plan that gives no criterion to an agency has no column of dashes.
    shown = ("commune", "criterion", "was", *(["lead"] if ground.leads else []), "effort")
    heads = [t(f"scenarios.plan.{name}") for name in shown]
    more = t("scenarios.more_communes", count=number(len(groups) - SHOWN))
    render_groups(heads, groups, frozenset({len(shown) - 1}), Fold(SHOWN, more))


def _upgrade_row(upgrade: Upgrade, result: PlanResult, ground: Ground) -> list[Cell]:
    return [
        ground.names.criterion(upgrade.criterion_no),
        t(f"status.{upgrade.was}"),
        *([lead_of(upgrade, ground)] if ground.leads else []),
        number(upgrade.effort / result.effort_scale),
    ]


def _by_district(ground: Ground) -> Callable[[Upgrade], Sequence[str]]:
    return lambda u: [ground.names.district(ground.names.district_of.get(u.commune_code, ""))]


def _by_agency(ground: Ground) -> Callable[[Upgrade], Sequence[str]]:
    return lambda u: ground.leads.get(u.criterion_no, ()) or [t("scenarios.no_lead")]


def _render_groups(
    result: PlanResult, ground: Ground, groups_of: Callable[[Upgrade], Sequence[str]], kind: str
) -> None:
    """List groups, the one with most upgrades first, with their communes, criteria and effort."""
    groups: dict[str, list[Upgrade]] = {}
    for upgrade in result.upgrades:
        for name in groups_of(upgrade):
            groups.setdefault(name, []).append(upgrade)
    rows: list[list[Cell]] = []
    for name, own in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        communes = dict.fromkeys(ground.names.commune(u.commune_code) for u in own)
        counted = sorted(Counter(u.criterion_no for u in own).items())
        rows.append(
            [
                name,
                number(len(own)),
                "; ".join(communes),
                ", ".join(f"{no} ({number(count)})" for no, count in counted),
                number(sum(u.effort for u in own) / result.effort_scale),
            ]
        )
    heads = [t(f"scenarios.group.{n}") for n in (kind, "count", "communes", "criteria", "effort")]
    render_list(heads, rows, frozenset({1, 4}), stacks=True)
    if kind == "agency":
        st.caption(t("scenarios.group.shared"))


def plan_csv(result: PlanResult, outcome: Outcome, ground: Ground) -> bytes:
    """Return the plan as a table; every row says that it is assumed, and on what figures."""
    heads = ("code", "commune", "criterion", "was", "lead", "effort")
    note = about(outcome.base)
    rows = [
        (
            upgrade.commune_code,
            ground.names.place(upgrade.commune_code),
            ground.names.criterion(upgrade.criterion_no),
            t(f"status.{upgrade.was}"),
            lead_of(upgrade, ground),
            upgrade.effort / result.effort_scale,
            t("scenarios.stamp"),
            *note,
        )
        for upgrade in result.upgrades
    ]
    headings = [t(f"scenarios.plan.{name}") for name in (*heads, "note")]
    return csv_bytes([*headings, *about_headings()], rows)
