"""The line of one target: baseline to goal, what each period measured, what was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go
import streamlit as st
from markupsafe import escape

from components import state
from components.charts import LINE, TARGET, base_figure
from components.target_board import ANCHOR
from components.target_words import Board, goal_text, plain, target_name, unit_name
from components.text import day, fraction, number, t
from domain.board import TargetStanding
from domain.series import PublishedPoint, SeriesPoint
from domain.targets import SET_BOUND_METRICS

PUBLISHED_COLOUR = "#6b7780"
CONTEXT_YEARS = 2
"""Years before the line's start from which points are drawn: enough to see where it came from."""


@dataclass(frozen=True)
class TargetLine:
    """What a target's chart shows.

    Attributes:
        standing: The target, judged.
        measured: Its figure at every period that can answer.
        published: What was published of the same thing.
    """

    standing: TargetStanding
    measured: Sequence[SeriesPoint]
    published: Sequence[PublishedPoint]

    @property
    def since(self) -> date:
        """Return the day from which points are drawn."""
        baseline = self.standing.judgement.baseline
        known = [point.on for point in self.measured]
        first = baseline.on if baseline else min(known, default=date.min)
        return date(max(first.year - CONTEXT_YEARS, 1), 1, 1)


def pick_target(
    standings: Sequence[TargetStanding], criterion: int | None, board: Board
) -> TargetStanding | None:
    """Let the reader pick a target that has a figure; the choice is part of the page's link.

    The first one offered is that of the criterion chosen in the sidebar, else the most demanding of
    the plan's first metric.
    """
    st.subheader(t("targets.chart.title"), anchor=ANCHOR)
    shown = {s.target.target_id: s for s in standings if s.measurement.value is not None}
    if not shown:
        st.caption(t("targets.chart.none"))
        return None
    labels = {
        i: f"{target_name(s.target, board.names)}, {goal_text(s.target)}" for i, s in shown.items()
    }
    ids = list(shown)
    chosen = st.selectbox(
        t("targets.chart.pick"),
        ids,
        key=state.local("targets", "target", ids, _first(list(shown.values()), criterion)),
        format_func=lambda target_id: labels[target_id],
    )
    return shown[chosen]


def _first(standings: Sequence[TargetStanding], criterion: int | None) -> str:
    targets = [standing.target for standing in standings]
    wanted = [target for target in targets if criterion and target.criterion_no == criterion]
    if not wanted:
        key = (targets[0].metric, targets[0].due)
        wanted = [target for target in targets if (target.metric, target.due) == key]
    return max(wanted, key=lambda target: target.value).target_id


def render_line(line: TargetLine, board: Board) -> None:
    """Draw the chart of one target; a click on a measured point moves the page to its period."""
    target = line.standing.target
    chosen = st.plotly_chart(
        build_line(line, board),
        key=f"targets__line__{target.target_id}__{board.as_of}",
        theme=None,
        width="stretch",
        alt=t("targets.chart.description", name=target_name(target, board.names)),
        on_select="rerun",
        selection_mode="points",
        config={"displayModeBar": False, "scrollZoom": False, "locale": state.language()},
    )
    if not line.measured:
        st.caption(t("targets.chart.no_points"))
    reach = "reach_set" if target.metric in SET_BOUND_METRICS else "reach_any"
    st.caption(t("targets.chart.note", reach=t(f"targets.chart.{reach}")))
    clicked = clicked_day(chosen)
    if clicked is not None and clicked != board.as_of:
        state.choose(as_of=clicked)


def clicked_day(event: object) -> date | None:
    """Return the period of a clicked point, ``None`` when nothing of use was clicked."""
    selection = event.get("selection", {}) if isinstance(event, Mapping) else {}
    for point in selection.get("points", ()):
        data = point.get("customdata") or ()
        values = list(data.values()) if isinstance(data, Mapping) else list(data)
        if values and values[-1]:
            return date.fromisoformat(str(values[-1]))
    return None


def build_line(line: TargetLine, board: Board) -> go.Figure:
    """Build the figure of one target.

    Args:
        line: The target with its measured and published figures.
        board: Day judged and names.
    """
    figure = base_figure(400)
    _add_way(figure, line, board)
    _add_published(figure, line)
    _add_measured(figure, line)
    _add_day(figure, board.as_of)
    unit = unit_name(line.standing.target)
    figure.update_yaxes(gridcolor="#e8edea", title={"text": unit, "standoff": 8}, zeroline=False)
    figure.update_xaxes(showgrid=False, tickformat="%d/%m/%Y", nticks=8)
    figure.update_layout(clickmode="event+select", dragmode=False, margin={"t": 56, "r": 24})
    return figure


