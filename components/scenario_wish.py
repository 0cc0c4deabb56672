"""What the planner is asked for: targets of the plan and own ones."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.names import Names
from components.scenario_editor import read_figure
from components.scenario_parts import plain
from components.target_words import goal_text, target_name
from components.text import number, t
from domain.board import TargetStanding
from domain.scenario.question import Wanted
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


def render_plan_targets(targets: Sequence[Target], first: str, names: Names) -> tuple[str, ...]:
    """Draw the plan's targets with ticks and return the ids of those ticked.

    Args:
        targets: Those a plan of marks can answer, in the document's order.
        first: Id of the one ticked at first.
        names: Names of criteria.
    """
    chosen: list[str] = []
    by_metric: dict[str, list[Target]] = {}
    for target in targets:
        by_metric.setdefault(target.metric, []).append(target)
    for metric, group in by_metric.items():
        if len(group) <= FEW:
            chosen += [x.target_id for x in group if _tick(x, first, names)]
            continue
        label = t("scenarios.wish_all", name=t(f"metric.{metric}"), count=number(len(group)))
        if st.checkbox(label, key=f"scenarios__all_{metric}"):
            chosen += [x.target_id for x in group]
            continue
        with st.expander(t("scenarios.wish_single", count=number(len(group)))):
            chosen += [x.target_id for x in group if _tick(x, first, names)]
    return tuple(chosen)


def _tick(target: Target, first: str, names: Names) -> bool:
    return st.checkbox(
        plain(f"{target_name(target, names)}, {goal_text(target)}"),
        value=target.target_id == first,
        key=f"scenarios__tick_{target.target_id}",
    )


def render_own_targets(size: int, communes: int, criteria: Mapping[int, str]) -> Wanted:
    """Draw the reader's own targets.

    Args:
        size: Criteria in the set.
        communes: Communes of the province.
        criteria: Names of criteria by number.
    """
    left, middle, right = st.columns(3)
    with left:
        recognised = _count("recognised", communes)
    with middle:
        minimum = _count("minimum", size)
    with right:
        average = st.text_input(
            t("scenarios.own.average"),
            placeholder=t("scenarios.own.none"),
            key="scenarios__own_average",
        )
    wanted: dict[int, int] = {}
    if st.toggle(t("scenarios.own.each"), key="scenarios__own_each"):
        columns = st.columns(4)
        for position, (no, name) in enumerate(criteria.items()):
            with columns[position % len(columns)]:
                value = st.number_input(
                    f"{no}. {name}",
                    min_value=0,
                    max_value=communes,
                    value=None,
                    placeholder=t("scenarios.own.none"),
                    key=f"scenarios__own_criterion_{no}",
                )
            if value is not None:
                wanted[no] = int(value)
    figure = read_figure(average) if average.strip() else None
    if average.strip() and (figure is None or figure > size):
        st.error(t("scenarios.own.average_unread"), icon=":material/error:")
        figure = None
    return Wanted((), recognised, minimum, figure, wanted)


def _count(name: str, most: int) -> int | None:
    value = st.number_input(
        t(f"scenarios.own.{name}"),
        min_value=0,
        max_value=most,
        value=None,
        placeholder=t("scenarios.own.none"),
        key=f"scenarios__own_{name}",
    )
    return None if value is None else int(value)
