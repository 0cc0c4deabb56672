"""What each further commune costs, and what each target costs."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise

import plotly.graph_objects as go
import streamlit as st

from components.bars import Cell, Fold, link, render_list
from components.charts import LINE, TARGET, base_figure, draw
from components.lazy import render_when_near
from components.scenario_parts import Ground, stamp_text
from components.scenario_result import effort_text
from components.standing import commune_link
from components.text import MISSING, number, t
from domain.planner.curve import CurvePoint, Step, Weight
from domain.planner.result import PlanResult

SHOWN = 5
"""Next communes shown at first."""
ALL_TARGETS = "#6a4c93"


def build_curve(
    steps: Sequence[Step], points: Sequence[CurvePoint], scale: int, unit: str, goal: int | None
) -> go.Figure:
    """Build the curve of effort against communes at the line.

    Args:
        steps: One a commune.
        points: The same with all other targets held; none when there are no others.
        scale: Whole units in one unit shown.
        unit: What the effort is counted in.
        goal: Communes asked for, marked when given.
    """
    figure = base_figure(380)
    hover = t("scenarios.curve.hover", communes="%{x}", effort="%{y}") + "<extra></extra>"
    figure.add_scatter(
        x=[step.reached for step in steps],
        y=[step.total / scale for step in steps],
        mode="lines",
        line={"color": LINE, "width": 3, "shape": "hv"},
        name=t("scenarios.curve.name"),
        hovertemplate=hover,
    )
    held = [(point.reached, point.effort) for point in points if point.effort is not None]
    if held:
        figure.add_scatter(
            x=[reached for reached, _ in held],
            y=[effort / scale for _, effort in held],
            mode="lines",
            line={"color": ALL_TARGETS, "width": 3, "dash": "dash", "shape": "hv"},
            name=t("scenarios.curve.all"),
            hovertemplate=hover,
        )
    totals = dict(held) or {step.reached: step.total for step in steps}
    if goal in totals:
        figure.add_scatter(
            x=[goal],
            y=[totals[goal] / scale],
            mode="markers+text",
            text=[
                t("scenarios.curve.goal", count=number(goal), effort=_short(totals[goal], scale))
            ],
            textposition="top left",
            marker={"size": 13, "color": TARGET, "symbol": "diamond"},
            showlegend=False,
            hoverinfo="skip",
        )
    figure.update_xaxes(title=t("scenarios.curve.communes"), showgrid=False)
    figure.update_yaxes(title=unit, rangemode="tozero", gridcolor="#e8edea", tickformat=",")
    figure.update_layout(margin={"l": 72, "b": 56}, showlegend=bool(held))
    return figure


def _short(effort: int, scale: int) -> str:
    return number(effort / scale)


def render_curve(
    steps: Sequence[Step],
    points: Sequence[CurvePoint],
    result: PlanResult,
    goal: int | None,
    ground: Ground,
) -> None:
    """Draw the curve once the reader comes near, and the cheapest next communes."""
    key = "scenario_curve_all" if points else "scenario_curve"
    render_when_near(key, 440, partial(_draw_curve, steps, points, result, goal))
    if points:
        st.caption(t("scenarios.curve.note_all"))
        _render_points(points, result, goal, ground)
        return
    st.caption(t("scenarios.curve.note"))
    first = next((i for i, s in enumerate(steps) if goal is not None and s.reached > goal), 1)
    rows: list[list[Cell]] = [
        [
            number(step.reached),
            link(ground.names.place(step.commune_code), commune_link(step.commune_code)),
            ", ".join(str(no) for no in step.criteria),
            number(step.effort / result.effort_scale),
            number(step.total / result.effort_scale),
        ]
        for step in steps[first:]
    ]
    if rows:
        heads = [
            t(f"scenarios.curve.{name}")
            for name in ("reached", "commune", "criteria", "effort", "total")
        ]
        render_list(heads, rows, frozenset({0, 3, 4}), stacks=True, fold=_fold(len(rows)))


def _render_points(
    points: Sequence[CurvePoint], result: PlanResult, goal: int | None, ground: Ground
) -> None:
    """List what each further commune adds while all other targets hold."""
    pairs = [(a, b) for a, b in pairwise(points) if b.effort is not None and a.effort is not None]
    ahead = [(a, b) for a, b in pairs if goal is None or b.reached > goal]
    rows: list[list[Cell]] = [
        [
            number(after.reached),
            "; ".join(ground.names.place(code) for code in after.newly) or MISSING,
            number(((after.effort or 0) - (before.effort or 0)) / result.effort_scale),
            number((after.effort or 0) / result.effort_scale),
            "" if after.is_proved else t("scenarios.weight.unproved"),
        ]
        for before, after in ahead
    ]
    last = points[-1]
    if last.effort is None:
        key = "scenarios.curve.ends" if last.is_proved else "scenarios.curve.no_time"
        st.caption(t(key, count=number(last.reached)))
    if rows:
        heads = [
            t(f"scenarios.curve.{name}")
            for name in ("reached", "newly", "more", "total", "note_col")
        ]
        render_list(heads, rows, frozenset({0, 2, 3}), stacks=True, fold=_fold(len(rows)))


def _fold(count: int) -> Fold:
    return Fold(SHOWN, t("scenarios.more_communes", count=number(count - SHOWN)))


def _draw_curve(
    steps: Sequence[Step], points: Sequence[CurvePoint], result: PlanResult, goal: int | None
) -> None:
    unit = t(f"scenarios.unit_name.{result.effort_unit}")
    figure = build_curve(steps, points, result.effort_scale, unit, goal)
    draw(figure, "scenario_curve_chart", f"{t('scenarios.curve.title')} ({stamp_text()})")


def render_weights(
    weights: Sequence[Weight], result: PlanResult, name_of: Callable[[str], str]
) -> None:
    """List what each target costs: the effort saved by leaving it out alone."""
    rows: list[list[Cell]] = [
        [
            name_of(weight.target_id),
            MISSING if weight.saved is None else effort_text(weight.saved, result),
            effort_text(weight.without, result),
            "" if weight.is_proved else t("scenarios.weight.unproved"),
        ]
        for weight in weights
    ]
    heads = [t(f"scenarios.weight.{name}") for name in ("target", "saved", "without", "note")]
    render_list(heads, rows, frozenset({1, 2}), stacks=True)
