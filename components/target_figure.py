"""The figure of one target: baseline to goal, what each period measured, what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go
from markupsafe import escape

from components.charts import LINE, TARGET, base_figure
from components.target_words import Board, plain, unit_name
from components.text import day, fraction, number, t
from domain.board import TargetStanding
from domain.series import PublishedPoint, SeriesPoint

PUBLISHED_COLOUR = "#6b7780"
MARGIN = {"l": 72, "r": 40, "t": 32, "b": 44}
WHOLE_STEPS = 10
"""Figures up to this many are marked one by one on the axis: nobody has half a commune."""

HOVER = "%{customdata[0]}: <b>%{customdata[1]}</b>"
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

    @property
    def until(self) -> date:
        """Return the day up to which published points are drawn: a year past the due date."""
        due = self.standing.target.due
        return date.max if due is None else date(due.year + 1, 12, 31)


def build_line(line: TargetLine, board: Board) -> go.Figure:
    """Build the figure of one target.

    Args:
        line: The target with its measured and published figures.
        board: Day judged and names.
    """
    figure = base_figure(440)
    _add_way(figure, line, board)
    _add_published(figure, line)
    _add_measured(figure, line)
    _add_day(figure, line.standing.judged_on(board.as_of))
    target = line.standing.target
    unit = "%" if target.unit == "percent" else unit_name(target)
    figure.update_yaxes(gridcolor="#e8edea", title={"text": unit, "standoff": 8}, zeroline=False)
    if max(_heights(line), default=0) <= WHOLE_STEPS:
        figure.update_yaxes(dtick=1)
    figure.update_xaxes(showgrid=False, tickformat="%m/%Y", nticks=4, tickangle=0)
    figure.update_layout(
        clickmode="event+select",
        dragmode=False,
        margin=MARGIN,
        legend={"y": -0.16, "yanchor": "top"},
    )
    return figure


def _heights(line: TargetLine) -> list[float]:
    judged = line.standing.judgement
    return [float(judged.goal), *(float(point.value) for point in line.measured)]


def _add_way(figure: go.Figure, line: TargetLine, board: Board) -> None:
    target, judged = line.standing.target, line.standing.judgement
    on = line.standing.judged_on(board.as_of)
    if target.due is None:
        return
    if judged.baseline is not None and board.working(line.standing) is not None:
        start = judged.baseline
        holds = judged.expected == judged.goal and on < target.due
        figure.add_scatter(
            x=[start.on.isoformat(), target.due.isoformat()],
            y=[float(judged.goal if holds else start.value), float(judged.goal)],
            name=t("targets.chart.line"),
            mode="lines",
            line={"color": TARGET, "width": 2, "dash": "dash"},
            hoverinfo="skip",
        )
    if judged.expected is not None and on < target.due:
        text = t("targets.chart.expected", date=day(on))
        figure.add_scatter(
            x=[on.isoformat()],
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
    points = [point for point in line.published if line.since <= point.on <= line.until]
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
        hovertemplate=f"{HOVER}<br>%{{customdata[2]}}<extra></extra>",
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
        customdata=[[day(p.on), _figure(p, line), "", _period(p)] for p in points],
        hovertemplate=f"{HOVER}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}, "textfont": {"color": LINE}},
        cliponaxis=False,
    )


def _period(point: SeriesPoint) -> str:
    """Return the period a click leads to; what staff entered belongs to none."""
    return point.on.isoformat() if point.status else ""


def _figure(point: SeriesPoint, line: TargetLine) -> str:
    text = plain(point.value, line.standing.target)
    if point.share is not None:
        text = f"{text} ({fraction(point.share)})"
    if point.status is None:
        return str(escape(f"{text} · {t('targets.chart.entered')}"))
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
        y=1,
        yref="paper",
        text=t("targets.chart.now"),
        showarrow=False,
        xanchor="right",
        yanchor="top",
        textangle=-90,
        font={"size": 12, "color": "#54656b"},
    )
