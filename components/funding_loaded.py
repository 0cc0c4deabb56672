"""Money as loaded: planned, allocated and disbursed by source and year."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from components import state
from components.bars import link, render_list
from components.charts import base_figure, draw
from components.downloads import csv_bytes
from components.frame import render
from components.lazy import render_when_near
from components.text import MISSING, day, number, percent, t
from domain.duties.funding import STAGES, FundingSum

MILLIONS_PER_BILLION = 1000
COLOURS = {"planned": "#b9c7c0", "allocated": "#2b6cb0", "disbursed": "#0b6e4f"}


def render_none() -> None:
    """Say that nothing is loaded, and where the form is."""
    text = t("funding.nothing_loaded")
    where = link(t("funding.to_form"), f"{state.link('du-lieu')}&part=templates")
    render(Markup('<p class="ntm-note">{} {}</p>').format(text, where))


def billions(millions: float | None) -> str:
    """Write an amount given in million VND in billion VND."""
    return MISSING if millions is None else number(millions / MILLIONS_PER_BILLION)


def render_loaded(sums: Sequence[FundingSum], on: date, place: str, debt_clause: str = "") -> None:
    """Draw the loaded money of a place on a day: table, chart and file.

    Args:
        sums: The money, by year and source.
        on: The day.
        place: Whose money it is.
        debt_clause: Where the plan forbids new debt; "" for a plan that does not.
    """
    years = [str(year) for year in sorted({s.year for s in sums}, reverse=True)]
    year = st.segmented_control(
        t("funding.year"),
        years,
        key=state.local("funding", "year", years, years[0]),
        label_visibility="collapsed",
        required=True,
    )
    own = [s for s in sums if str(s.year) == (year or years[0])]
    st.caption(t("funding.loaded_about", place=place, date=day(on)))
    _render_debt(own, debt_clause)
    names = ("source", "planned", "allocated", "disbursed", "rate", "debt", "basis")
    render_list(
        [t(f"funding.column.{name}") for name in names],
        [_row(s) for s in own],
        frozenset({1, 2, 3, 4, 5}),
        stacks=True,
        tips={
            0: t("tip.status.overspent"),
            4: t("tip.status.rate"),
            5: t("tip.status.debt"),
        },
    )
    height = 70 * len(own) + 120
    render_when_near("funding_chart", height, partial(_draw, own))
    headings = [t(f"funding.column.{name}") for name in FILE]
    st.download_button(
        t("funding.download_loaded"),
        csv_bytes(headings, [_file_row(s, on, place) for s in sums]),
        file_name=f"nguon-von-da-nap_{on.isoformat()}.csv",
        mime="text/csv",
        icon=":material/download:",
    )


def _row(one: FundingSum) -> list[str | Markup]:
    flag = Markup("")
    if one.is_overspent:
        flag = Markup(' <span class="ntm-pill ntm-missed">! {}</span>').format(
            t("funding.overspent")
        )
    basis = t("funding.of_province") if one.is_of_province else _districts(one)
    return [
        Markup('<div class="wide">{}{}</div>').format(one.source_name, flag),
        *(billions(one.amounts[stage]) for stage in STAGES),
        percent(one.disbursed_percent),
        _debt(one.debt),
        f"{basis}, {day(one.as_of)}",
    ]


def _debt(debt: float | None) -> Markup:
    """Write a debt, flagged unless it is none at all; what nobody reported is no zero."""
    if not debt:
        return Markup("{}").format(billions(debt))
    return Markup('<span class="ntm-pill ntm-missed">! {}</span>').format(billions(debt))


def _render_debt(sums: Sequence[FundingSum], clause: str) -> None:
    """Say first that a debt stands, and where the plan allows none."""
    debts = [one.debt for one in sums if one.debt]
    if debts:
        stands = t("funding.debt_stands", total=billions(sum(debts)))
        rule = f" {t('funding.debt_rule', clause=clause)}" if clause else ""
        st.warning(stands + rule, icon=":material/warning:")


def _districts(one: FundingSum) -> str:
    return t("funding.of_districts", count=number(one.rows))


FILE = (
    *("year", "source", "planned_m", "allocated_m", "disbursed_m", "rate", "debt_m"),
    *("rows", "basis", "reported_on", "as_of", "place", "file"),
)


def _file_row(one: FundingSum, on: date, place: str) -> list[object]:
    return [
        one.year,
        one.source_name,
        *(one.amounts[stage] for stage in STAGES),
        one.disbursed_percent,
        one.debt,
        one.rows,
        t("funding.of_province") if one.is_of_province else _districts(one),
        one.as_of,
        on,
        place,
        "; ".join(one.origins),
    ]


def _draw(sums: Sequence[FundingSum]) -> None:
    draw(build_chart(sums), "funding_chart_drawn", t("funding.chart_alt"))


def build_chart(sums: Sequence[FundingSum]) -> go.Figure:
    """Build the chart of one year: a group of bars a source; what is not reported has no bar."""
    figure = base_figure(70 * len(sums) + 110)
    ordered = list(reversed(sums))
    for stage in reversed(STAGES):
        given = [(s.source_name, s.amounts[stage]) for s in ordered]
        own = [(name, v / MILLIONS_PER_BILLION) for name, v in given if v is not None]
        figure.add_bar(
            orientation="h",
            y=[name for name, _ in own],
            x=[value for _, value in own],
            text=[number(value) for _, value in own],
            textposition="outside",
            cliponaxis=False,
            marker={"color": COLOURS[stage]},
            name=t(f"funding.column.{stage}"),
            hovertemplate="%{y}: <b>%{text}</b><extra></extra>",
        )
    figure.update_layout(barmode="group", legend={"traceorder": "reversed"})
    figure.update_layout(margin={"l": 8, "r": 60, "t": 44, "b": 34})
    figure.update_xaxes(
        rangemode="tozero", gridcolor="#e8edea", tickformat=",", tickangle=0, nticks=5
    )
    figure.update_yaxes(automargin=True, ticksuffix="  ")
    return figure
