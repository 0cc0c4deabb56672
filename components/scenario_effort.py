"""What the planner reckons with: effort of each criterion, limits, time."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

import streamlit as st

from components import state
from components.bars import render_list
from components.names import Names
from components.scenario_editor import read_figure
from components.scenario_parts import plain
from components.text import number, t
from domain.planner.effort import CostTable, difficulty_effort
from domain.scenario.question import Means
from domain.situation import Situation

KINDS = ("equal", "difficulty", "table")
SECONDS = (10, 30, 60, 120)
COSTS = "scenarios.costs"

ReadCosts = Callable[[bytes, str], CostTable]
"""Reads an uploaded table of costs; raises ``ValueError`` with ``problems`` when it cannot."""


def own_efforts(kind: str, base: Situation) -> dict[int, Fraction]:
    """Return the effort of each criterion before anything is changed; none for a table."""
    numbers = base.criteria_set.numbers
    if kind == "equal":
        return dict.fromkeys(numbers, Fraction(1))
    if kind == "difficulty":
        effort = difficulty_effort(base)
        return {
            no: Fraction(int(effort.cells[0, position]), effort.scale)
            for position, no in enumerate(numbers)
        }
    return {}


def render_effort(base: Situation, names: Names, read_costs: ReadCosts) -> Means:
    """Draw the choice of effort, with the figures it comes to, which may be changed."""
    kind = (
        st.segmented_control(
            t("scenarios.effort"),
            KINDS,
            default=KINDS[0],
            format_func=lambda name: t(f"scenarios.effort_kind.{name}"),
            key="scenarios__effort",
            required=True,
        )
        or KINDS[0]
    )
    st.caption(t(f"scenarios.effort_note.{kind}"))
    table = _uploaded(read_costs) if kind == "table" else None
    efforts = dict(table.by_criterion) if table else own_efforts(kind, base)
    is_own = st.toggle(
        t("scenarios.effort_change"), value=kind == "table", key=f"scenarios__change_{kind}"
    )
    if not is_own:
        if efforts:
            with st.expander(t("scenarios.effort_shown")):
                _show(efforts, names)
        if table is not None:
            return Means(costs=table)
        return Means(effort=kind, is_complete=kind != "table")
    typed = _edit(kind, base, efforts, names)
    if kind != "table" and typed == efforts:
        return Means(effort=kind)
    missing = [no for no in base.criteria_set.numbers if no not in typed]
    if missing:
        st.caption(t("scenarios.cost_missing", numbers=", ".join(map(str, missing))))
    costs = CostTable(typed, table.by_district if table else {})
    unit = "million_vnd" if kind == "table" else "points"
    return Means(costs=costs, cost_unit=unit, is_complete=not missing)


def _show(efforts: Mapping[int, Fraction], names: Names) -> None:
    rows = [[names.criterion(no), number(float(value))] for no, value in efforts.items()]
    render_list([t("scenarios.count.criterion"), t("scenarios.effort")], rows, frozenset({1}))


def _edit(
    kind: str, base: Situation, efforts: Mapping[int, Fraction], names: Names
) -> dict[int, Fraction]:
    typed: dict[int, Fraction] = {}
    columns = st.columns(3)
    for position, no in enumerate(base.criteria_set.numbers):
        known = efforts.get(no)
        with columns[position % len(columns)]:
            text = st.text_input(
                names.criterion(no),
                value="" if known is None else number(float(known)),
                placeholder=t("scenarios.own.none"),
                key=f"scenarios__cost_{kind}_{no}_{len(efforts)}",
            )
        figure = read_figure(text)
        if figure is not None:
            typed[no] = Fraction(figure)
        elif text.strip():
            st.error(t("scenarios.cost_unread", no=no), icon=":material/error:")
    return typed


def _uploaded(read_costs: ReadCosts) -> CostTable | None:
    kept: CostTable | None = None
    with st.container(key=f"scenarios_upload_{state.language()}"):
        file = st.file_uploader(
            t("scenarios.cost_file"), type=["csv", "xlsx", "xls", "ods"], key="scenarios__costs"
        )
    if file is None:
        return state.recall(COSTS, kept)
    return take_costs(file.getvalue(), file.name, read_costs)


def take_costs(content: bytes, name: str, read_costs: ReadCosts) -> CostTable | None:
    """Read a table of costs and say what is wrong with it, if anything."""
    try:
        return state.keep(COSTS, read_costs(content, name))
    except ValueError as error:
        problems = getattr(error, "problems", [str(error)])
        st.error(
            "\n".join(f"- {plain(problem)}" for problem in problems[:20]),
            icon=":material/error:",
        )
        return None


def render_limits(means: Means, base: Situation, names: Names, *, has_bands: bool) -> Means:
    """Draw the limits and return the means with them."""
    left, right = st.columns(2)
    with left:
        per_year = st.number_input(
            t("scenarios.limit.per_year"),
            min_value=0,
            max_value=base.criteria_set.size,
            value=None,
            placeholder=t("scenarios.own.none"),
            key="scenarios__per_year",
        )
    with right:
        budget = st.text_input(
            t("scenarios.limit.budget"),
            placeholder=t("scenarios.own.none"),
            key="scenarios__budget",
        )
    criteria = st.pills(
        t("scenarios.limit.criteria"),
        list(base.criteria_set.numbers),
        selection_mode="multi",
        key="scenarios__frozen_criteria",
    )
    communes = st.multiselect(
        t("scenarios.limit.communes"),
        sorted(base.marks.index, key=names.commune),
        format_func=names.place,
        placeholder=t("scenarios.limit.pick"),
        select_all=False,
        key="scenarios__frozen_communes",
    )
    soft = has_bands and st.checkbox(t("scenarios.limit.soft"), key="scenarios__soft")
    seconds = st.segmented_control(
        t("scenarios.limit.seconds"),
        SECONDS,
        default=SECONDS[1],
        format_func=lambda value: t("scenarios.seconds", count=value),
        required=True,
        key="scenarios__seconds",
    )
    figure = read_figure(budget) if budget.strip() else None
    if budget.strip() and figure is None:
        st.error(t("scenarios.limit.budget_unread"), icon=":material/error:")
    return replace(
        means,
        per_year=None if per_year is None else int(per_year),
        frozen_communes=frozenset(communes),
        frozen_criteria=frozenset(criteria or []),
        budget=figure,
        soft_bands=bool(soft),
        seconds=seconds or SECONDS[1],
    )
