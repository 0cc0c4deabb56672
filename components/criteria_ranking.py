"""Criteria ranked: how many communes meet each, the plan's target, the change, who leads."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import Bar, render_bars
from components.cards import pill
from components.downloads import csv_bytes
from components.file_about import about, about_headings
from components.glossary import render_how
from components.headline import target_value
from components.names import Names
from components.text import MISSING, day, fraction, number, percent, signed, t
from domain.board import TargetStanding
from domain.criteria_board import (
    CriterionStanding,
    GroupStanding,
    order_criteria,
)
from domain.figures import Share
from domain.progress import Progress
from domain.situation import Situation
from domain.view import View

ORDERS = ("blocking", "number", "gap")


def share_line(share: Share) -> str:
    """Write a share beside a bar: 90/152 · 59,2%."""
    return f"{fraction(share)} · {percent(share.percent())}"


def lead_sentence(
    standings: Sequence[CriterionStanding], groups: Sequence[GroupStanding], names: Names
) -> Markup:
    """Say in one sentence which criterion holds most communes back, and how targets stand."""
    worst = order_criteria(standings, "blocking")[0]
    whole = worst.count.share_met.whole
    parts = [
        Markup("{} <b>{}</b>").format(
            t("criteria.lead_worst", criterion=names.criterion(worst.criterion.no)),
            t("criteria.lead_lacking", share=fraction(Share(worst.lacking, whole))),
        )
    ]
    if worst.leads:
        parts.append(Markup("{}").format(t("criteria.lead_agency", lead="; ".join(worst.leads))))
    complete = sum(s.count.met == whole for s in standings)
    parts.append(
        Markup("{}").format(
            t("criteria.lead_complete", count=number(complete), total=number(len(standings)))
        )
    )
    for key, targets in (
        ("lead_targets", [s.target for s in standings]),
        ("lead_groups", [g.target for g in groups]),
    ):
        judged = [s.judgement for s in targets if s]
        reached = sum(j.status is Progress.ACHIEVED for j in judged)
        if judged:
            text = t(f"criteria.{key}", reached=number(reached), total=number(len(judged)))
            parts.append(Markup("{}").format(text))
    return Markup('<p class="ntm-lead">{}</p>').format(Markup(" ").join(parts))


def render_ranking(standings: Sequence[CriterionStanding], view: View, names: Names) -> None:
    """Draw one bar a criterion in the order chosen, then the same as a table and a file."""
    orders = [o for o in ORDERS if o != "gap" or any(s.target for s in standings)]
    order = st.segmented_control(
        t("criteria.order"),
        orders,
        key=state.local("criteria", "criteria_order", orders, orders[0]),
        format_func=lambda name: t(f"criteria.order_{name}"),
        required=True,
        label_visibility="collapsed",
    )
    since = day(view.before.as_of) if view.before else ""
    render_bars([_bar(s, since, names) for s in order_criteria(standings, order or orders[0])])
    if any(s.target for s in standings):
        st.caption(t("criteria.mark_note"))
        render_how(t("tip.status.criteria"), "verdict")
    with st.expander(t("criteria.table"), icon=":material/table:"):
        _render_table(standings, view.scope, since, names)


def _bar(standing: CriterionStanding, since: str, names: Names) -> Bar:
    share = standing.count.share_met
    target = standing.target.target if standing.target else None
    return Bar(
        name=names.criterion(standing.criterion.no),
        share=share.part / share.whole if share.whole else 0.0,
        figure=share_line(share),
        mark=float(target.value) / share.whole if target and share.whole else None,
        note=_note(standing, since),
        href=state.link("tieu-chi", criterion=standing.criterion.no),
    )


def _note(standing: CriterionStanding, since: str) -> Markup:
    """Return what stands under a bar: target, communes held back, change, lead agency."""
    parts = [goal_line(standing.target)] if standing.target else []
    if standing.count.share_met.part == standing.count.share_met.whole:
        parts.append(Markup("{}").format(t("criteria.everybody")))
    else:
        parts.append(Markup("{}").format(t("criteria.lacking", count=number(standing.lacking))))
    if standing.only:
        parts.append(Markup("{}").format(t("criteria.only", count=number(standing.only))))
    if standing.count.not_assessed:
        text = t("criteria.not_assessed", count=number(standing.count.not_assessed))
        parts.append(Markup("{}").format(text))
    if standing.change is not None:
        key = "criteria.change" if standing.change else "criteria.unchanged"
        text = t(key, change=signed(standing.change), since=since)
        parts.append(Markup("{}").format(text))
    if standing.leads:
        parts.append(Markup("{}").format("; ".join(standing.leads)))
    return Markup(" · ").join(parts)


def goal_line(standing: TargetStanding) -> Markup:
    """Return a target with its value, due date, status word and what is missing to it."""
    goal = t("criteria.goal", value=target_value(standing.target), due=day(standing.target.due))
    gap = standing.judgement.gap
    unit = standing.target.unit
    rest = ""
    if gap:
        key = "criteria.gap_points" if unit == "percent" else "criteria.gap_communes"
        rest = t(key, gap=number(gap))
    return Markup("{} {} {}").format(
        goal, pill(standing.judgement.status, standing.target.target_id), rest
    )


TABLE = (
    "number",
    "criterion",
    "met",
    "communes",
    "percent",
    "nearly_met",
    "lacking",
    "only",
    "not_assessed",
    "change",
    "target",
    "due",
    "status",
    "lead",
)


def table_rows(standings: Sequence[CriterionStanding], names: Names) -> list[list[object]]:
    """Return one row a criterion in the order of ``TABLE``; what is not known is ``None``."""
    rows: list[list[object]] = []
    for s in standings:
        share = s.count.share_met
        target = s.target.target if s.target else None
        exact = share.percent()
        rows.append(
            [
                s.criterion.no,
                names.criteria[s.criterion.no],
                share.part,
                share.whole,
                None if exact is None else float(exact),
                s.count.nearly_met,
                s.lacking,
                s.only,
                s.count.not_assessed,
                s.change,
                int(target.value) if target else None,
                target.due if target else None,
                t(f"progress.{s.target.judgement.status.value}") if s.target else None,
                "; ".join(s.leads) or None,
            ]
        )
    return rows


def _render_table(
    standings: Sequence[CriterionStanding], scope: Situation, since: str, names: Names
) -> None:
    rows = table_rows(standings, names)
    headings = [t(f"criteria.column_{name}", since=since or MISSING) for name in TABLE]
    table = pd.DataFrame(rows, columns=headings)
    kept = [h for h in headings if table[h].notna().any()]
    config = {
        heading: st.column_config.NumberColumn(heading, format="localized")
        for heading, name in zip(headings, TABLE, strict=True)
        if name not in ("criterion", "status", "lead", "due")
    }
    due = headings[TABLE.index("due")]
    config[due] = st.column_config.DateColumn(due, format="DD/MM/YYYY")
    st.dataframe(
        table[kept],
        hide_index=True,
        width="stretch",
        height=38 * (len(rows) + 1),
        column_config=config,
    )
    extra, note = about_headings(), about(scope)
    st.download_button(
        t("criteria.download"),
        csv_bytes([*headings, *extra], [[*row, *note] for row in rows]),
        file_name=f"xep-hang-tieu-chi_{scope.province_code}_{scope.as_of.isoformat()}.csv",
        mime="text/csv",
        icon=":material/download:",
    )
