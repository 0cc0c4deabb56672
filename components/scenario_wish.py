"""What the planner is asked for: the targets of the plan."""

from collections.abc import Sequence

import streamlit as st

from components.fields import hold, start_of
from components.names import Names
from components.target_words import goal_text, placed_name
from components.text import number, plain, t
from domain.board import TargetStanding
from domain.progress import Progress
from domain.targets import Target

FEW = 4
"""Targets of one metric that are listed one by one; more go behind a fold."""


def default_target(standings: Sequence[TargetStanding], possible: frozenset[str]) -> str:
    """Return the target ticked at first: the most demanding number of communes due last."""
    found = [
        s.target
        for s in standings
        if s.target.target_id in possible and s.target.metric == "communes_ntm"
    ]
    found = found or [s.target for s in standings if s.target.target_id in possible]
    best = max(found, key=lambda x: (x.value, str(x.due)), default=None)
    return best.target_id if best else ""


def render_plan_targets(
    standings: Sequence[TargetStanding], first: str, names: Names
) -> tuple[str, ...]:
    """Draw the plan's targets with ticks, those reached already behind a fold; return the ticked.

    Args:
        standings: Targets a plan of marks can answer, in the document's order.
        first: Id of the one ticked at first.
        names: Names of criteria.
    """
    reached = [s.target for s in standings if _is_reached(s) and s.target.target_id != first]
    ahead = [s.target for s in standings if s.target not in reached]
    chosen = _render_ticks(ahead, first, names)
    if reached:
        with st.expander(t("scenarios.wish_reached", count=number(len(reached)))):
            chosen += _render_ticks(reached, first, names)
    return tuple(chosen)


def _is_reached(standing: TargetStanding) -> bool:
    return standing.verdict == Progress.ACHIEVED.value


def _render_ticks(targets: Sequence[Target], first: str, names: Names) -> list[str]:
    chosen: list[str] = []
    by_metric: dict[str, list[Target]] = {}
    for target in targets:
        if target.target_id == first:
            # What is ticked at first is always seen.
            chosen += [first] if _tick(target, first, names) else []
        else:
            by_metric.setdefault(target.metric, []).append(target)
    for metric, group in by_metric.items():
        if len(group) <= FEW:
            chosen += [x.target_id for x in group if _tick(x, first, names)]
            continue
        label = t("scenarios.wish_all", name=t(f"metric.{metric}"), count=number(len(group)))
        if _held_tick(label, f"scenarios__all_{metric}_{group[0].target_id}", at_first=False):
            chosen += [x.target_id for x in group]
            continue
        with st.expander(t("scenarios.wish_single", count=number(len(group)))):
            chosen += [x.target_id for x in group if _tick(x, first, names)]
    return chosen


def _tick(target: Target, first: str, names: Names) -> bool:
    label = plain(f"{placed_name(target, names)}, {goal_text(target)}")
    key = f"scenarios__tick_{target.target_id}"
    return _held_tick(label, key, at_first=target.target_id == first)


def _held_tick(label: str, key: str, *, at_first: bool) -> bool:
    """Draw a tick that stays as the reader left it while another part of the page is looked at."""
    return hold(key, st.checkbox(label, value=start_of(key, at_first), key=key))
