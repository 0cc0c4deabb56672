"""The part "Dự báo": where the pace so far leads, with its interval, and what is needed."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from components.bars import Cell, render_list
from components.charts import LINE, TARGET, base_figure, draw
from components.frame import render
from components.lazy import render_when_near
from components.names import Names
from components.target_words import goal_text, target_name
from components.text import MISSING, day, number, percent, t
from domain.forecast import Forecast, NotEnough, forecast_path
from domain.scenario.outlook import Outlook

POINTS = 24


def render_forecasts(outlooks: Sequence[Outlook], as_of: date, names: Names) -> None:
    """List the targets ahead with what the pace so far leads to, or why nothing can be said."""
    if not outlooks:
        st.caption(t("scenarios.ahead.none", date=day(as_of)))
        return
    told = [o for o in outlooks if isinstance(o.found, Forecast)]
    first = next((o for o in told if o.target.metric == "communes_ntm"), None)
    if first is not None and isinstance(first.found, Forecast):
        render(_lead(first, first.found))
    if told:
        heads = [
            t(f"scenarios.ahead.{name}")
            for name in ("target", "now", "goal", "expected", "interval", "chance", "pace", "when")
        ]
        rows = [_row(o, o.found, names) for o in told if isinstance(o.found, Forecast)]
        render_list(heads, rows, frozenset({1, 2, 3, 4, 5}))
        st.caption(t("scenarios.ahead.method"))
    silent = [o for o in outlooks if isinstance(o.found, NotEnough)]
    if silent:
        st.markdown(f"**{t('scenarios.ahead.silent')}**")
        lines: list[list[Cell]] = [
            [_what(o, names), _why(o.found)] for o in silent if isinstance(o.found, NotEnough)
        ]
        render_list([t("scenarios.ahead.target"), t("scenarios.ahead.why")], lines)
    if first is not None:
        render_when_near("scenario_path", 430, partial(_draw_path, first))


def _what(outlook: Outlook, names: Names) -> str:
    return f"{target_name(outlook.target, names)}, {goal_text(outlook.target)}"


def _figure(outlook: Outlook, value: float | None) -> str:
    """Write a count with its denominator, or an average of the criteria counted."""
    if value is None:
        return MISSING
    if outlook.is_average:
        return number(value / outlook.whole, 2)
    return number(value, 0)


def _lead(outlook: Outlook, found: Forecast) -> Markup:
    return Markup('<p class="ntm-lead">{} <b>{}</b> {}</p>').format(
        t("scenarios.ahead.lead", due=day(found.due)),
        t(
            "scenarios.ahead.lead_count",
            expected=number(found.expected, 0),
            whole=number(outlook.whole),
        ),
        t(
            "scenarios.ahead.lead_range",
            low=number(found.low),
            high=number(found.high),
            level=percent(100 * found.level, 0),
            goal=number(found.goal),
        ),
    )


def _row(outlook: Outlook, found: Forecast, names: Names) -> list[Cell]:
    pace = t(
        "scenarios.ahead.paces",
        pace=number(found.pace, 1),
        needed=number(found.pace_needed, 1),
    )
    chance = MISSING if found.chance is None else percent(100 * found.chance, 0)
    reached = day(found.reached_on) if found.reached_on else t("scenarios.ahead.never")
    return [
        _what(outlook, names),
        _figure(outlook, found.now),
        _figure(outlook, found.goal),
        _figure(outlook, found.expected),
        f"{_figure(outlook, found.low)}–{_figure(outlook, found.high)}",
        chance,
        pace,
        t("scenarios.ahead.there") if found.now >= (found.goal or 0) else reached,
    ]


def _why(found: NotEnough) -> str:
    return t(
        f"scenarios.ahead.not_enough.{found.why}",
        periods=number(found.periods),
        days=number(found.days),
    )


def build_path(outlook: Outlook, found: Forecast) -> go.Figure:
    """Build the chart of one count: snapshots, expected curve with its interval, goal."""
    span = (found.due - found.as_of).days
    days = [found.as_of + timedelta(days=span * i // POINTS) for i in range(1, POINTS + 1)]
    path = forecast_path(outlook.moments, days)
    when = [found.as_of.isoformat(), *(f.due.isoformat() for f in path)]
    figure = base_figure(380)
    for name, values in (("high", [f.high for f in path]), ("low", [f.low for f in path])):
        figure.add_scatter(
            x=when,
            y=[found.now, *values],
            mode="lines",
            line={"width": 0},
            fill="tonexty" if name == "low" else None,
            fillcolor="rgba(106,76,147,.18)",
            name=t("scenarios.ahead.interval"),
            showlegend=name == "low",
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=when,
        y=[found.now, *(f.expected for f in path)],
        mode="lines",
        line={"color": "#6a4c93", "width": 3, "dash": "dash"},
        name=t("scenarios.ahead.expected"),
    )
    figure.add_scatter(
        x=[m.on.isoformat() for m in outlook.moments],
        y=[len(m.reached & m.scope) for m in outlook.moments],
        mode="lines+markers",
        line={"color": LINE, "width": 3},
        marker={"size": 9},
        name=t("scenarios.ahead.snapshots"),
    )
    if found.goal is not None:
        figure.add_scatter(
            x=[found.due.isoformat()],
            y=[found.goal],
            mode="markers+text",
            text=[number(found.goal)],
            textposition="middle left",
            marker={"size": 14, "color": TARGET, "symbol": "diamond-open", "line": {"width": 3}},
            name=t("scenarios.ahead.goal"),
        )
    figure.update_yaxes(rangemode="tozero", gridcolor="#e8edea", tickformat=",")
    figure.update_xaxes(showgrid=False, tickformat="%Y", dtick="M12")
    return figure


def _draw_path(outlook: Outlook) -> None:
    if isinstance(outlook.found, Forecast):
        st.caption(t("scenarios.ahead.chart"))
        figure = build_path(outlook, outlook.found)
        draw(figure, "scenario_path_chart", t("scenarios.ahead.chart"))
