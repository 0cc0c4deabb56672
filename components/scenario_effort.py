"""What the planner reckons with: effort of each criterion, limits, time."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import streamlit as st

from components import state
from components.fields import hold, start_of
from components.names import Names
from components.scenario_costs import render_costs
from components.scenario_editor import read_figure
from components.scenario_parts import reasons_of
from components.text import number, plain, t
from domain.planner.effort import CostTable, difficulty_effort
from domain.planner.problem import FROZEN_COMMUNES, FROZEN_CRITERIA, FROZEN_DISTRICTS
from domain.scenario.question import Means
from domain.situation import Situation

KINDS = ("equal", "difficulty", "table")
SECONDS = (10, 30, 60, 120)
COSTS = "scenarios.costs"
MOST_REASONS = 20

ReadCosts = Callable[[bytes, str], CostTable]
"""Reads an uploaded table of costs; raises ``ValueError`` with reasons when it cannot."""


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


def choose_effort() -> str:
    """Draw the choice of effort and return it: one of ``KINDS``."""
    key = "scenarios__effort"
    kind = st.segmented_control(
        t("scenarios.effort"),
        KINDS,
        default=start_of(key, KINDS[0]),
        format_func=lambda name: t(f"scenarios.effort_kind.{name}"),
        label_visibility="collapsed",
        key=key,
        required=True,
    )
    st.caption(t(f"scenarios.effort_note.{kind}"))
    return hold(key, kind or KINDS[0])


def given_efforts(kind: str, base: Situation, read_costs: ReadCosts) -> CostTable:
    """Return the efforts before anything is changed; draw the field for a file where one is due."""
    uploaded = _uploaded(read_costs) if kind == "table" else None
    return uploaded or CostTable(own_efforts(kind, base), {})


def render_effort(kind: str, given: CostTable, base: Situation, names: Names) -> Means:
    """Draw the effort of each criterion, which may be changed, and return the means."""
    with st.expander(t("scenarios.effort_shown"), expanded=kind == "table"):
        costs, is_read = render_costs(kind, given, base, names)
        missing = [no for no in base.criteria_set.numbers if no not in costs.by_criterion]
        # Inside the fold: a line that comes and goes would close the fold below it.
        if missing and is_read:
            st.caption(t("scenarios.cost_missing", numbers=", ".join(map(str, missing))))
    if kind != "table" and costs == given:
        return Means(effort=kind, is_complete=is_read)
    unit = "million_vnd" if kind == "table" else "points"
    return Means(costs=costs, cost_unit=unit, is_complete=is_read and not missing)


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
        reasons = reasons_of(error)
        more = len(reasons) - MOST_REASONS
        last = [t("scenarios.cost_more", count=number(more))] if more > 0 else []
        st.error(
            "\n".join(f"- {plain(line)}" for line in [*reasons[:MOST_REASONS], *last]),
            icon=":material/error:",
        )
        return None


def render_limits(means: Means, base: Situation, names: Names) -> Means:
    """Draw the limits and return the means with them."""
    left, middle, right = st.columns(3)
    with left:
        key = "scenarios__per_year"
        unset: int | None = None
        per_year = st.number_input(
            t("scenarios.limit.per_year"),
            min_value=0,
            max_value=base.criteria_set.size,
            value=start_of(key, unset),
            placeholder=t("scenarios.own.none"),
            key=key,
        )
        hold(key, per_year)
    with middle:
        budget, is_read = read_field("budget")
    with right:
        key = "scenarios__seconds"
        seconds = st.segmented_control(
            t("scenarios.limit.seconds"),
            SECONDS,
            default=start_of(key, SECONDS[1]),
            format_func=lambda value: t("scenarios.seconds", count=value),
            required=True,
            key=key,
        )
        hold(key, seconds)
    districts = _choose("districts", sorted(set(base.district_by_commune.values())), base, names)
    key, numbers = "scenarios__frozen_criteria", list(base.criteria_set.numbers)
    none: list[int] = []
    criteria = st.pills(
        t("scenarios.limit.criteria"),
        numbers,
        default=[no for no in start_of(key, none) if no in numbers],
        selection_mode="multi",
        key=key,
    )
    hold(key, list(criteria or []))
    communes = _choose("communes", sorted(base.marks.index, key=names.commune), base, names)
    return replace(
        means,
        per_year=None if per_year is None else int(per_year),
        frozen_districts=frozenset(districts),
        frozen_communes=frozenset(communes),
        frozen_criteria=frozenset(criteria or []),
        budget=budget,
        seconds=seconds or SECONDS[1],
        is_complete=means.is_complete and is_read,
    )


def _choose(kind: str, codes: list[str], base: Situation, names: Names) -> list[str]:
    """Draw the districts or communes left as they are, and return those chosen."""
    key, pick = f"scenarios__frozen_{kind}_{base.province_code}", "pick"
    none: list[str] = []
    name_of = names.place
    if kind == "districts":
        pick, name_of = "pick_district", names.district
    chosen: list[str] = st.multiselect(
        t(f"scenarios.limit.{kind}"),
        codes,
        default=[code for code in start_of(key, none) if code in codes],
        format_func=name_of,
        placeholder=t(f"scenarios.limit.{pick}"),
        select_all=False,
        key=key,
    )
    return hold(key, chosen)


def frozen_names(means: Means, names: Names) -> dict[str, str]:
    """Return the names of what is left as it is, by the name of the limit."""
    return {
        FROZEN_DISTRICTS: "; ".join(map(names.district, sorted(means.frozen_districts))),
        FROZEN_COMMUNES: "; ".join(map(names.commune, sorted(means.frozen_communes))),
        FROZEN_CRITERIA: ", ".join(map(str, sorted(means.frozen_criteria))),
    }


def read_field(name: str) -> tuple[Decimal | None, bool]:
    """Draw a field for a figure that may stay empty; return it, and whether it could be read."""
    key = f"scenarios__{name}"
    text = st.text_input(
        t(f"scenarios.limit.{name}"),
        value=start_of(key, ""),
        placeholder=t("scenarios.own.none"),
        key=key,
    )
    hold(key, text)
    figure = read_figure(text) if text.strip() else None
    if text.strip() and figure is None:
        st.error(t("scenarios.limit.unread"), icon=":material/error:")
        return None, False
    return figure, True
