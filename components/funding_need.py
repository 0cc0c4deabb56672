"""Money a plan says it needs: the printed total beside the sum of its sources, source by source."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from components.bars import Bar, render_bars, render_list
from components.cards import Tile, render_tiles
from components.downloads import csv_bytes
from components.frame import render
from components.text import MISSING, number, percent, signed, t
from domain.duties.funding import Need, NeedLine
from domain.figures import round_half_up
from domain.plans import Plan


def printed_percent(line: NeedLine) -> str:
    """Write a percentage digit by digit as printed: 13,5%; a dash when none is."""
    if not line.printed_percent:
        return MISSING
    decimals = len(line.printed_percent.partition(".")[2])
    return percent(round_half_up(float(line.printed_percent), decimals), decimals)


def render_lead(need: Need) -> None:
    """Say what the plan prints and what its sources come to."""
    key = "funding.lead_same" if need.difference == 0 else "funding.lead_differs"
    text = t(
        key,
        year=need.year,
        printed=number(need.printed),
        count=len(need.lines),
        summed=number(need.summed),
        difference=signed(need.difference),
    )
    render(Markup('<p class="ntm-lead">{}</p>').format(text))
    render_tiles(
        [
            Tile(
                t("funding.printed"),
                number(need.printed),
                t("funding.unit"),
                t("funding.clause", clause=need.clause),
            ),
            Tile(
                t("funding.summed", count=len(need.lines)),
                number(need.summed),
                t("funding.unit"),
                t("funding.recomputed"),
            ),
            Tile(t("funding.difference"), signed(need.difference), t("funding.unit")),
        ]
    )


def render_need(need: Need, plan: Plan) -> None:
    """Draw the sources as bars, then as a table with printed and recomputed shares, and a file."""
    most = max((line.amount for line in need.lines), default=0)
    ordered = sorted(need.lines, key=lambda line: -line.amount)
    render_bars(
        [
            Bar(
                line.name,
                float(line.amount / most) if most else 0.0,
                f"{number(line.amount)} · {percent(line.percent_of_sum)}",
            )
            for line in ordered
        ]
    )
    st.caption(t("funding.bars_note"))
    names = ("source", "amount", "stated", "of_printed", "of_sum", "clause", "note")
    rows: list[list[str | Markup]] = [
        [
            _wide(line.name),
            number(line.amount),
            printed_percent(line),
            percent(line.percent_of_printed, 2),
            percent(line.percent_of_sum, 2),
            line.clause,
            line.note or MISSING,
        ]
        for line in need.lines
    ]
    rows.append([t("funding.sum_row"), number(need.summed), "", "", percent(100, 2), "", ""])
    rows.append([t("funding.printed_row"), number(need.printed), "", "", "", need.clause, ""])
    headings = [t(f"funding.column.{name}") for name in names]
    render_list(headings, rows, frozenset({1, 2, 3, 4}), stacks=True)
    _render_download(need, plan)


def _wide(text: str) -> Markup:
    """Return a cell that keeps room for a few words on a telephone."""
    return Markup('<div class="wide">{}</div>').format(text)


FILE = ("source", "amount", "stated", "of_printed", "of_sum", "clause", "note")


def file_rows(need: Need, plan: Plan) -> list[list[object]]:
    """Return one row a source, then the sum and the printed total; plan and year follow each."""
    about = [need.year, plan.number if plan.has_number else plan.issuer]
    rows: list[list[object]] = [
        [
            line.name,
            line.amount,
            line.printed_percent or None,
            line.percent_of_printed,
            line.percent_of_sum,
            line.clause,
            line.note,
            *about,
        ]
        for line in need.lines
    ]
    empty = [None, None, None]
    rows.append([t("funding.sum_row"), need.summed, *empty, "", t("funding.recomputed"), *about])
    rows.append([t("funding.printed_row"), need.printed, *empty, need.clause, "", *about])
    return rows


def _render_download(need: Need, plan: Plan) -> None:
    headings = [t(f"funding.column.{name}") for name in (*FILE, "year", "plan")]
    st.download_button(
        t("funding.download"),
        csv_bytes(headings, file_rows(need, plan)),
        file_name=f"nguon-von_{plan.plan_id}.csv",
        mime="text/csv",
        icon=":material/download:",
    )


def render_rules(rows: Sequence[Mapping[str, Any]], plan: Plan) -> None:
    """List what a plan says on money without an amount; a rule against new debt stands first."""
    rules = [row for row in rows if row["kind"] == "rule"]
    if not rules:
        return
    st.subheader(t("funding.rules"))
    names = ("subject", "rule", "clause")
    ordered = sorted(rules, key=lambda row: not _is_on_debt(row))
    render_list(
        [t(f"funding.column.{name}") for name in names],
        [[_subject(row), _wide(row["note_vi"] or MISSING), row["clause"]] for row in ordered],
        stacks=True,
    )
    st.download_button(
        t("funding.download_rules"),
        csv_bytes([t(f"funding.column.{name}") for name in RULE_FILE], rule_rows(rows, plan)),
        file_name=f"quy-dinh-von_{plan.plan_id}.csv",
        mime="text/csv",
        icon=":material/download:",
    )


RULE_FILE = ("subject", "ratio", "rule", "clause", "plan")


def rule_rows(rows: Sequence[Mapping[str, Any]], plan: Plan) -> list[list[object]]:
    """Return a plan's rows without an amount, ratios included, in the order of ``RULE_FILE``."""
    name = plan.number if plan.has_number else plan.issuer
    return [
        [row["source_name"], row["share_ratio"], row["note_vi"], row["clause"], name]
        for row in rows
        if row["amount_bn_vnd"] is None
    ]


def debt_clause(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return where a plan forbids new debt, "" where it says nothing of it."""
    return next((str(row["clause"]) for row in rows if _is_on_debt(row)), "")


def _is_on_debt(row: Mapping[str, Any]) -> bool:
    return "nợ đọng" in row["source_name"].casefold()


def _subject(row: Mapping[str, Any]) -> Markup:
    flag = Markup("")
    if _is_on_debt(row):
        flag = Markup(' <span class="ntm-pill ntm-behind">! {}</span>').format(t("funding.debt"))
    return Markup('<div class="wide">{}{}</div>').format(row["source_name"], flag)
