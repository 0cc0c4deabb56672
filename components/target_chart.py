"""The line of one target: pick it, see it, click a period to go there."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import streamlit as st

from components import state
from components.jump import follow_anchor
from components.lazy import render_when_near
from components.target_board import ANCHOR
from components.target_figure import TargetLine, build_line
from components.target_words import Board, goal_text, target_name
from components.text import t
from domain.board import TargetStanding
from domain.measures import SET_BOUND_METRICS


def pick_target(
    standings: Sequence[TargetStanding], headline: str, criterion: int | None, board: Board
) -> TargetStanding | None:
    """Let the reader pick a target that has a figure; the choice is part of the page's link.

    Args:
        standings: The plan's board.
        headline: Target offered first.
        criterion: Criterion chosen in the sidebar; a target on it comes before the headline.
        board: Names and day judged.
    """
    st.subheader(t("targets.chart.title"), anchor=ANCHOR)
    follow_anchor(ANCHOR)
    shown = {s.target.target_id: s for s in standings if s.measurement.value is not None}
    if not shown:
        st.caption(t("targets.chart.none"))
        return None
    labels = {
        target_id: f"{target_name(s.target, board.names)}, {goal_text(s.target)}"
        for target_id, s in shown.items()
    }
    ids = list(shown)
    on_criterion = [i for i in ids if criterion and shown[i].target.criterion_no == criterion]
    first = next((i for i in [*on_criterion, headline] if i in shown), ids[0])
    chosen = st.selectbox(
        t("targets.chart.pick"),
        ids,
        key=state.local("targets", "target", ids, first),
        format_func=lambda target_id: labels[target_id],
    )
    return shown[chosen]


def render_line(line: TargetLine, board: Board) -> None:
    """Draw the chart of one target once the reader comes near it."""
    render_when_near("target_line", 470, partial(_draw, line, board))
    target = line.standing.target
    if not line.measured:
        st.caption(t("targets.chart.no_points"))
    reach = "reach_set" if target.metric in SET_BOUND_METRICS else "reach_any"
    st.caption(t("targets.chart.note", reach=t(f"targets.chart.{reach}")))


def _draw(line: TargetLine, board: Board) -> None:
    """Draw the chart; a click on a measured point moves the page to its period."""
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
