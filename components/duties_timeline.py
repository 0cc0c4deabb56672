"""The timeline of a plan's tasks: when each is to be done, coloured by how it stands."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import plotly.graph_objects as go
import streamlit as st
from markupsafe import escape

from components.charts import base_figure, draw
from components.duties_parts import Sheet
from components.glossary import render_how
from components.lazy import render_when_near
from components.text import day, number, t
from domain.duties.status import OccurrenceStanding, State, TaskStanding

SHOWN = 30
ROW_PIXELS = 38
DAY_MILLISECONDS = 86_400_000
COLOURS = {
    State.OVERDUE: "#b3261e",
    State.UNREPORTED: "#8b9a94",
    State.NOT_STARTED: "#cfd8d3",
    State.IN_PROGRESS: "#2b6cb0",
    State.DONE: "#0b6e4f",
}


def render_timeline(sheet: Sheet) -> None:
    """Draw the timeline once the reader comes near it."""
    rows = pick_rows(sheet.shown)
    if rows:
        st.subheader(t("duties.timeline"))
        render_how(t("tip.status.task"), "task_state")
        height = ROW_PIXELS * len(rows) + 110
        render_when_near("duties_timeline", height, partial(_draw, sheet, rows))


def pick_rows(standings: Sequence[TaskStanding]) -> list[TaskStanding]:
    """Return the tasks drawn: those with days, the nearest to (or furthest past) theirs first."""
    dated = [s for s in standings if s.next_due]
    return sorted(dated, key=lambda s: (s.next_due or date.max, s.state.value))[:SHOWN]


def _draw(sheet: Sheet, rows: Sequence[TaskStanding]) -> None:
    draw(build_timeline(rows, sheet.on), "duties_timeline_chart", t("duties.timeline_alt"))
    left = len(sheet.shown) - len(rows)
    if left:
        st.caption(t("duties.timeline_left", shown=number(len(rows)), left=number(left)))


def build_timeline(rows: Sequence[TaskStanding], on: date) -> go.Figure:
    """Build the chart: one line a task, one bar an occurrence, and a line at the day.

    Args:
        rows: Tasks from top to bottom.
        on: Day looked at.
    """
    figure = base_figure(ROW_PIXELS * len(rows) + 90)
    spans = [
        (position, s, o) for position, s in enumerate(rows) for o in s.occurrences if _first(o)
    ]
    for of in State:
        own = [span for span in spans if span[2].state is of]
        if own:
            _add_bars(figure, own, of)
    start = min((_first(o) for _, _, o in spans if _first(o)), default=on)
    figure.add_scatter(
        x=[start.isoformat() if start else on.isoformat()] * len(rows),
        y=[position - 0.34 for position in range(len(rows))],
        text=[str(escape(f"{s.task.number}  {s.task.title}")) for s in rows],
        mode="text",
        textposition="middle right",
        textfont={"size": 13},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=True,
    )
    figure.add_vline(
        x=on.isoformat(), line={"color": "#54656b", "width": 2, "dash": "dot"}, layer="below"
    )
    figure.update_layout(barmode="overlay", margin={"l": 8, "r": 16, "t": 60, "b": 34})
    figure.update_xaxes(type="date", tickformat="%m/%Y", gridcolor="#e8edea", side="bottom")
    figure.update_yaxes(visible=False, range=[len(rows) - 0.4, -0.8], fixedrange=True)
    return figure


def _first(one: OccurrenceStanding) -> date | None:
    occurrence = one.occurrence
    return occurrence.first if occurrence.due else None


def _add_bars(
    figure: go.Figure, own: Sequence[tuple[int, TaskStanding, OccurrenceStanding]], of: State
) -> None:
    figure.add_bar(
        orientation="h",
        y=[position + 0.16 for position, _, _ in own],
        base=[_first(o).isoformat() for _, _, o in own if (_first(o))],
        x=[_length(o) for _, _, o in own],
        width=0.3,
        marker={"color": COLOURS[of], "line": {"color": "#ffffff", "width": 1}},
        name=t(f"duties.state.{of.value}"),
        customdata=[
            [
                str(escape(f"{s.task.number}. {s.task.title}")),
                day(o.occurrence.first),
                day(o.occurrence.due),
                str(escape("; ".join(s.task.leads))),
            ]
            for _, s, o in own
        ],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]} – %{customdata[2]}"
        "<br>%{customdata[3]}<extra></extra>",
    )


def _length(one: OccurrenceStanding) -> int:
    first, due = one.occurrence.first, one.occurrence.due
    if first is None or due is None:
        return 0
    return (due - first + timedelta(days=1)).days * DAY_MILLISECONDS
