"""Plotly charts: history against targets. Figures are built by pure functions and then drawn."""

from collections.abc import Mapping, Sequence
from datetime import date

import plotly.graph_objects as go
import streamlit as st
from markupsafe import escape

from components import state
from components.palettes import INK
from components.text import day, number, t
from domain.criteria import CriteriaSet
from domain.history import HistoryFigure, series

SEPARATORS = {"vi": ",.", "en": ".,"}
FONT = '"Source Sans", "Source Sans Pro", sans-serif'
LINE = "#0b6e4f"
TARGET = "#9a5b00"


HISTORY_METRICS = ("communes_ntm", "avg_criteria", "criteria_total", "communes_advanced")


def base_figure(height: int) -> go.Figure:
    """Return an empty figure in the product's style, with the language's separators."""
    figure = go.Figure()
    figure.update_layout(
        template="plotly_white",
        height=height,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
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
        breaks: Days on which another criteria set took over, with its name: a series must not be
            read across them.
        unit: Unit of the figures.
        on: Day looked at, marked when given.
    """
    figure = base_figure(360)
    for is_planned, name in ((False, t("history.published")), (True, t("history.planned"))):
        own = [f for f in figures if f.is_planned is is_planned]
        figure.add_scatter(
            x=[f.on.isoformat() for f in own],
            y=[f.value for f in own],
            name=name,
            mode="markers" if is_planned else "lines+markers+text",
            text=[number(f.value) for f in own],
            textposition="top center",
            customdata=[[day(f.on), _about(f)] for f in own],
            hovertemplate="%{customdata[0]}: <b>%{y}</b> "
            + unit
            + "<br>%{customdata[1]}<extra></extra>",
            line={"color": LINE, "width": 3},
            marker={
                "size": 12 if is_planned else 9,
                "color": TARGET if is_planned else LINE,
                "symbol": "diamond-open" if is_planned else "circle",
            },
            cliponaxis=False,
        )
    marks = [(day_, name, "dot") for day_, name in breaks]
    if on is not None:
        marks.append((on, t("history.now"), "solid"))
    for when, name, dash in marks:
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
            xanchor="left",
            yanchor="bottom",
            textangle=-90,
            font={"size": 12, "color": "#54656b"},
        )
    figure.update_yaxes(rangemode="tozero", gridcolor="#e8edea", title=None)
    figure.update_xaxes(showgrid=False, tickformat="%Y", dtick="M12")
    return figure


def _about(figure: HistoryFigure) -> str:
    qualifier = t(f"qualifier.{figure.qualifier}") if figure.qualifier else ""
    host = figure.source_url.split("//")[-1].split("/")[0]
    whole = f"/{number(figure.denominator)}" if figure.denominator else ""
    checked = t(f"verification.{figure.verification}")
    parts = [f"{number(figure.value)}{whole}", qualifier, host, checked]
    return " · ".join(str(escape(part)) for part in parts if part)


def render_history(
    figures: Sequence[HistoryFigure], sets: Mapping[str, CriteriaSet], on: date | None
) -> None:
    """Draw published history with a choice of metric; says so when nothing was published."""
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
    first, last = shown[0].on, shown[-1].on
    breaks = [
        (s.valid_from, s.short_decision)
        for s in sets.values()
        if s.valid_from and first < s.valid_from <= last and s.is_commune_set
    ]
    unit = t(f"history.unit.{metric}")
    draw(build_history(shown, breaks, unit, on), "history", t("history.description"))
    st.caption(t("history.note"))
