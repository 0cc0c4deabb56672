"""The chart of a forecast: published figures, snapshots, expected curve with interval, goal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go
import streamlit as st

from components.charts import LINE, TARGET, base_figure, draw, mark_days, set_breaks
from components.text import number, t
from domain.criteria import CriteriaSet
from domain.forecast import Forecast, forecast_path
from domain.forecast_rates import Tally
from domain.history import HistoryFigure, series
from domain.scenario.outlook import PUBLISHED_METRIC, Outlook

POINTS = 24
OWN_FORECAST = "own:recognised"


@dataclass(frozen=True)
class Past:
    """What was published, to be shown behind a forecast.

    Attributes:
        figures: Published figures of the province.
        sets: Criteria sets; where one takes over from another, series break.
    """

    figures: Sequence[HistoryFigure]
    sets: Mapping[str, CriteriaSet]


def is_stand_in(outlook: Outlook) -> bool:
    """Tell whether nobody set the goal: every commune stands in for one."""
    return outlook.target.target_id == OWN_FORECAST and outlook.target.value == outlook.whole


def broken_at(counts: Sequence[Tally], days: Sequence[date]) -> list[tuple[date, int | None]]:
    """Return counts as points of a line, with a gap where another criteria set took over."""
    points: list[tuple[date, int | None]] = []
    for count in sorted(counts, key=lambda tally: tally.on):
        if points:
            points += [(day, None) for day in days if points[-1][0] < day <= count.on][:1]
        points.append((count.on, count.reached))
    return points


def build_path(outlook: Outlook, found: Forecast, past: Past) -> go.Figure:
    """Build the chart of one count: what was published, snapshots, expected curve, goal."""
    span = (found.due - found.as_of).days
    days = [found.as_of + timedelta(days=span * i // POINTS) for i in range(1, POINTS + 1)]
    path = forecast_path(outlook.forecast_on, days)
    when = [found.as_of.isoformat(), *(f.due.isoformat() for f in path)]
    figure = base_figure(380)
    published = [f for f in series(past.figures, PUBLISHED_METRIC) if not f.is_planned]
    published = [f for f in published if f.on <= found.as_of]
    figure.add_scatter(
        x=[f.on.isoformat() for f in published],
        y=[f.value for f in published],
        mode="markers",
        marker={"size": 13, "color": "#ffffff", "line": {"color": "#8b9a94", "width": 2}},
        name=t("history.published"),
    )
    first = min([tally.on for tally in outlook.counts] + [f.on for f in published])
    breaks = set_breaks(past.sets, first, found.due)
    mark_days(figure, [(when_, name, "dot") for when_, name in breaks])
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
        x=[on.isoformat() for on, _ in broken_at(outlook.counts, [when_ for when_, _ in breaks])],
        y=[count for _, count in broken_at(outlook.counts, [when_ for when_, _ in breaks])],
        mode="lines+markers",
        line={"color": LINE, "width": 3},
        marker={"size": 9},
        name=t("scenarios.ahead.published" if outlook.tallies else "scenarios.ahead.snapshots"),
    )
    if found.goal is not None and not is_stand_in(outlook):
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
    figure.update_xaxes(showgrid=False, tickformat="%Y", dtick="M12", automargin=True)
    return figure


def draw_path(outlook: Outlook, past: Past) -> None:
    """Draw the chart of a count's forecast."""
    if isinstance(outlook.found, Forecast):
        st.caption(t("scenarios.ahead.chart"))
        figure = build_path(outlook, outlook.found, past)
        draw(figure, "scenario_path_chart", t("scenarios.ahead.chart"))
