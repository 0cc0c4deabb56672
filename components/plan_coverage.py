"""Where each sentence of a plan is followed: clause by clause, with a link to the place."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import Cell, link, render_list
from components.frame import plan_name, render
from components.navigation import PAGES
from components.text import number, t
from domain.plans import Plan

ANCHOR = "ke-hoach"
SHOWN_IDS = 3


def choose_plan(plans: Mapping[str, Plan]) -> Plan:
    """Draw the choice of a plan; it is part of the link."""
    ids = list(plans)
    chosen = st.selectbox(
        t("coverage.plan"),
        ids,
        key=state.local("sources", "of", ids, ids[0]),
        format_func=lambda plan_id: plan_name(plans[plan_id]),
    )
    return plans[chosen]


def render_coverage(
    plan: Plan, rows: Sequence[Mapping[str, Any]], undated: Collection[str]
) -> None:
    """Draw the table of one plan, and how many sentences are followed as what.

    Args:
        plan: The plan.
        rows: Its rows of ``coverage.csv``.
        undated: Its reporting duties without a day, which open by their id alone.
    """
    counts = Counter(str(row["kind"]) for row in rows)
    told = "; ".join(
        f"{t(f'coverage.kind.{kind}')}: {number(count)}" for kind, count in counts.most_common()
    )
    render(
        Markup('<p class="ntm-note">{} {}</p>').format(
            t("coverage.about", count=number(len(rows))), told
        )
    )
    render_list(
        [t(f"coverage.column.{name}") for name in ("clause", "about", "place")],
        [_row(row, plan, undated) for row in rows],
        stacks=True,
    )


def _row(row: Mapping[str, Any], plan: Plan, undated: Collection[str]) -> list[Cell]:
    note = row["note_vi"] or ""
    about = Markup('{}<div class="ntm-note">{}</div>').format(row["about_vi"], note)
    titles = {page.url_path: t(page.title_key) for page in PAGES}
    ids = [part for part in (row["ids"] or "").split(";") if part]
    place = Markup("{} · {}{}").format(
        link(titles[row["page"]], place_link(row, plan, undated)),
        t(f"coverage.kind.{row['kind']}"),
        Markup('<div class="ntm-note">{}</div>').format(short_ids(ids)) if ids else "",
    )
    return [row["clause"], about if note else row["about_vi"], place]


def short_ids(ids: Sequence[str]) -> str:
    """Write what follows a sentence by its short names, many as first and last."""
    if len(ids) <= SHOWN_IDS:
        return ", ".join(ids)
    return f"{ids[0]} … {ids[-1]} ({number(len(ids))})"


def place_link(row: Mapping[str, Any], plan: Plan, undated: Collection[str] = ()) -> str:
    """Return the address at which a sentence is followed, as near as a link can lead."""
    elsewhere = {"district": None, "commune": None, "as_of": None, "set_id": None}
    elsewhere |= {"criterion": None, "group": None}
    address = state.link(row["page"], province=plan.province_code, plan=plan.plan_id, **elsewhere)
    first = (row["ids"] or "").split(";")[0]
    match row["kind"]:
        case "task":
            return f"{address}&task={first}"
        case "agency":
            return f"{address}&agency={first}"
        case "report":
            opened = f"&due={first}" if first in undated else ""
            return f"{address}&section=reports{opened}"
        case "recognition":
            return f"{address}&part=templates"
        case _:
            return address
