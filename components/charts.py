"""Plotly charts: history against targets. Figures are built by pure functions and then drawn."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial

import plotly.graph_objects as go
import streamlit as st
from markupsafe import escape

from components import state
from components.lazy import render_when_near
from components.palettes import INK
from components.text import day, number, t
from domain.criteria import CriteriaSet
from domain.history import HistoryFigure, series

SEPARATORS = {"vi": ",.", "en": ".,"}
FONT = '"Source Sans", "Source Sans Pro", sans-serif'
LINE = "#0b6e4f"
TARGET = "#9a5b00"


CLOSE = timedelta(days=450)
"""Two lines nearer than this have no room for both names between them on a telephone."""

HISTORY_METRICS = ("communes_ntm", "avg_criteria", "criteria_total", "communes_advanced")


def base_figure(height: int) -> go.Figure:
    """Return an empty figure in the product's style, with the language's separators."""
    figure = go.Figure()
    figure.update_layout(
        template="none",
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        height=height,
        margin={"l": 56, "r": 16, "t": 34, "b": 34},
        font={"family": FONT, "size": 15, "color": INK},
        separators=SEPARATORS[state.language()],
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        hoverlabel={"bgcolor": "#ffffff", "font": {"color": INK}},
    )
    return figure


def draw(figure: go.Figure, key: str, description: str) -> None:
    """Draw a figure with the product's own colours and a text for screen readers."""
    st.plotly_chart(
        figure,
        key=key,
        theme=None,
        width="stretch",
        alt=description,
        config={"displayModeBar": False, "scrollZoom": False, "locale": state.language()},
    )


def build_history(
    figures: Sequence[HistoryFigure], breaks: Sequence[tuple[date, str]], unit: str, on: date | None
) -> go.Figure:
    """Build the chart of published figures over time.

    Args:
        figures: One metric's figures; plans and targets are drawn as hollow diamonds.
        breaks: Days on which another criteria set took over, with its name. A metric that rests on
            a set is not joined across them.
        unit: Unit of the figures.
        on: Day looked at, marked when given.
    """
    figure = base_figure(360)
    reached = [f for f in figures if not f.is_planned]
    days = [when for when, _ in breaks] if any(f.set_id for f in reached) else []
    for position, part in enumerate(_segments(reached, days)):
        figure.add_scatter(
            mode="lines+markers+text",
            text=[number(f.value) if f in _spaced(reached) else "" for f in part],
            textposition="top center",
            line={"color": LINE, "width": 3},
            marker={"size": 9, "color": LINE},
            name=t("history.published"),
            showlegend=position == 0,
            legendgroup="published",
            **_points(part, unit),
        )
    figure.add_scatter(
        mode="markers",
        marker={"size": 12, "color": TARGET, "symbol": "diamond-open"},
        name=t("history.planned"),
        **_points([f for f in figures if f.is_planned], unit),
    )
    seen = [(on, t("history.now"), "solid")] if on is not None else []
    mark_days(figure, [*((when, name, "dot") for when, name in breaks), *seen])
    figure.update_yaxes(rangemode="tozero", gridcolor="#e8edea", tickformat=",")
    figure.update_xaxes(showgrid=False, tickformat="%Y", dtick="M12", automargin=True)
    return figure


def _points(figures: Sequence[HistoryFigure], unit: str) -> dict[str, object]:
    return {
        "x": [f.on.isoformat() for f in figures],
        "y": [f.value for f in figures],
        "customdata": [[day(f.on), _about(f)] for f in figures],
        "hovertemplate": "%{customdata[0]}: <b>%{y}</b> "
        + unit
        + "<br>%{customdata[1]}<extra></extra>",
        "cliponaxis": False,
    }


def _segments(figures: Sequence[HistoryFigure], cuts: Sequence[date]) -> list[list[HistoryFigure]]:
    """Split a series at days it must not be joined across; empty parts are left out."""
    parts: list[list[HistoryFigure]] = [[] for _ in range(len(cuts) + 1)]
    for figure in figures:
        parts[sum(cut <= figure.on for cut in cuts)].append(figure)
    return [part for part in parts if part]


def mark_days(figure: go.Figure, marks: Sequence[tuple[date, str, str]]) -> None:
    """Draw upright lines at days, each with its name: (day, name, dash).

    A name stands on the right of its line; where another line follows closely, on the left, so that
    names do not overlap on a telephone either.
    """
    ordered = sorted(marks)
    for (when, name, dash), following in zip(ordered, [*ordered[1:], None], strict=False):
        is_close = following is not None and following[0] - when < CLOSE
        _mark_day(figure, when, name, dash, "right" if is_close else "left")


def _mark_day(figure: go.Figure, when: date, name: str, dash: str, anchor: str) -> None:
    figure.add_shape(
        type="line",
        x0=when.isoformat(),
        x1=when.isoformat(),
        y0=0,
        y1=1,
        yref="paper",
        line={"color": "#8b9a94", "dash": dash, "width": 1},
    )
    figure.add_annotation(
        x=when.isoformat(),
        y=0,
        yref="paper",
        text=name,
        showarrow=False,
        xanchor=anchor,
        yanchor="bottom",
        textangle=-90,
        font={"size": 12, "color": "#54656b"},
    )


def _spaced(figures: Sequence[HistoryFigure]) -> list[HistoryFigure]:
    """Return the figures whose labels have room: the later one of any two within a few months."""
    if not figures:
        return []
    room = (figures[-1].on - figures[0].on) / 18
    return [
        f
        for f, following in zip(figures, [*figures[1:], None], strict=True)
        if following is None or following.on - f.on > room
    ]


def _about(figure: HistoryFigure) -> str:
    qualifier = t(f"qualifier.{figure.qualifier}") if figure.qualifier else ""
    host = figure.source_url.split("//")[-1].split("/")[0]
    whole = f"/{number(figure.denominator)}" if figure.denominator else ""
    checked = t(f"verification.{figure.verification}")
    parts = [f"{number(figure.value)}{whole}", qualifier, host, checked]
    return " · ".join(str(escape(part)) for part in parts if part)


def set_breaks(sets: Mapping[str, CriteriaSet], first: date, last: date) -> list[tuple[date, str]]:
    """Return the days between two days on which another criteria set took over, with its name."""
    return [
        (s.valid_from, s.short_decision)
        for s in sets.values()
        if s.valid_from and first < s.valid_from <= last and s.is_commune_set
    ]


def render_history(
    figures: Sequence[HistoryFigure], sets: Mapping[str, CriteriaSet], on: date | None
) -> None:
    """Draw published history, once the reader comes near it, with a choice of metric."""
    render_when_near("history_near", 430, partial(_draw_history, figures, sets, on))


def _draw_history(
    figures: Sequence[HistoryFigure], sets: Mapping[str, CriteriaSet], on: date | None
) -> None:
    metrics = [m for m in HISTORY_METRICS if len(series(figures, m)) > 1]
    if not metrics:
        st.caption(t("history.nothing"))
        return
    metric = st.segmented_control(
        t("history.metric"),
        metrics,
        default=metrics[0],
        format_func=lambda m: t(f"history.{m}"),
        key="history__metric",
        required=True,
        label_visibility="collapsed",
    )
    shown = series(figures, metric or metrics[0])
    breaks = set_breaks(sets, shown[0].on, shown[-1].on)
    unit = t(f"history.unit.{metric}")
    draw(build_history(shown, breaks, unit, on), "history", t("history.description"))
    st.caption(t("history.note"))