def _add_way(figure: go.Figure, line: TargetLine, board: Board) -> None:
    target, judged = line.standing.target, line.standing.judgement
    if target.due is None:
        return
    if judged.baseline is not None and board.working(line.standing) is not None:
        start = judged.baseline
        holds = judged.expected == judged.goal and board.as_of < target.due
        figure.add_scatter(
            x=[start.on.isoformat(), target.due.isoformat()],
            y=[float(judged.goal if holds else start.value), float(judged.goal)],
            name=t("targets.chart.line"),
            mode="lines",
            line={"color": TARGET, "width": 2, "dash": "dash"},
            hoverinfo="skip",
        )
    if judged.expected is not None and board.as_of < target.due:
        text = t("targets.chart.expected", date=day(board.as_of))
        figure.add_scatter(
            x=[board.as_of.isoformat()],
            y=[float(judged.expected)],
            name=f"{text}: {plain(judged.expected, target)}",
            mode="markers",
            marker={"size": 12, "color": TARGET, "symbol": "triangle-down"},
            hovertemplate=f"{text}: <b>{plain(judged.expected, target)}</b><extra></extra>",
        )
    figure.add_scatter(
        x=[target.due.isoformat()],
        y=[float(judged.goal)],
        name=t("targets.chart.goal"),
        mode="markers+text",
        text=[plain(judged.goal, target)],
        textposition="top center",
        marker={"size": 15, "color": TARGET, "symbol": "diamond-open", "line": {"width": 3}},
        hovertemplate=f"{day(target.due)}: <b>{plain(judged.goal, target)}</b><extra></extra>",
        cliponaxis=False,
    )


def _add_published(figure: go.Figure, line: TargetLine) -> None:
    points = [point for point in line.published if point.on >= line.since]
    if not points:
        return
    figure.add_scatter(
        x=[point.on.isoformat() for point in points],
        y=[float(point.value) for point in points],
        name=t("targets.chart.published"),
        mode="markers",
        marker={
            "size": 13,
            "color": "rgba(255,255,255,0)",
            "line": {"color": PUBLISHED_COLOUR, "width": 2},
        },
        customdata=[[day(p.on), number(p.value), _source(p), ""] for p in points],
        hovertemplate="%{customdata[0]}: <b>%{customdata[1]}</b><br>%{customdata[2]}<extra></extra>",
        cliponaxis=False,
    )


def _source(point: PublishedPoint) -> str:
    host = point.source_url.split("//")[-1].split("/")[0]
    return str(escape(f"{host} · {t(f'verification.{point.verification}')}"))


def _add_measured(figure: go.Figure, line: TargetLine) -> None:
    points, target = [p for p in line.measured if p.on >= line.since], line.standing.target
    if not points:
        return
    illustrative = any(point.is_illustrative for point in points)
    figure.add_scatter(
        x=[point.on.isoformat() for point in points],
        y=[float(point.value) for point in points],
        name=t("targets.chart.measured_illustrative" if illustrative else "targets.chart.measured"),
        mode="lines+markers+text",
        text=[plain(point.value, target) for point in points],
        textposition="bottom right",
        line={"color": LINE, "width": 3},
        marker={"size": 11, "color": LINE},
        customdata=[[day(p.on), _figure(p, line), "", p.on.isoformat()] for p in points],
        hovertemplate="%{customdata[0]}: <b>%{customdata[1]}</b><extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}, "textfont": {"color": LINE}},
        cliponaxis=False,
    )


def _figure(point: SeriesPoint, line: TargetLine) -> str:
    text = plain(point.value, line.standing.target)
    if point.share is not None:
        text = f"{text} ({fraction(point.share)})"
    standing = t(f"status.snapshot.{point.status.value}")
    return str(escape(f"{text} · {standing}"))


def _add_day(figure: go.Figure, on: date) -> None:
    figure.add_shape(
        type="line",
        x0=on.isoformat(),
        x1=on.isoformat(),
        y0=0,
        y1=1,
        yref="paper",
        line={"color": "#8b9a94", "dash": "solid", "width": 1},
    )
    figure.add_annotation(
        x=on.isoformat(),
        y=0,
        yref="paper",
        text=t("targets.chart.now"),
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        textangle=-90,
        font={"size": 12, "color": "#54656b"},
    )
